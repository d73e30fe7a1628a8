package bangla_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dorgora/bangla"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestDateIsWrittenAsPeopleWriteIt(t *testing.T) {
	at := day("2026-11-26")
	for _, row := range []struct{ name, got, want string }{
		{"with its year", bangla.Date(at), "২৬ নভেম্বর ২০২৬"},
		{"with its weekday", bangla.WeekdayDate(at), "বৃহস্পতিবার, ২৬ নভেম্বর ২০২৬"},
		{"short", bangla.ShortDate(at), "২৬ নভেম্বর"},
		{"January has a short i", bangla.Date(day("2026-01-01")), bangla.Normal("১ জানুয়ারি ২০২৬")},
		{"Friday", bangla.WeekdayName(time.Friday), "শুক্রবার"},
		{"no thirteenth month", bangla.MonthName(13), ""},
		{"no eighth weekday", bangla.WeekdayName(7), ""},
		{"in its own location", bangla.Date(time.Date(2026, 11, 25, 20, 0, 0, 0, time.UTC).In(time.FixedZone("Dhaka", 6*3600))), "২৬ নভেম্বর ২০২৬"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.got != row.want {
				t.Errorf("got %q, want %q", row.got, row.want)
			}
		})
	}
}

func TestClockNamesThePartOfTheDay(t *testing.T) {
	for _, row := range []struct {
		hour, minute int
		want         string
	}{
		{0, 0, "রাত ১২:০০"}, {3, 59, "রাত ৩:৫৯"}, {4, 0, "ভোর ৪:০০"}, {6, 0, "সকাল ৬:০০"}, {9, 0, "সকাল ৯:০০"}, {11, 59, "সকাল ১১:৫৯"}, {12, 0, "দুপুর ১২:০০"},
		{14, 5, "দুপুর ২:০৫"}, {16, 30, "বিকাল ৪:৩০"}, {17, 0, "বিকাল ৫:০০"}, {18, 15, "সন্ধ্যা ৬:১৫"}, {20, 0, "রাত ৮:০০"}, {23, 59, "রাত ১১:৫৯"},
	} {
		t.Run(row.want, func(t *testing.T) {
			if got := bangla.Clock(time.Date(2026, 11, 26, row.hour, row.minute, 0, 0, time.UTC)); got != row.want {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestParseDateReadsTheUsualForms(t *testing.T) {
	for _, text := range []string{
		"২৩/১১/২০২৬", "২৩-১১-২৬", "23.11.2026", "2026-11-23", "২০২৬-১১-২৩", "২৩ নভেম্বর ২০২৬", "২৩ নভেম্বর, ২০২৬ খ্রিঃ", "২৩ নভেম্বর ২০২৬ খ্রি.", "২৩শে নভেম্বর ২০২৬ খ্রিস্টাব্দ",
		"২৩ নবেম্বর ২০২৬", "23 November 2026", "23 Nov 2026", "23-Nov-2026", "সোমবার, ২৩ নভেম্বর ২০২৬", "Monday, 23 November 2026", " ২৩ / ১১ / ২০২৬ ইং", "২৩।১১।২০২৬", "২৩/১১/২০২৬খ্রিঃ",
	} {
		t.Run(text, func(t *testing.T) {
			year, month, day, err := bangla.ParseDate(text)
			if err != nil || year != 2026 || month != 11 || day != 23 {
				t.Errorf("got %d-%d-%d, %v", year, month, day, err)
			}
		})
	}
	t.Run("old spellings of months", func(t *testing.T) {
		for text, want := range map[string]int{
			"১লা জানুয়ারী ২০২৬": 1, "২রা ফেব্রুয়ারী ২০২৬": 2, "৫ই আগষ্ট ২০২৬": 8, "৪ঠা অগাস্ট ২০২৬": 8, "৩রা এপ্রীল ২০২৬": 4, "৭ মে ২০২৬": 5, "৭ May ২০২৬": 5, "১ জুলাই ২০২৬": 7,
		} {
			if _, month, _, err := bangla.ParseDate(text); err != nil || month != want {
				t.Errorf("%s: month %d, %v", text, month, err)
			}
		}
	})
	t.Run("a birth year of two digits", func(t *testing.T) {
		if year, _, _, err := bangla.ParseDate("১/২/৮৫"); err != nil || year != 1985 {
			t.Errorf("got %d, %v", year, err)
		}
	})
}

func TestParseDateRefusesWhatIsNoDay(t *testing.T) {
	for _, text := range []string{"", "আজ", "৩০/০২/২০২৬", "31.04.2026", "২৯ ফেব্রুয়ারি ২০২৬", "১১/২০২৬", "13/13/2026", "0/1/2026", "২৩ অগ্রহায়ণ ১৪৩৩", "2026-11-23T10:00", "০১৭১২-৩৪৫৬৭৮", "23 Foo 2026", "১-২-৩"} {
		t.Run(text, func(t *testing.T) {
			if y, m, d, err := bangla.ParseDate(text); !errors.Is(err, bangla.ErrDate) {
				t.Errorf("read as %d-%d-%d", y, m, d)
			}
		})
	}
}

func TestParseDateReadsWhatDateWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := day("1971-01-01").AddDate(0, 0, rapid.IntRange(0, 50000).Draw(t, "days"))
		for _, text := range []string{bangla.Date(at), bangla.WeekdayDate(at), at.Format("02/01/2006"), at.Format(time.DateOnly)} {
			year, month, day, err := bangla.ParseDate(text)
			if err != nil || !time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Equal(at) {
				t.Fatalf("%s read as %d-%d-%d, %v", text, year, month, day, err)
			}
		}
	})
}

func TestCalendarOfKnownDays(t *testing.T) {
	for _, row := range []struct{ gregorian, want string }{
		{"2019-10-17", "১ কার্তিক ১৪২৬"},
		{"2026-02-21", "৮ ফাল্গুন ১৪৩২"},
		{"2026-03-26", "১২ চৈত্র ১৪৩২"},
		{"2025-12-16", "১ পৌষ ১৪৩২"},
		{"2026-04-14", "১ বৈশাখ ১৪৩৩"},
		{"2026-04-13", "৩০ চৈত্র ১৪৩২"},
		{"2026-11-23", "৮ অগ্রহায়ণ ১৪৩৩"},
		{"2024-02-29", "১৬ ফাল্গুন ১৪৩০"},
		{"2024-03-14", "৩০ ফাল্গুন ১৪৩০"},
		{"2024-03-15", "১ চৈত্র ১৪৩০"},
		{"2025-03-14", "২৯ ফাল্গুন ১৪৩১"},
		{"2025-03-15", "১ চৈত্র ১৪৩১"},
	} {
		t.Run(row.gregorian, func(t *testing.T) {
			c, err := bangla.CalendarOf(day(row.gregorian))
			if err != nil || c.String() != bangla.Normal(row.want) {
				t.Errorf("got %s, %v", c, err)
			}
		})
	}
	t.Run("every month starts on its fixed Gregorian day", func(t *testing.T) {
		for year := 2020; year < 2120; year++ {
			for i, start := range []string{"04-14", "05-15", "06-15", "07-16", "08-16", "09-16", "10-17", "11-16", "12-16", "01-15", "02-14", "03-15"} {
				c, err := bangla.CalendarOf(day(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006-") + start))
				if err != nil || c.Month != i+1 || c.Day != 1 {
					t.Fatalf("%d-%s is %s, %v", year, start, c, err)
				}
			}
		}
	})
}

func TestCalendarGoesBothWays(t *testing.T) {
	var last bangla.CalendarDate
	for at := day("2019-10-17"); at.Year() < 2120; at = at.AddDate(0, 0, 1) {
		c, err := bangla.CalendarOf(at)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := c.Time(); err != nil || !back.Equal(at) {
			t.Fatalf("%s is %s, and back %s, %v", at.Format(time.DateOnly), c, back, err)
		}
		next := c.Day == last.Day+1 && c.Month == last.Month || c.Day == 1 && (c.Month == last.Month+1 || c.Month == 1 && c.Year == last.Year+1)
		if last.Year != 0 && !next {
			t.Fatalf("%s follows %s", c, last)
		}
		last = c
	}
}

func TestCalendarRefusesOldAndImpossibleDays(t *testing.T) {
	if _, err := bangla.CalendarOf(day("2019-10-16")); !errors.Is(err, bangla.ErrBeforeCalendar) {
		t.Errorf("16 October 2019: %v", err)
	}
	for _, c := range []bangla.CalendarDate{{1433, 0, 1}, {1433, 13, 1}, {1433, 1, 32}, {1433, 1, 0}, {1433, 7, 31}, {1431, 11, 30}} {
		if _, err := c.Time(); !errors.Is(err, bangla.ErrNoSuchDay) {
			t.Errorf("%d-%d-%d: %v", c.Year, c.Month, c.Day, err)
		}
	}
	if _, err := (bangla.CalendarDate{Year: 1426, Month: 1, Day: 1}).Time(); !errors.Is(err, bangla.ErrBeforeCalendar) {
		t.Errorf("1 Boishakh 1426: %v", err)
	}
	if bangla.CalendarMonth(8) != bangla.Normal("অগ্রহায়ণ") || bangla.CalendarMonth(0) != "" || bangla.CalendarMonth(13) != "" {
		t.Error("month names")
	}
}
