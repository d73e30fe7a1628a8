package casework_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/workday"
)

// years is how many office-years are simulated: DORGORA_YEARS, or 200.
func years(t *testing.T) int {
	if text := os.Getenv("DORGORA_YEARS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return 200
}

// errKilled is a write of which nobody knows whether it reached the disk.
var errKilled = errors.New("killed")

// memory keeps cases; a kill falls before or after a write.
type memory struct {
	cases map[string]casework.Case
	acts  map[string][]casework.Act
	dice  *rand.Rand
}

func (m *memory) Case(_ context.Context, _, number string) (casework.Case, error) {
	c, known := m.cases[number]
	if !known {
		return c, fault.New(fault.NotFound, "record.missing")
	}
	return c, nil
}

func (m *memory) Timeline(_ context.Context, _, number string) ([]casework.Act, error) {
	return m.acts[number], nil
}

func (m *memory) Evidence(context.Context, string, string) ([]document.Evidence, error) {
	return nil, nil
}

func (m *memory) Before(context.Context, string, string) (casework.Case, error) {
	return casework.Case{}, fault.New(fault.Conflict, "casework.undo.over")
}

func (m *memory) Apply(_ context.Context, ch casework.Change) error {
	killed := m.dice.IntN(40) == 0
	if killed && m.dice.IntN(2) == 0 {
		return errKilled
	}
	if stored := m.cases[ch.Case.Number]; stored.Revision != ch.Case.Revision-len(ch.Acts) {
		return fault.New(fault.Conflict, casework.ChangedMeanwhile)
	}
	m.keep(ch)
	if killed {
		return errKilled
	}
	return nil
}

func (m *memory) Submit(_ context.Context, _ casework.Key, ch casework.Change) (string, error) {
	m.keep(ch)
	return ch.Case.Number, nil
}

func (m *memory) keep(ch casework.Change) {
	m.cases[ch.Case.Number] = ch.Case
	m.acts[ch.Case.Number] = append(m.acts[ch.Case.Number], ch.Acts...)
}

// Awake implements casework.Sleepers.
func (m *memory) Awake(_ context.Context, now time.Time, limit int) ([]casework.Target, error) {
	var list []casework.Target
	for number, c := range m.cases {
		if !c.Ended() && !c.Wake.IsZero() && !now.Before(c.Wake) && len(list) < limit {
			list = append(list, casework.Target{Office: c.Office, Number: number})
		}
	}
	slices.SortFunc(list, func(a, b casework.Target) int { return cmpText(a.Number, b.Number) })
	return list, nil
}

func cmpText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// year is one simulated year of an office with its people and its calendar.
type year struct {
	*memory
	t        *testing.T
	now      time.Time
	calendar workday.Calendar
	chart    office.Chart
	service  catalogue.Service
	desk     casework.Desk
}

func (y *year) Chart(context.Context, string) (office.Chart, error)        { return y.chart, nil }
func (y *year) Calendar(context.Context, string) (workday.Calendar, error) { return y.calendar, nil }
func (y *year) ServiceAt(context.Context, string, string, time.Time) (catalogue.Service, error) {
	return y.service, nil
}

// noise is the randomness of a year: it never repeats within it.
type noise struct{ dice *rand.Rand }

func (n noise) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(n.dice.UintN(256))
	}
	return len(p), nil
}

