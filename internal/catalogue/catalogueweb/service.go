package catalogueweb

import (
	"net/http"
	"strings"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// ServicePage is one service before applying.
type ServicePage struct {
	site.Page
	Service   catalogue.Service
	Kicker    string
	Name      string
	Lead      string
	Drafted   bool // the English words are a draft that nobody has checked
	Promise   site.Promise
	DatePath  string // why this date, empty without a date
	Printed   string // the time as printed, when the clock runs on another or on none
	Papers    []site.Paper
	Steps     []site.Step
	Ways      []site.Way
	Record    RecordCard
	Late      string
	Cells     []PrintedCell
	Effective string
	Linked    map[string]any // schema.org data
}

// PrintedCell is a cell of the charter under its meaning.
type PrintedCell struct{ Term, Text string }

// RecordCard is a service's record in words and as a bar.
type RecordCard struct {
	Shown   bool
	Percent string // empty under five cases
	Since   string
	Score   site.Score
	Text    string
}

// Service shows one service.
func (p Pages) Service(w http.ResponseWriter, r *http.Request) {
	d, err := p.enter(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	service, done := p.service(w, r, d, "")
	if done {
		return
	}
	p.show(w, r, d, func() (string, site.Shown, error) {
		records, err := p.records(r.Context(), d.office.ID)
		if err != nil {
			return "", nil, err
		}
		page, err := servicePage(p.Site.Page(r, "catalogue.charter.title"), d, service)
		if err != nil {
			return "", nil, err
		}
		page.Record = recordCard(page.Page, records[service.Key])
		page.Linked = linkedService(page)
		return "service", page, nil
	})
}

func servicePage(shell site.Page, d desk, s catalogue.Service) (ServicePage, error) {
	shell.Title = s.Title(shell)
	shell.Updated = d.offer.Version.Published
	shell.Crumbs = crumbs(shell, s)
	due, err := d.calendar.Due(d.now, s.Promise)
	if err != nil {
		return ServicePage{}, err
	}
	page := ServicePage{
		Page: shell, Service: s, Name: shell.Title, Lead: s.Lead(shell),
		Kicker:    shell.T("catalogue.kicker", "group", catalogue.GroupText(shell, s.Group), "serial", serialOf(shell, s)),
		Drafted:   shell.Lang == "en" && s.NameEn != "",
		Promise:   promiseCard(shell, d, s, due),
		Papers:    papersOf(shell, s),
		Steps:     stepsOf(shell, due),
		Ways:      waysOf(shell, d, s),
		Cells:     printedCells(shell, d.offer.Version.Charter, s.Row),
		Late:      lateText(shell, d, due),
		Effective: shell.T("catalogue.version.line", "number", s.Version, "date", shell.Date(d.offer.Version.Effective)),
	}
	if due.Measurable {
		page.DatePath = "services/" + s.Slug + "/date"
	}
	if s.Promised == catalogue.Completed || !due.Measurable {
		page.Printed = strings.TrimSpace(s.Row.Cells[charter.TimeOf])
	}
	return page, nil
}

// promiseCard is the green card with the big date.
func promiseCard(page site.Page, d desk, s catalogue.Service, due workday.Due) site.Promise {
	card := site.Promise{
		Caption: page.T("catalogue.promise.caption"),
		Big:     catalogue.PromiseText(page, s.Promise),
		Acts:    []site.Link{{Text: page.T("catalogue.apply"), Href: page.Href("services/" + s.Slug + "/apply"), Icon: "next"}},
		Facts: []site.Fact{
			{Icon: "taka", Term: page.T("catalogue.fee"), Text: catalogue.FeeText(page, s.Fee), Note: paymentNote(page, s.Fee)},
			officerFact(page, d, s), superiorFact(page, d, s),
		},
	}
	if due.Measurable {
		card.Before, card.Date = page.T("catalogue.due.if.today"), page.WeekdayDate(due.Moment)
		if due.Estimated {
			card.Note = page.T("catalogue.due.estimated")
		}
	} else {
		card.Note = page.T("catalogue.unmeasured.note")
	}
	if phone := phoneOf(d.office, s); phone != "" {
		card.Acts = append(card.Acts, site.Link{Text: page.T("catalogue.call"), Href: page.Tel(phone), Icon: "phone"})
	}
	return card
}

// officerFact names the post as printed and who answers for it now.
func officerFact(page site.Page, d desk, s catalogue.Service) site.Fact {
	fact := site.Fact{Icon: "person", Term: page.T("catalogue.officer"), Text: s.Officer.Post}
	if fact.Text == "" {
		fact.Text = page.T("catalogue.officer.unnamed")
	}
	who, err := d.chart.Answerable(d.office.ID, s.Post, d.now)
	if err != nil || who.Person.ID == "" {
		fact.Note = s.Officer.Name
		return fact
	}
	name := page.Pick(who.Person.Name, who.Person.NameEn)
	switch {
	case who.Post.ID == s.Post && who.Post.Office == d.office.ID:
		fact.Note = name
		if fact.Text == who.Post.Title {
			fact.Text = page.Pick(who.Post.Title, who.Post.TitleEn)
		}
	default:
		fact.Note = page.T("catalogue.officer.instead", "name", name, "post", page.Pick(who.Post.Title, who.Post.TitleEn))
	}
	return fact
}

// superiorFact names where a matter goes next: the printed superior, else the
// office above.
func superiorFact(page site.Page, d desk, s catalogue.Service) site.Fact {
	fact := site.Fact{Icon: "flag", Term: page.T("catalogue.superior"), Text: s.Superior.Post}
	if above, ok := parentOf(d.chart); ok {
		name := page.Pick(above.Name, above.NameEn)
		if fact.Text == "" {
			fact.Text = name
		} else {
			fact.Note = name
		}
	}
	if fact.Text == "" {
		fact.Text = page.T("catalogue.superior.unnamed")
	}
	return fact
}

func parentOf(chart office.Chart) (office.Office, bool) {
	if len(chart.Offices) < 2 {
		return office.Office{}, false
	}
	return chart.Offices[1], true
}

// phoneOf is the number to call about the service: the office's own, else the one
// printed in the charter.
func phoneOf(o office.Office, s catalogue.Service) string {
	if o.Phone != "" {
		return o.Phone
	}
	if len(s.Officer.Phones) > 0 {
		return s.Officer.Phones[0]
	}
	return ""
}

func lateText(page site.Page, d desk, due workday.Due) string {
	above, ok := parentOf(d.chart)
	next := page.Pick(above.Name, above.NameEn)
	switch {
	case !due.Measurable:
		return page.T("catalogue.late.unmeasured")
	case !ok:
		return page.T("catalogue.late.alone", "date", page.ShortDate(due.Moment))
	}
	return page.T("catalogue.late", "date", page.ShortDate(due.Moment), "office", next)
}
