-- +goose Up
-- Messages that came in by SMS, each once. office is that of the gateway, meant the
-- one that the message is for.
CREATE TABLE incoming (
  office       TEXT NOT NULL,
  key          TEXT NOT NULL,               -- of the gateway, or made of the message
  meant        TEXT NOT NULL,
  gateway      TEXT NOT NULL,
  phone        TEXT NOT NULL,               -- +8801XXXXXXXXX, or as the gateway wrote it
  conversation TEXT NOT NULL,               -- id of the telephone's
  text         TEXT NOT NULL,
  came         TEXT NOT NULL,               -- RFC 3339, UTC
  place        BIGINT NOT NULL,             -- 1, 2, 3 … of the telephone
  done         BOOLEAN NOT NULL,
  command      TEXT NOT NULL,
  fate         TEXT NOT NULL,
  plan         TEXT NOT NULL,               -- JSON of what is to be done; empty when nothing is
  PRIMARY KEY (office, key)
);
CREATE INDEX incoming_phone ON incoming (office, phone, place);
CREATE INDEX incoming_meant ON incoming (meant, came, key);

-- Where each telephone stands.
CREATE TABLE conversations (
  office   TEXT NOT NULL,                   -- of the gateway
  phone    TEXT NOT NULL,
  id       TEXT NOT NULL,                   -- for addresses
  meant    TEXT NOT NULL,
  last     BIGINT NOT NULL,                 -- place of the last message
  needs    BOOLEAN NOT NULL,                -- a person must look
  sealed   BOOLEAN NOT NULL,                -- about a matter that only some may know of
  state    TEXT NOT NULL,                   -- JSON
  changed  TEXT NOT NULL,                   -- RFC 3339, UTC
  revision BIGINT NOT NULL,
  PRIMARY KEY (office, phone)
);
CREATE UNIQUE INDEX conversations_id ON conversations (office, id);
CREATE INDEX conversations_meant ON conversations (meant, needs, changed);
