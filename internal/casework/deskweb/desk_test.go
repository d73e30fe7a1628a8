package deskweb_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/blob"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/casework/deskweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/money"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// bureau is an office with several posts: Tasnim leads it, Rahim is its officer and
// Salma stands in for him when he is on leave, the technician's chair is empty, and
// Karim leads the district office above.
type bureau struct {
	*town
	staff deskweb.Staff
	leave bool // Rahim is away
	down  bool // the disk confirms nothing
	files *blob.Store
}

func (w *bureau) Chart(_ context.Context, id string) (office.Chart, error) {
	chain := []office.Office{townOffices["rupsha"], department}
	if id == department.ID {
		chain = chain[1:]
	}
	chart := office.Chart{
		Offices: chain,
		Posts: []office.Post{
			{Office: "rupsha", ID: "head", Title: "সহকারী প্রোগ্রামার", TitleEn: "Assistant Programmer", Role: office.Head},
			{Office: "rupsha", ID: "officer", Title: "নেটওয়ার্ক কর্মকর্তা", TitleEn: "Network officer", Role: office.Officer},
			{Office: "rupsha", ID: "clerk", Title: "অফিস সহকারী", TitleEn: "Office assistant", Role: office.Officer},
			{Office: "rupsha", ID: "technician", Title: "টেকনিশিয়ান", TitleEn: "Technician", Role: office.Officer, Superior: "officer"},
			{Office: "khulna", ID: "head", Title: "প্রোগ্রামার", TitleEn: "Programmer", Role: office.Head},
		},
		People: []office.Person{
			{Office: "rupsha", ID: "tasnim", Name: "তাসনিম আরা", NameEn: "Tasnim Ara"}, {Office: "rupsha", ID: "rahim", Name: "আব্দুর রহিম", NameEn: "Abdur Rahim"},
			{Office: "rupsha", ID: "salma", Name: "সালমা খাতুন", NameEn: "Salma Khatun"}, {Office: "khulna", ID: "karim", Name: "রেজাউল করিম", NameEn: "Rezaul Karim"},
		},
		Assignments: []office.Assignment{
			{Office: "rupsha", ID: "a1", Post: "head", Person: "tasnim", Tenure: office.Substantive},
			{Office: "rupsha", ID: "a2", Post: "officer", Person: "rahim", Tenure: office.Substantive},
			{Office: "rupsha", ID: "a3", Post: "clerk", Person: "salma", Tenure: office.Substantive},
			{Office: "khulna", ID: "a4", Post: "head", Person: "karim", Tenure: office.Substantive},
		},
	}
	if w.leave {
		chart.Substitutions = []office.Substitution{{
			Office: "rupsha", ID: "s1", Post: "officer", Absent: "rahim", Person: "salma", From: monday.AddDate(0, 0, -1), Until: monday.AddDate(0, 0, 9),
		}}
	}
	return chart, nil
}

// shaky is the store of a bureau whose disk may fail.
type shaky struct {
	caseworkdb.Store
	w *bureau
}

func (s shaky) Apply(ctx context.Context, change casework.Change) error {
	if s.w.down {
		return fault.New(fault.Unavailable, "storage.unconfirmed")
	}
	return s.Store.Apply(ctx, change)
}

func (s shaky) Submit(ctx context.Context, key casework.Key, change casework.Change) (string, error) {
	if s.w.down {
		return "", fault.New(fault.Unavailable, "storage.unconfirmed")
	}
	return s.Store.Submit(ctx, key, change)
}

// At offers the services of the town.
func (w *bureau) At(context.Context, string, time.Time) (*catalogue.Offer, error) {
	return catalogue.NewOffer(catalogue.Version{Office: "rupsha", Number: 1}, townServices), nil
}

