-- An officer asks what one person did of one kind. The index of persons names the event too, behind the order of the page: entries of other events
-- are passed over in the index, without a look at each in the table, which at ten million entries lies on a page of its own.

CREATE OR REPLACE FUNCTION audit_index_entries(suffix text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format($sql$
        CREATE INDEX ON audit_entry_%1$s (recorded_at, seq);
        CREATE INDEX ON audit_entry_%1$s (actor, recorded_at, seq, action);
        CREATE INDEX ON audit_entry_%1$s (action, recorded_at, seq);
        CREATE INDEX ON audit_entry_%1$s (subject, recorded_at, seq) WHERE subject <> '';
        -- an id of ours is 32 long; an object that is the name of a route need not be found
        CREATE INDEX ON audit_entry_%1$s (object, recorded_at, seq) WHERE length(object) = 32;
        CREATE INDEX audit_entry_%1$s_refused_idx ON audit_entry_%1$s (recorded_at, seq) WHERE outcome <> 'granted';
    $sql$, suffix);
END
$$;

DO $$
DECLARE
    suffix text;
BEGIN
    FOR suffix IN
        SELECT substring(relname FROM '[0-9]+$') FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname ~ '^audit_entry_[0-9]{4,}$'
    LOOP
        EXECUTE format('CREATE INDEX ON audit_entry_%s (actor, recorded_at, seq, action)', suffix);
        EXECUTE format('DROP INDEX audit_entry_%s_actor_recorded_at_seq_idx', suffix);
    END LOOP;
END
$$;
