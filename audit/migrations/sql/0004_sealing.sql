-- Tiles, signed heads, cosignatures, and periods that follow one another.

-- -- what all periods share

ALTER TABLE audit_period ADD COLUMN vkey text NOT NULL DEFAULT '';
ALTER TABLE audit_period ADD COLUMN close_asked_at timestamptz;

-- One row: the newest signed note. A checkpoint is written each minute; this one follows every pass of the sealer.
CREATE TABLE audit_head (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    period integer NOT NULL,
    size bigint NOT NULL CHECK (size >= 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    note text NOT NULL,
    signed_at timestamptz NOT NULL
) WITH (fillfactor = 50);
INSERT INTO audit_head (period, size, root, note, signed_at) VALUES (0, 0, sha256(''), '', 'epoch');

CREATE TABLE audit_cosignature (
    period integer NOT NULL CHECK (period > 0),
    size bigint NOT NULL CHECK (size >= 0),
    witness text NOT NULL,
    -- rows stay for ever: one of a time to come would stand before every true one until then
    at timestamptz NOT NULL CONSTRAINT no_cosignature_is_of_a_time_to_come CHECK (at <= clock_timestamp() + interval '1 minute'),
    line text NOT NULL,
    PRIMARY KEY (period, size, witness, at)
);
CREATE INDEX ON audit_cosignature (at);

-- Holds nothing. Whoever seals locks it; only the sealer's role may, so nobody else can keep the sealer out.
CREATE TABLE audit_sealing ();

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_cosignature ENABLE ALWAYS TRIGGER audit_append_only;
CREATE TRIGGER audit_append_only BEFORE DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_head ENABLE ALWAYS TRIGGER audit_append_only;

-- -- the tables of a period

DROP VIEW audit_tile;
DROP TABLE audit_tile_0001;
DROP INDEX audit_entry_0001_actor_seq_idx, audit_entry_0001_subject_seq_idx, audit_entry_0001_object_seq_idx, audit_entry_0001_recorded_at_idx;
ALTER TABLE audit_entry_0001 DROP CONSTRAINT audit_entry_0001_body_check;
-- a bundle of entries has 16 bits for the length of each
ALTER TABLE audit_entry_0001 ADD CONSTRAINT audit_entry_0001_body_check CHECK (octet_length(body) <= 65535);

-- What the columns repeat of a body.
CREATE TYPE audit_repeated AS (id text, actor text, event text, outcome text, object text, subject text, at text);

-- No writer can put a row here that its own body contradicts, or that no program can read: each name once, no nesting but in details and
-- private, words where words belong, numbers that every reader of JSON holds, and the time spelled as audit/entries.py spells it. Parsed three
-- times, some 15 us an entry; no function of ours, whose names a caller's search_path could turn.
CREATE FUNCTION audit_check_bodies(suffix text, not_valid text DEFAULT '') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format($sql$
        ALTER TABLE audit_entry_%1$s ADD CONSTRAINT the_columns_agree_with_the_body CHECK (
            body IS JSON OBJECT WITH UNIQUE KEYS
            AND recorded_at >= '2000-01-01 00:00:00+00' AND recorded_at < '9999-01-01 00:00:00+00'
            AND jsonb_populate_record(NULL::audit_repeated, body::jsonb) IS NOT DISTINCT FROM ROW (
                id, actor, action, outcome, nullif(object, ''), nullif(subject, ''),
                to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
            )::audit_repeated
            AND body::jsonb @? '$ ? (
                @.version == 1 && @.actor_kind.type() == "string" && @.purpose.type() == "string"
                && !(@.factor.type() != "string") && !(@.roles.type() != "string") && !(@.session.type() != "string")
                && !(@.*.type() == "array") && !exists(@.* ? (@ != 1))
                && !(@.details.type() != "object") && !(@.private.type() != "object") && !(@.private.*.type() != "string")
                && !exists(@.*.*.type() ? (@ != "string" && @ != "number"))
                && !exists(@.*.* ? (@ > 9007199254740991 || @ < -9007199254740991))
            )'
        ) %2$s
    $sql$, suffix, not_valid);
END
$$;
ALTER TABLE audit_entry_0001 DROP CONSTRAINT the_columns_agree_with_the_body;
-- Of the rows that are there it asks nothing anew: they kept what 0001 asked, and one that is malformed all the same can never be removed, so it
-- must not keep the house from its next version.
SELECT audit_check_bodies('0001', 'NOT VALID');

