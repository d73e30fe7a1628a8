package workday_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dorgora/internal/fault"
	"dorgora/workday"
)

// date reads a date that the test itself wrote.
func date(text string) workday.Date {
	d, err := workday.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// at reads a moment in Dhaka that the test itself wrote.
func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, workday.Dhaka)
	if err != nil {
		panic(err)
	}
	return t
}

func TestDateParse(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"an ordinary day", "2026-12-16", "2026-12-16"},
		{"29 February of a leap year", "2028-02-29", "2028-02-29"},
		{"29 February of another year does not exist", "2026-02-29", ""},
		{"a month 13 does not exist", "2026-13-01", ""},
		{"the year 0 is refused", "0000-01-01", ""},
		{"an empty text is not a date", "", ""},
		{"Bangla digits are turned by the caller", "২০২৬-১২-১৬", ""},
		{"a time of day is refused", "2026-12-16T10:00", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := workday.ParseDate(test.text)
			if got.String() != test.want {
				t.Errorf("ParseDate(%q) = %s, want %s", test.text, got, test.want)
			}
			if (err != nil) != (test.want == "") || err != nil && fault.KindOf(err) != fault.Invalid {
				t.Errorf("ParseDate(%q) fails with %v", test.text, err)
			}
		})
	}
}

func TestDateArithmetic(t *testing.T) {
	for _, test := range []struct {
		name string
		got  workday.Date
		want string
	}{
		{"a day over the end of the year", date("2026-12-31").AddDays(1), "2027-01-01"},
		{"a day back over a leap day", date("2028-03-01").AddDays(-1), "2028-02-29"},
		{"a month keeps the day", date("2026-03-15").AddMonths(1), "2026-04-15"},
		{"31 January plus one month is the last of February", date("2026-01-31").AddMonths(1), "2026-02-28"},
		{"30 August plus six months meets a leap day", date("2027-08-30").AddMonths(6), "2028-02-29"},
		{"months go back over the year", date("2026-01-31").AddMonths(-2), "2025-11-30"},
		{"no date plus a day is no date", workday.Date{}.AddDays(1), ""},
		{"no date plus a month is no date", workday.Date{}.AddMonths(1), ""},
		{"midnight in Dhaka is the evening before in UTC", workday.DateOf(at("2026-12-16 00:00").UTC()), "2026-12-15"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.got.String() != test.want {
				t.Errorf("got %s, want %s", test.got, test.want)
			}
		})
	}
	if got := date("2026-03-01").Sub(date("2026-02-01")); got != 28 {
		t.Errorf("February 2026 has %d days, want 28", got)
	}
	if got := date("2026-12-16").Weekday(); got != time.Wednesday {
		t.Errorf("Victory Day 2026 is a %s, want Wednesday", got)
	}
	if got := date("2026-12-16").Time(17, 0, nil).UTC().Format(time.RFC3339); got != "2026-12-16T11:00:00Z" {
		t.Errorf("17:00 in Dhaka is %s", got)
	}
	if (workday.Date{Year: 2026, Month: 2, Day: 30}).Valid() || !date("2026-02-28").Valid() {
		t.Error("Valid confuses 28 and 30 February")
	}
}

func TestDateText(t *testing.T) {
	type form struct{ Day, Until workday.Date }
	text, err := json.Marshal(form{Day: date("2026-12-16")})
	if err != nil || string(text) != `{"Day":"2026-12-16","Until":""}` {
		t.Fatalf("written as %s, %v", text, err)
	}
	back := form{Until: date("2026-01-01")}
	if err := json.Unmarshal(text, &back); err != nil || back != (form{Day: date("2026-12-16")}) {
		t.Errorf("read back as %v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`{"Day":"16/12/2026"}`), &back); err == nil {
		t.Error("16/12/2026 was accepted")
	}
}

func TestDateOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := date("2020-01-01").AddDays(rapid.IntRange(0, 4000).Draw(t, "a"))
		n := rapid.IntRange(-3000, 3000).Draw(t, "n")
		b := a.AddDays(n)
		if b.Sub(a) != n || b.AddDays(-n) != a {
			t.Fatalf("%s plus %d days is %s, %d days away", a, n, b, b.Sub(a))
		}
		if b.After(a) != (n > 0) || b.Before(a) != (n < 0) || a.Compare(b) != -b.Compare(a) {
			t.Fatalf("%s and %s are in the wrong order", a, b)
		}
		if parsed, err := workday.ParseDate(b.String()); err != nil || parsed != b {
			t.Fatalf("%s reads back as %s, %v", b, parsed, err)
		}
	})
}
