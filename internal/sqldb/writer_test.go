package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"pgregory.net/rapid"
)

// together runs acts so that all but the first wait in the queue while the
// first runs: they form one group, or as few as the bounds allow.
func together(t *testing.T, db *sqldb.DB, acts ...func(context.Context, *sqldb.Tx) error) []error {
	t.Helper()
	answers := make([]error, len(acts))
	running, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		first := sync.OnceFunc(func() { close(running); <-release })
		answers[0] = db.InTx(context.Background(), func(ctx context.Context, tx *sqldb.Tx) error {
			first()
			return acts[0](ctx, tx)
		})
	})
	<-running
	for i, act := range acts[1:] {
		wg.Go(func() { answers[i+1] = db.InTx(context.Background(), act) })
		for db.Queue() < i+1 {
			runtime.Gosched()
		}
	}
	close(release)
	wg.Wait()
	return answers
}

func names(t *testing.T, db sqldb.Querier) (names []string) {
	t.Helper()
	err := db.Rows(context.Background(), "SELECT name FROM things ORDER BY name", nil, func(row sqldb.Scanner) error {
		var name string
		err := row.Scan(&name)
		names = append(names, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestGroup(t *testing.T) {
	t.Run("an act that fails takes nobody with it", func(t *testing.T) {
		db, _ := onSQLite(t)
		failing := func(ctx context.Context, tx *sqldb.Tx) error {
			return errors.Join(adding("b")(ctx, tx), errChanged)
		}
		answers := together(t, db, adding("a"), failing, adding("c"), adding("a"), adding("d"))
		if got := names(t, db); !slices.Equal(got, []string{"a", "c", "d"}) {
			t.Errorf("things: %v", got)
		}
		if answers[0] != nil || answers[2] != nil || answers[4] != nil || !errors.Is(answers[1], errChanged) {
			t.Errorf("answers: %v", answers)
		}
		wantKind(t, answers[3], fault.Conflict, "record.duplicate")
	})
	t.Run("an act refused at the commit takes nobody with it", func(t *testing.T) {
		db, _ := onSQLite(t)
		part := func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO parts (office, thing) VALUES ('rupsha', 'nothing')")
			return err
		}
		answers := together(t, db, adding("a"), part, adding("c"))
		if got := names(t, db); !slices.Equal(got, []string{"a", "c"}) || answers[0] != nil || answers[2] != nil {
			t.Errorf("things: %v, answers %v", got, answers)
		}
		wantKind(t, answers[1], fault.Invalid, "record.refused")
	})
	t.Run("a disk that fills up refuses the act that does not fit; the others run again, and later all fits", func(t *testing.T) {
		db, _ := onSQLite(t)
		limit := func(pages int) {
			t.Helper()
			err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				return tx.Row(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages), nil, new(int))
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		limit(20)
		big := func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO things (office, name, count, open, seal) VALUES ('rupsha', 'big', 1, TRUE, $1)", make([]byte, 1<<20))
			return err
		}
		answers := together(t, db, adding("a"), adding("b"), big, adding("c"))
		if got := names(t, db); !slices.Equal(got, []string{"a", "b", "c"}) || answers[0] != nil || answers[1] != nil || answers[3] != nil {
			t.Errorf("things: %v, answers %v", got, answers)
		}
		wantKind(t, answers[2], fault.Unavailable, "storage.unconfirmed")
		if err := db.Latched(); err != nil {
			t.Fatalf("a full disk is not a broken one: %v", err)
		}
		if err := db.InTx(t.Context(), big); err != nil {
			t.Fatalf("with room again (the connection was renewed): %v", err)
		}
	})
	t.Run("a caller who gives up while waiting has written nothing", func(t *testing.T) {
		db, _ := onSQLite(t)
		ctx, cancel := context.WithCancel(t.Context())
		var gaveUp error
		answers := together(t, db, func(inside context.Context, tx *sqldb.Tx) error {
			done := make(chan struct{})
			go func() { gaveUp = db.InTx(ctx, adding("late")); close(done) }()
			for db.Queue() < 1 {
				runtime.Gosched()
			}
			cancel()
			<-done
			return adding("first")(inside, tx)
		})
		if got := names(t, db); !slices.Equal(got, []string{"first"}) || answers[0] != nil || !errors.Is(gaveUp, context.Canceled) {
			t.Errorf("things: %v, answers %v, gave up with %v", got, answers, gaveUp)
		}
	})
	t.Run("an act whose goroutine ends inside it is undone", func(t *testing.T) {
		db, _ := onSQLite(t)
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				if err := adding("gone")(ctx, tx); err != nil {
					t.Error(err)
				}
				runtime.Goexit()
				return nil
			})
		}()
		<-done
		add(t, db, "next")
		if got := names(t, db); !slices.Equal(got, []string{"next"}) {
			t.Errorf("things: %v", got)
		}
	})
	t.Run("more acts than a group holds are all answered", func(t *testing.T) {
		db, _ := onSQLite(t)
		var acts []func(context.Context, *sqldb.Tx) error
		for i := range 2*sqldb.GroupActs + 3 {
			acts = append(acts, adding(fmt.Sprint(i)))
		}
		if err := errors.Join(together(t, db, acts...)...); err != nil || count(t, db) != int64(len(acts)) {
			t.Fatalf("%d things, error %v", count(t, db), err)
		}
	})
}

