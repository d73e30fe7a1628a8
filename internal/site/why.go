package site

import (
	"strconv"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/message"
	"dorgora/workday"
)

// CountedRow is one day of the answer to "why this date?": its place in the count
// or a dash, the day, and why it was skipped. The partial "counted" draws a list.
type CountedRow struct{ Number, Tone, Date, Note, Source string }

// Cell is one day of a Calendar: Tone is in1 (counted), off, hol, from, due or mut.
type Cell struct{ Number, Word, Tone string }

// Calendar is the weeks from the day of receipt to the due day, Sunday first. The
// partial is "calendar".
type Calendar struct {
	Caption  string
	Weekdays []string
	Weeks    [][]Cell
	Legend   []string // what counted, closed, holiday and due look like
}

// skipped is the mark of a day that does not count.
const skipped = "–"

// CountedRows explains a due date in words: the day of receipt, then days as
// workday.Calendar.Explain returns them, the due day last.
func (p Page) CountedRows(days []workday.Counted) []CountedRow {
	if len(days) == 0 {
		return nil
	}
	rows := []CountedRow{{
		Number: skipped, Tone: "off",
		Date: p.weekday(days[0].Date.AddDays(-1)), Note: p.T("day.received.note"),
	}}
	for i, day := range days {
		rows = append(rows, p.countedRow(day, i == len(days)-1))
	}
	return rows
}

func (p Page) countedRow(day workday.Counted, last bool) CountedRow {
	row := CountedRow{Number: skipped, Tone: tone(day, last), Date: p.weekday(day.Date)}
	if day.Number > 0 {
		row.Number = p.Num(day.Number)
	}
	switch {
	case day.Reason == workday.Weekend:
		row.Note = p.T("day.weekend.note")
	case day.Reason == workday.Paused:
		row.Note = p.T("day.paused.note", "reason", day.Name)
	case day.Reason == workday.Override:
		row.Note = p.T("day.override.note", "name", p.Pick(day.Name, day.NameEn))
	case day.Reason == workday.Holiday:
		row.Note, row.Source = p.Pick(day.Name, day.NameEn), p.announced(day)
	case last:
		row.Note = p.T("day.due.note")
	}
	return row
}

// announced names the notification of a holiday that was announced late. The sources
// of the yearly list are for those who check it, not for every reader.
func (p Page) announced(day workday.Counted) string {
	if day.Notified.Zero() {
		return ""
	}
	return day.Source + ", " + p.Date(p.Day(day.Notified))
}

func tone(day workday.Counted, last bool) string {
	switch {
	case last:
		return "due"
	case day.Reason == workday.Holiday:
		return "hol"
	case day.Number > 0:
		return "in1"
	}
	return "off"
}

// CountedCalendar shows the same days as whole weeks.
func (p Page) CountedCalendar(days []workday.Counted) Calendar {
	calendar := Calendar{Weekdays: strings.Fields(p.T("day.weekdays"))}
	if len(days) == 0 {
		return calendar
	}
	for _, look := range []string{"counted", "closed", "holiday", "due"} {
		calendar.Legend = append(calendar.Legend, p.T("day.key."+look))
	}
	received, due := days[0].Date.AddDays(-1), days[len(days)-1].Date
	calendar.Caption = p.T("day.caption", "from", p.ShortDate(p.Day(received)), "due", p.ShortDate(p.Day(due)))
	date := received.AddDays(-int(received.Weekday()))
	for !date.After(due) {
		week := make([]Cell, 7)
		for i := range week {
			week[i] = p.cell(date, received, days)
			date = date.AddDays(1)
		}
		calendar.Weeks = append(calendar.Weeks, week)
	}
	return calendar
}

func (p Page) cell(date, received workday.Date, days []workday.Counted) Cell {
	cell := Cell{Number: p.Num(date.Day), Tone: "mut"}
	place := date.Sub(received)
	switch {
	case place == 0:
		cell.Tone, cell.Word = "from", p.T("day.received")
		if received == workday.DateOf(p.Now.In(workday.Dhaka)) {
			cell.Word = p.T("day.today")
		}
	case place > 0 && place <= len(days):
		day := days[place-1]
		cell.Tone, cell.Word = tone(day, place == len(days)), p.word(day)
	}
	return cell
}

func (p Page) word(day workday.Counted) string {
	switch {
	case day.Number > 0:
		return p.ordinal(day.Number)
	case day.Reason == workday.Holiday:
		return p.T("day.holiday")
	case day.Reason == workday.Paused:
		return p.T("day.paused")
	}
	return p.T("day.closed")
}

func (p Page) ordinal(n int) string {
	if p.Lang == message.Bn {
		return bangla.Ordinal(n)
	}
	ending := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return strconv.Itoa(n) + ending
}

// weekday prints a day without its year: বৃহস্পতিবার, ২৬ নভেম্বর.
func (p Page) weekday(d workday.Date) string {
	day := d.Time(0, 0, workday.Dhaka)
	return p.dayName(day.Weekday()) + ", " + p.ShortDate(day)
}

func (p Page) dayName(d time.Weekday) string {
	if p.Lang == message.En {
		return d.String()
	}
	return bangla.WeekdayName(d)
}
