"""What must be so before the house opens: `manage.py check`, and with `--database default` the tables too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Advice
from django.db import DatabaseError, connections

from audit import routes
from audit.grants import GRANTS
from foundation.roles import DbRole

GATE: Final = "audit.middleware.Gate"
_BEFORE: Final = ("django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware")

# tgtype 58 is BEFORE (2), DELETE (8), UPDATE (16), TRUNCATE (32) for each statement. Openings may be deleted, by retention;
# the one row of the head changes with each pass of the sealer. 23: BEFORE, INSERT (4), UPDATE for each row (1), along a permit's moves.
_TRIGGERS: Final = r"""
    SELECT c.relname, t.tgname IS NOT NULL AND t.tgenabled = 'A'
    FROM pg_class c LEFT JOIN pg_trigger t
      ON t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgqual IS NULL AND t.tgattr::text = ''
      AND t.tgfoid = CASE c.relname WHEN 'audit_permit' THEN to_regproc('audit_permit_moves') ELSE 'audit_refuse'::regproc END
      AND t.tgtype = CASE c.relname WHEN 'audit_private' THEN 50 WHEN 'audit_head' THEN 42 WHEN 'audit_permit' THEN 23 ELSE 58 END
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND c.relname ~ '^audit_(permit|private|head|cosignature|archived|(entry|leaf|tile|checkpoint)_[0-9]{4,})$'
    ORDER BY c.relname
"""

_OWNED: Final = """
    SELECT c.relname FROM pg_class c
    WHERE c.relname ~ '^audit_' AND c.relkind IN ('r', 'v')
      AND (pg_has_role(session_user, c.relowner, 'MEMBER')
           OR (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user))
    ORDER BY c.relname
"""
# Besides the owner, each of these may be called by these roles, and no other function of the log by anybody.
_CALLERS: Final = {
    "audit_agrees": tuple(role for role, right in GRANTS["audit_entry"].items() if right.startswith("INSERT")),  # a check runs as whoever inserts
    "audit_name_key": (DbRole.SEALER,),
    "audit_hold_writers": (DbRole.SEALER,),
    "audit_hold_openings": (DbRole.RETENTION,),
    "audit_forget_counts": (DbRole.RETENTION,),
    "audit_forget_tallies": (DbRole.RETENTION,),
    "audit_forget_findings": (DbRole.RETENTION,),
    "audit_next_period": (DbRole.SEALER,),
    "audit_turn_page": (DbRole.SEALER,),
    "audit_end_blockers": (DbRole.SEALER,),
    "audit_note_adoption": (DbRole.SEALER,),
    "audit_ask_close": (DbRole.RETENTION,),
    "audit_drop_period": (DbRole.RETENTION,),
}
_CALLABLE: Final = """
    SELECT p.proname, CASE a.grantee WHEN 0 THEN 'everybody' ELSE a.grantee::regrole::text END
    FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    WHERE p.proname ~ '^audit_' AND p.pronamespace = 'public'::regnamespace AND a.grantee <> p.proowner
    ORDER BY 1, 2
"""
# What the owner or a superuser could hang beside our own: a trigger or rule that drops rows, policies that hide them.
_STRANGERS: Final = r"""
    SELECT c.relname, 'trigger ' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND t.tgfoid <> 'audit_refuse'::regproc AND c.relnamespace = 'public'::regnamespace AND c.relname ~ '^audit_'
      -- after a delete (8), once a statement: counts the erasures and can keep nothing out
      AND NOT (t.tgfoid = 'audit_end_era'::regproc AND c.relname = 'audit_private' AND t.tgtype = 8)
      -- before an update (19): says when a finding was decided
      AND NOT (t.tgfoid = to_regproc('audit_date_decision') AND c.relname = 'audit_finding' AND t.tgtype = 19)
      AND NOT (t.tgfoid = to_regproc('audit_permit_moves') AND c.relname = 'audit_permit' AND t.tgtype = 23)
    UNION ALL
    SELECT c.relname, 'rule ' || r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
    WHERE (r.rulename <> '_RETURN' OR c.relkind <> 'v') AND c.relnamespace = 'public'::regnamespace AND c.relname ~ '^audit_'
    UNION ALL
    SELECT c.relname, 'row security' FROM pg_class c
    WHERE (c.relrowsecurity OR c.relforcerowsecurity) AND c.relnamespace = 'public'::regnamespace AND c.relname ~ '^audit_'
    UNION ALL
    SELECT p.proname || '()', 'another text' FROM pg_proc p
    WHERE p.oid IN ('audit_refuse'::regproc, 'audit_agrees'::regproc, to_regproc('audit_date_decision'), to_regproc('audit_permit_moves'))
      AND (p.proconfig IS NOT NULL OR encode(sha256(convert_to(btrim(p.prosrc, E' \n'), 'UTF8')), 'hex') <> ALL (%s))
    ORDER BY 1, 2
