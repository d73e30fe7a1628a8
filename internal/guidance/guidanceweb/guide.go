package guidanceweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// mostUses is how many recipients a guide's page lists.
const mostUses = 50

// GuidePage is one guide on the desk: the version that matters now, what can be
// done with it, its history and who received it.
type GuidePage struct {
	site.Page
	ID        string
	Revision  string
	Version   VersionPart
	Approvers string // who may approve now, when something is to be approved
	May       bool   // the reader may approve
	Own       bool   // the reader wrote on it
	Ends      string // number of the version that can be withdrawn, empty for none
	Waits     bool   // a version in force waits for this draft
	History   []site.Moment
	Uses      []UseRow
	Case      string // from whose answer it was drawn
	Public    string // where everybody reads it, empty when nobody may
}

// VersionPart is one version, ready to be read.
type VersionPart struct {
	Number                        string
	Sort, State                   site.Tag
	Topic, Source, Review, Reason string
	Title                         string
	Body                          [][]catalogue.Piece // lines; a placeholder of a template is marked
	EnTitle                       string
	EnBody                        [][]catalogue.Piece
	EnDraft                       bool
	Public                        bool
	Services                      []string
	Prices                        []site.Fact
	PriceNone                     bool
	BrandReason                   string
}

// UseRow is one recipient.
type UseRow struct{ Number, Path, Version, By, When, Told string }

// Guide shows a guide on the desk: GET /{office}/desk/guides/{guide}.
func (p Pages) Guide(w http.ResponseWriter, r *http.Request) {
	p.showGuide(w, r, site.Form{}, nil)
}

