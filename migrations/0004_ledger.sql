-- +goose Up
CREATE TABLE ledger_heads (
  office TEXT   NOT NULL PRIMARY KEY,
  size   BIGINT NOT NULL,
  root   TEXT   NOT NULL
);

CREATE TABLE ledger_entries (
  office     TEXT   NOT NULL,
  place      BIGINT NOT NULL,               -- 0, 1, 2 ... within the office
  subject    TEXT   NOT NULL,
  act        TEXT   NOT NULL,
  actor      TEXT   NOT NULL,
  at         TEXT   NOT NULL,               -- RFC 3339, UTC
  commitment TEXT   NOT NULL,
  PRIMARY KEY (office, place)
);
CREATE INDEX ledger_entries_subject ON ledger_entries (office, subject, place);

CREATE TABLE ledger_hashes (
  office TEXT   NOT NULL,
  place  BIGINT NOT NULL,                   -- index of the stored hash in the log's order
  hash   TEXT   NOT NULL,
  PRIMARY KEY (office, place)
);
