"""The reviewer's pages and the day's requests: read the form, call one verb, pick the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from accounts.activity import see
from annotation import answers, drafts, escalations, leases, leaving, media, queue, schema, working
from annotation.drafts import TooLong, Work
from annotation.media import CANNOT_OPEN, Play
from annotation.models import Brief, Clip, Escalation, Lease
from annotation.schema import UnfitLabels
from audit.access import Role, acting, does, quiet, shows
from audit.events import Event
from audit.log import Receipt
from foundation.clock import now
from redaction import marks
from redaction.flags import FlagKind
from redaction.marks import UnfitMarks

P = ParamSpec("P")
MOST_TRIES = 5
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def form_errors(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """422 with a sentence a field: the page shows each where it belongs."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except UnfitLabels as error:
            return JsonResponse({"errors": error.errors, **({"schema": error.schema} if error.schema is not None else {})}, status=422)
        except TooLong as error:
            return JsonResponse({"errors": {"transcript": str(error)}}, status=422)
        except UnfitMarks as error:
            return JsonResponse({"errors": {"marks": str(error)}}, status=422)

    return answered


@shows(Event.HOME_OPENED, Role.REVIEWER)
def workbench(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """The frame of the day; the script asks for the clips."""
    choices = {"reasons": Lease.Reason.choices, "categories": Escalation.Category.choices}
    return render(request, "annotation/workbench.html", {"done_today": answers.done_today(acting(request)), **choices})


@shows(Event.HOME_OPENED, Role.REVIEWER)
def keys(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """All keys, drawn from the table that the workbench itself reads."""
    return render(request, "annotation/keys.html")


@does(Role.REVIEWER)
@quiet
def next_slot(request: HttpRequest) -> HttpResponse:
    """The next clip in hand, or a new one. A clip that cannot be opened is set aside and the next is tried."""
    for _try in range(MOST_TRIES):
        dealt = queue.deal(by=acting(request), have=request.POST.getlist("have"))
        if dealt is None:
            return HttpResponse(status=204)
        try:
            return JsonResponse(working.shown(dealt))
        except CANNOT_OPEN as error:
            working.set_aside(dealt.lease.clip_id, error, by=acting(request))
    return HttpResponse(status=204)


@shows(Event.CLIP_FETCHED, Role.REVIEWER, Role.SUPERVISOR, find=media.find_play)
def audio(request: HttpRequest, grant: str, *, found: Play, receipt: Receipt) -> HttpResponse:
    """The whole sound at once: a browser asks once for a short clip."""
    try:
        return HttpResponse(media.sound(found, receipt), content_type="audio/flac")
    except CANNOT_OPEN as error:
        working.set_aside(found.grant.clip_id, error, by=acting(request))
        raise Http404("the sound cannot be opened") from error


@does(Role.REVIEWER)
@form_errors
def draft(request: HttpRequest, slot: str) -> HttpResponse:
    lease = drafts.save(slot, _work(request), by=acting(request))
    return JsonResponse({"saved_at": now().isoformat(), **working.until(lease)})


@does(Role.REVIEWER)
@form_errors
def submit(request: HttpRequest, slot: str) -> HttpResponse:
    """The same answer whatever was typed: what is personal in it, only the redactor looks for."""
    answers.submit(slot, _work(request), by=acting(request))
    return JsonResponse({"done_today": answers.done_today(acting(request))})


def _work(request: HttpRequest) -> Work:
    posted = request.POST
    labels = schema.parse_labels(posted.get("labels", ""))
    return Work(posted.get("transcript", ""), labels, schema.check_tags(posted.getlist("tags")), schema.seconds(posted.get("heard_s", "")))


@does(Role.REVIEWER)
@form_errors
def release(request: HttpRequest, slot: str) -> HttpResponse:
    reason = request.POST.get("reason", Lease.Reason.CANNOT_DECIDE)
    if reason not in Lease.Reason.values:
        return JsonResponse({"errors": {"reason": "Choose one of the reasons."}}, status=422)
    leaving.skip(slot, Lease.Reason(reason), heard_s=_heard_s(request), by=acting(request))
    return JsonResponse({})


@does(Role.REVIEWER)
@form_errors
def escalate(request: HttpRequest, slot: str) -> HttpResponse:
    raised = leaving.escalate(slot, _marks(request, slot), heard_s=_heard_s(request), by=acting(request))
    return JsonResponse({"escalation": raised.pk})


@does(Role.REVIEWER)
def category(request: HttpRequest, escalation: str) -> HttpResponse:
    chosen = request.POST.get("category", "")
    if chosen not in Escalation.Category.values:
        raise Http404("no such category")
    leaving.categorise(escalation, Escalation.Category(chosen), by=acting(request))
    return JsonResponse({})


@does(Role.REVIEWER)
@form_errors
def leaking(request: HttpRequest, slot: str) -> HttpResponse:
    """I can still hear something personal."""
    leaving.flag(slot, FlagKind.LEAKING, _marks(request, slot), heard_s=_heard_s(request), by=acting(request))
    return JsonResponse({})


@does(Role.REVIEWER)
@form_errors
def hidden(request: HttpRequest, slot: str) -> HttpResponse:
    """This hole hides words I need."""
    leaving.flag(slot, FlagKind.HIDDEN, _marks(request, slot), heard_s=_heard_s(request), by=acting(request))
    return JsonResponse({})


@does(Role.REVIEWER)
@form_errors
def not_meant(request: HttpRequest, slot: str) -> HttpResponse:
    leaving.disown(slot, heard_s=_heard_s(request), by=acting(request))
    return JsonResponse({"undo_s": int(leaving.UNDO.total_seconds())})


@does(Role.REVIEWER)
def undo(request: HttpRequest, slot: str) -> HttpResponse:
    leaving.undo(slot, by=acting(request))
    return JsonResponse({})


@does(Role.REVIEWER)
@form_errors
def second_ear(request: HttpRequest, slot: str) -> HttpResponse:
    is_new = leaving.ask_second_ear(slot, _marks(request, slot), by=acting(request))
    return JsonResponse({"is_new": is_new})


def _heard_s(request: HttpRequest) -> float:
    return schema.seconds(request.POST.get("heard_s", ""))


def _marks(request: HttpRequest, slot: str) -> list[list[int]]:
    """Marked seconds of a slot that is or was in this person's hands. Raises NotYours, UnfitMarks."""
    clip = Clip.objects.filter(leases__slot=slot, leases__person=acting(request).id).first()
    if clip is None:
        raise leases.NotYours(f"slot {slot} is not in your hands")
    return marks.parse(request.POST.get("marks", ""), duration_s=clip.duration_s)


@does(Role.REVIEWER)
@quiet
def pulse(request: HttpRequest) -> HttpResponse:
    """The page asks every two seconds what is still its own, and says whether anybody was active meanwhile."""
    slots = request.POST.getlist("slot")[: 2 * leases.MOST_IN_HAND]
    heard = dict(pair.partition(":")[::2] for pair in request.POST.getlist("heard"))
    heard_s = {slot: schema.seconds(value) for slot, value in heard.items()}
    is_active = request.POST.get("active") == "1"
    if is_active:
        see(request)
    live = leases.pulse(slots, heard_s, by=acting(request), is_active=is_active)
    left = {slot: max(0, round((until - now()).total_seconds())) for slot, until in live.items()}
    gone = [slot for slot in slots if slot not in live]
    return JsonResponse({"live": left, "gone": gone, "notices": escalations.count_untold(acting(request))})


@shows(Event.NOTICES_SHOWN, Role.REVIEWER)
def notices(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """What became of the reviewer's escalations, told once."""
    return render(request, "annotation/_notices.html", {"notices": escalations.tell(receipt, by=acting(request))})


@shows(Event.GUIDELINES_SHOWN, Role.REVIEWER, subject="project")
def guidelines(request: HttpRequest, project: str, *, receipt: Receipt) -> HttpResponse:
    """A project's guidelines, for its side panel."""
    mine = Lease.objects.filter(person=acting(request).id, slot__project=project)
    brief = Brief.objects.select_related("project").filter(pk=project).first()
    if brief is None or not mine.exists():
        raise Http404("no such project")
    return render(request, "annotation/_guidelines.html", {"brief": brief, "text": rendered(brief.guidelines)})


def rendered(markdown: str) -> SafeString:
    """CommonMark without raw HTML."""
    return SafeString(_MARKDOWN.render(markdown))
