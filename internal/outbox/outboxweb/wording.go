package outboxweb

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// WordingsPage lists the notices of an office with their texts.
type WordingsPage struct {
	site.Page
	Rows []WordingRow
}

// WordingRow is one notice with its text in force.
type WordingRow struct {
	Path, Bn, En, Origin string
	Own                  bool
}

// events are the text keys of the notices that may be worded.
func (p Pages) events() []string {
	return slices.DeleteFunc(p.Say.Keys(), func(key string) bool {
		parts := strings.SplitN(key, ".", 3)
		return len(parts) < 3 || parts[1] != "notice" || parts[0] == "desk"
	})
}

// List shows the texts of the notices: GET /{office}/desk/wordings.
func (p Pages) List(w http.ResponseWriter, r *http.Request) {
	page := WordingsPage{Page: p.shell(r, "outbox.wordings")}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.T("outbox.title"), Href: page.Href("desk/outbox")}, site.Link{Text: page.Title})
	chart, err := p.Charts.Chart(r.Context(), office.From(r.Context()).ID)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	voice, _, err := p.voice(r, chart)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	for _, key := range p.events() {
		one := WordingRow{Path: "desk/wordings/" + key, Bn: example(voice, key, message.Bn), En: example(voice, key, message.En)}
		one.Origin, one.Own = origin(page.Page, chart, voice, key)
		page.Rows = append(page.Rows, one)
	}
	p.Site.Show(w, r, "outbox-wordings", page)
}

// example is a notice as it may read.
func example(voice notice.Voice, key string, lang message.Lang) string {
	return notice.Longest(key, lang).Text(voice)
}

// places are the names of what is filled in, with the keys of what they mean.
var places = map[string]string{
	"number": "outbox.place.number", "due": "outbox.place.due", "before": "outbox.place.before", "words": "outbox.place.words",
	"office": "outbox.place.office", "phone": "outbox.place.phone", "link": "outbox.place.link", "time": "outbox.place.time",
}

// Place is something that is filled in when a notice is made.
type Place struct{ Name, Meaning string }

func placesOf(page site.Page, text string) []Place {
	var list []Place
	for _, name := range notice.Places(text) {
		one := Place{Name: name}
		if key, known := places[name]; known {
			one.Meaning = page.T(key)
		}
		list = append(list, one)
	}
	return list
}

// origin says whose words a notice has.
func origin(page site.Page, chart office.Chart, voice notice.Voice, key string) (name string, own bool) {
	worded, found := voice.Own[key]
	if !found {
		return page.T("outbox.origin.program"), false
	}
	if worded.Office == chart.Office().ID {
		return page.T("outbox.origin.own"), true
	}
	above, _ := chart.OfficeOf(worded.Office)
	return page.Pick(above.Name, above.NameEn), false
}

// WordingPage is the text of one notice, to be looked at and changed.
type WordingPage struct {
	site.Page
	Key            string
	Bn, En         string // in force
	ProgramBn      string
	ProgramEn      string
	Origin         string
	Places         []Place
	Fields         []site.Field
	Looks          []Look
	Past           []site.Moment
	Return         site.Act // back to the text from above, when the office has its own
	Heads, HasBack bool
	FormKey        string
}

// Look is how a notice looks with its longest values, and how long it is.
type Look struct {
	Text, Lang, Parts string
	Tag               site.Tag
}

// Wording shows the text of one notice, and with ?bn= and ?en= how another one would
// look: GET /{office}/desk/wordings/{wording}.
func (p Pages) Wording(w http.ResponseWriter, r *http.Request) {
	form := site.NewForm(r.URL.Query())
	var wrong error
	if form.Get("bn") != "" || form.Get("en") != "" {
		_, wrong = notice.Wording{Key: r.PathValue("wording"), Bn: form.Get("bn"), En: form.Get("en"), From: p.Now()}.Check(p.Say, p.Now())
	}
	p.show(w, r, form, wrong)
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	page, err := p.wording(r, form, wrong)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "outbox-wording", page)
}

