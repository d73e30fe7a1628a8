package report

import (
	"slices"
	"strings"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/workday"
)

// Rule says how the date of a return follows from its period.
type Rule string

// The rules.
const (
	WorkingDay  Rule = "working"  // the n-th working day after the period
	CalendarDay Rule = "calendar" // n days after it; on a closed day the next open one (General Clauses Act, s. 10)
)

// Rules lists the rules.
func Rules() []Rule { return []Rule{WorkingDay, CalendarDay} }

// latestDay is the latest n of a rule.
const latestDay = 120

// Return is a report that goes out after each month, quarter or year without being
// asked for again.
type Return struct {
	Office   string       `json:"office"`
	ID       string       `json:"id"`
	Name     string       `json:"name"`
	To       Asker        `json:"to"`
	Every    Span         `json:"every"`
	Rule     Rule         `json:"rule"`
	Day      int          `json:"day"`
	Post     string       `json:"post"`  // who answers for it
	Since    workday.Date `json:"since"` // periods that end before it are not asked for
	Active   bool         `json:"active"`
	Starter  bool         `json:"starter"` // came with the program and was not checked yet
	Lines    []Line       `json:"lines"`   // questions without answers
	Revision int          `json:"revision"`
}

// Check returns the return in its stored form, or everything wrong with it.
func (r Return) Check() (Return, error) {
	var wrong fault.Fields
	wrong = append(wrong, text("name", &r.Name, SubjectLimit, "report.return.name.missing")...)
	wrong = append(wrong, text("asker", &r.To.Office, LineLimit, "report.return.to.missing")...)
	wrong = append(wrong, text("address", &r.To.Address, LineLimit, "")...)
	wrong = append(wrong, text("mail", &r.To.Mail, LineLimit, "")...)
	if !slices.Contains(Spans(), r.Every) {
		wrong = append(wrong, fault.InField("every", "report.return.every.missing"))
	}
	if !slices.Contains(Rules(), r.Rule) {
		wrong = append(wrong, fault.InField("rule", "report.return.rule.missing"))
	}
	if r.Day < 1 || r.Day > latestDay {
		wrong = append(wrong, fault.InField("day", "report.return.day.wrong", "most", latestDay))
	}
	if r.Post == "" {
		wrong = append(wrong, fault.InField("post", "report.post.missing"))
	}
	if r.Since.Zero() {
		wrong = append(wrong, fault.InField("since", "report.return.since.missing"))
	}
	if len(r.Lines) == 0 || len(r.Lines) > MostLines {
		wrong = append(wrong, fault.InField("lines", "report.return.lines.missing", "most", MostLines))
	}
	r.Lines = slices.Clone(r.Lines)
	for i, line := range r.Lines {
		var faults fault.Fields
		r.Lines[i], faults = line.check(i+1, Signature{})
		r.Lines[i].Words, r.Lines[i].Manual = "", nil
		wrong = append(wrong, faults...)
	}
	return r, wrong.Err()
}

// Due is the date of the return for a period, by the calendar of the office.
func (r Return) Due(p Period, calendar workday.Calendar) workday.Date {
	if r.Rule == WorkingDay {
		return calendar.Add(p.To, r.Day)
	}
	return calendar.AddCalendarDays(p.To, r.Day)
}

// The warnings before the date of a return, in working days.
var warnings = []int{3, 1}

// Occurrence is a return for one period.
type Occurrence struct {
	Return Return
	Period Period
	Due    workday.Date
}

// ID is that of its demand: one for a return and a period, whoever begins it.
func (o Occurrence) ID() string {
	return "r-" + o.Return.ID + "-" + strings.ReplaceAll(o.Period.From.String(), "-", "")
}

// Begins is the day from which it stands on the list: three working days before.
func (o Occurrence) Begins(calendar workday.Calendar) workday.Date {
	return calendar.Sub(o.Due, warnings[0])
}

