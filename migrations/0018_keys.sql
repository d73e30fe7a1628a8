-- +goose Up
-- The keys of forms that acted already: a form that is sent twice acts once.
CREATE TABLE case_keys (
  office TEXT NOT NULL,
  key    TEXT NOT NULL,
  number TEXT NOT NULL,
  at     TEXT NOT NULL,                     -- RFC 3339, UTC
  PRIMARY KEY (office, key)
);
CREATE INDEX case_keys_at ON case_keys (at, office, key);

-- Whether anything still refers to a file.
CREATE INDEX case_evidence_hash ON case_evidence (hash);
