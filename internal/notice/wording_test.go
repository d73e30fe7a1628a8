package notice_test

import (
	"strings"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/notice"
)

func program(t *testing.T) message.Catalogue {
	t.Helper()
	texts, err := message.New(message.Set{Name: "program",
		Bn: "casework.notice.received = আবেদন {number} পেয়েছি। তারিখ {due}।\ncasework.notice.asked = আবেদন {number}: লাগবে: {words}",
		En: "casework.notice.received = Request {number} came. Date {due}.\ncasework.notice.asked = Request {number}: we need: {words}",
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestWordingCheck(t *testing.T) {
	now := at(23, 10, 0)
	good := notice.Wording{Key: "casework.notice.received", Bn: "রূপসা কার্যালয় আবেদন {number} পেয়েছে, শেষ তারিখ {due}।", En: "Rupsha has request {number}, by {due}.", From: now}
	change := func(change func(*notice.Wording)) notice.Wording { w := good; change(&w); return w }
	for _, one := range []struct {
		name string
		w    notice.Wording
		want string // field and key of the fault
	}{
		{"the same places in other words", good, ""},
		{"no words", change(func(w *notice.Wording) { w.Bn = " " }), "bn outbox.wording.missing"},
		{"a place is forgotten", change(func(w *notice.Wording) { w.En = "Request {number} came." }), "en outbox.wording.lacks"},
		{"a place that nothing fills", change(func(w *notice.Wording) { w.Bn += " {phone}" }), "bn outbox.wording.unknown"},
		{"a brace is left open", change(func(w *notice.Wording) { w.Bn += " {" }), "bn outbox.wording.braces"},
		{"three parts", change(func(w *notice.Wording) { w.Bn += strings.Repeat("আরও কথা ", 15) }), "bn outbox.wording.long"},
		{"from yesterday", change(func(w *notice.Wording) { w.From = now.Add(-time.Hour) }), "from outbox.wording.past"},
	} {
		t.Run(one.name, func(t *testing.T) {
			_, err := one.w.Check(program(t), now)
			got := ""
			for _, f := range fault.List(err) {
				got = f.Field + " " + f.Message
			}
			if got != one.want {
				t.Errorf("%q, want %q", got, one.want)
			}
		})
	}
}

func TestVoiceOf(t *testing.T) {
	key, now := "casework.notice.asked", at(23, 10, 0)
	word := func(office, bn string, from time.Time) notice.Wording {
		return notice.Wording{Office: office, Key: key, Bn: bn, En: bn, From: from}
	}
	chain := []string{"rupsha", "khulna", "doict"}
	above := word("khulna", "খুলনা {number} {words}", now.AddDate(0, 0, -9))
	for _, one := range []struct {
		name string
		all  []notice.Wording
		want string
	}{
		{"nobody's own: the program's", nil, "আবেদন ৪৮: লাগবে: ছবি"},
		{"the district's holds below", []notice.Wording{above}, "খুলনা ৪৮ ছবি"},
		{"the office's own comes before the district's", []notice.Wording{above, word("rupsha", "রূপসা {number} {words}", now)}, "রূপসা ৪৮ ছবি"},
		{"what counts from tomorrow does not count today", []notice.Wording{above, word("rupsha", "রূপসা {number} {words}", now.AddDate(0, 0, 1))}, "খুলনা ৪৮ ছবি"},
		{"the later of two counts", []notice.Wording{word("rupsha", "ক {number} {words}", now.Add(-2)), word("rupsha", "খ {number} {words}", now.Add(-1))}, "খ ৪৮ ছবি"},
		{"taken back, the district's holds again", []notice.Wording{above, word("rupsha", "ক {number} {words}", now.Add(-2)), word("rupsha", "", now.Add(-1))}, "খুলনা ৪৮ ছবি"},
		{"another district's does not", []notice.Wording{word("jashore", "যশোর {number} {words}", now)}, "আবেদন ৪৮: লাগবে: ছবি"},
	} {
		t.Run(one.name, func(t *testing.T) {
			said := notice.Notice{Lang: "bn", Key: key, Args: []string{"number", "48", "words", "ছবি"}}
			if got := said.Text(notice.VoiceOf(program(t), chain, one.all, now)); got != one.want {
				t.Errorf("%q, want %q", got, one.want)
			}
		})
	}
}
