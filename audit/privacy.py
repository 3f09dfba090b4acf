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
        "commitment": (_PLAIN, "salted hash"),
        "kind": (_PLAIN, "code of a closed list"),
        "day": (_PLAIN, "day of an act of staff; sets its clock"),
        "actor": (_PLAIN, _RANDOM),
        "subject": (_PLAIN, _RANDOM),
        "key": (_PLAIN, "random id"),
        "sealed": (DataClass.PERSONAL, "sealed under the ring openings; key of its class and day"),
    },
    "audit.Era": {
        "id": (_PLAIN, "number"),
        "n": (_PLAIN, "number"),
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
}
