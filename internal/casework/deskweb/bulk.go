package deskweb

import (
	"net/http"
	"slices"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// bulkMost is how many cases one form acts on at most.
const bulkMost = 200

// BulkPage says of each case what happened.
type BulkPage struct {
	site.Page
	Done, Left int
	Rows       []BulkRow
}

// BulkRow is one case of many.
type BulkRow struct {
	Path, Number, Subject, Text string
	State                       site.Tag
}

func (s Staff) bulkPage(r *http.Request, title string, crumbs ...site.Link) BulkPage {
	page := BulkPage{Page: s.shell(r, title)}
	page.Crumbs = append([]site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}}, append(crumbs, site.Link{Text: page.Title})...)
	return page
}

// add says what happened to a case: done names the text, err what stood in the way.
func (p *BulkPage) add(m room, c casework.Case, done string, err error) {
	row := BulkRow{Path: "desk/cases/" + c.Number, Number: p.Tracking(c.Number), Subject: subject(c.Application.Need)}
	if err == nil {
		p.Done++
		row.State = site.Tag{Text: p.T(done), Tone: "ok", Icon: "check"}
	} else {
		p.Left++
		row.State = site.Tag{Text: p.T("desk.bulk.left"), Tone: "warn", Icon: "warning"}
		for _, one := range fault.List(err) {
			row.Text = strings.TrimSpace(row.Text + " " + p.T(one.Message, one.Args...))
		}
	}
	p.Rows = append(p.Rows, row)
}

// PrintPage is many cases to be printed, each on a page of its own.
type PrintPage struct {
	site.Page
	Cases []CasePage
}

// Bulk acts on the ticked cases of a list: POST /{office}/desk/bulk. "assign" gives
// them to a post with a reason, "print" shows them to be printed.
func (s Staff) Bulk(w http.ResponseWriter, r *http.Request) {
	m, err := s.room(r)
	var form site.Form
	if err == nil {
		form, err = site.ReadForm(r, deskForm)
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	ticked := slices.Compact(slices.Sorted(slices.Values(form.All("number"))))
	switch act := form.Get("act"); {
	case len(ticked) == 0:
		err = fault.New(fault.Invalid, "desk.bulk.none")
	case len(ticked) > bulkMost:
		err = fault.New(fault.Invalid, "desk.bulk.many", "most", bulkMost)
	case act == "print":
		s.printMany(w, r, ticked)
		return
	case act == "assign":
		err = s.assignMany(w, r, m, form)
	default:
		err = fault.New(fault.Invalid, "desk.bulk.none")
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
	}
}

// assignMany gives cases to a post; of each the page says whether it went.
func (s Staff) assignMany(w http.ResponseWriter, r *http.Request, m room, form site.Form) error {
	post, reason := form.Get("post"), form.Get("reason")
	if _, known := m.Chart.Post(m.Office.ID, post); !known {
		return fault.New(fault.Invalid, "desk.assign.unknown")
	}
	if reason == "" {
		return fault.New(fault.Invalid, "casework.reason.missing")
	}
	page := s.bulkPage(r, "desk.bulk.assigned")
	for _, n := range slices.Compact(slices.Sorted(slices.Values(form.All("number")))) {
		f, err := s.numbered(r, n)
		if err != nil {
			page.add(m, casework.Case{Number: n}, "", err)
			continue
		}
		actor, err := f.allowed(page.Page, worker)
		if err == nil {
			_, err = s.Desk.Act(r.Context(), casework.Target{Office: m.Office.ID, Number: f.c.Number, Actor: actor}, func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
				return c.Assign(post, reason, stamp)
			})
		}
		page.add(m, f.c, "desk.bulk.gone", err)
	}
	s.Site.Show(w, r, "bulk_done", page)
	return nil
}

// numbered reads one of many cases.
func (s Staff) numbered(r *http.Request, n string) (file, error) {
	r.SetPathValue("number", n)
	return s.file(r)
}

// printMany shows cases to be printed. Those that are not there, or not for the
// reader, are left out.
func (s Staff) printMany(w http.ResponseWriter, r *http.Request, ticked []string) {
	page := PrintPage{Page: s.shell(r, "desk.bulk.print")}
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.Title}}
	for _, n := range ticked {
		f, err := s.numbered(r, n)
		if err == nil {
			err = s.looked(r, f, casework.LookPrint)
		}
		if fault.KindOf(err) == fault.NotFound && err != nil {
			continue
		}
		if err != nil {
			s.Site.Refuse(w, r, err)
			return
		}
		f.open = true
		one := s.casePage(r, f, "", nil)
		slices.Reverse(one.Moments)
		page.Cases = append(page.Cases, one)
	}
	s.Site.Show(w, r, "bulk_print", page)
}

// Find looks up a typed number: what cannot be one, and what is not of the office,
// finds nothing.
func (s Staff) find(r *http.Request, of office.Office, typed string) (address string, found bool) {
	parsed, err := number.ParseTracking(typed)
	if err != nil {
		return "", false
	}
	if _, err := s.numbered(r, parsed); err != nil {
		return "", false
	}
	return caseworkweb.Within(of, "desk", "cases", parsed), true
}
