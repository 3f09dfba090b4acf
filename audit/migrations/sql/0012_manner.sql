-- Counts by what only a body says: purpose, kind of actor, factor. So a search by them knows in which hours it can find anything.
-- What lies in the tables is counted again; of periods that have left, the counts go on without a purpose, but for the hour and day in which
-- the oldest entry that is still here was written.

SELECT 1 FROM audit_counted FOR UPDATE; -- whoever adds up waits

ALTER TABLE audit_hour DROP CONSTRAINT audit_hour_pkey;
ALTER TABLE audit_hour ADD COLUMN purpose text NOT NULL DEFAULT '', ADD COLUMN actor_kind text NOT NULL DEFAULT '',
    ADD COLUMN factor text NOT NULL DEFAULT '';
ALTER TABLE audit_day DROP CONSTRAINT audit_day_pkey;
ALTER TABLE audit_day ADD COLUMN purpose text NOT NULL DEFAULT '', ADD COLUMN actor_kind text NOT NULL DEFAULT '',
    ADD COLUMN factor text NOT NULL DEFAULT '';

DELETE FROM audit_hour WHERE hour >= (SELECT date_trunc('hour', min(recorded_at), 'UTC') FROM audit_entries);
DELETE FROM audit_day WHERE day >= (SELECT (min(recorded_at) AT TIME ZONE 'UTC')::date FROM audit_entries);

WITH told AS MATERIALIZED (
    SELECT e.recorded_at, e.actor, e.action, e.outcome, coalesce(s.site, '') AS site, coalesce(e.body::jsonb ->> 'purpose', '') AS purpose,
           coalesce(e.body::jsonb ->> 'actor_kind', '') AS actor_kind, coalesce(e.body::jsonb ->> 'factor', '') AS factor
    FROM audit_counted c JOIN audit_leaves l ON (l.period, l.position) <= (c.period, c.position)
    JOIN audit_entries e ON e.period = l.period AND e.seq = l.entry_seq
    LEFT JOIN audit_session s ON s.session = e.body::jsonb ->> 'session'
), hours AS (
    INSERT INTO audit_hour (hour, site, action, outcome, purpose, actor_kind, factor, entries)
    SELECT date_trunc('hour', recorded_at, 'UTC'), site, action, outcome, purpose, actor_kind, factor, count(*) FROM told GROUP BY 1, 2, 3, 4, 5, 6, 7
)
INSERT INTO audit_day (actor, day, action, outcome, purpose, actor_kind, factor, entries)
    SELECT actor, (recorded_at AT TIME ZONE 'UTC')::date, action, outcome, purpose, actor_kind, factor, count(*) FROM told GROUP BY 1, 2, 3, 4, 5, 6, 7;

ALTER TABLE audit_hour ADD PRIMARY KEY (hour, site, action, outcome, purpose, actor_kind, factor);
ALTER TABLE audit_day ADD PRIMARY KEY (actor, day, action, outcome, purpose, actor_kind, factor);
CREATE INDEX audit_hour_purpose_idx ON audit_hour (purpose, hour);
CREATE INDEX audit_hour_factor_idx ON audit_hour (factor, hour);
