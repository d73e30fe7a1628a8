package catalogueweb

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// CompletionForm is the form of one field of the chosen row.
type CompletionForm struct {
	Title    string
	Hint     string
	Save     string // the word on the button
	Action   template.URL
	Key      string
	Row      int // from 1
	Field    string
	Revision int
	Fields   []site.Field
}

// units are the kinds of time that an office may promise, in the words of the
// charter's JSON.
var units = []string{"immediate", "working_day", "day", "hour", "minute", "month"}

// doors are the channels that people can use by themselves.
var doors = []string{"web", "phone", "mail", "sms", "in_person", "letter", "digital_centre"}

func completionForm(page site.Page, c checked) (*CompletionForm, error) {
	if c.field == "" {
		return nil, nil
	}
	key, err := page.Key()
	form := &CompletionForm{
		Title: page.T("catalogue.complete." + c.field), Hint: page.T("catalogue.complete.hint"), Save: page.T("catalogue.complete.save"),
		Action: page.Href(c.path() + "/completions"), Key: key,
		Row: c.at + 1, Field: c.field, Revision: c.draft.Revision,
		Fields: valueFields(page, c.rows[c.at], c.field),
	}
	form.Fields = append(form.Fields, page.Input("reason", "catalogue.complete.reason").Max(catalogue.MostReason))
	if same := len(c.sameCell(c.field)); same > 1 {
		box := page.Box("same", "catalogue.complete.same")
		box.Choices[0].Label = page.T("catalogue.complete.same.count", "count", same)
		form.Fields = append(form.Fields, box)
	}
	return form, err
}

// valueFields asks for the value of a field, started with what holds now.
func valueFields(page site.Page, row catalogue.Row, field string) []site.Field {
	const line, area = 200, 1000
	switch field {
	case "time":
		unit, count := timeStart(row.Time)
		return []site.Field{
			page.Radios("value", "catalogue.time", units...).Pair().Start(unit),
			page.Input("count", "catalogue.time.count").Start(count).Numeric().Max(6),
		}
	case "fee":
		return []site.Field{
			page.Radios("value", "catalogue.complete.price", "free", "amount").Pair().Start("free"),
			page.Input("amount", "catalogue.complete.amount").Numeric().Max(12),
		}
	case "officer", "superior":
		officer := row.Officer
		if field == "superior" {
			officer = row.Superior
		}
		return []site.Field{
			page.Input("value", "catalogue.complete.post").Start(officer.Post).Max(line),
			page.Input("name", "catalogue.complete.name").Start(officer.Name).Optional().Max(line),
			page.Input("phone", "catalogue.complete.phone").Start(strings.Join(officer.Phones, ", ")).Tel().Optional().Max(line),
			page.Input("mail", "catalogue.complete.mail").Start(strings.Join(officer.Mails, ", ")).Optional().Max(line),
		}
	case "channel":
		boxes := make([]site.Choice, len(doors))
		for i, one := range doors {
			boxes[i] = site.Choice{Value: one, Label: catalogue.ChannelText(page, charter.Channel(one)), Chosen: slices.Contains(row.Channels, charter.Channel(one))}
		}
		return []site.Field{page.Boxes("value", "catalogue.complete.channels").With(boxes)}
	case "papers":
		return []site.Field{page.Area("value", "catalogue.complete.list").Start(strings.ReplaceAll(papersText(page, row.Papers), "; ", "\n")).Max(area)}
	}
	return []site.Field{page.Input("value", "catalogue.complete.place").Start(fromText(row.Papers)).Max(line)}
}

func timeStart(t charter.Time) (unit, count string) {
	switch {
	case t.Kind == charter.Immediate:
		return "immediate", ""
	case t.Max > 0 && slices.Contains(units, string(t.Unit)):
		return string(t.Unit), strconv.Itoa(t.Max)
	}
	return "", ""
}

