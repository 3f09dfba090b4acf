-- What all periods share.

CREATE TABLE audit_period (
    n integer PRIMARY KEY CHECK (n > 0),
    origin text NOT NULL UNIQUE,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz
);

CREATE TABLE audit_private (
    entry text NOT NULL,
    class text NOT NULL,
    key text NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (entry, class)
);

-- One row: the pulse of the sealer. settled_seq is its low-water mark: nothing below it can still come.
CREATE TABLE audit_heartbeat (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    beat_at timestamptz NOT NULL,
    lag_ms bigint NOT NULL,
    settled_seq bigint NOT NULL
) WITH (fillfactor = 50);
INSERT INTO audit_heartbeat (beat_at, lag_ms, settled_seq) VALUES ('epoch', 0, 0);

-- Refusals without a session, counted until their minute is over; the entry's id and opening are ready from the first one on.
CREATE TABLE audit_refusal (
    entry text PRIMARY KEY,
    minute timestamptz NOT NULL,
    address text NOT NULL,
    count integer NOT NULL,
    key text NOT NULL,
    sealed bytea NOT NULL,
    commitment text NOT NULL,
    UNIQUE (minute, address)
);

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_private_append_only BEFORE UPDATE OR TRUNCATE ON audit_private
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_private ENABLE ALWAYS TRIGGER audit_private_append_only;

-- Made once for each period, so that a closed one can be archived and dropped without touching the others.
CREATE FUNCTION audit_make_period(n integer) RETURNS void LANGUAGE plpgsql AS $$
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
            body text NOT NULL CHECK (octet_length(body) <= 65536),
            -- no writer can put a row here that its own body contradicts, or that pages cannot read
            CONSTRAINT the_columns_agree_with_the_body CHECK (
                body::jsonb @> jsonb_build_object('id', id, 'actor', actor, 'event', action, 'outcome', outcome)
                AND coalesce(body::jsonb ->> 'object', '') = object AND coalesce(body::jsonb ->> 'subject', '') = subject
            )
        );
        CREATE INDEX ON audit_entry_%1$s (actor, seq);
        CREATE INDEX ON audit_entry_%1$s (subject, seq) WHERE subject <> '';
        -- an id of ours is 32 long; an object that is the name of a route need not be found
        CREATE INDEX ON audit_entry_%1$s (object, seq) WHERE length(object) = 32;
        CREATE INDEX ON audit_entry_%1$s USING brin (recorded_at) WITH (pages_per_range = 16);

        CREATE TABLE audit_leaf_%1$s (
            position bigint PRIMARY KEY CHECK (position >= 0),
            entry_seq bigint NOT NULL UNIQUE,
            entry text NOT NULL UNIQUE,
            hash bytea NOT NULL CHECK (octet_length(hash) = 32),
            sealed_at timestamptz NOT NULL
        );

        CREATE TABLE audit_tile_%1$s (
            level smallint NOT NULL CHECK (level >= 0),
            position bigint NOT NULL CHECK (position >= 0),
            width smallint NOT NULL CHECK (width BETWEEN 1 AND 256),
            hashes bytea NOT NULL CHECK (octet_length(hashes) = width * 32),
            PRIMARY KEY (level, position, width)
        );

        CREATE TABLE audit_checkpoint_%1$s (
            size bigint NOT NULL CHECK (size >= 0),
            signed_at timestamptz NOT NULL,
            root bytea NOT NULL CHECK (octet_length(root) = 32),
            note text NOT NULL,
            PRIMARY KEY (size, signed_at)
        );
    $sql$, suffix);

    FOREACH kind IN ARRAY ARRAY['entry', 'leaf', 'tile', 'checkpoint'] LOOP
        EXECUTE format(
            'CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_%1$s_%2$s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()', kind, suffix);
        EXECUTE format('ALTER TABLE audit_%1$s_%2$s ENABLE ALWAYS TRIGGER audit_append_only', kind, suffix);
        -- The view is the name that everybody uses and holds the grants; the table behind it is granted to nobody.
        EXECUTE format('CREATE OR REPLACE VIEW audit_%1$s AS SELECT * FROM audit_%1$s_%2$s', kind, suffix);
    END LOOP;
END
$$;

-- entry_*: the first entry of the period, made by the program, which alone knows how a body is written.
CREATE FUNCTION audit_open_period(
    n integer, origin text, opened_at timestamptz, entry_id text, entry_actor text, entry_action text, entry_body text
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM audit_make_period(n);
    INSERT INTO audit_period VALUES (n, origin, opened_at);
    INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body)
        VALUES (entry_id, opened_at, entry_actor, entry_action, '', '', 'granted', entry_body);
END
$$;

REVOKE ALL ON FUNCTION audit_make_period(integer),
    audit_open_period(integer, text, timestamptz, text, text, text, text) FROM PUBLIC;
