-- +goose Up
ALTER TABLE notices ADD COLUMN next TEXT NOT NULL DEFAULT '';         -- RFC 3339, UTC: when it is tried next; of one being sent the end of its lease
ALTER TABLE notices ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notices ADD COLUMN round BIGINT NOT NULL DEFAULT 0;       -- how often a person let it leave anew
ALTER TABLE notices ADD COLUMN words TEXT NOT NULL DEFAULT '';        -- as they were handed to a gateway
ALTER TABLE notices ADD COLUMN settled BOOLEAN NOT NULL DEFAULT FALSE; -- a person left it as it is
UPDATE notices SET next = CASE WHEN leaves = '' THEN at ELSE leaves END;
CREATE INDEX notices_due ON notices (channel, office, next, id) WHERE status IN ('waiting', 'sending');
CREATE INDEX notices_trouble ON notices (office, at, id) WHERE NOT settled AND status IN ('failed', 'uncertain', 'expired');

-- Attempts to hand notices to gateways, each written before the gateway is spoken to.
CREATE TABLE deliveries (
  office   TEXT   NOT NULL,
  notice   TEXT   NOT NULL,
  try      BIGINT NOT NULL,
  keeper   TEXT   NOT NULL,                 -- office of the gateway
  gateway  TEXT   NOT NULL,
  address  TEXT   NOT NULL,
  cost     BIGINT NOT NULL,                 -- paisa
  words    TEXT   NOT NULL,
  began    TEXT   NOT NULL,                 -- RFC 3339, UTC
  ended    TEXT   NOT NULL,                 -- RFC 3339, UTC; empty: nobody knows
  fate     TEXT   NOT NULL,
  ref      TEXT   NOT NULL,                 -- the gateway's
  detail   TEXT   NOT NULL,
  PRIMARY KEY (office, notice, try)
);
CREATE INDEX deliveries_gateway ON deliveries (keeper, gateway, began, cost);
CREATE INDEX deliveries_notice ON deliveries (notice, try);
CREATE INDEX deliveries_ref ON deliveries (keeper, gateway, ref) WHERE ref <> '';
CREATE INDEX deliveries_address ON deliveries (address, began);

-- What people decided about notices that did not arrive.
CREATE TABLE notice_rulings (
  office  TEXT NOT NULL,
  id      TEXT NOT NULL,
  notice  TEXT NOT NULL,
  ruling  TEXT NOT NULL CHECK (ruling IN ('again', 'another', 'left')),
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  note    TEXT NOT NULL,
  person  TEXT NOT NULL,
  name    TEXT NOT NULL,
  at      TEXT NOT NULL,                    -- RFC 3339, UTC
  PRIMARY KEY (office, id)
);
CREATE INDEX notice_rulings_notice ON notice_rulings (office, notice, at, id);

-- The texts that offices give to notices; the program's are in the program.
CREATE TABLE notice_wordings (
  office TEXT NOT NULL,
  key    TEXT NOT NULL,
  since  TEXT NOT NULL,                     -- RFC 3339, UTC: from then on they count
  bn     TEXT NOT NULL,                     -- empty: the text from above is back
  en     TEXT NOT NULL,
  person TEXT NOT NULL,
  name   TEXT NOT NULL,
  at     TEXT NOT NULL,                     -- RFC 3339, UTC: when it was set
  PRIMARY KEY (office, key, since)
);

-- Addresses that want no messages from the gateways of an office.
CREATE TABLE notice_mutes (
  office  TEXT NOT NULL,
  address TEXT NOT NULL,
  at      TEXT NOT NULL,                    -- RFC 3339, UTC
  PRIMARY KEY (office, address)
);
