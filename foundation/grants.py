"""Who may touch keys, jobs and pulses."""

from foundation.keys import HOLDERS
from foundation.models import DataKey, Job, Unwraps, Worker
from foundation.roles import WORKING, DbRole, Grants

_ENQUEUERS = (DbRole.APP, DbRole.INTAKE, DbRole.DESK, DbRole.EXPORTER, DbRole.RETENTION)
_WORKERS = (DbRole.WORKER, DbRole.REDACTOR)
_OPENERS: tuple[DbRole, ...] = tuple(role for role in WORKING if any(role in ring.unwraps for ring in HOLDERS.values()))


def _data_key(role: DbRole) -> str:
    """Of which rings is row-level security (policies.py). Who erases finds the rows without seeing the wrapped keys."""
    rights = []
    if any(role in ring.wraps for ring in HOLDERS.values()):
        rights.append("INSERT")
    if any(role in ring.unwraps for ring in HOLDERS.values()):
        rights.append("SELECT, UPDATE (version, wrapped)")
    elif any(role in ring.erases for ring in HOLDERS.values()):
        rights.append("SELECT (id, ring, object_id, purpose, version, created_at)")
    if any(role in ring.erases for ring in HOLDERS.values()):
        rights.append("DELETE")
    return ", ".join(rights)


GRANTS: Grants = {
    DataKey._meta.db_table: {role: _data_key(role) for role in WORKING if _data_key(role)},
    # Who causes work says so and rings the bell; only a worker takes, finishes and sets aside.
    Job._meta.db_table: dict.fromkeys(_ENQUEUERS, "SELECT, INSERT, UPDATE (told_at)") | dict.fromkeys(_WORKERS, "SELECT, INSERT, UPDATE"),
    # Whoever opens keys counts them; nobody takes a count back.
    Unwraps._meta.db_table: dict.fromkeys(_OPENERS, "INSERT (day, ring, purpose, role, process, count, counted_at)")
    | {DbRole.AUDITOR: "SELECT", DbRole.READER: "SELECT"},
    Worker._meta.db_table: dict.fromkeys(_WORKERS, "SELECT, INSERT, UPDATE") | {DbRole.APP: "SELECT"},
}
