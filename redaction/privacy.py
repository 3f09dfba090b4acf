"""Every column of this room: what protects it, or why it needs no protection."""

from foundation.privacy import DataClass, DataMap

_PLAIN, _PERSONAL = DataClass.PLAIN, DataClass.PERSONAL

_ID = (_PLAIN, "random id")
_LINK = (_PLAIN, "random id of another row")
_SUBJECT = (_PLAIN, "random id; leads to an account only through redaction.Link, which goes after its clock")
_ANALYST = (_PLAIN, "random id of the analyst; leads to a name through accounts.Person only")
_TIME = (_PLAIN, "time of a machine")
_CODE = (_PLAIN, "code of a closed list")
_NUMBER = (_PLAIN, "number")
_SENDER = (_PLAIN, "word of the sender about device or business; refused at intake when it holds one of the recording's own identifiers")

FIELDS: DataMap = {
    "redaction.Project": {
        "id": _ID,
        "name": (_PLAIN, "name of a piece of work"),
        "sampling_ppm": _NUMBER,
        "locales": _CODE,
        "unaligned_speech": _CODE,
        "is_strict": (_PLAIN, "yes or no"),
        "is_disguised": (_PLAIN, "yes or no"),
        "hears_residue": (_PLAIN, "yes or no"),
        "also_masked": _CODE,
        "created_at": _TIME,
    },
    "redaction.TurnSession": {
        "id": _ID,
        "sealed": (_PERSONAL, "values behind placeholder numbers, sealed under the session's key of ring identity"),
        "created_at": _TIME,
    },
    "redaction.Recording": {
        "id": _ID,
        "project": _LINK,
        "subject": _SUBJECT,
        "speaker_bucket": (_PLAIN, "one of 1,024 buckets, a part of the random subject id"),
        "session": _LINK,
        "turn": _NUMBER,
        "controller": _SENDER,
        "region": _SENDER,
        "locale": _CODE,
        "batch": _SENDER,
        "captured_on": (_PLAIN, "day; the exact time lies under seal"),
        "wake_word": _NUMBER,
        "intent": _SENDER,
        "device_model": _SENDER,
        "firmware": _SENDER,
        "asr_version": _SENDER,
        "asr_confidence": _NUMBER,
        "consent_scope": _CODE,
        "consent_version": _SENDER,
        "consent_given_on": (_PLAIN, "day; the exact time lies under seal"),
        "received_at": _TIME,
        "state": _CODE,
        "held_for": _CODE,
        "distress": _CODE,
        "duration_ms": _NUMBER,
        "redaction_version": _CODE,
        "found_by": (_PLAIN, "names of recognizers, each once"),
        "decided_at": _TIME,
    },
    "redaction.Original": {
        "recording": _LINK,
        "stored_as": (_PLAIN, "random name of a sealed object"),
        "sealed": (_PERSONAL, "raw hypothesis, sealed under the recording's key of ring originals; its audio too, in the clip store"),
    },
    "redaction.Identity": {
        "recording": _LINK,
        "sealed": (_PERSONAL, "names, account, serial, sender's id and exact time, sealed under the recording's key of ring identity"),
    },
    "redaction.Link": {
        "id": _ID,
        "kind": _CODE,
        "index": (_PLAIN, "blind index under a key that only intake holds"),
        "target": _LINK,
        "created_at": _TIME,
    },
    "redaction.Copy": {
        "id": _ID,
        "recording": _LINK,
        "kind": _CODE,
        "stored_as": (_PLAIN, "random name of a sealed object"),
        "sealed": (_PERSONAL, "redacted text, holes, peaks; a voice remains: sealed under the recording's key of the copy's ring"),
        "created_at": _TIME,
    },
    "redaction.Flag": {
        "id": _ID,
        "recording": _LINK,
        "kind": _CODE,
        "marks": (_PLAIN, "milliseconds of a recording"),
        "raised_at": _TIME,
        "closed_at": _TIME,
    },
    "redaction.Mask": {
        "id": _ID,
        "recording": _LINK,
        "kind": _CODE,
        "start_ms": _NUMBER,
        "end_ms": _NUMBER,
        "by": _ANALYST,
        "made_at": _TIME,
        "undone_at": _TIME,
    },
    "redaction.Release": {
        "id": _ID,
        "recording": _LINK,
        "masks": _LINK,
        "accepted": _CODE,
        "by": _ANALYST,
        "opened_at": _TIME,
        "asked_at": _TIME,
        "answered_at": _TIME,
    },
    "redaction.Mistake": {
        "id": _ID,
        "recording": _LINK,
        "kind": _CODE,
        "recognizer": (_PLAIN, "name of a recognizer"),
        "entity": _CODE,
        "noted_at": _TIME,
    },
}
