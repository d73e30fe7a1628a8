package jobs_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/jobs"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

// shop is a database of jobs with a clock that a test sets.
type shop struct {
	*testing.T
	db *sqldb.DB

	mu   sync.Mutex
	at   time.Time
	seen []string
}

func engines(t *testing.T, check func(s *shop)) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		check(&shop{T: t, db: db, at: time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)})
	})
}

func (s *shop) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at
}

func (s *shop) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = s.at.Add(d)
}

func (s *shop) see(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, what)
}

// saw fails unless handlers saw exactly this since the last call.
func (s *shop) saw(want ...string) {
	s.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Equal(s.seen, want) {
		s.Errorf("handlers saw %v, want %v", s.seen, want)
	}
	s.seen = nil
}

func (s *shop) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// runner is a process that does jobs of the kind "note" by do.
func (s *shop) runner(node string, do func(ctx context.Context, w jobs.Work) error) *jobs.Runner {
	return &jobs.Runner{
		Queue: jobs.Queue{DB: s.db, Now: s.now, Random: rand.Reader}, Node: node,
		Kinds: []jobs.Kind{{Name: "note", Do: do}}, Logger: slog.New(slog.DiscardHandler), Poll: 10 * time.Millisecond,
	}
}

// noting writes down what it was asked for.
func (s *shop) noting(_ context.Context, w jobs.Work) error {
	var word string
	err := w.Read(&word)
	s.see(w.Key + " " + word)
	return err
}

func (s *shop) ask(key, word string, runAt time.Time) {
	s.Helper()
	s.ok(s.db.InTx(s.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		return jobs.Enqueue(ctx, tx, jobs.Job{Kind: "note", Key: key, Args: word, Asked: s.now(), RunAt: runAt})
	}))
}

// drain does what is due; failures are the test's to look at.
func (s *shop) drain(r *jobs.Runner) int {
	s.Helper()
	n, _ := r.Drain(s.Context(), "note", "")
	return n
}

func (s *shop) counts(q jobs.Queue) string {
	s.Helper()
	all, err := q.Counts(s.Context())
	s.ok(err)
	return fmt.Sprintf("%d waiting, %d running, %d dead", all[jobs.Waiting], all[jobs.Running], all[jobs.Dead])
}

func (s *shop) stands(q jobs.Queue, want string) {
	s.Helper()
	if got := s.counts(q); got != want {
		s.Errorf("%s, want %s", got, want)
	}
}

func TestEnqueue(t *testing.T) {
	engines(t, func(s *shop) {
		r := s.runner("one", s.noting)
		s.ask("a", "first", time.Time{})
		s.ask("a", "second", time.Time{})
		s.ask("b", "later", s.now().Add(time.Hour))
		s.stands(r.Queue, "2 waiting, 0 running, 0 dead")
		if n := s.drain(r); n != 1 {
			s.Errorf("%d jobs were due", n)
		}
		s.saw("a second") // one job, and what was said last counts
		s.pass(time.Hour)
		s.drain(r)
		s.saw("b later")
		s.ask("b", "far", s.now().Add(time.Hour))
		s.ask("b", "near", s.now())
		s.drain(r)
		s.saw("b near") // the earlier moment counts
		s.stands(r.Queue, "0 waiting, 0 running, 0 dead")

		broken := errors.New("changed my mind")
		err := s.db.InTx(s.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			return errors.Join(jobs.Enqueue(ctx, tx, jobs.Job{Kind: "note", Key: "c", Asked: s.now()}), broken)
		})
		if !errors.Is(err, broken) || s.drain(r) != 0 {
			s.Error("a job outlived the act from which it followed")
		}
		err = s.db.InTx(s.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			return jobs.Enqueue(ctx, tx, jobs.Job{Kind: "note"})
		})
		if err == nil {
			s.Error("a job without its moment was taken")
		}
	})
}

