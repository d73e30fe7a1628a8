package office

import (
	"time"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// Announce declares a day closed (Local) or open (OfficeOpen) in the chart's
// office and, when it is an office above others, in those below it. The name of
// the day, the number of the notification and its date are required; the
// notification cannot be of tomorrow. A holiday on a day that is closed already,
// and an opening of a day that is open, are refused: they are mistyped dates.
// calendar is the office's calendar before the announcement.
func (c Chart) Announce(a Announcement, calendar workday.Calendar, now time.Time) (Change, error) {
	d := &a.Day
	a.Office, a.At = c.Office().ID, now
	d.Name, d.NameEn, d.Source = bangla.Line(d.Name), bangla.Line(d.NameEn), bangla.Line(d.Source)
	d.Confidence, d.Region = workday.High, ""
	faults := collect(required("name", d.Name), within("name_en", d.NameEn, longestName), required("source", d.Source))
	if d.Kind != workday.Local && d.Kind != workday.OfficeOpen {
		faults = append(faults, fault.InField("kind", "office.day.kind.unknown"))
	}
	faults = append(faults, checkDates(*d, calendar, now)...)
	if err := faults.Err(); err != nil {
		return Change{}, err
	}
	change := c.change()
	change.Announcements = []Announcement{a}
	return change, nil
}

func checkDates(d workday.Day, calendar workday.Calendar, now time.Time) fault.Fields {
	today := workday.DateOf(now.In(dhaka))
	var faults fault.Fields
	switch {
	case d.Date.Zero():
		faults = append(faults, fault.InField("date", "office.date.missing"))
	case !d.Date.Valid() || far(d.Date.Time(0, 0, dhaka), now):
		faults = append(faults, fault.InField("date", "office.date.far"))
	case d.Kind == workday.Local && !calendar.Open(d.Date):
		faults = append(faults, fault.InField("date", "office.day.closed"))
	case d.Kind == workday.OfficeOpen && calendar.Open(d.Date):
		faults = append(faults, fault.InField("date", "office.day.open"))
	}
	switch {
	case d.Notified.Zero():
		faults = append(faults, fault.InField("notified", "office.notified.missing"))
	case !d.Notified.Valid() || d.Notified.After(today) || far(d.Notified.Time(0, 0, dhaka), now):
		faults = append(faults, fault.InField("notified", "office.notified.wrong"))
	}
	return faults
}

// Withdraw takes an announcement of the chart's office back; it is kept to be
// seen, as a day that once was announced.
func (c Chart) Withdraw(a Announcement, by string, now time.Time) (Change, error) {
	switch {
	case a.Office != c.Office().ID:
		return Change{}, unknown("office.announcement.unknown")
	case !a.Withdrawn.IsZero():
		return Change{}, fault.New(fault.Conflict, "office.announcement.withdrawn")
	}
	a.Withdrawn, a.Withdrew = now, by
	change := c.change()
	change.Announcements = []Announcement{a}
	return change, nil
}

// CalendarOf builds an office's calendar: the country's, with the regional
// holidays of its district, and what the office and those above it announced.
// Withdrawn announcements stay in it as facts that no longer hold.
func CalendarOf(o Office, announced []Announcement) workday.Calendar {
	var withdrawn, standing []workday.Day
	for _, a := range announced {
		day := a.Day
		if a.Withdrawn.IsZero() {
			standing = append(standing, day)
			continue
		}
		day.Withdrawn = workday.DateOf(a.Withdrawn.In(dhaka))
		withdrawn = append(withdrawn, day)
	}
	// The same day may have been announced again after it was withdrawn: what
	// stands is added last, so that it replaces what fell.
	return workday.Bangladesh(o.Region).With(withdrawn...).With(standing...)
}
