package registerdb_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/number"
	"dorgora/internal/register"
	"dorgora/internal/register/registerdb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

var (
	calendar = workday.Bangladesh("khulna")
	actor    = casework.Actor{Post: "head", Person: "tasnim", Name: "তাসনিম আরা"}
	rules    = casework.RulesFor(nil, "", workday.Date{Year: 2026, Month: time.October, Day: 1})
	start    = time.Date(2026, time.October, 5, 9, 0, 0, 0, workday.Dhaka)
)

// clerk keeps a paper register beside the program: what happened, as a person would
// write it down.
type clerk struct {
	t      *testing.T
	cases  caseworkdb.Store
	store  registerdb.Store
	now    time.Time
	salt   int
	lines  []*line
	latest map[string]*line // by number
}

// line is a line of the paper register: one turn of a case.
type line struct {
	office, number, service string
	began, ended            time.Time
	first                   bool
	outcome                 casework.Outcome
	late, dated             bool
	took                    int
}

func newClerk(t *testing.T, db *sqldb.DB) *clerk {
	return &clerk{t: t, cases: caseworkdb.Store{DB: db}, store: registerdb.Store{DB: db}, now: start, latest: map[string]*line{}}
}

func (k *clerk) stamp() casework.Stamp {
	k.salt++
	return casework.Stamp{
		Actor: actor, Now: k.now.UTC().Truncate(time.Second), Salt: fmt.Sprintf("%032x", k.salt),
		Book: casework.Handbook{Calendar: calendar, Rules: rules},
	}
}

func (k *clerk) check(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// receive takes a case in and returns its number.
func (k *clerk) receive(office, service string, promise workday.Promise) string {
	k.t.Helper()
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], uint64(len(k.latest)+1))
	r := casework.Receipt{
		Office: office, Number: number.Tracking(raw), Service: casework.ServiceRef{Key: service, Version: 1, Name: "সেবা " + service},
		Promise: promise, Channel: charter.Web, Post: "head",
		Application: casework.Application{For: casework.Self, Name: "আবেদনকারী", Mobile: "01712345678", Need: "প্রিন্টার চলছে না", Hear: casework.BySMS, Lang: "bn"},
	}
	s := k.stamp()
	change, err := casework.Receive(r, s)
	k.check(err)
	_, err = k.cases.Submit(k.t.Context(), casework.Key{Value: "key-" + s.Salt, Content: "c"}, change)
	k.check(err)
	k.latest[r.Number] = &line{office: office, number: r.Number, service: service, began: s.Now, first: true}
	k.lines = append(k.lines, k.latest[r.Number])
	return r.Number
}

// act does one thing with a case and returns how it stands then.
func (k *clerk) act(number string, decide func(casework.Case, casework.Stamp) (casework.Change, error)) casework.Case {
	k.t.Helper()
	c, err := k.cases.Case(k.t.Context(), k.latest[number].office, number)
	k.check(err)
	before := c
	change, err := decide(c, k.stamp())
	k.check(err)
	change.Before = &before
	k.check(k.cases.Apply(k.t.Context(), change))
	return change.Case
}

func (k *clerk) end(number string, decide func(casework.Case, casework.Stamp) (casework.Change, error)) {
	k.t.Helper()
	c := k.act(number, decide)
	l := k.latest[number]
	l.ended, l.outcome, l.late, l.dated, l.took = c.Closed, c.Outcome, c.Late(k.now), !c.Due.IsZero(), c.Took
}

func (k *clerk) close(number string, outcome casework.Outcome) {
	k.t.Helper()
	k.end(number, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Close(casework.End{Outcome: outcome, Sentence: "কাজটি হয়েছে"}, s)
	})
}

func (k *clerk) withdraw(number string) {
	k.t.Helper()
	k.end(number, func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Withdraw("", s) })
}

func (k *clerk) ask(number string) {
	k.t.Helper()
	k.act(number, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Ask([]string{"ছবি"}, s)
	})
}

func (k *clerk) answer(number string) {
	k.t.Helper()
	k.act(number, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Answer("এই যে", nil, s)
	})
}

func (k *clerk) reopen(number string) {
	k.t.Helper()
	k.act(number, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Reopen("কাজ হয়নি", s)
	})
	before := k.latest[number]
	k.latest[number] = &line{office: before.office, number: number, service: before.service, began: k.now.UTC().Truncate(time.Second)}
	k.lines = append(k.lines, k.latest[number])
}

