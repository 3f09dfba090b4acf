-- One opening may serve many entries: it is found by the commitment that they name, and goes by its class and day, or by whom it is about.

CREATE TABLE audit_opening (
    commitment text NOT NULL,
    class text NOT NULL,
    day date NOT NULL,
    actor text NOT NULL,
    subject text NOT NULL,
    key text NOT NULL,
    sealed bytea NOT NULL
);

INSERT INTO audit_opening
    SELECT e.body::jsonb -> 'private' ->> p.class, p.class,
        coalesce(split_part(k.purpose, ':', 2)::date, (e.recorded_at AT TIME ZONE 'UTC')::date),
        e.actor, coalesce(nullif(e.subject, ''), CASE WHEN length(e.object) = 32 THEN e.object END, ''), p.key, p.sealed
    FROM audit_private p JOIN audit_entry e ON e.id = p.entry LEFT JOIN foundation_datakey k ON k.id = p.key;

DROP TABLE audit_private;
ALTER TABLE audit_opening RENAME TO audit_private;
ALTER TABLE audit_private ADD CONSTRAINT audit_private_pkey PRIMARY KEY (commitment);
CREATE INDEX audit_private_day ON audit_private (class, day);
CREATE INDEX audit_private_actor ON audit_private (actor);
CREATE INDEX audit_private_subject ON audit_private (subject) WHERE subject <> '';

CREATE TRIGGER audit_private_append_only BEFORE UPDATE OR TRUNCATE ON audit_private
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_private ENABLE ALWAYS TRIGGER audit_private_append_only;

-- One row: counts the erasures. A process keeps keys and openings of the day in memory and uses them only while this number stands.
CREATE TABLE audit_era (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    n bigint NOT NULL
) WITH (fillfactor = 50);
INSERT INTO audit_era (n) VALUES (1);

-- By whatever road an opening or its key goes, the era ends with it. A data key says of which ring it is; an opening has no ring.
CREATE FUNCTION audit_end_era() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM gone g WHERE coalesce(to_jsonb(g) ->> 'ring', 'openings') = 'openings') THEN
        UPDATE audit_era SET n = n + 1;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER audit_end_era AFTER DELETE ON audit_private REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION audit_end_era();
CREATE TRIGGER audit_end_era AFTER DELETE ON foundation_datakey REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION audit_end_era();
ALTER TABLE audit_private ENABLE ALWAYS TRIGGER audit_end_era;
ALTER TABLE foundation_datakey ENABLE ALWAYS TRIGGER audit_end_era;

-- Waits until no entry is being written, and lets none be before the caller's transaction ends. Retention may not lock the tables itself.
CREATE FUNCTION audit_hold_openings() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '1s' AS $$
BEGIN
    LOCK TABLE audit_entry, audit_private IN SHARE ROW EXCLUSIVE MODE;
END
$$;
REVOKE ALL ON FUNCTION audit_end_era(), audit_hold_openings() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_hold_openings() TO sotto_retention;
