package catalogueweb

import (
	"slices"
	"strings"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/site"
	"dorgora/workday"
)

// papersOf lists what an applicant needs: always a name and a mobile number, then
// the papers of the charter with where to get them.
func papersOf(page site.Page, s catalogue.Service) []site.Paper {
	papers := []site.Paper{{Icon: "check", Name: page.T("catalogue.paper.name"), Note: page.T("catalogue.paper.name.note")}}
	for _, one := range s.Papers {
		paper := site.Paper{Icon: "paper", Name: page.Digits(one.Text)}
		if one.Need != charter.Required && one.Need != "" {
			paper.Tag = page.T("catalogue.need." + string(one.Need))
		}
		if one.From != "" {
			paper.Note = page.T("catalogue.paper.from", "place", page.Digits(one.From))
		}
		papers = append(papers, paper)
	}
	if raw := strings.TrimSpace(s.Row.Cells[charter.PapersOf]); len(s.Papers) == 0 && raw != "" {
		papers = append(papers, site.Paper{Icon: "paper", Name: page.Digits(raw), Note: page.T("catalogue.paper.asprinted")})
	}
	return papers
}

func stepsOf(page site.Page, due workday.Due) []site.Step {
	second := "catalogue.step.number.text"
	if !due.Measurable {
		second = "catalogue.step.number.undated"
	}
	return []site.Step{
		{Title: page.T("catalogue.step.apply"), Text: page.T("catalogue.step.apply.text")},
		{Title: page.T("catalogue.step.number"), Text: page.T(second)},
		{Title: page.T("catalogue.step.result"), Text: page.T("catalogue.step.result.text")},
	}
}

// waysOf lists the other doors, as equals: phone, mail, counter, somebody's help.
func waysOf(page site.Page, d desk, s catalogue.Service) []site.Way {
	var ways []site.Way
	if phone := phoneOf(d.office, s); phone != "" {
		ways = append(ways, site.Way{Icon: "phone", Name: page.T("catalogue.way.phone"), Text: page.PhoneNumber(phone), Href: page.Tel(phone)})
	}
	if mail := mailOf(d, s); mail != "" {
		ways = append(ways, site.Way{Icon: "mail", Name: page.T("catalogue.way.mail"), Text: mail, Href: page.Href("mailto:" + mail)})
	}
	counter := site.Way{Icon: "building", Name: page.T("catalogue.way.counter"), Text: page.OfficeHours(d.calendar, d.calendar.DateOf(d.now))}
	if d.office.Address != "" {
		counter.Note = d.office.Address
	}
	ways = append(ways, counter)
	if slices.Contains(s.Channels, charter.Letter) {
		ways = append(ways, site.Way{Icon: "paper", Name: page.T("catalogue.way.letter"), Text: page.T("catalogue.way.letter.text")})
	}
	return append(ways, site.Way{Icon: "helper", Name: page.T("catalogue.way.helper"), Text: page.T("catalogue.way.helper.text")})
}

func mailOf(d desk, s catalogue.Service) string {
	if d.office.Mail != "" {
		return d.office.Mail
	}
	if len(s.Officer.Mails) > 0 {
		return s.Officer.Mails[0]
	}
	return ""
}

// recordCard says the figures: counts first, the share only from five cases on.
func recordCard(page site.Page, record catalogue.Record) RecordCard {
	if record.Received == 0 && record.Counted() == 0 {
		return RecordCard{}
	}
	card := RecordCard{Shown: true, Since: page.T("catalogue.record.since", "date", page.Date(page.Day(record.Since)))}
	percent, shown := record.Percent()
	if !shown {
		card.Text = page.T("catalogue.record.few", "received", record.Received)
		return card
	}
	card.Percent = page.T("catalogue.record.percent", "percent", percent)
	card.Text = page.T("catalogue.record.text", "all", record.Counted(), "intime", record.InTime, "late", record.Late, "median", record.MedianDays)
	card.Score = site.Score{Done: record.InTime, All: record.Counted(), Text: card.Text}
	return card
}

// printedOrder is the order of the official seven-column form, then the further
// columns of other forms.
var printedOrder = []charter.Meaning{
	charter.Serial, charter.Name, charter.ChannelsOf, charter.PapersOf, charter.PapersFrom, charter.FeeOf,
	charter.TimeOf, charter.OfficerOf, charter.SuperiorOf, charter.Recipient, charter.Place, charter.Remark,
}

// printedCells gives the row in full: the understood cells under the headers of the
// charter itself where it has them, then the cells under headers not understood.
func printedCells(page site.Page, c charter.Charter, row charter.Service) []PrintedCell {
	var cells []PrintedCell
	for _, meaning := range printedOrder {
		text, printed := row.Cells[meaning]
		if !printed || strings.TrimSpace(text) == "" {
			continue
		}
		cells = append(cells, PrintedCell{headerOf(page, c, meaning), text})
	}
	for _, column := range c.Columns {
		if text := strings.TrimSpace(row.Extra[column.Header]); text != "" {
			cells = append(cells, PrintedCell{column.Header, text})
		}
	}
	return cells
}

// paymentNote says how a fee is paid, unless the fee's own words say so already.
func paymentNote(page site.Page, fee charter.Fee) string {
	if strings.Contains(fee.Text, fee.Payment) && catalogue.FeeText(page, fee) == page.Digits(fee.Text) {
		return ""
	}
	return page.Digits(fee.Payment)
}

func headerOf(page site.Page, c charter.Charter, meaning charter.Meaning) string {
	for _, column := range c.Columns {
		if column.Meaning == meaning && column.Header != "" {
			return column.Header
		}
	}
	return page.T("catalogue.cell." + string(meaning))
}
