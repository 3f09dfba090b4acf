-- Counts of opened keys, the rules' counts by day, and findings that were decided, go after their time. Nobody may delete them but through these functions, and none of these
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

-- The rules hold a day against the month before it: as long as one of those that do so, or the counting itself, stands still, what it needs stays.
CREATE FUNCTION audit_forget_tallies(wanted date, OUT until date, OUT gone bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SELECT least(wanted, (clock_timestamp() AT TIME ZONE 'UTC')::date - 60, (min(m.looked_until) AT TIME ZONE 'UTC')::date - 60) INTO until
        FROM audit_rulemark m WHERE m.rule IN ('tally', 'volume', 'vault_count', 'fetched_not_heard') HAVING count(m.looked_until) = 4;
    DELETE FROM audit_tally WHERE day <= until;
    GET DIAGNOSTICS gone = ROW_COUNT;
END
$$;

-- When a finding was decided says the database: who decides may not date it back.
CREATE FUNCTION audit_date_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.disposed_at := CASE WHEN NEW.disposition <> '' THEN pg_catalog.clock_timestamp() END;
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_date_decision BEFORE UPDATE OF disposition, disposed_at, disposed_by ON audit_finding
    FOR EACH ROW EXECUTE FUNCTION audit_date_decision();

-- An open finding stays, and so does what of a decided one has still to leave the house. Young is what was decided or raised lately.
CREATE FUNCTION audit_forget_findings(wanted date, OUT until date, OUT gone bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    until := least(wanted, (clock_timestamp() AT TIME ZONE 'UTC')::date - 30);
    WITH forgotten AS (
        DELETE FROM audit_finding f WHERE f.disposition <> '' AND greatest(f.disposed_at, f.raised_at) < (until + 1)::timestamp AT TIME ZONE 'UTC'
            AND NOT EXISTS (SELECT FROM audit_alert a WHERE a.kind = 'finding' AND a.about = f.id AND a.sent_at IS NULL)
        RETURNING f.id
    ), alerts AS (
        DELETE FROM audit_alert a USING forgotten f WHERE a.kind = 'finding' AND a.about = f.id
    )
    SELECT count(*) INTO gone FROM forgotten;
END
$$;

REVOKE ALL ON FUNCTION audit_forget_counts(date), audit_forget_tallies(date), audit_forget_findings(date), audit_date_decision() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_forget_counts(date), audit_forget_tallies(date), audit_forget_findings(date) TO sotto_retention;