func (p Pages) showGuide(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	g, err := p.guide(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	v := current(g)
	page := GuidePage{Page: p.desk(r, "guidance.one", "title", v.Bn.Title), ID: g.ID, Revision: strconv.FormatInt(g.Revision, 10), Case: v.Case}
	page.Title, page.Crumbs[1].Text = v.Bn.Title, v.Bn.Title
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	if page.Version, err = p.version(r, page.Page, v); err == nil {
		err = p.fillActs(r, &page, g)
	}
	if err == nil {
		err = p.fillUses(r, &page)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.History = history(page.Page, g)
	p.Site.Show(w, r, "guide", page)
}

// current is the version that the desk works on: the open draft, else the one in
// force, else the one that ended last.
func current(g guidance.Guide) guidance.Version {
	if open, found := g.Open(); found {
		return open
	}
	if inForce, found := g.InForce(); found {
		return inForce
	}
	return g.Latest()
}

func (p Pages) version(r *http.Request, page site.Page, v guidance.Version) (VersionPart, error) {
	part := VersionPart{
		Number: page.Num(v.Number), Sort: sortTag(page, v), State: stateTag(page, v, p.today()), Topic: v.Topic,
		Source: sourceText(page, v.Source), Review: page.Date(page.Day(v.ReviewBy)), Reason: v.Reason, Title: v.Bn.Title, Body: lines(v, v.Bn.Body),
		EnTitle: v.En.Title, EnBody: lines(v, v.En.Body), EnDraft: v.En.Title != "" && !v.EnChecked, Public: v.Public,
		PriceNone: v.Sort == guidance.Specification && len(v.Prices) == 0, BrandReason: v.BrandReason,
	}
	for _, price := range v.Prices {
		part.Prices = append(part.Prices, site.Fact{Icon: "taka", Term: price.Where, Text: page.Digits(price.Text), Note: page.Date(page.Day(price.Date))})
	}
	choices, err := p.services(r, page, v.Services)
	for _, one := range choices {
		if one.Chosen {
			part.Services = append(part.Services, one.Label)
		}
	}
	return part, err
}

// lines cuts a body into lines and pieces.
func lines(v guidance.Version, body string) [][]catalogue.Piece {
	var all [][]catalogue.Piece
	for _, line := range site.Paragraphs(body) {
		if v.Sort == guidance.Template {
			all = append(all, guidance.Pieces(line))
			continue
		}
		all = append(all, []catalogue.Piece{{Text: line}})
	}
	return all
}

// fillActs sets what the reader can do.
func (p Pages) fillActs(r *http.Request, page *GuidePage, g guidance.Guide) error {
	inForce, running := g.InForce()
	open, waiting := g.Open()
	if running && inForce.Shown() {
		page.Public = "answers/" + g.ID
	}
	page.Waits = running && waiting
	switch {
	case waiting:
		page.Ends = strconv.Itoa(open.Number)
	case running:
		page.Ends = strconv.Itoa(inForce.Number)
	}
	if !waiting {
		return nil
	}
	chart, err := p.Charts.Chart(r.Context(), g.Office)
	if err != nil {
		return err
	}
	who := access.From(r.Context()).Person
	page.Own = slices.ContainsFunc(open.Writers, func(s guidance.Signature) bool { return s.Person == who })
	var names []string
	for _, person := range guidance.Approvers(chart, open, p.Now()) {
		names = append(names, page.Pick(person.Name, person.NameEn))
		page.May = page.May || person.ID == who
	}
	page.Approvers = strings.Join(names, ", ")
	return nil
}

func (p Pages) fillUses(r *http.Request, page *GuidePage) error {
	uses, err := p.Store.Uses(r.Context(), office.From(r.Context()).ID, page.ID, mostUses)
	for _, use := range uses {
		row := UseRow{Number: page.Tracking(use.Case), Path: "desk/cases/" + use.Case, Version: page.Num(use.Version), By: use.By.Name, When: page.DateTime(use.By.At)}
		if use.Sealed {
			row.Number, row.Path = page.T("guidance.use.sealed"), ""
		}
		if !use.Told.IsZero() {
			row.Told = page.DateTime(use.Told)
		}
		page.Uses = append(page.Uses, row)
	}
	return err
}

// history tells the life of a guide, the latest first.
func history(page site.Page, g guidance.Guide) []site.Moment {
	var all []site.Moment
	add := func(key string, v guidance.Version, by guidance.Signature, words string) {
		if by.Known() {
			all = append(all, site.Moment{Title: page.T("guidance.deed."+key, "number", v.Number), Text: words,
				When: page.DateTime(by.At), Machine: page.Machine(by.At), By: by.Name, Tone: "in0"})
		}
	}
	for _, v := range g.Versions {
		for _, writer := range v.Writers {
			add("written", v, writer, "")
		}
		add("approved", v, v.Approver, "")
		add(string(v.State), v, v.Ended, v.Reason)
	}
	slices.SortStableFunc(all, func(a, b site.Moment) int { return strings.Compare(b.Machine, a.Machine) })
	return all
}

// Approve puts the open draft in force: POST /{office}/desk/guides/{guide}/approval.
func (p Pages) Approve(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "approved", func(g guidance.Guide, form site.Form) (guidance.Change, error) {
		chart, err := p.Charts.Chart(r.Context(), g.Office)
		if err != nil {
			return guidance.Change{}, err
		}
		open, _ := g.Open()
		return g.Approve(revisionOf(form), guidance.Approvers(chart, open, p.Now()), p.by(r))
	})
}

// Withdraw ends a version with a reason: POST /{office}/desk/guides/{guide}/withdrawal.
func (p Pages) Withdraw(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "withdrawn", func(g guidance.Guide, form site.Form) (guidance.Change, error) {
		number, err := strconv.Atoi(bangla.ASCII(form.Get("version")))
		if err != nil {
			return guidance.Change{}, fault.New(fault.NotFound, "guidance.missing")
		}
		return g.Withdraw(revisionOf(form), number, form.Get("reason"), p.by(r))
	})
}

func (p Pages) act(w http.ResponseWriter, r *http.Request, said string, decide func(guidance.Guide, site.Form) (guidance.Change, error)) {
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
	change, err := decide(g, form)
	if err == nil {
		err = p.Store.Apply(r.Context(), change, p.letter(r, g.ID))
	}
	switch {
	case err == nil:
		p.to(w, r, "desk/guides/"+g.ID+"?said="+said)
	case shown(err):
		p.showGuide(w, r, form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}

// revisionOf is the revision of the guide that the reader saw.
func revisionOf(form site.Form) int64 {
	revision, err := strconv.ParseInt(form.Get("revision"), 10, 64)
	if err != nil {
		return -1
	}
	return revision
}

// Start brings in the texts that come with the program, as drafts, each once:
// POST /{office}/desk/guides/starters.
func (p Pages) Start(w http.ResponseWriter, r *http.Request) {
	starters, err := guidance.Starters(p.today())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	in, by := office.From(r.Context()), p.by(r)
	page := p.Site.Page(r, "guidance.title")
	for _, one := range starters {
		change, err := one.Begin(in.ID, page.T("guidance.starter.writer"), by.At)
		if err == nil {
			err = p.Store.Apply(r.Context(), change, guidance.Letter{})
		}
		if err != nil && fault.KindOf(err) != fault.Conflict { // a conflict: it was brought in before
			p.Site.Refuse(w, r, err)
			return
		}
	}
	p.to(w, r, "desk/guides?state=draft&said=started")
}
