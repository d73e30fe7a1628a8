-- +goose Up
ALTER TABLE cases ADD COLUMN kind TEXT NOT NULL DEFAULT 'plain';
ALTER TABLE cases ADD COLUMN sealed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE cases ADD COLUMN topic TEXT NOT NULL DEFAULT '';       -- folded value by which a fault is known again
ALTER TABLE cases ADD COLUMN stage BIGINT NOT NULL DEFAULT 0;      -- of escalation
ALTER TABLE cases ADD COLUMN wake TEXT NOT NULL DEFAULT '9999';    -- RFC 3339, UTC: when the clock acts next
ALTER TABLE cases ADD COLUMN referred TEXT NOT NULL DEFAULT '';    -- office that was asked to take it, while it has not answered
ALTER TABLE cases ADD COLUMN merged TEXT NOT NULL DEFAULT '';      -- number of the case into which it was merged
ALTER TABLE cases ADD COLUMN incident TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN took BIGINT NOT NULL DEFAULT -1;      -- working days that the office had it; -1 while open
ALTER TABLE cases ADD COLUMN handling TEXT NOT NULL DEFAULT '{}';  -- JSON
ALTER TABLE cases ADD COLUMN before TEXT NOT NULL DEFAULT '';      -- JSON: the case before its last act, while that may be taken back
CREATE INDEX cases_wake ON cases (wake, office, number) WHERE status <> 'closed';
CREATE INDEX cases_topic ON cases (office, topic, received) WHERE topic <> '';
CREATE INDEX cases_merged ON cases (office, merged, number) WHERE merged <> '';
CREATE INDEX cases_incident ON cases (office, incident, number) WHERE incident <> '';
CREATE INDEX cases_referred ON cases (referred, received, number) WHERE referred <> '';

ALTER TABLE case_acts ADD COLUMN text_key TEXT NOT NULL DEFAULT '';
ALTER TABLE case_acts ADD COLUMN files TEXT NOT NULL DEFAULT 'null'; -- JSON: id:hash
ALTER TABLE case_acts ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE notices ADD COLUMN leaves TEXT NOT NULL DEFAULT '';      -- RFC 3339, UTC

-- The open tasks of open cases, for the lists of posts; the case itself holds them all.
CREATE TABLE case_tasks (
  office TEXT NOT NULL,
  number TEXT NOT NULL,
  task   TEXT NOT NULL,
  post   TEXT NOT NULL,
  due    TEXT NOT NULL,                     -- YYYY-MM-DD, or 9999 when it has no date
  words  TEXT NOT NULL,
  PRIMARY KEY (office, number, task)
);
CREATE INDEX case_tasks_post ON case_tasks (office, post, due, number, task);

CREATE TABLE rules (
  office    TEXT   NOT NULL,
  service   TEXT   NOT NULL,                -- key, empty: all services
  name      TEXT   NOT NULL,
  effective TEXT   NOT NULL,                -- YYYY-MM-DD
  value     BIGINT NOT NULL,
  source    TEXT   NOT NULL,
  person    TEXT   NOT NULL,
  PRIMARY KEY (office, service, name, effective)
);

CREATE TABLE incidents (
  office   TEXT NOT NULL,
  incident TEXT NOT NULL,
  title    TEXT NOT NULL CHECK (title <> ''),
  service  TEXT NOT NULL,
  began    TEXT NOT NULL,                   -- RFC 3339, UTC
  ended    TEXT NOT NULL,                   -- RFC 3339, UTC; empty while it lasts
  person   TEXT NOT NULL,
  PRIMARY KEY (office, incident)
);
CREATE INDEX incidents_began ON incidents (office, began, incident);

-- Who looked at personal data of a case: one line for each person and day.
CREATE TABLE looks (
  office TEXT NOT NULL,
  number TEXT NOT NULL,
  person TEXT NOT NULL,
  day    TEXT NOT NULL,                     -- YYYY-MM-DD at the office
  what   TEXT NOT NULL,                     -- 'case', 'identity', 'export', 'print'
  post   TEXT NOT NULL,
  name   TEXT NOT NULL,
  at     TEXT NOT NULL,                     -- RFC 3339, UTC: the first look of that day
  PRIMARY KEY (office, number, person, day, what)
);
