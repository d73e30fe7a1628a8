-- +goose Up
CREATE TABLE cases (
  office          TEXT   NOT NULL,
  number          TEXT   NOT NULL,
  service         TEXT   NOT NULL,          -- key of the service
  service_version BIGINT NOT NULL,
  service_name    TEXT   NOT NULL,
  application     TEXT   NOT NULL,          -- JSON, as submitted
  name            TEXT   NOT NULL CHECK (name <> ''),
  mobile          TEXT   NOT NULL,
  words           TEXT   NOT NULL,          -- folded words for the officer's search
  channel         TEXT   NOT NULL,
  post            TEXT   NOT NULL,
  status          TEXT   NOT NULL CHECK (status IN ('received', 'in_progress', 'waiting', 'closed')),
  outcome         TEXT   NOT NULL,
  sentence        TEXT   NOT NULL,
  received        TEXT   NOT NULL,          -- RFC 3339, UTC
  promise_kind    TEXT   NOT NULL,
  promise_count   BIGINT NOT NULL,
  promise_date    TEXT   NOT NULL,          -- YYYY-MM-DD, empty unless promised by a date
  due             TEXT   NOT NULL,          -- RFC 3339, UTC; '9999' when no moment is promised
  pauses          TEXT   NOT NULL,          -- JSON
  missing         TEXT   NOT NULL,          -- JSON
  rounds          BIGINT NOT NULL,
  first_reply     TEXT   NOT NULL,
  closed          TEXT   NOT NULL,
  revision        BIGINT NOT NULL,
  PRIMARY KEY (office, number)
);
CREATE UNIQUE INDEX cases_number ON cases (number);
CREATE INDEX cases_open ON cases (office, due, received, number) WHERE status <> 'closed';
CREATE INDEX cases_post ON cases (office, post, due, received, number) WHERE status <> 'closed';
CREATE INDEX cases_done ON cases (office, closed, number) WHERE status = 'closed';
CREATE INDEX cases_service ON cases (office, service, received);

CREATE TABLE case_acts (
  office TEXT    NOT NULL,
  number TEXT    NOT NULL,
  place  BIGINT  NOT NULL,
  deed   TEXT    NOT NULL,
  post   TEXT    NOT NULL,
  person TEXT    NOT NULL,
  actor  TEXT    NOT NULL,
  at     TEXT    NOT NULL,
  public BOOLEAN NOT NULL,
  words  TEXT    NOT NULL,
  due    TEXT    NOT NULL,
  salt   TEXT    NOT NULL,
  PRIMARY KEY (office, number, place)
);

CREATE TABLE case_evidence (
  office TEXT   NOT NULL,
  id     TEXT   NOT NULL,
  number TEXT   NOT NULL,
  paper  TEXT   NOT NULL,
  name   TEXT   NOT NULL,
  type   TEXT   NOT NULL,
  hash   TEXT   NOT NULL,
  size   BIGINT NOT NULL,
  state  TEXT   NOT NULL,
  at     TEXT   NOT NULL,
  PRIMARY KEY (office, id)
);
CREATE INDEX case_evidence_case ON case_evidence (office, number, at, id);

CREATE TABLE submissions (
  office  TEXT NOT NULL,
  key     TEXT NOT NULL,
  content TEXT NOT NULL,                    -- hash of what was submitted
  number  TEXT NOT NULL,
  PRIMARY KEY (office, key)
);

CREATE TABLE drafts (
  office  TEXT NOT NULL,
  id      TEXT NOT NULL,
  body    TEXT NOT NULL,                    -- JSON
  created TEXT NOT NULL,
  PRIMARY KEY (office, id)
);
CREATE INDEX drafts_created ON drafts (created, office, id);

CREATE TABLE case_misses (
  office TEXT   NOT NULL,
  number TEXT   NOT NULL,
  count  BIGINT NOT NULL,
  locked TEXT   NOT NULL,
  PRIMARY KEY (office, number)
);
