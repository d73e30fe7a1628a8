-- +goose Up
-- What other offices ask for, and each period of what goes to them without asking.
CREATE TABLE report_demands (
  office   TEXT   NOT NULL,
  id       TEXT   NOT NULL,
  state    TEXT   NOT NULL CHECK (state IN ('open', 'approved', 'sent', 'void')),
  due      TEXT   NOT NULL,                    -- YYYY-MM-DD; '9999-12-31' when no date can be named
  number   TEXT   NOT NULL,                    -- of the case, or empty
  repeated TEXT   NOT NULL,                    -- ID of the recurring return, or empty
  first    TEXT   NOT NULL,                    -- YYYY-MM-DD, beginning of the period
  sent     TEXT   NOT NULL,                    -- RFC 3339, UTC, or empty
  received TEXT   NOT NULL,                    -- RFC 3339, UTC
  revision BIGINT NOT NULL CHECK (revision >= 1),
  body     TEXT   NOT NULL,                    -- JSON
  PRIMARY KEY (office, id)
);
CREATE INDEX report_demands_pending ON report_demands (office, due, id) WHERE state IN ('open', 'approved');
CREATE INDEX report_demands_received ON report_demands (office, received, id);
CREATE INDEX report_demands_sent ON report_demands (office, sent, id) WHERE state = 'sent';
CREATE INDEX report_demands_case ON report_demands (office, number) WHERE number <> '';
CREATE INDEX report_demands_return ON report_demands (office, repeated, first, id) WHERE repeated <> '';

CREATE TABLE report_returns (
  office   TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  active   BOOLEAN NOT NULL,
  revision BIGINT  NOT NULL CHECK (revision >= 1),
  body     TEXT    NOT NULL,                   -- JSON
  PRIMARY KEY (office, id)
);
CREATE INDEX report_returns_active ON report_returns (office, id) WHERE active;

-- Demands that came by the web page are cases first.
CREATE INDEX cases_report ON cases (office, received, number) WHERE kind = 'report' AND status <> 'closed';
