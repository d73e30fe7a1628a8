package kindtest

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/message"
)

// common are the names of the common questions of an application and of the desk's
// own fields, which no question of a kind may take.
var common = strings.Fields(`for name mobile mail union helper helper_phone body eiin memo memo_date need devices hear
anonymous words sentence outcome reason post days office number file files due task ref third channel act remove revision key`)

// Check holds a kind against its texts and rules, and tells its stories; each
// begins with a line of "---".
func Check(t *testing.T, kind catalogue.Kind, stories string) {
	t.Helper()
	t.Run("its texts are all there, and no other", func(t *testing.T) { texts(t, kind) })
	t.Run("its questions are well formed", func(t *testing.T) { questions(t, kind) })
	t.Run("its outcomes are known", func(t *testing.T) { outcomes(t, kind) })
	for i, story := range strings.Split("\n"+stories, "\n---") {
		title, text, _ := strings.Cut(story, "\n")
		if strings.TrimSpace(text) == "" && i == 0 {
			continue
		}
		t.Run(strings.TrimSpace(title), func(t *testing.T) { tell(t, kind, text) })
	}
}

// all lists every question that a kind asks anybody.
func all(kind catalogue.Kind) []catalogue.Question {
	list := slices.Concat(kind.Form, kind.Record)
	for _, step := range kind.Steps {
		list = append(list, step.Record...)
	}
	for _, alarm := range kind.Alarms {
		list = append(list, alarm.Needs...)
	}
	return list
}

func texts(t *testing.T, kind catalogue.Kind) {
	known, err := message.New(kind.Texts)
	if err != nil {
		t.Fatal(err)
	}
	own, want := "kind."+kind.ID+".", map[string]bool{}
	need := func(keys ...string) {
		for _, key := range keys {
			want[own+key] = true
		}
	}
	need("name", "about")
	for _, q := range all(kind) {
		need(q.ID)
		for _, choice := range q.Choices {
			need(q.ID + "." + choice)
		}
	}
	for _, step := range kind.Steps {
		need("step." + step.ID)
	}
	for _, refusal := range kind.Refusals {
		need("refusal." + refusal)
	}
	for _, sheet := range kind.Sheets {
		need("sheet."+sheet.ID, "sheet."+sheet.ID+".body")
	}
	for _, alarm := range kind.Alarms {
		need("alarm." + alarm.ID)
	}
	if kind.Before {
		need("before", "before.title")
	}
	for key := range want {
		if !known.Has(key) {
			t.Errorf("there is no text %s", key)
		}
	}
	for _, key := range known.Keys() {
		if !want[key] && !want[strings.TrimSuffix(key, ".hint")] {
			t.Errorf("nobody says %s", key)
		}
	}
	bodies(t, kind, known)
}

var placeholder = regexp.MustCompile(`\{([a-z0-9_]+)\}`)

// bodies refuses a placeholder in a paper that nothing fills.
func bodies(t *testing.T, kind catalogue.Kind, known message.Catalogue) {
	filled := map[string]string{"number": "", "date": "", "name": "", "service": "", "office": "", "officer": "", "sentence": "", "need": "", "body": ""}
	for _, q := range all(kind) {
		filled[q.ID] = ""
	}
	for _, sheet := range kind.Sheets {
		for _, text := range []string{kind.Texts.Bn, kind.Texts.En} {
			key := "kind." + kind.ID + ".sheet." + sheet.ID + ".body = "
			_, body, _ := strings.Cut(text, key)
			body, _, _ = strings.Cut(body, "\nkind.")
			for _, found := range placeholder.FindAllStringSubmatch(body, -1) {
				if _, ok := filled[found[1]]; !ok {
					t.Errorf("paper %s: nothing fills {%s}; there are %v", sheet.ID, found[1], slices.Sorted(maps.Keys(filled)))
				}
			}
		}
		if !known.Has("kind." + kind.ID + ".sheet." + sheet.ID + ".body") {
			t.Errorf("paper %s has no text", sheet.ID)
		}
	}
}

var fieldID = regexp.MustCompile(`^[a-z][a-z0-9_]{1,30}$`)

func questions(t *testing.T, kind catalogue.Kind) {
	met := map[string]string{}
	for _, q := range all(kind) {
		switch {
		case !fieldID.MatchString(q.ID):
			t.Errorf("%q is no ID of a question", q.ID)
		case slices.Contains(common, q.ID):
			t.Errorf("%s is a name of the common questions", q.ID)
		case q.Sort == catalogue.Choice && len(q.Choices) < 2:
			t.Errorf("%s offers no choice", q.ID)
		case met[q.ID] != "" && met[q.ID] != string(q.Sort):
			t.Errorf("%s is asked in two sorts", q.ID)
		}
		met[q.ID] = string(q.Sort)
	}
	for _, q := range all(kind) {
		if field, _, _ := strings.Cut(q.When, "="); field != "" && met[field] == "" {
			t.Errorf("%s depends on %s, which nobody asks", q.ID, field)
		}
	}
	for _, clock := range kind.Clocks {
		byDate := clock.Value == "" && met[clock.Field] == string(catalogue.Date)
		if met[clock.Field] == "" || clock.Source == "" || !byDate && clock.Promise.Check() != nil {
			t.Errorf("the clock of %s=%s has no question, source or promise", clock.Field, clock.Value)
		}
	}
	if field := kind.Repeat.Field; field != "" && (met[field] == "" || kind.Repeat.Days < 1) {
		t.Errorf("a fault is known again by %s, which nobody asks", field)
	}
}

func outcomes(t *testing.T, kind catalogue.Kind) {
	known := []casework.Outcome{casework.Delivered, casework.Advised, casework.PassedOn, casework.Refused, casework.Unreached}
	for _, one := range kind.Outcomes {
		if !slices.Contains(known, casework.Outcome(one)) {
			t.Errorf("no outcome is called %s", one)
		}
	}
	if len(kind.Outcomes) > 0 && !kind.Ends("refused") {
		t.Error("a case that cannot be refused never ends when it must be")
	}
}
