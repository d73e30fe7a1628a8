-- +goose Up
-- The diary of what is received. An entry is never deleted: a wrong one is void.
CREATE TABLE letters (
  office    TEXT    NOT NULL,
  year      BIGINT  NOT NULL,
  serial    BIGINT  NOT NULL CHECK (serial >= 1),
  key       TEXT    NOT NULL,                  -- the same letter under the same key is entered once
  received  TEXT    NOT NULL,                  -- YYYY-MM-DD
  deadline  TEXT    NOT NULL,                  -- YYYY-MM-DD; 9999: none
  pending   BOOLEAN NOT NULL,                  -- neither dealt with nor void
  file      TEXT    NOT NULL,
  number    TEXT    NOT NULL,                  -- of the case
  words     TEXT    NOT NULL,                  -- search fold of what may be searched; empty for secret ones
  body      TEXT    NOT NULL,                  -- JSON
  revision  BIGINT  NOT NULL CHECK (revision >= 1),
  PRIMARY KEY (office, year, serial)
);
CREATE UNIQUE INDEX letters_key ON letters (office, key);
CREATE INDEX letters_pending ON letters (office, deadline, year, serial) WHERE pending;
CREATE INDEX letters_deadline ON letters (deadline) WHERE pending;
CREATE INDEX letters_received ON letters (office, received);
CREATE INDEX letters_case ON letters (office, number) WHERE number <> '';

-- Letters of the office, from the draft on.
CREATE TABLE outgoing_letters (
  office   TEXT   NOT NULL,
  id       TEXT   NOT NULL,
  state    TEXT   NOT NULL CHECK (state IN ('draft', 'signed', 'sent', 'cancelled')),
  year     BIGINT NOT NULL,                    -- of the dispatch register; 0 before the signing
  serial   BIGINT NOT NULL,
  signed   TEXT   NOT NULL,                    -- YYYY-MM-DD; empty before the signing
  changed  TEXT   NOT NULL,                    -- RFC 3339, UTC
  file     TEXT   NOT NULL,
  number   TEXT   NOT NULL,                    -- of the case
  notice   TEXT   NOT NULL,                    -- that it carries
  words    TEXT   NOT NULL,
  body     TEXT   NOT NULL,                    -- JSON
  revision BIGINT NOT NULL CHECK (revision >= 1),
  PRIMARY KEY (office, id)
);
CREATE UNIQUE INDEX outgoing_letters_serial ON outgoing_letters (office, year, serial) WHERE serial > 0;
CREATE INDEX outgoing_letters_state ON outgoing_letters (office, state, changed, id);
CREATE INDEX outgoing_letters_signed ON outgoing_letters (office, signed);
CREATE INDEX outgoing_letters_case ON outgoing_letters (office, number) WHERE number <> '';
CREATE INDEX outgoing_letters_notice ON outgoing_letters (office, notice) WHERE notice <> '';

CREATE TABLE letter_files (
  office   TEXT   NOT NULL,
  id       TEXT   NOT NULL,
  year     BIGINT NOT NULL,
  serial   BIGINT NOT NULL CHECK (serial >= 1),
  number   TEXT   NOT NULL,                    -- 56.04.4775.000.06.001.26
  body     TEXT   NOT NULL,                    -- JSON
  revision BIGINT NOT NULL CHECK (revision >= 1),
  PRIMARY KEY (office, id)
);
CREATE UNIQUE INDEX letter_files_serial ON letter_files (office, year, serial);

-- The last serial of each book, taken first: its lock keeps the serials without gaps.
CREATE TABLE letter_books (
  office TEXT   NOT NULL,
  book   TEXT   NOT NULL,                      -- diary, dispatch, file, or issue/ and the ID of a file
  year   BIGINT NOT NULL,                      -- 0 for the issues of a file
  last   BIGINT NOT NULL CHECK (last >= 1),
  PRIMARY KEY (office, book, year)
);

CREATE TABLE letter_acts (
  office  TEXT   NOT NULL,
  subject TEXT   NOT NULL,                     -- letter/2026-41, outgoing/…, file/…
  place   BIGINT NOT NULL,                     -- revision after the act
  deed    TEXT   NOT NULL,
  post    TEXT   NOT NULL,
  person  TEXT   NOT NULL,
  name    TEXT   NOT NULL,
  at      TEXT   NOT NULL,                     -- RFC 3339, UTC
  salt    TEXT   NOT NULL,
  digest  TEXT   NOT NULL,                     -- SHA-256 of the body after the act
  PRIMARY KEY (office, subject, place)
);

CREATE TABLE letter_settings (
  office TEXT NOT NULL,
  since  TEXT NOT NULL,                        -- YYYY-MM-DD
  body   TEXT NOT NULL,                        -- JSON
  PRIMARY KEY (office, since)
);

CREATE TABLE letter_templates (
  office TEXT NOT NULL,
  id     TEXT NOT NULL,
  body   TEXT NOT NULL,                        -- JSON
  PRIMARY KEY (office, id)
);
