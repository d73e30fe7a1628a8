package register_test

import (
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/register"
	"dorgora/workday"

	"pgregory.net/rapid"
)

// usual is the plan as the page begins with it.
var usual = register.Plan{Days: 3, Share: 80, Fewest: 5, Present: 1, Officers: 1}

// past is a case that came and went on days of November 2026, at ten and at four.
func past(received, ended int) register.Past {
	return register.Past{Received: at(time.November, received, 10), Taken: at(time.November, received, 10), Ended: at(time.November, ended, 16)}
}

func TestRehearse(t *testing.T) {
	// 1 November 2026 is a Sunday; Fridays and Saturdays are closed.
	history := []register.Past{past(1, 1), past(1, 2), past(2, 3), past(3, 5), past(8, 11), past(8, 12), past(9, 16), past(15, 17), past(15, 18), past(16, 30)}
	// working days after the day of receipt: 0, 1, 1, 2, 3, 4, 5, 2, 3, 10
	r := register.Rehearse(history, calendar, usual)
	if r.Few || r.Cases != 10 || r.Observed.Kept != 7 || r.Observed.P80 != 4 || r.Observed.Least != 4 || r.Replayed {
		t.Errorf("got %+v", r)
	}
	t.Run("a larger share needs a longer limit", func(t *testing.T) {
		plan := usual
		plan.Share = 100
		if got := register.Rehearse(history, calendar, plan).Observed.Least; got != 10 {
			t.Errorf("all would need %d days", got)
		}
	})
	t.Run("the days on which the applicant was awaited do not count", func(t *testing.T) {
		waited := append([]register.Past{}, history...)
		waited[9].Pauses = []workday.Pause{{From: at(time.November, 16, 12), To: at(time.November, 29, 9)}}
		if got := register.Rehearse(waited, calendar, usual).Observed.Kept; got != 8 {
			t.Errorf("%d would be in time", got)
		}
	})
	t.Run("too few cases give no figure", func(t *testing.T) {
		plan := usual
		plan.Fewest = 11
		if got := register.Rehearse(history, calendar, plan); !got.Few || got.Observed.Days != nil || got.Cases != 10 {
			t.Errorf("got %+v", got)
		}
		if got := register.Rehearse(nil, calendar, register.Plan{Days: 3, Share: 80, Present: 1, Officers: 1}); !got.Few {
			t.Error("no case at all is enough")
		}
	})
}

// backlog is thirty cases that all come on Sunday 1 November and are ended one after
// another, two hours of office time each.
func backlog() []register.Past {
	var list []register.Past
	came := at(time.November, 1, 9)
	for i := range 30 {
		list = append(list, register.Past{
			Received: came, Taken: calendar.AddMinutes(came, i*120), Ended: calendar.AddMinutes(came, (i+1)*120),
		})
	}
	return list
}

