package guidanceweb

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// FormPage is the form in which a guide is written.
type FormPage struct {
	site.Page
	Action   string // where the form goes
	Leave    string // where giving up leads
	Guide    guidance.Guide
	Content  guidance.Content // to begin with
	Sorts    []string
	Fixed    site.Tag // the sort of a guide that exists
	Services []site.Choice
	Prices   string
	Words    []string // the placeholders of templates
	Next     bool     // a version in force stays until this one is approved
}

// Ticked is a single box that is ticked to begin with when on is true.
func (p FormPage) Ticked(name, key string, on bool) site.Field {
	box := p.Box(name, key)
	if on {
		return box.Start("yes")
	}
	return box
}

// New shows the form for a new guide, with the answer of a case in it when one is
// named: GET /{office}/desk/guides/new.
func (p Pages) New(w http.ResponseWriter, r *http.Request) {
	content := guidance.Content{Sort: sortOf(r.URL.Query().Get("sort")), ReviewBy: p.today().AddMonths(12), Source: guidance.Source{Date: p.today()}}
	if number := r.URL.Query().Get("case"); number != "" {
		exchange, err := p.exchange(r, number)
		if err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
		drawn := exchange.Public()
		drawn.ReviewBy, drawn.Source = content.ReviewBy, content.Source
		content = drawn
	}
	p.showForm(w, r, guidance.Guide{Versions: []guidance.Version{{Content: content}}}, site.Form{}, nil)
}

func (p Pages) exchange(r *http.Request, number string) (guidance.Exchange, error) {
	if p.Cases == nil {
		return guidance.Exchange{}, fault.New(fault.NotFound, "record.missing")
	}
	return p.Cases.Exchange(r.Context(), office.From(r.Context()).ID, bangla.ASCII(number))
}

