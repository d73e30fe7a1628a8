-- +goose Up
-- Digital centres: the registry, who works there, and what they handed in.
CREATE TABLE centres (
  office     TEXT   NOT NULL,
  code       TEXT   NOT NULL,
  union_name TEXT   NOT NULL,
  names      TEXT   NOT NULL,               -- JSON, each with the day from which it holds
  phone      TEXT   NOT NULL,
  daily      BIGINT NOT NULL CHECK (daily >= 1),
  closed     TEXT   NOT NULL,               -- YYYY-MM-DD, empty: open
  revision   BIGINT NOT NULL,
  PRIMARY KEY (office, code)
);

CREATE TABLE centre_people (
  office TEXT NOT NULL,
  code   TEXT NOT NULL,
  person TEXT NOT NULL,
  name   TEXT NOT NULL,
  mobile TEXT NOT NULL,                     -- +8801XXXXXXXXX
  starts TEXT NOT NULL,                     -- RFC 3339, UTC
  ends   TEXT NOT NULL,                     -- RFC 3339, UTC; '9999' while it runs
  PRIMARY KEY (office, code, person, starts)
);
CREATE INDEX centre_people_person ON centre_people (person, ends);

-- The key is that of the submission, and so leads to the case.
CREATE TABLE centre_requests (
  office  TEXT NOT NULL,
  key     TEXT NOT NULL,
  code    TEXT NOT NULL,
  person  TEXT NOT NULL,
  consent TEXT NOT NULL CHECK (consent IN ('spoken', 'signed', 'thumb')),
  at      TEXT NOT NULL,                    -- RFC 3339, UTC
  PRIMARY KEY (office, key)
);
CREATE INDEX centre_requests_person ON centre_requests (office, person, at, key);
CREATE INDEX centre_requests_code ON centre_requests (office, code, at, key);
