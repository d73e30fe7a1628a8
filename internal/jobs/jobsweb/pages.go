// Package jobsweb is the pages on which the stewards of an installation see what
// the program does by itself, and decide about jobs that failed too often.
package jobsweb

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"strings"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/jobs"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what these pages say.
var Texts = message.Set{Name: "jobsweb", Bn: bn, En: en}

//go:embed templates/*.html
var files embed.FS

// Templates returns the pages, to be given to site.New.
func Templates() (site.Templates, error) { return site.Parse(files) }

// The lengths of lists.
const (
	listRows   = 25
	rulingRows = 10
)

// Offices names the offices of jobs.
type Offices interface {
	// Chain returns an office and those above it, nearest first.
	Chain(ctx context.Context, officeID string) ([]office.Office, error)
}

// Pages are the handlers.
type Pages struct {
	Site    *site.Site
	Queue   jobs.Queue
	Offices Offices
	Names   map[string]string // text key of each kind of job and of each schedule
	Wake    func()            // called when a job was set going again; may be nil
}

// ListPage is the jobs of one status.
type ListPage struct {
	site.Page
	Shown   string // status
	Views   []View
	Rows    []Row
	None    site.Empty
	More    site.Pager
	Rulings []site.Moment
}

// View leads to the jobs of a status.
type View struct {
	Link    site.Link
	Count   int
	Class   string
	Current bool
}

// Row is one job in few words.
type Row struct {
	Path  string
	Name  string
	About string // office and what it is about
	Tag   site.Tag
	When  string
	Fault string
}

// statuses are the views, in order.
var statuses = []jobs.Status{jobs.Dead, jobs.Running, jobs.Waiting}

// List shows the jobs of a status, the stuck ones first of all:
// GET /jobs?status=waiting.
func (p Pages) List(w http.ResponseWriter, r *http.Request) {
	counts, err := p.Queue.Counts(r.Context())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	status := asked(r, counts)
	page := ListPage{Page: p.page(r, "jobs.title"), Shown: string(status)}
	page.Desk = true
	for _, one := range statuses {
		page.Views = append(page.Views, page.view(one, counts[one], one == status))
	}
	if err := p.fill(r, &page, status); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if status == jobs.Dead {
		if page.Rulings, err = p.rulings(r.Context(), page.Page); err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
	}
	p.Site.Show(w, r, "jobs", page)
}

// asked is the status that the address names, else the first that has jobs.
func asked(r *http.Request, counts map[jobs.Status]int) jobs.Status {
	if status := jobs.Status(r.URL.Query().Get("status")); slices.Contains(statuses, status) {
		return status
	}
	for _, one := range statuses {
		if counts[one] > 0 {
			return one
		}
	}
	return jobs.Dead
}

// page is a page of this slice; nothing of it is kept by caches.
func (p Pages) page(r *http.Request, title string) site.Page {
	page := p.Site.Page(r, title)
	page.Private = true
	if said := r.URL.Query().Get("said"); said == jobs.Retried || said == jobs.Discarded {
		page.Notice = page.T("jobs.said." + said)
	}
	return page
}

func (p ListPage) view(status jobs.Status, count int, current bool) View {
	one := View{Link: site.Link{Text: p.T("jobs.status." + string(status)), Href: p.Href("/jobs?status=" + string(status))}, Count: count, Current: current}
	if status == jobs.Dead && count > 0 {
		one.Class = "latec"
	}
	return one
}

func (p Pages) fill(r *http.Request, page *ListPage, status jobs.Status) error {
	after := r.URL.Query().Get("after")
	list, err := p.Queue.List(r.Context(), status, placeOf(after), listRows+1)
	if err != nil {
		return err
	}
	here, next, first := "/jobs?status="+string(status), "", ""
	if len(list) > listRows {
		list = list[:listRows]
		next = here + "&after=" + cursor(list[listRows-1])
	}
	if after != "" {
		first = here
	}
	for _, e := range list {
		page.Rows = append(page.Rows, p.row(r.Context(), page.Page, e))
	}
	page.None = site.Empty{Icon: "check", Title: page.T("jobs.none." + string(status)), Text: page.T("jobs.none." + string(status) + ".words")}
	page.More = page.Pager(first, next)
	return nil
}

// A cursor is the moment and the ID of an entry, joined by a tilde.
func cursor(e jobs.Entry) string { return e.Due.UTC().Format(time.RFC3339) + "~" + e.ID }

// placeOf reads a cursor; one that cannot be read is the beginning.
func placeOf(text string) jobs.Place {
	moment, id, found := strings.Cut(text, "~")
	due, err := time.Parse(time.RFC3339, moment)
	if !found || err != nil {
		return jobs.Place{}
	}
	return jobs.Place{Due: due, ID: id}
}

func (p Pages) row(ctx context.Context, page site.Page, e jobs.Entry) Row {
	return Row{
		Path: "/jobs/" + e.ID, Name: p.name(page, e.Kind, e.Key), About: p.about(ctx, page, e), Tag: tag(page, e.Status),
		When: when(page, e), Fault: e.Fault,
	}
}

