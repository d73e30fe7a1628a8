package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"dorgora/internal/bench/stage"
)

// killLog is how long the log is when the program is killed.
const killLog = 64 << 20

// start is bar 10: how long the program takes from its start to the first page,
// after an orderly end and after kill -9 with a long log.
func (b *bench) start(ctx context.Context) ([]Row, error) {
	at, err := b.largeStage(ctx)
	if err != nil {
		return nil, err
	}
	var orderly, killed []float64
	for range max(b.Rounds, 1) {
		err := b.serving(ctx, at, func(program *stage.Program) error {
			orderly = append(orderly, milliseconds(program.Started))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	length, err := b.crash(ctx, at)
	if err != nil {
		return nil, err
	}
	err = b.serving(ctx, at, func(program *stage.Program) error {
		killed = append(killed, milliseconds(program.Started))
		return nil
	})
	name := fmt.Sprintf("start after kill -9 with a log of %d MB", length/megabyte)
	return []Row{
		absolute(Row{Bar: "10", Name: "start to the first page", Unit: "ms"}, median(orderly), atMost(60)),
		absolute(Row{Bar: "10", Name: name, Unit: "ms"}, median(killed), atMost(1000)),
	}, err
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }

// crash lets people apply while somebody reads in an old view of the database, so
// that the log cannot begin again, and kills the program when the log is long.
func (b *bench) crash(ctx context.Context, at *stage.Stage) (log int64, err error) {
	program, err := at.Start(ctx, b.Binary)
	if err != nil {
		return 0, err
	}
	people, err := newApplicants(ctx, at, program.Address)
	if err != nil {
		return 0, errors.Join(err, program.Kill())
	}
	file := filepath.Join(at.Folder, "dorgora.db")
	release, err := oldView(ctx, file)
	if err != nil {
		return 0, errors.Join(err, program.Kill())
	}
	want, most := int64(killLog), time.Now().Add(20*b.Span)
	for log < want && err == nil && time.Now().Before(most) {
		if _, err = b.drive(ctx, people.acts(clients, program.Address)); err == nil {
			log, err = lengthOf(file + "-wal")
		}
	}
	err = errors.Join(err, program.Kill(), release())
	if err == nil {
		log, err = lengthOf(file + "-wal")
	}
	return log, err
}

// oldView reads in a view of the database that stays as it is until released. The
// connection may not write, so that its end does not copy the log back.
func oldView(ctx context.Context, file string) (release func() error, err error) {
	address := url.URL{Scheme: "file", Path: file, RawQuery: "mode=ro"}
	pool, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, err
	}
	tx, err := pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	var offices int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM offices").Scan(&offices); err != nil {
		return nil, errors.Join(err, tx.Rollback(), pool.Close())
	}
	return func() error { return errors.Join(tx.Rollback(), pool.Close()) }, nil
}

func lengthOf(file string) (int64, error) {
	about, err := os.Stat(file)
	if err != nil {
		return 0, err
	}
	return about.Size(), nil
}
