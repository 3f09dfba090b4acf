-- A closed period leaves the database when its whole archive was read and the log itself says so. Nothing else ever removes an entry.

-- What remains of a dropped period here: enough to hold its archive against.
ALTER TABLE audit_period ADD COLUMN size bigint, ADD COLUMN root bytea CHECK (octet_length(root) = 32), ADD COLUMN dropped_at timestamptz;

-- Which archives the publisher has read whole. Retention, which drops, cannot write here; the publisher, which writes here, cannot drop.
CREATE TABLE audit_archived (
    period integer NOT NULL CHECK (period > 0),
    size bigint NOT NULL CHECK (size >= 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (period, size, root)
);
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_archived
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_archived ENABLE ALWAYS TRIGGER audit_append_only;

-- Is there an entry of this act, in a later period, that names just these numbers? sealed: only one with the leaf of its body counts.
CREATE FUNCTION audit_says(act text, of_period integer, told_size bigint, told_root bytea, sealed boolean) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM audit_entries e
        WHERE e.period > of_period AND e.action = act AND e.outcome = 'granted'
          AND e.body::jsonb -> 'details' = jsonb_build_object('period', of_period, 'size', told_size, 'root', encode(told_root, 'hex'))
          AND (NOT sealed OR EXISTS (
              SELECT 1 FROM audit_leaves l
              WHERE l.period = e.period AND l.entry_seq = e.seq AND l.hash = sha256('\x00'::bytea || convert_to(e.body, 'UTF8'))))
    )
$$;

CREATE FUNCTION audit_refuse_drop(of_period integer, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'period % is not dropped: %', of_period, why USING ERRCODE = 'insufficient_privilege';
END
$$;

-- While it waits for one reader, every other waits behind it: so it gives up soon, and is tried again.
-- told_*: what the caller found in the archive. The caller's transaction already holds the entry of the drop.
CREATE FUNCTION audit_drop_period(dropped integer, told_size bigint, told_root bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
DECLARE
    suffix text := lpad(dropped::text, 4, '0');
    found audit_period;
    leaves bigint;
    final_size bigint;
    final_root bytea;
BEGIN
    SELECT * INTO found FROM audit_period WHERE n = dropped FOR UPDATE;
    IF found.n IS NULL OR found.closed_at IS NULL OR dropped >= (SELECT max(n) FROM audit_period) THEN
        PERFORM audit_refuse_drop(dropped, 'it is not closed');
    ELSIF found.dropped_at IS NOT NULL THEN
        PERFORM audit_refuse_drop(dropped, 'it was dropped before');
    ELSIF EXISTS (SELECT FROM audit_period WHERE n < dropped AND dropped_at IS NULL) THEN
        -- whose openings ended is said in later periods: an earlier one could not be verified without them
        PERFORM audit_refuse_drop(dropped, 'an earlier one still has its tables');
    END IF;
    -- positions are unique, from 0 on, and never removed
    EXECUTE format('SELECT coalesce(max(position) + 1, 0) FROM audit_leaf_%s', suffix) INTO leaves;
    EXECUTE format('SELECT size, root FROM audit_checkpoint_%s ORDER BY size DESC, signed_at DESC LIMIT 1', suffix) INTO final_size, final_root;
    IF leaves IS DISTINCT FROM told_size OR final_size IS DISTINCT FROM told_size THEN
        PERFORM audit_refuse_drop(dropped, 'it has another number of leaves than was found in the archive');
    ELSIF final_root IS DISTINCT FROM told_root THEN
        PERFORM audit_refuse_drop(dropped, 'its final checkpoint has another root');
    ELSIF NOT EXISTS (SELECT FROM audit_archived a WHERE a.period = dropped AND a.size = told_size AND a.root = told_root) THEN
        PERFORM audit_refuse_drop(dropped, 'the publisher has not found its archive whole');
    ELSIF NOT audit_says('log.period_archived', dropped, told_size, told_root, true) THEN
        PERFORM audit_refuse_drop(dropped, 'no sealed entry says that its archive is whole');
    ELSIF NOT audit_says('log.period_dropped', dropped, told_size, told_root, false) THEN
        PERFORM audit_refuse_drop(dropped, 'no entry says that it is dropped');
    END IF;
    UPDATE audit_period SET size = told_size, root = told_root, dropped_at = clock_timestamp() WHERE n = dropped;
    PERFORM audit_join_periods(dropped);
    EXECUTE format('DROP TABLE audit_entry_%1$s, audit_leaf_%1$s, audit_tile_%1$s, audit_checkpoint_%1$s', suffix);
END
$$;

REVOKE ALL ON FUNCTION audit_says(text, integer, bigint, bytea, boolean), audit_refuse_drop(integer, text),
    audit_drop_period(integer, bigint, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_drop_period(integer, bigint, bytea) TO sotto_retention;
