"""Adds up what got its leaf since the last time. Leaves have no gaps: nothing is left out or counted twice. A batch counts whole or not at all."""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

from audit.charts.buckets import BOUNDS_MS

BATCH: Final = 20_000
_BEGUN: Final = "SELECT period, position FROM audit_counted FOR UPDATE"
_NEXT_PERIOD: Final = "SELECT min(n) FROM audit_period WHERE n > %s"
# What was touched goes when the period goes; entries of an archived period are found in the archive.
_DROPPED_TO: Final = "SELECT max(closed_at) FROM audit_period, audit_counted WHERE dropped_at IS NOT NULL AND closed_at > reaches_to"
_FORGET: Final = (
    "DELETE FROM audit_touch WHERE last_at < %(at)s",
    "DELETE FROM audit_clip WHERE last_at < %(at)s",
    "DELETE FROM audit_plays",
    "INSERT INTO audit_plays (plays, clips) SELECT plays, count(*) FROM audit_clip WHERE plays > 0 GROUP BY plays",
    "UPDATE audit_counted SET reaches_to = %(at)s",
)
_TURN: Final = "UPDATE audit_counted SET period = %s, position = -1"

_ADD: Final = f"""
WITH batch AS MATERIALIZED (
    SELECT l.position, extract(epoch FROM l.sealed_at - e.recorded_at) * 1000 AS waited_ms, e.recorded_at, e.actor, e.action, e.outcome,
           e.subject, e.object, e.body::jsonb AS body
    FROM audit_leaves l JOIN audit_entries e ON e.period = %(period)s AND e.seq = l.entry_seq
    WHERE l.period = %(period)s AND l.position > %(after)s AND l.position <= %(after)s + {BATCH}
), inside AS MATERIALIZED (
    SELECT *, coalesce(body ->> 'purpose', '') AS purpose, coalesce(body ->> 'actor_kind', '') AS actor_kind,
           coalesce(body ->> 'factor', '') AS factor, coalesce(body ->> 'session', '') AS session,
           coalesce((body -> 'details' ->> 'heard_ms')::bigint, 0) AS heard_ms FROM batch
), signed_in AS (
    SELECT session, max(body -> 'details' ->> 'site') AS site FROM inside WHERE action = 'session.signed_in' GROUP BY session
), placed AS MATERIALIZED (
    SELECT i.*, coalesce(n.site, s.site, '') AS site FROM inside i
    LEFT JOIN signed_in n ON n.session = i.session LEFT JOIN audit_session s ON s.session = i.session
), hours AS (
    INSERT INTO audit_hour AS known (hour, site, action, outcome, purpose, actor_kind, factor, entries)
    SELECT date_trunc('hour', recorded_at, 'UTC'), site, action, outcome, purpose, actor_kind, factor, count(*) FROM placed
    GROUP BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (hour, site, action, outcome, purpose, actor_kind, factor) DO UPDATE SET entries = known.entries + excluded.entries
), days AS (
    INSERT INTO audit_day AS known (actor, day, action, outcome, purpose, actor_kind, factor, entries)
    SELECT actor, (recorded_at AT TIME ZONE 'UTC')::date, action, outcome, purpose, actor_kind, factor, count(*) FROM placed
    GROUP BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (actor, day, action, outcome, purpose, actor_kind, factor) DO UPDATE SET entries = known.entries + excluded.entries
), delays AS (
    INSERT INTO audit_delay AS known (hour, bucket, entries)
    SELECT date_trunc('hour', recorded_at, 'UTC'), width_bucket(waited_ms::float8, ARRAY[{", ".join(map(str, BOUNDS_MS))}]::float8[]), count(*)
    FROM placed GROUP BY 1, 2
    ON CONFLICT (hour, bucket) DO UPDATE SET entries = known.entries + excluded.entries
), sessions AS (
    INSERT INTO audit_session AS known (session, actor, site, first_at, last_at, entries, refused)
    SELECT session, min(actor), max(site), min(recorded_at), max(recorded_at), count(*), count(*) FILTER (WHERE outcome <> 'granted')
    FROM placed WHERE session <> '' GROUP BY session
    ON CONFLICT (session) DO UPDATE SET site = coalesce(nullif(excluded.site, ''), known.site), first_at = least(known.first_at, excluded.first_at),
        last_at = greatest(known.last_at, excluded.last_at), entries = known.entries + excluded.entries, refused = known.refused + excluded.refused
), touches AS (
    INSERT INTO audit_touch AS known (session, touched, actor, site, first_at, last_at, fetched, heard_ms)
    SELECT session, subject, min(actor), max(site), min(recorded_at), max(recorded_at),
           count(*) FILTER (WHERE action IN ('clip.fetched', 'desk.copy_fetched')), coalesce(sum(heard_ms) FILTER (WHERE action = 'clip.heard'), 0)
    FROM placed WHERE session <> '' AND length(subject) = 32 AND outcome = 'granted' AND action ~ '^(clip|case|desk|recording)[.]'
    GROUP BY session, subject
    ON CONFLICT (session, touched) DO UPDATE SET first_at = least(known.first_at, excluded.first_at),
        last_at = greatest(known.last_at, excluded.last_at), fetched = known.fetched + excluded.fetched, heard_ms = known.heard_ms + excluded.heard_ms
), of_clips AS MATERIALIZED (
    SELECT subject AS clip, coalesce(max(object) FILTER (WHERE action = 'clip.opened'), '') AS recording,
           count(*) FILTER (WHERE action = 'clip.fetched' AND outcome = 'granted') AS plays, max(recorded_at) AS last_at
    FROM placed WHERE action IN ('clip.opened', 'clip.fetched') AND length(subject) = 32 GROUP BY subject
), steps AS (
    SELECT coalesce(c.plays, 0) AS was, coalesce(c.plays, 0) + n.plays AS becomes FROM of_clips n LEFT JOIN audit_clip c ON c.clip = n.clip
    WHERE n.plays > 0
), plays AS (
    INSERT INTO audit_plays AS known (plays, clips)
    SELECT plays, sum(clips) FROM (SELECT becomes AS plays, 1 AS clips FROM steps UNION ALL SELECT was, -1 FROM steps WHERE was > 0) AS moved
    GROUP BY plays
    ON CONFLICT (plays) DO UPDATE SET clips = known.clips + excluded.clips
), clips AS (
    INSERT INTO audit_clip AS known (clip, recording, plays, last_at) SELECT clip, recording, plays, last_at FROM of_clips
    ON CONFLICT (clip) DO UPDATE SET recording = coalesce(nullif(excluded.recording, ''), known.recording), plays = known.plays + excluded.plays,
        last_at = greatest(known.last_at, excluded.last_at)
)
UPDATE audit_counted SET position = coalesce((SELECT max(position) FROM batch), position), counted_at = clock_timestamp()
RETURNING (SELECT count(*) FROM batch)
"""  # noqa: S608 - our own numbers only


def roll_up() -> int:
    """Everything sealed so far, a batch a transaction. Answers with how many entries that were. Called each minute by the watcher."""
    forget()
    total = 0
    while counted := _batch():
        total += counted
    return total


@transaction.atomic
def _batch() -> int:
    """0 when everything of every period is counted."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN)
        period, after = cursor.fetchone()
        cursor.execute(_ADD, {"period": period, "after": after})
        counted = int(cursor.fetchone()[0])
        if counted:
            return counted
        cursor.execute(_NEXT_PERIOD, [period])
        (later,) = cursor.fetchone()
        if later is None:
            return 0
        cursor.execute(_TURN, [later])
    return _batch()


@transaction.atomic
def forget() -> None:
    """What was touched in periods whose tables are gone. The counts by hour and day stay: they are small and tell of nobody's recording."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN)
        cursor.execute(_DROPPED_TO)
        (at,) = cursor.fetchone()
        for statement in _FORGET if at else ():
            cursor.execute(statement, {"at": at})