func (p Pages) wording(r *http.Request, form site.Form, wrong error) (WordingPage, error) {
	page := WordingPage{Page: p.shell(r, "outbox.wording"), Key: r.PathValue("wording")}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.T("outbox.wordings"), Href: page.Href("desk/wordings")}, site.Link{Text: page.Title})
	if !slices.Contains(p.events(), page.Key) {
		return page, fault.New(fault.NotFound, "record.missing")
	}
	chart, err := p.Charts.Chart(r.Context(), office.From(r.Context()).ID)
	if err != nil {
		return page, err
	}
	voice, all, err := p.voice(r, chart)
	if err != nil {
		return page, err
	}
	program := notice.Voice{Program: p.Say}
	page.ProgramBn, page.ProgramEn = example(program, page.Key, message.Bn), example(program, page.Key, message.En)
	page.Bn, page.En = notice.Shown(voice.Text(message.Bn, page.Key)), notice.Shown(voice.Text(message.En, page.Key))
	page.Places = placesOf(page.Page, p.Say.Text(message.Bn, page.Key))
	page.Origin, page.HasBack = origin(page.Page, chart, voice, page.Key)
	page.Heads = access.Heads.Allows(access.From(r.Context()), chart.Offices)
	if form.Get("bn") != "" || form.Get("en") != "" || wrong != nil {
		for _, field := range []string{"bn", "en"} {
			form.Set(field, notice.Shown(form.Get(field)))
		}
		page.Page = page.Refilled(form, wrong)
	}
	page.looks(p.Say, form)
	page.Past = past(page.Page, chart, all, page.Key)
	page.Fields = []site.Field{
		page.Area("bn", "outbox.field.bn").Lines(3).Max(500).Start(page.Bn), page.Area("en", "outbox.field.en").Lines(3).Max(500).Start(page.En),
		page.DateField("from", "outbox.field.from").StartDay(workday.DateOf(p.Now()).String()),
	}
	if page.FormKey, err = page.Page.Key(); err != nil || !page.HasBack {
		return page, err
	}
	page.Return, err = page.Act("desk/wordings/"+page.Key, "outbox.back")
	page.Return = page.Return.Sending("back", "1").As("btn alt")
	return page, err
}

// looks shows the text that was typed, or else the one in force, with the longest
// values.
func (p *WordingPage) looks(program notice.Speaker, form site.Form) {
	typed := notice.Wording{Key: p.Key, Bn: cmp.Or(form.Get("bn"), p.Bn), En: cmp.Or(form.Get("en"), p.En)}
	typed, _ = typed.Check(program, typed.From) // what is wrong stands beside the fields
	voice := notice.Voice{Program: program, Own: map[string]notice.Wording{p.Key: typed}}
	for _, lang := range []message.Lang{message.Bn, message.En} {
		text := notice.Longest(p.Key, lang).Text(voice)
		size := bangla.Segments(text)
		one := Look{Text: text, Lang: string(lang), Parts: p.T("outbox.parts", "parts", size.Parts, "units", size.Units), Tag: site.Tag{Text: p.T("outbox.fits"), Tone: "ok", Icon: "check"}}
		if size.Parts > notice.MostParts {
			one.Tag = site.Tag{Text: p.T("outbox.long"), Tone: "late", Icon: "warning"}
		}
		p.Looks = append(p.Looks, one)
	}
}

// past is how the notice was worded by the office and by those above it, the latest
// first.
func past(page site.Page, chart office.Chart, all []notice.Wording, key string) []site.Moment {
	var list []site.Moment
	for _, one := range slices.Backward(all) {
		if one.Key != key {
			continue
		}
		of, _ := chart.OfficeOf(one.Office)
		moment := site.Moment{
			Title: page.T("outbox.since", "date", page.Date(one.From), "office", page.Pick(of.Name, of.NameEn)), Text: notice.Shown(one.Bn), Tongue: "bn",
			When: page.DateTime(one.Set), Machine: page.Machine(one.Set), By: one.Name, Tone: "in0",
		}
		if !one.Own() {
			moment.Text, moment.Tongue = page.T("outbox.said.back"), ""
		}
		list = append(list, moment)
	}
	return list
}

// Set words a notice anew: POST /{office}/desk/wordings/{wording}. It counts from the
// beginning of a day, today's from now.
func (p Pages) Set(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	key := r.PathValue("wording")
	if !slices.Contains(p.events(), key) {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
		return
	}
	now, who, said := p.Now(), access.From(r.Context()), "set"
	wording := notice.Wording{Office: office.From(r.Context()).ID, Key: key, From: now, Person: who.Person, Name: who.Name, Set: now}
	if form.Get("back") != "" {
		said = "back"
	} else {
		if day := form.Date("from"); day.Valid() && day != workday.DateOf(now) {
			wording.From = day.Time(0, 0, workday.Dhaka)
		}
		wording.Bn, wording.En = form.Get("bn"), form.Get("en")
		checked, wrong := wording.Check(p.Say, now)
		form.Note("", wrong)
		if err := form.Err(); err != nil {
			p.show(w, r, form, err)
			return
		}
		wording = checked
	}
	if err := p.Wordings.SetWording(r.Context(), wording); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Redirect(w, r, "/"+office.From(r.Context()).Slug+"/desk/wordings/"+key+"?said="+said)
}
