package call_test

import (
	"strings"
	"testing"
	"time"

	"dorgora/internal/call"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/workday"
)

// at is a moment of November 2026 in Dhaka; the 23rd is a Monday.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, time.November, day, hour, minute, 0, 0, workday.Dhaka)
}

var calendar = workday.Bangladesh("khulna")

func TestCallCheck(t *testing.T) {
	good := call.Call{Mobile: "০১৭১২-৩৪৫৬৭৮", Direction: call.In, Result: call.Told, Minutes: 3, Words: " বলা হয়েছে "}
	if c, err := good.Check(); err != nil || c.Mobile != "+8801712345678" || c.Words != "বলা হয়েছে" {
		t.Errorf("got %+v, %v", c, err)
	}
	for name, one := range map[string]struct {
		change func(*call.Call)
		field  string
	}{
		"a land line is no mobile":          {func(c *call.Call) { c.Mobile = "041-720255" }, "mobile"},
		"who called must be said":           {func(c *call.Call) { c.Direction = "" }, "direction"},
		"what came of it must be said":      {func(c *call.Call) { c.Result = "perhaps" }, "result"},
		"a call of eleven hours is a slip":  {func(c *call.Call) { c.Minutes = 660 }, "minutes"},
		"a novel does not fit into the log": {func(c *call.Call) { c.Words = strings.Repeat("ক", 501) }, "words"},
	} {
		t.Run(name, func(t *testing.T) {
			c := good
			one.change(&c)
			_, err := c.Check()
			if list := fault.List(err); len(list) != 1 || list[0].Field != one.field {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestTotals(t *testing.T) {
	sums := call.Totals([]call.Call{
		{Direction: call.In, Result: call.Told, Minutes: 2}, {Direction: call.Out, Result: call.NoAnswer},
		{Direction: call.Out, Result: call.Told, Minutes: 5},
	})
	want := []call.Sum{{Result: call.Told, In: 1, Out: 1, Minutes: 7}, {Result: call.NoAnswer, Out: 1}}
	if len(sums) != 2 || sums[0] != want[0] || sums[1] != want[1] {
		t.Errorf("got %+v", sums)
	}
}

func TestWhen(t *testing.T) {
	for _, one := range []struct {
		name  string
		soon  call.Soon
		clock string
		now   time.Time
		want  time.Time
		due   time.Time
	}{
		{"within two hours means now", call.WithinHours, "", at(23, 10, 0), at(23, 10, 0), at(23, 12, 0)},
		{"within two hours at a quarter to five ends the next morning", call.WithinHours, "", at(23, 16, 45), at(23, 16, 45), at(24, 10, 45)},
		{"today means before the office closes", call.Today, "", at(23, 10, 0), at(23, 15, 0), at(23, 17, 0)},
		{"today after closing is the next day", call.Today, "", at(23, 18, 0), at(24, 15, 0), at(24, 17, 0)},
		{"the next working day after Thursday is Sunday", call.Tomorrow, "", at(26, 11, 0), at(29, 15, 0), at(29, 17, 0)},
		{"at half past two in Bangla digits", call.Today, "১৪.৩০", at(23, 10, 0), at(23, 14, 30), at(23, 16, 30)},
		{"half past two is in the afternoon", call.Today, "২:৩০", at(23, 10, 0), at(23, 14, 30), at(23, 16, 30)},
		{"tomorrow at eleven", call.Tomorrow, "11:00", at(23, 10, 0), at(24, 11, 0), at(24, 13, 0)},
	} {
		t.Run(one.name, func(t *testing.T) {
			got, err := call.When(one.soon, one.clock, calendar, one.now)
			if err != nil || !got.Equal(one.want) {
				t.Fatalf("got %v, %v, want %v", got, err, one.want)
			}
			back, err := call.Plan(call.Ask{Office: "rupsha", Key: "k", Mobile: "01712345678", Wanted: got}, calendar, one.now)
			if err != nil || !back.Due.Equal(one.due) {
				t.Errorf("promised by %v, %v, want %v", back.Due, err, one.due)
			}
		})
	}
	for clock, message := range map[string]string{"বিকালে": "call.clock.wrong", "৯:১৫": "call.clock.past"} {
		_, err := call.When(call.Today, clock, calendar, at(23, 10, 0))
		if list := fault.List(err); len(list) != 1 || list[0].Message != message || list[0].Field != "clock" {
			t.Errorf("%s: got %v", clock, err)
		}
	}
}

func TestBackEnd(t *testing.T) {
	back, err := call.Plan(call.Ask{Office: "rupsha", Key: "k", Mobile: "01712345678"}, calendar, at(23, 10, 0))
	if err != nil {
		t.Fatal(err)
	}
	t.Run("spoken to is done", func(t *testing.T) {
		if got, err := back.End(call.Answered); err != nil || got.State != call.Done {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("the third try in vain ends it", func(t *testing.T) {
		for tries, want := range []call.State{call.Open, call.Open, call.Unreached} {
			if got, err := back.After(tries, at(23, 11, 0), calendar).End(call.Busy); err != nil || got.State != want {
				t.Errorf("after %d tries: got %s, %v", tries, got.State, err)
			}
		}
	})
	t.Run("the next try waits two hours of office time", func(t *testing.T) {
		if got := back.After(1, at(23, 16, 0), calendar); !got.Wanted.Equal(at(24, 10, 0)) {
			t.Errorf("wanted %v", got.Wanted)
		}
	})
	t.Run("what has ended is left alone", func(t *testing.T) {
		done, _ := back.End(call.Answered)
		if _, err := done.End(call.Answered); fault.KindOf(err) != fault.Conflict {
			t.Errorf("got %v", err)
		}
	})
	t.Run("late after the promised moment", func(t *testing.T) {
		if back.Late(at(23, 12, 0)) || !back.Late(at(23, 12, 1)) {
			t.Error("wrong")
		}
	})
}

func TestOfNotice(t *testing.T) {
	n := notice.Notice{Office: "rupsha", ID: "n1", Subject: "case/48210935716", Address: "+8801712345678", At: at(26, 10, 0), Leaves: at(26, 10, 1)}
	if b := call.OfNotice(n, calendar); b.Number != "48210935716" || b.State != call.Open || !b.Due.Equal(at(29, 17, 0)) || b.Mobile != n.Address {
		t.Errorf("got %+v", b)
	}
}
