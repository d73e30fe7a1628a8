package register

import (
	"time"

	"dorgora/internal/fault"
	"dorgora/workday"
)

// Past is what became of one served case, as a rehearsal replays it.
type Past struct {
	Received time.Time
	Taken    time.Time // when the officer began; zero counts as the receipt
	Ended    time.Time
	Pauses   []workday.Pause
	Took     int // working days that the office had it, as entered at its end
}

// PastQuery asks for the cases of a service that were served since a moment.
type PastQuery struct {
	Office  string
	Service string
	Since   time.Time
}

// Plan is what a rehearsal tries out.
type Plan struct {
	Days    int // the time limit, in working days
	Share   int // the share of cases that a proposal must meet, in hundredths
	Fewest  int // with fewer cases no figure is given
	Present int // officers who did the work
	// Officers, and Calendar when Changed, are tried in a replay; with as many
	// officers as there were and no change there is none.
	Officers int
	Changed  bool
	Calendar workday.Calendar
}

// The plan that is tried as long as nobody chooses another.
const (
	UsualShare  = 80
	UsualFewest = 30
	mostDays    = 365
	mostPeople  = 50
)

// Check refuses a plan that cannot be tried.
func (p Plan) Check() error {
	var wrong fault.Fields
	if p.Days < 0 || p.Days > mostDays {
		wrong = append(wrong, fault.InField("days", "register.plan.days.most", "most", mostDays))
	}
	if p.Share < 1 || p.Share > 100 {
		wrong = append(wrong, fault.InField("share", "register.plan.share.wrong"))
	}
	if p.Present < 1 || p.Present > mostPeople {
		wrong = append(wrong, fault.InField("present", "register.plan.officers.most", "most", mostPeople))
	}
	if p.Officers < 1 || p.Officers > mostPeople {
		wrong = append(wrong, fault.InField("officers", "register.plan.officers.most", "most", mostPeople))
	}
	return wrong.Err()
}

// Finding tells how a row of cases stands to a plan.
type Finding struct {
	Days   Days // working days that the office had the cases
	Kept   int  // cases that took no longer than the plan's limit
	P80    int  // four in five took no longer
	Least  int  // the shortest limit that the plan's share of the cases would have met
	Median int
}

// Rehearsal is what came of trying a plan on past cases.
type Rehearsal struct {
	Plan     Plan
	Cases    int
	Few      bool    // too few cases: no finding is given
	Observed Finding // as the cases went
	// Replayed says that the plan changes the calendar or the number of officers.
	// AsIs is then the replay without the change, by which the replay itself can be
	// judged, and Changed the replay with it.
	Replayed bool
	AsIs     Finding
	Altered  Finding
}

// Rehearse tries a plan on past cases, given in order of receipt, by their entries
// and the calendar in force. The clock stands still in their pauses as it did then.
//
// What another calendar or another number of officers would have done is replayed
// as a queue: the cases come in when they came in, each officer works on one at a
// time, and each case needs the office time that was spent on it. The office time
// of the past is shared out evenly among the cases that were in hand at the same
// time. Other services are not looked at.
func Rehearse(history []Past, calendar workday.Calendar, plan Plan) Rehearsal {
	r := Rehearsal{Plan: plan, Cases: len(history), Few: len(history) < max(1, plan.Fewest)}
	if r.Few {
		return r
	}
	observed := Days{}
	for _, past := range history {
		clock := workday.Clock{Received: past.Received, Pauses: past.Pauses}
		observed[clock.Elapsed(calendar, past.Ended).OfficeDays]++
	}
	r.Observed = find(observed, plan)
	if plan.Officers == plan.Present && !plan.Changed {
		return r
	}
	r.Replayed = true
	work := workOf(history, newScale(calendar, history[0].Received), plan.Present)
	r.AsIs = find(replay(history, work, newScale(calendar, history[0].Received), plan.Present), plan)
	other := calendar
	if plan.Changed {
		other = plan.Calendar
	}
	r.Altered = find(replay(history, work, newScale(other, history[0].Received), plan.Officers), plan)
	return r
}

func find(days Days, plan Plan) Finding {
	return Finding{
		Days: days, Kept: days.Within(plan.Days), P80: days.Percentile(80), Least: days.Percentile(plan.Share),
		Median: days.Spread().Median,
	}
}

// Alteration changes a calendar for a rehearsal.
type Alteration struct {
	Saturdays bool // Saturdays that are no holidays are worked
	Closed    int  // further closed days in each month, spread evenly over its open days
}

// Changes reports whether anything is altered.
func (a Alteration) Changes() bool { return a.Saturdays || a.Closed > 0 }

// rehearsed names the days that exist only in a rehearsal.
const rehearsed = "মহড়া"

// Alter returns the calendar as altered from one month to another, both included.
func (a Alteration) Alter(calendar workday.Calendar, from, to Month) workday.Calendar {
	var days []workday.Day
	for month := from; !month.After(to); month = month.Move(1) {
		var open []workday.Date
		for d := month.First(); MonthOf(d.Time(0, 0, workday.Dhaka)) == month; d = d.AddDays(1) {
			why := calendar.Why(d)
			switch {
			case why.Open:
				open = append(open, d)
			case a.Saturdays && d.Weekday() == time.Saturday && why.Reason == workday.Weekend:
				days = append(days, workday.Day{Date: d, Name: rehearsed, Kind: workday.OfficeOpen})
				open = append(open, d)
			}
		}
		for i := range min(a.Closed, len(open)) {
			at := open[(i+1)*len(open)/(min(a.Closed, len(open))+1)]
			days = append(days, workday.Day{Date: at, Name: rehearsed, Kind: workday.Local, Notified: at})
		}
	}
	return calendar.With(days...)
}
