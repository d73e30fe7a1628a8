package dialogue

import (
	_ "embed"
	"strconv"
	"time"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/casework"
	"dorgora/internal/message"
	"dorgora/internal/money"
	"dorgora/internal/notice"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the dialogue says.
var Texts = message.Set{Name: "dialogue", Bn: bn, En: en}

// MostParts is how many short messages a reply takes at most.
const MostParts = 2

// fit makes a reply that takes at most MostParts short messages: of what is too long
// the longest value loses its end.
func (w World) fit(lang, key string, args ...string) Reply {
	r := Reply{Key: key, Args: args}
	for bangla.Segments(r.text(lang, w)).Parts > MostParts {
		longest := -1
		for i := 1; i < len(r.Args); i += 2 {
			if longest < 0 || utf8.RuneCountInString(r.Args[i]) > utf8.RuneCountInString(r.Args[longest]) {
				longest = i
			}
		}
		if longest < 0 {
			return r
		}
		runes := []rune(r.Args[longest])
		if len(runes) < 4 {
			return r
		}
		r.Args[longest] = bangla.Line(string(runes[:len(runes)-max(3, len(runes)/10)])) + "…"
	}
	return r
}

// text is a reply in words.
func (r Reply) text(lang string, w World) string {
	return notice.Notice{Lang: lang, Key: r.Key, Args: r.Args, At: w.Now}.Text(w.Say)
}

// voice lets the catalogue say prices and times in the language of a conversation.
type voice struct {
	say  notice.Speaker
	lang message.Lang
}

func (v voice) T(key string, args ...any) string { return v.say.Text(v.lang, key, args...) }

func (v voice) Money(amount money.Paisa) string { return amount.Text(v.lang) }

func (v voice) Digits(s string) string { return message.Digits(v.lang, s) }

func (v voice) Pick(bn, en string) string {
	if v.lang == message.En && en != "" {
		return en
	}
	return bn
}

func (t *turn) voice() voice { return voice{t.w.Say, message.Lang(t.c().Lang)} }

func (t *turn) text(key string, args ...any) string { return t.voice().T(key, args...) }

func (t *turn) count(n int) string { return t.voice().Digits(strconv.Itoa(n)) }

func (t *turn) office() string { return t.voice().Pick(t.w.Office.Name, t.w.Office.NameEn) }

func (t *turn) phone() string { return t.voice().Digits(t.w.Office.Phone) }

// day is a moment as the day that it falls on in Dhaka.
func (t *turn) day(at time.Time) string {
	at = at.In(workday.Dhaka)
	if t.voice().lang == message.En {
		return at.Format("2 January")
	}
	return bangla.ShortDate(at)
}

// Shown is what a telephone may hear of a case: the service's name unless the matter
// is sealed.
func (t *turn) shown(c casework.Case) string {
	if c.Sealed {
		return t.text("dialogue.say.sealed")
	}
	return c.Service.Name
}
