"""Every column of this room: what protects it, or why it needs no protection."""

from foundation.privacy import DataClass, DataMap

_PLAIN, _PERSONAL = DataClass.PLAIN, DataClass.PERSONAL

_ID = (_PLAIN, "random id")
_LINK = (_PLAIN, "random id of another row")
_WHO = (_PLAIN, "random id of a person at work here")
_TIME = (_PLAIN, "time of a machine")
_CODE = (_PLAIN, "code of a closed list")
_NUMBER = (_PLAIN, "number")
_SECONDS = (_PLAIN, "places in a clip, in milliseconds")

FIELDS: DataMap = {
    "annotation.Brief": {
        "project": _LINK,
        "schema": (_PLAIN, "questions of the operator"),
        "guidelines": (_PLAIN, "text of the operator"),
        "answers": _NUMBER,
        "changed_at": _TIME,
    },
    "annotation.Clip": {
        "id": _ID,
        "recording": _LINK,
        "project": _LINK,
        "locale": _CODE,
        "topic": (_PLAIN, "word of the sender about business; refused at intake when it holds one of the recording's own identifiers"),
        "captured_in": (_PLAIN, "the Monday of the week: coarse on purpose"),
        "duration_ms": _NUMBER,
        "state": _CODE,
        "state_at": _TIME,
        "opened_at": _TIME,
    },
    "annotation.Slot": {
        "id": _ID,
        "clip": _LINK,
        "number": _NUMBER,
        "project": _LINK,
        "locale": _CODE,
        "session": _LINK,
        "turn": _NUMBER,
        "rank": (_PLAIN, "place in the queue: time of arrival moved by up to an hour at random"),
        "state": _CODE,
        "focus": _SECONDS,
    },
    "annotation.Lease": {
        "id": _ID,
        "slot": _LINK,
        "clip": _LINK,
        "person": _WHO,
        "dealt_at": _TIME,
        "until": _TIME,
        "ended_at": _TIME,
        "ended_as": _CODE,
        "reason": _CODE,
        "heard_ms": _NUMBER,
    },
    "annotation.Draft": {
        "lease": _LINK,
        "sealed": (_PERSONAL, "what a reviewer has typed, sealed under ring listening; shredded at the end of the shift"),
        "saved_at": _TIME,
    },
    "annotation.Answer": {
        "id": _ID,
        "lease": _LINK,
        "clip": _LINK,
        "state": _CODE,
        "sealed": (_PERSONAL, "a submitted transcript with labels, sealed under ring transcripts; checked by the redactor before it counts"),
        "found": (_PLAIN, "codes of a closed list"),
        "submitted_at": _TIME,
        "checked_at": _TIME,
    },
    "annotation.Escalation": {
        "id": _ID,
        "clip": _LINK,
        "lease": _LINK,
        "organisation": _LINK,
        "site": _LINK,
        "category": _CODE,
        "marks": _SECONDS,
        "raised_at": _TIME,
        "taken_by": _WHO,
        "taken_at": _TIME,
        "guidance": (_PERSONAL, "what a supervisor says to a reviewer, sealed under ring transcripts"),
        "answered_at": _TIME,
        "outcome": _CODE,
        "closed_at": _TIME,
        "told_at": _TIME,
    },
    "annotation.PlayGrant": {
        "id": (_PLAIN, "random id; opens nothing without its session"),
        "clip": _LINK,
        "person": _WHO,
        "session": (_PLAIN, "random id of a browser session, not its key"),
        "lease": _LINK,
        "escalation": _LINK,
        "until": _TIME,
        "fetched": _NUMBER,
        "closed_at": _TIME,
    },
    "annotation.Export": {
        "id": _ID,
        "project": _LINK,
        "format": _CODE,
        "batch": (_PLAIN, "word of the sender about business"),
        "since": _TIME,
        "made_at": _TIME,
        "made_by": _WHO,
        "clips": _NUMBER,
        "left_out": (_PLAIN, "codes and numbers"),
        "digest": (_PLAIN, "SHA-256 of a file"),
    },
    "annotation.ExportedClip": {"id": _ID, "export": _LINK, "clip": _LINK},
}
