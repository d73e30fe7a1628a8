package appointment_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dorgora/internal/appointment"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/workday"

	"pgregory.net/rapid"
)

// monday is 23 November 2026, 10:00; the office works from 9:00 to 17:00.
var monday = at(23, 10)

func at(day, hour int) time.Time {
	return time.Date(2026, time.November, day, hour, 0, 0, 0, workday.Dhaka)
}

func on(day int) workday.Date { return workday.Date{Year: 2026, Month: time.November, Day: day} }

// diary is Rupsha's: Tasnim leads it, Karim is its officer and holds a second post
// as well.
func diary() appointment.Diary {
	hold := func(id, post, person string, tenure office.Tenure) office.Assignment {
		return office.Assignment{Office: "rupsha", ID: id, Post: post, Person: person, Tenure: tenure, From: monday.AddDate(-1, 0, 0)}
	}
	return appointment.Diary{
		Office: "rupsha", Calendar: workday.Bangladesh("khulna"), Now: monday,
		Settings: appointment.Settings{
			Visits: 2, Ahead: 5, Unions: []string{"আইচগাতী", "নৈহাটি"}, Venues: []appointment.Venue{{Name: "ভাষা ল্যাব", Seats: 3}},
		},
		Chart: office.Chart{
			Offices: []office.Office{{ID: "rupsha", Parent: "khulna"}, {ID: "khulna"}},
			Posts: []office.Post{
				{Office: "rupsha", ID: "head", Role: office.Head}, {Office: "rupsha", ID: "officer", Superior: "head", Role: office.Officer},
				{Office: "rupsha", ID: "second", Superior: "head", Role: office.Officer}, {Office: "khulna", ID: "head", Role: office.Head},
			},
			People: []office.Person{{Office: "rupsha", ID: "tasnim"}, {Office: "rupsha", ID: "karim"}},
			Assignments: []office.Assignment{
				hold("a1", "head", "tasnim", office.Substantive), hold("a2", "officer", "karim", office.Substantive), hold("a3", "second", "karim", office.Additional),
			},
		},
	}
}

var visit = appointment.Wish{Kind: appointment.Visit, Post: "officer"}