// undo takes the last act back: an end or an opening again.
func (k *clerk) undo(number string) {
	k.t.Helper()
	at := k.latest[number].office
	before, err := k.cases.Before(k.t.Context(), at, number)
	k.check(err)
	acts, err := k.cases.Timeline(k.t.Context(), at, number)
	k.check(err)
	last := acts[len(acts)-1]
	k.act(number, func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Undo(last, before, s) })
	l := k.latest[number]
	if last.Deed == casework.DeedReopened {
		k.lines = slices.DeleteFunc(k.lines, func(one *line) bool { return one == l })
		for _, one := range k.lines {
			if one.number == number {
				k.latest[number] = one
			}
		}
		return
	}
	l.ended, l.outcome = time.Time{}, ""
}

// tally sums a span of the paper register up.
func (k *clerk) tally(office, service string, in func(time.Time) bool) (register.Tally, register.Days) {
	var t register.Tally
	days := register.Days{}
	for _, l := range k.lines {
		if l.service != service || office != "" && l.office != office {
			continue
		}
		if in(l.began) && l.first {
			t.Received++
		}
		if in(l.began) && !l.first {
			t.Reopened++
		}
		if l.ended.IsZero() || !in(l.ended) {
			continue
		}
		switch served := l.outcome == casework.Delivered || l.outcome == casework.Advised; {
		case served && !l.dated:
			t.Undated++
		case served && l.late:
			t.Late++
		case served:
			t.InTime++
		case l.outcome == casework.Refused:
			t.Refused++
		case l.outcome == casework.Withdrawn:
			t.Withdrawn++
		default:
			t.Otherwise++
		}
		if l.outcome == casework.Delivered || l.outcome == casework.Advised {
			days[l.took]++
		} else if l.late && l.outcome != casework.Withdrawn {
			t.Overran++
		}
	}
	return t, days
}

var (
	clerkOffices  = []string{"rupsha", "dighalia"}
	clerkServices = []string{"citizen-2", "citizen-3"}
	clerkMonths   = []register.Month{{Year: 2026, Number: time.September}, {Year: 2026, Number: time.October}, {Year: 2026, Number: time.November}, {Year: 2026, Number: time.December}}
)

// compare holds the program's register against the paper one.
func (k *clerk) compare() {
	k.t.Helper()
	for _, month := range clerkMonths {
		in := func(at time.Time) bool { return register.MonthOf(at) == month }
		for _, office := range clerkOffices {
			scores, err := k.store.Score(k.t.Context(), office, month.Span())
			k.check(err)
			turns, err := k.store.Turns(k.t.Context(), office, month)
			k.check(err)
			sheet := register.Count(turns, register.Period{Month: month, Now: k.now}, calendar)
			for _, service := range clerkServices {
				want, days := k.tally(office, service, in)
				if got := scores[service]; got.Tally != want || got.Days != days.Spread() {
					k.t.Errorf("%s %s %s: summed up %+v, on paper %+v %v", office, month, service, got, want, days)
				}
				k.compareLine(sheet, service, want)
			}
		}
	}
	year := func(at time.Time) bool { return register.MonthOf(at).FinancialYear() == "FY2026" }
	nation, err := k.store.Nation(k.t.Context(), "FY2026")
	k.check(err)
	for _, service := range clerkServices {
		if want, _ := k.tally("", service, year); nation[service] != want {
			k.t.Errorf("the country, %s: %+v, on paper %+v", service, nation[service], want)
		}
	}
	for _, office := range clerkOffices {
		if drift, err := k.store.Drift(k.t.Context(), office); err != nil || len(drift) > 0 {
			k.t.Errorf("drift in %s: %v, %v", office, drift, err)
		}
	}
	drift, err := k.store.Drift(k.t.Context(), "")
	if err != nil || len(drift) > 0 {
		k.t.Errorf("drift %v, %v", drift, err)
	}
}

// compareLine holds a counted line against the sums of the same month.
func (k *clerk) compareLine(sheet register.Sheet, service string, want register.Tally) {
	k.t.Helper()
	i := slices.IndexFunc(sheet.Lines, func(l register.Line) bool { return l.Service == service })
	count := map[register.Figure]int{}
	if i >= 0 {
		count = sheet.Lines[i].Count
	}
	for _, figure := range register.Figures {
		if counter := want.Counter(figure); counter != nil && count[figure] != *counter {
			k.t.Errorf("%s %s %s: counted %d, on paper %d", sheet.Period.Month, service, figure, count[figure], *counter)
		}
	}
}

