package jobs_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"math/big"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"dorgora/internal/jobs"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
)

// workerVariable holds the address of the database that a child process of the
// tests works on.
const workerVariable = "DORGORA_TEST_JOBS"

// processLease is short, so that the jobs of a killed process are taken soon.
const processLease = 3 * time.Second

func TestMain(m *testing.M) {
	if address := os.Getenv(workerVariable); address != "" {
		if err := work(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// work does jobs until the process is killed or its parent has gone.
func work(address string) error {
	db, err := sqldb.Open(context.Background(), sqldb.Config{Address: address})
	if err != nil {
		return err
	}
	queue := jobs.Queue{DB: db, Now: time.Now, Random: rand.Reader, Lease: processLease}
	r := jobs.Runner{
		Queue: queue, Node: fmt.Sprint("process ", os.Getpid()), Logger: slog.New(slog.NewTextHandler(os.Stderr, nil)),
		Poll: 20 * time.Millisecond, Kinds: []jobs.Kind{{Name: "effect", Do: effect(db)}},
	}
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
		stop()
	}()
	fmt.Println("at work")
	r.Run(ctx)
	return db.Close()
}

const haveEffect = `
INSERT INTO effects (office, key, times) VALUES ('', $1, 1) ON CONFLICT (office, key) DO NOTHING`

const countAttempt = `
INSERT INTO attempts_made (office, key, times) VALUES ('', $1, 1)
ON CONFLICT (office, key) DO UPDATE SET times = attempts_made.times + 1`

// effect counts the attempt, takes a moment, and has its effect under the key of
// the job.
func effect(db *sqldb.DB) func(context.Context, jobs.Work) error {
	run := func(ctx context.Context, statement, key string) error {
		return db.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, statement, key)
			return err
		})
	}
	return func(ctx context.Context, w jobs.Work) error {
		if err := run(ctx, countAttempt, w.Key); err != nil {
			return err
		}
		moment, err := rand.Int(rand.Reader, big.NewInt(25))
		if err != nil {
			return err
		}
		time.Sleep(time.Duration(moment.Int64()) * time.Millisecond)
		return run(ctx, haveEffect, w.Key)
	}
}

// crew are child processes that work on one database.
type crew struct {
	*testing.T
	address string
	members []*exec.Cmd
}

// hire starts a process in the place.
func (c *crew) hire(place int) {
	c.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), workerVariable+"="+c.address)
	child.Stderr = os.Stderr
	_, err := child.StdinPipe() // it ends with this process at the latest
	if err != nil {
		c.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		c.Fatal(err)
	}
	if err := child.Start(); err != nil {
		c.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || strings.TrimSpace(line) != "at work" {
		c.Fatalf("%q, %v", line, err)
	}
	c.members[place] = child
}

// kill ends a process as kill -9 does.
func (c *crew) kill(place int) {
	_ = c.members[place].Process.Kill()
	_ = c.members[place].Wait()
}

// Two processes take from one queue while one after the other is killed: each job
// has its effect once, none is lost, none is stuck longer than a lease.
func TestTwoProcessesThroughKills(t *testing.T) {
	for name, address := range map[string]func(t *testing.T) string{
		"on PostgreSQL": sqldbtest.Schema,
		"on SQLite":     func(t *testing.T) string { return t.TempDir() + "/jobs.db" },
	} {
		t.Run(name, func(t *testing.T) { killWorkers(t, address(t)) })
	}
}

func killWorkers(t *testing.T, address string) {
	kills, each := 8, 30
	if os.Getenv("DORGORA_LONG") == "1" {
		kills, each = 100, 60
	}
	db := sqldbtest.Open(t, address, migrations.Files)
	s := &shop{T: t, db: db}
	s.ok(db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		for _, name := range []string{"effects", "attempts_made"} {
			if _, err := tx.Exec(ctx, "CREATE TABLE "+name+" (office TEXT, key TEXT, times BIGINT, PRIMARY KEY (office, key))"); err != nil {
				return err
			}
		}
		return nil
	}))
	c := &crew{t, address, make([]*exec.Cmd, 2)}
	for place := range c.members {
		c.hire(place)
	}
	defer func() {
		for place := range c.members {
			c.kill(place)
		}
	}()
	asked := 0
	for n := range kills {
		for range each {
			asked++
			s.ok(db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				return jobs.Enqueue(ctx, tx, jobs.Job{Kind: "effect", Key: fmt.Sprint(asked), Asked: time.Now()})
			}))
		}
		time.Sleep(30 * time.Millisecond)
		c.kill(n % 2)
		c.hire(n % 2)
	}
	q := jobs.Queue{DB: db, Now: time.Now, Random: rand.Reader}
	begun := time.Now()
	for s.counts(q) != "0 waiting, 0 running, 0 dead" {
		if behind, err := q.Behind(t.Context()); err != nil || behind > 2*processLease+time.Duration(asked)*25*time.Millisecond {
			t.Fatalf("a job is stuck for %v, %v: %s", behind, err, s.counts(q))
		}
		time.Sleep(10 * time.Millisecond)
	}
	var had, attempts int
	s.ok(db.Row(t.Context(), "SELECT COUNT(*) FROM effects", nil, &had))
	s.ok(db.Row(t.Context(), "SELECT CAST(SUM(times) AS BIGINT) FROM attempts_made", nil, &attempts))
	if had != asked {
		t.Errorf("%d jobs had %d effects", asked, had)
	}
	t.Logf("%d jobs, %d kills, %d attempts; the last was done %v after the last kill", asked, kills, attempts, time.Since(begun).Round(time.Millisecond))
}
