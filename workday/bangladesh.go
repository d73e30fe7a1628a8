package workday

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"

	"dorgora/internal/fault"
)

// The table holds the gazetted and notified days of 2025 and 2026 and, as estimates, those
// of 2027, for which no gazette was found.
//
//go:embed holidays-bd.tsv
var holidayTable string

// national is the calendar of an office outside the hill districts.
var national = sync.OnceValue(func() Calendar {
	days, err := ReadDays(holidayTable)
	if err != nil {
		panic(err) // the table is part of the program
	}
	c, err := New(Rules{
		Weekend: []time.Weekday{time.Friday, time.Saturday},
		Days:    days,
		Hours:   append([]Hours{OrdinaryHours()}, ramadans()...),
	})
	if err != nil {
		panic(err)
	}
	return c
})

// Bangladesh returns the calendar of government offices in the given district (a slug such
// as "khulna" or "rangamati"; empty: none): Friday and Saturday closed, the gazetted
// holidays and declared working days, 9:00 to 17:00, and the hours of Ramadan 2025 and 2026.
func Bangladesh(region string) Calendar {
	c := national()
	c.region = region
	return c
}

// ramadans returns the notified hours of the known Ramadans. Reports of the notice of 2026
// differ on the break (13:00 or 13:15), hence only Medium; the length of the day is sure.
func ramadans() []Hours {
	first := RamadanHours(Date{2025, time.March, 2}, Date{2025, time.March, 30}, Date{2025, time.February, 24},
		"notification of 24 February 2025: suprobhat.com; first day: voabangla.com/a/7994331.html")
	second := RamadanHours(Date{2026, time.February, 19}, Date{2026, time.March, 20}, Date{2026, time.February, 8},
		"notification of 8 February 2026: alokitobarishal.com/2026/02/08; first day: prothomalo.com, 19 February 2026")
	first.Confidence, second.Confidence = High, Medium
	return []Hours{first, second}
}

// provisional are the kinds of the table for days that no gazette has confirmed.
var provisional = []string{"provisional_lunar", "provisional_fixed"}

// ReadDays reads facts from lines of tab-separated cells. The first line names the columns
// in any order: date, name_bn and kind must be there; weekday (Sun to Sat, checked against
// the date), confidence, source, name_en, region, notified and withdrawn may be. The kinds
// provisional_lunar and provisional_fixed become General with the confidence Estimated.
// A fault of kind Invalid names the line.
func ReadDays(text string) ([]Day, error) {
	lines := strings.Split(strings.TrimRight(text, "\r\n"), "\n")
	columns := strings.Split(strings.TrimRight(lines[0], "\r"), "\t")
	for _, name := range []string{"date", "name_bn", "kind"} {
		if !slices.Contains(columns, name) {
			return nil, fault.New(fault.Invalid, "workday.table.column.missing", "column", name)
		}
	}
	var days []Day
	for i, line := range lines[1:] {
		cells := map[string]string{}
		for j, cell := range strings.Split(strings.TrimRight(line, "\r"), "\t") {
			if j < len(columns) {
				cells[columns[j]] = strings.TrimSpace(cell)
			}
		}
		day, err := readDay(cells)
		if err != nil {
			wrapped := fault.Wrap(fault.Invalid, "workday.table.line.unreadable", err)
			wrapped.Args = []any{"line", i + 2}
			return nil, wrapped
		}
		days = append(days, day)
	}
	return days, nil
}

func readDay(cells map[string]string) (Day, error) {
	day := Day{
		Name: cells["name_bn"], NameEn: cells["name_en"], Kind: DayKind(cells["kind"]),
		Confidence: Confidence(cells["confidence"]), Source: cells["source"], Region: cells["region"],
	}
	if slices.Contains(provisional, cells["kind"]) {
		day.Kind, day.Confidence = General, Estimated
	}
	for column, date := range map[string]*Date{
		"date": &day.Date, "notified": &day.Notified, "withdrawn": &day.Withdrawn,
	} {
		if err := date.UnmarshalText([]byte(cells[column])); err != nil {
			return Day{}, err
		}
	}
	if weekday := cells["weekday"]; weekday != "" && weekday != day.Date.Weekday().String()[:3] {
		return Day{}, fault.InField("weekday", "workday.day.weekday.wrong", "date", day.Date.String(), "weekday", weekday)
	}
	return day, day.Check()
}
