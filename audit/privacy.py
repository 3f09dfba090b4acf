"""Every column of the book: what protects it, or why it needs no protection."""

from __future__ import annotations

from foundation.privacy import DataClass

_PLAIN = DataClass.PLAIN
_RANDOM = "random id; means somebody only while the map of accounts exists"

FIELDS: dict[str, dict[str, tuple[DataClass, str]]] = {
    "audit.Period": {
        "n": (_PLAIN, "number"),
        "origin": (_PLAIN, "name of the log"),
        "opened_at": (_PLAIN, "time of a machine"),
        "closed_at": (_PLAIN, "time of a machine"),
        "vkey": (_PLAIN, "public key of the log"),
        "close_asked_at": (_PLAIN, "time of an act of staff; who asked is in the log"),
    },
    "audit.Entry": {
        "seq": (_PLAIN, "number"),
        "id": (_PLAIN, "random id"),
        "recorded_at": (_PLAIN, "time of an act of staff; the purpose of the log"),
        "actor": (_PLAIN, _RANDOM),
        "action": (_PLAIN, "code of a closed list"),
        "object": (_PLAIN, "random id or name of a route"),
        "subject": (_PLAIN, _RANDOM),
        "outcome": (_PLAIN, "code of a closed list"),
        "body": (_PLAIN, "ids and codes only (audit/entries.py refuses the rest) and commitments to sealed parts"),
    },
    "audit.Leaf": {
        "position": (_PLAIN, "number"),
        "entry_seq": (_PLAIN, "number"),
        "entry": (_PLAIN, "random id"),
        "hash": (_PLAIN, "hash of a body"),
        "sealed_at": (_PLAIN, "time of a machine"),
    },
    "audit.Tile": {
        "pk": (_PLAIN, "level and number"),
        "level": (_PLAIN, "number"),
        "position": (_PLAIN, "number"),
        "hashes": (_PLAIN, "hashes of bodies, and hashes of those"),
        "root": (_PLAIN, "hash of hashes"),
    },
    "audit.Checkpoint": {
        "pk": (_PLAIN, "size and time"),
        "size": (_PLAIN, "number"),
        "signed_at": (_PLAIN, "time of a machine"),
        "root": (_PLAIN, "hash of hashes"),
        "note": (_PLAIN, "name of the log, number, hash and signature"),
    },
    "audit.Head": {
        "id": (_PLAIN, "number"),
        "period": (_PLAIN, "number"),
        "size": (_PLAIN, "number"),
        "root": (_PLAIN, "hash of hashes"),
        "note": (_PLAIN, "name of the log, number, hash and signature"),
        "signed_at": (_PLAIN, "time of a machine"),
    },
    "audit.Cosignature": {
        "pk": (_PLAIN, "period, size, witness and time"),
        "period": (_PLAIN, "number"),
        "size": (_PLAIN, "number"),
        "witness": (_PLAIN, "name of a machine's key"),
        "at": (_PLAIN, "time of a machine"),
        "line": (_PLAIN, "name and signature of a machine"),
    },
    "audit.Private": {
        "pk": (_PLAIN, "entry and class"),
        "entry": (_PLAIN, "random id"),
        "kind": (_PLAIN, "code of a closed list"),
        "key": (_PLAIN, "random id"),
        "sealed": (DataClass.PERSONAL, "sealed under the ring openings; key of its class and day"),
    },
    "audit.Heartbeat": {
        "id": (_PLAIN, "number"),
        "beat_at": (_PLAIN, "time of a machine"),
        "lag_ms": (_PLAIN, "number"),
        "settled_seq": (_PLAIN, "number"),
    },
    "audit.Refusal": {
        "entry": (_PLAIN, "random id"),
        "minute": (_PLAIN, "time of a machine"),
        "address": (_PLAIN, "blind index"),
        "count": (_PLAIN, "number"),
        "key": (_PLAIN, "random id"),
        "sealed": (DataClass.PERSONAL, "sealed under the ring openings; key of its class and day"),
        "commitment": (_PLAIN, "salted hash"),
    },
    "audit.Query": {
        "id": (_PLAIN, "random id"),
        "officer": (_PLAIN, _RANDOM),
        "saved_at": (_PLAIN, "time of an act of staff"),
        "asked": (_PLAIN, "ids and codes only (audit/queries.py refuses the rest)"),
    },
    "audit.Counted": dict.fromkeys(("id", "period", "position", "counted_at"), (_PLAIN, "how far the counts go")),
    "audit.Hour": dict.fromkeys(("pk", "hour", "site", "action", "outcome", "entries"), (_PLAIN, "a count of entries by hour, site, event, outcome")),
    "audit.Day": {
        "actor": (_PLAIN, _RANDOM),
        **dict.fromkeys(("pk", "day", "action", "outcome", "entries"), (_PLAIN, "a count of entries by day, event, outcome")),
    },
    "audit.Delay": dict.fromkeys(("pk", "hour", "bucket", "entries"), (_PLAIN, "a count of entries by the time until their leaf")),
    "audit.Plays": dict.fromkeys(("plays", "clips"), (_PLAIN, "a count of clips by how often they were fetched")),
    "audit.SessionSeen": {
        "session": (_PLAIN, _RANDOM),
        "actor": (_PLAIN, _RANDOM),
        "site": (_PLAIN, "random id of a place of work"),
        "first_at": (_PLAIN, "time of an act of staff; the purpose of the log"),
        "last_at": (_PLAIN, "time of an act of staff; the purpose of the log"),
        "entries": (_PLAIN, "number"),
        "refused": (_PLAIN, "number"),
    },
    "audit.Touch": {
        "pk": (_PLAIN, "session and clip"),
        "session": (_PLAIN, _RANDOM),
        "touched": (_PLAIN, "random id"),
        "actor": (_PLAIN, _RANDOM),
        "site": (_PLAIN, "random id of a place of work"),
        "first_at": (_PLAIN, "time of an act of staff; the purpose of the log"),
        "last_at": (_PLAIN, "time of an act of staff; the purpose of the log"),
        "fetched": (_PLAIN, "number"),
        "heard_ms": (_PLAIN, "number"),
    },
    "audit.ClipSeen": {
        "clip": (_PLAIN, "random id"),
        "recording": (_PLAIN, "random id"),
        "plays": (_PLAIN, "number"),
        "last_at": (_PLAIN, "time of an act of staff"),
    },
}
