package bench

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"dorgora/internal/bench/corpus"
	"dorgora/internal/bench/limit"
	"dorgora/internal/bench/stage"
	"github.com/jackc/pgx/v5"
)

// postgresCases is how many cases the installation on PostgreSQL holds.
const postgresCases = 10_000

// postgres is bar 15: applications per second on PostgreSQL against raw commits of
// the same server (P), and two programs on one database against one.
func (b *bench) postgres(ctx context.Context) ([]Row, error) {
	one := Row{Bar: "15", Name: "PostgreSQL: applications, 32 clients / P", Unit: "/s"}
	two := Row{Bar: "15", Name: "PostgreSQL: two programs / one", Unit: "/s"}
	why := "no --postgres address is given"
	if b.Postgres != "" {
		why = b.flushes(ctx)
	}
	if why != "" {
		return []Row{unmeasured(one, atLeast(0.5), why), unmeasured(two, atLeast(1), why)}, nil
	}
	folder, err := os.MkdirTemp(b.Folder, "postgres-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	var rates, nodes pair
	err = b.inSchema(ctx, func(address string) error {
		at, err := stage.Set(ctx, stage.Plan{
			Folder: folder, Database: address, Corpus: corpus.Corpus{Cases: min(postgresCases, b.Cases), Offices: b.Offices},
		})
		if err != nil {
			return err
		}
		rates, nodes, err = b.nodes(ctx, at)
		return err
	})
	return []Row{compared(one, rates, atLeast(0.5)), compared(two, nodes, atLeast(1))}, err
}

// nodes measures one program against raw commits, and two against one.
func (b *bench) nodes(ctx context.Context, at *stage.Stage) (rates, nodes pair, err error) {
	raw, err := limit.OpenPostgres(ctx, at.Database, clients)
	if err != nil {
		return rates, nodes, err
	}
	err = b.serving(ctx, at, func(first *stage.Program) error {
		return b.serving(ctx, at, func(second *stage.Program) error {
			people, err := newApplicants(ctx, at, first.Address)
			if err != nil {
				return err
			}
			alone := b.rate(people.acts(clients, first.Address))
			if rates, err = b.byTurns(ctx, alone, b.rate(raw.Acts())); err != nil {
				return err
			}
			nodes, err = b.byTurns(ctx, b.rate(people.acts(clients, first.Address, second.Address)), alone)
			return err
		})
	})
	return rates, nodes, errors.Join(err, raw.Close())
}

// flushes says why commits of the server are not durable, nothing when they are.
func (b *bench) flushes(ctx context.Context) string {
	conn, err := pgx.Connect(ctx, b.Postgres)
	if err != nil {
		return "the server cannot be reached"
	}
	defer conn.Close(ctx)
	for _, setting := range []string{"fsync", "synchronous_commit"} {
		var value string
		if err := conn.QueryRow(ctx, "SELECT current_setting($1)", setting).Scan(&value); err != nil || value == "off" {
			return fmt.Sprintf("the server has %s = %s", setting, value)
		}
	}
	return ""
}

// inSchema runs work with the address of a new, empty schema, and drops it.
func (b *bench) inSchema(ctx context.Context, work func(address string) error) error {
	conn, err := pgx.Connect(ctx, b.Postgres)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	name := "bench_" + strings.ToLower(rand.Text())
	if _, err := conn.Exec(ctx, "CREATE SCHEMA "+name); err != nil {
		return err
	}
	address, err := url.Parse(b.Postgres)
	if err == nil {
		settings := address.Query()
		settings.Set("options", "-csearch_path="+name)
		// The space that separates options is written %20 in such addresses.
		address.RawQuery = strings.ReplaceAll(settings.Encode(), "+", "%20")
		err = work(address.String())
	}
	_, dropped := conn.Exec(context.WithoutCancel(ctx), "DROP SCHEMA "+name+" CASCADE")
	return errors.Join(err, dropped)
}
