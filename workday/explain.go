package workday

// Reason says in one word why a day was counted or skipped.
type Reason string

// The reasons.
const (
	Working  Reason = "working"  // an ordinary open day
	Weekend  Reason = "weekend"  // a weekly closed day
	Holiday  Reason = "holiday"  // closed by a fact, on a weekend day too; Name says which
	Override Reason = "override" // a declared working day; Name says which
	Paused   Reason = "paused"   // the clock waited for the applicant; Name is the pause's reason
)

// Counted is one day of the answer to "why this date?".
type Counted struct {
	Date       Date
	Open       bool
	Reason     Reason
	Name       string // of the fact in Bangla, or the reason of a pause
	NameEn     string
	Kind       DayKind
	Confidence Confidence
	Source     string
	Notified   Date
	Estimated  bool // no gazette is loaded for this day: it may yet change
	Number     int  // which counted day of the promise, 0 when the day is skipped
	Minutes    int  // office minutes counted on this day, only for promises in minutes and hours
}

// Why tells whether the office works on d and by which fact.
func (c Calendar) Why(d Date) Counted {
	day := Counted{Date: d, Open: true, Reason: Working, Estimated: c.Estimated(d)}
	fact, found := c.decisive(d)
	switch {
	case found:
		day.Open = !fact.Closes()
		day.Reason = Holiday
		if day.Open {
			day.Reason = Override
		}
		day.Name, day.NameEn, day.Kind = fact.Name, fact.NameEn, fact.Kind
		day.Confidence, day.Source, day.Notified = fact.Confidence, fact.Source, fact.Notified
	case c.weekend[d.Weekday()]:
		day.Open, day.Reason = false, Weekend
	}
	return day
}

// Explain returns every day from the day after receipt to the due day Add(from, n), each
// counted with its number or skipped with its reason. For n = 0 nothing is counted: the list
// holds the days skipped and the open day reached. It is empty where [Calendar.Add] gives
// the zero date, and for a negative n.
func (c Calendar) Explain(from Date, n int) []Counted {
	if n < 0 {
		return nil
	}
	due := c.Add(from, n)
	var days []Counted
	number := 0
	for d := from; d.Before(due); {
		d = d.AddDays(1)
		day := c.Why(d)
		if day.Open && number < n {
			number++
			day.Number = number
		}
		days = append(days, day)
	}
	return days
}
