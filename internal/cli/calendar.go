package cli

import (
	"fmt"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/message"
	"dorgora/workday"
)

type calendarCommand struct {
	Due  calendarDue  `cmd:"" help:"Count working days from a date and show each day counted or skipped."`
	Days calendarDays `cmd:"" help:"List the holidays and declared working days of a year, with their sources."`
}

type calendarDue struct {
	From   string `arg:"" help:"Day of receipt, as 2026-11-23 or ২৩/১১/২০২৬."`
	Days   int    `arg:"" help:"Working days."`
	Region string `help:"District slug, for regional holidays."`
}

// Help teaches the command.
func (calendarDue) Help() string {
	return strings.TrimSpace(`
The day of receipt does not count; Friday, Saturday and holidays are skipped.

Example: dorgora calendar due 2026-11-26 7`)
}

// Run counts.
func (c calendarDue) Run(s *session) error {
	year, month, day, err := bangla.ParseDate(c.From)
	if err != nil {
		return err
	}
	if c.Days < 0 || c.Days > workday.MaxCount {
		return fmt.Errorf("days: give a number from 0 to %d", workday.MaxCount)
	}
	from := workday.Date{Year: year, Month: time.Month(month), Day: day}
	calendar := workday.Bangladesh(c.Region)
	for _, one := range calendar.Explain(from, c.Days) {
		mark := "  ·"
		if one.Number > 0 {
			mark = fmt.Sprintf("%3d", one.Number)
		}
		fmt.Fprintf(s.Out, "%s  %s  %s %s\n", one.Date, mark, one.Reason, s.pick(one.Name, one.NameEn))
	}
	fmt.Fprintln(s.Out, calendar.Add(from, c.Days))
	return nil
}

func (s *session) pick(bn, en string) string {
	if s.lang == message.En && en != "" {
		return en
	}
	return bn
}

type calendarDays struct {
	Year   int    `arg:"" help:"Year."`
	Region string `help:"District slug, for regional holidays."`
	JSON   bool   `help:"Print as JSON."`
}

// Run lists the facts of a year.
func (c calendarDays) Run(s *session) error {
	from := workday.Date{Year: c.Year, Month: time.January, Day: 1}
	list := workday.Bangladesh(c.Region).InForce(from, workday.Date{Year: c.Year, Month: time.December, Day: 31})
	if c.JSON {
		return printJSON(s.Out, list)
	}
	for _, one := range list {
		fmt.Fprintf(s.Out, "%s %s  %-15s %-9s %s\n", one.Date, one.Date.Weekday().String()[:3], one.Kind, one.Confidence, s.pick(one.Name, one.NameEn))
	}
	return nil
}
