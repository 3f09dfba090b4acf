-- The same checks of an entry, as one function. PostgreSQL reads the expression of a CHECK from its text and plans it anew in each statement: that
-- cost more than the checks themselves. What a function holds is planned once a connection.

-- No writer can put a row here that its own body contradicts, or that no program can read: each name once, no nesting but in details and
-- private, words where words belong, numbers that every reader of JSON holds, and the time spelled as audit/entries.py spells it.
-- Each name and operator is that of its schema, so that a caller's search_path turns none of them; to set the path here would cost as much as to parse.
CREATE FUNCTION audit_agrees(
    id text, recorded_at timestamptz, actor text, action text, object text, subject text, outcome text, body text
) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    said CONSTANT pg_catalog.jsonb := body::pg_catalog.jsonb;
BEGIN
    RETURN body IS JSON OBJECT WITH UNIQUE KEYS
        AND pg_catalog.octet_length(body) OPERATOR(pg_catalog.<=) 65535 -- a bundle of entries has 16 bits for the length of each
        AND recorded_at OPERATOR(pg_catalog.>=) pg_catalog.timestamptz '2000-01-01 00:00:00+00'
        AND recorded_at OPERATOR(pg_catalog.<) pg_catalog.timestamptz '9999-01-01 00:00:00+00'
        AND pg_catalog.record_eq(
            pg_catalog.jsonb_populate_record(NULL::public.audit_repeated, said),
            ROW (
                id, actor, action, outcome,
                CASE WHEN object OPERATOR(pg_catalog.<>) '' THEN object END, CASE WHEN subject OPERATOR(pg_catalog.<>) '' THEN subject END,
                pg_catalog.to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
            )::public.audit_repeated
        )
        AND said OPERATOR(pg_catalog.@?) '$ ? (
            (@.outcome == "granted" || @.outcome == "denied" || @.outcome == "failed")
            && @.version == 1 && @.actor_kind.type() == "string" && @.purpose.type() == "string"
            && !(@.factor.type() != "string") && !(@.roles.type() != "string") && !(@.session.type() != "string")
            && !(@.*.type() == "array") && !exists(@.* ? (@ != 1))
            && !(@.details.type() != "object") && !(@.private.type() != "object") && !(@.private.*.type() != "string")
            && !exists(@.*.*.type() ? (@ != "string" && @ != "number"))
            && !exists(@.*.* ? (@ > 9007199254740991 || @ < -9007199254740991))
        )';
END
$$;

-- Asked of what is written from now on (not_valid), or of a new period's table, whose simple checks it takes in.
CREATE OR REPLACE FUNCTION audit_check_bodies(suffix text, not_valid text DEFAULT '') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format($sql$
        ALTER TABLE audit_entry_%1$s
            DROP CONSTRAINT IF EXISTS the_columns_agree_with_the_body,
            DROP CONSTRAINT audit_entry_%1$s_outcome_check,
            DROP CONSTRAINT audit_entry_%1$s_body_check,
            ADD CONSTRAINT the_columns_agree_with_the_body CHECK (
                public.audit_agrees(id, recorded_at, actor, action, object, subject, outcome, body)
            ) %2$s
    $sql$, suffix, not_valid);
END
$$;

SELECT audit_check_bodies(substring(relname FROM '[0-9]+$'), 'NOT VALID') FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname ~ '^audit_entry_[0-9]{4,}$';

-- A check runs with the rights of whoever inserts.
REVOKE ALL ON FUNCTION audit_agrees(text, timestamptz, text, text, text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_agrees(text, timestamptz, text, text, text, text, text, text)
    TO sotto_app, sotto_worker, sotto_intake, sotto_redactor, sotto_desk, sotto_exporter, sotto_retention, sotto_auditor;
