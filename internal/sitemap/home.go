package sitemap

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// HomePage is the front of an office.
type HomePage struct {
	site.Page
	Popular []site.Link // words that others looked for and that find something here, as searches
	Example string      // what one may type, when it finds something here
	Most    []site.Link // the services used most
	Groups  []GroupCard
	Record  Quarter
	Contact Contact
	Empty   bool // no charter is in force
}

// GroupCard is a group with its first services.
type GroupCard struct {
	Icon, Title, For, Path, All string
	Count                       int
	First                       []site.Link
}

// Quarter is the office's record since the quarter began.
type Quarter struct {
	Shown         bool
	Since         string
	Counts, Share string
	Rows          []QuarterRow
}

// QuarterRow is one service on the common scale of 200.
type QuarterRow struct {
	Name, Counts string
	InTime, Late int // lengths of the bars
	LateFrom     int
}

// Contact is how to reach the office, and when.
type Contact struct {
	Address, Hours, Today string
	Holiday, Then         string // the next closed day that is no weekend, and the one after it
}

// Home shows the front of an office. An office without a charter in force says so
// and can still be called.
func (p Pages) Home(w http.ResponseWriter, r *http.Request) {
	o, now := office.From(r.Context()), p.Now()
	calendar, err := p.Offices.Calendar(r.Context(), o.ID)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	offer, err := p.Shelf.At(r.Context(), o.ID, now)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		p.Site.Refuse(w, r, err)
		return
	}
	build := func() (string, site.Shown, error) {
		page := HomePage{Page: p.Site.Page(r, "sitemap.home.title"), Empty: offer == nil}
		page.Contact = contactOf(page.Page, o, calendar, now)
		if offer == nil {
			return "home", page, nil
		}
		return "home", page, p.fill(r.Context(), &page, offer)
	}
	if !access.From(r.Context()).Known() && offer != nil {
		holidays := nextHolidays(calendar, calendar.DateOf(now), 2)
		p.Site.ShowKept(w, r, fmt.Sprint(offer.Version.Number, o, holidays, now.Truncate(keepFor).Unix()), build)
		return
	}
	name, page, err := build()
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, name, page)
}

// keepFor bounds how old a kept page may be: its figures may lag by as much.
const keepFor = time.Minute

// fill adds what the charter in force gives.
func (p Pages) fill(ctx context.Context, page *HomePage, offer *catalogue.Offer) error {
	records, err := p.records(ctx, offer.Version.Office)
	if err != nil {
		return err
	}
	page.Updated = offer.Version.Published
	page.Groups = groupsOf(page.Page, offer)
	page.Most = mostUsed(page.Page, offer.Services, records)
	page.Record = quarterOf(page.Page, offer.Services, records)
	page.Popular = popular(page.Page, offer)
	if example := page.T("sitemap.home.example.words"); len(offer.Search(example)) > 0 {
		page.Example = page.T("sitemap.home.example", "words", example)
	}
	return nil
}

// popular are searches to try, in the reader's language: only those that find
// something among the services of this office.
func popular(page site.Page, offer *catalogue.Offer) []site.Link {
	var links []site.Link
	for _, n := range []string{"1", "2", "3", "4"} {
		word := page.T("sitemap.popular." + n)
		if len(offer.Search(word)) > 0 {
			links = append(links, site.Link{Text: word, Href: page.Href(searchPath(word))})
		}
	}
	return links
}

var groupIcons = map[string]string{"citizen": "person", "institutional": "institution", "internal": "sliders", "service": "paper"}

func groupsOf(page site.Page, offer *catalogue.Offer) []GroupCard {
	const first = 3
	var cards []GroupCard
	for _, group := range catalogue.Groups() {
		services := offer.Group(group)
		if len(services) == 0 {
			continue
		}
		name := catalogue.GroupName(group)
		card := GroupCard{
			Icon: groupIcons[name], Title: catalogue.GroupText(page, group), For: page.T("sitemap.for." + name),
			Path: "groups/" + name, Count: len(services), All: page.T("sitemap.home.all", "count", len(services)),
		}
		for _, one := range services[:min(first, len(services))] {
			card.First = append(card.First, serviceLink(page, one))
		}
		cards = append(cards, card)
	}
	return cards
}

