-- Counts of opened keys, and findings that were decided, go after their time. Nobody may delete them but through these functions, and none of these
-- deletes what is still young, whatever it is asked for.

-- The reconciliation looks at three days (audit/rules/vault.py): what it has not looked at yet stays, however long that takes.
CREATE FUNCTION audit_forget_counts(wanted date, OUT until date, OUT gone bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SELECT least(wanted, (clock_timestamp() AT TIME ZONE 'UTC')::date - 7, (m.looked_until AT TIME ZONE 'UTC')::date - 4) INTO until
        FROM audit_rulemark m WHERE m.rule = 'vault_count' AND m.looked_until IS NOT NULL;
    DELETE FROM foundation_unwraps WHERE day <= until;
    GET DIAGNOSTICS gone = ROW_COUNT;
END
$$;

-- An open finding stays, and so does what of a decided one has still to leave the house.
CREATE FUNCTION audit_forget_findings(wanted date, OUT until date, OUT gone bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    until := least(wanted, (clock_timestamp() AT TIME ZONE 'UTC')::date - 30);
    WITH forgotten AS (
        DELETE FROM audit_finding f WHERE f.disposition <> '' AND f.disposed_at < (until + 1)::timestamp AT TIME ZONE 'UTC'
            AND NOT EXISTS (SELECT FROM audit_alert a WHERE a.kind = 'finding' AND a.about = f.id AND a.sent_at IS NULL)
        RETURNING f.id
    ), alerts AS (
        DELETE FROM audit_alert a USING forgotten f WHERE a.kind = 'finding' AND a.about = f.id
    )
    SELECT count(*) INTO gone FROM forgotten;
END
$$;

REVOKE ALL ON FUNCTION audit_forget_counts(date), audit_forget_findings(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_forget_counts(date), audit_forget_findings(date) TO sotto_retention;
