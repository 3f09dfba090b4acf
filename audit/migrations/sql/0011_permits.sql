-- A permit moves only along the edges that audit/permits/states.py draws, whoever writes: no role of ours makes an approved one, opens a closed one
-- again, or gives it more time than a week. The limit of SOTTO_PERMIT_HOURS is 168. The clocks of the house and of the database may be an hour apart.

CREATE FUNCTION audit_permit_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    longest CONSTANT interval := '168 hours';
    apart CONSTANT interval := '1 hour';
    is_allowed boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        is_allowed := new.state = 'asked' AND new.decided_by = '' AND new.decided_at IS NULL
            AND new.asked_at BETWEEN clock_timestamp() - apart AND clock_timestamp() + apart AND new.expires_at <= new.asked_at + longest;
    ELSIF new.state = 'expired' THEN
        is_allowed := old.state IN ('asked', 'approved') AND new.state_at >= old.expires_at;
    ELSIF current_user = 'sotto_auditor' THEN
        is_allowed := false;
    ELSE
        is_allowed := (old.state, new.state) IN (('asked', 'approved'), ('asked', 'refused'), ('approved', 'revoked'), ('approved', 'used'))
            AND new.state_at < old.expires_at AND clock_timestamp() - apart < old.expires_at;
    END IF;
    IF TG_OP = 'UPDATE' AND is_allowed THEN
        is_allowed := (new.id, new.asked_by, new.asked_at, new.entry, new.format, new.asked, new.size)
                IS NOT DISTINCT FROM (old.id, old.asked_by, old.asked_at, old.entry, old.format, old.asked, old.size)
            AND CASE WHEN old.state = 'asked' AND new.state <> 'expired'
                THEN new.decided_by <> '' AND new.decided_at BETWEEN clock_timestamp() - apart AND clock_timestamp() + apart
                    AND new.expires_at <= new.decided_at + longest
                ELSE (new.decided_by, new.decided_at, new.expires_at) IS NOT DISTINCT FROM (old.decided_by, old.decided_at, old.expires_at) END;
    END IF;
    IF is_allowed IS NOT TRUE THEN
        RAISE EXCEPTION 'audit_permit: no such move (% %)', TG_OP, new.state USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN new;
END
$$;

CREATE TRIGGER audit_permit_moves BEFORE INSERT OR UPDATE ON audit_permit FOR EACH ROW EXECUTE FUNCTION audit_permit_moves();
ALTER TABLE audit_permit ENABLE ALWAYS TRIGGER audit_permit_moves;
