"""Messages that leave the house: findings by mail and webhook, the checkpoint of the day by mail.

A message is a row until it is sent, so a road that is closed loses none. It names rules, findings and numbers; no person, no clip, no words.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from audit.access import process_actor
from audit.events import Event, Outcome
from audit.log import record
from audit.models import Alert, Finding
from audit.rules import catalogue
from audit.sealing import cosignatures, keys, proving
from audit.sealing.witnessing import AHEAD_S
from foundation.clock import now
from foundation.posting import FAILURES
from foundation.posting import post as post_once

log = structlog.get_logger("sotto.alerts")

WATCHER: Final = process_actor("watcher")
AT_ONCE: Final = 50
TIMEOUT_S: Final = 10
CLAIM: Final = timedelta(minutes=5)  # a watcher that dies while it sends leaves the message to be sent again
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)


class NotTaken(OSError):
    """The other side answered, and did not take it."""


class NoCheckpoint(ValueError):
    """Nothing is signed yet."""


# -- rows -------------------------------------------------------------------------------------------


def roads() -> list[Alert.Road]:
    found = [Alert.Road.MAIL] if settings.OFFICERS else []
    return [*found, Alert.Road.WEBHOOK] if settings.ALERT_WEBHOOK else found


def post(kind: Alert.Kind, about: str) -> None:
    """Have a message sent by every road that is set, in the transaction of what it is about. A second post adds nothing."""
    by = [Alert.Road.MAIL] if kind == Alert.Kind.CHECKPOINT else roads()
    Alert.objects.bulk_create([Alert(road=road, kind=kind, about=about, due_at=now()) for road in by if road in roads()], ignore_conflicts=True)


def post_checkpoint() -> None:
    """Once a day (UTC): the officers' mailbox is an anchor outside the house."""
    if _newest_note() is not None:
        post(Alert.Kind.CHECKPOINT, now().date().isoformat())


def send_due() -> int:
    """Send what is due, each road and kind by itself: one that is closed holds up no other. Returns how many messages left."""
    return sum(_send_some(road, kind) for road in Alert.Road for kind in Alert.Kind)


def _send_some(road: Alert.Road, kind: Alert.Kind) -> int:
    rows = _claim(road, kind)
    if not rows:
        return 0
    try:
        done, details = _SENDERS[road, kind](rows)
    except FAILURES as error:
        _put_off(rows, error)
        return 0
    with transaction.atomic():
        Alert.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=now(), error="")
        record(done, by=WATCHER, details=details)
    return 1


@transaction.atomic
def _claim(road: Alert.Road, kind: Alert.Kind) -> list[Alert]:
    waiting = Alert.objects.select_for_update(skip_locked=True).filter(road=road, kind=kind, sent_at__isnull=True, due_at__lte=now())
    rows = list(waiting.order_by("due_at", "pk")[: AT_ONCE if kind == Alert.Kind.FINDING else 1])
    for row in rows:
        row.attempts += 1
        row.due_at = now() + CLAIM
    Alert.objects.bulk_update(rows, ["attempts", "due_at"])
    return rows


@transaction.atomic
def _put_off(rows: list[Alert], error: Exception) -> None:
    """Each time later, up to an hour; never given up. The class of the error alone: its message may name anything."""
    code = str(error) if isinstance(error, NotTaken) else type(error).__name__
    for row in rows:
        row.due_at, row.error = now() + min(FIRST_WAIT * 2 ** min(row.attempts - 1, 10), LONGEST_WAIT), code[:80]
    Alert.objects.bulk_update(rows, ["due_at", "error"])
    record(Event.ALERT_FAILED, by=WATCHER, outcome=Outcome.FAILED, details={"road": rows[0].road, "error": code[:80]})
    log.warning("alert_failed", road=rows[0].road, error=code)


# -- findings ---------------------------------------------------------------------------------------


def _findings(rows: list[Alert]) -> list[Finding]:
    return list(Finding.objects.filter(pk__in=[row.about for row in rows]).order_by("raised_at", "pk"))


def path_of(finding_id: str) -> str:
    try:
        return reverse("audit:finding", args=[finding_id])
    except NoReverseMatch:
        return f"/log/inbox/{finding_id}/"


def _mail_findings(rows: list[Alert]) -> tuple[Event, dict[str, int | str]]:
    found = _findings(rows)
    counts = Counter(catalogue.described(one.rule, {})[0] for one in found)
    lines = [gettext("The rules over the access log found something:"), ""]
    lines += [f"  {count} x {title}" for title, count in counts.most_common()]
    lines += ["", gettext("What was found, and by which entries, stands behind these addresses:"), ""]
    lines += [f"  {one.at:%Y-%m-%d %H:%M} UTC  {settings.ORIGIN}{path_of(one.pk)}" for one in found]
    _mail(gettext("Access log: %(count)s findings") % {"count": len(found)}, lines)
    return Event.ALERT_SENT, {"road": Alert.Road.MAIL.value, "findings": len(found)}


