-- +goose Up
-- The edition of what an office may give out: it grows with every act, so that
-- readers know when what they keep in memory is old.
CREATE TABLE guide_editions (
  office  TEXT   NOT NULL,
  edition BIGINT NOT NULL CHECK (edition >= 1),
  PRIMARY KEY (office)
);

CREATE TABLE guides (
  office   TEXT   NOT NULL,
  id       TEXT   NOT NULL,
  revision BIGINT NOT NULL CHECK (revision >= 1),
  PRIMARY KEY (office, id)
);

CREATE TABLE guide_versions (
  office  TEXT    NOT NULL,
  guide   TEXT    NOT NULL,
  version BIGINT  NOT NULL CHECK (version >= 1),
  sort    TEXT    NOT NULL,
  state   TEXT    NOT NULL,
  changed TEXT    NOT NULL,                    -- RFC 3339, UTC
  uses    BIGINT  NOT NULL CHECK (uses >= 0),  -- its row is the lock between giving out and ending
  body    TEXT    NOT NULL,                    -- JSON
  PRIMARY KEY (office, guide, version)
);
CREATE INDEX guide_versions_state ON guide_versions (office, state, changed, guide);

CREATE TABLE guide_uses (
  office  TEXT   NOT NULL,
  guide   TEXT   NOT NULL,
  version BIGINT NOT NULL,
  number  TEXT   NOT NULL,                     -- of the case
  person  TEXT   NOT NULL,
  name    TEXT   NOT NULL,
  at      TEXT   NOT NULL,                     -- RFC 3339, UTC
  sealed  BOOLEAN NOT NULL,                    -- nobody may learn here which case it was
  told    TEXT   NOT NULL,                     -- when the applicant was told that it is over; empty: not
  PRIMARY KEY (office, guide, version, number)
);
CREATE INDEX guide_uses_case ON guide_uses (office, number, at);

CREATE TABLE guide_asked (
  office TEXT   NOT NULL,
  month  TEXT   NOT NULL,                      -- YYYY-MM in Bangladesh
  fold   TEXT   NOT NULL,                      -- search fold of the topic
  topic  TEXT   NOT NULL,
  count  BIGINT NOT NULL CHECK (count >= 1),
  PRIMARY KEY (office, month, fold)
);