func TestRunnerRepeatsWhatIsAskedForWhileItRuns(t *testing.T) {
	engines(t, func(s *shop) {
		r := s.runner("one", nil)
		asked := false
		r.Kinds[0].Do = func(ctx context.Context, w jobs.Work) error {
			if !asked {
				asked = true
				s.ask("a", "again", time.Time{})
				s.stands(r.Queue, "0 waiting, 1 running, 0 dead")
			}
			return s.noting(ctx, w)
		}
		s.ask("a", "once", time.Time{})
		if n := s.drain(r); n != 2 {
			s.Errorf("done %d times", n)
		}
		s.saw("a once", "a again")
		s.stands(r.Queue, "0 waiting, 0 running, 0 dead")
	})
}

func TestRunnerRetries(t *testing.T) {
	engines(t, func(s *shop) {
		r := s.runner("one", func(_ context.Context, w jobs.Work) error {
			if w.Failures == 1 {
				panic("the second time is worse")
			}
			return fmt.Errorf("no luck after %d", w.Failures)
		})
		s.ask("a", "x", time.Time{})
		var pauses []time.Duration
		for tries := 1; ; tries++ {
			if n := s.drain(r); n != 1 {
				s.Fatalf("try %d: %d jobs done", tries, n)
			}
			if s.drain(r) != 0 {
				s.Fatal("tried again at once")
			}
			waiting, err := r.List(s.Context(), jobs.Waiting, jobs.Place{}, 10)
			s.ok(err)
			if len(waiting) == 0 {
				break
			}
			if tries == 2 && waiting[0].Fault != "panic: the second time is worse" {
				s.Errorf("after a panic the job says %q", waiting[0].Fault)
			}
			pauses = append(pauses, waiting[0].Due.Sub(s.now()))
			s.pass(pauses[len(pauses)-1])
		}
		if len(pauses) != 9 || pauses[0] < 5*time.Second || pauses[0] > 8*time.Second || pauses[8] < 21*time.Minute || pauses[8] > 33*time.Minute {
			s.Errorf("paused for %v", pauses)
		}
		s.stands(r.Queue, "0 waiting, 0 running, 1 dead")
		dead, err := r.List(s.Context(), jobs.Dead, jobs.Place{}, 10)
		s.ok(err)
		if e := dead[0]; e.Failures != 10 || e.Fault != "no luck after 9" {
			s.Errorf("dead after %d failures, the last: %s", e.Failures, e.Fault)
		}
	})
}

func TestRunnerLeases(t *testing.T) {
	engines(t, func(s *shop) {
		one, other := s.runner("one", nil), s.runner("other", s.noting)
		one.Kinds[0].Do = func(ctx context.Context, w jobs.Work) error {
			if n := s.drain(other); n != 0 {
				s.Error("another process did a job under lease")
			}
			s.pass(2 * time.Minute) // the process sleeps longer than its lease
			if n := s.drain(other); n != 1 {
				s.Error("nobody took the job of a silent process")
			}
			return nil
		}
		var outcomes []jobs.Outcome
		one.Observe = func(_ string, o jobs.Outcome, _ time.Duration) { outcomes = append(outcomes, o) }
		s.ask("a", "x", time.Time{})
		s.drain(one)
		s.saw("a x")
		if !slices.Equal(outcomes, []jobs.Outcome{jobs.Overtaken}) {
			s.Errorf("the sleeper ended as %v", outcomes)
		}
		s.stands(one.Queue, "0 waiting, 0 running, 0 dead")
	})
}

