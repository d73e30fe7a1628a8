// Command writer writes rows and attachments into a folder as fast as it can,
// and prints a line for each as soon as it is acknowledged: the number, a tab,
// the name, a tab, the hash of the attachment or nothing. It ends when the disk
// fails; with a third argument it tries so often whatever happens, and prints
// at the end how many were refused, whether writing is latched, and how many
// rows can still be read.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing/fstest"

	"dorgora/internal/blob"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

const clients = 8

var schema = fstest.MapFS{"0001_start.sql": {Data: []byte(`-- +goose Up
CREATE TABLE registers (office TEXT NOT NULL PRIMARY KEY, last BIGINT NOT NULL);
CREATE TABLE applications (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, attachment TEXT NOT NULL);
`)}}

// office is what the writer writes to.
type office struct {
	db      *sqldb.DB
	store   *blob.Store
	tries   int // of each client, 0 for no end
	refused atomic.Int64
}

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) (err error) {
	var o office
	if len(args) > 2 {
		if o.tries, err = strconv.Atoi(args[2]); err != nil {
			return err
		}
	}
	if o.db, err = sqldb.Open(ctx, sqldb.Config{Address: filepath.Join(args[0], "office.db")}); err != nil {
		return err
	}
	if err := o.db.Migrate(ctx, schema); err != nil {
		return err
	}
	if o.store, err = blob.Open(filepath.Join(args[0], "files")); err != nil {
		return err
	}
	var wg sync.WaitGroup
	failed := make(chan error, clients)
	for client := range clients {
		wg.Go(func() { failed <- o.applyOften(ctx, fmt.Sprintf("%s-%d", args[1], client)) })
	}
	wg.Wait()
	if err := <-failed; err != nil {
		return err
	}
	var rows int64
	err = o.db.Row(ctx, "SELECT COUNT(*) FROM applications", nil, &rows)
	fmt.Printf("refused %d latched %v read %d %v\n", o.refused.Load(), o.db.Latched() != nil, rows, err)
	return nil
}

// applyOften applies until it has tried often enough, or the disk fails.
func (o *office) applyOften(ctx context.Context, client string) error {
	for i := 0; i < o.tries || o.tries == 0; i++ {
		err := o.apply(ctx, fmt.Sprintf("%s-%d", client, i), i%5 == 0)
		switch {
		case err == nil:
		case o.tries == 0 || fault.KindOf(err) != fault.Unavailable:
			return err
		default:
			o.refused.Add(1)
		}
	}
	return nil
}

func (o *office) apply(ctx context.Context, name string, attach bool) error {
	attachment := ""
	if attach {
		content := strings.Repeat(name+"\n", 1000)
		hash, _, err := o.store.Put(ctx, strings.NewReader(content), 1<<20)
		if err != nil {
			return err
		}
		attachment = hash
	}
	number, err := register(ctx, o.db, name, attachment)
	if err != nil {
		return err
	}
	_, err = fmt.Printf("%d\t%s\t%s\n", number, name, attachment)
	return err
}

func register(ctx context.Context, db *sqldb.DB, name, attachment string) (number int64, err error) {
	err = db.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		const next = `INSERT INTO registers (office, last) VALUES ('rupsha', 1)
			ON CONFLICT (office) DO UPDATE SET last = registers.last + 1 RETURNING last`
		if err := tx.Row(ctx, next, nil, &number); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "INSERT INTO applications (number, name, attachment) VALUES ($1, $2, $3)", number, name, attachment)
		return err
	})
	return number, err
}
