package sheet

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/register"
	"dorgora/internal/site"
	"dorgora/workday"
)

// PosterPage is the charter as it hangs on a wall, with the score of the month.
type PosterPage struct {
	site.Page
	Government string
	Month      string // up to which day the score counts
	Score      string
	Note       string
	Kept, Of   int
	Groups     []PosterGroup
	Phone      string
	Hours      string
	Late       string // what happens when a promise is broken
	Complaint  string
	Fine       string
	Address    string    // of the program, before the paths
	Code       site.Link // of the office's page
	Files      []site.Link
}

// PosterGroup is the services of one group.
type PosterGroup struct {
	Title   string
	Columns int
	Cards   []Card
}

// Card is one service on the wall.
type Card struct {
	Serial, Name string
	Count        string // of the promise, when it is a number: ৭
	Unit         string // কার্যদিবস, or the promise in words
	Unset        bool   // the office has set no time
	Papers       string
	Fee          string // only when it is not free
	Officer      string // when it is not the same for all
	Kept, Of     int
	Score        string
	Counted      bool // there are enough cases to show a bar
	Path         string
}

// wall is what the sheets of an office are drawn from.
type wall struct {
	office   office.Office
	offer    *catalogue.Offer
	chart    office.Chart
	calendar workday.Calendar
	month    register.Sheet
}

func (p Pages) wall(ctx context.Context) (wall, error) {
	o, now := office.From(ctx), p.Now()
	w := wall{office: o}
	var err error
	if w.offer, err = p.Offers.At(ctx, o.ID, now); err != nil {
		return w, err
	}
	var wrong [3]error
	w.chart, wrong[0] = p.Offices.Chart(ctx, o.ID)
	w.calendar, wrong[1] = p.Offices.Calendar(ctx, o.ID)
	month := register.MonthOf(now)
	turns, err := p.Turns.Turns(ctx, o.ID, month)
	if wrong[2] = err; err == nil {
		w.month = register.Count(turns, register.Period{Month: month, Now: now}, w.calendar)
	}
	return w, errors.Join(wrong[:]...)
}

// poster says the wall in the reader's language.
func (p Pages) poster(r *http.Request) (PosterPage, error) {
	w, err := p.wall(r.Context())
	if err != nil {
		return PosterPage{}, err
	}
	page := PosterPage{Page: p.Site.Page(r, "sheet.poster.title")}
	page.Updated = w.offer.Version.Published
	page.Government = page.T("sheet.government")
	page.Kept, page.Of, _, _ = w.month.Total.Share()
	page.Month = page.T("sheet.month", "date", page.Date(page.Now))
	page.Score, page.Note = scoreWords(page.Page, page.Kept, page.Of)
	officers := w.officers(page.Page)
	for _, group := range catalogue.Groups() {
		if services := w.offer.Group(group); len(services) > 0 {
			page.Groups = append(page.Groups, w.group(page.Page, group, services, officers))
		}
	}
	w.contact(&page, officers)
	page.Address = p.Address
	page.Code = site.Link{Text: p.Address + string(page.Href("")), Href: page.Href("")}
	page.Files = []site.Link{
		{Text: page.T("sheet.poster.pdf"), Href: page.Href("charter/poster.pdf"), Icon: "print"},
		{Text: page.T("sheet.board.pdf"), Href: page.Href("charter/board.pdf"), Icon: "print"},
	}
	return page, nil
}

// scoreWords tells how many promises were kept, and how many were not.
func scoreWords(page site.Page, kept, of int) (score, note string) {
	if of == 0 {
		return page.T("sheet.score.none"), page.T("sheet.score.none.note")
	}
	score = page.T("sheet.score", "kept", kept, "of", of)
	if late := of - kept; late > 0 {
		return score, page.T("sheet.score.late", "late", late)
	}
	return score, page.T("sheet.score.all")
}