// Whatever acts come together and however they end, the things in the database
// are exactly those whose callers were told so.
func TestGroupProperty(t *testing.T) {
	db, _ := onSQLite(t)
	round := 0
	rapid.Check(t, func(r *rapid.T) {
		round++
		before := count(t, db)
		endings := rapid.SliceOfN(rapid.SampledFrom([]string{"done", "done", "done", "error", "panic", "duplicate", "refused", "orphan"}), 1, 30).Draw(r, "endings")
		confirmed := make([]bool, len(endings))
		var wg sync.WaitGroup
		for i, ending := range endings {
			wg.Go(func() {
				defer func() { _ = recover() }()
				confirmed[i] = db.InTx(context.Background(), ends(ending, fmt.Sprintf("%d-%d", round, i))) == nil
			})
		}
		wg.Wait()
		var want int64
		for i, ok := range confirmed {
			if ok != (endings[i] == "done") {
				r.Fatalf("act %d (%s) was confirmed: %v", i, endings[i], ok)
			}
			if ok {
				want++
			}
		}
		if got := count(t, db) - before; got != want {
			r.Fatalf("%d new things, %d confirmed", got, want)
		}
	})
}

// ends returns an act that adds a thing and then ends in the given way.
func ends(ending, name string) func(context.Context, *sqldb.Tx) error {
	return func(ctx context.Context, tx *sqldb.Tx) error {
		if err := adding(name)(ctx, tx); err != nil {
			return err
		}
		switch ending {
		case "error":
			return errChanged
		case "panic":
			panic(errChanged)
		case "duplicate":
			return adding(name)(ctx, tx)
		case "refused":
			_, err := tx.Exec(ctx, "UPDATE things SET count = -1 WHERE name = $1", name)
			return err
		case "orphan":
			_, err := tx.Exec(ctx, "INSERT INTO parts (office, thing) VALUES ('rupsha', 'nothing')")
			return err
		}
		return nil
	}
}

func TestLatch(t *testing.T) {
	t.Run("a damaged file closes it: writes are refused at once, what can be read is read", func(t *testing.T) {
		db, file := onSQLite(t)
		add(t, db, "one")
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		damage(t, file)
		db = reopened(t, file)
		wantKind(t, db.InTx(t.Context(), adding("two")), fault.Unavailable, "storage.unconfirmed")
		why := db.Latched()
		wantKind(t, why, fault.Unavailable, "storage.unconfirmed")
		if errors.Unwrap(why) == nil {
			t.Error("the latch does not tell why")
		}
		if err := db.Ping(t.Context()); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("ping: %v", err)
		}
		var year int
		if err := db.Row(t.Context(), "SELECT COUNT(*) FROM registers", nil, &year); err != nil {
			t.Errorf("reading another table: %v", err)
		}
	})
	t.Run("opens again when a person says so", func(t *testing.T) {
		db, _ := onSQLite(t)
		db.CloseLatch(os.ErrInvalid)
		ran := false
		err := db.InTx(t.Context(), func(context.Context, *sqldb.Tx) error { ran = true; return nil })
		wantKind(t, err, fault.Unavailable, "storage.unconfirmed")
		if ran || !errors.Is(db.Latched(), os.ErrInvalid) {
			t.Errorf("ran %v, latched by %v", ran, db.Latched())
		}
		if got := count(t, db); got != 0 {
			t.Errorf("%d things", got)
		}
		db.Unlatch()
		add(t, db, "one")
	})
}

// damage overwrites the pages of the table things, which the schema names.
func damage(t *testing.T, path string) {
	t.Helper()
	db := reopened(t, path)
	var root, size int64
	err := db.Row(t.Context(), "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = 'things'", nil, &root, &size)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.WriteAt([]byte("this was a page once"), (root-1)*size)
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
}

func reopened(t *testing.T, file string) *sqldb.DB {
	t.Helper()
	return sqldbtest.Open(t, file, schema)
}

func TestClose(t *testing.T) {
	db, file := onSQLite(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	confirmed := int64(0)
	for i := range 100 {
		wg.Go(func() {
			err := db.InTx(context.Background(), adding(fmt.Sprint(i)))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				confirmed++
			} else if fault.KindOf(err) != fault.Unavailable {
				t.Error(err)
			}
		})
	}
	time.Sleep(time.Millisecond)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if got := count(t, reopened(t, file)); got != confirmed {
		t.Fatalf("%d things, %d confirmed", got, confirmed)
	}
}

// A program that serves and one that repairs may write to the same file.
func TestTwoPrograms(t *testing.T) {
	serving, file := onSQLite(t)
	repairing := reopened(t, file)
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			if err := []*sqldb.DB{serving, repairing}[i%2].InTx(t.Context(), adding(fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := count(t, serving); got != 40 {
		t.Fatalf("%d things", got)
	}
}
