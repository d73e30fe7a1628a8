package limit

import (
	"context"
	"errors"
	"sync/atomic"

	"dorgora/internal/bench/crowd"
	"github.com/jackc/pgx/v5"
)

// Postgres is a PostgreSQL database, written to by so many clients with the
// program's driver and without a program.
type Postgres struct {
	conns []*pgx.Conn
	last  atomic.Int64
}

// OpenPostgres connects so many clients to the database at the address. It has no
// rows of an earlier run.
func OpenPostgres(ctx context.Context, address string, clients int) (*Postgres, error) {
	p := &Postgres{}
	for range clients {
		conn, err := pgx.Connect(ctx, address)
		if err != nil {
			return nil, errors.Join(err, p.Close())
		}
		p.conns = append(p.conns, conn)
	}
	if _, err := p.conns[0].Exec(ctx, makeRows); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// Close ends the connections.
func (p *Postgres) Close() error {
	var err error
	for _, conn := range p.conns {
		err = errors.Join(err, conn.Close(context.Background()))
	}
	return err
}

// Acts is limit P: each client's act is one transaction of three rows, each sent by
// itself, as a plain program sends them.
func (p *Postgres) Acts() []crowd.Act {
	acts := make([]crowd.Act, len(p.conns))
	for i, conn := range p.conns {
		acts[i] = func(ctx context.Context) error {
			return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
				for range rowsPerAct {
					if _, err := tx.Exec(ctx, insertRow, rowName(p.last.Add(1)), rowBody); err != nil {
						return err
					}
				}
				return nil
			})
		}
	}
	return acts
}
