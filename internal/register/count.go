package register

import (
	"slices"
	"time"

	"dorgora/internal/catalogue"
	"dorgora/workday"
)

// Period is a month and the moment from which it is looked at: a running month is
// counted as it stands now.
type Period struct {
	Month Month
	Now   time.Time
}

// Until is the moment at which pending turns are judged: the end of the month, or
// now while the month runs.
func (p Period) Until() time.Time {
	if end := p.Month.End(); !end.After(p.Now) {
		return end
	}
	return p.Now
}

// Holds reports whether a turn is one of those that a figure counts.
func (p Period) Holds(figure Figure, t Turn) bool {
	start, end := p.Month.Start(), p.Month.End()
	begins := !t.Began.Before(start) && t.Began.Before(end)
	ends := !t.Ended.IsZero() && !t.Ended.Before(start) && t.Ended.Before(end)
	handled := t.Began.Before(end) && (t.Ended.IsZero() || !t.Ended.Before(start))
	pending := handled && !ends
	switch figure {
	case Carried:
		return handled && !begins
	case Received:
		return begins && t.Place == 1
	case Reopened:
		return begins && t.Place > 1
	case Handled:
		return handled
	case Pending:
		return pending
	case Waiting:
		return pending && p.waiting(t)
	case Overdue:
		return pending && !p.waiting(t) && !t.Due.IsZero() && p.Until().After(t.Due)
	case Overran:
		return ends && t.overran()
	}
	return ends && t.End() == figure
}

func (p Period) waiting(t Turn) bool {
	return workday.Clock{Received: t.Received, Pauses: t.Pauses}.PausedAt(p.Until())
}

// Line is the register of one service in a month.
type Line struct {
	Service   string
	Name      string // the service's name at the latest receipt
	Count     map[Figure]int
	Office    Spread // working days that the office had what it served
	Applicant Spread // working days on which it waited for the applicant, of the same cases
}

// Share is how many of the turns with a promise that ended with the service kept
// it, and of how many; percent is shown only from five on.
func (l Line) Share() (kept, of, percent int, shown bool) {
	record := catalogue.Record{InTime: l.Count[InTime], Late: l.Count[Late]}
	percent, shown = record.Percent()
	return record.InTime, record.Counted(), percent, shown
}

// Sheet is the register of an office for a month.
type Sheet struct {
	Period Period
	Lines  []Line // one a service, in order of their keys
	Total  Line
}

// Count enters the turns into the register of a month. Turns that do not touch the
// month are passed over.
func Count(turns []Turn, period Period, calendar workday.Calendar) Sheet {
	entered := map[string][]Turn{}
	var all []Turn
	for _, t := range turns {
		if period.Holds(Handled, t) {
			entered[t.Service] = append(entered[t.Service], t)
			all = append(all, t)
		}
	}
	sheet := Sheet{Period: period, Total: lineOf(all, period, calendar)}
	sheet.Total.Service, sheet.Total.Name = "", ""
	for _, list := range entered {
		sheet.Lines = append(sheet.Lines, lineOf(list, period, calendar))
	}
	slices.SortFunc(sheet.Lines, func(a, b Line) int { return compareKeys(a.Service, b.Service) })
	return sheet
}

func lineOf(turns []Turn, period Period, calendar workday.Calendar) Line {
	line := Line{Count: map[Figure]int{}}
	var office, applicant []int
	var latest time.Time
	for _, t := range turns {
		for _, figure := range Figures {
			if period.Holds(figure, t) {
				line.Count[figure]++
			}
		}
		if !t.Received.Before(latest) {
			latest, line.Service, line.Name = t.Received, t.Service, t.Name
		}
		if t.Served() && period.Holds(t.End(), t) {
			office = append(office, t.Took)
			applicant = append(applicant, t.ApplicantDays(calendar))
		}
	}
	line.Office, line.Applicant = SpreadOf(office), SpreadOf(applicant)
	return line
}

// Behind lists the turns behind a figure of a service, of all services when it is
// empty, in order of their beginning.
func Behind(turns []Turn, period Period, figure Figure, service string) []Turn {
	list := slices.DeleteFunc(slices.Clone(turns), func(t Turn) bool {
		return service != "" && t.Service != service || !period.Holds(figure, t)
	})
	slices.SortFunc(list, compareTurns)
	return list
}
