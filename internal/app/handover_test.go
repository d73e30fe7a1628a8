package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/catalogue"
	"dorgora/internal/office"
)

// TestNothingGoesWithThePerson lets the head of the office leave: the list says what
// is open, whoever comes next takes it over, and the drafts are still the office's.
func TestNothingGoesWithThePerson(t *testing.T) {
	now := today
	w := newWorldAt(t, func() time.Time { return now })
	chart := must(w.Offices.Chart(t.Context(), FirstOffice))(t)
	head := chart.HeadOf(FirstOffice)
	left := chart.Holders(FirstOffice, head.ID, today)[0]
	page := "/rupsha/people/" + left.Person + "/handover"
	shows := func(role, path string, words ...string) string {
		t.Helper()
		answer := w.ask(t, role, http.MethodGet, path, nil, nil)
		text := body(t, answer)
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s gets %d", path, role, answer.StatusCode)
		}
		for _, word := range words {
			if !strings.Contains(text, word) {
				t.Errorf("%s does not say %q", path, word)
			}
		}
		return text
	}
	t.Run("the list of the post holds its cases, appointments and the drafts of the charter, and names no applicant", func(t *testing.T) {
		text := shows(headHere, page, "desk/cases/"+w.rupsha["number"], "desk/charter/drafts/"+w.rupsha["charter draft"], "next.txt",
			"desk/appointments/"+w.rupsha["appointment"])
		if strings.Contains(text, rahima.Name) || strings.Contains(text, w.other["number"]) {
			t.Error("it names an applicant, or a case of another office")
		}
	})
	t.Run("the list of the assistant holds the task", func(t *testing.T) {
		shows(officerHere, "/rupsha/people/"+w.rupsha["person"]+"/handover", "ল্যাব দেখা")
	})
	end := must(chart.EndAssignment(left.ID, now.Add(time.Hour), now))(t)
	check(t, w.Offices.Apply(t.Context(), end))
	now = now.Add(2 * time.Hour)
	t.Run("who left gets in no more", func(t *testing.T) {
		if answer := w.ask(t, headHere, http.MethodGet, page, nil, nil); answer.StatusCode != http.StatusNotFound {
			t.Errorf("answers %d", answer.StatusCode)
		}
	})
	w.welcome(t, "the next head", FirstOffice, access.Chair{Office: FirstOffice, Post: head.ID})
	t.Run("the next head takes over", func(t *testing.T) {
		shows("the next head", page, "বুঝে নিলাম")
		answer := w.ask(t, "the next head", http.MethodPost, page, url.Values{"assignment": {left.ID}}, nil)
		if answer.StatusCode != http.StatusSeeOther {
			t.Fatalf("answers %d", answer.StatusCode)
		}
		shows("the next head", page, "the next head বুঝে নিয়েছেন")
		if taken := must(w.Offices.Handovers(t.Context(), FirstOffice))(t); taken[left.ID].Open < 2 {
			t.Errorf("recorded %+v", taken)
		}
	})
	t.Run("what was begun before is in the new hands", func(t *testing.T) {
		shows("the next head", "/rupsha/desk/charter", w.rupsha["charter draft"])
		shows("the next head", "/rupsha/desk/charter/drafts/"+w.rupsha["charter draft"])
		shows(stranger, "/rupsha/drafts/"+w.rupsha["draft"]+"/for")
		must(w.Press.Publish(t.Context(), catalogue.Order{Office: FirstOffice, Draft: w.rupsha["charter draft"]}))(t)
	})
	t.Run("an officer of another office sees no list", func(t *testing.T) {
		if answer := w.ask(t, headOther, http.MethodGet, page, nil, nil); answer.StatusCode != http.StatusNotFound {
			t.Errorf("answers %d", answer.StatusCode)
		}
	})
	answers := must(must(w.Offices.Chart(t.Context(), FirstOffice))(t).Answerable(FirstOffice, head.ID, now))(t)
	if answers.Office != FirstOffice || answers.Post.Role != office.Head {
		t.Errorf("%+v answers", answers)
	}
}
