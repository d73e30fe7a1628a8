-- +goose Up
CREATE TABLE charter_drafts (
  office      TEXT   NOT NULL,
  id          TEXT   NOT NULL,
  charter     TEXT   NOT NULL,                    -- JSON, as read; never changed
  completions TEXT   NOT NULL,                    -- JSON
  services    BIGINT NOT NULL CHECK (services >= 0),
  filled      BIGINT NOT NULL CHECK (filled >= 0),
  converted   TEXT   NOT NULL,                    -- JSON: samples of text that was in a Bijoy encoding
  source_name TEXT   NOT NULL,
  source_hash TEXT   NOT NULL,                    -- SHA-256 in the blob store
  made_by     TEXT   NOT NULL,
  created     TEXT   NOT NULL,                    -- RFC 3339, UTC
  revision    BIGINT NOT NULL CHECK (revision >= 1),
  PRIMARY KEY (office, id)
);
CREATE INDEX charter_drafts_source ON charter_drafts (office, source_hash);

-- The head row of an office's versions: taken first, so that two who publish at
-- once queue for the next number.
CREATE TABLE charter_heads (
  office TEXT   NOT NULL,
  last   BIGINT NOT NULL CHECK (last >= 1),
  PRIMARY KEY (office)
);

CREATE TABLE charter_versions (
  office      TEXT   NOT NULL,
  number      BIGINT NOT NULL CHECK (number >= 1),
  charter     TEXT   NOT NULL,                    -- JSON
  completions TEXT   NOT NULL,                    -- JSON
  service_keys TEXT  NOT NULL,                    -- JSON: key of each row, and the keys never to be given again
  services    BIGINT NOT NULL CHECK (services >= 1),
  source_name TEXT   NOT NULL,
  source_hash TEXT   NOT NULL,
  effective   TEXT   NOT NULL,                    -- RFC 3339, UTC: binds what is received from then on
  published   TEXT   NOT NULL,                    -- RFC 3339, UTC
  made_by     TEXT   NOT NULL,
  PRIMARY KEY (office, number)
);
CREATE INDEX charter_versions_effective ON charter_versions (office, effective, number);
CREATE INDEX charter_versions_source ON charter_versions (office, source_hash);

CREATE TABLE services (
  office  TEXT   NOT NULL,
  version BIGINT NOT NULL,
  place   BIGINT NOT NULL,                        -- printed order
  key     TEXT   NOT NULL,
  slug    TEXT   NOT NULL,
  service TEXT   NOT NULL,                        -- JSON
  PRIMARY KEY (office, version, place),
  UNIQUE (office, version, key),
  UNIQUE (office, version, slug)
);
