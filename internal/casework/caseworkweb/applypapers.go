package caseworkweb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"time"

	"dorgora/charter"
	"dorgora/internal/blob"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/site"
)

// FileStore keeps the bytes of what is handed in; a blob.Store does.
type FileStore interface {
	Put(ctx context.Context, r io.Reader, limit int64) (blob.Hash, int64, error)
	Get(h blob.Hash) (io.ReadSeekCloser, error)
}

// Uploads cleans and keeps what people hand in, one file at a time: a picture of
// forty megapixels takes much memory while it is open.
type Uploads struct {
	files FileStore
	turn  chan struct{}
}

// NewUploads keeps files in the given store.
func NewUploads(files FileStore) *Uploads {
	return &Uploads{files: files, turn: make(chan struct{}, 1)}
}

// most is how many files may answer one paper.
const most = 5

// slot is one paper for which a form has a file field.
type slot struct {
	Field string
	Paper string // as asked; empty: anything else
	From  string
	Need  charter.Need
}

// later is the name of the box that promises the paper for later.
func (s slot) later() string { return "later-" + strings.TrimPrefix(s.Field, "paper-") }

// extraField is the file field for what no charter asks for.
const extraField = "paper-extra"

// slotsOf are the papers of a service, and room for anything else.
func slotsOf(service catalogue.Service) []slot {
	var slots []slot
	for i, one := range service.Papers {
		slots = append(slots, slot{Field: fmt.Sprintf("paper-%d", i), Paper: one.Text, From: one.From, Need: one.Need})
	}
	return append(slots, slot{Field: extraField, Need: charter.Optional})
}

// handing is the office and the moment of what is handed in.
type handing struct {
	office string
	now    time.Time
	fresh  func() string // a new ID
}

// take cleans and keeps the files of one field, and notes in the form what cannot
// be taken; held is how many the paper has already.
func (u *Uploads) take(ctx context.Context, form site.Form, one slot, h handing, held int) []document.Evidence {
	files := form.Files(one.Field)
	if held+len(files) > most {
		form.Fail(one.Field, "casework.papers.many", "most", most)
		return nil
	}
	var kept []document.Evidence
	for _, file := range files {
		evidence, err := u.keep(ctx, file)
		if !form.Note(one.Field, err) {
			continue
		}
		evidence.Office, evidence.ID, evidence.Paper = h.office, h.fresh(), one.Paper
		evidence.State, evidence.At = document.Came, h.now.UTC().Truncate(time.Second)
		kept = append(kept, evidence)
	}
	return kept
}

// Take cleans and keeps the files of a field that an office adds itself, and notes in
// the form what cannot be taken; fresh gives a new ID.
func (u *Uploads) Take(ctx context.Context, form site.Form, field string, of Setting, fresh func() string) []document.Evidence {
	return u.take(ctx, form, slot{Field: field}, handing{of.Office.ID, of.Now, fresh}, 0)
}

func (u *Uploads) keep(ctx context.Context, file *multipart.FileHeader) (document.Evidence, error) {
	select {
	case u.turn <- struct{}{}:
		defer func() { <-u.turn }()
	case <-ctx.Done():
		return document.Evidence{}, ctx.Err()
	}
	content, err := read(file)
	if err != nil {
		return document.Evidence{}, err
	}
	clean, err := document.Clean(file.Filename, content)
	if err != nil {
		return document.Evidence{}, err
	}
	hash, size, err := u.files.Put(ctx, bytes.NewReader(clean.Bytes), document.LargestFile)
	return document.Evidence{Name: clean.Name, Type: clean.Type, Hash: string(hash), Size: size}, err
}

// read returns a file, and of one that is too large just enough to tell.
func read(file *multipart.FileHeader) ([]byte, error) {
	open, err := file.Open()
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "form.unreadable", err)
	}
	content, err := io.ReadAll(io.LimitReader(open, document.LargestFile+1))
	if err = errors.Join(err, open.Close()); err != nil {
		return nil, fault.Wrap(fault.Invalid, "form.unreadable", err)
	}
	return content, nil
}