// Complete fills a field of one row, or of all rows whose cell reads the same.
func (p Pages) Complete(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	c, err := p.check(r, url.Values{"row": {form.Get("row")}, "field": {form.Get("field")}})
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if err := p.complete(r, c, form); err != nil {
		p.incomplete(w, r, c, form, err)
		return
	}
	p.Site.Redirect(w, r, "/"+c.desk.office.Slug+"/"+c.rowPath(c.at)+"&done=completed")
}

func (p Pages) complete(r *http.Request, c checked, form site.Form) error {
	value := valueOf(form, c.field)
	form.Required("reason", "catalogue.reason.missing", catalogue.MostReason)
	if err := form.Err(); err != nil {
		return err
	}
	rows := []int{c.at}
	if form.Has("same", "yes") {
		rows = c.sameCell(c.field)
	}
	var completions []charter.Completion
	for _, i := range rows {
		row := c.draft.Charter.Services[i]
		completions = append(completions, charter.Completion{
			Group: string(row.Group), Serial: row.Serial, Field: c.field, Value: value,
			Author: access.From(r.Context()).Person, At: p.Now().UTC(), Reason: form.Get("reason"),
		})
	}
	draft, err := c.draft.Complete(form.Whole("revision", 0, 1<<30), completions...)
	if err != nil {
		return err
	}
	return p.Drafts.Save(r.Context(), draft)
}

// incomplete shows the form again with what was typed: for a mistake, or because
// somebody else changed the draft meanwhile. The form then carries the revision
// that is now shown, so that sending it again is a choice made knowingly.
func (p Pages) incomplete(w http.ResponseWriter, r *http.Request, c checked, form site.Form, wrong error) {
	kind := fault.KindOf(wrong)
	if kind != fault.Invalid && kind != fault.Conflict {
		p.Site.Refuse(w, r, wrong)
		return
	}
	if kind == fault.Conflict {
		again, err := p.check(r, url.Values{"row": {form.Get("row")}, "field": {form.Get("field")}})
		if err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
		c = again
	}
	shell := p.deskShell(r, "catalogue.draft.title").Refilled(form, wrong)
	if kind == fault.Conflict {
		shell.Status = http.StatusConflict
	}
	p.showDraft(w, r, c, shell)
}

// valueOf turns the fields of a form into the value of a completion and notes what
// is missing.
func valueOf(form site.Form, field string) string {
	const line, area = 200, 1000
	switch field {
	case "time":
		unit := form.Choice("value", units...)
		if unit == "" {
			form.Fail("value", "catalogue.time.missing")
		}
		if unit == "immediate" || unit == "" {
			return unit
		}
		if form.Get("count") == "" {
			form.Fail("count", "catalogue.time.count.missing")
		}
		return strconv.Itoa(form.Whole("count", 1, workday.MaxCount)) + " " + unit
	case "fee":
		if form.Choice("value", "free", "amount") == "free" {
			return "বিনামূল্যে"
		}
		if form.Get("amount") == "" {
			form.Fail("amount", "catalogue.complete.amount.missing")
		}
		return strconv.Itoa(form.Whole("amount", 1, 1<<30)) + " টাকা"
	case "officer", "superior":
		lines := []string{"post: " + form.Required("value", "catalogue.complete.post.missing", line)}
		for _, part := range []string{"name", "phone", "mail"} {
			if text := form.Line(part, line); text != "" {
				lines = append(lines, part+": "+text)
			}
		}
		for phone := range strings.SplitSeq(form.Get("phone"), ",") {
			if _, wrong := office.Phone(phone); wrong != nil {
				form.Fail("phone", "catalogue.complete.phone.wrong")
			}
		}
		return strings.Join(lines, "\n")
	case "channel":
		return strings.Join(form.All("value"), ",")
	case "papers":
		return form.Text("value", area)
	}
	return form.Required("value", "catalogue.complete.place.missing", line)
}

// Remove forgets a draft. The imported file itself stays kept.
func (p Pages) Remove(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	o := office.From(r.Context())
	if err := p.Drafts.Remove(r.Context(), o.ID, r.PathValue("draft"), form.Whole("revision", 0, 1<<30)); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Redirect(w, r, deskPath(o)+"?done=removed")
}
