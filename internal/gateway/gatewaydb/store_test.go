package gatewaydb_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/gateway/gatewaydb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

var now = time.Date(2026, time.November, 25, 4, 0, 0, 0, time.UTC)

func engines(t *testing.T, check func(t *testing.T, store gatewaydb.Store)) {
	t.Helper()
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		check(t, gatewaydb.Store{DB: db, Key: bytes.Repeat([]byte{7}, 32), Random: rand.Reader})
	})
}

// kannel is a gateway of an office in its first revision.
func kannel(office, id string) gateway.Gateway {
	return gateway.Gateway{
		Office: office, ID: id, Kind: "kannel", Name: "জেলার এসএমএস", Active: true, Since: now, Revision: 1,
		Settings: map[string]string{"url": "https://sms.example.gov.bd/sendsms", "user": "dorgora", "from": "16123"},
		Secrets:  map[string]string{"password": "geheim-4711", "token": "t0ken"},
	}
}

func save(t *testing.T, store gatewaydb.Store, list ...gateway.Gateway) {
	t.Helper()
	for _, g := range list {
		if err := store.Save(t.Context(), g); err != nil {
			t.Fatal(err)
		}
	}
}

func TestStoreSave(t *testing.T) {
	engines(t, func(t *testing.T, store gatewaydb.Store) {
		first := kannel("khulna", "k")
		save(t, store, first, kannel("rupsha", "k"), kannel("khulna", "a"))
		if got, err := store.Gateway(t.Context(), "khulna", "k"); err != nil || !reflect.DeepEqual(got, first) {
			t.Errorf("got %+v, %v", got, err)
		}
		own, err := store.Gateways(t.Context(), "khulna")
		if err != nil || len(own) != 2 || own[0].ID != "a" || own[1].ID != "k" {
			t.Errorf("own %+v, %v", own, err)
		}
		if all, err := store.All(t.Context()); err != nil || len(all) != 3 {
			t.Errorf("all %+v, %v", all, err)
		}
		if _, err := store.Gateway(t.Context(), "dighalia", "k"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("of another office: %v", err)
		}
		next := first
		next.Name, next.Revision, next.Active = "নতুন নাম", 2, false
		save(t, store, next)
		if got, err := store.Gateway(t.Context(), "khulna", "k"); err != nil || !reflect.DeepEqual(got, next) {
			t.Errorf("got %+v, %v", got, err)
		}
		for _, stale := range []gateway.Gateway{first, next} {
			if err := store.Save(t.Context(), stale); fault.KindOf(err) != fault.Conflict {
				t.Errorf("revision %d again: %v", stale.Revision, err)
			}
		}
	})
}

func TestStoreSaveAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, store gatewaydb.Store) {
		save(t, store, kannel("khulna", "k"))
		var all sync.WaitGroup
		results := make([]error, 8)
		for i := range results {
			all.Go(func() {
				g := kannel("khulna", "k")
				g.Revision = 2
				results[i] = store.Save(t.Context(), g)
			})
		}
		all.Wait()
		done := 0
		for _, err := range results {
			switch {
			case err == nil:
				done++
			case fault.KindOf(err) != fault.Conflict:
				t.Error(err)
			}
		}
		if done != 1 {
			t.Errorf("%d of one revision were kept", done)
		}
	})
}

// moved puts the secrets of one gateway into another's row.
func moved(ctx context.Context, tx *sqldb.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE gateways SET secrets = (SELECT g.secrets FROM gateways g WHERE g.id = $1) WHERE id = $2`, "k", "l")
	return err
}

func TestStoreSeals(t *testing.T) {
	engines(t, func(t *testing.T, store gatewaydb.Store) {
		save(t, store, kannel("khulna", "k"), kannel("khulna", "l"))
		var settings, sealed, other string
		read := func(id string, into *string) {
			t.Helper()
			if err := store.DB.Row(t.Context(), `SELECT settings, secrets FROM gateways WHERE id = $1`, []any{id}, &settings, into); err != nil {
				t.Fatal(err)
			}
		}
		read("k", &sealed)
		read("l", &other)
		if strings.Contains(settings+sealed, "geheim") || strings.Contains(settings+sealed, "t0ken") || sealed == other {
			t.Errorf("the database holds %s %s", settings, sealed)
		}
		stolen := store
		stolen.Key = bytes.Repeat([]byte{8}, 32)
		if got, err := stolen.Gateway(t.Context(), "khulna", "k"); err == nil {
			t.Errorf("another key opens %v", got.Secrets)
		}
		t.Run("secrets do not fit another gateway", func(t *testing.T) {
			err := store.DB.InTx(t.Context(), moved)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := store.Gateway(t.Context(), "khulna", "l"); err == nil {
				t.Errorf("those of k open in l: %v", got.Secrets)
			}
		})
	})
}
