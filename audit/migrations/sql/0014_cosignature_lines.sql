-- A false line must not keep a true one out: two lines of one witness on one size may name the same second.
ALTER TABLE audit_cosignature DROP CONSTRAINT audit_cosignature_pkey;
ALTER TABLE audit_cosignature ADD PRIMARY KEY (period, size, witness, at, line);
ALTER TABLE audit_cosignature ADD CONSTRAINT a_line_is_short CHECK (octet_length(line) <= 1000) NOT VALID;
