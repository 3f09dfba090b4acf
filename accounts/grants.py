"""Who may touch people: the web process. The desk service sees who sits there. The default worker ends sessions past their limit."""

from accounts.models import Activation, Assignment, Organisation, Person, Session, Site, TotpDevice
from foundation.roles import DbRole, Grants

_NO_SECRETS = ", ".join(str(field.column) for field in Person._meta.local_concrete_fields if field.name != "password")
_WRITES = "SELECT, INSERT, UPDATE"

GRANTS: Grants = {
    Organisation._meta.db_table: {DbRole.APP: _WRITES, DbRole.DESK: "SELECT"},
    Site._meta.db_table: {DbRole.APP: _WRITES, DbRole.DESK: "SELECT"},
    Person._meta.db_table: {DbRole.APP: _WRITES, DbRole.DESK: f"SELECT ({_NO_SECRETS})"},
    Assignment._meta.db_table: {
        # What was given stays as it was given: only its end can be written.
        DbRole.APP: "SELECT, INSERT, UPDATE (ended_at)",
        DbRole.DESK: "SELECT",
    },
    TotpDevice._meta.db_table: {DbRole.APP: f"{_WRITES}, DELETE"},
    Activation._meta.db_table: {DbRole.APP: "SELECT, INSERT, UPDATE (password, browser, used_at, expires_at)"},
    Session._meta.db_table: {
        DbRole.APP: f"{_WRITES}, DELETE",
        # sees, locks and ends sessions, and makes none: signing in is the web's
        DbRole.DESK: "SELECT, UPDATE (data, last_seen_at, locked_at), DELETE",
        DbRole.WORKER: "SELECT, DELETE",
    },
}
