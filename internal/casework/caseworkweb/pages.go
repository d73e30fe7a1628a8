// Package caseworkweb is the citizens' pages of the request desk: questions, receipt
// and tracking. The officers' pages stand in package deskweb.
package caseworkweb

import (
	"context"
	"embed"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the citizens' pages, the notices and the faults of casework say.
var Texts = message.Set{Name: "casework", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Services finds what an office offers now, and as it stood when a case came in.
type Services interface {
	ServiceAt(ctx context.Context, officeID, slug string, at time.Time) (catalogue.Service, error)
	ServiceIn(ctx context.Context, officeID, slug string, version int) (catalogue.Service, error)
}

// Numbers finds cases by what a visitor brings along. What is unknown is NotFound.
type Numbers interface {
	OfficeOf(ctx context.Context, number string) (officeID string, err error)
	Submitted(ctx context.Context, officeID, key string) (number string, err error)
}

// Known finds approved answers for everybody that may settle a matter.
type Known interface {
	// Near returns at most a handful for a service and what somebody asks, the likest
	// first.
	Near(ctx context.Context, officeID, service, words string) ([]KnownAnswer, error)
}

// KnownAnswer is the title of an approved answer, and where it stands below the
// address of the office. TitleEn is empty when there is no translation.
type KnownAnswer struct{ Path, Title, TitleEn string }

// Pages answers citizens.
type Pages struct {
	Site     *site.Site
	Desk     casework.Desk
	Drafts   casework.Drafts
	Services Services
	Numbers  Numbers
	Uploads  *Uploads
	Records  Records
	Witness  Witness
	Watch    *Watch
	Pace     *Pace
	Known    Known             // nil: no answers are suggested
	Say      message.Catalogue // every text, to keep questions in the words in which they were asked
	Address  string            // how people reach the program: "https://seba.example.gov.bd"
	Logger   *slog.Logger
	// Visitor tells visitors apart for the limit on wrong numbers; nil: by the
	// network address of the connection.
	Visitor func(r *http.Request) string
}

// Setting is the office of a request and what is needed to say a date.
type Setting struct {
	Office   office.Office
	Chart    office.Chart
	Calendar workday.Calendar
	Now      time.Time
}

// SettingOf reads the setting of a request below an office's address.
func SettingOf(r *http.Request, desk casework.Desk) (Setting, error) {
	c := Setting{Office: office.From(r.Context()), Now: desk.Now()}
	var err error
	if c.Chart, err = desk.Offices.Chart(r.Context(), c.Office.ID); err != nil {
		return c, err
	}
	c.Calendar, err = desk.Offices.Calendar(r.Context(), c.Office.ID)
	return c, err
}

func (p Pages) setting(r *http.Request) (Setting, error) { return SettingOf(r, p.Desk) }

// Above is the office to which a citizen may turn next.
func (c Setting) Above() (office.Office, bool) {
	if len(c.Chart.Offices) < 2 {
		return office.Office{}, false
	}
	return c.Chart.Offices[1], true
}

// Officer names who answers for a post now: the person, empty when there is none,
// and the title of the post.
func (c Setting) Officer(page site.Page, post string) (name, title string) {
	found, _ := c.Chart.Post(c.Office.ID, post)
	title = page.Pick(found.Title, found.TitleEn)
	who, err := c.Chart.Answerable(c.Office.ID, post, c.Now)
	if err != nil || who.Person.ID == "" {
		return "", title
	}
	return page.Pick(who.Person.Name, who.Person.NameEn), page.Pick(who.Post.Title, who.Post.TitleEn)
}

// Within is the address of a page of an office.
func Within(o office.Office, steps ...string) string {
	return "/" + o.Slug + "/" + strings.Join(steps, "/")
}

// Secret reads a secret of the address: a draft's ID or a form's key. What cannot
// be one is NotFound with the message given.
func Secret(text, missing string) (string, error) {
	if len(text) != 32 || strings.Trim(text, "0123456789abcdef") != "" {
		return "", fault.New(fault.NotFound, missing)
	}
	return text, nil
}

func (p Pages) visitor(r *http.Request) string {
	if p.Visitor != nil {
		return p.Visitor(r)
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Promised is what is promised to whoever applies now: the hero of the page.
type Promised struct {
	Dated   bool
	Caption string
	Day     string // বৃহস্পতিবার, ৩ ডিসেম্বর
	Note    string // ৭ কার্যদিবস, মাঝে ৩ দিন বন্ধ
}

// promised says what is promised to whoever applies now.
func (c Setting) promised(page site.Page, promise workday.Promise) (Promised, error) {
	due, err := c.Calendar.Due(c.Now, promise)
	if err != nil {
		return Promised{}, err
	}
	if !due.Measurable {
		return undated(page), nil
	}
	return Promised{
		Dated: true, Caption: page.T("casework.promise.today"), Day: dayText(page, due.Moment), Note: promiseNote(page, promise, due.Days),
	}, nil
}

// undated says honestly that there is no time limit.
func undated(page site.Page) Promised {
	return Promised{Caption: page.T("casework.promise.undated"), Note: page.T("casework.promise.undated.note")}
}

// dayText is a promised day: with the year when it is not this year.
func dayText(page site.Page, moment time.Time) string {
	if moment.In(workday.Dhaka).Year() != page.Now.In(workday.Dhaka).Year() {
		return page.WeekdayDate(moment)
	}
	return page.T("casework.day", "weekday", weekday(page, moment), "date", page.ShortDate(moment))
}

// weekday names the day of the week at the office.
func weekday(page site.Page, moment time.Time) string {
	day := moment.In(workday.Dhaka).Weekday()
	if page.Lang == message.En {
		return day.String()
	}
	return bangla.WeekdayName(day)
}

// promiseNote names the promise and the closed days that were left out.
func promiseNote(page site.Page, promise workday.Promise, days []workday.Counted) string {
	text, closed := catalogue.PromiseText(page, promise), 0
	for _, day := range days {
		if day.Number == 0 && day.Reason != workday.Paused {
			closed++
		}
	}
	if closed == 0 || !byDays(promise) {
		return text
	}
	return page.T("casework.promise.note", "promise", text, "closed", closed)
}

// byDays reports whether a promise is counted day by day from the day after receipt.
func byDays(promise workday.Promise) bool {
	switch promise.Kind {
	case workday.InWorkingDays, workday.InCalendarDays, workday.InMonths, workday.ByDate:
		return true
	}
	return false
}

// opened is a case with what is needed to show it.
type opened struct {
	setting  Setting
	c        casework.Case
	acts     []casework.Act
	evidence []document.Evidence
	service  catalogue.Service
	known    bool // whether the service as it was promised is still known
}

// open loads a case of the office of the request.
func (p Pages) open(r *http.Request, number string) (o opened, err error) {
	ctx := r.Context()
	if o.setting, err = p.setting(r); err != nil {
		return o, err
	}
	id := o.setting.Office.ID
	if o.c, err = p.Desk.Store.Case(ctx, id, number); err != nil {
		return o, err
	}
	if o.acts, err = p.Desk.Store.Timeline(ctx, id, number); err != nil {
		return o, err
	}
	if o.evidence, err = p.Desk.Store.Evidence(ctx, id, number); err != nil {
		return o, err
	}
	o.service, err = p.Services.ServiceIn(ctx, id, o.c.Service.Key, o.c.Service.Version)
	if o.known = err == nil; err != nil && fault.KindOf(err) != fault.NotFound {
		return o, err
	}
	return o, nil
}

// title is the service's name in the reader's language.
func (o opened) title(page site.Page) string {
	if !o.known {
		return o.c.Service.Name
	}
	return o.service.Title(page)
}

// owed are the required papers that have not come.
func (o opened) owed() []slot {
	var missing []slot
	for _, one := range slotsOf(o.service) {
		if one.Need == charter.Required && one.Paper != "" && len(filesOf(o.evidence, one.Paper)) == 0 {
			missing = append(missing, one)
		}
	}
	return missing
}

// firstDue is the moment promised at receipt, zero when none was.
func (o opened) firstDue() time.Time {
	if len(o.acts) == 0 {
		return o.c.Due
	}
	return o.acts[0].Due
}
