"""Who may touch people: the web process. The default worker ends sessions that are past their limit."""

from accounts.models import Activation, Assignment, Organisation, Person, Session, Site, TotpDevice
from foundation.roles import DbRole, Grants

_WRITES = "SELECT, INSERT, UPDATE"

GRANTS: Grants = {
    Organisation._meta.db_table: {DbRole.APP: _WRITES},
    Site._meta.db_table: {DbRole.APP: _WRITES},
    Person._meta.db_table: {DbRole.APP: _WRITES},
    Assignment._meta.db_table: {
        # What was given stays as it was given: only its end can be written.
        DbRole.APP: "SELECT, INSERT, UPDATE (ended_at)",
    },
    TotpDevice._meta.db_table: {DbRole.APP: f"{_WRITES}, DELETE"},
    Activation._meta.db_table: {DbRole.APP: "SELECT, INSERT, UPDATE (password, browser, used_at, expires_at)"},
    Session._meta.db_table: {DbRole.APP: f"{_WRITES}, DELETE", DbRole.WORKER: "SELECT, DELETE"},
}
