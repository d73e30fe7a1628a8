-- +goose Up
CREATE TABLE notices (
  office  TEXT NOT NULL,
  id      TEXT NOT NULL,
  subject TEXT NOT NULL,
  audience TEXT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  lang    TEXT NOT NULL,
  key     TEXT NOT NULL,
  args    TEXT NOT NULL,                    -- JSON list of name, value pairs
  at      TEXT NOT NULL,                    -- RFC 3339, UTC
  status  TEXT NOT NULL,
  PRIMARY KEY (office, id)
);
CREATE INDEX notices_time ON notices (office, at, id);
CREATE INDEX notices_subject ON notices (office, subject, at, id);