func TestTemplatesFitTheirPages(t *testing.T) {
	templates, err := site.Parse(deskweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	err = sitetest.Check(templates, map[string]site.Shown{
		"desk_list": deskweb.DeskPage{}, "case_page": deskweb.CasePage{}, "case_print": deskweb.CasePage{},
		"case_sheet": deskweb.SheetPage{}, "bulk_done": deskweb.BulkPage{}, "bulk_print": deskweb.PrintPage{}, "incidents": deskweb.IncidentsPage{}, "incident": deskweb.IncidentPage{},
		"offers": deskweb.OffersPage{}, "below": deskweb.BelowPage{},
		"counter": deskweb.CounterPage{}, "counter_done": deskweb.CounterDonePage{}, "outbox": deskweb.OutboxPage{},
	})
	if err != nil {
		t.Error(err)
	}
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	w := &bureau{town: &town{t: t, now: monday}}
	db := sqldbtest.Open(t, filepath.Join(t.TempDir(), "bureau.db"), migrations.Files)
	w.cases = caseworkdb.Store{DB: db}
	var err error
	if w.files, err = blob.Open(filepath.Join(t.TempDir(), "files")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.files.Close() })
	all, err := message.New(site.Texts, number.Texts, money.Texts, catalogue.Texts, catalogueweb.Texts, document.Texts, caseworkweb.Texts, deskweb.Texts,
		message.Set{Name: "kinds", Bn: kindTexts, En: kindTexts})
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return w.now }
	templates, err := site.Parse(deskweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	shell, err := site.New(site.Config{
		Catalogue: all, Templates: []site.Templates{templates}, Now: clock, Logger: slog.New(slog.NewTextHandler(&w.log, nil)),
		Furnish: func(r *http.Request, page *site.Page) {
			o := office.From(r.Context())
			page.Office = site.Office{Name: page.Pick(o.Name, o.NameEn), Place: o.Place, Slug: o.Slug}
			page.SignedIn, page.Phone = access.From(r.Context()).Name, o.Phone
			page.Menu = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.staff = deskweb.Staff{
		Site: shell,
		Desk: casework.Desk{
			Store: shaky{w.cases, w}, Services: w, Offices: w, Guard: w.cases, Codes: casework.Codes{Secret: []byte("a secret of these tests")},
			Now: clock, Random: rand.Reader, Past: w.cases,
			Kinds: func(id string) catalogue.Kind { return townKinds[id] },
		},
		Cases: w.cases, Outbox: noticedb.Store{DB: db}, Offers: w, Uploads: caseworkweb.NewUploads(w.files), Say: all,
		Ties: w.cases, Looks: w.cases, Filters: w.cases, Oversight: w.cases,
		Around: func(context.Context, office.Office) ([]office.Office, error) {
			return []office.Office{department, townOffices["dighalia"]}, nil
		},
		Below: func(_ context.Context, id string) ([]office.Office, error) {
			if id != department.ID {
				return nil, nil
			}
			return []office.Office{townOffices["dighalia"], townOffices["rupsha"]}, nil
		},
	}
	w.door = shell.Wrap(w.routes())
	return w
}

func (w *bureau) routes() http.Handler {
	mux, s := http.NewServeMux(), w.staff
	for pattern, page := range map[string]http.HandlerFunc{
		"GET /{office}/desk":                                               s.Work,
		"GET /{office}/desk/cases/{number}":                                s.File,
		"GET /{office}/desk/cases/{number}/print":                          s.Paper,
		"GET /{office}/desk/cases/{number}/files/{id}":                     s.Attachment,
		"POST /{office}/desk/cases/{number}/start":                         s.Take,
		"POST /{office}/desk/cases/{number}/replies":                       s.Reply,
		"POST /{office}/desk/cases/{number}/requests":                      s.Ask,
		"POST /{office}/desk/cases/{number}/resumption":                    s.Resume,
		"POST /{office}/desk/cases/{number}/notes":                         s.Note,
		"POST /{office}/desk/cases/{number}/assignment":                    s.Assign,
		"POST /{office}/desk/cases/{number}/closure":                       s.Close,
		"POST /{office}/desk/cases/{number}/reopening":                     s.Reopen,
		"POST /{office}/desk/cases/{number}/undoing":                       s.Undo,
		"POST /{office}/desk/cases/{number}/looks":                         s.Look,
		"POST /{office}/desk/cases/{number}/extension":                     s.Extend,
		"POST /{office}/desk/cases/{number}/referrals":                     s.Refer,
		"POST /{office}/desk/cases/{number}/referrals/acceptance":          s.Accepted,
		"POST /{office}/desk/cases/{number}/referrals/refusal":             s.Declined,
		"POST /{office}/desk/cases/{number}/third-parties":                 s.Call,
		"POST /{office}/desk/cases/{number}/third-parties/{third}/arrival": s.Came,
		"POST /{office}/desk/cases/{number}/tasks":                         s.LayOut,
		"POST /{office}/desk/cases/{number}/tasks/handover":                s.Hand,
		"POST /{office}/desk/cases/{number}/tasks/{task}/completion":       s.Do,
		"POST /{office}/desk/cases/{number}/attempts":                      s.Reach,
		"POST /{office}/desk/cases/{number}/merger":                        s.Merge,
		"POST /{office}/desk/cases/{number}/incident":                      s.Group,
		"POST /{office}/desk/cases/{number}/interest":                      s.Declare,
		"POST /{office}/desk/cases/{number}/recusal":                       s.Recuse,
		"POST /{office}/desk/cases/{number}/alarms":                        s.Alarm,
		"POST /{office}/desk/cases/{number}/instructions":                  s.Instruct,
		"POST /{office}/desk/cases/{number}/instructions/{order}/answer":   s.Obey,
		"POST /{office}/desk/cases/{number}/attachments":                   s.Attach,
		"POST /{office}/desk/cases/{number}/papers":                        s.Judge,
		"POST /{office}/desk/cases/{number}/sheets":                        s.Issue,
		"GET /{office}/desk/cases/{number}/sheets/{sheet}":                 s.Sheet,
		"GET /{office}/desk/incidents":                                     s.Incidents,
		"GET /{office}/desk/incidents/{incident}":                          s.Incident,
		"POST /{office}/desk/incidents/{incident}/broadcast":               s.Broadcast,
		"POST /{office}/desk/incidents/{incident}/end":                     s.EndIncident,
		"POST /{office}/desk/filters":                                      s.SaveFilter,
		"POST /{office}/desk/filters/{filter}/removal":                     s.DropFilter,
		"GET /{office}/desk/export/{format}":                               s.Export,
		"GET /{office}/desk/offers":                                        s.Incoming,
		"POST /{office}/desk/offers/{number}/acceptance":                   s.TakeOver,
		"POST /{office}/desk/offers/{number}/refusal":                      s.TurnDown,
		"GET /{office}/desk/below":                                         s.Overview,
		"POST /{office}/desk/bulk":                                         s.Bulk,
		"GET /{office}/desk/counter":                                       s.Counter,
		"POST /{office}/desk/counter":                                      s.CounterEntry,
		"GET /{office}/desk/counter/{key}":                                 s.CounterDone,
		"GET /{office}/desk/outbox":                                        s.Notices,
	} {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) {
			name, _, _ := strings.Cut(r.RemoteAddr, ":")
			ctx := office.With(r.Context(), townOffices[r.PathValue("office")])
			page(rw, r.WithContext(access.With(ctx, w.identity(name))))
		})
	}
	return mux
}

// identity is whoever sends from the address of that name.
func (w *bureau) identity(name string) access.Identity {
	chart, _ := w.Chart(context.Background(), "rupsha")
	person, known := chart.Person(name)
	if !known {
		return access.Identity{}
	}
	return access.Identity{
		Person: person.ID, Name: person.Name, NameEn: person.NameEn, Office: person.Office, Seats: access.SeatsOf(chart.Sits(name, w.now)),
	}
}

// as is the browser of a person of the office.
func (w *bureau) as(person string) *browser { return w.visitor(person) }

// asked is a request that came in: by whom, for what, when and at which post.
type asked struct {
	name, need, service, post string
	at                        time.Time
	evidence                  []document.Evidence
	facts                     map[string]string
}

// came lets a request come in and returns its number.
func (w *bureau) came(a asked) string {
	w.t.Helper()
	if a.service == "" {
		a.service = "citizen-3-lab-support"
	}
	if a.name == "" {
		a.name = "শাহানা পারভীন"
	}
	if a.need == "" {
		a.need = "ল্যাবের ছয়টি যন্ত্র চলে না"
	}
	later := w.now
	if !a.at.IsZero() {
		w.now = a.at
	}
	got, err := w.staff.Desk.Submit(w.t.Context(), casework.Submission{
		Office: "rupsha", Service: a.service, Key: w.staff.Desk.Fresh(), Channel: charter.Web, Evidence: a.evidence,
		Application: casework.Application{For: casework.Self, Name: a.name, Mobile: "01712345678", Need: a.need, Hear: casework.BySMS, Lang: "bn", Facts: a.facts},
	})
	if err == nil && a.post != "" {
		_, err = w.staff.Desk.Act(w.t.Context(), casework.Target{Office: "rupsha", Number: got}, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Assign(a.post, "তাঁর কাজ", s)
		})
	}
	w.now = later
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

// sound fetches a page and holds it against the rules for all pages.
func (b *browser) sound(address string) answer {
	b.w.t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.RemoteAddr = b.address + ":40000"
	out := httptest.NewRecorder()
	b.w.door.ServeHTTP(out, r)
	if problems := sitetest.Problems(out.Body.String()); len(problems) > 0 {
		b.w.t.Errorf("%s: %s", address, strings.Join(problems, "; "))
	}
	got := b.get(address)
	got.shows(b.w.t, http.StatusOK)
	return got
}

func day(d, hour int) time.Time { return time.Date(2026, 11, d, hour, 0, 0, 0, workday.Dhaka) }

func TestDeskLists(t *testing.T) {
	w := newBureau(t)
	w.came(asked{name: "দেরি হওয়া জন", at: day(10, 11)})                                         // due 19 November
	w.came(asked{name: "আজকের জন", at: day(12, 11)})                                              // due 23 November
	w.came(asked{name: "এ সপ্তাহের জন", at: day(15, 11)})                                         // due 24 November
	w.came(asked{name: "তারিখ ছাড়া জন", service: "citizen-4-advice", need: "কোন ল্যাপটপ ভালো?"}) // no date
	waiting := w.came(asked{name: "অপেক্ষার জন", at: day(9, 11)})
	w.came(asked{name: "রহিমের জন", post: "officer"})
	_, err := w.staff.Desk.Act(t.Context(), casework.Target{Office: "rupsha", Number: waiting}, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Ask([]string{"পত্র"}, s)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("the head's own work in the order of promised dates, the waiting last", func(t *testing.T) {
		got := w.as("tasnim").sound("/rupsha/desk")
		got.shows(t, 200, "২ কার্যদিবস দেরি", "আজ ৫টার মধ্যে", "২৪ নভেম্বর", "তারিখ নেই", "০১৭••••••৭৮", "নতুন")
		got.hides(t, "রহিমের জন", "01712345678")
		inOrder(t, got.text, "দেরি হওয়া জন", "আজকের জন", "এ সপ্তাহের জন", "তারিখ ছাড়া জন", "অপেক্ষার জন")
	})
	t.Run("the officer sees his own, and the whole office when he asks", func(t *testing.T) {
		w.as("rahim").sound("/rupsha/desk").hides(t, "আজকের জন")
		w.as("rahim").sound("/rupsha/desk?who=office").shows(t, 200, "আজকের জন", "রহিমের জন", "তাসনিম আরা")
	})
	t.Run("each tile counts what its list shows", func(t *testing.T) {
		rows := map[string]string{"late": "দেরি হওয়া জন", "today": "আজকের জন", "week": "এ সপ্তাহের জন", "waiting": "অপেক্ষার জন"}
		home := w.as("tasnim").get("/rupsha/desk")
		for view, name := range rows {
			if n := home.find(t, `view=`+view+`"[^>]*><b class="num[^"]*">([^<]+)</b>`); n != "১" {
				t.Errorf("the tile %s counts %s", view, n)
			}
			list := w.as("tasnim").sound("/rupsha/desk?view=" + view)
			list.shows(t, 200, name)
			if n := strings.Count(list.text, `<li class="req `); n != 1 {
				t.Errorf("the list %s shows %d", view, n)
			}
		}
	})
	t.Run("a superior office's person sees the office's list and no own work", func(t *testing.T) {
		w.as("karim").sound("/rupsha/desk").shows(t, 200, "<h1>কার্যালয়ের সব</h1>", "আজকের জন")
	})
	t.Run("the stand-in finds the absent officer's work", func(t *testing.T) {
		w.as("salma").sound("/rupsha/desk").hides(t, ">আমার কাজ<span")
		w.leave = true
		defer func() { w.leave = false }()
		w.as("salma").sound("/rupsha/desk").shows(t, 200, "রহিমের জন")
		w.as("rahim").get("/rupsha/desk?view=waiting").hides(t, "রহিমের জন")
	})
	t.Run("in English", func(t *testing.T) {
		w.as("tasnim").sound("/en/rupsha/desk").shows(t, 200, "2 working days late", "Today by 5 pm", "Look at these now")
	})
}

// inOrder checks that words follow one another in a text.
func inOrder(t *testing.T, text string, words ...string) {
	t.Helper()
	at := -1
	for _, one := range words {
		next := strings.Index(text, `<span>`+one)
		if next < at {
			t.Errorf("%q stands too early", one)
		}
		at = next
	}
}
