package caseworkdb_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/fault"
)

func TestStoreFilters(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		filter := func(id, name string) casework.Filter {
			return casework.Filter{Office: "rupsha", Person: "tasnim", ID: id, Name: name, Created: now.UTC().Add(time.Duration(len(id)) * time.Second)}
		}
		whole := filter("bb", "ফোনে আসা, দেরি")
		whole.Mine = true
		whole.Query = casework.Query{View: casework.Overdue, Search: "প্রিন্টার", Service: "citizen-2", Post: "head", Channel: charter.Phone,
			From: hour(15, 0).UTC(), Until: hour(16, 0).UTC(), Stage: 2}
		for _, f := range []casework.Filter{whole, filter("a", "সব")} {
			if err := store.SaveFilter(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		t.Run("come back as they were saved, the oldest first", func(t *testing.T) {
			got, err := store.Filters(t.Context(), "rupsha", "tasnim")
			if err != nil || len(got) != 2 || got[0].ID != "a" || !reflect.DeepEqual(got[1], whole) {
				t.Errorf("%+v, %v", got, err)
			}
		})
		t.Run("belong to one person in one office", func(t *testing.T) {
			for _, who := range [][2]string{{"rupsha", "matiur"}, {"dighalia", "tasnim"}} {
				if got, err := store.Filters(t.Context(), who[0], who[1]); err != nil || len(got) != 0 {
					t.Errorf("%v: %v, %v", who, got, err)
				}
				refused(t, store.DropFilter(t.Context(), who[0], who[1], "a"), fault.NotFound, "casework.filter.missing")
			}
		})
		t.Run("whose reader may see less hold nobody's posts and seals", func(t *testing.T) {
			f := filter("c", "গোপন")
			f.Query = casework.Query{Office: "rupsha", Marks: casework.Marks{Posts: []string{"head"}, Sealed: []string{"head"}}, Vacant: []string{"x"}, After: "a|1", Limit: 7}
			if err := store.SaveFilter(t.Context(), f); err != nil {
				t.Fatal(err)
			}
			got, err := store.Filters(t.Context(), "rupsha", "tasnim")
			if err != nil || !reflect.DeepEqual(got[1].Query, casework.Query{}) {
				t.Errorf("%+v, %v", got, err)
			}
		})
		t.Run("have names of their own", func(t *testing.T) {
			refused(t, store.SaveFilter(t.Context(), filter("d", "সব")), fault.Conflict, "casework.filter.known")
		})
		t.Run("are at most thirty", func(t *testing.T) {
			for i := range casework.FilterLimit - 3 {
				if err := store.SaveFilter(t.Context(), filter(fmt.Sprint("n", i), fmt.Sprint("তালিকা ", i))); err != nil {
					t.Fatal(err)
				}
			}
			refused(t, store.SaveFilter(t.Context(), filter("z", "একটি বেশি")), fault.Conflict, "casework.filter.many")
			if err := store.DropFilter(t.Context(), "rupsha", "tasnim", "a"); err != nil {
				t.Fatal(err)
			}
			if err := store.SaveFilter(t.Context(), filter("z", "একটি বেশি")); err != nil {
				t.Errorf("after one was deleted: %v", err)
			}
		})
	})
}
