package caseworkdb_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/workday"
)

func TestStoreRaised(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		for i := range 6 {
			submit(t, store, receipt(i+1), stamp(i+1, now))
		}
		for i, stage := range []int{0, 1, 2, 4, 3} {
			set(t, store, tracking(i+1), fmt.Sprintf("stage = %d", stage))
		}
		set(t, store, tracking(6), "stage = 5, sealed = TRUE")
		set(t, store, tracking(5), "status = 'closed'")
		got, err := store.Raised(t.Context(), []string{"khulna", "rupsha"}, 10)
		if want := []string{tracking(4), tracking(3)}; err != nil || !slices.Equal(numbersOf(got), want) {
			t.Errorf("got %v, want %v, the highest first without the closed, the quiet and the sealed; %v", numbersOf(got), want, err)
		}
		if got, err := store.Raised(t.Context(), []string{"khulna"}, 10); err != nil || len(got) != 0 {
			t.Errorf("another office's cases: %v, %v", numbersOf(got), err)
		}
		if got, err := store.Raised(t.Context(), nil, 10); err != nil || len(got) != 0 {
			t.Errorf("of no office: %v, %v", numbersOf(got), err)
		}
	})
}

func TestStoreGiven(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		c := submit(t, store, receipt(1), stamp(1, now))
		giver := casework.Actor{Post: "khulna/head", Person: "karim", Name: "রেজাউল করিম"}
		at := func(minutes int, who casework.Actor) (casework.Desk, casework.Target) {
			return deskAt(store, now.Add(time.Duration(minutes)*time.Minute)), casework.Target{Office: "rupsha", Number: c.Number, Actor: who}
		}
		for i, words := range []string{"আজই যান", "ফল জানান"} {
			desk, target := at(i+1, giver)
			if _, err := desk.Act(t.Context(), target, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Instruct(words, workday.Date{Year: 2026, Month: 11, Day: 29}, s)
			}); err != nil {
				t.Fatal(err)
			}
		}
		desk, target := at(5, actor)
		if _, err := desk.Act(t.Context(), target, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Obey(c.Orders[0].ID, "গিয়েছি", casework.Contact{}, s)
		}); err != nil {
			t.Fatal(err)
		}
		got, err := store.Given(t.Context(), "karim", 10)
		if err != nil || len(got) != 2 || got[0].Text != "ফল জানান" || got[1].Answer != "গিয়েছি" || got[1].Number != c.Number || !got[0].Answered.IsZero() {
			t.Errorf("the latest first, with its answer: %+v, %v", got, err)
		}
		if got, err := store.Given(t.Context(), "tasnim", 10); err != nil || len(got) != 0 {
			t.Errorf("somebody else's: %+v, %v", got, err)
		}
	})
}