// live lets one thing happen, drawn by chance.
func (k *clerk) live(r *rand.Rand) {
	k.now = k.now.Add(time.Duration(r.IntN(40*60)) * time.Minute)
	numbers := slices.Sorted(maps.Keys(k.latest))
	if len(numbers) == 0 || r.IntN(4) == 0 {
		promise := workday.Promise{Kind: workday.InWorkingDays, Count: 1 + r.IntN(5)}
		if r.IntN(4) == 0 {
			promise = workday.Promise{Kind: workday.Unmeasurable}
		}
		k.receive(clerkOffices[r.IntN(2)], clerkServices[r.IntN(2)], promise)
		return
	}
	n := numbers[r.IntN(len(numbers))]
	c, err := k.cases.Case(k.t.Context(), k.latest[n].office, n)
	k.check(err)
	switch {
	case c.Ended() && c.Reopenable(k.stamp().Book, k.now):
		k.reopen(n)
		if r.IntN(2) == 0 {
			k.now = k.now.Add(10 * time.Second)
			k.undo(n)
		}
	case c.Ended():
	case c.Status == casework.Waiting && r.IntN(2) == 0:
		k.answer(n)
	case c.Status != casework.Waiting && r.IntN(3) == 0:
		k.ask(n)
	case r.IntN(6) == 0:
		k.withdraw(n)
	default:
		k.close(n, []casework.Outcome{casework.Delivered, casework.Advised, casework.Refused}[r.IntN(3)])
		if r.IntN(3) == 0 {
			k.now = k.now.Add(10 * time.Second)
			k.undo(n)
		}
	}
}

func TestCountEqualsThePaperRegister(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		k := newClerk(t, db)
		r := rand.New(rand.NewPCG(2026, 11))
		for range 8 {
			for range 30 {
				k.live(r)
			}
			k.compare()
		}
		reopened := slices.ContainsFunc(k.lines, func(l *line) bool { return !l.first && !l.ended.IsZero() })
		if len(k.lines) < 50 || !reopened {
			t.Errorf("the history is too plain: %d lines", len(k.lines))
		}
		t.Run("a rebuilt register is the same", func(t *testing.T) {
			k.check(k.store.Rebuild(t.Context()))
			k.t = t
			k.compare()
		})
	})
}

func TestStoreTurns(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		k := newClerk(t, db)
		days := func(n int) workday.Promise { return workday.Promise{Kind: workday.InWorkingDays, Count: n} }
		k.now = time.Date(2026, time.October, 27, 10, 0, 0, 0, workday.Dhaka) // Tuesday
		waits := k.receive("rupsha", "citizen-2", days(3))
		runs := k.receive("rupsha", "citizen-2", days(2))
		k.now = time.Date(2026, time.October, 29, 12, 0, 0, 0, workday.Dhaka)
		k.ask(waits)
		k.now = time.Date(2026, time.November, 3, 12, 0, 0, 0, workday.Dhaka)
		k.answer(waits)
		k.close(runs, casework.Delivered)
		k.now = time.Date(2026, time.November, 4, 12, 0, 0, 0, workday.Dhaka)
		k.close(waits, casework.Advised)
		october := register.Month{Year: 2026, Number: time.October}
		turns, err := k.store.Turns(t.Context(), "rupsha", october)
		k.check(err)
		sheet := register.Count(turns, register.Period{Month: october, Now: k.now}, calendar)
		want := map[register.Figure]int{register.Received: 2, register.Handled: 2, register.Pending: 2, register.Waiting: 1, register.Overdue: 1}
		for _, figure := range register.Figures {
			if sheet.Total.Count[figure] != want[figure] {
				t.Errorf("October, %s: %d, want %d: what is known later must not change it", figure, sheet.Total.Count[figure], want[figure])
			}
		}
		november := october.Move(1)
		turns, err = k.store.Turns(t.Context(), "rupsha", november)
		k.check(err)
		sheet = register.Count(turns, register.Period{Month: november, Now: k.now}, calendar)
		want = map[register.Figure]int{register.Carried: 2, register.Handled: 2, register.InTime: 1, register.Late: 1}
		for _, figure := range register.Figures {
			if sheet.Total.Count[figure] != want[figure] {
				t.Errorf("November, %s: %d, want %d", figure, sheet.Total.Count[figure], want[figure])
			}
		}
		// the applicant was awaited at the closings of Thursday, Sunday and Monday
		if want := (register.Spread{Cases: 2, Median: 3, P90: 3}); sheet.Total.Applicant != want {
			t.Errorf("the applicants took %+v, want %+v", sheet.Total.Applicant, want)
		}
		if empty, err := k.store.Turns(t.Context(), "dighalia", november); err != nil || len(empty) > 0 {
			t.Errorf("another office has %v, %v", empty, err)
		}
	})
}

