-- +goose Up
ALTER TABLE ledger_heads ADD COLUMN frontier TEXT NOT NULL DEFAULT '';   -- hashes of the right edge, base64, a space between
ALTER TABLE ledger_entries ADD COLUMN thread BIGINT NOT NULL DEFAULT 0;  -- place of the first entry about the same subject
