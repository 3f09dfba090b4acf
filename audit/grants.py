"""Who may touch the book. Grants lie on the views; the tables behind them are granted to nobody."""

from __future__ import annotations

from foundation.roles import DbRole, Grants

_WRITE = "INSERT (id, recorded_at, actor, action, object, subject, outcome, body)"
_SEAL = "INSERT (commitment, class, day, actor, subject, key, sealed)"
_FIND = "SELECT (commitment, class, day, actor, subject, key)"

# Whoever acts writes entries and can wait for their leaf, and reads none of them.
_WRITERS = (DbRole.APP, DbRole.WORKER, DbRole.INTAKE, DbRole.REDACTOR, DbRole.DESK, DbRole.EXPORTER, DbRole.RETENTION)
_LOOKERS = dict.fromkeys((*_WRITERS, DbRole.READER, DbRole.AUDITOR), "SELECT")
_SEALER = {DbRole.SEALER: "SELECT"}
_COUNTS = {DbRole.READER: "SELECT", DbRole.AUDITOR: "SELECT, INSERT, UPDATE, DELETE"}

GRANTS: Grants = {
    "audit_entry": dict.fromkeys(_WRITERS, _WRITE) | {DbRole.SEALER: "SELECT", DbRole.READER: "SELECT", DbRole.AUDITOR: f"{_WRITE}, SELECT"},
    "audit_leaf": _LOOKERS | {DbRole.SEALER: "SELECT, INSERT"},
    "audit_tile": _LOOKERS | {DbRole.SEALER: "SELECT, INSERT"},
    "audit_checkpoint": _LOOKERS | {DbRole.SEALER: "SELECT, INSERT"},
    # one arm a period that has its tables; the four above are the current one's
    "audit_entries": {DbRole.SEALER: "SELECT", DbRole.READER: "SELECT", DbRole.AUDITOR: "SELECT"},
    "audit_leaves": _LOOKERS | _SEALER,
    "audit_tiles": _LOOKERS | _SEALER,
    "audit_checkpoints": _LOOKERS | _SEALER,
    "audit_head": _LOOKERS | {DbRole.SEALER: "SELECT, UPDATE (period, size, root, note, signed_at)"},
    "audit_cosignature": _LOOKERS | _SEALER | {DbRole.AUDITOR: "SELECT, INSERT"},
    # the role that drops cannot say that an archive is whole, and the role that says so cannot drop
    "audit_archived": {DbRole.AUDITOR: "SELECT, INSERT (period, size, root)", DbRole.RETENTION: "SELECT"},
    "audit_sealing": {DbRole.SEALER: "UPDATE"},  # the least right with which one can lock it
    "audit_private": dict.fromkeys(_WRITERS, _SEAL)
    | {DbRole.READER: "SELECT", DbRole.AUDITOR: "SELECT (commitment)", DbRole.RETENTION: f"{_SEAL}, {_FIND}, DELETE"},
    "audit_era": dict.fromkeys(_WRITERS, "SELECT"),
    "audit_heartbeat": _LOOKERS | {DbRole.SEALER: "SELECT, UPDATE (beat_at, lag_ms, settled_seq)"},
    "audit_period": _LOOKERS | _SEALER,
    "audit_refusal": dict.fromkeys((DbRole.APP, DbRole.DESK), "SELECT (minute, address, count), INSERT, UPDATE (count)")
    | {
        DbRole.WORKER: "SELECT, DELETE",
    },
    # saved searches, and what the roll-up adds up (0008)
    "audit_query": {DbRole.APP: "SELECT, INSERT, DELETE"},
    "audit_counted": _COUNTS,
    "audit_hour": _COUNTS,
    "audit_day": _COUNTS,
    "audit_delay": _COUNTS,
    "audit_session": _COUNTS,
    "audit_touch": _COUNTS,
    "audit_clip": _COUNTS,
    "audit_plays": _COUNTS,
    "audit_entry_0001": {},
    "audit_leaf_0001": {},
    "audit_tile_0001": {},
    "audit_checkpoint_0001": {},
    # The watcher finds and sends; the web shows, and writes nothing but what an officer decided.
    "audit_finding": {
        DbRole.AUDITOR: "SELECT, INSERT, UPDATE (at, details, entries)",
        DbRole.APP: "SELECT, UPDATE (disposition, disposed_by)",  # when, the database says
        DbRole.READER: "SELECT",
    },
    # A question is written once: whoever decides or uses it writes its state only, and nobody deletes it. Over when its time is: the watcher says so.
    "audit_permit": {
        DbRole.APP: "SELECT, INSERT, UPDATE (state, state_at, expires_at, decided_by, decided_at)",
        DbRole.AUDITOR: "SELECT, UPDATE (state, state_at)",
    },
    "audit_rulemark": {DbRole.AUDITOR: "SELECT, INSERT, UPDATE", DbRole.READER: "SELECT"},
    "audit_tally": {DbRole.AUDITOR: "SELECT, INSERT, UPDATE (count)", DbRole.READER: "SELECT"},
    "audit_alert": {DbRole.AUDITOR: "SELECT, INSERT, UPDATE (due_at, attempts, sent_at, error)", DbRole.READER: "SELECT"},
}
