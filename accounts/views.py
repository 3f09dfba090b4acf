"""The way in, page by page. Each is public: it is where somebody without a full session has to be able to go."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import activity, signing_in
from accounts.forms import CodeForm, SignInForm
from accounts.limits import Stand
from accounts.paths import recall, remember
from accounts.signing_in import Answer, Step, TooManyTries, WrongSignIn
from audit.access import actor_of, public, quiet


def stand_of(request: HttpRequest) -> Stand:
    stand = getattr(request, "stand", Stand.NAMELESS)
    return stand if isinstance(stand, Stand) else Stand.NAMELESS


@public("GET", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Address and password."""
    if stand_of(request) in (Stand.FULL, Stand.LOCKED):
        return redirect("/" if stand_of(request) is Stand.FULL else "accounts:locked")
    if request.method == "POST":
        return _try_password(request)
    if "next" in request.GET:
        remember(request, request.GET["next"])
    notice = str(request.session.pop("notice", "")) if request.session.session_key else ""
    return render(request, "accounts/sign_in.html", {"form": SignInForm(), "notice": notice})


def _try_password(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST)
    if form.is_valid():
        try:
            signing_in.sign_in(request, form.cleaned_data["email"], form.cleaned_data["password"])
            return redirect("accounts:code")
        except WrongSignIn:
            form.add_error(None, _("Address or password is not right, or the account is closed. Check both and try again."))
        except TooManyTries:
            response = render(request, "errors/429.html", status=429)
            response.headers["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
            return response
    return render(request, "accounts/sign_in.html", {"form": form})


@public("GET", "POST")
def code(request: HttpRequest) -> HttpResponse:
    """The second factor, after the password."""
    if stand_of(request) is not Stand.HALF:
        return redirect("/" if actor_of(request) else "accounts:sign-in")
    if request.method == "GET":
        return render(request, "accounts/code.html", {"form": CodeForm()})
    return _with_code(request, "accounts/code.html", signing_in.give_code)


@public("GET", "POST")
def locked(request: HttpRequest) -> HttpResponse:
    """The session waits; one code opens it where it was."""
    if stand_of(request) is not Stand.LOCKED:
        return redirect("/" if actor_of(request) else "accounts:sign-in")
    if request.method == "GET":
        if "next" in request.GET:
            remember(request, request.GET["next"])
        return render(request, "accounts/locked.html", {"form": CodeForm()})
    return _with_code(request, "accounts/locked.html", signing_in.unlock)


@public("POST")
def here(request: HttpRequest) -> HttpResponse:
    """A page tells that somebody typed, clicked or scrolled on it: like every request that is not @quiet, this holds the lock off."""
    return HttpResponse(status=204 if stand_of(request) is Stand.FULL else 403)


@public("POST")
@quiet
def lock(request: HttpRequest) -> HttpResponse:
    """Close the own session until the next code: somebody leaves the desk, or the page saw that nobody was there."""
    is_idle = request.POST.get("idle") == "1"
    if is_idle and activity.is_recent(request):
        return HttpResponse(status=409)  # another window of this session is in use
    if stand_of(request) is Stand.FULL:
        signing_in.lock(request, reason="idle" if is_idle else "asked")
        remember(request, request.POST.get("next", "/"))
    return redirect("accounts:locked" if stand_of(request) in (Stand.FULL, Stand.LOCKED) else "accounts:sign-in")


@public("GET", "POST")
def again(request: HttpRequest) -> HttpResponse:
    """Something important is about to change: a fresh code, then back to where the person was."""
    if actor_of(request) is None:
        return redirect("accounts:sign-in")
    if request.method == "GET":
        return render(request, "accounts/again.html", {"form": CodeForm()})
    return _with_code(request, "accounts/again.html", signing_in.step_up)


def _with_code(request: HttpRequest, template: str, step: signing_in.StepVerb) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        answer = step(request, form.cleaned_data["code"])
        if answer.step is Step.IN:
            return redirect(recall(request))
        if answer.step is Step.GONE:
            return redirect("accounts:sign-in")
        if answer.step is Step.SITE:
            return render(request, "accounts/not_here.html", {"reason": answer.reason}, status=403)
        form.add_error("code", words_for(answer))
    return render(request, template, {"form": form}, status=200)


def words_for(answer: Answer) -> str:
    if answer.step is Step.THROTTLED:
        return _("Too many wrong codes. Wait %(seconds)s seconds, then type the code that is shown then.") % {"seconds": answer.wait_s}
    return _("This code is not right, has been used, or its 30 seconds are over. Type the one that is shown now.")


@public("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leaves nothing of the session in the browser."""
    signing_in.sign_out(request)
    response = redirect("accounts:sign-in")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
