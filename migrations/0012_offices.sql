-- +goose Up
-- What was taken over when somebody left a post: who took it, when, and how many
-- things were open. One row for each assignment that ended.
CREATE TABLE handovers (
  office     TEXT   NOT NULL,
  assignment TEXT   NOT NULL,
  successor  TEXT   NOT NULL CHECK (successor <> ''),  -- person
  left_open  BIGINT NOT NULL CHECK (left_open >= 0),
  taken      TEXT   NOT NULL,                          -- RFC 3339, UTC
  PRIMARY KEY (office, assignment)
);
