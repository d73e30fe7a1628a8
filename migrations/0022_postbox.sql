-- +goose Up
CREATE TABLE mails (
  office     TEXT   NOT NULL,
  id         TEXT   NOT NULL,                  -- 64 hex digits of what the mail says
  raw        TEXT   NOT NULL,                  -- hash of the mail as it came; empty once it is kept no longer
  door       TEXT   NOT NULL,
  message_id TEXT   NOT NULL,
  sender     TEXT   NOT NULL,                  -- address in small letters
  name       TEXT   NOT NULL,
  recipient  TEXT   NOT NULL,
  subject    TEXT   NOT NULL,
  body       TEXT   NOT NULL,
  at         TEXT   NOT NULL,                  -- RFC 3339, UTC
  sort       TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  why        TEXT   NOT NULL,
  service    TEXT   NOT NULL,
  number     TEXT   NOT NULL,                  -- of the case
  files      TEXT   NOT NULL,                  -- JSON list
  person     TEXT   NOT NULL,                  -- who decided; empty: the program
  person_name TEXT  NOT NULL,
  settled    TEXT   NOT NULL,                  -- RFC 3339, UTC; empty: not yet
  revision   BIGINT NOT NULL CHECK (revision >= 1),
  PRIMARY KEY (office, id)
);
CREATE INDEX mails_state ON mails (office, state, at, id);
CREATE INDEX mails_sender ON mails (office, sender, at);
CREATE INDEX mails_case ON mails (office, number, at) WHERE number <> '';
CREATE INDEX mails_settled ON mails (settled) WHERE raw <> '';

-- How far a mailbox was read, by gateway.
CREATE TABLE mail_marks (
  office   TEXT   NOT NULL,
  gateway  TEXT   NOT NULL,
  validity BIGINT NOT NULL,
  uid      BIGINT NOT NULL,
  PRIMARY KEY (office, gateway)
);