func TestRehearseReplay(t *testing.T) {
	history := backlog()
	t.Run("one officer, one case at a time, is replayed as it was", func(t *testing.T) {
		plan := usual
		plan.Officers = 2
		r := register.Rehearse(history, calendar, plan)
		if !r.Replayed || !r.AsIs.Days.Same(r.Observed.Days) {
			t.Errorf("observed %v, replayed %v", r.Observed.Days, r.AsIs.Days)
		}
		// four cases a day: eight days, the last of them with two cases
		if r.AsIs.P80 != 5 || r.AsIs.Kept != 16 {
			t.Errorf("as it was: %+v", r.AsIs)
		}
		// two officers: eight cases a day, so four days in all
		if r.Altered.Kept != 30 || r.Altered.P80 != 2 || r.Altered.Days.Most() != 3 {
			t.Errorf("with two officers: %+v", r.Altered)
		}
	})
	t.Run("cases that were in hand together share the office's time", func(t *testing.T) {
		together := backlog()
		for i := range together {
			together[i].Taken = together[i].Received
		}
		plan := usual
		plan.Officers = 2
		r := register.Rehearse(together, calendar, plan)
		if r.AsIs.Days.Most() != r.Observed.Days.Most() {
			t.Errorf("the whole backlog takes %d days, replayed %d", r.Observed.Days.Most(), r.AsIs.Days.Most())
		}
	})
	t.Run("worked Saturdays do not change the count of working days of a backlog", func(t *testing.T) {
		plan := usual
		plan.Changed = true
		plan.Calendar = register.Alteration{Saturdays: true}.Alter(calendar, november, november)
		if !plan.Calendar.Open(workday.Date{Year: 2026, Month: time.November, Day: 7}) {
			t.Fatal("Saturday 7 November is closed")
		}
		r := register.Rehearse(history, calendar, plan)
		if !r.Altered.Days.Same(r.AsIs.Days) {
			t.Errorf("got %v, want %v", r.Altered.Days, r.AsIs.Days)
		}
	})
	t.Run("with more closed days what comes meanwhile waits longer", func(t *testing.T) {
		var steady []register.Past
		for day := range 28 { // a case every day, Fridays too, each a whole office day
			came := at(time.November, 1+day, 9)
			start := calendar.NextOpening(came)
			if day > 0 && steady[day-1].Ended.After(start) {
				start = calendar.NextOpening(steady[day-1].Ended)
			}
			steady = append(steady, register.Past{Received: came, Taken: start, Ended: calendar.AddMinutes(start, 480)})
		}
		plan := usual
		plan.Changed = true
		plan.Calendar = register.Alteration{Closed: 5}.Alter(calendar, november, november)
		r := register.Rehearse(steady, calendar, plan)
		if r.Altered.P80 <= r.AsIs.P80 || r.Altered.Kept > r.AsIs.Kept {
			t.Errorf("as it was %+v, with five closed days %+v", r.AsIs, r.Altered)
		}
	})
	t.Run("more officers never make it slower", rapid.MakeCheck(func(t *rapid.T) {
		var drawn []register.Past
		for range rapid.IntRange(5, 40).Draw(t, "cases") {
			came := at(time.November, 1, 0).Add(time.Duration(rapid.IntRange(0, 24*20).Draw(t, "came")) * time.Hour)
			taken := came.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "taken")) * time.Hour)
			drawn = append(drawn, register.Past{Received: came, Taken: taken, Ended: taken.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "ended")) * time.Hour)})
		}
		plan := usual
		plan.Present = rapid.IntRange(1, 3).Draw(t, "present")
		plan.Officers = plan.Present + rapid.IntRange(1, 3).Draw(t, "more")
		r := register.Rehearse(drawn, calendar, plan)
		if r.AsIs.Days.Cases() != len(drawn) || r.Altered.Days.Cases() != len(drawn) {
			t.Fatalf("cases were lost: %+v", r)
		}
		if r.Altered.P80 > r.AsIs.P80 || r.Altered.Kept < r.AsIs.Kept || r.Altered.Days.Most() > r.AsIs.Days.Most() {
			t.Fatalf("as it was %+v, with more officers %+v", r.AsIs, r.Altered)
		}
	}))
}

func TestAlterationAlter(t *testing.T) {
	from, to := november, november.Move(1)
	open := func(c workday.Calendar) int {
		return c.Between(from.First().AddDays(-1), to.Move(1).First().AddDays(-1))
	}
	before := open(calendar)
	if got := open(register.Alteration{Closed: 2}.Alter(calendar, from, to)); got != before-4 {
		t.Errorf("two closed days a month leave %d of %d", got, before)
	}
	if got := open(register.Alteration{Saturdays: true}.Alter(calendar, from, to)); got != before+8 {
		t.Errorf("worked Saturdays make %d of %d", got, before) // 7, 14, 21, 28 November, 5, 12, 19, 26 December
	}
	if got := open(register.Alteration{}.Alter(calendar, from, to)); got != before {
		t.Errorf("nothing altered makes %d of %d", got, before)
	}
}

func TestPlanCheck(t *testing.T) {
	if err := usual.Check(); err != nil {
		t.Error(err)
	}
	for field, change := range map[string]func(*register.Plan){
		"days": func(p *register.Plan) { p.Days = -1 }, "share": func(p *register.Plan) { p.Share = 101 },
		"present": func(p *register.Plan) { p.Present = 0 }, "officers": func(p *register.Plan) { p.Officers = 51 },
	} {
		plan := usual
		change(&plan)
		list := fault.List(plan.Check())
		if len(list) != 1 || list[0].Field != field {
			t.Errorf("%s: %v", field, list)
		}
	}
}
