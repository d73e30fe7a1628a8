package cataloguedb_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/cataloguedb"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

var _ interface {
	catalogue.Versions
	catalogue.Drafts
	catalogue.Printer
} = cataloguedb.Store{}

func noon(day int) time.Time {
	return time.Date(2026, time.November, day, 6, 0, 0, 0, time.UTC)
}

func draftOf(office, id string, names ...string) catalogue.Draft {
	d := catalogue.Draft{Office: office, ID: id, Created: noon(1), Revision: 1, By: "karim",
		Source: catalogue.Source{Name: "চার্টার.txt", Hash: "hash-" + id}, Converted: []catalogue.Conversion{{Before: "‡mev", After: "সেবা"}}}
	for i, name := range names {
		d.Charter.Services = append(d.Charter.Services, charter.Service{
			Group: charter.Citizen, Serial: fmt.Sprint(i + 1), Name: name,
			Cells: map[charter.Meaning]string{charter.Name: name, charter.TimeOf: "৭ দিন"},
			Time:  charter.Time{Kind: charter.Within, Max: 7, Unit: charter.Day},
		})
	}
	return d
}

func engines(t *testing.T, check func(t *testing.T, store cataloguedb.Store)) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) { check(t, cataloguedb.Store{DB: db}) })
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func isKind(t *testing.T, err error, kind fault.Kind, message string) {
	t.Helper()
	var one *fault.Fault
	if !errors.As(err, &one) || one.Kind != kind || one.Message != message {
		t.Errorf("got %v, want %s %s", err, kind, message)
	}
}

// publish keeps the draft and publishes it.
func publish(t *testing.T, store cataloguedb.Store, draft catalogue.Draft, at, effective time.Time) (catalogue.Edition, error) {
	t.Helper()
	ok(t, store.Add(t.Context(), draft))
	press := catalogue.Press{Drafts: store, Printer: store, Now: func() time.Time { return at }}
	return press.Publish(t.Context(), catalogue.Order{Office: draft.Office, Draft: draft.ID, Effective: effective, By: "karim"})
}

func TestStoreDrafts(t *testing.T) {
	engines(t, func(t *testing.T, store cataloguedb.Store) {
		ctx, draft := t.Context(), draftOf("rupsha", "d1", "কৃষি ঋণ", "জন্ম সনদ")
		ok(t, store.Add(ctx, draft))
		ok(t, store.Add(ctx, draftOf("other", "d1", "অন্য সেবা")))
		got, err := store.Draft(ctx, "rupsha", "d1")
		ok(t, err)
		if !reflect.DeepEqual(got, draft) {
			t.Errorf("came back as\n%+v\nnot\n%+v", got, draft)
		}
		changed, err := got.Complete(1, charter.Completion{Group: "citizen", Serial: "1", Field: "time", Value: "3 working_day", Author: "karim", At: noon(2), Reason: "সভা"})
		ok(t, err)
		ok(t, store.Save(ctx, changed))
		isKind(t, store.Save(ctx, changed), fault.Conflict, "catalogue.draft.stale")
		isKind(t, store.Remove(ctx, "rupsha", "d1", 1), fault.Conflict, "catalogue.draft.stale")
		lines, err := store.Open(ctx, "rupsha")
		ok(t, err)
		if len(lines) != 1 || lines[0].Services != 2 || lines[0].Filled != 1 || lines[0].Revision != 2 {
			t.Errorf("lines %+v", lines)
		}
		seen, err := store.Seen(ctx, "rupsha", "hash-d1")
		ok(t, err)
		if seen.Draft != "d1" || seen.Version != 0 {
			t.Errorf("seen %+v", seen)
		}
		ok(t, store.Remove(ctx, "rupsha", "d1", 2))
		_, err = store.Draft(ctx, "rupsha", "d1")
		isKind(t, err, fault.NotFound, "catalogue.draft.missing")
		if _, err := store.Draft(ctx, "other", "d1"); err != nil {
			t.Errorf("another office's draft is gone too: %v", err)
		}
	})
}

