"""The privacy desk: where an analyst decides on what the pipeline was unsure of, and on what was flagged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from audit.access import Actor, Role, acting, does, quiet, shows
from audit.events import Event, Purpose
from audit.log import Receipt
from audit.player import is_our_player
from foundation.clock import now
from foundation.seal import Erased
from redaction import cases, desk_copy, desk_work
from redaction.cases import Case, NotAtDesk
from redaction.holds import Hold
from redaction.models import Copy, Mask, Recording
from redaction.store import MissingObject

MOST_SHOWN = 50
CASE = "redaction:case"
_OPENED = "desk_opened"  # in the session: which cases were opened when
_MOST_OPENED = 20


@dataclass(frozen=True)
class Held:
    """One held recording as the list shows it: nothing of what was said, nothing of whom."""

    id: str
    locale: str
    captured_on: date
    decided_at: datetime
    duration_s: float | None
    reasons: tuple[str, ...]


@shows(Event.HELD_LISTED, Role.ANALYST)
def desk(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """Where a privacy analyst starts: what is held and why, the longest waiting first."""
    if not desk_copy.is_here():
        raise Http404("another process serves the desk")
    counts = dict(Recording.objects.values_list("state").annotate(Count("id")))
    context = {"held": longest_waiting(), "counts": counts, "most_shown": MOST_SHOWN}
    return render(request, "redaction/desk.html", context)


def longest_waiting() -> list[Held]:
    fields = ("id", "locale", "captured_on", "decided_at", "duration_ms", "held_for")
    rows = Recording.objects.filter(state=Recording.State.HELD).order_by("decided_at", "id").values(*fields)[:MOST_SHOWN]
    return [
        Held(
            row["id"],
            row["locale"],
            row["captured_on"],
            row["decided_at"],
            row["duration_ms"] / 1000 if row["duration_ms"] is not None else None,
            tuple(Hold.of(code).sentence for code in row["held_for"]),
        )
        for row in rows
    ]


# -- one recording ----------------------------------------------------------------------------------


def at_desk(request: HttpRequest, actor: Actor, *, recording_id: str) -> Case:
    """Raises Http404 for what is not held, and where another process serves the desk."""
    try:
        return cases.of(recording_id)
    except NotAtDesk as error:
        raise Http404("not at this desk") from error


def for_player(request: HttpRequest, actor: Actor, *, recording_id: str) -> Case:
    """Raises Http404 for what is not fetched by our own page, too."""
    if not is_our_player(request):
        raise Http404("for the player of our own page only")
    return at_desk(request, actor, recording_id=recording_id)


@shows(Event.DESK_COPY_OPENED, Role.ANALYST, subject="recording_id", purpose=Purpose.QUALITY, find=at_desk)
def case(request: HttpRequest, recording_id: str, *, found: Case, receipt: Receipt) -> HttpResponse:
    """The desk copy and all that is known of it; while the redactor makes another one, only that."""
    if desk_work.is_at_work(recording_id):
        return render(request, "redaction/at_work.html", {"case": found})
    _note_opening(request, recording_id)
    return render(request, "redaction/case.html", {"case": cases.opened(found, receipt)})


@shows(Event.DESK_COPY_FETCHED, Role.ANALYST, subject="recording_id", purpose=Purpose.QUALITY, find=for_player)
def audio(request: HttpRequest, recording_id: str, *, found: Case, receipt: Receipt) -> HttpResponse:
    """The whole FLAC."""
    try:
        return HttpResponse(desk_copy.audio(recording_id, receipt), content_type="audio/flac")
    except (Copy.DoesNotExist, Erased, MissingObject) as error:
        raise Http404("there is no sound") from error


@does(Role.ANALYST)
def mask(request: HttpRequest, recording_id: str) -> HttpResponse:
    """Draw or lift."""
    by = _analyst_at(request, recording_id)
    kind = request.POST.get("kind", "")
    try:
        if kind not in Mask.Kind.values:
            raise desk_work.UnfitMask("a mask is drawn or lifted")
        start_s, end_s = _seconds(request, "start_s"), _seconds(request, "end_s")
        desk_work.mask(recording_id, Mask.Kind(kind), start_s=start_s, end_s=end_s, by=by)
    except desk_work.UnfitMask as error:
        return _refused(request, recording_id, error)
    return redirect(CASE, recording_id)


@does(Role.ANALYST)
def unmask(request: HttpRequest, recording_id: str) -> HttpResponse:
    """Take a mask back."""
    by = _analyst_at(request, recording_id)
    desk_work.undo(recording_id, request.POST.get("mask", ""), by=by)
    return redirect(CASE, recording_id)


@does(Role.ANALYST)
def release(request: HttpRequest, recording_id: str) -> HttpResponse:
    """Ask the redactor to let it go, past the doubts that the form names."""
    by = _analyst_at(request, recording_id)
    try:
        overruled = request.POST.getlist("overruled")
        heard, opened_at = request.POST.get("heard", ""), _opened_at(request, recording_id)
        desk_work.ask_release(recording_id, heard=heard, overruled=overruled, by=by, opened_at=opened_at)
    except desk_work.NotReleasable as error:
        return _refused(request, recording_id, error)
    return redirect(CASE, recording_id)


@does(Role.ANALYST)
@quiet
def at_work(request: HttpRequest, recording_id: str) -> HttpResponse:
    """The page's poll: 204 while the redactor is at work, then where to go. Writes nothing."""
    if not Recording.objects.filter(pk=recording_id).exists():
        raise Http404("no such recording")
    if desk_work.is_at_work(recording_id):
        return HttpResponse(status=204)
    is_held = Recording.objects.filter(pk=recording_id, state=Recording.State.HELD).exists()
    return HttpResponse(headers={"HX-Redirect": reverse(CASE, args=[recording_id]) if is_held else reverse("redaction:desk")})


def _analyst_at(request: HttpRequest, recording_id: str) -> Actor:
    actor = acting(request)
    at_desk(request, actor, recording_id=recording_id)
    return actor


def _note_opening(request: HttpRequest, recording_id: str) -> None:
    """The first time only: from it to the release the work on a case is measured."""
    opened = request.session.get(_OPENED, {})
    if recording_id not in opened:
        latest = list(opened.items())[1 - _MOST_OPENED :]
        request.session[_OPENED] = dict([*latest, (recording_id, now().isoformat())])


def _opened_at(request: HttpRequest, recording_id: str) -> datetime | None:
    at = request.session.get(_OPENED, {}).get(recording_id)
    return datetime.fromisoformat(at) if at else None


def _seconds(request: HttpRequest, name: str) -> float:
    try:
        return float(request.POST.get(name, ""))
    except ValueError as error:
        raise desk_work.UnfitMask("beginning and end are seconds, as 1.25") from error


def _refused(request: HttpRequest, recording_id: str, error: Exception) -> HttpResponse:
    return render(request, "redaction/refused.html", {"recording_id": recording_id, "why": str(error)}, status=422)