func TestStoreDrift(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		k := newClerk(t, db)
		r := rand.New(rand.NewPCG(7, 7))
		for range 40 {
			k.live(r)
		}
		for _, one := range []struct{ name, spoil, mend string }{
			{"a sum", `UPDATE register_figures SET in_time = in_time + 1 WHERE span = 'FY2026'`, ""},
			{"a count of days", `UPDATE register_days SET cases = cases + 1 WHERE span = '2026-10'`, ""},
			{"a row that is gone", `DELETE FROM register_figures WHERE span = '2026-10'`, ""},
			{"a turn that is gone", `DELETE FROM register_turns WHERE again = '' AND place = 1`, ""},
			{"a turn whose number of days is wrong", `UPDATE register_turns SET took = took + 1 WHERE again = ''`, `UPDATE register_turns SET took = took - 1 WHERE again = ''`},
			{"a case whose end is wrong", `UPDATE cases SET took = took + 1 WHERE status = 'closed'`, `UPDATE cases SET took = took - 1 WHERE status = 'closed'`},
		} {
			t.Run(one.name+" is found", func(t *testing.T) {
				if execute(t, db, one.spoil) == 0 {
					t.Fatal("nothing was spoilt")
				}
				if found, err := k.store.Drift(t.Context(), ""); err != nil || len(found) == 0 {
					t.Errorf("found %v, %v", found, err)
				}
				if one.mend != "" {
					execute(t, db, one.mend)
				}
				k.check(k.store.Rebuild(t.Context()))
				if found, err := k.store.Drift(t.Context(), ""); err != nil || len(found) > 0 {
					t.Errorf("after mending %v, %v", found, err)
				}
			})
		}
	})
}

// execute runs a statement behind the program's back.
func execute(t *testing.T, db *sqldb.DB, statement string) (rows int64) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) (err error) {
		rows, err = tx.Exec(ctx, statement)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestStorePast(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		k := newClerk(t, db)
		n := k.receive("rupsha", "citizen-2", workday.Promise{Kind: workday.InWorkingDays, Count: 3})
		refused := k.receive("rupsha", "citizen-2", workday.Promise{Kind: workday.InWorkingDays, Count: 3})
		k.now = start.Add(2 * time.Hour)
		k.act(n, func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Take(s) })
		taken := k.now
		k.now = start.Add(26 * time.Hour)
		k.close(n, casework.Delivered)
		k.close(refused, casework.Refused)
		got, err := k.store.Past(t.Context(), register.PastQuery{Office: "rupsha", Service: "citizen-2", Since: start})
		want := []register.Past{{Received: start.UTC(), Taken: taken.UTC(), Ended: k.now.UTC(), Took: 1}}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
		if later, err := k.store.Past(t.Context(), register.PastQuery{Office: "rupsha", Service: "citizen-2", Since: k.now.Add(time.Second)}); err != nil || len(later) > 0 {
			t.Errorf("got %v, %v", later, err)
		}
		overdue, err := k.store.Overdue(t.Context(), "", k.now.AddDate(0, 1, 0))
		if err != nil || len(overdue) != 0 {
			t.Errorf("overdue %v, %v", overdue, err)
		}
		k.receive("rupsha", "citizen-3", workday.Promise{Kind: workday.InWorkingDays, Count: 1})
		for _, office := range []string{"", "rupsha"} {
			if overdue, err = k.store.Overdue(t.Context(), office, k.now.AddDate(0, 1, 0)); err != nil || overdue["citizen-3"] != 1 {
				t.Errorf("overdue %v, %v", overdue, err)
			}
		}
		if overdue, err = k.store.Overdue(t.Context(), "dighalia", k.now.AddDate(0, 1, 0)); err != nil || len(overdue) != 0 {
			t.Errorf("overdue %v, %v", overdue, err)
		}
	})
}
