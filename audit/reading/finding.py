"""The SQL of a search. Each statement walks one index in the order of the page and stops when the page is full."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import connections, transaction

from audit.reading.cells import cells
from audit.reading.lines import READER
from audit.reading.search import EPOCH, Place, Search
from audit.reading.stretches import EVERYWHERE, REFUSALS, Stretch, stretches, young

Row = tuple[int, datetime, str]  # seq, recorded_at, body
_ROW: Final = "e.seq, e.recorded_at, e.body FROM audit_entries e"
_DOWN: Final = "ORDER BY recorded_at DESC, seq DESC"
_UP: Final = "ORDER BY recorded_at, seq"
_AS_SUBJECT: Final = "e.subject = %s"
_SEEN: Final = """
    SELECT s.actor, s.first_at, s.last_at, s.last_at < c.counted_at - interval '2 minutes' FROM audit_session s, audit_counted c WHERE s.session = %s
"""
COUNTS_FOR_MS: Final = 60_000  # all entries of a full period are some ten seconds
_AS_OBJECT: Final = "length(e.object) = 32 AND e.object = %s"


class Condition:
    """Words of SQL and their values, joined by AND."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.values: list[Any] = []

    def add(self, words: str, *values: Any) -> None:
        self.words.append(words)
        self.values += values

    def __str__(self) -> str:
        return " AND ".join(self.words) or "true"


def place_of(row: Row) -> Place:
    return Place(row[1], row[0])


def rows(search: Search, *, limit: int) -> list[Row]:
    """In the order in which they were walked: upward when the search has a place to go on from upward."""
    order = _UP if search.newer else _DOWN
    every = _conditions(search)
    if search.session:
        _add_session(every, search.session)
    actions = search.actions
    if search.manner and not search.about and not search.session:
        return _by_cells(search, every, order, limit)
    is_narrow = search.actor or search.about or search.session or search.outcome in REFUSALS
    if len(actions) > 1 and not is_narrow:
        return _by_each_action(actions, every, order, limit)
    if actions and is_narrow and not _is_of_person(search):
        every.add("e.action || '' = ANY(%s)", actions)  # so no index of events: the other filter's is the shorter walk
    elif actions:
        every.add("e.action = %s" if len(actions) == 1 else "e.action = ANY(%s)", actions[0] if len(actions) == 1 else actions)
    return _united([_both(place, stretch) for place in _places(search) for stretch in stretches(search, limit)], every, order, limit)


def count(search: Search, *, only_current: bool = False) -> int:
    """How many entries fit, however many: what rows() would walk, without its end. only_current: of the current period alone."""
    every = _conditions(search)
    if search.session:
        _add_session(every, search.session)
    if actions := search.actions:
        every.add("e.action = ANY(%s)", actions)
    places = _places(search)
    where = " OR ".join(words for words, _ in places)
    table = "audit_entry" if only_current else "audit_entries"
    with transaction.atomic(using=READER):
        _run("SET LOCAL statement_timeout = %s", [COUNTS_FOR_MS])
        values = [value for _, own in places for value in own] + every.values
        ((found,),) = _fetch(f"SELECT count(*) FROM {table} e WHERE ({where}) AND {every}", values)  # noqa: S608 - our own words only
    return int(found)


def _is_of_person(search: Search) -> bool:
    """Then one index knows person and event."""
    return bool(search.actor) and not (search.about or search.session)


def _conditions(search: Search) -> Condition:
    every = Condition()
    if search.actor:
        every.add("e.actor = %s", search.actor)
    if search.outcome:
        every.add("e.outcome = %s", search.outcome)
    if begin := search.begins:
        every.add("e.recorded_at >= %s", begin)
    if search.until:
        every.add("e.recorded_at < %s", search.until)
    if place := search.newer or search.older:
        every.add(f"(e.recorded_at, e.seq) {'>' if search.newer else '<'} (%s, %s)", *place)
    for name, value in search.manner.items():
        _add_said(every, name, value)
    return every


def _add_said(every: Condition, name: str, value: str) -> None:
    """What the body says of itself; few bodies are taken apart for it, and none that cannot be."""
    said = f"CASE WHEN e.body IS JSON OBJECT THEN e.body::jsonb ->> '{name}' END = %s"
    every.add(f"strpos(e.body, %s) > 0 AND {said}", f'"{value}"', value)


