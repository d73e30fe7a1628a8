package catalogueweb

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// DraftPage is a draft being checked: one row with its printed cells, what the
// program understood, what is to be mended, and the form of one completion.
type DraftPage struct {
	site.Page
	Line      string
	Strips    []Strip
	Tally     Tally
	Whole     []FindingCard
	Converted []catalogue.Conversion
	Unread    []string
	Row       RowView
	Complete  *CompletionForm
	Review    template.URL
	Removal   site.Act
}

// Tally counts the rows by state; Score draws the share that is ready.
type Tally struct {
	All, Ready, Need, Look int
	Score                  site.Score
}

// Strip is the chooser of the rows of one group.
type Strip struct {
	Title string
	Chips []Chip
}

// Chip is one row in the chooser: a number, a mark and a word tell its state.
type Chip struct {
	Serial, Mark, State string
	Href                template.URL
	Current             bool
}

// RowView is the chosen row.
type RowView struct {
	Title      string
	Cells      []MarkedCell
	Understood site.Answers
	Findings   []FindingCard
	Open       int
	Next       template.URL
}

// checked is a draft with everything that its page says, computed once.
type checked struct {
	draft    catalogue.Draft
	rows     []catalogue.Row
	findings []charter.Finding
	desk     deskView
	at       int    // index of the chosen row
	field    string // the field whose form is open, empty: none
}

// deskView is what the staff pages need of the office.
type deskView struct {
	office office.Office
	chart  office.Chart
	posts  func(string) string
}

// Draft shows a draft.
func (p Pages) Draft(w http.ResponseWriter, r *http.Request) {
	c, err := p.check(r, r.URL.Query())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.showDraft(w, r, c, p.deskShell(r, "catalogue.draft.title"))
}

func (p Pages) showDraft(w http.ResponseWriter, r *http.Request, c checked, shell site.Page) {
	page, err := p.draftPage(r, c, shell)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "charter-draft", page)
}

// check loads the draft of the address and looks it over. asked names the row
// (from 1) and the field whose form is open.
func (p Pages) check(r *http.Request, asked url.Values) (checked, error) {
	ctx, o := r.Context(), office.From(r.Context())
	c := checked{desk: deskView{office: o}}
	var err error
	if c.draft, err = p.Drafts.Draft(ctx, o.ID, r.PathValue("draft")); err != nil {
		return c, err
	}
	if c.rows, err = catalogue.Rows(c.draft.Charter, c.draft.Completions); err != nil {
		return c, err
	}
	if c.desk.chart, err = p.Offices.Chart(ctx, o.ID); err != nil {
		return c, err
	}
	if p.Press.Posts != nil {
		if c.desk.posts, err = p.Press.Posts(ctx, o.ID); err != nil {
			return c, err
		}
	}
	c.findings = charter.Lint(c.draft.Charter, charter.LintOptions{})
	c.at, c.field = c.choose(asked)
	return c, nil
}

// choose reads which row and field are asked for: the first row that needs a
// number when none is named, and its time as long as that cannot be measured.
func (c checked) choose(asked url.Values) (at int, field string) {
	at = -1
	if n, err := strconv.Atoi(asked.Get("row")); err == nil && n >= 1 && n <= len(c.rows) {
		at = n - 1
	}
	if at < 0 {
		at = 0
		for i := range c.rows {
			if c.state(i) == needs {
				at = i
				break
			}
		}
	}
	field = asked.Get("field")
	if !fields[field] {
		field = ""
		if len(c.rows) > 0 && c.state(at) == needs {
			field = string(charter.TimeOf)
		}
	}
	return at, field
}

// state is how far a row is: ready, needs (no measurable time) or look (something
// else is to be mended).
type state string

const (
	ready state = "ready"
	needs state = "needs"
	look  state = "look"
)

func (c checked) state(i int) state {
	if !catalogue.PromiseOf(c.rows[i].Time).Measurable() {
		return needs
	}
	for _, f := range c.findingsOf(i) {
		if f.Severity != charter.Note && !resolved(f, c.rows[i]) {
			return look
		}
	}
	return ready
}

// findingsOf gives the findings of one row.
func (c checked) findingsOf(i int) []charter.Finding {
	row := c.draft.Charter.Services[i]
	var list []charter.Finding
	for _, f := range c.findings {
		if f.Serial == row.Serial && f.Group == row.Group && !wholeCharter(f) {
			list = append(list, f)
		}
	}
	return list
}

func wholeCharter(f charter.Finding) bool { return f.Serial == "" && f.Group == "" && f.Cell == "" }

func (c checked) path() string { return "desk/charter/drafts/" + c.draft.ID }

func (c checked) rowPath(at int) string { return c.path() + "?row=" + strconv.Itoa(at+1) }

func (p Pages) draftPage(r *http.Request, c checked, shell site.Page) (DraftPage, error) {
	calendar, err := p.Offices.Calendar(r.Context(), c.desk.office.ID)
	if err != nil {
		return DraftPage{}, err
	}
	shell.Crumbs = []site.Link{
		{Text: shell.T("nav.desk"), Href: shell.Href("desk")},
		{Text: shell.T("catalogue.desk.title"), Href: shell.Href("desk/charter")}, {Text: shell.Title},
	}
	page := DraftPage{
		Page: shell, Converted: c.draft.Converted, Strips: strips(shell, c), Tally: tally(c),
		Line: shell.T("catalogue.draft.source", "source", sourceName(shell, c.draft.Source),
			"services", len(c.rows), "when", shell.DateTime(c.draft.Created)),
		Review: shell.Href(c.path() + "/publication"),
	}
	for _, one := range c.draft.Charter.Unread {
		page.Unread = append(page.Unread, one.Text)
	}
	for i, f := range wholeFindings(c.findings) {
		page.Whole = append(page.Whole, findingCard(shell, c, f, i+1))
	}
	if len(c.rows) > 0 {
		page.Row = rowView(shell, c, duePreview(shell, calendar, p.Now(), c.rows[c.at]))
		page.Complete, err = completionForm(shell, c)
		if err != nil {
			return page, err
		}
	}
	removal, err := shell.Act(c.path()+"/removal", "catalogue.draft.remove")
	page.Removal = removal.As("quiet").Sending("revision", strconv.Itoa(c.draft.Revision))
	return page, err
}

func wholeFindings(all []charter.Finding) []charter.Finding {
	var list []charter.Finding
	for _, f := range all {
		if wholeCharter(f) {
			list = append(list, f)
		}
	}
	return list
}

func strips(page site.Page, c checked) []Strip {
	var list []Strip
	for _, group := range catalogue.Groups() {
		strip := Strip{Title: catalogue.GroupText(page, group)}
		for i, row := range c.draft.Charter.Services {
			if row.Group != group {
				continue
			}
			state := c.state(i)
			chip := Chip{Serial: page.Digits(row.Serial), State: page.T("catalogue.state." + string(state)),
				Href: page.Href(c.rowPath(i)), Current: i == c.at}
			if chip.Serial == "" {
				chip.Serial = "–"
			}
			switch state {
			case ready:
				chip.Mark = "g"
			case needs:
				chip.Mark = "w"
			}
			strip.Chips = append(strip.Chips, chip)
		}
		if len(strip.Chips) > 0 {
			list = append(list, strip)
		}
	}
	return list
}

func tally(c checked) Tally {
	t := Tally{All: len(c.rows)}
	for i := range c.rows {
		switch c.state(i) {
		case ready:
			t.Ready++
		case needs:
			t.Need++
		default:
			t.Look++
		}
	}
	t.Score = site.Score{Done: t.Ready, All: t.All}
	return t
}