"""
_OUR_TEXTS: Final = [
    "cea4c7aea6d6179697c48126780044bab5e552f7a47ce55bd4bcdf3212e48af5",  # audit_refuse
    "21409e5e97d9096f10ced30f56719ba8ae7008cc1d222485fd7a85e1e1d59ba1",  # audit_agrees
    "f59463d46dbdda11a34597113a4171b304989dadc17cff774272964e882b1f8e",  # audit_date_decision
    "d4800062f1aad89b3caa8be99eea3c5752514b82dff96561842c83fa4c343e28",  # audit_permit_moves
]
_VIEWS: Final = r"""
    SELECT c.relname, regexp_replace(pg_get_viewdef(c.oid), '\s+', ' ', 'g'), (
        SELECT array_agg(substring(t.relname FROM '[0-9]+$')::integer ORDER BY t.relname) FROM pg_class t
        WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND t.relname ~ ('^audit_' || k.kind || '_[0-9]{4,}$')
    )
    FROM (VALUES ('entry', 'audit_entry'), ('leaf', 'audit_leaf'), ('tile', 'audit_tile'), ('checkpoint', 'audit_checkpoint'),
        ('entry', 'audit_entries'), ('leaf', 'audit_leaves'), ('tile', 'audit_tiles'), ('checkpoint', 'audit_checkpoints')) AS k (kind, name)
    JOIN pg_class c ON c.relname = k.name AND c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace
    ORDER BY c.relname
"""
_ARM: Final = re.compile(
    r'SELECT (?:\d+ AS period, )?(?:(?:t\.)?"?[a-z_]+"?, )*(?:t\.)?"?[a-z_]+"? FROM audit_(?:entry|leaf|tile|checkpoint)_(\d{4,})(?: t)?'
)
_IS_MIGRATED: Final = "SELECT to_regclass('audit_private') IS NOT NULL"


def register_all() -> None:
    """Called once, when the app is ready."""
    register(every_view_declares, Tags.urls)
    register(the_gate_stands, Tags.security)
    register(the_book_is_append_only, Tags.database)
    register(the_log_has_a_name, Tags.security, deploy=True)


def every_view_declares(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"/{route.pattern}: {route.view.__module__}.{getattr(route.view, '__qualname__', 'view')} declares no access",
            hint="Put @shows, @does or @public on it; until then the gate refuses it.",
            id="audit.E001",
        )
        for route in routes.walk()
        if route.access is None
    ]


def the_gate_stands(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    order = list(settings.MIDDLEWARE)
    if GATE not in order:
        return [Error(f"{GATE} is not in MIDDLEWARE: nothing is gated", id="audit.E002")]
    late = [name for name in _BEFORE if name not in order[: order.index(GATE)]]
    return [Error(f"{name} must stand before {GATE}", id="audit.E003") for name in late]


def the_log_has_a_name(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Its origin is signed into every checkpoint and cannot be changed later."""
    if not settings.AUDIT_ORIGIN.endswith(".invalid"):
        return []
    hint = "Set SOTTO_AUDIT_ORIGIN (or an https SOTTO_ORIGIN) before the first migration; afterwards the name stays."
    return [Advice(f"the access log signs as {settings.AUDIT_ORIGIN}, which is nobody's name", hint=hint, id="audit.W008")]


def the_book_is_append_only(app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    if "default" not in (databases or ()):
        return []
    try:
        return [*_open_tables(), *_owned_tables(), *_open_functions(), *_strangers(), *_narrowed_views()]
    except DatabaseError as error:
        return [Error(f"the tables of the log could not be asked: {type(error).__name__}", id="audit.E006")]


def _open_tables() -> list[CheckMessage]:
    if not _rows(_IS_MIGRATED)[0][0]:
        return []  # a database before its first migration
    return [
        Error(
            f"{table}: {'its trigger of moves' if table == 'audit_permit' else 'its append-only trigger'} is missing, disabled or not ENABLE ALWAYS",
            hint="Somebody with the owner's rights changed it: stop, find out who, then verify the log.",
            id="audit.E004",
        )
        for table, is_closed in _rows(_TRIGGERS)
        if not is_closed
    ]


def _owned_tables() -> list[CheckMessage]:
    if settings.DB_ROLE is DbRole.MIGRATOR:  # it assumes the owner; it serves nobody
        return []
    return [Error(f"{table}: the role of this process owns it or could", hint="Serve as sotto_app.", id="audit.E005") for (table,) in _rows(_OWNED)]


def _open_functions() -> list[CheckMessage]:
    return [
        Error(f"{name}(): {caller} may call it", hint="Somebody with the owner's rights granted it: stop, find out who.", id="audit.E007")
        for name, caller in _rows(_CALLABLE)
        if caller not in _CALLERS.get(name, ())
    ]


def _strangers() -> list[CheckMessage]:
    if not _rows(_IS_MIGRATED)[0][0]:
        return []
    hint = "Somebody with the owner's rights put it there; entries may have been dropped or hidden: stop, find out who, then verify the log."
    return [Error(f"{table}: {what} is none of the log's own", hint=hint, id="audit.E009") for table, what in _rows(_STRANGERS, [_OUR_TEXTS])]


def _narrowed_views() -> list[CheckMessage]:
    """A view shows its table, or all tables of its kind, whole: no condition, no column that is another's."""
    hint = "Somebody with the owner's rights changed it: stop, find out who, then verify the log."
    return [
        Error(f"{name}: the view does not show its tables whole", hint=hint, id="audit.E010")
        for name, definition, numbers in _rows(_VIEWS)
        if not _is_whole(name, definition, numbers)
    ]


def _is_whole(name: str, definition: str, numbers: list[int]) -> bool:
    arms = [_ARM.fullmatch(arm) for arm in definition.strip(" ;").split(" UNION ALL ")]
    shown = [int(arm[1]) for arm in arms if arm]
    return len(shown) == len(arms) and (shown == numbers if name.endswith("s") else len(shown) == 1 and shown[0] >= numbers[-1] - 1)


def _rows(query: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
