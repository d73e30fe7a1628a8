package cli

import (
	"fmt"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/app"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/workday"
)

type calendarCommand struct {
	Due      calendarDue      `cmd:"" help:"Count working days from a date and show each day counted or skipped."`
	Days     calendarDays     `cmd:"" help:"List the holidays and declared working days of a year, with their sources."`
	Announce calendarAnnounce `cmd:"" help:"Announce a holiday or a working day in an office and those below it; promises are counted anew."`
}

// Help teaches the commands.
func (calendarCommand) Help() string {
	return `
কর্মদিবস গোনে, ছুটির তালিকা দেখায়, নতুন ছুটি ঘোষণা করে।`
}

type calendarDue struct {
	From   string `arg:"" help:"Day of receipt, as 2026-11-23 or ২৩/১১/২০২৬."`
	Days   int    `arg:"" help:"Working days."`
	Region string `help:"District slug, for regional holidays." placeholder:"DISTRICT"`
	JSON   bool   `help:"Print each day and the last one as JSON."`
}

// Help teaches the command.
func (calendarDue) Help() string {
	return `
এক তারিখ থেকে কর্মদিবস গুনে দেখায়, কোন দিন গোনা হলো আর কোন দিন বাদ গেল।

The day of receipt does not count; Friday, Saturday and holidays are skipped. The
last line is the date. What offices announced is not known here.

Example: dorgora calendar due 2026-11-26 7

Exit codes: 0 counted; 2 the date or the number cannot be read.`
}

// Run counts.
func (c calendarDue) Run(s *session) error {
	from, err := s.date(c.From)
	if err != nil {
		return err
	}
	if c.Days < 0 || c.Days > workday.MaxCount {
		return s.fail("cli.days.range", "least", 0, "most", workday.MaxCount)
	}
	calendar := workday.Bangladesh(c.Region)
	days, due := calendar.Explain(from, c.Days), calendar.Add(from, c.Days)
	if c.JSON {
		return printJSON(s.Out, dueLines(days, due))
	}
	for _, one := range days {
		mark := "·"
		if one.Number > 0 {
			mark = message.Number(s.lang, int64(one.Number))
		}
		line := fmt.Sprintf("%s  %s  %s  %s %s", one.Date, s.weekday(one.Date), mark, s.text("cli.day."+string(one.Reason)), s.pick(one.Name, one.NameEn))
		fmt.Fprintln(s.Out, strings.TrimRight(line, " "))
	}
	fmt.Fprintln(s.Out, due)
	return nil
}

// dayLine is one day of a count.
type dayLine struct {
	Date   string         `json:"date"`
	Number int            `json:"number"` // 0 when the day is skipped
	Reason workday.Reason `json:"reason"`
	Name   string         `json:"name,omitempty"`
	NameEn string         `json:"name_en,omitempty"`
}

func dueLines(days []workday.Counted, due workday.Date) any {
	lines := make([]dayLine, 0, len(days))
	for _, one := range days {
		lines = append(lines, dayLine{one.Date.String(), one.Number, one.Reason, one.Name, one.NameEn})
	}
	return struct {
		Due  string    `json:"due"`
		Days []dayLine `json:"days"`
	}{due.String(), lines}
}

func (s *session) weekday(d workday.Date) string {
	return s.pick(bangla.WeekdayName(d.Weekday()), d.Weekday().String())
}

// date reads a date in either digit set.
func (s *session) date(text string) (workday.Date, error) {
	year, month, day, err := bangla.ParseDate(text)
	d := workday.Date{Year: year, Month: time.Month(month), Day: day}
	if err != nil || !d.Valid() {
		return d, s.fail("workday.date.unreadable", "text", text)
	}
	return d, nil
}

type calendarDays struct {
	Year   int    `arg:"" help:"Year."`
	Region string `help:"District slug, for regional holidays." placeholder:"DISTRICT"`
	JSON   bool   `help:"Print as JSON."`
}