// name is what a kind of job or a schedule is called.
func (p Pages) name(page site.Page, kind, key string) string {
	if (jobs.Entry{Kind: kind}).Scheduled() {
		kind = key
	}
	if text, known := p.Names[kind]; known {
		return page.T(text)
	}
	return kind
}

// about says whose job it is.
func (p Pages) about(ctx context.Context, page site.Page, e jobs.Entry) string {
	if e.Office == "" {
		return page.T("jobs.whole")
	}
	chain, err := p.Offices.Chain(ctx, e.Office)
	if err != nil || len(chain) == 0 {
		return e.Office
	}
	return page.Pick(chain[0].Name, chain[0].NameEn)
}

func tag(page site.Page, status jobs.Status) site.Tag {
	one := site.Tag{Text: page.T("jobs.status." + string(status)), Icon: "clock"}
	switch status {
	case jobs.Dead:
		one.Tone, one.Icon = "late", "warning"
	case jobs.Running:
		one.Tone, one.Icon = "info", "refresh"
	}
	return one
}

func when(page site.Page, e jobs.Entry) string {
	switch e.Status {
	case jobs.Dead:
		return page.T("jobs.died", "at", page.DateTime(e.Due), "n", e.Failures)
	case jobs.Running:
		return page.T("jobs.began", "at", page.DateTime(e.Began))
	}
	return page.T("jobs.due", "at", page.DateTime(e.Due))
}

func (p Pages) rulings(ctx context.Context, page site.Page) ([]site.Moment, error) {
	list, err := p.Queue.Rulings(ctx, rulingRows)
	var all []site.Moment
	for _, one := range list {
		all = append(all, site.Moment{
			Title: page.T("jobs.ruling."+one.What, "name", p.name(page, one.Kind, one.Key)), Text: one.Fault,
			When: page.DateTime(one.At), Machine: page.Machine(one.At), By: one.Name, Tone: "in0",
		})
	}
	return all, err
}

// JobPage is one job with all that is known of it.
type JobPage struct {
	site.Page
	ID    string
	Tag   site.Tag
	Facts site.Answers
	Fault string
	Args  string
	Dead  bool
}

// Job shows one job: GET /jobs/{job}.
func (p Pages) Job(w http.ResponseWriter, r *http.Request) {
	e, err := p.Queue.Find(r.Context(), r.PathValue("job"))
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := JobPage{Page: p.page(r, "jobs.title"), ID: e.ID, Fault: e.Fault, Dead: e.Status == jobs.Dead}
	back := site.Link{Text: page.Title, Href: page.Href("/jobs?status=" + string(e.Status))}
	page.Title = p.name(page.Page, e.Kind, e.Key)
	page.Crumbs = []site.Link{back, {Text: page.Title}}
	page.Tag = tag(page.Page, e.Status)
	if e.Args != "null" {
		page.Args = e.Args
	}
	page.facts(p.about(r.Context(), page.Page, e), e)
	p.Site.Show(w, r, "job", page)
}

func (p *JobPage) facts(whose string, e jobs.Entry) {
	add := func(term, text string) {
		if text != "" {
			p.Facts.Rows = append(p.Facts.Rows, site.Answer{Term: p.T(term), Text: text})
		}
	}
	machine := func(term, text string) { // words of the program itself
		if add(term, text); text != "" {
			p.Facts.Rows[len(p.Facts.Rows)-1].Tongue = string(message.En)
		}
	}
	moment := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return p.DateTime(t)
	}
	add("jobs.fact.whose", whose)
	machine("jobs.fact.key", e.Kind+" "+e.Key)
	add("jobs.fact.asked", moment(e.Asked))
	add("jobs.fact.due."+string(e.Status), moment(e.Due))
	add("jobs.fact.began", moment(e.Began))
	machine("jobs.fact.owner", e.Owner)
	add("jobs.fact.failures", p.Num(e.Failures))
	if e.Lost > 0 {
		add("jobs.fact.lost", p.Num(e.Lost))
	}
}

// Retry lets a stuck job begin anew: POST /jobs/{job}/retry.
func (p Pages) Retry(w http.ResponseWriter, r *http.Request) { p.rule(w, r, jobs.Retried) }

// Discard gives a stuck job up: POST /jobs/{job}/removal.
func (p Pages) Discard(w http.ResponseWriter, r *http.Request) { p.rule(w, r, jobs.Discarded) }

func (p Pages) rule(w http.ResponseWriter, r *http.Request, what string) {
	who := access.From(r.Context())
	err := p.Queue.Rule(r.Context(), jobs.Ruling{Job: r.PathValue("job"), What: what, Person: who.Person, Name: who.Name})
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if p.Wake != nil {
		p.Wake()
	}
	p.Site.Redirect(w, r, "/jobs?status=dead&said="+what)
}
