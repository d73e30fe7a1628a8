package appointment

import (
	"slices"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/workday"
)

// Diary is what a booking is decided by: the office's days and hours, who answers
// for its posts, and its settings.
type Diary struct {
	Office   string
	Calendar workday.Calendar
	Chart    office.Chart
	Settings Settings
	Now      time.Time
}

// Wish is what somebody would like to book.
type Wish struct {
	Kind  Kind
	Post  string // who goes
	Venue string // name of a room; needed for a seat, possible for a session
}

// midday is when the morning ends, in minutes after midnight.
const midday = 13 * 60

// HalfDay returns when a half of a day begins and ends by the office's hours, false
// when the office is closed in it.
func (d Diary) HalfDay(day workday.Date, half Half) (from, to time.Time, open bool) {
	if !d.Calendar.Open(day) {
		return from, to, false
	}
	least, most := 0, midday
	if half == Afternoon {
		least, most = midday, 24*60
	}
	first, last := most, least
	for _, one := range d.Calendar.HoursOn(day).Intervals {
		start, end := max(one.Start, least), min(one.End, most)
		if start < end {
			first, last = min(first, start), max(last, end)
		}
	}
	if first >= last {
		return from, to, false
	}
	loc := d.Calendar.Location()
	return day.Time(0, first, loc), day.Time(0, last, loc), true
}

// places is how many appointments of the wish go into a half day; 0 when the room
// is not known.
func (d Diary) places(w Wish) int {
	switch w.Kind {
	case Visit:
		return d.Settings.Visits
	case Session, Field:
		return 1
	}
	venue, _ := d.Settings.venue(w.Venue)
	return venue.Seats
}

// slot returns a slot of a half day with the moment at which it begins: visits
// follow one another, seats are all taken from the beginning.
func (d Diary) slot(w Wish, day workday.Date, half Half, number int) (Slot, bool) {
	from, to, open := d.HalfDay(day, half)
	places := d.places(w)
	if !open || number < 1 || number > places {
		return Slot{}, false
	}
	if w.Kind == Visit {
		from = from.Add(to.Sub(from) / time.Duration(places) * time.Duration(number-1))
	}
	return Slot{Day: day, Half: half, Number: number, From: from.Truncate(time.Minute)}, true
}

// Bearer returns who or what is taken up in a slot: the room of a seat, else the
// person who answers for the post then. A post that is away then, without anybody of
// the office in its place, is a Conflict.
func (d Diary) Bearer(w Wish, at time.Time) (string, error) {
	if w.Kind == Seat {
		if _, known := d.Settings.venue(w.Venue); !known {
			return "", fault.InField("venue", "appointment.venue.unknown")
		}
		return VenueBearer(d.Office, w.Venue), nil
	}
	who, err := d.Chart.Answerable(d.Office, w.Post, at)
	if err != nil {
		return "", fault.InField("post", "appointment.post.unknown")
	}
	away := slices.ContainsFunc(who.Path, func(s office.Step) bool { return s.Why == office.Absent })
	if who.Person.ID == "" || who.Office != d.Office || away {
		return "", fault.New(fault.Conflict, "appointment.leave")
	}
	return PersonBearer(who.Person), nil
}

// room is the room that a session takes up besides the person, empty when none.
func (d Diary) room(w Wish) string {
	if w.Kind != Session || w.Venue == "" {
		return ""
	}
	return VenueBearer(d.Office, w.Venue)
}

// Open lists every slot of a wish from today on in which the office works and
// somebody can go, whether it is taken or not. A half day that has begun is over.
func (d Diary) Open(w Wish) []Slot {
	var slots []Slot
	day := d.Calendar.Next(d.Calendar.DateOf(d.Now))
	for range d.Settings.Ahead {
		if day.Zero() {
			break
		}
		for _, half := range Halves {
			for number := range d.places(w) {
				s, open := d.slot(w, day, half, number+1)
				if !open || !s.From.After(d.Now) {
					continue
				}
				if _, err := d.Bearer(w, s.From); err == nil {
					slots = append(slots, s)
				}
			}
		}
		day = d.Calendar.Next(day.AddDays(1))
	}
	return slots
}

// Bearers lists who and what the open slots of a wish take up: whose other
// appointments must be known to tell which are free.
func (d Diary) Bearers(w Wish) []string {
	var list []string
	add := func(bearer string) {
		if bearer != "" && !slices.Contains(list, bearer) {
			list = append(list, bearer)
		}
	}
	add(d.room(w))
	for _, s := range d.Open(w) {
		if bearer, err := d.Bearer(w, s.From); err == nil {
			add(bearer)
		}
	}
	return list
}

// Free lists the open slots of a wish that clash with nothing taken. Of the seats
// of a half day only the first free one is offered.
func (d Diary) Free(w Wish, taken []Appointment) []Slot {
	var free []Slot
	for _, s := range d.Open(w) {
		if w.Kind == Seat && len(free) > 0 && free[len(free)-1].same(s) {
			continue
		}
		bearer, err := d.Bearer(w, s.From)
		if err != nil {
			continue
		}
		a := Appointment{Kind: w.Kind, Bearer: bearer, Venue: d.room(w), Slot: s}
		if a.clash(taken) == nil {
			free = append(free, s)
		}
	}
	return free
}

// clash says with what an appointment clashes, nil when with nothing: somebody else
// in the slot, a person or room that is taken up whole.
func (a Appointment) clash(taken []Appointment) error {
	for _, b := range taken {
		if !b.Live() || !a.Slot.same(b.Slot) || a.ID != "" && a.ID == b.ID {
			continue
		}
		switch {
		case a.Bearer == b.Bearer && a.Slot.Number == b.Slot.Number:
			return fault.New(fault.Conflict, "appointment.taken")
		case a.Bearer == b.Bearer && (a.Kind.whole() || b.Kind.whole()):
			return fault.New(fault.Conflict, "appointment.taken.half")
		case a.Venue != "" && (a.Venue == b.Venue || a.Venue == b.Bearer), b.Venue != "" && b.Venue == a.Bearer:
			return fault.New(fault.Conflict, "appointment.taken.venue")
		}
	}
	return nil
}