// A job that ends its process each time must not go round for ever.
func TestRunnerBuriesWhatKillsProcesses(t *testing.T) {
	engines(t, func(s *shop) {
		r := s.runner("one", s.noting)
		s.ask("a", "x", time.Time{})
		s.ok(s.db.InTx(s.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE jobs SET status = 'running', owner = 'gone', lost = 24`)
			return err
		}))
		s.drain(r)
		s.saw()
		s.stands(r.Queue, "0 waiting, 0 running, 1 dead")
	})
}

func TestRunnerRun(t *testing.T) {
	engines(t, func(s *shop) {
		s.at = time.Now()
		r := s.runner("one", s.noting)
		r.Grace = 50 * time.Millisecond
		ctx, stop := context.WithCancel(s.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); r.Run(ctx) }()
		for n := range 40 {
			s.ask(fmt.Sprint(n), "x", time.Time{})
		}
		r.Wake()
		for deadline := time.Now().Add(10 * time.Second); s.counts(r.Queue) != "0 waiting, 0 running, 0 dead"; {
			if time.Now().After(deadline) {
				s.Fatal(s.counts(r.Queue))
			}
			time.Sleep(5 * time.Millisecond)
		}
		s.mu.Lock()
		slices.Sort(s.seen)
		if all := slices.Compact(slices.Clone(s.seen)); len(all) != 40 || len(s.seen) != 40 {
			s.Errorf("%d jobs were done, %d different ones", len(s.seen), len(all))
		}
		s.mu.Unlock()
		stop()
		<-ended
	})
}

func TestRunnerGivesBackWhatItCannotFinish(t *testing.T) {
	engines(t, func(s *shop) {
		begun := make(chan struct{})
		r := s.runner("one", func(ctx context.Context, _ jobs.Work) error {
			close(begun)
			<-ctx.Done()
			return ctx.Err()
		})
		r.Grace = 50 * time.Millisecond
		s.ask("a", "x", time.Time{})
		ctx, stop := context.WithCancel(s.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); r.Run(ctx) }()
		<-begun
		stop()
		<-ended
		s.stands(r.Queue, "1 waiting, 0 running, 0 dead")
		if n := s.drain(s.runner("other", s.noting)); n != 1 {
			s.Errorf("another process finds %d jobs", n)
		}
		s.saw("a x")
	})
}

func TestRunnerLimits(t *testing.T) {
	engines(t, func(s *shop) {
		r := s.runner("one", func(ctx context.Context, _ jobs.Work) error {
			<-ctx.Done()
			return ctx.Err()
		})
		r.Kinds[0].Limit = 20 * time.Millisecond
		s.ask("a", "x", time.Time{})
		if _, err := r.Drain(s.Context(), "note", ""); !errors.Is(err, context.DeadlineExceeded) {
			s.Errorf("a job that takes too long ends with %v", err)
		}
		s.stands(r.Queue, "1 waiting, 0 running, 0 dead")
	})
}

func TestRunnerLeavesWhatItDoesNotKnow(t *testing.T) {
	engines(t, func(s *shop) {
		old, fresh := s.runner("old", s.noting), s.runner("new", s.noting)
		old.Kinds[0].Name = "something else"
		s.ask("a", "x", time.Time{})
		s.drain(old)
		if n := s.drain(fresh); n != 0 {
			s.Error("it was not put off")
		}
		s.pass(time.Minute)
		s.drain(fresh)
		s.saw("a x")
	})
}

func TestSchedules(t *testing.T) {
	engines(t, func(s *shop) {
		fails := false
		plan := []jobs.Schedule{{Name: "hourly", Next: jobs.Every(time.Hour), Do: func(context.Context) error {
			s.see(s.now().Format("15:04"))
			if fails {
				return errors.New("no luck")
			}
			return nil
		}}}
		one, other := s.runner("one", s.noting), s.runner("other", s.noting)
		one.Schedules, other.Schedules = plan, plan
		turn := func(d time.Duration) {
			s.pass(d)
			for _, r := range []*jobs.Runner{one, other} {
				_, _ = r.Drain(s.Context(), "", "")
			}
		}
		turn(0)
		s.saw("04:00") // at the first start, and by one process only
		turn(59 * time.Minute)
		s.saw()
		turn(time.Minute)
		s.saw("05:00")
		turn(150 * time.Minute)
		s.saw("07:30") // what was missed is not made good
		turn(30 * time.Minute)
		s.saw("08:00")
		fails = true
		turn(time.Hour)
		turn(time.Minute)
		s.saw("09:00", "09:01") // a failure does not wait for the next hour
		fails = false
		turn(time.Minute)
		turn(50 * time.Minute)
		turn(8 * time.Minute)
		s.saw("09:02", "10:00")
		turn(-2 * time.Hour)
		s.saw()
		turn(time.Hour)
		s.saw("09:00") // a clock that was set back does not stop it
	})
}

func TestEvery(t *testing.T) {
	for _, one := range []struct {
		name       string
		next       func(time.Time) time.Time
		from, want string
	}{
		{"every hour, in the middle of one", jobs.Every(time.Hour), "2026-11-24T04:10:00Z", "2026-11-24T05:00:00Z"},
		{"every hour, on the hour", jobs.Every(time.Hour), "2026-11-24T04:00:00Z", "2026-11-24T05:00:00Z"},
	} {
		t.Run(one.name, func(t *testing.T) {
			from, err := time.Parse(time.RFC3339, one.from)
			if err != nil {
				t.Fatal(err)
			}
			if got := one.next(from).UTC().Format(time.RFC3339); got != one.want {
				t.Errorf("%s, want %s", got, one.want)
			}
		})
	}
}

func TestQueueRule(t *testing.T) {
	engines(t, func(s *shop) {
		q := s.runner("one", nil).Queue
		die := func(key string) string {
			s.ask(key, "x", time.Time{})
			s.ok(s.db.InTx(s.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, `UPDATE jobs SET status = 'dead', failures = 10, fault = 'no luck' WHERE key = $1`, key)
				return err
			}))
			dead, err := q.List(s.Context(), jobs.Dead, jobs.Place{}, 10)
			s.ok(err)
			i := slices.IndexFunc(dead, func(e jobs.Entry) bool { return e.Key == key })
			return dead[i].ID
		}
		rule := func(what, job string) error {
			return q.Rule(s.Context(), jobs.Ruling{What: what, Job: job, Person: "p1", Name: "করিম"})
		}
		a, b, c := die("a"), die("b"), die("c")
		s.ok(rule(jobs.Retried, a))
		s.ok(rule(jobs.Discarded, b))
		s.stands(q, "1 waiting, 0 running, 1 dead")
		for name, err := range map[string]error{"retried": rule(jobs.Retried, a), "discarded": rule(jobs.Discarded, a)} {
			if fault.KindOf(err) != fault.Conflict {
				s.Errorf("a job that is alive was %s: %v", name, err)
			}
		}
		if err := rule(jobs.Retried, b); fault.KindOf(err) != fault.NotFound {
			s.Errorf("a job that is gone was retried: %v", err)
		}
		s.ask("c", "anew", time.Time{})
		if err := rule(jobs.Retried, c); fault.KindOf(err) != fault.Conflict {
			s.Errorf("there would be two of one key: %v", err)
		}
		s.ok(rule(jobs.Discarded, c))
		rulings, err := q.Rulings(s.Context(), 10)
		s.ok(err)
		var told []string
		for _, one := range rulings {
			told = append(told, one.What+" "+one.Key+" by "+one.Name+": "+one.Fault)
		}
		slices.Sort(told)
		if got := strings.Join(told, "; "); got != "discarded b by করিম: no luck; discarded c by করিম: no luck; retried a by করিম: no luck" {
			s.Error(got)
		}
	})
}

func TestQueueList(t *testing.T) {
	engines(t, func(s *shop) {
		q := s.runner("one", nil).Queue
		for n := range 7 {
			s.ask(fmt.Sprint(n), "x", s.now().Add(time.Duration(n/2)*time.Minute))
		}
		var keys []string
		for after, pages := (jobs.Place{}), 0; ; pages++ {
			page, err := q.List(s.Context(), jobs.Waiting, after, 3)
			s.ok(err)
			if len(page) == 0 {
				break
			}
			for _, e := range page {
				keys = append(keys, e.Key)
			}
			last := page[len(page)-1]
			after = jobs.Place{Due: last.Due, ID: last.ID}
		}
		if len(keys) != 7 || len(slices.Compact(slices.Sorted(slices.Values(keys)))) != 7 {
			s.Errorf("pages show %v", keys)
		}
		s.pass(10 * time.Minute)
		if behind, err := q.Behind(s.Context()); err != nil || behind != 10*time.Minute {
			s.Errorf("behind by %v, %v", behind, err)
		}
	})
}
