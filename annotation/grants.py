"""Who may touch the work: the web deals and takes answers, the worker opens clips, the redactor checks, the exporter reads."""

from annotation.models import Answer, Brief, Clip, Draft, Escalation, Export, ExportedClip, Lease, PlayGrant, Slot
from foundation.roles import DbRole, Grants

_MOVES = "SELECT, UPDATE (state, state_at)"
_ENDS = "SELECT, UPDATE (ended_at, ended_as)"
_CLOSES = "SELECT (id, clip_id, lease_id, closed_at), UPDATE (closed_at)"

GRANTS: Grants = {
    Brief._meta.db_table: {DbRole.APP: "SELECT, INSERT, UPDATE", DbRole.WORKER: "SELECT, INSERT", DbRole.EXPORTER: "SELECT"},
    Clip._meta.db_table: {
        DbRole.APP: _MOVES,
        DbRole.WORKER: f"{_MOVES}, INSERT",
        DbRole.REDACTOR: _MOVES,
        DbRole.EXPORTER: "SELECT",
        DbRole.RETENTION: _MOVES,
    },
    Slot._meta.db_table: {
        DbRole.APP: "SELECT, INSERT, UPDATE (state)",
        DbRole.WORKER: "SELECT, INSERT, UPDATE (state)",
        DbRole.REDACTOR: "SELECT, UPDATE (state)",
    },
    Lease._meta.db_table: {
        DbRole.APP: "SELECT, INSERT, UPDATE (until, ended_at, ended_as, reason, heard_ms)",
        DbRole.WORKER: _ENDS,
        DbRole.REDACTOR: _ENDS,
        DbRole.RETENTION: "SELECT",
    },
    Draft._meta.db_table: {DbRole.APP: "SELECT, INSERT, UPDATE, DELETE", DbRole.RETENTION: "SELECT (lease_id, saved_at), DELETE"},
    Answer._meta.db_table: {
        DbRole.APP: "SELECT, INSERT",
        DbRole.WORKER: "SELECT (id, lease_id, clip_id, state), UPDATE (state)",
        DbRole.REDACTOR: "SELECT, UPDATE (state, found, checked_at)",
        DbRole.EXPORTER: "SELECT",
        DbRole.RETENTION: "SELECT, UPDATE (state, sealed)",
    },
    Escalation._meta.db_table: {DbRole.APP: "SELECT, INSERT, UPDATE"},
    PlayGrant._meta.db_table: {
        DbRole.APP: "SELECT, INSERT, UPDATE (until, fetched, closed_at)",
        DbRole.WORKER: _CLOSES,
        DbRole.REDACTOR: _CLOSES,
    },
    Export._meta.db_table: {DbRole.EXPORTER: "SELECT, INSERT", DbRole.APP: "SELECT"},
    ExportedClip._meta.db_table: {DbRole.EXPORTER: "SELECT, INSERT", DbRole.RETENTION: "SELECT"},
}
