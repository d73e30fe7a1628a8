package caseworkdb_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/sqldb"
)

// looking returns the numbers of all cases of the office that a search finds.
func looking(t *testing.T, store caseworkdb.Store, words string) []string {
	t.Helper()
	marks := casework.MarksAt(calendar, now, nil)
	return numbersOf(walk(t, store, casework.Query{Office: "rupsha", View: casework.Every, Marks: marks, Search: words, Limit: 50}))
}

func TestStoreSearchFindsBy(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		r := receipt(1)
		r.Application = casework.Application{
			For: casework.Institution, Name: "শাহানা পারভীন", Mobile: "+8801712345678", Union: "নৈহাটি", Mail: "shahana@school.example",
			Body: "নৈহাটি মাধ্যমিক বিদ্যালয়", EIIN: "117042", Memo: "ন.মা.বি/২০২৬/৪১", Hear: casework.BySMS, Lang: "bn",
			Need: "সরকারী ই-মেইল খুলতে পারছি না, HP প্রিন্টারও নষ্ট",
		}
		submit(t, store, r, stamp(1, now))
		other := receipt(2)
		other.Application.Mobile, other.Application.Need = "+8801911223344", "ইন্টারনেট ধীর"
		submit(t, store, other, stamp(2, now))
		number := tracking(1)
		for what, words := range map[string]string{
			"the whole number": number, "the number in groups": number[:3] + " " + number[3:7] + " " + number[7:], "its first digits": number[:9] + number[9:10],
			"its last four digits": number[7:], "digits from its middle": number[5:10], "Bangla digits": "০১৭১২-৩৪৫৬৭৮",
			"a mobile with the country code": "+880 1712 345678", "the last digits of the mobile": "৫৬৭৮", "a slip in the name": "সাহানা পারভিন",
			"the beginning of a name": "শাহা", "the name in Latin letters": "Shahana Parvin", "half of it": "shaha", "both scripts": "shahana পারভীন",
			"the union": "নৈহাটী", "the union in Latin letters": "noihati", "the institution": "বিদ্যালয়", "without its last dot": "বিদ্যালয",
			"a word of the need": "প্রিন্টার", "that word in Latin letters": "printer", "an English word as it stands": "hp", "one word that was written as two": "ইমেইল",
			"as it was written": "ই-মেইল", "in Latin letters": "email", "and with its hyphen": "e-mail", "the mail address": "shahana@school.example", "the EIIN": "১১৭০৪২",
			"the memo number": "২০২৬/৪১", "the words' other spelling": "সরকারি শাহানা", "words in any order": "পারভীন শাহানা", "a joiner within": "প্রিন্\u200dটার",
			"a name that only sounds like it": "শোহানা",
		} {
			t.Run("found by "+what, func(t *testing.T) {
				if got := looking(t, store, words); !slices.Equal(got, []string{number}) {
					t.Errorf("%q finds %v", words, got)
				}
			})
		}
		for what, words := range map[string]string{
			"a word that is not there": "মাছ", "one word of two": "শাহানা মাছ", "a sign of the pattern language": "শাহানা%মাছ", "an underscore": "মা_ছ",
			"words of the index language": `শাহানা" OR "মাছ`, "its bare words": "শাহানা NOT মাছ", "a quotation mark": `'মাছ' | 'শাহানা`, "three digits of the middle": number[4:6] + "99",
		} {
			t.Run("not found by "+what, func(t *testing.T) {
				if got := looking(t, store, words); len(got) != 0 {
					t.Errorf("%q finds %v", words, got)
				}
			})
		}
		t.Run("signs alone are no search: all is listed", func(t *testing.T) {
			if got := looking(t, store, ` "*' `); len(got) != 2 {
				t.Errorf("%v", got)
			}
		})
	})
}

func TestStoreSearchFollowsTheCase(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		c := submit(t, store, receipt(1), stamp(1, now))
		t.Run("what was replied finds it too", func(t *testing.T) {
			if got := looking(t, store, "টোনার"); len(got) != 0 {
				t.Fatalf("already found: %v", got)
			}
			change, err := c.Reply("নতুন টোনার লাগবে", stamp(2, now))
			if err == nil {
				err = store.Apply(t.Context(), change)
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, words := range []string{"টোনার", "toner", "নতুন প্রিন্টার"} {
				if got := looking(t, store, words); !slices.Equal(got, []string{c.Number}) {
					t.Errorf("%q finds %v", words, got)
				}
			}
		})
		t.Run("another office finds nothing", func(t *testing.T) {
			marks := casework.MarksAt(calendar, now, nil)
			if got := walk(t, store, casework.Query{Office: "rupsh", View: casework.Every, Marks: marks, Search: "টোনার", Limit: 5}); len(got) != 0 {
				t.Errorf("%v", numbersOf(got))
			}
		})
		t.Run("a sealed case is found by those who may see it alone", func(t *testing.T) {
			set(t, store, c.Number, "sealed = TRUE")
			if got := looking(t, store, "টোনার"); len(got) != 0 {
				t.Errorf("%v", got)
			}
			marks := casework.MarksAt(calendar, now, nil)
			marks.Sealed = []string{"head"}
			if got := walk(t, store, casework.Query{Office: "rupsha", View: casework.Every, Marks: marks, Search: "টোনার", Limit: 5}); len(got) != 1 {
				t.Errorf("%v", numbersOf(got))
			}
		})
		t.Run("a row that is moved or deleted by hand is found where it is", func(t *testing.T) {
			moved := submit(t, store, receipt(4), stamp(4, now))
			set(t, store, moved.Number, "office = 'dighalia'")
			q := casework.Query{Office: "dighalia", View: casework.Every, Marks: casework.MarksAt(calendar, now, nil), Search: "পরামর্শ", Limit: 5}
			if got := numbersOf(walk(t, store, q)); !slices.Equal(got, []string{moved.Number}) || len(looking(t, store, moved.Number)) != 0 {
				t.Errorf("the new office finds %v", got)
			}
			err := store.DB.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, "DELETE FROM cases WHERE number = $1", moved.Number)
				return err
			})
			if got := walk(t, store, q); err != nil || len(got) != 0 {
				t.Errorf("a deleted case is found: %v, %v", numbersOf(got), err)
			}
		})
		t.Run("a word longer than any other is taken and found", func(t *testing.T) {
			r := receipt(3)
			r.Application.Need = strings.Repeat("ক্ষমতা", 160)
			long := submit(t, store, r, stamp(3, now))
			if got := looking(t, store, strings.Repeat("ক্ষমতা", 160)); !slices.Equal(got, []string{long.Number}) {
				t.Errorf("%v", got)
			}
		})
	})
}

func TestStoreSearchForAWordThatMostHave(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		crowd(t, store, 260) // more than are read by the index
		for _, view := range []casework.View{casework.All, casework.Every, casework.Done} {
			q := casework.Query{Office: "rupsha", View: view, Marks: casework.MarksAt(calendar, now, nil), Limit: 30}
			want := numbersOf(walk(t, store, q))
			for _, q.Search = range []string{"প্রিন্টার", "printer", "সরকারি চলছে"} {
				if got := numbersOf(walk(t, store, q)); !slices.Equal(got, want) {
					t.Errorf("%s: %q finds %d of %d", view, q.Search, len(got), len(want))
				}
			}
		}
		if got := looking(t, store, "প্রিন্টার মতিউর"); len(got) != 37 {
			t.Errorf("a rare word beside a common one finds %d of 37: %v", len(got), fmt.Sprint(got))
		}
	})
}
