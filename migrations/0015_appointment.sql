-- +goose Up
CREATE TABLE appointments (
  office      TEXT    NOT NULL,
  appointment TEXT    NOT NULL,
  number      TEXT    NOT NULL,             -- of the case
  kind        TEXT    NOT NULL CHECK (kind IN ('visit', 'session', 'field', 'seat')),
  post        TEXT    NOT NULL,
  bearer      TEXT    NOT NULL,             -- who or what is taken up
  venue       TEXT    NOT NULL,
  day         TEXT    NOT NULL,             -- YYYY-MM-DD
  half        TEXT    NOT NULL CHECK (half IN ('am', 'pm')),
  slot        BIGINT  NOT NULL CHECK (slot >= 1),
  begins      TEXT    NOT NULL,             -- RFC 3339, UTC
  union_name  TEXT    NOT NULL,
  place       TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  live        BOOLEAN NOT NULL,             -- it takes its slot up
  booked      TEXT    NOT NULL,             -- RFC 3339, UTC
  person      TEXT    NOT NULL,             -- who booked; empty: the applicant
  arrived     TEXT    NOT NULL,
  left_at     TEXT    NOT NULL,
  tried       TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  later       TEXT    NOT NULL,             -- appointment to which it was moved
  earlier     TEXT    NOT NULL,             -- appointment from which it was moved
  revision    BIGINT  NOT NULL CHECK (revision >= 1),
  PRIMARY KEY (office, appointment)
);
-- One bearer, one slot: whatever happens at once.
CREATE UNIQUE INDEX appointments_slot ON appointments (bearer, day, half, slot) WHERE live;
CREATE INDEX appointments_venue ON appointments (venue, day) WHERE live AND venue <> '';
CREATE INDEX appointments_day ON appointments (office, day, half, slot, appointment);
CREATE INDEX appointments_case ON appointments (office, number, booked, appointment);

-- Taken first by whoever books: its lock is the queue of a bearer's day. The office
-- is the bearer's own, so that all who book the same person meet here.
CREATE TABLE appointment_days (
  office   TEXT   NOT NULL,
  bearer   TEXT   NOT NULL,
  day      TEXT   NOT NULL,
  bookings BIGINT NOT NULL,
  PRIMARY KEY (office, bearer, day)
);

CREATE TABLE appointment_settings (
  office   TEXT NOT NULL PRIMARY KEY,
  settings TEXT NOT NULL                    -- JSON
);