// plan works a booking out that must be possible.
func plan(t *testing.T, d appointment.Diary, w appointment.Wish, s appointment.Slot) appointment.Appointment {
	t.Helper()
	a, err := d.Plan(appointment.Booking{Wish: w, Slot: s, ID: fmt.Sprint(w.Kind, s.Day, s.Half, s.Number), Number: "48210935716"})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func slot(day int, half appointment.Half, number int) appointment.Slot {
	return appointment.Slot{Day: on(day), Half: half, Number: number}
}

// refused checks the message of a fault.
func refused(t *testing.T, err error, message string) {
	t.Helper()
	list := fault.List(err)
	if len(list) != 1 || list[0].Message != message {
		t.Errorf("got %v, want %s", err, message)
	}
}

func TestDiaryFree(t *testing.T) {
	d := diary()
	t.Run("two visits go into a half day, one after the other, and never into Friday or Saturday", func(t *testing.T) {
		var got []string
		for _, s := range d.Free(visit, nil) {
			got = append(got, s.From.Format("2 15:04"))
		}
		want := []string{ // five working days: Monday to Thursday, then Sunday
			"23 11:00", "23 13:00", "23 15:00", // Monday's first is over: it is ten o'clock
			"24 09:00", "24 11:00", "24 13:00", "24 15:00", "25 09:00", "25 11:00", "25 13:00", "25 15:00",
			"26 09:00", "26 11:00", "26 13:00", "26 15:00", "29 09:00", "29 11:00", "29 13:00", "29 15:00",
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %v", got)
		}
	})
	t.Run("the hours of Ramadan are followed, with their break", func(t *testing.T) {
		r := d
		r.Now = time.Date(2026, time.March, 1, 8, 0, 0, 0, workday.Dhaka) // Sunday
		r.Settings.Ahead = 1
		var got []string
		for _, s := range r.Free(visit, nil) {
			got = append(got, s.From.Format("15:04"))
		}
		if want := []string{"09:00", "11:00", "13:00", "14:15"}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("a taken slot is not offered, in whichever of the person's posts it was taken", func(t *testing.T) {
		other := plan(t, d, appointment.Wish{Kind: appointment.Visit, Post: "second"}, slot(24, appointment.Morning, 1))
		for _, s := range d.Free(visit, []appointment.Appointment{other}) {
			if s.Day == on(24) && s.Half == appointment.Morning && s.Number == 1 {
				t.Error("the slot of the second post is offered for the first")
			}
		}
		if n := len(d.Free(appointment.Wish{Kind: appointment.Visit, Post: "head"}, []appointment.Appointment{other})); n != 19 {
			t.Errorf("the head has %d free slots", n)
		}
	})
	t.Run("on leave nothing is offered, unless somebody stands in", func(t *testing.T) {
		away := d
		away.Chart.Substitutions = []office.Substitution{{Office: "rupsha", ID: "s1", Post: "officer", Absent: "karim", Person: "tasnim", From: at(24, 0), Until: at(26, 0)}}
		if got := away.Bearers(visit); !slices.Equal(got, []string{"person/rupsha/karim", "person/rupsha/tasnim"}) {
			t.Errorf("taken up are %v", got)
		}
		for _, s := range away.Free(appointment.Wish{Kind: appointment.Visit, Post: "second"}, nil) {
			if s.Day == on(24) || s.Day == on(25) {
				t.Errorf("%s is offered for a post whose holder is away with nobody in it", s.From)
			}
		}
	})
	t.Run("of the seats of a half day the first free one is offered", func(t *testing.T) {
		w := appointment.Wish{Kind: appointment.Seat, Post: "officer", Venue: "ভাষা ল্যাব"}
		taken := []appointment.Appointment{plan(t, d, w, slot(24, appointment.Morning, 1))}
		n := 0
		for _, s := range d.Free(w, taken) {
			if s.Day == on(24) && s.Half == appointment.Morning {
				n++
				if s.Number != 2 {
					t.Errorf("seat %d is offered", s.Number)
				}
			}
		}
		if n != 1 {
			t.Errorf("%d seats are offered for one half day", n)
		}
	})
	t.Run("what is offered can be booked, and what is booked is offered no more", rapid.MakeCheck(func(rt *rapid.T) {
		kinds := []appointment.Wish{
			visit, {Kind: appointment.Visit, Post: "second"}, {Kind: appointment.Session, Post: "officer", Venue: "ভাষা ল্যাব"},
			{Kind: appointment.Field, Post: "officer"}, {Kind: appointment.Seat, Post: "officer", Venue: "ভাষা ল্যাব"},
		}
		var taken []appointment.Appointment
		for i := range rapid.IntRange(1, 30).Draw(rt, "bookings") {
			w := rapid.SampledFrom(kinds).Draw(rt, "wish")
			free := d.Free(w, taken)
			if len(free) == 0 {
				continue
			}
			s := rapid.SampledFrom(free).Draw(rt, "slot")
			a, err := d.Plan(appointment.Booking{Wish: w, Slot: s, ID: fmt.Sprint(i)})
			if err != nil || a.Against(taken) != nil {
				rt.Fatalf("%v is offered and refused: %v, %v", s, err, a.Against(taken))
			}
			taken = append(taken, a)
			if slices.Contains(d.Free(w, taken), s) {
				rt.Fatalf("%v is offered again", s)
			}
		}
	}))
}

func TestDiaryPlan(t *testing.T) {
	d := diary()
	for _, one := range []struct {
		name string
		wish appointment.Wish
		slot appointment.Slot
		want string
	}{
		{"a Friday", visit, slot(27, appointment.Morning, 1), "appointment.closed"},
		{"a third visit", visit, slot(24, appointment.Morning, 3), "appointment.closed"},
		{"a half day that has begun", visit, slot(23, appointment.Morning, 1), "appointment.past"},
		{"a day too far ahead", visit, appointment.Slot{Day: workday.Date{Year: 2026, Month: time.December, Day: 7}, Half: appointment.Morning, Number: 1}, "appointment.far"},
		{"a room that the office does not have", appointment.Wish{Kind: appointment.Seat, Post: "officer", Venue: "মহাকাশ"}, slot(24, appointment.Morning, 1), "appointment.venue.unknown"},
		{"a post that does not exist", appointment.Wish{Kind: appointment.Visit, Post: "pilot"}, slot(24, appointment.Morning, 1), "appointment.post.unknown"},
		{"a kind that does not exist", appointment.Wish{Kind: "party", Post: "officer"}, slot(24, appointment.Morning, 1), "appointment.kind.missing"},
	} {
		t.Run(one.name+" is refused", func(t *testing.T) {
			_, err := d.Plan(appointment.Booking{Wish: one.wish, Slot: one.slot, ID: "x"})
			refused(t, err, one.want)
		})
	}
}

func TestAppointmentAgainst(t *testing.T) {
	d := diary()
	session := appointment.Wish{Kind: appointment.Session, Post: "head", Venue: "ভাষা ল্যাব"}
	seat := appointment.Wish{Kind: appointment.Seat, Post: "officer", Venue: "ভাষা ল্যাব"}
	field := appointment.Wish{Kind: appointment.Field, Post: "officer"}
	for _, one := range []struct {
		name         string
		first, next  appointment.Wish
		number, then int
		want         string
	}{
		{"the same slot of the same person", visit, visit, 1, 1, "appointment.taken"},
		{"two visits of a half day", visit, visit, 1, 2, ""},
		{"a field job beside a visit", visit, field, 2, 1, "appointment.taken.half"},
		{"a visit beside a field job", field, visit, 1, 2, "appointment.taken.half"},
		{"a session in a room with a seat taken", seat, session, 2, 1, "appointment.taken.venue"},
		{"a seat in a room with a session", session, seat, 1, 3, "appointment.taken.venue"},
		{"two seats of a room", seat, seat, 1, 2, ""},
		{"visits of two people", visit, appointment.Wish{Kind: appointment.Visit, Post: "head"}, 1, 1, ""},
	} {
		t.Run(one.name, func(t *testing.T) {
			first := plan(t, d, one.first, slot(24, appointment.Morning, one.number))
			next := plan(t, d, one.next, slot(24, appointment.Morning, one.then))
			next.ID = "next"
			err := next.Against([]appointment.Appointment{first})
			if one.want == "" && err != nil {
				t.Errorf("refused: %v", err)
			}
			if one.want != "" {
				refused(t, err, one.want)
			}
			first.State = appointment.Cancelled
			if err := next.Against([]appointment.Appointment{first}); err != nil {
				t.Errorf("a cancelled one still stands in the way: %v", err)
			}
		})
	}
}

func TestAppointmentActs(t *testing.T) {
	d := diary()
	a := plan(t, d, visit, slot(24, appointment.Morning, 1))
	came := at(24, 9).Add(10 * time.Minute)
	evening := at(24, 18)
	arrived, err := a.Arrive(came, evening)
	if err != nil || arrived.State != appointment.Arrived || arrived.Revision != 2 {
		t.Fatalf("%+v, %v", arrived, err)
	}
	left, err := arrived.Leave(at(24, 10), "প্রিন্টারের ড্রাইভার বদলানো হয়েছে", true, evening)
	if err != nil || left.State != appointment.Done || !left.Left.Equal(at(24, 10)) || !left.Over() || !left.Live() {
		t.Fatalf("%+v, %v", left, err)
	}
	more, err := arrived.Leave(at(24, 10), "যন্ত্রাংশ লাগবে", false, evening)
	if err != nil || more.State != appointment.Left {
		t.Errorf("%+v, %v", more, err)
	}
	t.Run("an arrival is on the day, and not to come", func(t *testing.T) {
		_, err := a.Arrive(at(25, 9), at(25, 18))
		refused(t, err, "appointment.moment.wrong")
		_, err = a.Arrive(at(24, 20), evening)
		refused(t, err, "appointment.moment.wrong")
	})
	t.Run("nobody leaves before coming, nor without a word on what was tried", func(t *testing.T) {
		_, err := a.Leave(at(24, 10), "কাজ", true, evening)
		refused(t, err, "appointment.over")
		_, err = arrived.Leave(at(24, 9), "কাজ", true, evening)
		refused(t, err, "appointment.left.early")
		_, err = arrived.Leave(at(24, 10), "  ", true, evening)
		refused(t, err, "appointment.tried.missing")
	})
	t.Run("an appointment is missed after its time, cancelled before its end, and only once", func(t *testing.T) {
		_, err := a.Miss("আবেদনকারী ছিলেন না", at(24, 8))
		refused(t, err, "appointment.miss.early")
		missed, err := a.Miss("আবেদনকারী ছিলেন না", at(24, 9))
		if err != nil || missed.Live() {
			t.Errorf("%+v, %v", missed, err)
		}
		_, err = missed.Cancel("আর নয়")
		refused(t, err, "appointment.over")
		_, err = left.Cancel("আর নয়")
		refused(t, err, "appointment.over")
		_, err = a.Cancel("")
		refused(t, err, "appointment.reason.missing")
	})
	t.Run("a moved one stays, struck out, and leads to the next", func(t *testing.T) {
		next := plan(t, d, visit, slot(25, appointment.Afternoon, 2))
		struck, err := a.Move(next, "বৃষ্টি")
		if err != nil || struck.State != appointment.Moved || struck.Later != next.ID || struck.Live() || struck.Slot != a.Slot {
			t.Errorf("%+v, %v", struck, err)
		}
	})
}

func TestSettingsRoute(t *testing.T) {
	d := diary()
	line := func(id, union string, half appointment.Half, number int, state appointment.State) appointment.Line {
		a := appointment.Appointment{ID: id, Union: union, Slot: slot(24, half, number), State: state}
		return appointment.Line{Appointment: a}
	}
	got := ""
	for _, l := range d.Settings.Route([]appointment.Line{
		line("e", "আইচগাতি", appointment.Afternoon, 1, appointment.Planned), line("d", "দূরের", appointment.Morning, 1, appointment.Planned),
		line("b", "আইচগাতী", appointment.Morning, 2, appointment.Planned), line("c", "নৈহাটী", appointment.Morning, 1, appointment.Planned),
		line("f", "আইচগাতী", appointment.Morning, 1, appointment.Moved),
	}) {
		got += l.ID
	}
	if got != "bcdef" { // spelt either way; unknown unions after the known; what is off last
		t.Errorf("the route is %s", got)
	}
}

func TestSettingsCheck(t *testing.T) {
	usual := appointment.Usual()
	if usual.Visits != 2 || usual.Ahead != 20 {
		t.Errorf("usual %+v", usual)
	}
	good, err := appointment.Settings{
		Visits: 3, Ahead: 10, Unions: []string{" আইচগাতী ", "", "আইচগাতি"}, Venues: []appointment.Venue{{Name: " ভাষা  ল্যাব ", Seats: 10}},
	}.Check()
	if err != nil || len(good.Unions) != 1 || good.Venues[0].Name != "ভাষা ল্যাব" {
		t.Errorf("got %+v, %v", good, err)
	}
	for field, bad := range map[string]appointment.Settings{
		"visit":  {Visits: 0, Ahead: 5},
		"ahead":  {Visits: 2, Ahead: 500},
		"venues": {Visits: 2, Ahead: 5, Venues: []appointment.Venue{{Name: "ক", Seats: 1}, {Name: "ক", Seats: 2}}},
	} {
		_, err := bad.Check()
		if list := fault.List(err); len(list) != 1 || list[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestAppointmentNotices(t *testing.T) {
	a := plan(t, diary(), visit, slot(24, appointment.Morning, 1))
	list := a.Notices(appointment.Receiver{Mobile: "+8801712345678", Lang: "bn"}, "appointment.notice.booked", "s", monday)
	if len(list) != 1 || list[0].Subject != "case/48210935716" || list[0].Args[5] != "সকাল ৯:০০" {
		t.Errorf("got %+v", list)
	}
	if list = a.Notices(appointment.Receiver{Lang: "en"}, "appointment.notice.booked", "s", monday); len(list) != 0 {
		t.Errorf("who left no address is told %+v", list)
	}
	if list = a.Notices(appointment.Receiver{Mail: "a@b.example", Mobile: "+8801712345678", ByMail: true, Lang: "en"}, "appointment.notice.moved", "s", monday); list[0].Channel != "mail" || list[0].Args[5] != "9:00 am" {
		t.Errorf("got %+v", list)
	}
}
