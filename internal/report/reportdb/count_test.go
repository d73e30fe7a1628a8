package reportdb_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/register"
	"dorgora/internal/register/registerdb"
	"dorgora/internal/report"
	"dorgora/internal/report/reportdb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

var calendar = workday.Bangladesh("khulna")

// clerk receives and ends cases.
type clerk struct {
	*testing.T
	cases caseworkdb.Store
	store reportdb.Store
	now   time.Time
	n     int
}

func (k *clerk) stamp() casework.Stamp {
	k.n++
	return casework.Stamp{
		Actor: casework.Actor{Post: "head", Person: "tasnim"}, Now: k.now.UTC().Truncate(time.Second), Salt: fmt.Sprintf("%032x", k.n),
		Book: casework.Handbook{Calendar: calendar, Rules: casework.RulesFor(nil, "", workday.Date{Year: 2026, Month: time.October, Day: 1})},
	}
}

// take receives a case on a day of October or November 2026 at ten.
func (k *clerk) take(month time.Month, day int, service, union string, channel charter.Channel) string {
	k.Helper()
	k.at(month, day)
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], uint64(k.n+1))
	change, err := casework.Receive(casework.Receipt{
		Office: "rupsha", Number: number.Tracking(raw), Service: casework.ServiceRef{Key: service, Version: 1, Name: "সেবা " + service},
		Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 3}, Channel: channel, Post: "head",
		Application: casework.Application{For: casework.Self, Name: "আবেদনকারী", Mobile: "01712345678", Need: "প্রিন্টার চলছে না", Hear: casework.BySMS, Lang: "bn", Union: union},
	}, k.stamp())
	check(k.T, err)
	got, err := k.cases.Submit(k.Context(), casework.Key{Value: fmt.Sprintf("key-%032x", k.n), Content: "c"}, change)
	check(k.T, err)
	return got
}

func (k *clerk) at(month time.Month, day int) {
	k.now = time.Date(2026, month, day, 10, 0, 0, 0, workday.Dhaka)
}

func (k *clerk) act(number string, decide func(casework.Case, casework.Stamp) (casework.Change, error)) {
	k.Helper()
	c, err := k.cases.Case(k.Context(), "rupsha", number)
	check(k.T, err)
	before := c
	change, err := decide(c, k.stamp())
	check(k.T, err)
	change.Before = &before
	check(k.T, k.cases.Apply(k.Context(), change))
}

func (k *clerk) end(number string, outcome casework.Outcome) {
	k.Helper()
	k.act(number, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Close(casework.End{Outcome: outcome, Sentence: "কাজটি হয়েছে"}, s)
	})
}

func (k *clerk) reopen(number string) {
	k.Helper()
	k.act(number, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Reopen("কাজ হয়নি", s)
	})
}

func newClerk(t *testing.T, db *sqldb.DB) *clerk {
	return &clerk{T: t, cases: caseworkdb.Store{DB: db}, store: reportdb.Store{DB: db}}
}

func (k *clerk) counts(q report.Query) report.Count {
	k.Helper()
	q.Office = "rupsha"
	count, err := k.store.Count(k.Context(), q)
	check(k.T, err)
	return count
}

