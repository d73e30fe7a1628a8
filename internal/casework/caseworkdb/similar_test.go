package caseworkdb_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
)

func TestStoreSimilar(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		at := func(n int, days int, change func(*casework.Receipt)) casework.Case {
			r := receipt(n)
			r.Application.Name, r.Application.Mobile = fmt.Sprintf("কেউ %d", n), fmt.Sprintf("+88017000000%02d", n)
			r.Application.Need = fmt.Sprintf("অন্য কথা %d", n)
			change(&r)
			return submit(t, store, r, stamp(n, now.AddDate(0, 0, -days)))
		}
		same := func(r *casework.Receipt) {
			r.Application.Name, r.Application.Mobile, r.Application.Need = "শাহানা পারভীন", "+8801712345678", "সরকারী প্রিন্টার থেকে ছাপা বের হচ্ছে না"
		}
		mine := at(1, 0, same)
		words := at(2, 3, func(r *casework.Receipt) {
			r.Application.Need = "সরকারি প্রিন্টার থেকে ছাপা বের হয় না"
		})
		name := at(3, 2, func(r *casework.Receipt) { r.Application.Name = "সাহানা পারভিন" })
		phone := at(4, 4, func(r *casework.Receipt) { r.Application.Mobile = "+8801712345678" })
		twin := at(5, 5, same)
		oldOpen := at(6, 90, same)
		oldClosed := at(7, 90, same)
		at(8, 1, func(r *casework.Receipt) { same(r); r.Service.Key = "citizen-3" })
		at(9, 1, func(r *casework.Receipt) {})
		at(10, 1, func(r *casework.Receipt) { r.Application.Need = "প্রিন্টার" })
		merged, sealed := at(11, 1, same), at(12, 1, same)
		set(t, store, merged.Number, "merged = '"+mine.Number+"'")
		set(t, store, sealed.Number, "sealed = TRUE")
		change, err := oldClosed.Close(casework.End{Outcome: casework.Delivered, Sentence: "হয়েছে"}, stamp(70, now.AddDate(0, 0, -80)))
		if err == nil {
			err = store.Apply(t.Context(), change)
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := store.Similar(t.Context(), "rupsha", mine)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{twin.Number, oldOpen.Number, phone.Number, name.Number, words.Number}
		if !slices.Equal(numbersOf(got), want) {
			t.Errorf("similar are %v, want %v", numbersOf(got), want)
		}
		if got, err := store.Similar(t.Context(), "dighalia", mine); err != nil || len(got) != 0 {
			t.Errorf("another office's are %v, %v", numbersOf(got), err)
		}
		t.Run("a case that nobody has entered yet is compared, too", func(t *testing.T) {
			fresh := mine
			fresh.Number, fresh.Received = "", now.Add(time.Hour)
			if got, err := store.Similar(t.Context(), "rupsha", fresh); err != nil || len(got) != casework.UsualLikeness.Most || got[0].Number != mine.Number {
				t.Errorf("%v, %v", numbersOf(got), err)
			}
		})
	})
}