// mostBack is how many periods back are looked at.
const mostBack = 24

// Begun are the occurrences that stand on the list on a day, the first first.
func (r Return) Begun(today workday.Date, calendar workday.Calendar) []Occurrence {
	var all []Occurrence
	if !r.Active {
		return nil
	}
	p := PeriodAt(r.Every, today)
	for range mostBack {
		if p.To.Before(r.Since) {
			break
		}
		o := Occurrence{Return: r, Period: p, Due: r.Due(p, calendar)}
		if !o.Begins(calendar).After(today) {
			all = append(all, o)
		}
		p = p.Before()
	}
	slices.Reverse(all)
	return all
}

// Next is the first occurrence whose date is not over.
func (r Return) Next(today workday.Date, calendar workday.Calendar) Occurrence {
	p := PeriodAt(r.Every, today)
	for back := p.Before(); !back.To.Before(r.Since) && !r.Due(back, calendar).Before(today); back = back.Before() {
		p = back
	}
	for p.To.Before(r.Since) {
		p = p.After()
	}
	return Occurrence{Return: r, Period: p, Due: r.Due(p, calendar)}
}

// Demand is the occurrence on the list, to be filled.
func (o Occurrence) Demand(at time.Time) Demand {
	d := Demand{
		Office: o.Return.Office, ID: o.ID(), Asker: o.Return.To, Subject: o.Return.Name, Post: o.Return.Post,
		Return: o.Return.ID, Period: o.Period, Due: o.Due, Lines: slices.Clone(o.Return.Lines),
	}
	return d.begun(at)
}

// Remind says which warning the day asks for and has not been given: "3" or "1"
// working days before the date, "0" once it is over; empty: none. A nearer one stands
// for those before it.
func (d Demand) Remind(today workday.Date, calendar workday.Calendar) string {
	if !d.Pending() || d.Due.Zero() {
		return ""
	}
	mark := ""
	switch {
	case today.After(d.Due):
		mark = "0"
	case !today.Before(calendar.Sub(d.Due, 1)):
		mark = "1"
	case !today.Before(calendar.Sub(d.Due, 3)):
		mark = "3"
	}
	if mark == "" || slices.Contains(d.Told, mark) {
		return ""
	}
	return mark
}

// Warn notes a reminder and says it to whoever answers; somebody without mobile and
// mail sees it on the list.
func (d Demand) Warn(mark string, to Signature, mobile, mail string) (Demand, []notice.Notice) {
	d.Told = append(slices.Clone(d.Told), mark)
	n := notice.Notice{
		Office: d.Office, ID: "report-" + d.ID + "-" + mark, Subject: "report/" + d.ID, To: notice.Officer, Channel: notice.SMS, Address: mobile,
		Lang: "bn", Key: "report.notice." + mark, Args: []string{"name", short(d.Subject), "date", d.Due.String()}, At: to.At, Leaves: to.At, Status: notice.Waiting,
	}
	if n.Address == "" {
		n.Channel, n.Address = notice.Mail, mail
	}
	if n.Address == "" {
		return d, nil
	}
	return d, []notice.Notice{n}
}

// shortest is how many letters of a subject go into a message of one part.
const shortest = 40

func short(words string) string {
	if letters := []rune(words); len(letters) > shortest {
		return strings.TrimSpace(string(letters[:shortest])) + "…"
	}
	return words
}

// Standing is how a return was kept.
type Standing struct {
	OnTime, Late, Missed, Running int
}

// StandingOf counts the demands of a return on a day; corrections do not count again.
func StandingOf(demands []Demand, today workday.Date) Standing {
	var s Standing
	for _, d := range demands {
		switch {
		case d.State == Void || d.Corrects != "":
		case d.Late():
			s.Late++
		case d.State == Sent:
			s.OnTime++
		case d.Overdue(today):
			s.Missed++
		default:
			s.Running++
		}
	}
	return s
}
