package app

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/document"
	"dorgora/internal/office"
	"dorgora/workday"
)

// canary would act in a page, an attribute, a script or a template that did not
// treat it as text.
const canary = `<b>"ক'&{{`

// canaries puts the canary, each time with its own name, into every text field of
// an application.
func canaries(of casework.For) casework.Application {
	field := func(name string) string { return canary + name }
	return casework.Application{
		For: of, Name: field("name"), Mobile: "01711000002", Union: field("union"), Helper: field("helper"),
		HelperPhone: "01711000003", Body: field("body"), Memo: field("memo"), Need: field("need"), Hear: casework.BySMS, Lang: "bn", Facts: asked,
	}
}

// canaryCase receives a case of canaries and does with it whatever takes words.
func (w *world) canaryCase(t *testing.T, of casework.For) things {
	t.Helper()
	names := w.rupsha.with(things{"key": w.Desk.Fresh(), "file": w.Desk.Fresh()})
	names["id"] = names["file"]
	paper := w.paper(t, FirstOffice, names["file"], canary+"file.txt")
	paper.Paper = canary + "paper"
	names["number"] = must(w.Desk.Submit(t.Context(), casework.Submission{
		Office: FirstOffice, Service: names["service"], Key: names["key"], Channel: charter.Web,
		Application: canaries(of), Evidence: []document.Evidence{paper},
	}))(t)
	at := casework.Target{Office: FirstOffice, Number: names["number"], Actor: casework.Actor{Post: "head", Person: "x", Name: canary + "officer"}}
	for _, act := range []func(casework.Case, casework.Stamp) (casework.Change, error){
		func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Note(canary+"note", s) },
		func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Reply(canary+"reply", s) },
		func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Assign(FirstOffice+"-desk", canary+"reason", s)
		},
		func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Ask([]string{canary + "missing"}, s)
		},
		func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.LayOut(canary+"task", FirstOffice+"-desk", workday.Date{}, s)
		},
		func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Call(casework.Outside{Name: canary + "third"}, s)
		},
		func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Instruct(canary+"order", workday.Date{}, s)
		},
		func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Refer(casework.Referral{Name: canary + "elsewhere", Memo: canary + "letter"}, canary+"why", s)
		},
		func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Issue(casework.Paper{Kind: w.Desk.KindOf(c), Title: canary + "title", Text: canary + "text"}, s)
		},
	} {
		must(w.Desk.Act(t.Context(), at, act))(t)
	}
	return names
}

// canaryOffice lets an office, its posts, its people and an incident have the canary
// for a name.
func (w *world) canaryOffice(t *testing.T) {
	chart := must(w.Offices.Chart(t.Context(), FirstOffice))(t)
	described := chart.Office()
	described.Place, described.Address = canary+"place", canary+"address"
	place := must(chart.Describe(described))(t)
	post := must(chart.NewPost(office.Post{ID: "canary", Title: canary + "post", Role: office.Officer}))(t)
	person := must(chart.NewPerson(office.Person{ID: "canary", Name: canary + "person", Mobile: "01711000004"}))(t)
	whole := place.And(post).And(person)
	seat := must(chart.With(whole).Assign(office.Assignment{Office: FirstOffice, ID: "canary", Post: "canary", Person: "canary",
		Tenure: office.Acting, From: today}, false, today))(t)
	check(t, w.Offices.Apply(t.Context(), whole.And(seat)))
	check(t, w.Cases.SaveIncident(t.Context(), casework.Incident{Office: FirstOffice, ID: "canary", Title: canary + "incident", Service: "citizen-1", Began: today}))
}

// canaryFields are the canaries that must be seen somewhere.
var canaryFields = []string{
	"name", "union", "helper", "body", "memo", "need", "file.txt", "paper", "officer", "note", "reply", "reason", "missing", "answer", "sentence",
	"task", "third", "order", "elsewhere", "title", "text", "person", "post", "place", "incident",
}

func TestCanariesAreText(t *testing.T) {
	w := newWorld(t)
	w.canaryOffice(t)
	seen := map[string]bool{}
	look := func(role, path, number string) {
		t.Helper()
		answer := w.ask(t, role, http.MethodGet, path, nil, w.showPass(number))
		page := body(t, answer)
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d %s", path, answer.StatusCode, answer.Header.Get("Location"))
		}
		for _, alive := range []string{"<b>\"ক", `="<b>`, "ZgotmplZ"} {
			if strings.Contains(page, alive) {
				t.Errorf("%s: the canary lives: %q", path, alive)
			}
		}
		for _, field := range canaryFields {
			if strings.Contains(page, html.EscapeString(canary)+field) {
				seen[field] = true
			}
		}
	}
	for _, of := range []casework.For{casework.Behalf, casework.Institution} {
		names := w.canaryCase(t, of)
		number := names["number"]
		visit := func() {
			for _, lang := range []string{"", "/en"} {
				for _, path := range []string{
					"/desk", "/desk?q=01711000002", "/desk/outbox", "/desk/cases/" + number, "/desk/cases/" + number + "/print", "/people", "/desk?view=done",
					"/people/canary", "/people/canary/handover", "/posts/canary", "/particulars", "/desk/incidents", "/desk/incidents/canary",
					"/desk/cases/" + number + "/sheets/" + number + "-1",
				} {
					look(headHere, lang+"/rupsha"+path, number)
				}
				for _, path := range []string{"/track/" + number, "/receipts/" + names["key"], "/receipts/" + names["key"] + "/slip"} {
					look(stranger, lang+"/rupsha"+path, number)
				}
			}
		}
		visit()
		at := casework.Target{Office: FirstOffice, Number: number}
		must(w.Desk.Answer(t.Context(), at, canary+"answer", nil))(t)
		must(w.Desk.Close(t.Context(), at, casework.End{Outcome: casework.Refused, Sentence: canary + "sentence"}, w.Cases))(t)
		visit()
	}
	for _, field := range canaryFields {
		if !seen[field] {
			t.Errorf("no page shows the field %q: the test does not look where it is shown", field)
		}
	}
}

func TestAFileWithACanaryForItsNameIsDownloadedSafely(t *testing.T) {
	w := newWorld(t)
	names := w.canaryCase(t, casework.Self)
	for _, path := range []string{"/rupsha/track/" + names["number"] + "/files/" + names["file"], "/rupsha/desk/cases/" + names["number"] + "/files/" + names["file"]} {
		answer := w.ask(t, headHere, http.MethodGet, path, nil, w.showPass(names["number"]))
		how := answer.Header.Get("Content-Disposition")
		if answer.StatusCode != http.StatusOK || !strings.HasPrefix(how, "attachment") || strings.ContainsAny(how, "<>\r\n") {
			t.Errorf("%s answers %d with %q", path, answer.StatusCode, how)
		}
		if answer.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s lets the browser guess", path)
		}
	}
}

func TestWhatIsLookedForIsText(t *testing.T) {
	w := newWorld(t)
	query := "%3Cb%3E%22%E0%A6%95%27%26%7B%7B"
	for _, path := range []string{"/rupsha/search?q=", "/rupsha/track?number=", "/rupsha/desk?q=", "/signin?to=/", "/rupsha/desk/counter?q=", "/rupsha/calendar?year=", "/?q="} {
		answer := w.ask(t, headHere, http.MethodGet, path+query, nil, nil)
		if page := body(t, answer); strings.Contains(page, "<b>\"ক") || answer.StatusCode >= http.StatusInternalServerError {
			t.Errorf("%s answers %d", path, answer.StatusCode)
		}
	}
}
