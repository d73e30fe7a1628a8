package appointmentdb_test

import (
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"dorgora/internal/appointment"
	"dorgora/internal/appointment/appointmentdb"
	"dorgora/internal/fault"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

// now is Monday 23 November 2026, ten o'clock.
var now = time.Date(2026, time.November, 23, 10, 0, 0, 0, workday.Dhaka)

func on(day int) workday.Date { return workday.Date{Year: 2026, Month: time.November, Day: day} }

// visit is a planned visit of Karim.
func visit(id string, day, number int) appointment.Appointment {
	return appointment.Appointment{
		Office: "rupsha", ID: id, Number: "48210935716", Kind: appointment.Visit, Post: "officer", Bearer: "person/rupsha/karim",
		Slot:  appointment.Slot{Day: on(day), Half: appointment.Morning, Number: number, From: on(day).Time(9, 0, workday.Dhaka)},
		Union: "আইচগাতী", Place: "স্কুলের পাশে", State: appointment.Planned, Booked: now, By: "karim", Revision: 1,
	}
}

func engines(t *testing.T, check func(t *testing.T, store appointmentdb.Store)) {
	t.Helper()
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) { check(t, appointmentdb.Store{DB: db}) })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, err error, message string) {
	t.Helper()
	list := fault.List(err)
	if len(list) != 1 || list[0].Kind != fault.Conflict || list[0].Message != message {
		t.Errorf("got %v, want %s", err, message)
	}
}

func TestStoreBook(t *testing.T) {
	engines(t, func(t *testing.T, store appointmentdb.Store) {
		first := visit("a", 24, 1)
		to := appointment.Receiver{Mobile: "+8801712345678", Lang: "bn"}
		must(t, store.Book(t.Context(), appointment.Change{Appointment: first, Notices: first.Notices(to, "appointment.notice.booked", "s1", now)}))
		got, err := store.Appointment(t.Context(), "rupsha", "a")
		if err != nil || !reflect.DeepEqual(got.Appointment, inUTC(first, got.Appointment)) {
			t.Errorf("got %+v, %v", got, err)
		}
		if told, err := (noticedb.Store{DB: store.DB}).NoticesOf(t.Context(), "rupsha", "case/48210935716"); err != nil || len(told) != 1 {
			t.Errorf("told %v, %v", told, err)
		}
		t.Run("another office cannot see it", func(t *testing.T) {
			if _, err := store.Appointment(t.Context(), "dighalia", "a"); fault.KindOf(err) != fault.NotFound {
				t.Errorf("got %v", err)
			}
		})
		t.Run("the slot is taken, for the other offices of the person too", func(t *testing.T) {
			refused(t, store.Book(t.Context(), appointment.Change{Appointment: visit("b", 24, 1)}), "appointment.taken")
			elsewhere := visit("c", 24, 1)
			elsewhere.Office = "dighalia"
			refused(t, store.Book(t.Context(), appointment.Change{Appointment: elsewhere}), "appointment.taken")
			elsewhere.Kind, elsewhere.Slot.Number = appointment.Field, 2
			refused(t, store.Book(t.Context(), appointment.Change{Appointment: elsewhere}), "appointment.taken.half")
		})
		t.Run("a refused booking tells nobody", func(t *testing.T) {
			again := visit("d", 24, 1)
			again.Number = "11111111111"
			refused(t, store.Book(t.Context(), appointment.Change{Appointment: again, Notices: again.Notices(to, "appointment.notice.booked", "s2", now)}), "appointment.taken")
			if told, err := (noticedb.Store{DB: store.DB}).NoticesOf(t.Context(), "rupsha", "case/11111111111"); err != nil || len(told) != 0 {
				t.Errorf("told %v, %v", told, err)
			}
		})
		t.Run("a room with a seat taken is not free for a session", func(t *testing.T) {
			seat := visit("e", 25, 2)
			seat.Kind, seat.Bearer = appointment.Seat, "venue/rupsha/ল্যাব"
			must(t, store.Book(t.Context(), appointment.Change{Appointment: seat}))
			session := visit("f", 25, 1)
			session.Kind, session.Venue, session.Bearer = appointment.Session, "venue/rupsha/ল্যাব", "person/rupsha/tasnim"
			refused(t, store.Book(t.Context(), appointment.Change{Appointment: session}), "appointment.taken.venue")
		})
	})
}

// inUTC gives an appointment the zones in which another was read.
func inUTC(a, as appointment.Appointment) appointment.Appointment {
	a.Booked, a.Slot.From = a.Booked.In(as.Booked.Location()), a.Slot.From.In(as.Slot.From.Location())
	return a
}

func TestStoreBookAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, store appointmentdb.Store) {
		for day := 24; day <= 26; day++ {
			var all sync.WaitGroup
			won := make(chan string, 20)
			for i := range 20 {
				all.Go(func() {
					a := visit(fmt.Sprintf("%d-%d", day, i), day, 1+i%2)
					a.Office = []string{"rupsha", "dighalia"}[i/2%2]
					switch err := store.Book(t.Context(), appointment.Change{Appointment: a}); {
					case err == nil:
						won <- fmt.Sprint(a.Slot.Number)
					case fault.KindOf(err) != fault.Conflict:
						t.Error(err)
					}
				})
			}
			all.Wait()
			close(won)
			slots := map[string]int{}
			for one := range won {
				slots[one]++
			}
			if slots["1"] != 1 || slots["2"] != 1 {
				t.Errorf("the slots were given %v times", slots)
			}
		}
	})
}

func TestStoreMove(t *testing.T) {
	engines(t, func(t *testing.T, store appointmentdb.Store) {
		first, other := visit("a", 24, 1), visit("b", 25, 1)
		must(t, store.Book(t.Context(), appointment.Change{Appointment: first}))
		must(t, store.Book(t.Context(), appointment.Change{Appointment: other}))
		onto := visit("c", 25, 1)
		struck, err := first.Move(onto, "বৃষ্টি")
		must(t, err)
		t.Run("onto a taken slot nothing moves", func(t *testing.T) {
			refused(t, store.Move(t.Context(), struck, appointment.Change{Appointment: onto}), "appointment.taken")
			if got, err := store.Appointment(t.Context(), "rupsha", "a"); err != nil || got.State != appointment.Planned {
				t.Errorf("got %+v, %v", got, err)
			}
		})
		next := visit("c", 25, 2)
		next.Earlier = "a"
		must(t, store.Move(t.Context(), struck, appointment.Change{Appointment: next}))
		list, err := store.OfCase(t.Context(), "rupsha", "48210935716")
		if err != nil || len(list) != 3 || list[0].State != appointment.Moved || list[0].Later != "c" || list[0].Reason != "বৃষ্টি" || list[2].Earlier != "a" {
			t.Errorf("the case has %+v, %v", list, err)
		}
		t.Run("the slot that was left is free again", func(t *testing.T) {
			must(t, store.Book(t.Context(), appointment.Change{Appointment: visit("d", 24, 1)}))
		})
		t.Run("what was moved cannot be moved again", func(t *testing.T) {
			refused(t, store.Move(t.Context(), struck, appointment.Change{Appointment: visit("e", 26, 1)}), "appointment.changed")
		})
	})
}

func TestStoreChange(t *testing.T) {
	engines(t, func(t *testing.T, store appointmentdb.Store) {
		a := visit("a", 23, 1)
		must(t, store.Book(t.Context(), appointment.Change{Appointment: a}))
		arrived, err := a.Arrive(now, now)
		must(t, err)
		must(t, store.Change(t.Context(), appointment.Change{Appointment: arrived}))
		left, err := arrived.Leave(now.Add(time.Hour), "ড্রাইভার বদলানো", true, now.Add(2*time.Hour))
		must(t, err)
		must(t, store.Change(t.Context(), appointment.Change{Appointment: left}))
		refused(t, store.Change(t.Context(), appointment.Change{Appointment: arrived}), "appointment.changed")
		got, err := store.Appointment(t.Context(), "rupsha", "a")
		if err != nil || got.State != appointment.Done || got.Tried != "ড্রাইভার বদলানো" || !got.Left.Equal(now.Add(time.Hour)) || got.Revision != 3 {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestStoreLists(t *testing.T) {
	engines(t, func(t *testing.T, store appointmentdb.Store) {
		for _, a := range []appointment.Appointment{visit("b", 25, 1), visit("a", 24, 2), visit("c", 30, 1)} {
			must(t, store.Book(t.Context(), appointment.Change{Appointment: a}))
		}
		lines, err := store.Between(t.Context(), "rupsha", on(24), on(29))
		if err != nil || len(lines) != 2 || lines[0].ID != "a" || lines[1].ID != "b" {
			t.Errorf("got %+v, %v", lines, err)
		}
		taken, err := store.Taken(t.Context(), on(25), []string{"person/rupsha/karim", "venue/rupsha/ল্যাব"})
		if err != nil || len(taken) != 2 || taken[0].ID != "b" {
			t.Errorf("got %+v, %v", taken, err)
		}
		if none, err := store.Taken(t.Context(), on(1), nil); err != nil || len(none) != 0 {
			t.Errorf("got %+v, %v", none, err)
		}
	})
}

func TestStoreSettings(t *testing.T) {
	engines(t, func(t *testing.T, store appointmentdb.Store) {
		if got, err := store.Settings(t.Context(), "rupsha"); err != nil || !reflect.DeepEqual(got, appointment.Usual()) {
			t.Errorf("got %+v, %v", got, err)
		}
		own := appointment.Settings{Visits: 3, Ahead: 10, Unions: []string{"আইচগাতী"}, Venues: []appointment.Venue{{Name: "ভাষা ল্যাব", Seats: 12}}}
		for range 2 {
			must(t, store.SetSettings(t.Context(), "rupsha", own))
		}
		if got, err := store.Settings(t.Context(), "rupsha"); err != nil || !reflect.DeepEqual(got, own) {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}
