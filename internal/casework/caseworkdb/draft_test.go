package caseworkdb_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/workday"
)

func draft() casework.Draft {
	return casework.Draft{Office: "rupsha", ID: strings.Repeat("a", 32), Service: "citizen-2", Typed: map[string]string{"name": "আমিনা"}, Created: now.UTC(), Changed: now.UTC(), Revision: 1}
}

func TestStoreDrafts(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		d := draft()
		for i, name := range []string{"আমিনা", "আমিনা বেগম"} {
			d.Application.Name, d.Revision = name, i+1
			if err := store.SaveDraft(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := store.Draft(t.Context(), "rupsha", d.ID); err != nil || !reflect.DeepEqual(got, d) {
			t.Errorf("draft %+v, %v", got, err)
		}
		_, err := store.Draft(t.Context(), "dighalia", d.ID)
		refused(t, err, fault.NotFound, "casework.draft.expired")
		if err := store.DropDrafts(t.Context(), now.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		_, err = store.Draft(t.Context(), "rupsha", d.ID)
		refused(t, err, fault.NotFound, "casework.draft.expired")
	})
}

func TestStoreDraftInTwoWindows(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		first := draft()
		if err := store.SaveDraft(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		const windows = 8
		results := make([]error, windows)
		var all sync.WaitGroup
		for i := range windows {
			all.Go(func() {
				mine := draft()
				mine.Application.Name, mine.Revision = fmt.Sprint("নাম ", i), 2
				results[i] = store.SaveDraft(context.WithoutCancel(t.Context()), mine)
			})
		}
		all.Wait()
		saved := -1
		for i, err := range results {
			if err == nil && saved < 0 {
				saved = i
				continue
			}
			refused(t, err, fault.Conflict, casework.ChangedMeanwhile)
		}
		got, err := store.Draft(t.Context(), "rupsha", first.ID)
		if err != nil || saved < 0 || got.Application.Name != fmt.Sprint("নাম ", saved) || got.Revision != 2 {
			t.Errorf("kept %q of window %d, %v", got.Application.Name, saved, err)
		}
	})
}

// almanac is an office's calendar.
type almanac struct{ days workday.Calendar }

func (almanac) Chart(context.Context, string) (office.Chart, error) { return office.Chart{}, nil }

func (a almanac) Calendar(context.Context, string) (workday.Calendar, error) { return a.days, nil }

func TestDeskEnterAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		c := submit(t, store, receipt(1), stamp(1, now))
		desk := casework.Desk{Store: store, Guard: store, Codes: casework.Codes{Secret: []byte("secret of these tests")}, Now: func() time.Time { return now }, Random: rand.Reader}
		right, wrong := desk.Codes.Code(c.Number), "000000"
		if right == wrong {
			wrong = "111111"
		}
		const tries = 20
		results := make([]error, tries)
		var all sync.WaitGroup
		for i := range tries {
			all.Go(func() { _, results[i] = desk.Enter(context.WithoutCancel(t.Context()), "rupsha", c.Number, wrong) })
		}
		all.Wait()
		looked := 0
		for _, err := range results {
			switch fault.KindOf(err) {
			case fault.Invalid:
				looked++
			case fault.TooMany:
			default:
				t.Error(err)
			}
		}
		if looked != 4 {
			t.Errorf("of %d wrong codes at once %d were looked at before the fifth locked the case", tries, looked)
		}
		_, err := desk.Enter(t.Context(), "rupsha", c.Number, right)
		refused(t, err, fault.TooMany, "casework.code.locked")
		later := desk
		later.Now = func() time.Time { return now.Add(11 * time.Minute) }
		if pass, err := later.Enter(t.Context(), "rupsha", c.Number, right); err != nil || !later.Codes.Opens(pass, c.Number, later.Now()) {
			t.Errorf("the right code after the lock: %v", err)
		}
		if m, err := store.Misses(t.Context(), "rupsha", c.Number); err != nil || m.Count != 0 {
			t.Errorf("misses %+v, %v", m, err)
		}
	})
}

func TestDeskRecountWhenSomebodyIsQuicker(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		first, second := submit(t, store, receipt(1), stamp(1, now)), submit(t, store, receipt(2), stamp(2, now))
		holiday := calendar.With(workday.Day{Date: workday.Date{Year: 2026, Month: time.November, Day: 25}, Name: "বিশেষ ছুটি", Kind: workday.ExecutiveAdded,
			Confidence: workday.High, Source: "স্মারক ১২", Notified: workday.Date{Year: 2026, Month: time.November, Day: 23}})
		desk := casework.Desk{Store: &interrupted{store, 1}, Offices: almanac{holiday}, Now: func() time.Time { return now }, Random: rand.Reader}
		moved, err := desk.Recount(t.Context(), casework.Recounting{Office: "rupsha", Numbers: []string{first.Number, second.Number}, Reason: "ছুটি", Actor: actor})
		if err != nil || moved != 2 {
			t.Errorf("an officer's note stopped the recount: %d moved, %v", moved, err)
		}
		for _, before := range []casework.Case{first, second} {
			got, err := store.Case(t.Context(), "rupsha", before.Number)
			if want := before.Due.AddDate(0, 0, 3); err != nil || !got.Due.Equal(want) {
				t.Errorf("due %v, want %v, %v", got.Due, want, err)
			}
		}
		if moved, err := desk.Recount(t.Context(), casework.Recounting{Office: "rupsha", Numbers: []string{first.Number}, Reason: "ছুটি", Actor: actor}); err != nil || moved != 0 {
			t.Errorf("the same calendar moved %d again, %v", moved, err)
		}
	})
}