func newYear(t *testing.T, seed uint64) *year {
	dice := rand.New(rand.NewPCG(seed, 9))
	y := &year{
		memory: &memory{cases: map[string]casework.Case{}, acts: map[string][]casework.Act{}, dice: dice}, t: t,
		now: time.Date(2026, 1, 4, 9, 0, 0, 0, workday.Dhaka), calendar: workday.Bangladesh("khulna"),
	}
	y.chart = office.Chart{
		Offices: []office.Office{{ID: "rupsha", Parent: "khulna", Kind: office.Upazila}, {ID: "khulna", Kind: office.District}},
		Posts: []office.Post{
			{Office: "rupsha", ID: "head", Title: "প্রধান", Role: office.Head}, {Office: "rupsha", ID: "clerk", Title: "সহকারী", Superior: "head", Role: office.Officer},
			{Office: "khulna", ID: "khead", Title: "জেলা প্রধান", Role: office.Head},
		},
	}
	for i := range 6 {
		home := []string{"rupsha", "khulna"}[i%2]
		y.chart.People = append(y.chart.People, office.Person{Office: home, ID: fmt.Sprint("p", i), Name: fmt.Sprint("ব্যক্তি ", i), Mobile: fmt.Sprintf("+88017000000%02d", i)})
	}
	y.assign("khulna", "khead", "p1")
	y.service = catalogue.Service{Key: "citizen-2", Version: 1, Short: "সেবা", Post: "clerk", Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 1 + dice.IntN(6)}}
	y.desk = casework.Desk{Store: y, Services: y, Offices: y, Now: func() time.Time { return y.now }, Random: noise{dice}, Codes: casework.Codes{Secret: []byte("s")}}
	return y
}

func (y *year) assign(in, post, person string) {
	for i, a := range y.chart.Assignments {
		if a.Office == in && a.Post == post && a.Runs(y.now) {
			y.chart.Assignments[i].Until = y.now
		}
	}
	y.chart.Assignments = append(y.chart.Assignments, office.Assignment{
		Office: in, ID: fmt.Sprint("a", len(y.chart.Assignments)), Post: post, Person: person, Tenure: office.Substantive, From: y.now,
	})
}

// people moves people about: transfers, vacancies, leaves with stand-ins.
func (y *year) people() {
	post := []string{"head", "clerk"}[y.dice.IntN(2)]
	who := fmt.Sprint("p", y.dice.IntN(6))
	switch y.dice.IntN(3) {
	case 0:
		y.assign("rupsha", post, who)
	case 1:
		for i, a := range y.chart.Assignments {
			if a.Office == "rupsha" && a.Post == post && a.Runs(y.now) {
				y.chart.Assignments[i].Until = y.now
			}
		}
	default:
		held := y.chart.Holders("rupsha", post, y.now)
		if len(held) == 0 || held[0].Person == who {
			return
		}
		leave := office.Substitution{Office: "rupsha", ID: fmt.Sprint("s", len(y.chart.Substitutions)), Post: post, Absent: held[0].Person, Person: who, From: y.now, Until: y.now.AddDate(0, 0, 1+y.dice.IntN(9))}
		if change, err := y.chart.Substitute(leave, y.now); err == nil {
			y.chart.Substitutions = append(y.chart.Substitutions, change.Substitutions...)
		}
	}
}

// holiday announces a holiday for one of the next days, and counts anew.
func (y *year) holiday() {
	day := y.calendar.DateOf(y.now).AddDays(1 + y.dice.IntN(4))
	y.calendar = y.calendar.With(workday.Day{Date: day, Kind: workday.Local, Name: "হঠাৎ ছুটি", Source: "১", Notified: y.calendar.DateOf(y.now)})
	for range 20 { // a job that is killed runs again
		_, err := y.desk.Recount(context.Background(), casework.Recounting{Office: "rupsha", Numbers: y.open(), Reason: "ছুটি", Actor: casework.TheClock})
		if err == nil {
			return
		}
	}
	y.t.Fatal("the recount never came to its end")
}

func (y *year) open() []string {
	var list []string
	for number, c := range y.cases {
		if !c.Ended() {
			list = append(list, number)
		}
	}
	slices.Sort(list)
	return list
}

// work does something with a case, as officer or as applicant; a kill is a shrug.
func (y *year) work(number string) {
	c := y.cases[number]
	actor := casework.Actor{Post: "clerk", Person: "p0", Name: "কর্মকর্তা"}
	if c.Status == casework.Waiting {
		actor = casework.Applicant
	}
	dice := y.dice.IntN(10)
	_, _ = y.desk.Act(context.Background(), casework.Target{Office: "rupsha", Number: number, Actor: actor}, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		switch {
		case c.Status == casework.Waiting:
			return c.Answer("এই যে", nil, s)
		case dice < 3:
			return c.Close(casework.End{Outcome: casework.Delivered, Sentence: "হয়েছে"}, s)
		case dice < 5:
			return c.Ask([]string{"কাগজ"}, s)
		case dice == 5:
			return c.Extend(1+y.dice.IntN(3), "কারণ", s)
		}
		return c.Reply("চলছে", s)
	})
}

