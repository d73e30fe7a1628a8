package catalogueweb

import (
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// ReviewPage is what publishing a draft would change, and the form that does it.
type ReviewPage struct {
	site.Page
	Line     string
	First    bool // nothing is in force yet
	Changes  []string
	Undated  []string // services whose page will say that no time is set
	Tally    Tally
	Action   template.URL
	Key      string
	Revision int
	Begin    site.Field
	Draft    template.URL
}

// Review shows the differences to the charter in force before publishing.
func (p Pages) Review(w http.ResponseWriter, r *http.Request) {
	p.showReview(w, r, p.deskShell(r, "catalogue.review.title"))
}

func (p Pages) showReview(w http.ResponseWriter, r *http.Request, shell site.Page) {
	c, err := p.check(r, nil)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := ReviewPage{Page: shell, Tally: tally(c), Action: shell.Href(c.path() + "/publication"),
		Revision: c.draft.Revision, Draft: shell.Href(c.path())}
	page.Crumbs = []site.Link{
		{Text: page.T("catalogue.desk.title"), Href: page.Href("desk/charter")},
		{Text: page.T("catalogue.draft.title"), Href: page.Draft}, {Text: page.Title},
	}
	page.Line = page.T("catalogue.draft.source", "source", sourceName(page.Page, c.draft.Source),
		"services", len(c.rows), "when", page.DateTime(c.draft.Created))
	page.Begin = page.DateField("effective", "catalogue.review.effective").StartDay(workday.DateOf(p.Now().In(workday.Dhaka)).String())
	if page.Key, err = page.Page.Key(); err == nil {
		err = p.compare(r, c.draft, &page)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "charter-review", page)
}

// compare says what the draft changes against the version published last.
func (p Pages) compare(r *http.Request, draft catalogue.Draft, page *ReviewPage) error {
	previous, err := p.last(r, draft.Office)
	if err != nil {
		return err
	}
	act := catalogue.Publication{At: p.Now(), By: access.From(r.Context()).Person}
	if previous != nil && previous.Version.Effective.After(act.At) {
		act.Effective = previous.Version.Effective
	}
	var before *catalogue.Version
	if previous != nil {
		before = &previous.Version
	}
	edition, err := catalogue.Publish(draft, before, act)
	if err != nil {
		return err
	}
	for _, one := range edition.Services {
		if !one.Promise.Measurable() {
			page.Undated = append(page.Undated, one.Title(page))
		}
	}
	if page.First = previous == nil; page.First {
		return nil
	}
	for _, one := range edition.Differences {
		page.Changes = append(page.Changes, one.Text(string(page.Lang)))
	}
	page.Changes = append(page.Changes, promiseChanges(page.Page, previous.Services, edition.Services)...)
	return nil
}

// last gives the version published last, nil when none is.
func (p Pages) last(r *http.Request, officeID string) (*catalogue.Offer, error) {
	edges, err := p.Versions.History(r.Context(), officeID)
	if err != nil || len(edges) == 0 {
		return nil, err
	}
	return p.Shelf.Version(r.Context(), officeID, edges[0].Number)
}

// promiseChanges says which services promise another time than before; those with
// the same change share a line.
func promiseChanges(page site.Page, old, now []catalogue.Service) []string {
	type change struct{ before, after string }
	var order []change
	names := map[change][]string{}
	for _, one := range now {
		at := slices.IndexFunc(old, func(s catalogue.Service) bool { return s.Key == one.Key })
		if at < 0 || old[at].Promise == one.Promise {
			continue
		}
		is := change{catalogue.PromiseText(page, old[at].Promise), catalogue.PromiseText(page, one.Promise)}
		if len(names[is]) == 0 {
			order = append(order, is)
		}
		names[is] = append(names[is], page.T("catalogue.quoted", "text", one.Title(page)))
	}
	var words []string
	for _, is := range order {
		words = append(words, page.T("catalogue.review.promise", "count", len(names[is]),
			"services", strings.Join(names[is], ", "), "before", is.before, "after", is.after))
	}
	return words
}

// Publish makes the draft the next version of the charter.
func (p Pages) Publish(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	o := office.From(r.Context())
	order := catalogue.Order{
		Office: o.ID, Draft: r.PathValue("draft"), Revision: form.Whole("revision", 1, 1<<30), By: access.From(r.Context()).Person,
		Effective: p.effective(form),
	}
	edition := catalogue.Edition{}
	if err = form.Err(); err == nil {
		edition, err = p.Press.Publish(r.Context(), order)
	}
	if err != nil {
		p.unpublished(w, r, form, err)
		return
	}
	done := "published"
	if edition.Version.Effective.After(p.Now()) {
		done = "planned"
	}
	p.Site.Redirect(w, r, deskPath(o)+"?done="+done)
}

// effective reads the day from which the version binds; an empty one and today
// mean at once, at the moment that the act of publishing sees.
func (p Pages) effective(form site.Form) time.Time {
	day, now := form.Date("effective"), p.Now()
	if day.Zero() {
		return time.Time{}
	}
	from := catalogue.EffectiveFrom(day.Time(0, 0, workday.Dhaka), now)
	if from.Equal(now) {
		return time.Time{}
	}
	return from
}

// unpublished shows the review again with what is wrong.
func (p Pages) unpublished(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	kind := fault.KindOf(wrong)
	if kind != fault.Invalid && kind != fault.Conflict {
		p.Site.Refuse(w, r, wrong)
		return
	}
	shell := p.deskShell(r, "catalogue.review.title").Refilled(form, wrong)
	if kind == fault.Conflict {
		shell.Status = http.StatusConflict
	}
	p.showReview(w, r, shell)
}
