-- +goose Up
CREATE TABLE offices (
  office   TEXT   NOT NULL PRIMARY KEY,
  slug     TEXT   NOT NULL CHECK (slug <> ''),
  kind     TEXT   NOT NULL CHECK (kind IN ('department', 'division', 'district', 'upazila', 'union', 'other')),
  parent   TEXT   NOT NULL,                 -- office, empty at the top
  name     TEXT   NOT NULL CHECK (name <> ''),
  name_en  TEXT   NOT NULL,
  place    TEXT   NOT NULL,
  place_en TEXT   NOT NULL,
  address  TEXT   NOT NULL,
  phone    TEXT   NOT NULL,
  mail     TEXT   NOT NULL,
  region   TEXT   NOT NULL,                 -- district slug for regional holidays
  created  TEXT   NOT NULL,                 -- RFC 3339, UTC
  revision BIGINT NOT NULL                  -- grows with every change of the office's rows
);
CREATE UNIQUE INDEX offices_slug ON offices (slug);
CREATE INDEX offices_parent ON offices (parent, office);

CREATE TABLE posts (
  office   TEXT NOT NULL,
  post     TEXT NOT NULL,
  title    TEXT NOT NULL CHECK (title <> ''),
  title_en TEXT NOT NULL,
  superior TEXT NOT NULL,                   -- post of the same office, or empty
  role     TEXT NOT NULL CHECK (role IN ('officer', 'head', 'steward')),
  PRIMARY KEY (office, post)
);

CREATE TABLE people (
  office  TEXT NOT NULL,                    -- home office
  person  TEXT NOT NULL,
  name    TEXT NOT NULL CHECK (name <> ''),
  name_en TEXT NOT NULL,
  mobile  TEXT NOT NULL,
  mail    TEXT NOT NULL,
  PRIMARY KEY (office, person)
);
CREATE UNIQUE INDEX people_person ON people (person);

CREATE TABLE assignments (
  office     TEXT NOT NULL,
  assignment TEXT NOT NULL,
  post       TEXT NOT NULL,
  person     TEXT NOT NULL,
  tenure     TEXT NOT NULL CHECK (tenure IN ('substantive', 'additional', 'acting')),
  starts     TEXT NOT NULL,                 -- RFC 3339, UTC
  ends       TEXT NOT NULL,                 -- RFC 3339, UTC; empty while it runs
  PRIMARY KEY (office, assignment)
);
CREATE INDEX assignments_person ON assignments (person, starts);

CREATE TABLE substitutions (
  office       TEXT NOT NULL,
  substitution TEXT NOT NULL,
  post         TEXT NOT NULL,
  absent       TEXT NOT NULL,               -- person on leave
  person       TEXT NOT NULL,               -- stand-in
  starts       TEXT NOT NULL,               -- RFC 3339, UTC
  ends         TEXT NOT NULL,               -- RFC 3339, UTC
  reason       TEXT NOT NULL,
  PRIMARY KEY (office, substitution)
);
CREATE INDEX substitutions_person ON substitutions (person, ends);

CREATE TABLE announcements (
  office       TEXT NOT NULL,
  announcement TEXT NOT NULL,
  day          TEXT NOT NULL,               -- YYYY-MM-DD
  kind         TEXT NOT NULL CHECK (kind IN ('local', 'working_day')),
  name         TEXT NOT NULL CHECK (name <> ''),
  name_en      TEXT NOT NULL,
  source       TEXT NOT NULL,               -- number of the notification
  notified     TEXT NOT NULL,               -- YYYY-MM-DD
  person       TEXT NOT NULL,               -- who entered it
  announced    TEXT NOT NULL,               -- RFC 3339, UTC
  withdrawn    TEXT NOT NULL,               -- RFC 3339, UTC; empty while in force
  withdrew     TEXT NOT NULL,               -- person
  PRIMARY KEY (office, announcement)
);
CREATE INDEX announcements_day ON announcements (office, day, announcement);
