-- +goose Up
-- Instructions by whoever gave them, over all offices below; the case itself holds them all.
CREATE TABLE case_orders (
  office   TEXT NOT NULL,
  number   TEXT NOT NULL,
  instruction TEXT NOT NULL,                  -- ID within the case
  giver    TEXT NOT NULL,                     -- person
  given    TEXT NOT NULL,                     -- RFC 3339, UTC
  answered TEXT NOT NULL,                     -- RFC 3339, UTC; empty while open
  content  TEXT NOT NULL,                     -- JSON
  PRIMARY KEY (office, number, instruction)
);
CREATE INDEX case_orders_giver ON case_orders (giver, given, office, number);
