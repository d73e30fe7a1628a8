-- +goose Up
-- The call log: one line a call.
CREATE TABLE calls (
  office    TEXT   NOT NULL,
  call      TEXT   NOT NULL,
  mobile    TEXT   NOT NULL,                -- +8801XXXXXXXXX
  direction TEXT   NOT NULL CHECK (direction IN ('in', 'out')),
  result    TEXT   NOT NULL,
  spoken    BOOLEAN NOT NULL,               -- the right person was on the line
  minutes   BIGINT NOT NULL CHECK (minutes >= 0),
  words     TEXT   NOT NULL,
  number    TEXT   NOT NULL,                -- of the case; empty: none
  back      TEXT   NOT NULL,                -- call-back or notice that it answers; empty: none
  at        TEXT   NOT NULL,                -- RFC 3339, UTC
  person    TEXT   NOT NULL,
  name      TEXT   NOT NULL,
  PRIMARY KEY (office, call)
);
CREATE INDEX calls_mobile ON calls (office, mobile, at, call);
CREATE INDEX calls_at ON calls (office, at, call);
CREATE INDEX calls_back ON calls (office, back, at) WHERE back <> '';

-- Who is to be called back. Notices that go by telephone stand in the outbox.
CREATE TABLE call_backs (
  office TEXT NOT NULL,
  back   TEXT NOT NULL,
  mobile TEXT NOT NULL,
  name   TEXT NOT NULL,
  number TEXT NOT NULL,
  why    TEXT NOT NULL,
  asked  TEXT NOT NULL,                     -- RFC 3339, UTC
  wanted TEXT NOT NULL,
  due    TEXT NOT NULL,
  state  TEXT NOT NULL CHECK (state IN ('open', 'done', 'unreached')),
  PRIMARY KEY (office, back)
);
CREATE INDEX call_backs_open ON call_backs (office, due, back) WHERE state = 'open';
CREATE INDEX notices_hand ON notices (office, channel, at, id) WHERE status = 'waiting';
