package workday

import (
	"maps"
	"slices"
	"time"

	"dorgora/internal/fault"
)

// maxClosed is the longest run of closed days that is searched for an open one. An office
// that stays closed longer has no next open day: the answer is the zero date.
const maxClosed = 400

// MaxCount is the largest number of days, months, hours or minutes a promise may hold, and
// of days that Add and Sub count. Larger numbers are mistakes of the pen.
const MaxCount = 40000

// Rules are the facts a calendar is built from.
type Rules struct {
	Weekend  []time.Weekday // closed every week; may be empty, not all seven
	Days     []Day
	Hours    []Hours        // none for a date: OrdinaryHours
	Region   string         // district slug of the office, for regional holidays
	Location *time.Location // nil: Dhaka
}

// Calendar knows when an office is open. It is immutable and safe to share. The zero
// Calendar is open every day from 9:00 to 17:00 in Dhaka; build real ones with [New] or
// [Bangladesh].
type Calendar struct {
	weekend  [7]bool
	facts    map[Date][]Day // every fact, withdrawn and foreign ones too
	hours    []Hours
	region   string
	location *time.Location
	known    map[int]bool // the years whose gazette is loaded
}

// New builds a calendar. It refuses (kind Invalid) a weekend of seven days, and days and
// hours that do not pass their Check.
func New(rules Rules) (Calendar, error) {
	c := Calendar{region: rules.Region, location: rules.Location}
	for _, day := range rules.Weekend {
		if day < time.Sunday || day > time.Saturday {
			return Calendar{}, fault.InField("weekend", "workday.weekday.unknown")
		}
		c.weekend[day] = true
	}
	if c.weekend == [7]bool{true, true, true, true, true, true, true} {
		return Calendar{}, fault.InField("weekend", "workday.weekend.whole")
	}
	for _, day := range rules.Days {
		if err := day.Check(); err != nil {
			return Calendar{}, err
		}
	}
	for _, hours := range rules.Hours {
		if err := hours.Check(); err != nil {
			return Calendar{}, err
		}
	}
	return c.With(rules.Days...).WithHours(rules.Hours...), nil
}

// With returns the calendar with more facts: an office's own closings, a late
// notification, or a withdrawal, which replaces the same fact (date, name, kind, region).
// It trusts its days; pass those that people typed through [Day.Check] first.
func (c Calendar) With(days ...Day) Calendar {
	facts := make(map[Date][]Day, len(c.facts)+len(days))
	maps.Copy(facts, c.facts)
	for _, day := range days {
		facts[day.Date] = put(facts[day.Date], day)
	}
	c.facts = facts
	c.known = knownYears(facts)
	return c
}

// put returns a new list in which day stands in the place of the same fact, or at the end.
func put(list []Day, day Day) []Day {
	list = slices.Clone(list)
	same := func(other Day) bool {
		return other.Name == day.Name && other.Kind == day.Kind && other.Region == day.Region
	}
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i] = day
		return list
	}
	return append(list, day)
}

// WithGazette returns the calendar with the gazetted list of one year: the estimated days
// of that year give way to the list, all other facts stay.
func (c Calendar) WithGazette(year int, days ...Day) Calendar {
	facts := make(map[Date][]Day, len(c.facts))
	for date, list := range c.facts {
		if date.Year == year {
			list = slices.DeleteFunc(slices.Clone(list), func(day Day) bool { return day.Confidence == Estimated })
		}
		if len(list) > 0 {
			facts[date] = list
		}
	}
	c.facts = facts
	return c.With(days...)
}

// WithHours returns the calendar with more office hours; [Hours] says which win. It trusts
// them; pass those that people typed through [Hours.Check] first.
func (c Calendar) WithHours(hours ...Hours) Calendar {
	c.hours = slices.Concat(c.hours, hours)
	return c
}

// AsOf returns the calendar as it was known at the end of the given day: facts and hours
// notified later are left out, and facts withdrawn later are still in force.
func (c Calendar) AsOf(day Date) Calendar {
	facts := make(map[Date][]Day, len(c.facts))
	for date, list := range c.facts {
		for _, fact := range list {
			if fact.Notified.After(day) {
				continue
			}
			if fact.Withdrawn.After(day) {
				fact.Withdrawn = Date{}
			}
			facts[date] = append(facts[date], fact)
		}
	}
	c.facts = facts
	c.known = knownYears(facts)
	c.hours = slices.DeleteFunc(slices.Clone(c.hours), func(h Hours) bool { return h.Notified.After(day) })
	return c
}

// knownYears returns the years that have a gazetted general holiday and no estimated one.
func knownYears(facts map[Date][]Day) map[int]bool {
	known := map[int]bool{}
	estimated := map[int]bool{}
	for date, list := range facts {
		for _, day := range list {
			switch {
			case day.Kind != General || !day.Withdrawn.Zero():
			case day.Confidence == Estimated:
				estimated[date.Year] = true
			default:
				known[date.Year] = true
			}
		}
	}
	maps.DeleteFunc(known, func(year int, _ bool) bool { return estimated[year] })
	return known
}

// KnownUntil returns the last day of the last year whose gazetted holidays are loaded, the
// zero date when there is none. A due date after it may still move.
func (c Calendar) KnownUntil() Date {
	last := 0
	for year := range c.known {
		last = max(last, year)
	}
	if last == 0 {
		return Date{}
	}
	return Date{last, time.December, 31}
}

// Estimated reports whether d may yet change from open to closed or back: no gazette is
// loaded for its year, or the fact that decides it is itself an estimate.
func (c Calendar) Estimated(d Date) bool {
	fact, _ := c.decisive(d)
	return !c.known[d.Year] || fact.Confidence == Estimated
}

// Facts returns every fact about d, in the order they were added: those in force, those
// withdrawn and those of other districts.
func (c Calendar) Facts(d Date) []Day { return slices.Clone(c.facts[d]) }

// Days returns every fact of the calendar ordered by date.
func (c Calendar) Days() []Day {
	dates := slices.SortedFunc(maps.Keys(c.facts), Date.Compare)
	var days []Day
	for _, date := range dates {
		days = append(days, c.facts[date]...)
	}
	return days
}

// InForce returns the facts that hold for this office from one day to another, both
// included, ordered by date: the holidays and the declared working days.
func (c Calendar) InForce(from, to Date) []Day {
	return slices.DeleteFunc(c.Days(), func(day Day) bool {
		return day.Date.Before(from) || day.Date.After(to) || !day.InForce(c.region)
	})
}

// Region returns the district slug the calendar was built for.
func (c Calendar) Region() string { return c.region }

// Weekend returns the weekly closed days, from Sunday on.
func (c Calendar) Weekend() []time.Weekday {
	var days []time.Weekday
	for day, closed := range c.weekend {
		if closed {
			days = append(days, time.Weekday(day))
		}
	}
	return days
}

// Location returns the time zone in which the office lives.
func (c Calendar) Location() *time.Location {
	if c.location == nil {
		return Dhaka
	}
	return c.location
}

// DateOf returns the day on which t falls at the office.
func (c Calendar) DateOf(t time.Time) Date { return DateOf(t.In(c.Location())) }