// Edit shows the form for the open draft, or for the next version:
// GET /{office}/desk/guides/{guide}/change.
func (p Pages) Edit(w http.ResponseWriter, r *http.Request) {
	g, err := p.guide(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.showForm(w, r, g, site.Form{}, nil)
}

func (p Pages) showForm(w http.ResponseWriter, r *http.Request, g guidance.Guide, form site.Form, wrong error) {
	page := FormPage{Page: p.desk(r, "guidance.new"), Action: "desk/guides", Leave: "desk/guides", Guide: g, Words: guidance.Placeholders()}
	content := g.Latest().Content
	if open, found := g.Open(); found {
		content = open.Content
	} else if current, found := g.InForce(); found {
		content, page.Next = current.Content, true
	}
	for _, sort := range guidance.Sorts() {
		page.Sorts = append(page.Sorts, string(sort))
	}
	if g.ID != "" {
		page.Page = p.desk(r, "guidance.change.title", "title", content.Bn.Title)
		page.Action, page.Leave = "desk/guides/"+g.ID, "desk/guides/"+g.ID
		page.Fixed = sortTag(page.Page, g.Versions[0])
	}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	page.Content, page.Prices = content, priceLines(content.Prices)
	services, err := p.services(r, page.Page, content.Services)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.Services = services
	p.Site.Show(w, r, "guide_form", page)
}

// services lists the office's services to be ticked.
func (p Pages) services(r *http.Request, page site.Page, ticked []string) ([]site.Choice, error) {
	offer, err := p.Offers.At(r.Context(), office.From(r.Context()).ID, p.Now())
	if err != nil && fault.KindOf(err) != fault.NotFound || offer == nil {
		if fault.KindOf(err) == fault.NotFound {
			return nil, nil // an office without a charter can write guides all the same
		}
		return nil, err
	}
	var all []site.Choice
	for _, s := range offer.Services {
		all = append(all, site.Choice{Value: s.Key, Label: s.Title(page), Chosen: slices.Contains(ticked, s.Key)})
	}
	return all, nil
}

// Write begins a guide: POST /{office}/desk/guides.
func (p Pages) Write(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	id := form.Key() // the form's key: a form that is sent twice writes one guide
	if id == "" {
		if id, err = access.NewID(p.Random); err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
	}
	content := readContent(form)
	content.Sort, content.Case = sortOf(form.Get("sort")), form.Get("case")
	change, err := guidance.Begin(office.From(r.Context()).ID, id, content, p.by(r))
	p.finish(w, r, writing{form: form, change: change, err: err, before: guidance.Guide{Versions: []guidance.Version{{Content: content}}}})
}

// Rewrite changes the open draft or begins the next version:
// POST /{office}/desk/guides/{guide}.
func (p Pages) Rewrite(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	g, err := p.guide(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	change, err := g.Rewrite(revisionOf(form), readContent(form), p.by(r))
	p.finish(w, r, writing{form: form, change: change, err: err, before: g})
}

// writing is a form that was read and decided about.
type writing struct {
	form   site.Form
	change guidance.Change
	err    error
	before guidance.Guide
}

// finish shows what is wrong, or stores what was written.
func (p Pages) finish(w http.ResponseWriter, r *http.Request, done writing) {
	if unread := done.form.Err(); unread != nil && (done.err == nil || shown(done.err)) {
		done.err = merged(unread, done.err)
	}
	if done.err == nil {
		done.err = p.Store.Apply(r.Context(), done.change, p.letter(r, done.change.Guide.ID))
		if done.before.ID == "" && done.err != nil && fault.KindOf(done.err) == fault.Conflict {
			done.err = nil // the same form again: it is written
		}
	}
	switch {
	case done.err == nil:
		p.to(w, r, "desk/guides/"+done.change.Guide.ID+"?said=written")
	case shown(done.err):
		p.showForm(w, r, done.before, done.form, done.err)
	default:
		p.Site.Refuse(w, r, done.err)
	}
}

// merged puts what could not be read before what the rules refuse, one a field.
func merged(unread, rules error) error {
	all := fault.Fields{}
	for _, one := range append(fault.List(unread), fault.List(rules)...) {
		if !slices.ContainsFunc(all, func(f *fault.Fault) bool { return f.Field == one.Field }) {
			all = append(all, one)
		}
	}
	return all.Err()
}

func readContent(form site.Form) guidance.Content {
	return guidance.Content{
		Topic: bangla.Line(form.Get("topic")), Services: form.All("services"),
		Bn:          guidance.Text{Title: bangla.Line(form.Get("title")), Body: form.Get("body")},
		En:          guidance.Text{Title: bangla.Line(form.Get("title_en")), Body: form.Get("body_en")},
		EnChecked:   form.Has("english_checked", "yes"),
		Source:      guidance.Source{Document: bangla.Line(form.Get("source")), Version: bangla.Line(form.Get("source_version")), Date: form.Date("source_date")},
		ReviewBy:    form.Date("review"),
		Public:      form.Has("public", "yes"),
		Prices:      readPrices(form.Get("prices")),
		BrandReason: form.Get("brand_reason"),
	}
}

// readPrices reads one price a line: where; amount; day. A line that is not so
// becomes a price without a day, which the rules refuse.
func readPrices(lines string) []guidance.Price {
	var all []guidance.Price
	for line := range strings.Lines(lines) {
		if line = bangla.Line(line); line == "" {
			continue
		}
		cells := strings.Split(line, ";")
		price := guidance.Price{Where: strings.TrimSpace(cells[0])}
		if len(cells) == 3 {
			price.Text = strings.TrimSpace(cells[1])
			if year, month, day, err := bangla.ParseDate(cells[2]); err == nil {
				price.Date = workday.Date{Year: year, Month: time.Month(month), Day: day}
			}
		}
		all = append(all, price)
	}
	return all
}

func priceLines(prices []guidance.Price) string {
	var lines []string
	for _, one := range prices {
		lines = append(lines, one.Where+"; "+one.Text+"; "+one.Date.String())
	}
	return strings.Join(lines, "\n")
}
