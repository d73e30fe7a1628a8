package catalogueweb

import (
	"io"
	"net/http"
	"strings"

	"dorgora/internal/access"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// DeskPage is the office's own view of its charter: what is in force, what is
// being checked, and the form that brings a printed charter in.
type DeskPage struct {
	site.Page
	Versions []VersionLine
	Drafts   []DraftLine
	None     site.Empty
}

// VersionLine is a published version.
type VersionLine struct {
	Title, When, By, Source, Path string
	State                         site.Tag
	Number                        int
	Revise                        bool // in force: a draft may be made of it
}

// DraftLine is a draft that is open.
type DraftLine struct{ Title, When, By, Path string }

func deskPath(o office.Office) string { return "/" + o.Slug + "/desk/charter" }

// Desk shows versions, drafts and the import form.
func (p Pages) Desk(w http.ResponseWriter, r *http.Request) {
	p.showDesk(w, r, site.Form{}, nil)
}

func (p Pages) showDesk(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	page, err := p.deskPage(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	p.Site.Show(w, r, "charter-desk", page)
}

func (p Pages) deskPage(r *http.Request) (DeskPage, error) {
	ctx, o := r.Context(), office.From(r.Context())
	page := DeskPage{Page: p.deskShell(r, "catalogue.desk.title")}
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.Title}}
	chart, err := p.Offices.Chart(ctx, o.ID)
	if err != nil {
		return page, err
	}
	edges, err := p.Versions.History(ctx, o.ID)
	if err != nil {
		return page, err
	}
	inForce, err := p.Versions.InForce(ctx, o.ID, p.Now())
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return page, err
	}
	for _, edge := range edges {
		page.Versions = append(page.Versions, versionLine(page.Page, chart, edge, inForce))
	}
	drafts, err := p.Drafts.Open(ctx, o.ID)
	for _, one := range drafts {
		page.Drafts = append(page.Drafts, DraftLine{
			Title: page.T("catalogue.draft.line", "services", one.Services, "filled", one.Filled),
			When:  page.DateTime(one.Created), By: personName(page.Page, chart, one.By), Path: "desk/charter/drafts/" + one.ID,
		})
		page.Drafts[len(page.Drafts)-1].Title = sourceName(page.Page, one.Source) + " · " + page.Drafts[len(page.Drafts)-1].Title
	}
	page.None = site.Empty{Icon: "paper", Title: page.T("catalogue.desk.none"), Text: page.T("catalogue.desk.none.text")}
	return page, err
}

// deskShell is the shell of an officer's page, with what was just done.
func (p Pages) deskShell(r *http.Request, title string) site.Page {
	page := p.Site.Page(r, title)
	page.Desk, page.Private = true, true
	if done := r.URL.Query().Get("done"); said[done] {
		page.Notice = page.T("catalogue.done." + done)
	}
	return page
}

// said lists what an address may say was just done.
var said = map[string]bool{"imported": true, "revised": true, "again": true, "reimported": true, "completed": true, "removed": true, "published": true, "planned": true}

func versionLine(page site.Page, chart office.Chart, edge catalogue.Edge, inForce int) VersionLine {
	line := VersionLine{
		Title:  page.T("catalogue.version.title", "number", edge.Number),
		When:   page.T("catalogue.version.effective", "date", page.Date(edge.Effective)),
		By:     personName(page, chart, edge.By),
		Source: sourceName(page, edge.Source), Path: versionPath(edge.Number),
	}
	line.Number, line.Revise = edge.Number, edge.Number == inForce
	switch {
	case line.Revise:
		line.State = site.Tag{Text: page.T("catalogue.version.current"), Tone: "ok", Icon: "check"}
	case edge.Effective.After(page.Now):
		line.State = site.Tag{Text: page.T("catalogue.version.future"), Tone: "info", Icon: "clock"}
	default:
		line.State = site.Tag{Text: page.T("catalogue.version.past")}
	}
	return line
}

func sourceName(page site.Page, source catalogue.Source) string {
	if source.Name == "" {
		return page.T("catalogue.source.pasted")
	}
	return source.Name
}

func personName(page site.Page, chart office.Chart, id string) string {
	if person, ok := chart.Person(id); ok {
		return page.Pick(person.Name, person.NameEn)
	}
	return ""
}

// formRoom is what a form may hold beside its file.
const formRoom = 1 << 20

// Import brings in a file of any kind or pasted text and opens the draft.
func (p Pages) Import(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, catalogue.LargestFile+formRoom)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	o := office.From(r.Context())
	file, err := fileOf(form)
	if err == nil {
		file.Office, file.By = o.ID, access.From(r.Context()).Person
		var imported catalogue.Imported
		if imported, err = p.Intake.Import(r.Context(), file); err == nil {
			p.Site.Redirect(w, r, deskPath(o)+"/drafts/"+imported.Draft.ID+"?done="+importSaid(imported.Seen))
			return
		}
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.TooLarge:
		p.showDesk(w, r, form, inFileField(err))
	default:
		p.Site.Refuse(w, r, err)
	}
}

// Revise opens a draft of a published version, to complete what it left open.
func (p Pages) Revise(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formRoom)
	number := 0
	if err == nil {
		number = form.Whole("version", 1, 1<<30)
		err = form.Err() // a number that cannot be read is not that of the first version
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	o := office.From(r.Context())
	offer, err := p.Shelf.Version(r.Context(), o.ID, number)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	draft, err := p.Intake.Revise(r.Context(), offer.Version, access.From(r.Context()).Person)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Redirect(w, r, deskPath(o)+"/drafts/"+draft.ID+"?done=revised")
}

// importSaid tells a file that was used before from a new one.
func importSaid(seen catalogue.Seen) string {
	switch {
	case seen.Draft != "":
		return "again"
	case seen.Version > 0:
		return "reimported"
	}
	return "imported"
}

// fileOf takes the uploaded file, or the pasted text when there is none.
func fileOf(form site.Form) (catalogue.File, error) {
	if files := form.Files("file"); len(files) > 0 {
		opened, err := files[0].Open()
		if err != nil {
			return catalogue.File{}, err
		}
		defer opened.Close()
		bytes, err := io.ReadAll(io.LimitReader(opened, catalogue.LargestFile+1))
		return catalogue.File{Name: cleanName(files[0].Filename), Bytes: bytes}, err
	}
	if text := form.Get("text"); text != "" {
		return catalogue.File{Bytes: []byte(text)}, nil
	}
	return catalogue.File{}, fault.InField("file", "catalogue.import.nothing")
}

// cleanName keeps the last part of a file's name, without control characters.
func cleanName(name string) string {
	if cut := strings.LastIndexAny(name, `/\`); cut >= 0 {
		name = name[cut+1:]
	}
	const longest = 120
	letters := []rune(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "")))
	return string(letters[:min(len(letters), longest)])
}

// inFileField shows what is wrong with a file beside the file's field.
func inFileField(err error) error {
	var list fault.Fields
	for _, one := range fault.List(err) {
		copied := *one
		if copied.Field == "" {
			copied.Field = "file"
		}
		copied.Kind = fault.Invalid
		list = append(list, &copied)
	}
	return list.Err()
}
