package reportweb

import (
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/message"
	"dorgora/internal/report"
	"dorgora/internal/site"
	"dorgora/workday"
)

// tongue says things in one language.
type tongue struct {
	lang message.Lang
	say  func(key string, args ...any) string
}

func tongueOf(page site.Page) tongue { return tongue{page.Lang, page.T} }

func (t tongue) digits(s string) string { return message.Digits(t.lang, s) }

func (t tongue) pick(bn, en string) string {
	if t.lang == message.En && en != "" {
		return en
	}
	return bn
}

func (t tongue) date(d workday.Date) string {
	if d.Zero() {
		return ""
	}
	return t.digits(strconv.Itoa(d.Day)) + " " + t.month(d)
}

func (t tongue) month(d workday.Date) string {
	return t.pick(bangla.MonthName(d.Month), d.Month.String()) + " " + t.digits(strconv.Itoa(d.Year))
}

// period names a period as offices do.
func (t tongue) period(p report.Period) string {
	switch p.Span() {
	case report.Month:
		return t.month(p.From)
	case report.Quarter:
		quarter := (int(p.From.Month)+5)%12/3 + 1
		return t.say("report.period.quarter", "n", t.digits(strconv.Itoa(quarter)), "from", t.month(p.From), "to", t.month(p.To))
	case report.Year:
		return t.say("report.period.year", "years", t.digits(strconv.Itoa(p.From.Year)+"–"+strconv.Itoa(p.To.Year)))
	}
	return t.say("report.period.days", "from", t.date(p.From), "to", t.date(p.To))
}

// number is a figure with its unit, as "১২টি" or "৩ কার্যদিবস".
func (t tongue) number(figure report.Figure, n int) string {
	text := message.Number(t.lang, int64(n))
	unit := t.pick(figure.Unit, figure.UnitEn)
	switch {
	case t.lang == message.En && figure.UnitEn == "", unit == "":
		return text
	case unit == "টি":
		return text + unit
	}
	return text + " " + unit
}

// name is what a figure is called.
func (t tongue) name(key string) string {
	figure, _ := report.FigureOf(key)
	return t.pick(figure.Name, figure.NameEn)
}

// part names one part of a figure that was taken apart.
func (t tongue) part(by report.Split, cell report.Cell) string {
	switch {
	case by == report.ByChannel:
		return t.say("report.channel." + cell.Key)
	case cell.Name == "":
		return t.say("report.part.none")
	}
	return cell.Name
}

// answer is the answer to a question in words; empty while there is none.
func (t tongue) answer(line report.Line) string {
	figure, _ := report.FigureOf(line.Figure)
	switch {
	case line.Value != nil && line.Value.None:
		return t.say("report.value.none")
	case line.Value != nil && figure.Unit != "টি":
		return t.number(figure, line.Value.Number) + " " + t.say("report.value.over", "cases", line.Value.Cases)
	case line.Value != nil:
		return t.number(figure, line.Value.Number)
	case line.Manual != nil:
		return message.Number(t.lang, int64(line.Manual.Number))
	}
	return t.digits(line.Words)
}

// parts are the parts of an answer, each with its name and its number.
func (t tongue) parts(line report.Line) [][2]string {
	var all [][2]string
	if line.Value == nil {
		return nil
	}
	figure, _ := report.FigureOf(line.Figure)
	for _, cell := range line.Value.Cells {
		all = append(all, [2]string{t.part(line.By, cell), t.number(figure, cell.Number)})
	}
	return all
}

// difference tells how an answer stands to the last one.
func (t tongue) difference(d report.Difference) string {
	more := message.Number(t.lang, int64(max(d.More, -d.More)))
	switch {
	case !d.Known:
		return "—"
	case d.More > 0:
		return t.say("report.more", "n", more)
	case d.More < 0:
		return t.say("report.less", "n", more)
	}
	return t.say("report.same")
}

// official speaks the language of letters and of what ends a case.
func official(say message.Catalogue) tongue {
	return tongue{message.Bn, func(key string, args ...any) string { return say.Text(message.Bn, key, args...) }}
}

// sentence is what ends the case of a demand.
func (t tongue) sentence(memo string, sent workday.Date) string {
	return t.say("report.sentence", "memo", t.digits(memo), "date", t.date(sent))
}

// Composer writes the letter that answers a demand, in Bangla, as government letters
// stand: the reference, the figures in numbered paragraphs with their moment, the annex.
func Composer(say message.Catalogue) func(d, corrected report.Demand) report.Wording {
	return official(say).compose
}

func (t tongue) compose(d, corrected report.Demand) report.Wording {
	w := report.Wording{Subject: t.say("report.letter.subject", "subject", d.Subject), Enclosures: t.say("report.letter.annex")}
	opening := "report.letter.opening"
	switch {
	case d.Corrects != "":
		w.Subject, opening = t.say("report.letter.subject.corrects", "subject", d.Subject), "report.letter.opening.corrects"
		w.Reference = t.say("report.letter.reference.own", "memo", t.digits(corrected.Memo), "date", t.date(corrected.Sending.Date))
	case d.Asker.Memo != "":
		w.Reference = t.say("report.letter.reference", "office", d.Asker.Office, "memo", t.digits(d.Asker.Memo), "date", t.date(d.Asker.MemoDate))
	case d.Recurring():
		opening = "report.letter.opening.recurring"
	}
	lines := []string{t.say(opening, "period", t.period(d.Period), "reason", d.Reason)}
	for i, line := range d.Lines {
		words := line.Question + ": " + t.answer(line)
		for j, part := range t.parts(line) {
			words += []string{"; ", ", "}[min(j, 1)] + part[0] + " " + part[1]
		}
		lines = append(lines, t.digits(strconv.Itoa(i+1))+"। "+words+"।")
	}
	lines = append(lines, t.say("report.letter.as_of", "date", t.date(workday.DateOf(d.AsOf.In(workday.Dhaka))), "time", bangla.Clock(d.AsOf.In(workday.Dhaka))))
	w.Body = strings.Join(lines, "\n")
	return w
}
