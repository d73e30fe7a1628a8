-- +goose Up
-- The ended turns of cases: from receipt, or from being opened again, to an end.
CREATE TABLE register_turns (
  office  TEXT    NOT NULL,
  number  TEXT    NOT NULL,
  place   BIGINT  NOT NULL CHECK (place >= 1),
  service TEXT    NOT NULL,
  began   TEXT    NOT NULL,                 -- RFC 3339, UTC
  ended   TEXT    NOT NULL,                 -- RFC 3339, UTC
  outcome TEXT    NOT NULL,
  late    BOOLEAN NOT NULL,                 -- it ended after its promised moment
  dated   BOOLEAN NOT NULL,                 -- it had a promised moment
  took    BIGINT  NOT NULL,                 -- working days that the office had it
  again   TEXT    NOT NULL,                 -- RFC 3339, UTC: when it was opened again, or empty
  PRIMARY KEY (office, number, place)
);
CREATE INDEX register_turns_ended ON register_turns (office, ended, number, place);
CREATE INDEX register_turns_again ON register_turns (office, number, place) WHERE again <> '';

-- What a month ('2026-11') or a financial year ('FY2026') has seen of a service.
CREATE TABLE register_figures (
  office    TEXT   NOT NULL,
  span      TEXT   NOT NULL,
  service   TEXT   NOT NULL,
  received  BIGINT NOT NULL,
  reopened  BIGINT NOT NULL,
  in_time   BIGINT NOT NULL,
  late      BIGINT NOT NULL,
  undated   BIGINT NOT NULL,
  refused   BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  otherwise BIGINT NOT NULL,
  overran   BIGINT NOT NULL,
  PRIMARY KEY (office, span, service)
);
-- The country by service: only the years, read from the index alone.
CREATE INDEX register_figures_years ON register_figures
  (span, service, received, reopened, in_time, late, undated, refused, withdrawn, otherwise, overran) WHERE span > 'F';

-- How many were served in so many working days.
CREATE TABLE register_days (
  office  TEXT   NOT NULL,
  span    TEXT   NOT NULL,
  service TEXT   NOT NULL,
  days    BIGINT NOT NULL,
  cases   BIGINT NOT NULL,
  PRIMARY KEY (office, span, service, days)
);

-- Open cases past their promised moment, by service.
CREATE INDEX cases_overdue ON cases (service, due) WHERE status <> 'closed' AND status <> 'waiting';
