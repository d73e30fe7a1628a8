package notice

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/workday"
)

// Wording is the text that an office gives to a notice in place of the program's. It
// counts from its moment on, for the office and those below it that have no own.
// Empty texts put the words of the office above, or the program's, back.
type Wording struct {
	Office string
	Key    string
	From   time.Time
	Bn, En string
	Person string
	Name   string
	Set    time.Time
}

// Own reports whether the wording holds words.
func (w Wording) Own() bool { return w.Bn != "" }

// MostParts is how many parts of an SMS the longest form of a notice may take.
const MostParts = 2

// longest are values of notices as long as they come: a date in September of another
// year, the longest name of an office, a number to call.
func longest() []string {
	late := time.Date(2027, 9, 30, 17, 0, 0, 0, workday.Dhaka).UTC().Format(time.RFC3339)
	return []string{
		"number", "48210935716", "due", late, "before", late, "words", "…", "time", "১২:৩০", "phone", "+8801712345678",
		"office", "উপজেলা কার্যালয়, ব্রাহ্মণবাড়িয়া সদর, ব্রাহ্মণবাড়িয়া", "link", "https://dorgora.example/rupsha/answers/4821", "percent", "100",
		"name", "মোবাইল গেটওয়ে", "title", "", "memo", "৫৬.০৪.৪৭৭৫.০০০.০০০.০৫.০০০১.২৬-১২৩", "subject", "…", "date", "৩০ সেপ্টেম্বর ২০২৭",
	}
}

// Longest is a notice of a text with the longest values that it may get.
func Longest(key string, lang message.Lang) Notice {
	return Notice{Key: key, Lang: string(lang), At: time.Date(2026, 1, 3, 4, 0, 0, 0, time.UTC), Args: longest()}
}

var placeholder = regexp.MustCompile(`\{([^{}|]*)[^{}]*\}`)

// Places are the names of the placeholders of a text, in their order.
func Places(text string) []string {
	var list []string
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		list = append(list, found[1])
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Shown is a text as people write it: what is filled in later stands in guillemets.
func Shown(text string) string { return strings.NewReplacer("{", "«", "}", "»").Replace(text) }

// stored is a text as it is kept, on one line.
func stored(text string) string {
	return bangla.Line(strings.NewReplacer("«", "{", "»", "}").Replace(text))
}

// Check returns the wording with its texts in their stored form, or what is wrong
// with them: each must hold exactly the placeholders of the program's text and fit
// into MostParts with the longest values. It may not count from before now.
func (w Wording) Check(say Speaker, now time.Time) (Wording, error) {
	var wrong fault.Fields
	w.Bn, w.En = stored(w.Bn), stored(w.En)
	for _, one := range []struct {
		field string
		lang  message.Lang
		text  string
	}{{"bn", message.Bn, w.Bn}, {"en", message.En, w.En}} {
		if fault := w.check(say, one.field, one.lang, one.text); fault != nil {
			wrong = append(wrong, fault)
		}
	}
	if w.From.Before(now) {
		wrong = append(wrong, fault.InField("from", "outbox.wording.past"))
	}
	return w, wrong.Err()
}

func (w Wording) check(say Speaker, field string, lang message.Lang, text string) *fault.Fault {
	if text == "" {
		return fault.InField(field, "outbox.wording.missing")
	}
	want, have := Places(say.Text(lang, w.Key)), Places(text)
	for _, name := range want {
		if !slices.Contains(have, name) {
			return fault.InField(field, "outbox.wording.lacks", "name", name)
		}
	}
	for _, name := range have {
		if !slices.Contains(want, name) {
			return fault.InField(field, "outbox.wording.unknown", "name", name, "known", "«"+strings.Join(want, "» «")+"»")
		}
	}
	if _, err := message.Parse(string(lang), "k = "+text); err != nil {
		return fault.InField(field, "outbox.wording.braces")
	}
	if parts := bangla.Segments(Longest(w.Key, lang).Text(Voice{say, map[string]Wording{w.Key: {Bn: text, En: text}}})).Parts; parts > MostParts {
		return fault.InField(field, "outbox.wording.long", "parts", parts, "most", MostParts)
	}
	return nil
}

// Voice says texts in an office's own words where it has some.
type Voice struct {
	Program Speaker
	Own     map[string]Wording // by key of the text
}

// VoiceOf is the voice of an office at a moment: the latest wording that counts
// already, of the office itself or else of the nearest one above. chain lists the IDs
// of the office and of those above it, the nearest first.
func VoiceOf(program Speaker, chain []string, all []Wording, at time.Time) Voice {
	own := map[string]Wording{}
	for _, id := range slices.Backward(chain) {
		latest := map[string]Wording{}
		for _, w := range all {
			if w.Office == id && !w.From.After(at) && !w.From.Before(latest[w.Key].From) {
				latest[w.Key] = w
			}
		}
		for key, w := range latest {
			if w.Own() {
				own[key] = w
			}
		}
	}
	return Voice{program, own}
}

// Text implements Speaker.
func (v Voice) Text(lang message.Lang, key string, args ...any) string {
	own, worded := v.Own[key]
	if !worded {
		return v.Program.Text(lang, key, args...)
	}
	words, err := message.New(message.Set{Name: "wording", Bn: "k = " + own.Bn, En: "k = " + own.En})
	if err != nil {
		return v.Program.Text(lang, key, args...)
	}
	return words.Text(lang, "k", args...)
}
