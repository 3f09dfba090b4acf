"""The two classes of a column. Each app lists its own in `privacy.py`; a test finds the column that nobody classed."""

from enum import StrEnum


class DataClass(StrEnum):
    PLAIN = "plain"
    PERSONAL = "personal"


# Model label -> field -> (class, why it is plain or what protects it).
DataMap = dict[str, dict[str, tuple[DataClass, str]]]

_PLAIN = DataClass.PLAIN

FIELDS: DataMap = {
    "foundation.DataKey": {
        "id": (_PLAIN, "random id"),
        "ring": (_PLAIN, "code of a closed list"),
        "object_id": (_PLAIN, "random id"),
        "purpose": (_PLAIN, "code of a closed list, with a day for openings"),
        "version": (_PLAIN, "number"),
        "wrapped": (_PLAIN, "a data key, encrypted to the ring's public key (HPKE)"),
        "created_at": (_PLAIN, "time of a machine"),
    },
    "foundation.Job": {
        "id": (_PLAIN, "random id"),
        "kind": (_PLAIN, "code of a closed list"),
        "subject": (_PLAIN, "random id"),
        "queue": (_PLAIN, "code of a closed list"),
        "state": (_PLAIN, "code of a closed list"),
        "attempts": (_PLAIN, "number"),
        "fence": (_PLAIN, "number"),
        "error_code": (_PLAIN, "class of an exception, never its message"),
        "created_at": (_PLAIN, "time of a machine"),
        "due_at": (_PLAIN, "time of a machine"),
        "told_at": (_PLAIN, "time of a machine"),
        "lease_until": (_PLAIN, "time of a machine"),
        "finished_at": (_PLAIN, "time of a machine"),
    },
    "foundation.Unwraps": {
        "id": (_PLAIN, "number"),
        "day": (_PLAIN, "day of a machine; sets the clock of the row"),
        "ring": (_PLAIN, "code of a closed list"),
        "purpose": (_PLAIN, "code of a closed list"),
        "role": (_PLAIN, "code of a closed list"),
        "process": (_PLAIN, "random id of a process"),
        "count": (_PLAIN, "number"),
        "counted_at": (_PLAIN, "time of a machine"),
    },
    "foundation.Worker": {
        "name": (_PLAIN, "name of a process"),
        "role": (_PLAIN, "code of a closed list"),
        "seen_at": (_PLAIN, "time of a machine"),
    },
}
