package letterweb

import (
	"net/http"

	"dorgora/internal/access"
	"dorgora/internal/letter"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// FolderList is the list of files with the form that opens one.
type FolderList struct {
	site.Page
	Rows   []FolderRow
	Unset  bool // the office has not set its own codes
	MaySet bool
}

// FolderRow is one file in a list.
type FolderRow struct {
	Path, Number, Title, Opened string
	State                       site.Tag
}

// Folders lists the files: GET /{office}/desk/folders.
func (p Pages) Folders(w http.ResponseWriter, r *http.Request) { p.showFolders(w, r, site.Form{}, nil) }

func (p Pages) showFolders(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	here := office.From(r.Context())
	page := FolderList{Page: p.page(r, "letter.folders")}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	files, err := p.Shelves.Files(r.Context(), here.ID)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	settings, err := p.inForce(r.Context())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.Unset = settings.Since.Zero()
	page.MaySet = mayHead(r)
	for _, f := range files {
		page.Rows = append(page.Rows, folderRow(page.Page, f))
	}
	p.Site.Show(w, r, "folders", page)
}

// mayHead reports whether the reader passes doors for heads here.
func mayHead(r *http.Request) bool {
	return access.Heads.Allows(access.From(r.Context()), []office.Office{office.From(r.Context())})
}

func folderRow(page site.Page, f letter.File) FolderRow {
	row := FolderRow{Path: "desk/folders/" + f.ID, Number: page.Digits(f.Number), Title: f.Title, Opened: day(page, f.Opened),
		State: site.Tag{Text: page.T("letter.folder.running"), Tone: "ok", Icon: "file"}}
	if !f.Running() {
		row.State = site.Tag{Text: page.T("letter.folder.over", "date", day(page, f.Closed)), Icon: "close"}
	}
	return row
}

// OpenFolder opens a file: POST /{office}/desk/folders.
func (p Pages) OpenFolder(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	id := form.Key()
	if id == "" {
		id = p.Desk.Fresh()
	}
	opening := letter.Opening{Office: office.From(r.Context()).ID, ID: id, Class: form.Get("class"), Title: form.Get("title")}
	f, err := p.Desk.OpenFile(r.Context(), opening, p.usual(r), p.actor(r))
	switch {
	case err == nil:
		p.to(w, r, "desk/folders/"+f.ID+"?said=opened")
	case shown(err):
		p.showFolders(w, r, form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}

// FolderPage is one file with what lies in it.
type FolderPage struct {
	site.Page
	ID      string
	Row     FolderRow
	Parts   []site.Answer
	Came    []EntryRow
	Left    []OutgoingRow
	Running bool
	History []site.Moment
}

// mostInFolder bounds what a file's page shows.
const mostInFolder = 200

// Folder shows one file: GET /{office}/desk/folders/{folder}.
func (p Pages) Folder(w http.ResponseWriter, r *http.Request) {
	here := office.From(r.Context()).ID
	f, err := p.Desk.Store.File(r.Context(), here, r.PathValue("folder"))
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := FolderPage{Page: p.below(r, "desk/folders", "letter.folder.one", "title", f.Title), ID: f.ID, Running: f.Running()}
	page.Row, page.Parts = folderRow(page.Page, f), memoParts(page.Page, f.Number)
	q := letter.Query{Office: here, View: letter.ViewAll, File: f.ID, Limit: mostInFolder}
	came, err := p.Shelves.Letters(r.Context(), q)
	if err == nil {
		var left []letter.Outgoing
		left, err = p.Shelves.Drafts(r.Context(), q)
		for _, o := range left {
			page.Left = append(page.Left, outgoingRow(r, page.Page, o))
		}
	}
	if err == nil {
		page.History, err = p.history(r, page.Page, "file/"+f.ID)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	for _, l := range came {
		page.Came = append(page.Came, p.entryRow(r, page.Page, l))
	}
	p.Site.Show(w, r, "folder", page)
}

// CloseFolder ends a file: POST /{office}/desk/folders/{folder}/closing.
func (p Pages) CloseFolder(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	if err == nil {
		_, err = p.Desk.CloseFile(r.Context(), p.target(r, r.PathValue("folder"), form))
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.to(w, r, "desk/folders/"+r.PathValue("folder")+"?said=closed")
}

// Here names the list that the page shows.
func (p FolderList) Here() string { return "folders" }
