package caseworkdb_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/document"
)

func TestDeskActOncePerKey(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		c := submit(t, store, receipt(1), stamp(1, now))
		at := casework.Target{Office: "rupsha", Number: c.Number, Actor: casework.Applicant, Key: fmt.Sprintf("%032x", 7)}
		note := func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.HandIn("কাগজ", []document.Evidence{paperOf(c, s)}, s)
		}
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				if _, err := deskAt(store, now.Add(time.Minute)).Act(t.Context(), at, note); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		acts, err := store.Timeline(t.Context(), "rupsha", c.Number)
		if err != nil || len(acts) != 2 {
			t.Fatalf("six posts of one form at once make %d acts, %v", len(acts)-1, err)
		}
		if err := store.DropKeys(t.Context(), now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if acted, err := store.Acted(t.Context(), "rupsha", c.Number, at.Key); err != nil || acted {
			t.Errorf("an old key is still known: %v, %v", acted, err)
		}
	})
}

func paperOf(c casework.Case, s casework.Stamp) document.Evidence {
	return document.Evidence{Office: c.Office, ID: s.Salt, Case: c.Number, Name: "কাগজ.txt", Type: "text/plain", Hash: s.Salt + s.Salt, Size: 1, State: document.Came, At: s.Now}
}

func TestStoreDropFiles(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		r := receipt(1)
		r.Kind.ID = "cyber"
		held := submit(t, store, r, stamp(1, now))
		r = receipt(2)
		other := submit(t, store, r, stamp(2, now))
		var hash string
		for _, c := range []casework.Case{held, other} {
			at := casework.Target{Office: "rupsha", Number: c.Number, Actor: actor}
			for _, act := range []func(casework.Case, casework.Stamp) (casework.Change, error){
				func(c casework.Case, s casework.Stamp) (casework.Change, error) {
					e := paperOf(c, s)
					if c.Number == held.Number {
						hash = e.Hash
					}
					return c.HandIn("কাগজ", []document.Evidence{e}, s)
				},
				func(c casework.Case, s casework.Stamp) (casework.Change, error) {
					return c.Close(casework.End{Outcome: casework.Delivered, Sentence: "হয়েছে"}, s)
				},
			} {
				if _, err := deskAt(store, now.Add(time.Minute)).Act(t.Context(), at, act); err != nil {
					t.Fatal(err)
				}
			}
		}
		if dropped, err := store.DropFiles(t.Context(), "cyber", now); err != nil || len(dropped) != 0 {
			t.Errorf("before its time %v is dropped, %v", dropped, err)
		}
		if holds, err := store.Holds(t.Context(), hash); err != nil || !holds {
			t.Errorf("a file of a case is held by nobody: %v", err)
		}
		dropped, err := store.DropFiles(t.Context(), "cyber", now.Add(time.Hour))
		if err != nil || len(dropped) != 1 || dropped[0] != hash {
			t.Fatalf("dropped %v, want %s, %v", dropped, hash, err)
		}
		if holds, err := store.Holds(t.Context(), hash); err != nil || holds {
			t.Errorf("a dropped file is still held: %v", err)
		}
		if list, err := store.Evidence(t.Context(), "rupsha", held.Number); err != nil || list[0].State != document.Deleted || list[0].Hash != hash {
			t.Errorf("its line: %+v, %v", list, err)
		}
		if list, err := store.Evidence(t.Context(), "rupsha", other.Number); err != nil || list[0].State != document.Came {
			t.Errorf("the file of another kind: %+v, %v", list, err)
		}
	})
}

func TestStoreDraftFiles(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		d := casework.Draft{Office: "rupsha", ID: "d1", Created: now, Changed: now, Revision: 1, Evidence: []document.Evidence{{Hash: "abc"}}}
		if err := store.SaveDraft(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		if files, err := store.DraftFiles(t.Context()); err != nil || !files["abc"] || len(files) != 1 {
			t.Errorf("%v, %v", files, err)
		}
	})
}
