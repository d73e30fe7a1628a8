package catalogueweb

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// CharterPage is the official table of one version.
type CharterPage struct {
	site.Page
	Number    int
	Line      string
	Current   bool
	InForce   string // path of the charter in force, when this is another
	Vision    []string
	Mission   []string
	Groups    []CharterGroup
	Expected  []string
	Grievance []string
	Unread    []string
	Downloads []site.Link
	Versions  []site.Link
}

// CharterGroup is the table of one group, with the headers of the charter itself.
type CharterGroup struct {
	Title string
	Heads []string
	Rows  []CharterRow
}

// CharterRow is one row; Cells stand in the order of the heads.
type CharterRow struct {
	Path  string
	Cells []CharterCell
}

// CharterCell is a printed cell; Beside is what the office completed beside it.
type CharterCell struct {
	Head, Text, Beside string
	Name               bool // the cell that names the row
}

func versionPath(number int) string { return "charter/versions/" + strconv.Itoa(number) }

// offerOf finds the version that the address names, or the one in force.
func (p Pages) offerOf(r *http.Request) (office.Office, *catalogue.Offer, error) {
	o := office.From(r.Context())
	text := r.PathValue("version")
	if text == "" {
		offer, err := p.Shelf.At(r.Context(), o.ID, p.Now())
		return o, offer, err
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 || strconv.Itoa(number) != text {
		return o, nil, fault.New(fault.NotFound, "catalogue.version.missing")
	}
	offer, err := p.Shelf.Version(r.Context(), o.ID, number)
	return o, offer, err
}

// Charter shows the official table: the one in force, or the version that the
// address names.
func (p Pages) Charter(w http.ResponseWriter, r *http.Request) {
	o, offer, err := p.offerOf(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	edges, err := p.Versions.History(r.Context(), o.ID)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	inForce, err := p.Versions.InForce(r.Context(), o.ID, p.Now())
	if err != nil && fault.KindOf(err) != fault.NotFound {
		p.Site.Refuse(w, r, err)
		return
	}
	page := charterPage(p.Site.Page(r, "catalogue.charter.title"), offer)
	page.Current = offer.Version.Number == inForce
	if !page.Current && inForce > 0 {
		page.InForce = "charter"
	}
	for _, edge := range edges {
		page.Versions = append(page.Versions, site.Link{
			Text:    page.T("catalogue.version.line", "number", edge.Number, "date", page.Date(edge.Effective)),
			Href:    page.Href(versionPath(edge.Number)),
			Current: edge.Number == offer.Version.Number,
		})
	}
	p.Site.Show(w, r, "charter", page)
}

func charterPage(shell site.Page, offer *catalogue.Offer) CharterPage {
	v := offer.Version
	shell.Updated = v.Published
	shell.Crumbs = []site.Link{{Text: shell.T("nav.home"), Href: shell.Href("")}, {Text: shell.Title}}
	page := CharterPage{
		Page: shell, Number: v.Number,
		Line:      shell.T("catalogue.version.line", "number", v.Number, "date", shell.Date(v.Effective)),
		Vision:    site.Paragraphs(v.Charter.Sections[charter.Vision]),
		Mission:   site.Paragraphs(v.Charter.Sections[charter.Mission]),
		Expected:  site.Paragraphs(v.Charter.Sections[charter.Expectations]),
		Grievance: site.Paragraphs(v.Charter.Sections[charter.Grievance]),
	}
	for _, group := range catalogue.Groups() {
		if services := offer.Group(group); len(services) > 0 {
			page.Groups = append(page.Groups, charterGroup(shell, v.Charter, group, services))
		}
	}
	for _, one := range v.Charter.Unread {
		page.Unread = append(page.Unread, one.Text)
	}
	formats := []string{"text", "html", "json"}
	if len(v.Completions) > 0 {
		formats = append(formats, completedFile)
	}
	for _, format := range formats {
		page.Downloads = append(page.Downloads, site.Link{Text: shell.T("catalogue.file." + format), Href: shell.Href(versionPath(v.Number) + "/files/" + format)})
	}
	return page
}

func charterGroup(page site.Page, c charter.Charter, group charter.Group, services []catalogue.Service) CharterGroup {
	table := CharterGroup{Title: catalogue.GroupText(page, group)}
	meanings := meaningsOf(services)
	for _, meaning := range meanings {
		table.Heads = append(table.Heads, headerOf(page, c, meaning))
	}
	for _, s := range services {
		row := CharterRow{Path: "services/" + s.Slug}
		for i, meaning := range meanings {
			cell := CharterCell{Head: table.Heads[i], Text: s.Row.Cells[meaning], Name: meaning == charter.Name}
			if meaning == charter.TimeOf && s.Promised == catalogue.Completed {
				cell.Beside = page.T("catalogue.charter.beside", "value", catalogue.PromiseText(page, s.Promise))
			}
			row.Cells = append(row.Cells, cell)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// meaningsOf lists the columns that a table of services really has.
func meaningsOf(services []catalogue.Service) []charter.Meaning {
	var meanings []charter.Meaning
	for _, meaning := range printedOrder {
		for _, s := range services {
			if s.Row.Cells[meaning] != "" {
				meanings = append(meanings, meaning)
				break
			}
		}
	}
	return meanings
}

// fileKinds gives, for each format, the media type and the ending of the file.
var fileKinds = map[string]struct{ media, ending string }{
	"text":     {"text/plain; charset=utf-8", "txt"},
	"markdown": {"text/markdown; charset=utf-8", "md"},
	"html":     {"text/html; charset=utf-8", "html"},
	"json":     {"application/json", "json"},

	completedFile: {"application/json", "completed.json"},
}

// completedFile is the format that holds what the office added to the printed
// charter, by whom, when and why.
const completedFile = "completed"

func printVersion(w io.Writer, v catalogue.Version, format string) error {
	if format != completedFile {
		return charter.Print(w, v.Charter, format)
	}
	completed, err := charter.Apply(v.Charter, v.Completions)
	if err != nil {
		return err
	}
	return charter.PrintCompleted(w, completed)
}

// File sends the charter of a version as a file.
func (p Pages) File(w http.ResponseWriter, r *http.Request) {
	o, offer, err := p.offerOf(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	format := r.PathValue("format")
	kind, known := fileKinds[format]
	if !known {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "catalogue.file.unknown"))
		return
	}
	var out bytes.Buffer
	if err := printVersion(&out, offer.Version, format); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	header := w.Header()
	header.Set("Content-Type", kind.media)
	header.Set("Content-Disposition", `attachment; filename="charter-`+o.Slug+"-"+strconv.Itoa(offer.Version.Number)+"."+kind.ending+`"`)
	header.Set("Cache-Control", "no-cache")
	_, _ = w.Write(out.Bytes()) // a reader who went away needs no answer
}