// officers names who answers for each service.
func (w wall) officers(page site.Page) map[string]string {
	named := map[string]string{}
	for _, one := range w.offer.Services {
		post, _ := w.chart.Post(w.office.ID, one.Post)
		title := page.Pick(post.Title, post.TitleEn)
		if who, err := w.chart.Answerable(w.office.ID, one.Post, page.Now); err == nil && who.Person.ID != "" {
			title = page.Pick(who.Person.Name, who.Person.NameEn) + ", " + page.Pick(who.Post.Title, who.Post.TitleEn)
		}
		named[one.Key] = title
	}
	return named
}

// sole is the one who answers for all, empty when there are several.
func sole(officers map[string]string) string {
	name, first := "", true
	for _, one := range officers {
		if !first && one != name {
			return ""
		}
		name, first = one, false
	}
	return name
}

func (w wall) group(page site.Page, group charter.Group, services []catalogue.Service, officers map[string]string) PosterGroup {
	columns := map[charter.Group]int{charter.Citizen: 3, charter.Internal: 5}[group]
	if columns == 0 {
		columns = 4
	}
	drawn := PosterGroup{Title: catalogue.GroupText(page, group), Columns: columns}
	for _, one := range services {
		card := w.card(page, one)
		if sole(officers) == "" {
			card.Officer = officers[one.Key]
		}
		drawn.Cards = append(drawn.Cards, card)
	}
	return drawn
}

// mostPapers is how many papers a card names.
const mostPapers = 3

func (w wall) card(page site.Page, s catalogue.Service) Card {
	card := Card{Serial: page.Digits(s.Serial), Name: s.Title(page), Path: "services/" + s.Slug}
	card.Unit = catalogue.PromiseText(page, s.Promise)
	card.Unset = card.Unit == page.T("catalogue.promise.unmeasurable")
	if count, unit, cut := strings.Cut(card.Unit, " "); cut && isNumber(count) {
		card.Count, card.Unit = count, unit
	}
	if s.Fee.Kind == charter.FeeAmount {
		card.Fee = catalogue.FeeText(page, s.Fee)
	}
	var papers []string
	for _, one := range s.Papers {
		if one.Need == charter.Required && one.Text != "" && len(papers) < mostPapers {
			papers = append(papers, page.Digits(one.Text))
		}
	}
	card.Papers = strings.Join(papers, "; ")
	for _, line := range w.month.Lines {
		if line.Service == s.Key {
			card.Kept, card.Of, _, card.Counted = line.Share()
		}
	}
	card.Score = page.T("sheet.score.few")
	if card.Counted {
		card.Score, _ = scoreWords(page, card.Kept, card.Of)
	}
	return card
}

func isNumber(word string) bool {
	for _, r := range bangla.ASCII(word) {
		if r < '0' || r > '9' {
			return false
		}
	}
	return word != ""
}

func (w wall) contact(page *PosterPage, officers map[string]string) {
	if page.Page.Phone != "" {
		page.Phone = page.PhoneNumber(page.Page.Phone)
	}
	page.Hours = page.OfficeHours(w.calendar, w.calendar.DateOf(page.Now))
	page.Late, page.Complaint = page.T("sheet.late.alone"), page.T("sheet.complaint.alone")
	if len(w.chart.Offices) > 1 {
		above := w.chart.Offices[1]
		name := page.Pick(above.Name, above.NameEn)
		page.Late, page.Complaint = page.T("sheet.late", "office", name), page.T("sheet.complaint", "office", name)
	}
	page.Fine = page.T("sheet.fine", "date", page.Date(w.offer.Version.Effective), "version", w.offer.Version.Number, "printed", page.Date(page.Now))
	if name := sole(officers); name != "" {
		page.Fine += " · " + page.T("sheet.fine.officer", "officer", name)
	}
}

// month names the running month: নভেম্বর ২০২৬.
func monthName(page site.Page) string {
	month := register.MonthOf(page.Now)
	name := bangla.MonthName(month.Number)
	if page.Lang == message.En {
		name = month.Number.String()
	}
	return page.T("register.month", "month", name, "year", page.Digits(month.String()[:4]))
}

// missing turns an unpublished charter into a sheet that does not exist.
func missing(err error) error {
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return catalogue.Unpublished()
	}
	return err
}
