// Package gatewaydb keeps gateways; their passwords and tokens are sealed.
package gatewaydb

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/sqldb"
)

// Store keeps gateways. Key is the 32 bytes by which secrets are sealed; it lies
// outside the database.
type Store struct {
	DB     *sqldb.DB
	Key    []byte
	Random io.Reader
}

const columns = `office, id, kind, name, settings, secrets, active, since, revision`

const (
	selectAll   = `SELECT ` + columns + ` FROM gateways ORDER BY office, id`
	selectOwn   = `SELECT ` + columns + ` FROM gateways WHERE office = $1 ORDER BY id`
	selectOne   = `SELECT ` + columns + ` FROM gateways WHERE office = $1 AND id = $2`
	insertFirst = `
INSERT INTO gateways (office, id, kind, name, settings, secrets, active, since, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (office, id) DO NOTHING`
	updateNext = `
UPDATE gateways SET name = $4, settings = $5, secrets = $6, active = $7, since = $8, revision = $9
WHERE office = $1 AND id = $2 AND kind = $3 AND revision = $9 - 1`
)

// All returns every gateway of the installation.
func (s Store) All(ctx context.Context) ([]gateway.Gateway, error) { return s.list(ctx, selectAll) }

// Gateways returns those of one office.
func (s Store) Gateways(ctx context.Context, office string) ([]gateway.Gateway, error) {
	return s.list(ctx, selectOwn, office)
}

// Gateway returns one; a missing one is a NotFound fault.
func (s Store) Gateway(ctx context.Context, office, id string) (gateway.Gateway, error) {
	list, err := s.list(ctx, selectOne, office, id)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "record.missing")
	}
	if err != nil {
		return gateway.Gateway{}, err
	}
	return list[0], nil
}

// Save writes a new gateway, of revision 1, or the next revision of one; a stale one
// is a Conflict.
func (s Store) Save(ctx context.Context, g gateway.Gateway) error {
	settings, err := json.Marshal(g.Settings)
	if err != nil {
		return err
	}
	secrets, err := s.seal(g)
	if err != nil {
		return err
	}
	query := updateNext
	if g.Revision == 1 {
		query = insertFirst
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, query, g.Office, g.ID, g.Kind, g.Name, string(settings), secrets, g.Active, sqldb.Instant(g.Since), g.Revision)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "gateway.changed.meanwhile")
		}
		return err
	})
}

func (s Store) list(ctx context.Context, query string, args ...any) ([]gateway.Gateway, error) {
	var list []gateway.Gateway
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var g gateway.Gateway
		var settings, secrets, since string
		if err := row.Scan(&g.Office, &g.ID, &g.Kind, &g.Name, &settings, &secrets, &g.Active, &since, &g.Revision); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(settings), &g.Settings); err != nil {
			return err
		}
		var err error
		if g.Secrets, err = s.open(secrets, g); err != nil {
			return fmt.Errorf("gateway %s of %s: %w", g.ID, g.Office, err)
		}
		g.Since, err = sqldb.Moment(since)
		list = append(list, g)
		return err
	})
	return list, err
}

func (s Store) box() (cipher.AEAD, error) {
	block, err := aes.NewCipher(s.Key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// owner ties sealed secrets to their gateway, so that a row moved by hand opens none.
func owner(g gateway.Gateway) []byte { return []byte(g.Office + "/" + g.ID) }

func (s Store) seal(g gateway.Gateway) (string, error) {
	plain, err := json.Marshal(g.Secrets)
	if err != nil {
		return "", err
	}
	box, err := s.box()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, box.NonceSize())
	if _, err := io.ReadFull(s.Random, nonce); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(box.Seal(nonce, nonce, plain, owner(g))), nil
}

var errSealed = errors.New("secrets cannot be opened with this installation's key")

func (s Store) open(sealed string, g gateway.Gateway) (map[string]string, error) {
	box, err := s.box()
	if err != nil {
		return nil, err
	}
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil || len(raw) < box.NonceSize() {
		return nil, errSealed
	}
	plain, err := box.Open(nil, raw[:box.NonceSize()], raw[box.NonceSize():], owner(g))
	if err != nil {
		return nil, errSealed
	}
	var secrets map[string]string
	return secrets, json.Unmarshal(plain, &secrets)
}
