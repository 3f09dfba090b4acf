"""Who may touch recordings: intake writes what it cannot read, the redactor reads it, everybody else sees what is plain."""

from foundation.roles import DbRole, Grants
from redaction.models import Copy, Flag, Identity, Link, Mask, Mistake, Original, Project, Recording, Release, TurnSession

_DECISION = "state, held_for, distress, duration_ms, redaction_version, found_by, decided_at"
# Everything but `subject`: who deals or shows clips has no use for an id that ties recordings of one person together; and but what was found.
_PLAIN = ", ".join(str(field.column) for field in Recording._meta.local_concrete_fields if field.name not in ("subject", "found_by"))

GRANTS: Grants = {
    Project._meta.db_table: {
        DbRole.INTAKE: "SELECT, INSERT",
        DbRole.REDACTOR: "SELECT",
        DbRole.APP: "SELECT, INSERT, UPDATE (name, sampling_ppm, locales, is_strict, is_disguised, hears_residue, unaligned_speech, also_masked)",
        DbRole.WORKER: "SELECT",
        DbRole.DESK: "SELECT",
        DbRole.EXPORTER: "SELECT",
    },
    TurnSession._meta.db_table: {DbRole.INTAKE: "SELECT (id), INSERT", DbRole.REDACTOR: "SELECT, UPDATE (sealed)"},
    Recording._meta.db_table: {
        DbRole.INTAKE: "SELECT (id), INSERT",
        DbRole.REDACTOR: f"SELECT, UPDATE ({_DECISION})",
        DbRole.APP: f"SELECT ({_PLAIN}, found_by)",
        DbRole.WORKER: f"SELECT ({_PLAIN})",
        DbRole.DESK: f"SELECT ({_PLAIN}, found_by)",
        DbRole.EXPORTER: f"SELECT ({_PLAIN})",
        DbRole.RETENTION: "SELECT",
        # who reads the log answers a data subject and bounds a breach: whose recordings, and nothing else of them
        DbRole.READER: "SELECT (id, subject)",
    },
    Original._meta.db_table: {DbRole.INTAKE: "INSERT", DbRole.REDACTOR: "SELECT", DbRole.RETENTION: "SELECT (recording_id, stored_as), DELETE"},
    Identity._meta.db_table: {DbRole.INTAKE: "INSERT", DbRole.REDACTOR: "SELECT", DbRole.RETENTION: "SELECT (recording_id), DELETE"},
    Link._meta.db_table: {DbRole.INTAKE: "SELECT, INSERT", DbRole.RETENTION: "SELECT, DELETE"},
    Copy._meta.db_table: {
        # a flagged recording's finished copies go, and a desk copy makes room for the next
        DbRole.REDACTOR: "SELECT, INSERT, DELETE",
        DbRole.APP: "SELECT",
        DbRole.DESK: "SELECT",
        DbRole.EXPORTER: "SELECT",
        DbRole.RETENTION: "SELECT (id, recording_id, kind, stored_as), DELETE",
    },
    Flag._meta.db_table: {
        DbRole.APP: "SELECT, INSERT",
        DbRole.DESK: "SELECT",
        DbRole.REDACTOR: "SELECT, INSERT, UPDATE (closed_at)",
        DbRole.RETENTION: "SELECT, DELETE",
    },
    # APP too: in `make run` the web process serves the desk, and a mask, its entry and its job are one transaction of one role.
    Mask._meta.db_table: dict.fromkeys((DbRole.APP, DbRole.DESK), "SELECT, INSERT, UPDATE (undone_at)")
    | {DbRole.REDACTOR: "SELECT", DbRole.RETENTION: "SELECT, DELETE"},
    Release._meta.db_table: dict.fromkeys((DbRole.APP, DbRole.DESK), "SELECT, INSERT")
    | {DbRole.REDACTOR: "SELECT, UPDATE (answered_at)", DbRole.RETENTION: "SELECT, DELETE"},
    Mistake._meta.db_table: {
        DbRole.REDACTOR: "INSERT",
        DbRole.APP: "SELECT",
        DbRole.DESK: "SELECT",
        DbRole.RETENTION: "SELECT, DELETE",
    },
}