func serviceLink(page site.Page, s catalogue.Service) site.Link {
	return site.Link{Text: s.Title(page), Href: page.Href("services/" + s.Slug)}
}

// mostUsed gives six services: those asked for most, or the first six while there
// are no figures.
func mostUsed(page site.Page, services []catalogue.Service, records map[string]catalogue.Record) []site.Link {
	const six = 6
	ordered := slices.Clone(services)
	slices.SortStableFunc(ordered, func(a, b catalogue.Service) int {
		return cmp.Compare(records[b.Key].Received, records[a.Key].Received)
	})
	var links []site.Link
	for _, one := range ordered[:min(six, len(ordered))] {
		links = append(links, serviceLink(page, one))
	}
	return links
}

// quarterOf draws the five services with most cases, all on one scale from zero.
func quarterOf(page site.Page, services []catalogue.Service, records map[string]catalogue.Record) Quarter {
	total := catalogue.Sum(records)
	if total.Counted() == 0 {
		return Quarter{}
	}
	quarter := Quarter{Shown: true, Since: page.T("sitemap.record.since", "date", page.Date(page.Day(total.Since))),
		Counts: page.T("sitemap.record.counts", "all", total.Counted(), "intime", total.InTime)}
	if percent, shown := total.Percent(); shown {
		quarter.Share = page.T("sitemap.record.share", "percent", percent, "late", total.Late)
	}
	ordered := slices.Clone(services)
	slices.SortStableFunc(ordered, func(a, b catalogue.Service) int {
		return cmp.Compare(records[b.Key].Counted(), records[a.Key].Counted())
	})
	const rows, scale = 5, 200
	most := max(records[ordered[0].Key].Counted(), 1)
	for _, one := range ordered[:min(rows, len(ordered))] {
		record := records[one.Key]
		if record.Counted() == 0 {
			break
		}
		row := QuarterRow{Name: one.Title(page), InTime: record.InTime * scale / most, Late: record.Late * scale / most,
			Counts: page.T("sitemap.record.counts", "all", record.Counted(), "intime", record.InTime)}
		row.LateFrom = row.InTime
		quarter.Rows = append(quarter.Rows, row)
	}
	return quarter
}

func contactOf(page site.Page, o office.Office, calendar workday.Calendar, now time.Time) Contact {
	today := calendar.DateOf(now)
	contact := Contact{Address: o.Address, Hours: page.OfficeHours(calendar, today), Today: page.T("sitemap.today.closed")}
	if closing, open := calendar.Closing(today); open {
		contact.Today = page.T("sitemap.today.over")
		if now.Before(closing) {
			contact.Today = page.T("sitemap.today.open", "until", page.Clock(closing))
		}
	}
	holidays := nextHolidays(calendar, today, 2)
	if len(holidays) > 0 {
		contact.Holiday = holidayText(page, holidays[0])
	}
	if len(holidays) > 1 {
		contact.Then = holidayText(page, holidays[1])
	}
	return contact
}

func holidayText(page site.Page, day workday.Counted) string {
	return page.T("sitemap.holiday", "date", page.WeekdayDate(page.Day(day.Date)), "name", page.Pick(day.Name, day.NameEn))
}

// nextHolidays finds the next days that are closed by a fact and would otherwise
// be open, today among them, within a year.
func nextHolidays(calendar workday.Calendar, today workday.Date, most int) []workday.Counted {
	weekend := calendar.Weekend()
	var found []workday.Counted
	for day := today; day.Sub(today) < 366 && len(found) < most; day = day.AddDays(1) {
		if why := calendar.Why(day); why.Reason == workday.Holiday && !slices.Contains(weekend, day.Weekday()) {
			found = append(found, why)
		}
	}
	return found
}