def _mail(subject: str, lines: list[str]) -> None:
    message = EmailMessage(subject=subject, body="\n".join(lines) + "\n", to=list(settings.OFFICERS))
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.send()


def _call_webhook(rows: list[Alert]) -> tuple[Event, dict[str, int | str]]:
    found = _findings(rows)
    told = [{"id": one.pk, "rule": one.rule, "at": one.at.isoformat(), "entries": len(one.entries), "path": path_of(one.pk)} for one in found]
    body = json.dumps({"format": 1, "house": settings.ORIGIN, "findings": told}, sort_keys=True).encode()
    _hand_over(settings.ALERT_WEBHOOK, body, _signed(body))
    return Event.ALERT_SENT, {"road": Alert.Road.WEBHOOK.value, "findings": len(found)}


def _signed(body: bytes) -> dict[str, str]:
    """HMAC-SHA-256 of time, full stop and body, in hex: the receiver refuses what is old or not ours."""
    secret = settings.ALERT_SECRET.read_bytes().strip() if settings.ALERT_SECRET.exists() else b""
    if not secret:
        raise ValueError(f"{settings.ALERT_SECRET} is missing or empty: put a long random word there, and give it to the receiver")
    at = str(int(now().timestamp()))
    mac = hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "Sotto-Timestamp": at, "Sotto-Signature": f"v1={mac}", "User-Agent": "Sotto"}


def _hand_over(url: str, body: bytes, headers: dict[str, str]) -> None:
    """Raises NotTaken and posting.FAILURES."""
    status, _ = post_once(url, body, headers, timeout_s=TIMEOUT_S, reads=0)
    if not 200 <= status < 300:
        raise NotTaken(f"status {status}")


# -- the checkpoint of the day ----------------------------------------------------------------------

_CURRENT: Final = "SELECT max(n) FROM audit_period"
_SIGNED_AT: Final = "SELECT max(signed_at) FROM audit_checkpoints WHERE period = %s AND size = %s"


class Dated(NamedTuple):
    """A checkpoint with the lines of all who cosigned it, and when it was signed."""

    head: proving.Head
    note: str
    signed_at: datetime


def _newest_note() -> Dated | None:
    """What a witness has seen within a day; where none has, the newest signed one."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT)
        (n,) = cursor.fetchone()
        said = next(cosignatures.newest(cursor, (n - 1, n), keys.witnesses(), before=int(now().timestamp()) + AHEAD_S), None)
        is_lately = said is not None and said.cosignature.at > (now() - timedelta(days=1)).timestamp()
        found = said.head if said and is_lately else proving.last_checkpoint(cursor, n) or proving.last_checkpoint(cursor, n - 1)
        if found is None:
            return None
        note = cosignatures.note_with_lines(cursor, found)
        cursor.execute(_SIGNED_AT, [found.period, found.size])
        return Dated(found, note, cursor.fetchone()[0])


def _mail_checkpoint(rows: list[Alert]) -> tuple[Event, dict[str, int | str]]:
    found = _newest_note()
    if found is None:
        raise NoCheckpoint("nothing is signed yet")
    head = found.head
    text = [
        gettext("Keep this message. It shows what the access log was on this day: nobody can change it afterwards without being found out."),
        "",
        f"{gettext('Period')}: {head.period}    {gettext('Entries')}: {head.size}    {gettext('Signed')}: {found.signed_at:%Y-%m-%d %H:%M:%S} UTC",
        "",
        found.note.rstrip("\n"),
    ]
    _mail(gettext("Access log: checkpoint of %(day)s, %(size)s entries") % {"day": rows[0].about, "size": head.size}, text)
    return Event.CHECKPOINT_MAILED, {"period": head.period, "size": head.size, "root": head.root.hex()}


def _no_road(rows: list[Alert]) -> tuple[Event, dict[str, int | str]]:
    raise ValueError("the checkpoint leaves by mail only")


_SENDERS: Final[dict[tuple[Alert.Road, Alert.Kind], Callable[[list[Alert]], tuple[Event, dict[str, int | str]]]]] = {
    (Alert.Road.MAIL, Alert.Kind.FINDING): _mail_findings,
    (Alert.Road.MAIL, Alert.Kind.CHECKPOINT): _mail_checkpoint,
    (Alert.Road.WEBHOOK, Alert.Kind.FINDING): _call_webhook,
    (Alert.Road.WEBHOOK, Alert.Kind.CHECKPOINT): _no_road,
}
