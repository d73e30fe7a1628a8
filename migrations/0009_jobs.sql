-- +goose Up
CREATE TABLE jobs (
  office   TEXT   NOT NULL,                 -- empty: the installation's own
  id       TEXT   NOT NULL,
  kind     TEXT   NOT NULL CHECK (kind <> ''),
  key      TEXT   NOT NULL,
  args     TEXT   NOT NULL,                 -- JSON
  status   TEXT   NOT NULL CHECK (status IN ('waiting', 'running', 'dead')),
  asked    TEXT   NOT NULL,                 -- RFC 3339, UTC
  due      TEXT   NOT NULL,                 -- RFC 3339, UTC: from then on a process may take it; of a running one the end of its lease
  owner    TEXT   NOT NULL,                 -- process and take, empty unless it runs
  began    TEXT   NOT NULL,                 -- RFC 3339, UTC: when it was taken last
  next     TEXT   NOT NULL,                 -- RFC 3339, UTC: when it is due once more, asked for while it ran
  failures BIGINT NOT NULL CHECK (failures >= 0),
  lost     BIGINT NOT NULL CHECK (lost >= 0), -- leases that ended with their process
  fault    TEXT   NOT NULL,                 -- what went wrong last
  PRIMARY KEY (office, id)
);
CREATE UNIQUE INDEX jobs_id ON jobs (id);
CREATE UNIQUE INDEX jobs_key ON jobs (office, kind, key) WHERE status <> 'dead';
CREATE INDEX jobs_due ON jobs (due, office, id) WHERE status <> 'dead';
CREATE INDEX jobs_status ON jobs (status, due, id);

-- What stewards decided about dead jobs.
CREATE TABLE job_rulings (
  office TEXT NOT NULL,
  id     TEXT NOT NULL,
  job    TEXT NOT NULL,
  kind   TEXT NOT NULL,
  key    TEXT NOT NULL,
  ruling TEXT NOT NULL CHECK (ruling IN ('retried', 'discarded')),
  fault  TEXT NOT NULL,                     -- of the job when it was decided
  person TEXT NOT NULL,
  name   TEXT NOT NULL,
  at     TEXT NOT NULL,                     -- RFC 3339, UTC
  PRIMARY KEY (office, id)
);
CREATE INDEX job_rulings_time ON job_rulings (at, id);
