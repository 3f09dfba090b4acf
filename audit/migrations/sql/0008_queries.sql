-- What pages about the log keep beside it: saved searches, and counts that are added up as entries get their leaves.
-- Ids, codes, times and numbers only. Whoever doubts a count counts the entries: the log is the entries, not this.

CREATE TABLE audit_query (
    id text PRIMARY KEY,
    officer text NOT NULL,
    saved_at timestamptz NOT NULL,
    asked text NOT NULL CHECK (octet_length(asked) <= 4000),
    CONSTRAINT an_officer_saves_a_search_once UNIQUE (officer, asked)
);

-- One row: the leaf up to which all counts below are added up. Whoever adds locks it.
CREATE TABLE audit_counted (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    period integer NOT NULL,
    position bigint NOT NULL,
    counted_at timestamptz NOT NULL,
    reaches_to timestamptz NOT NULL -- what was touched before it went with its period
);
INSERT INTO audit_counted (period, position, counted_at, reaches_to) VALUES (1, -1, 'epoch', 'epoch');

CREATE TABLE audit_hour (
    hour timestamptz NOT NULL,
    site text NOT NULL,
    action text NOT NULL,
    outcome text NOT NULL,
    entries bigint NOT NULL,
    PRIMARY KEY (hour, site, action, outcome)
);

CREATE TABLE audit_day (
    actor text NOT NULL,
    day date NOT NULL,
    action text NOT NULL,
    outcome text NOT NULL,
    entries bigint NOT NULL,
    PRIMARY KEY (actor, day, action, outcome)
);

-- How long entries of an hour waited for their leaf; bucket: audit/charts/buckets.py.
CREATE TABLE audit_delay (
    hour timestamptz NOT NULL,
    bucket smallint NOT NULL,
    entries bigint NOT NULL,
    PRIMARY KEY (hour, bucket)
);

CREATE TABLE audit_session (
    session text PRIMARY KEY,
    actor text NOT NULL,
    site text NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    entries bigint NOT NULL,
    refused bigint NOT NULL
);
CREATE INDEX audit_session_actor_idx ON audit_session (actor, last_at);

-- What one session had to do with one clip (or, at the privacy desk, with one recording).
CREATE TABLE audit_touch (
    session text NOT NULL,
    touched text NOT NULL,
    actor text NOT NULL,
    site text NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    fetched integer NOT NULL,
    heard_ms bigint NOT NULL,
    PRIMARY KEY (session, touched)
);
CREATE INDEX audit_touch_touched_idx ON audit_touch (touched);
CREATE INDEX audit_touch_actor_idx ON audit_touch (actor, first_at);
CREATE INDEX audit_touch_first_at_idx ON audit_touch (first_at);

CREATE TABLE audit_clip (
    clip text PRIMARY KEY,
    recording text NOT NULL,
    plays integer NOT NULL,
    last_at timestamptz NOT NULL
);
-- How many clips were fetched so often.
CREATE TABLE audit_plays (
    plays integer PRIMARY KEY,
    clips bigint NOT NULL
);

CREATE INDEX audit_clip_plays_idx ON audit_clip (plays, clip);
CREATE INDEX audit_clip_recording_idx ON audit_clip (recording) WHERE recording <> '';
