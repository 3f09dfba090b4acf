"""Recordings that are held, and what an analyst and the redactor do to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from audit.access import process_actor
from foundation.keys import Ring
from foundation.roles import DbRole
from redaction import desk_work, flags
from redaction.desk_work import COPY_JOB, RELEASE_JOB
from redaction.flags import FlagKind
from redaction.models import Mask, Recording, Release
from tests.redaction.recorded import copies, opened, redact, take_demo, work

Act = Callable[[DbRole], None]
BY = process_actor("tests")
PLAYER = {"HTTP_SEC_FETCH_DEST": "empty", "HTTP_SEC_FETCH_SITE": "same-origin"}
WRONG = "what will the weather be in the mountains on saturday"


def take_held(take: Callable[..., str], acting_as: Act, number: int, **changes: Any) -> str:
    """A recording at the desk, flagged unless its redaction had a doubt already; then this process is the web's."""
    recording_id = take_demo(take, number, **changes)
    if redact(recording_id).state == "ready":
        flag = flags.raise_flag(recording_id, FlagKind.LEAKING, by=BY)
        work(flags.JOB, flag.pk)
    acting_as(DbRole.APP)
    return recording_id


def state_of(recording_id: str) -> tuple[str, list[str]]:
    recording = Recording.objects.defer("subject").get(pk=recording_id)
    return recording.state, recording.held_for


def about(recording_id: str, acting_as: Act) -> tuple[dict[str, Any], bytes]:
    acting_as(DbRole.DESK)
    return opened(copies(recording_id)["desk"], Ring.DESK)


def mask(recording_id: str, acting_as: Act, kind: Mask.Kind, span: tuple[float, float]) -> Mask:
    """Drawn or lifted by the web process, carried out by the redactor."""
    acting_as(DbRole.APP)
    made = desk_work.mask(recording_id, kind, start_s=span[0], end_s=span[1], by=BY)
    acting_as(DbRole.REDACTOR)
    work(COPY_JOB, recording_id)
    return made


def ask(recording_id: str, acting_as: Act, *overruled: str) -> Release:
    acting_as(DbRole.APP)
    return desk_work.ask_release(recording_id, heard=copies(recording_id)["desk"].pk, overruled=overruled, by=BY)


def release(recording_id: str, acting_as: Act, *overruled: str) -> None:
    asked = ask(recording_id, acting_as, *overruled)
    acting_as(DbRole.REDACTOR)
    work(RELEASE_JOB, asked.pk)
