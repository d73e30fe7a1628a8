-- +goose Up
CREATE TABLE accounts (
  office    TEXT    NOT NULL,
  person    TEXT    NOT NULL,
  login     TEXT    NOT NULL CHECK (login <> ''), -- +8801XXXXXXXXX or a mail address in small letters
  hash      TEXT    NOT NULL,                     -- argon2id, PHC form
  totp      TEXT    NOT NULL,                     -- base32 secret, or empty
  totp_step BIGINT  NOT NULL,
  disabled  BOOLEAN NOT NULL,
  created   TEXT    NOT NULL,                     -- RFC 3339, UTC
  PRIMARY KEY (office, person)
);
CREATE UNIQUE INDEX accounts_login ON accounts (login);
CREATE UNIQUE INDEX accounts_person ON accounts (person);

CREATE TABLE sessions (
  office  TEXT NOT NULL,
  token   TEXT NOT NULL,                          -- SHA-256 of the cookie, hex
  person  TEXT NOT NULL,
  device  TEXT NOT NULL,
  created TEXT NOT NULL,                          -- RFC 3339, UTC
  seen    TEXT NOT NULL,                          -- RFC 3339, UTC
  expires TEXT NOT NULL,                          -- RFC 3339, UTC
  PRIMARY KEY (office, token)
);
CREATE UNIQUE INDEX sessions_token ON sessions (token);
CREATE INDEX sessions_person ON sessions (office, person, token);

CREATE TABLE invitations (
  office  TEXT NOT NULL,
  token   TEXT NOT NULL,                          -- SHA-256 of the link's token, hex
  person  TEXT NOT NULL,                          -- empty: whoever comes enters a name
  chairs  TEXT NOT NULL,                          -- JSON, posts to be given on acceptance
  by_whom TEXT NOT NULL,                          -- person who invited, or empty
  created TEXT NOT NULL,                          -- RFC 3339, UTC
  expires TEXT NOT NULL,                          -- RFC 3339, UTC
  used    TEXT NOT NULL,                          -- RFC 3339, UTC; empty while it is good
  PRIMARY KEY (office, token)
);
CREATE UNIQUE INDEX invitations_token ON invitations (token);
CREATE INDEX invitations_person ON invitations (office, person, token);

-- Failed sign-ins of a login, with or without an account: of no office.
CREATE TABLE attempts (
  login    TEXT   NOT NULL PRIMARY KEY,           -- SHA-256 of the login, hex
  failures BIGINT NOT NULL,
  locked   TEXT   NOT NULL,                       -- RFC 3339, UTC; empty when not locked
  last     TEXT   NOT NULL                        -- RFC 3339, UTC
);
CREATE INDEX attempts_last ON attempts (last);