func TestStorePublish(t *testing.T) {
	engines(t, func(t *testing.T, store cataloguedb.Store) {
		ctx := t.Context()
		first, err := publish(t, store, draftOf("rupsha", "d1", "কৃষি ঋণ", "জন্ম সনদ"), noon(10), noon(1))
		ok(t, err)
		second, err := publish(t, store, draftOf("rupsha", "d2", "জন্ম সনদ", "জমির পর্চা"), noon(12), noon(20))
		ok(t, err)
		if second.Version.Number != 2 || len(second.Differences) == 0 {
			t.Errorf("version %d with %d differences", second.Version.Number, len(second.Differences))
		}
		for _, one := range []struct {
			says string
			at   time.Time
			want int
		}{
			{"before the first", noon(1).Add(-time.Second), 0},
			{"from the first second on", noon(1), 1},
			{"before the second takes effect", noon(20).Add(-time.Second), 1},
			{"from its moment on", noon(20), 2},
			{"long after", noon(30), 2},
		} {
			number, err := store.InForce(ctx, "rupsha", one.at)
			if one.want == 0 {
				isKind(t, err, fault.NotFound, "record.missing")
			} else if ok(t, err); number != one.want {
				t.Errorf("%s: version %d, want %d", one.says, number, one.want)
			}
		}
		version, err := store.Version(ctx, "rupsha", 1)
		ok(t, err)
		if !reflect.DeepEqual(version, first.Version) {
			t.Errorf("came back as\n%+v\nnot\n%+v", version, first.Version)
		}
		services, err := store.Services(ctx, "rupsha", 2)
		ok(t, err)
		if !reflect.DeepEqual(services, second.Services) {
			t.Errorf("came back as\n%+v\nnot\n%+v", services, second.Services)
		}
		if services[0].Key != "citizen-2" || services[0].Promise != (workday.Promise{Kind: workday.InCalendarDays, Count: 7}) {
			t.Errorf("the kept service is %s and promises %v", services[0].Key, services[0].Promise)
		}
		edges, err := store.History(ctx, "rupsha")
		ok(t, err)
		if len(edges) != 2 || edges[0].Number != 2 || edges[1].Services != 2 || !edges[0].Effective.Equal(noon(20)) {
			t.Errorf("history %+v", edges)
		}
		offices, err := store.Offices(ctx, noon(15))
		ok(t, err)
		if !reflect.DeepEqual(offices, []string{"rupsha"}) {
			t.Errorf("offices %v", offices)
		}
		_, err = store.Version(ctx, "rupsha", 3)
		isKind(t, err, fault.NotFound, "catalogue.version.missing")
	})
}

func TestStorePublishRefused(t *testing.T) {
	engines(t, func(t *testing.T, store cataloguedb.Store) {
		ctx := t.Context()
		_, err := publish(t, store, draftOf("rupsha", "d1", "কৃষি ঋণ"), noon(10), time.Time{})
		ok(t, err)
		_, err = publish(t, store, draftOf("rupsha", "d2", "কৃষি ঋণ"), noon(12), noon(11))
		isKind(t, err, fault.Invalid, "catalogue.effective.past")
		if _, err := store.Draft(ctx, "rupsha", "d2"); err != nil {
			t.Errorf("the draft went with the refused act: %v", err)
		}
		third, err := catalogue.Press{Drafts: store, Printer: store, Now: func() time.Time { return noon(13) }}.
			Publish(ctx, catalogue.Order{Office: "rupsha", Draft: "d2", By: "karim"})
		ok(t, err)
		if third.Version.Number != 2 {
			t.Errorf("the refused act took a number: %d is next", third.Version.Number)
		}
		stale := draftOf("rupsha", "d3", "কৃষি ঋণ")
		ok(t, store.Add(ctx, stale))
		stale.Revision = 4
		_, err = store.Publish(ctx, stale, func(*catalogue.Version) (catalogue.Edition, error) {
			t.Error("a stale draft was decided on")
			return catalogue.Edition{}, nil
		})
		isKind(t, err, fault.Conflict, "catalogue.draft.stale")
	})
}

func TestStorePublishAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, store cataloguedb.Store) {
		const writers = 8
		var wait sync.WaitGroup
		errs := make([]error, writers)
		for i := range writers {
			draft := draftOf("rupsha", fmt.Sprint("d", i), "কৃষি ঋণ", "জন্ম সনদ")
			ok(t, store.Add(t.Context(), draft))
			wait.Go(func() {
				press := catalogue.Press{Drafts: store, Printer: store, Now: func() time.Time { return noon(10) }}
				_, errs[i] = press.Publish(context.Background(), catalogue.Order{Office: "rupsha", Draft: draft.ID, By: "karim"})
			})
		}
		wait.Wait()
		for _, err := range errs {
			ok(t, err)
		}
		edges, err := store.History(t.Context(), "rupsha")
		ok(t, err)
		for i, edge := range edges {
			if edge.Number != writers-i {
				t.Errorf("version %d stands at place %d", edge.Number, i)
			}
		}
		if len(edges) != writers {
			t.Errorf("%d versions of %d", len(edges), writers)
		}
	})
}

// One service read by itself is the one that the whole offer has.
func TestStoreService(t *testing.T) {
	engines(t, func(t *testing.T, store cataloguedb.Store) {
		edition, err := publish(t, store, draftOf("rupsha", "d1", "কৃষি ঋণ", "জন্ম সনদ"), noon(2), noon(2))
		ok(t, err)
		offer := catalogue.NewOffer(edition.Version, edition.Services)
		for _, slug := range []string{edition.Services[0].Slug, edition.Services[1].Key, edition.Services[1].Key + "-an-older-name"} {
			want, err := offer.Service(slug)
			ok(t, err)
			got, err := store.Service(t.Context(), "rupsha", 1, slug)
			ok(t, err)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s came back as\n%+v\nnot\n%+v", slug, got, want)
			}
		}
		_, err = store.Service(t.Context(), "rupsha", 1, "citizen-9")
		isKind(t, err, fault.NotFound, "catalogue.service.missing")
	})
}