// takePapers takes the page of papers: new files, promises for later, and a file
// that is taken back. What could be taken is in the draft whatever else is wrong.
func (p Pages) takePapers(r *http.Request, d *casework.Draft, form site.Form) error {
	s, service, err := p.asked(r, *d)
	if err != nil {
		return err
	}
	slots, h := slotsOf(service), handing{office: d.Office, now: s.Now, fresh: p.Desk.Fresh}
	if d.Typed == nil {
		d.Typed = map[string]string{}
	}
	for _, one := range slots {
		d.Evidence = append(d.Evidence, p.Uploads.take(r.Context(), form, one, h, len(filesOf(d.Evidence, one.Paper)))...)
		d.Typed[one.later()] = form.Get(one.later())
	}
	if remove := form.Get("remove"); remove != "" {
		d.Evidence = slices.DeleteFunc(d.Evidence, func(e document.Evidence) bool { return e.ID == remove })
		d.Reopen(casework.StepPapers)
		return form.Err()
	}
	for _, one := range slots {
		if one.Need == charter.Required && len(filesOf(d.Evidence, one.Paper)) == 0 && form.Get(one.later()) == "" && !failed(form, one.Field) {
			form.Fail(one.Field, "casework.paper.missing")
		}
	}
	if err := form.Err(); err != nil {
		d.Reopen(casework.StepPapers)
		return err
	}
	d.Finish(casework.StepPapers)
	return nil
}

// failed reports whether something is noted against the field already.
func failed(form site.Form, field string) bool {
	return slices.ContainsFunc(fault.List(form.Err()), func(f *fault.Fault) bool { return f.Field == field })
}

func filesOf(all []document.Evidence, paper string) []document.Evidence {
	var list []document.Evidence
	for _, one := range all {
		if one.Paper == paper {
			list = append(list, one)
		}
	}
	return list
}

// PaperField is the question for one paper: the file, and the box that promises it
// for later when the paper is required.
type PaperField struct {
	File     site.Field
	Later    site.Field
	MayLater bool
}

// draftPapers are the questions of the page of papers.
func draftPapers(page site.Page, d casework.Draft, service catalogue.Service) []PaperField {
	var fields []PaperField
	for _, one := range slotsOf(service) {
		field := PaperField{File: fileField(page, one).Holding(held(page, filesOf(d.Evidence, one.Paper))), MayLater: one.Need == charter.Required}
		if field.MayLater {
			field.Later = page.Box(one.later(), "casework.later").Labelled(page.T("casework.later.of", "paper", one.Paper))
			if page.Form.Get(one.later()) == "" && d.Typed[one.later()] != "" {
				field.Later.Choices[0].Chosen = true
			}
		}
		fields = append(fields, field)
	}
	return fields
}

func fileField(page site.Page, one slot) site.Field {
	field := page.Upload(one.Field, "casework.paper.extra").Takes(document.Accept).Many()
	if one.Paper == "" {
		return field.Optional()
	}
	hint := page.T("casework.paper.hint")
	if one.From != "" {
		hint = page.T("casework.paper.from", "place", page.Digits(one.From)) + " · " + hint
	}
	field = field.Labelled(page.Digits(one.Paper)).Hinted(hint)
	if one.Need != charter.Required && one.Need != "" {
		field.Tag = page.T("catalogue.need." + string(one.Need))
	}
	return field
}

func held(page site.Page, files []document.Evidence) []site.HeldFile {
	var list []site.HeldFile
	for _, one := range files {
		list = append(list, site.HeldFile{Name: one.Name, Note: page.T("casework.paper.held", "size", SizeText(page, one.Size)), Remove: one.ID})
	}
	return list
}

// SizeText is the size of a file in words.
func SizeText(page site.Page, size int64) string {
	if size < 1<<20 {
		return page.T("casework.size.kilo", "n", int((size+1023)>>10))
	}
	return page.T("casework.size.mega", "n", int((size+1<<19)>>20))
}

// Send answers with a kept file as an attachment. After an error nothing has been
// sent.
func (u *Uploads) Send(w http.ResponseWriter, r *http.Request, e document.Evidence) error {
	if e.State == document.Deleted {
		return fault.New(fault.NotFound, "casework.file.deleted")
	}
	content, err := u.files.Get(blob.Hash(e.Hash))
	if err != nil {
		return err
	}
	defer closeQuietly(content)
	header := w.Header()
	header.Set("Content-Type", e.Type)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": e.Name}))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	header.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}

// closeQuietly closes what was only read.
func closeQuietly(c io.Closer) { _ = c.Close() }