-- Pages go through the log by time and then by number: an entry that waited for another's lock has the later number and the earlier time.
CREATE FUNCTION audit_index_entries(suffix text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format($sql$
        CREATE INDEX ON audit_entry_%1$s (recorded_at, seq);
        CREATE INDEX ON audit_entry_%1$s (actor, recorded_at, seq);
        CREATE INDEX ON audit_entry_%1$s (action, recorded_at, seq);
        CREATE INDEX ON audit_entry_%1$s (subject, recorded_at, seq) WHERE subject <> '';
        -- an id of ours is 32 long; an object that is the name of a route need not be found
        CREATE INDEX ON audit_entry_%1$s (object, recorded_at, seq) WHERE length(object) = 32;
        CREATE INDEX audit_entry_%1$s_refused_idx ON audit_entry_%1$s (recorded_at, seq) WHERE outcome <> 'granted';
    $sql$, suffix);
END
$$;

-- Full tiles only; their root is their hash in the level above.
CREATE FUNCTION audit_make_tiles(suffix text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format($sql$
        CREATE TABLE audit_tile_%1$s (
            level smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
            position bigint NOT NULL CHECK (position >= 0),
            hashes bytea NOT NULL CHECK (octet_length(hashes) = 8192),
            root bytea NOT NULL CHECK (octet_length(root) = 32),
            PRIMARY KEY (level, position)
        );
        -- hashes do not shrink: to try costs time and saves nothing
        ALTER TABLE audit_tile_%1$s ALTER COLUMN hashes SET STORAGE EXTERNAL;
    $sql$, suffix);
END
$$;

CREATE FUNCTION audit_close_table(kind text, suffix text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_%1$s_%2$s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()', kind, suffix);
    EXECUTE format('ALTER TABLE audit_%1$s_%2$s ENABLE ALWAYS TRIGGER audit_append_only', kind, suffix);
END
$$;

CREATE OR REPLACE FUNCTION audit_make_period(n integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    suffix text := lpad(n::text, 4, '0');
    kind text;
BEGIN
    EXECUTE format($sql$
        CREATE TABLE audit_entry_%1$s (
            seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id text NOT NULL UNIQUE,
            recorded_at timestamptz NOT NULL,
            actor text NOT NULL,
            action text NOT NULL,
            object text NOT NULL,
            subject text NOT NULL,
            outcome text NOT NULL CHECK (outcome IN ('granted', 'denied', 'failed')),
            body text NOT NULL CHECK (octet_length(body) <= 65535)
        );

        CREATE TABLE audit_leaf_%1$s (
            position bigint PRIMARY KEY CHECK (position >= 0),
            entry_seq bigint NOT NULL UNIQUE,
            entry text NOT NULL UNIQUE,
            hash bytea NOT NULL CHECK (octet_length(hash) = 32),
            sealed_at timestamptz NOT NULL
        );

        CREATE TABLE audit_checkpoint_%1$s (
            size bigint NOT NULL CHECK (size >= 0),
            signed_at timestamptz NOT NULL,
            root bytea NOT NULL CHECK (octet_length(root) = 32),
            note text NOT NULL,
            PRIMARY KEY (size, signed_at)
        );
    $sql$, suffix);
    PERFORM audit_check_bodies(suffix);
    PERFORM audit_index_entries(suffix);
    PERFORM audit_make_tiles(suffix);
    FOREACH kind IN ARRAY ARRAY['entry', 'leaf', 'tile', 'checkpoint'] LOOP
        PERFORM audit_close_table(kind, suffix);
    END LOOP;
    PERFORM audit_join_periods();
END
$$;

-- The view is the name that everybody uses and holds the grants; the table behind it is granted to nobody.
CREATE FUNCTION audit_turn(kind text, n integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE OR REPLACE VIEW audit_%1$s AS SELECT * FROM audit_%1$s_%2$s', kind, lpad(n::text, 4, '0'));
END
$$;

-- audit_entries, audit_leaves, audit_tiles, audit_checkpoints: all periods that have tables, but one that is about to lose them.
CREATE FUNCTION audit_join_periods(leaving_out integer DEFAULT 0) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    kind text;
    arms text;
BEGIN
    FOREACH kind IN ARRAY ARRAY['entry', 'leaf', 'tile', 'checkpoint'] LOOP
        SELECT string_agg(format('SELECT %s AS period, t.* FROM %I t', found.n, found.relname), ' UNION ALL ' ORDER BY found.n) INTO arms
        FROM (SELECT relname, substring(relname FROM '[0-9]+$')::integer AS n FROM pg_class
              WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname ~ ('^audit_' || kind || '_[0-9]{4,}$')) AS found
        WHERE found.n <> leaving_out;
        EXECUTE format('CREATE OR REPLACE VIEW audit_%s AS %s',
            CASE kind WHEN 'entry' THEN 'entries' WHEN 'leaf' THEN 'leaves' ELSE kind || 's' END, arms);
    END LOOP;
END
$$;

SELECT audit_index_entries('0001'), audit_make_tiles('0001');
SELECT audit_close_table('tile', '0001'), audit_turn('tile', 1), audit_join_periods();

-- -- acts of a period: functions of the owner, each for one role (granted by name, checks.py finds more)

DROP FUNCTION audit_open_period(integer, text, timestamptz, text, text, text, text);

-- A log that began before it was signed learns its key once, from its first sealer.
CREATE FUNCTION audit_name_key(of_period integer, key text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE audit_period SET vkey = key WHERE n = of_period AND vkey = '';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'period % has its key, or is not there', of_period USING ERRCODE = 'insufficient_privilege';
    END IF;
END
$$;

-- Asks the sealer to close the current period. True if that was not asked for yet.
CREATE FUNCTION audit_ask_close() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE audit_period SET close_asked_at = clock_timestamp()
        WHERE n = (SELECT max(n) FROM audit_period) AND close_asked_at IS NULL;
    RETURN FOUND;
END
$$;

-- Waits until no transaction with an entry is open, and lets none begin before the caller's has ended.
CREATE FUNCTION audit_hold_writers() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    LOCK TABLE audit_entry IN ACCESS EXCLUSIVE MODE;
END
$$;

-- The last entry of a period and the first of the next, whose tables take every entry from now on. The caller holds the writers.
CREATE FUNCTION audit_next_period(
    next_n integer, next_origin text, next_vkey text, entry_actor text,
    last_id text, last_at timestamptz, last_body text, first_id text, first_at timestamptz, first_body text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last_seq bigint;
BEGIN
    IF next_n <> (SELECT max(n) + 1 FROM audit_period WHERE closed_at IS NULL) OR (SELECT count(*) FROM audit_period WHERE closed_at IS NULL) <> 1 THEN
        RAISE EXCEPTION 'period % does not come next', next_n USING ERRCODE = 'insufficient_privilege';
    END IF;
    LOCK TABLE audit_entry IN ACCESS EXCLUSIVE MODE;
    INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body)
        VALUES (last_id, last_at, entry_actor, 'log.period_closed', '', '', 'granted', last_body) RETURNING seq INTO last_seq;
    PERFORM audit_make_period(next_n);
    PERFORM audit_turn('entry', next_n);
    INSERT INTO audit_period (n, origin, opened_at, vkey) VALUES (next_n, next_origin, first_at, next_vkey);
    INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body)
        VALUES (first_id, first_at, entry_actor, 'log.period_opened', '', '', 'granted', first_body);
    RETURN last_seq;
END
$$;

-- The period before is sealed to its last entry; leaves, tiles and checkpoints go to the new one from now on.
CREATE FUNCTION audit_turn_page(closed_n integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    kind text;
BEGIN
    IF closed_n + 1 <> (SELECT max(n) FROM audit_period) THEN
        RAISE EXCEPTION 'period % has no period after it', closed_n USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE audit_period SET closed_at = clock_timestamp() WHERE n = closed_n AND closed_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'period % is closed already', closed_n USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOREACH kind IN ARRAY ARRAY['leaf', 'tile', 'checkpoint'] LOOP
        PERFORM audit_turn(kind, closed_n + 1);
    END LOOP;
    UPDATE audit_heartbeat SET settled_seq = 0;
END
$$;

-- Between two periods the house waits for the page to be turned, and any role could keep it waiting by a transaction that once read a leaf.
-- So the sealer may end such transactions, then and only then: those that hold a lock of the views that are to be turned. How many it ended.
CREATE FUNCTION audit_end_blockers() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM audit_period WHERE closed_at IS NULL) <> 2 THEN
        RAISE EXCEPTION 'no page is being turned' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN (
        SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM (
            SELECT DISTINCT l.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid JOIN pg_roles r ON r.oid = a.usesysid
            WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid() AND NOT r.rolsuper
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.relation IN ('audit_leaf'::regclass, 'audit_tile'::regclass, 'audit_checkpoint'::regclass)
        ) AS blockers
    );
END
$$;

-- The entry that says that somebody had the sealer adopt the tree as it is. The sealer writes no other entry by itself.
CREATE FUNCTION audit_note_adoption(entry_id text, entry_at timestamptz, entry_actor text, entry_body text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body)
        VALUES (entry_id, entry_at, entry_actor, 'log.sealer_adopted', '', '', 'granted', entry_body);
$$;

REVOKE ALL ON FUNCTION audit_check_bodies(text, text), audit_index_entries(text), audit_make_tiles(text), audit_close_table(text, text), audit_turn(text, integer),
    audit_join_periods(integer), audit_name_key(integer, text), audit_ask_close(), audit_hold_writers(),
    audit_next_period(integer, text, text, text, text, timestamptz, text, text, timestamptz, text), audit_turn_page(integer),
    audit_end_blockers(), audit_note_adoption(text, timestamptz, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_name_key(integer, text), audit_hold_writers(),
    audit_next_period(integer, text, text, text, text, timestamptz, text, text, timestamptz, text), audit_turn_page(integer),
    audit_end_blockers(), audit_note_adoption(text, timestamptz, text, text) TO sotto_sealer;
GRANT EXECUTE ON FUNCTION audit_ask_close() TO sotto_retention;