// Help teaches the command.
func (calendarDays) Help() string {
	return `
এক বছরের ছুটি ও ঘোষিত কর্মদিবস দেখায়, প্রজ্ঞাপনের উৎসসহ।

Example: dorgora calendar days 2026 --region khulna

Exit codes: 0 listed; 2 the year cannot be read, or nothing is known of it.`
}

// Run lists the facts of a year.
func (c calendarDays) Run(s *session) error {
	from := workday.Date{Year: c.Year, Month: time.January, Day: 1}
	list := workday.Bangladesh(c.Region).InForce(from, workday.Date{Year: c.Year, Month: time.December, Day: 31})
	if len(list) == 0 {
		return s.fail("cli.year.unknown", "year", message.Digits(s.lang, fmt.Sprint(c.Year)))
	}
	if c.JSON {
		return printJSON(s.Out, list)
	}
	for _, one := range list {
		fmt.Fprintf(s.Out, "%s  %s  %s  %s  %s\n", one.Date, s.weekday(one.Date), one.Kind, one.Confidence, s.pick(one.Name, one.NameEn))
	}
	return nil
}

type calendarAnnounce struct {
	installation
	Office   string `help:"Slug of the office; those below it follow." required:"" placeholder:"SLUG"`
	Day      string `arg:"" help:"The day, as 2026-12-20 or ২০/১২/২০২৬."`
	Name     string `help:"What the day is, in Bangla." required:"" placeholder:"WORDS"`
	NameEn   string `help:"The same in English." placeholder:"WORDS"`
	Source   string `help:"Number of the notification." required:"" placeholder:"NUMBER"`
	Notified string `help:"Date of the notification; today when it is left out." placeholder:"DATE"`
	Open     bool   `help:"Declare a closed day a working day, instead of closing an open one."`
}

// Help teaches the command.
func (calendarAnnounce) Help() string {
	return `
কার্যালয়ে ছুটি বা কর্মদিবস ঘোষণা করে; খোলা আবেদনের তারিখ আবার গোনা হয়, আবেদনকারী জানতে পারেন।

The day holds in the office and in those below it. Open cases are counted anew; each
that moves gets an act in its timeline and a notice. Both dates are kept.

Example:

    dorgora calendar announce --data data --office doict 2026-12-20 --name "নির্বাচনের ছুটি" --source "০৫.০০.০০০০.১৭৩.০৮.০১৪.২৬-১"

Exit codes: 0 announced; 2 refused, as when the day is closed already.`
}

// Run announces the day and counts what is promised anew.
func (c calendarAnnounce) Run(s *session) error {
	day, err := s.date(c.Day)
	if err != nil {
		return err
	}
	return c.within(s, func(p *app.Program) error {
		now := p.World.Now()
		notified := workday.DateOf(now.In(workday.Dhaka))
		if c.Notified != "" {
			if notified, err = s.date(c.Notified); err != nil {
				return err
			}
		}
		fact := workday.Day{Date: day, Name: c.Name, NameEn: c.NameEn, Kind: workday.Local, Source: c.Source, Notified: notified}
		if c.Open {
			fact.Kind = workday.OfficeOpen
		}
		o, err := s.announce(p, c.Office, fact)
		if err != nil {
			return err
		}
		s.say("cli.calendar.announced", "date", day.String(), "office", s.pick(o.Name, o.NameEn))
		return nil
	})
}

func (s *session) announce(p *app.Program, slug string, fact workday.Day) (office.Office, error) {
	chart, o, err := s.chartOf(p, slug)
	if err != nil {
		return o, err
	}
	calendar, err := p.Offices.Calendar(s.ctx, o.ID)
	if err != nil {
		return o, err
	}
	id, err := access.NewID(s.Random)
	if err != nil {
		return o, err
	}
	change, err := chart.Announce(office.Announcement{ID: id, Day: fact}, calendar, p.World.Now())
	if err != nil {
		return o, err
	}
	if err := p.Offices.Apply(s.ctx, change); err != nil {
		return o, err
	}
	return o, p.Recount(s.ctx, "")
}