func TestStoreCountsWhatAClerkCanRecount(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		k := newClerk(t, db)
		old := k.take(time.October, 29, "citizen-1", "নৈহাটি", charter.Web) // a Thursday, due on Tuesday
		prompt := k.take(time.November, 2, "citizen-1", "নৈহাটী", charter.SMS)
		k.take(time.November, 3, "citizen-2", "", charter.Web) // stays open, due on the 8th
		k.at(time.November, 4)
		k.end(prompt, casework.Delivered) // two days later
		k.at(time.November, 9)
		k.end(old, casework.Delivered) // late
		refused := k.take(time.November, 10, "citizen-2", "আইচগাতী", charter.Phone)
		k.end(refused, casework.Refused)
		k.at(time.November, 24)
		november := report.PeriodAt(report.Month, on(time.November, 1))
		for _, row := range []struct {
			query   string
			service string
			want    int
		}{
			{"cases.received", "", 3}, {"cases.received", "citizen-2", 2}, {"turns.served", "", 2}, {"turns.in_time", "", 1}, {"turns.late", "", 1},
			{"turns.refused", "", 1}, {"turns.withdrawn", "", 0}, {"cases.open", "", 1}, {"cases.overdue", "", 1}, {"cases.overdue", "citizen-1", 0},
			{"turns.median_days", "", 7}, {"turns.median_days", "citizen-1", 7}, {"turns.p90_days", "", 7}, {"turns.reopened", "", 0},
		} {
			t.Run(row.query+" "+row.service, func(t *testing.T) {
				q := report.Query{Name: row.query, Period: november, Service: row.service, AsOf: k.now}
				if got := k.counts(q); got.Number != row.want || got.None {
					t.Errorf("%+v, want %d", got, row.want)
				}
			})
		}
		t.Run("the old month is what it was, though the case ended since", func(t *testing.T) {
			q := report.Query{Name: "cases.open", Period: november.Before(), AsOf: k.now}
			if got := k.counts(q); got.Number != 1 {
				t.Errorf("%d open at the end of October", got.Number)
			}
			q.Name = "cases.overdue"
			if got := k.counts(q); got.Number != 0 {
				t.Errorf("%d overdue at the end of October", got.Number)
			}
		})
		t.Run("split by union, spellings of one union are one", func(t *testing.T) {
			got := k.counts(report.Query{Name: "cases.received", Period: report.Period{From: on(time.October, 1), To: on(time.November, 30)}, By: report.ByUnion, AsOf: k.now})
			if len(got.Cells) != 3 || got.Cells[0].Number != 2 || got.Number != 4 {
				t.Errorf("%+v", got)
			}
		})
		t.Run("split by channel and by service the parts are the whole", func(t *testing.T) {
			for by, parts := range map[report.Split]int{report.ByChannel: 3, report.ByService: 2} {
				got := k.counts(report.Query{Name: "cases.received", Period: november, By: by, AsOf: k.now})
				sum := 0
				for _, cell := range got.Cells {
					sum += cell.Number
				}
				if len(got.Cells) != parts || sum != got.Number {
					t.Errorf("by %s: %+v", by, got)
				}
			}
		})
		t.Run("no days are counted from nothing", func(t *testing.T) {
			if got := k.counts(report.Query{Name: "turns.median_days", Period: november.After(), AsOf: k.now}); !got.None {
				t.Errorf("%+v", got)
			}
		})
		t.Run("the list behind a figure is as long as the figure, in order", func(t *testing.T) {
			list, err := k.store.List(t.Context(), report.Query{Office: "rupsha", Name: "turns.served", Period: november, AsOf: k.now}, 9)
			if err != nil || len(list) != 2 || list[0].Number != prompt || list[1].Number != old {
				t.Errorf("%v, %v", list, err)
			}
		})
		_, err := k.store.Count(t.Context(), report.Query{Office: "rupsha", Name: "cases.cows", Period: november, AsOf: k.now})
		isKind(t, err, fault.NotFound, "report.figure.unknown")
	})
}

// TestStoreCountsAsTheRegisterDoes holds every figure that both know against the
// monthly register, over cases that live by chance.
func TestStoreCountsAsTheRegisterDoes(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		k, r := newClerk(t, db), rand.New(rand.NewPCG(4, 25))
		for range 30 {
			n := k.take(time.October, 1+r.IntN(31), []string{"citizen-1", "citizen-2"}[r.IntN(2)], "", charter.Web)
			for range r.IntN(4) {
				k.now = k.now.Add(time.Duration(r.IntN(200)) * time.Hour)
				c, err := k.cases.Case(t.Context(), "rupsha", n)
				check(t, err)
				switch {
				case !c.Ended():
					k.end(n, []casework.Outcome{casework.Delivered, casework.Advised, casework.Refused}[r.IntN(3)])
				case c.Served() && c.Reopened == 0 && k.now.Sub(c.Closed) < 100*time.Hour:
					k.reopen(n)
				}
			}
		}
		now := time.Date(2026, time.December, 20, 10, 0, 0, 0, workday.Dhaka)
		names := map[register.Figure]string{
			register.Received: "cases.received", register.Reopened: "turns.reopened", register.InTime: "turns.in_time", register.Late: "turns.late",
			register.Refused: "turns.refused", register.Pending: "cases.open", register.Overdue: "cases.overdue",
		}
		for _, month := range []register.Month{{Year: 2026, Number: time.October}, {Year: 2026, Number: time.November}, {Year: 2026, Number: time.December}} {
			turns, err := registerdb.Store{DB: db}.Turns(t.Context(), "rupsha", month)
			check(t, err)
			sheet := register.Count(turns, register.Period{Month: month, Now: now}, calendar)
			for figure, query := range names {
				got := k.counts(report.Query{Name: query, Period: report.PeriodAt(report.Month, month.First()), AsOf: now})
				if want := sheet.Total.Count[figure]; got.Number != want {
					t.Errorf("%s of %s: %d, the register says %d", query, month, got.Number, want)
				}
			}
		}
	})
}