// pass lets one hour go by.
func (y *year) pass() {
	y.now = y.now.Add(time.Hour)
	for range 20 {
		if _, err := y.desk.Watch(context.Background(), y); err == nil {
			break
		}
	}
	y.check()
}

// check holds what must be true at every instant.
func (y *year) check() {
	answers, err := y.chart.Answerable("rupsha", "clerk", y.now)
	if err != nil || answers.Person.ID == "" {
		y.t.Fatalf("%v: nobody answers, %v", y.now, err)
	}
	for number, c := range y.cases {
		if c.Revision != len(y.acts[number]) {
			y.t.Fatalf("case %s: revision %d, %d acts", number, c.Revision, len(y.acts[number]))
		}
		if c.Ended() || c.Status == casework.Waiting {
			continue
		}
		due, err := c.Promised(y.calendar, y.now)
		if err != nil || !due.Moment.Equal(c.Due) {
			y.t.Fatalf("case %s: due %v, recounted %v, %v", number, c.Due, due.Moment, err)
		}
		if !y.calendar.Open(y.calendar.DateOf(c.Due)) {
			y.t.Fatalf("case %s ends on a closed day: %v", number, c.Due)
		}
	}
}

// told checks the finished year: each case climbed each stage once for each
// promised moment, and no closed day was counted against the office.
func (y *year) told() {
	for number, c := range y.cases {
		once := map[string]int{}
		for _, act := range y.acts[number] {
			if act.Deed == casework.DeedBreached || act.Deed == casework.DeedWarned {
				key := fmt.Sprint(act.Deed, act.Due)
				if once[key]++; once[key] > 1 {
					y.t.Fatalf("case %s: %s twice for %v", number, act.Deed, act.Due)
				}
			}
		}
		if !c.Ended() {
			continue
		}
		open := 0
		for day := y.calendar.DateOf(c.Received).AddDays(1); !day.After(y.calendar.DateOf(c.Closed)); day = day.AddDays(1) {
			closing, works := y.calendar.Closing(day)
			if works && closing.After(c.Closed) {
				closing = c.Closed
			}
			if works && !c.Clock().PausedAt(closing) {
				open++
			}
		}
		if c.Took > open {
			y.t.Fatalf("case %s took %d days, only %d were open", number, c.Took, open)
		}
	}
}

// TestOfficeYears plays office-years with holidays announced late, transfers,
// leaves, vacancies and kills. The long form: DORGORA_YEARS=10000.
func TestOfficeYears(t *testing.T) {
	cases, breaches := 0, 0
	for seed := range years(t) {
		y := newYear(t, uint64(seed))
		y.assign("rupsha", "head", "p2")
		for hour := range 24 * 45 {
			y.pass()
			if !y.calendar.OpenAt(y.now) {
				continue
			}
			switch y.dice.IntN(12) {
			case 0:
				application := application()
				if _, err := y.desk.Submit(t.Context(), casework.Submission{Office: "rupsha", Service: "s", Key: fmt.Sprintf("%032d", hour), Application: application, Actor: casework.Applicant}); err != nil {
					t.Fatal(err)
				}
			case 1, 2:
				if list := y.open(); len(list) > 0 {
					y.work(list[y.dice.IntN(len(list))])
				}
			case 3:
				if y.dice.IntN(6) == 0 {
					y.people()
				}
			case 4:
				if y.dice.IntN(20) == 0 {
					y.holiday()
				}
			}
		}
		y.told()
		cases += len(y.cases)
		for _, acts := range y.acts {
			for _, act := range acts {
				if act.Deed == casework.DeedBreached {
					breaches++
				}
			}
		}
	}
	if cases == 0 || breaches == 0 {
		t.Fatalf("%d cases, %d breaches: the years are too quiet to show anything", cases, breaches)
	}
	t.Logf("%d cases, %d breaches told once each", cases, breaches)
}
