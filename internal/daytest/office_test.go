package daytest

import (
	"crypto/rand"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/app"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

// promises are the targets that the Rupsha office has set for some of its rows, in
// working days; the others have none, as printed.
var promises = map[string]string{
	"citizen-1": "2 working_day", "citizen-2": "3 working_day", "citizen-4": "2 working_day", "institutional-7": "5 working_day",
}

// scene is an installation under a clock of its own, with the people of the day.
type scene struct {
	*testing.T
	*app.Program
	now    time.Time
	origin string
	book

	najma    *reader // leads the Rupsha office
	rafiq    *reader // her assistant, who stands in for her
	superior *reader // leads the district office
	farhana  *reader // leads the office next door
	citizen  *reader
}

// engines tells the day on each engine.
func engines(t *testing.T, tell func(s *scene)) {
	t.Run(sqldb.SQLite, func(t *testing.T) { tell(newScene(t, "")) })
	t.Run(sqldb.Postgres, func(t *testing.T) { tell(newScene(t, sqldbtest.Schema(t))) })
}

func newScene(t *testing.T, database string) *scene {
	t.Helper()
	return newSceneAt(t, database, address)
}

// newSceneAt is a scene whose installation is reached at an address of its own.
func newSceneAt(t *testing.T, database, origin string) *scene {
	t.Helper()
	s := &scene{T: t, book: book{}, origin: origin}
	s.now = moment(t, "2026-11-19 09:00")
	p, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Database: database, Listen: "127.0.0.1:8080", Address: origin}, app.World{
		Now: func() time.Time { return s.now }, Random: rand.Reader, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	p.Keeper.Cost = access.Cost{Memory: 64, Passes: 1, Threads: 1} // passwords of this test are worth nothing
	s.Program = p
	s.hire()
	s.promise()
	s.citizen = newReader(t, origin, p.Handler())
	return s
}

// moment reads a time as the office's clock shows it.
func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, workday.Dhaka)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

// at lets the clock run on to a moment; what time alone makes happen, happens.
func (s *scene) at(text string) {
	s.Helper()
	if len(text) == len("15:04") {
		text = s.now.In(workday.Dhaka).Format("2006-01-02 ") + text
	}
	next := moment(s.T, text)
	if next.Before(s.now) {
		s.Fatalf("the clock would run back to %s", text)
	}
	s.now = next
	if _, err := s.Desk.Watch(s.Context(), s.Cases); err != nil {
		s.Fatal(err)
	}
}

// ok is a value that came without an error.
func ok[T any](value T, err error) func(s *scene) T {
	return func(s *scene) T {
		s.Helper()
		if err != nil {
			s.Fatal(err)
		}
		return value
	}
}

func (s *scene) check(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// hire founds the office next door and gives everybody a post and a sign-in.
func (s *scene) hire() {
	above := ok(s.Offices.Chart(s.Context(), "doict-khulna"))(s)
	s.check(s.Offices.Apply(s.Context(), ok(above.Found(office.Office{
		ID: "doict-dighalia", Slug: "dighalia", Kind: office.Upazila, Name: "দিঘলিয়া আইসিটি কার্যালয়", NameEn: "Dighalia ICT Office", Region: "khulna",
	}, office.Post{ID: "head", Title: "সহকারী প্রোগ্রামার", TitleEn: "Assistant Programmer"}, s.now))(s)))
	printed, err := os.ReadFile(filepath.Join("..", "app", "rupsha", "charter.txt"))
	s.check(err)
	imported := ok(s.Intake.Import(s.Context(), catalogue.File{Office: "doict-dighalia", Name: "charter.txt", Bytes: printed}))(s)
	ok(s.Press.Publish(s.Context(), catalogue.Order{Office: "doict-dighalia", Draft: imported.Draft.ID}))(s)
	chart := ok(s.Offices.Chart(s.Context(), app.FirstOffice))(s)
	s.check(s.Offices.Apply(s.Context(), ok(chart.NewPost(office.Post{ID: "desk", Title: "অফিস সহকারী", TitleEn: "Office Assistant", Role: office.Officer}))(s)))
	s.najma = s.welcome("নাজমা আক্তার", "01711000011", access.Chair{Office: app.FirstOffice, Post: "head"})
	s.rafiq = s.welcome("রফিকুল ইসলাম", "01711000012", access.Chair{Office: app.FirstOffice, Post: "desk"})
	s.superior = s.welcome("রেজাউল করিম", "01711000013", access.Chair{Office: "doict-khulna", Post: "head"})
	s.farhana = s.welcome("ফারহানা ইয়াসমিন", "01711000014", access.Chair{Office: "doict-dighalia", Post: "head"})
}

// welcome accepts a link for a post as its page asks.
func (s *scene) welcome(name, mobile string, chair access.Chair) *reader {
	token := ok(s.Keeper.Invite(s.Context(), access.Invitation{Office: chair.Office, Chairs: []access.Chair{chair}}))(s)
	r := newReader(s.T, s.origin, s.Handler())
	r.open("/invitations/" + token)
	r.login = mobile
	r.send("invitations/"+token, "name", name, "login", mobile, "password", password, "again", password)
	return r
}

// password is everybody's on this day.
const password = "নদীর পাড়ে বটগাছ ১৯"

// come lets people sign in as they do each morning.
func (s *scene) come(people ...*reader) {
	s.Helper()
	for _, one := range people {
		one.open("/signin")
		one.send("signin", "login", one.login, "password", password)
	}
}

// promise publishes the charter of Rupsha once more with its targets.
func (s *scene) promise() {
	offer := ok(s.Shelf.At(s.Context(), app.FirstOffice, s.now))(s)
	draft := ok(s.Intake.Revise(s.Context(), offer.Version, ""))(s)
	var targets []charter.Completion
	for _, service := range offer.Services {
		if value := promises[service.Key]; value != "" {
			targets = append(targets, charter.Completion{
				Group: string(service.Group), Serial: service.Serial, Field: "time", Value: value, Author: "head", At: s.now, Reason: "মাসিক সভার সিদ্ধান্ত",
			})
		}
	}
	draft = ok(draft.Complete(draft.Revision, targets...))(s)
	s.check(s.Editions.Save(s.Context(), draft))
	ok(s.Press.Publish(s.Context(), catalogue.Order{Office: app.FirstOffice, Draft: draft.ID}))(s)
}

// kept is a case of the Rupsha office as it stands.
func (s *scene) kept(number string) casework.Case {
	s.Helper()
	return ok(s.Cases.Case(s.Context(), app.FirstOffice, number))(s)
}

// due is the promised moment of a case as the office's clock shows it, empty when
// there is none.
func (s *scene) due(number string) string {
	s.Helper()
	c := s.kept(number)
	if c.Due.IsZero() {
		return ""
	}
	return c.Due.In(workday.Dhaka).Format("2006-01-02 15:04")
}

// told lists to whom something is said of a case under a text, by address.
func (s *scene) told(number, key string) []string {
	s.Helper()
	var list []string
	for _, one := range ok(s.Notices.NoticesOf(s.Context(), app.FirstOffice, "case/"+number))(s) {
		if one.Key == key && one.Status != notice.Unsaid {
			list = append(list, strings.TrimPrefix(one.Address, "+88"))
		}
	}
	slices.Sort(list)
	return list
}

// hears fails the test unless exactly these are told.
func (s *scene) hears(number, key string, want ...string) {
	s.Helper()
	if got := s.told(number, key); !slices.Equal(got, want) {
		s.Errorf("%s is said to %v and not to %v", key, got, want)
	}
}
