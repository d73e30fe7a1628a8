-- +goose Up
CREATE TABLE gateways (
  office   TEXT NOT NULL,
  id       TEXT NOT NULL,
  kind     TEXT NOT NULL,
  name     TEXT NOT NULL,
  settings TEXT NOT NULL,                   -- JSON object of text by field
  secrets  TEXT NOT NULL,                   -- the same, sealed
  active   BOOLEAN NOT NULL,
  since    TEXT NOT NULL,                   -- RFC 3339, UTC
  revision BIGINT NOT NULL,
  PRIMARY KEY (office, id)
);
