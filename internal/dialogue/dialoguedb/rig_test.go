package dialoguedb_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/cataloguedb"
	"dorgora/internal/dialogue"
	"dorgora/internal/dialogue/dialoguedb"
	"dorgora/internal/kind/advice"
	"dorgora/internal/kind/centre"
	"dorgora/internal/kind/cyber"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/office/officedb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

const farmer = "+8801712345678"

// morning is a working day, Monday.
var morning = time.Date(2026, time.November, 23, 10, 0, 0, 0, workday.Dhaka)

var kinds = map[string]catalogue.Kind{advice.Kind.ID: advice.Kind, centre.Kind.ID: centre.Kind, cyber.Kind.ID: cyber.Kind}

func kind(id string) catalogue.Kind {
	if k, known := kinds[id]; known {
		return k
	}
	return catalogue.Kind{ID: catalogue.PlainKind}
}

// world is an office that can be reached by SMS.
type world struct {
	*testing.T
	db       *sqldb.DB
	now      time.Time
	desk     casework.Desk
	cases    caseworkdb.Store
	outbox   noticedb.Store
	store    dialoguedb.Store
	exchange dialogue.Exchange
	say      message.Catalogue
	followed []dialogue.Command
	sent     int
}

func (w *world) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// engines runs check in a world of each engine, in which Rupsha has published its
// charter.
func engines(t *testing.T, check func(w *world)) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		w := &world{T: t, db: db, now: morning}
		w.build()
		check(w)
	})
}

func (w *world) build() {
	clock := func() time.Time { return w.now }
	offices, editions := officedb.New(w.db), cataloguedb.New(w.db)
	w.cases, w.outbox = caseworkdb.Store{DB: w.db}, noticedb.Store{DB: w.db}
	w.found(offices, office.Office{ID: "khulna", Slug: "khulna", Kind: "district", Name: "খুলনা জেলা কার্যালয়", NameEn: "Khulna", Phone: "0241234567", Region: "khulna"})
	w.found(offices, office.Office{ID: "rupsha", Slug: "rupsha", Kind: "upazila", Parent: "khulna", Name: "রূপসা উপজেলা কার্যালয়", NameEn: "Rupsha", Phone: "0255039757", Mail: "rupsha@example.org", Region: "khulna"})
	w.publish(editions)
	var err error
	w.say, err = message.New(dialogue.Texts, catalogue.Texts, number.Texts, advice.Kind.Texts, centre.Kind.Texts, cyber.Kind.Texts)
	w.ok(err)
	shelf := catalogue.NewShelf(editions, 5)
	w.desk = casework.Desk{
		Store: w.cases, Services: shelf, Offices: offices, Guard: w.cases, Past: w.cases,
		Codes: casework.Codes{Secret: []byte("for tests only, 32 bytes of them")}, Kinds: kind, Now: clock, Random: rand.Reader,
	}
	w.store = dialoguedb.Store{DB: w.db, Now: clock, Fresh: w.desk.Fresh, Follow: func(_ context.Context, _ *sqldb.Tx, _ dialogue.Message, plan dialogue.Plan) error {
		w.followed = append(w.followed, plan.Act.Do)
		return nil
	}}
	w.exchange = dialogue.Exchange{Store: w.store, Desk: w.desk, Cases: w.cases, Offices: offices, Offers: shelf, Say: w.say, Now: clock}
}

func (w *world) found(offices *officedb.Store, o office.Office) {
	w.Helper()
	var above office.Chart
	if o.Parent != "" {
		var err error
		above, err = offices.Chart(w.Context(), o.Parent)
		w.ok(err)
	}
	change, err := above.Found(o, office.Post{ID: "head", Title: "প্রোগ্রামার", TitleEn: "Programmer"}, w.now)
	w.ok(err)
	w.ok(offices.Apply(w.Context(), change))
}

func (w *world) publish(editions cataloguedb.Store) {
	w.Helper()
	text, err := os.ReadFile("../../../charter/testdata/rupsha.txt")
	w.ok(err)
	printed, err := charter.Read(charter.Source{Name: "rupsha.txt", Bytes: text})
	w.ok(err)
	w.ok(editions.Add(w.Context(), catalogue.Draft{Office: "rupsha", ID: "d1", Charter: printed, Created: w.now, Revision: 1, By: "karim"}))
	press := catalogue.Press{Drafts: editions, Printer: editions, Now: func() time.Time { return w.now }}
	_, err = press.Publish(w.Context(), catalogue.Order{Office: "rupsha", Draft: "d1", By: "karim"})
	w.ok(err)
}

// write has a telephone write to the office, and returns what is said to it thereupon
// in words; of what the request desk says, the key.
func (w *world) write(phone, text string) string {
	w.Helper()
	w.sent++
	return w.deliver("rupsha", fmt.Sprintf("kannel-%d", w.sent), phone, text)
}

func (w *world) deliver(in, key, phone, text string) string {
	w.Helper()
	before := w.notices(in)
	w.now = w.now.Add(time.Second)
	_, err := w.store.Take(w.Context(), dialogue.Message{Office: in, Gateway: "g1", Key: key, Phone: phone, Text: text, Came: w.now}, morning.Add(-10*time.Hour), dialoguedb.UsualLimits)
	w.ok(err)
	w.ok(w.exchange.Handle(w.Context(), in, phone))
	var said []string
	for id, n := range w.notices(in) {
		if _, old := before[id]; old {
			continue
		}
		text := n.Key
		if strings.HasPrefix(n.Key, "dialogue.") {
			text = n.Text(w.say)
			if parts := bangla.Segments(text).Parts; parts > dialogue.MostParts {
				w.Errorf("%d parts: %s", parts, text)
			}
		}
		said = append(said, text)
	}
	return strings.Join(said, " + ")
}

func (w *world) notices(in string) map[string]notice.Notice {
	w.Helper()
	all := map[string]notice.Notice{}
	for _, id := range []string{in, "rupsha", "khulna"} {
		list, err := w.outbox.Notices(w.Context(), id, "", 500)
		w.ok(err)
		for _, n := range list {
			all[n.Office+n.ID] = n
		}
	}
	return all
}

// numbers are the cases of the office.
func (w *world) numbers() []string {
	w.Helper()
	list, err := w.cases.Numbers(w.Context(), "rupsha")
	w.ok(err)
	return list
}

func (w *world) caseOf(number string) casework.Case {
	w.Helper()
	c, err := w.cases.Case(w.Context(), "rupsha", number)
	w.ok(err)
	return c
}

// hears checks that a text holds all of the words.
func (w *world) hears(got string, words ...string) {
	w.Helper()
	for _, word := range words {
		if !strings.Contains(got, word) {
			w.Errorf("%q lacks %q", got, word)
		}
	}
}

// officer does something at the desk.
func (w *world) officer(number string, decide func(casework.Case, casework.Stamp) (casework.Change, error)) {
	w.Helper()
	_, err := w.desk.Act(w.Context(), casework.Target{Office: "rupsha", Number: number, Actor: casework.Actor{Post: "head", Person: "tasnim", Name: "তাসনিম"}}, decide)
	w.ok(err)
}
