"""Row-level security on data keys: a database role sees the rings it holds and no other."""

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper

from foundation.keys import HOLDERS, Ring
from foundation.models import DataKey
from foundation.roles import WORKING, DbRole, exists

TABLE = DataKey._meta.db_table


def apply(cursor: CursorWrapper) -> None:
    """Make the policies what HOLDERS says. Run as the owner, after migrations."""
    if not exists(cursor, TABLE):
        return
    cursor.execute(f'ALTER TABLE "{TABLE}" ENABLE ROW LEVEL SECURITY')
    cursor.execute("SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = %s", [TABLE])
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{name}" ON "{TABLE}"')
    for role in WORKING:
        _apply_to(cursor, role)


def _apply_to(cursor: CursorWrapper, role: DbRole) -> None:
    wraps = _among(ring for ring, rights in HOLDERS.items() if role in rights.wraps)
    unwraps = _among(ring for ring, rights in HOLDERS.items() if role in rights.unwraps)
    erases = _among(ring for ring, rights in HOLDERS.items() if role in rights.erases)
    _policy(cursor, role, "INSERT", f"WITH CHECK ({wraps})")
    _policy(cursor, role, "SELECT", f"USING ({unwraps} OR {erases})")  # a DELETE must see what it looks for
    _policy(cursor, role, "UPDATE", f"USING ({unwraps}) WITH CHECK ({unwraps})")
    _policy(cursor, role, "DELETE", f"USING ({erases})")


def _among(rings: Iterable[Ring]) -> str:
    names = ", ".join(f"'{ring}'" for ring in rings)
    return f"ring IN ({names})" if names else "false"


def _policy(cursor: CursorWrapper, role: DbRole, verb: str, condition: str) -> None:
    cursor.execute(f'CREATE POLICY {role}_{verb.lower()} ON "{TABLE}" FOR {verb} TO "{role}" {condition}')
