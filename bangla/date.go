package bangla

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// ErrDate is returned by ParseDate for text that is no date, or no day that
// exists.
var ErrDate = errors.New("bangla: not a date")

var monthNames = [...]string{
	"জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন",
	"জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর",
}

var weekdayNames = [...]string{
	"রবিবার", "সোমবার", "মঙ্গলবার", "বুধবার", "বৃহস্পতিবার", "শুক্রবার", "শনিবার",
}

// MonthName returns the Bangla name of a Gregorian month, or "" when there is
// no such month.
func MonthName(m time.Month) string {
	if m < time.January || m > time.December {
		return ""
	}
	return Normal(monthNames[m-1])
}

// WeekdayName returns the Bangla name of a weekday, or "" when there is no
// such day.
func WeekdayName(d time.Weekday) string {
	if d < time.Sunday || d > time.Saturday {
		return ""
	}
	return weekdayNames[d]
}

// Date returns the day that t shows in its own location: "২৬ নভেম্বর ২০২৬".
func Date(t time.Time) string {
	return ShortDate(t) + " " + Digits(strconv.Itoa(t.Year()))
}

// WeekdayDate returns the day with its weekday: "বৃহস্পতিবার, ২৬ নভেম্বর ২০২৬".
func WeekdayDate(t time.Time) string {
	return WeekdayName(t.Weekday()) + ", " + Date(t)
}

// ShortDate returns the day without its year: "২৬ নভেম্বর".
func ShortDate(t time.Time) string {
	return Digits(strconv.Itoa(t.Day())) + " " + MonthName(t.Month())
}

// dayParts holds from which hour each part of the day is spoken of.
var dayParts = []struct {
	from int
	name string
}{{20, "রাত"}, {18, "সন্ধ্যা"}, {15, "বিকাল"}, {12, "দুপুর"}, {6, "সকাল"}, {4, "ভোর"}, {0, "রাত"}}

// Clock returns the time of day that t shows in its own location, twelve-hour
// with the part of the day: "বিকাল ৪:৩০". The parts are ভোর from 4, সকাল from
// 6, দুপুর from 12, বিকাল from 15, সন্ধ্যা from 18 and রাত from 20 o'clock.
func Clock(t time.Time) string {
	hour := t.Hour()
	name := ""
	for _, part := range dayParts {
		if hour >= part.from {
			name = part.name
			break
		}
	}
	return name + " " + Digits(fmt.Sprintf("%d:%02d", (hour+11)%12+1, t.Minute()))
}

var (
	dayFirst  = regexp.MustCompile(`^(\d{1,2})\s*[-/.।]\s*(\d{1,2})\s*[-/.।]\s*(\d{4}|\d{2})$`)
	yearFirst = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	named     = regexp.MustCompile(`^(\d{1,2})\s*(?:লা|রা|ঠা|ই|শে)?[\s,-]+([\p{L}\p{M}]+)\.?[\s,-]+(\d{4}|\d{2})$`)
	era       = regexp.MustCompile(`[\s,]*(?:খ্রি(?:[ঃ:.]|স্টাব্দ|ষ্টাব্দ)?|খৃ(?:[ঃ:.]|ষ্টাব্দ)?|ইং|সাল)[ঃ:.]*$`)
	weekday   = regexp.MustCompile(`^[\p{L}\p{M}]+(?:বার|day)\s*,?\s+`)
)

// ParseDate reads a Gregorian date as people here write it, in either digit
// set: ২৩/১১/২০২৬, ২৩-১১-২৬, 23.11.2026, 2026-11-23, ২৩ নভেম্বর ২০২৬, "২৩শে
// নভেম্বর, ২০২৬ খ্রিঃ", 23 November 2026, each with or without a weekday in
// front. The day comes before the month; a year of two digits is 1970 to 2069.
// Anything else, or a day that does not exist, gives ErrDate.
func ParseDate(s string) (year, month, day int, err error) {
	s = strings.ToLower(ASCII(Line(s)))
	s = weekday.ReplaceAllString(era.ReplaceAllString(s, ""), "")
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		day, month, year = number(m[1]), number(m[2]), fullYear(m[3])
	} else if m := yearFirst.FindStringSubmatch(s); m != nil {
		year, month, day = number(m[1]), number(m[2]), number(m[3])
	} else if m := named.FindStringSubmatch(s); m != nil {
		day, month, year = number(m[1]), monthOf(m[2]), fullYear(m[3])
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if month == 0 || year == 0 || at.Day() != day || int(at.Month()) != month {
		return 0, 0, 0, ErrDate
	}
	return year, month, day, nil
}

// number reads digits that a pattern has already checked.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

func fullYear(digits string) int {
	n := number(digits)
	switch {
	case len(digits) == 4:
		return n
	case n < 70:
		return 2000 + n
	default:
		return 1900 + n
	}
}

// monthSpellings holds names that the search fold does not bring together with
// the official ones.
var monthSpellings = map[string]time.Month{
	"অগাস্ট": time.August, "সেপ্টেম্বার": time.September, "অক্টবর": time.October,
	"নবেম্বর": time.November, "নভেম্বার": time.November, "ডিসেম্বার": time.December,
}

// monthOf returns the number of a month named in Bangla or English, or 0.
func monthOf(name string) int {
	folded := Fold(name)
	for m := time.January; m <= time.December; m++ {
		english := strings.ToLower(m.String())
		short := len(folded) >= 3 && len(folded) <= 4 && strings.HasPrefix(english, folded)
		if folded == Fold(MonthName(m)) || folded == english || short {
			return int(m)
		}
	}
	for spelling, m := range monthSpellings {
		if folded == Fold(spelling) {
			return int(m)
		}
	}
	return 0
}
