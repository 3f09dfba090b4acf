"""What each database role may do with tables of libraries. A table without a line here is closed to all but its owner."""

from foundation.roles import DbRole, Grants

GRANTS: Grants = {
    # Django asks it to name a model; no content of ours hangs on it.
    "django_content_type": {DbRole.APP: "SELECT"},
    "django_migrations": {DbRole.APP: "SELECT", DbRole.SEALER: "SELECT", DbRole.WORKER: "SELECT", DbRole.REDACTOR: "SELECT"},
    # Roles of people are ours (accounts.Assignment); Django's groups and permissions stay empty and closed.
    "auth_group": {},
    "auth_group_permissions": {},
    "auth_permission": {},
    # Our sessions have a table of their own (accounts.Session).
    "django_session": {},
    # The sixth try is counted here; names and addresses arrive as keyed hashes.
    "axes_accessattempt": {DbRole.APP: "SELECT, INSERT, UPDATE, DELETE"},
    "axes_accessattemptexpiration": {DbRole.APP: "SELECT, INSERT, UPDATE, DELETE"},
    "axes_accessfailurelog": {},
    "axes_accesslog": {},
}
