"""The pages of activation: code, password, second factor. The session remembers which activation this browser began."""

from __future__ import annotations

import io

import segno
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts import activation, mfa
from accounts.forms import ActivateForm, CodeForm, PasswordForm
from accounts.limits import Stand
from accounts.models import Activation, TotpDevice
from accounts.signing_in import Answer, Step, nobody, somebody
from accounts.views import stand_of, words_for
from audit.access import public
from audit.log import count_refusal

BEGUN = "activation"


@public("GET", "POST")
def activate(request: HttpRequest) -> HttpResponse:
    """The code that was handed over. Not from inside somebody's session: its end would be nobody's act."""
    if stand_of(request) in (Stand.FULL, Stand.LOCKED):
        return redirect("/")
    form = ActivateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            by = nobody(request, factor="activation code")
            begun, ticket = activation.begin(form.cleaned_data["email"], form.cleaned_data["code"], by=by)
        except activation.NotThisCode:
            count_refusal(request)
            form.add_error(None, _("Address and code do not belong together, or the code was used or is older than a day. Ask for a new code."))
        else:
            request.session.cycle_key()
            request.session[BEGUN] = ticket
            return _next_page(begun)
    return render(request, "accounts/activate.html", {"form": form})


def _begun(request: HttpRequest) -> Activation | None:
    ticket = request.session.get(BEGUN)
    return activation.open_activation(str(ticket)) if ticket else None


def _next_page(begun: Activation) -> HttpResponse:
    return redirect("accounts:activate-password" if activation.needs_password(begun) else "accounts:activate-factor")


@public("GET", "POST")
def choose_password(request: HttpRequest) -> HttpResponse:
    begun = _begun(request)
    if begun is None:
        return redirect("accounts:activate")
    if not activation.needs_password(begun):
        return _next_page(begun)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            activation.choose_password(begun, form.cleaned_data["password"])
            return _next_page(begun)
        except ValidationError as error:
            form.add_error("password", error)
    return render(request, "accounts/activate_password.html", {"form": form})


@public("GET", "POST")
def factor(request: HttpRequest) -> HttpResponse:
    """The QR code, and the first code as proof that it arrived."""
    begun = _begun(request)
    if begun is None:
        return redirect("accounts:activate")
    if activation.needs_password(begun):
        return _next_page(begun)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = somebody(request, begun.person, factor=f"activation code+{mfa.FACTOR}")
        tried = activation.confirm(begun, form.cleaned_data["code"], by=by)
        if tried.is_right:
            request.session.flush()
            request.session["notice"] = "activated"
            return redirect("accounts:sign-in")
        form.add_error("code", words_for(Answer(Step.THROTTLED if tried.wait_s else Step.WRONG, tried.wait_s)))
    return render(request, "accounts/activate_factor.html", {"form": form, **_shown(begun)})


def _shown(begun: Activation) -> dict[str, object]:
    """What the page shows of a factor: all of a new one, nothing of one that the console enrolled."""
    device = activation.factor_to_confirm(begun)
    if device.confirmed:
        return {}
    secret = mfa.spelled(device)
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return {"qr": _qr(device, begun), "secret": groups}


def _qr(device: TotpDevice, begun: Activation) -> SafeString:
    """Inline SVG without a style attribute: our content policy allows neither data: images nor styles in line."""
    out = io.BytesIO()
    qr = segno.make(mfa.address_of(device, begun.person), error="m", micro=False)
    qr.save(out, kind="svg", xmldecl=False, omitsize=True, border=2, light="#ffffff", svgclass=None, lineclass=None)
    return mark_safe(out.getvalue().decode())  # noqa: S308 - segno draws paths; nothing of the address stands in it as text