def _add_session(every: Condition, session: str) -> None:
    """An entry has no column for its session; the session's person and hours lead to it."""
    found = _fetch(_SEEN, [session])
    if found:
        actor, first, last, is_over = found[0]
        every.add("e.actor = %s AND e.recorded_at >= %s", actor, first)
        if is_over:
            every.add("e.recorded_at <= %s", last)
    else:  # too young to be counted, or nobody's
        every.add("e.recorded_at >= (SELECT counted_at FROM audit_counted) - interval '5 minutes'")
    _add_said(every, "session", session)


def _places(search: Search) -> list[Stretch]:
    """Where an id may stand; each place has an index of its own."""
    if search.subject:
        return [(_AS_SUBJECT, [search.subject]), (_AS_OBJECT, [search.subject])]
    if search.id:
        return [(words, [search.id]) for words in (_AS_SUBJECT, _AS_OBJECT, "e.actor = %s", "e.id = %s")]
    return [EVERYWHERE]


def _both(place: Stretch, stretch: Stretch) -> Stretch:
    return f"{place[0]} AND {stretch[0]}", place[1] + stretch[1]


def _united(arms: list[Stretch], every: Condition, order: str, limit: int) -> list[Row]:
    """A page of each arm from its index, then the first of all. One entry in two arms is one row."""
    parts = [f"(SELECT {_ROW} WHERE {words} AND {every} {order} LIMIT {limit})" for words, _ in arms]
    values = [value for _, own in arms for value in (*own, *every.values)]
    return _fetch(f"{' UNION '.join(parts)} {order} LIMIT {limit}" if len(parts) > 1 else parts[0], values)


def _by_each_action(actions: list[str], every: Condition, order: str, limit: int) -> list[Row]:
    """A page of each event from its index, then the first of all: one walk through all entries would pass millions of others."""
    found = f"""
        SELECT f.period, f.seq FROM unnest(%s::text[]) AS wanted (action) CROSS JOIN LATERAL (
            SELECT e.period, e.seq, e.recorded_at FROM audit_entries e WHERE e.action = wanted.action AND {every} {order} LIMIT {limit}
        ) f {order} LIMIT {limit}
    """  # noqa: S608 - our own words only
    places = _fetch(found, [actions, *every.values])
    if not places:
        return []
    periods, numbers = (list(each) for each in zip(*places, strict=True))  # the number alone is none: it begins anew in each period
    chosen = "SELECT period, seq FROM unnest(%s::integer[], %s::bigint[]) AS chosen (period, seq)"
    return _fetch(f"SELECT {_ROW} WHERE e.seq = ANY(%s) AND (e.period, e.seq) IN ({chosen}) {order}", [numbers, periods, numbers])


def _by_cells(search: Search, every: Condition, order: str, limit: int) -> list[Row]:
    """A page of each cell by the index of its event (of the person's, if one is asked for), and of what is too young to be counted."""
    action = "e.action || ''" if search.actor else "e.action"
    found = cells(search, limit)
    inside = f"""
        SELECT f.seq, f.recorded_at, f.body FROM unnest(%s::text[], %s::timestamptz[], %s::timestamptz[]) AS cell (action, begins, ends)
        CROSS JOIN LATERAL (
            SELECT {_ROW} WHERE {action} = cell.action AND e.recorded_at >= cell.begins AND e.recorded_at < cell.ends AND {every}
            {order} LIMIT {limit}
        ) f
    """  # noqa: S608 - our own words only
    words, values = young()
    if search.actions:
        words, values = f"{words} AND e.action = ANY(%s)", [*values, search.actions]
    statement = f"({inside}) UNION (SELECT {_ROW} WHERE {words} AND {every} {order} LIMIT {limit}) {order} LIMIT {limit}"
    columns = [[cell[n] for cell in found] for n in range(3)]
    return _fetch(statement, [*columns, *every.values, *values, *every.values])


def oldest() -> datetime:
    """When the first entry was written that is still in the database."""
    ((at,),) = _fetch("SELECT min(recorded_at) FROM audit_entries", [])
    return at or EPOCH


def _run(statement: str, values: list[Any]) -> None:
    with connections[READER].cursor() as cursor:
        cursor.execute(statement, values)


def _fetch(statement: str, values: list[Any]) -> list[Any]:
    with connections[READER].cursor() as cursor:
        cursor.execute(statement, values)
        found: list[Any] = cursor.fetchall()
    return found
