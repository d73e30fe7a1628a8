// Package dialogue is the whole service from a keypad telephone: it reads what people
// write by SMS, keeps up a dialogue with them over days, and says which act follows.
// It does not know how messages travel, nor SQL or pages.
package dialogue

import (
	"slices"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/number"
)

// Command is what a message asks for.
type Command string

// The commands. None: the words were not understood by themselves; where the dialogue
// waits for words they are the answer.
const (
	None     Command = ""
	List     Command = "list"     // which services there are
	Papers   Command = "papers"   // papers, price and time of one
	Apply    Command = "apply"    // for one
	Centre   Command = "udc"      // a digital centre reports a problem
	Status   Command = "status"   // of a case
	Answer   Command = "answer"   // to a question of the office
	Attach   Command = "attach"   // how a paper is handed in
	Rate     Command = "rate"     // one to five
	Complain Command = "complain" // to the superior
	Help     Command = "help"
	Stop     Command = "stop"  // no more messages
	Start    Command = "start" // messages again
	Withdraw Command = "withdraw"
	Again    Command = "again"  // the last question once more
	Cancel   Command = "cancel" // what was begun and not sent
	More     Command = "more"   // of a list
	Yes      Command = "yes"
	No       Command = "no"
	Person   Command = "person" // somebody of the office is to telephone
)

// Reading is a message as it was understood.
type Reading struct {
	Command Command
	Number  string // tracking number, eleven ASCII digits
	Wrong   string // eleven digits that are no tracking number: mistyped
	Figure  int    // the first small number, -1 when none
	Code    string // of a digital centre
	Rest    string // the words beside the command, as they were written
	Leads   bool   // the message begins with the command
	Whole   bool   // it holds nothing else but numbers and little words
	English bool   // it is in English, not in Bangla in Latin letters
}

// The limits of what is read; a longer message is words, not a command.
const (
	mostLetters = 1000
	mostTokens  = 80
)

// signs are commands that mean something only at the beginning of a message.
var signs = []Command{Yes, No, More, Again, Cancel}

// threshold is the weight from which words are a command.
const threshold = 2

// Read understands a message in Bangla, in Bangla in Latin letters or in English,
// with slips of spelling and digits of either set.
func Read(text string) Reading {
	runes := []rune(bangla.Normal(text))
	tokens := tokenise(string(runes[:min(len(runes), mostLetters)]))
	r := Reading{Figure: -1}
	r.numbers(tokens)
	best := understand(tokens)
	r.Command = best.command
	r.judge(tokens, best)
	r.code(tokens)
	switch {
	case slices.Contains(signs, r.Command) && !r.Leads:
		r.Command = None // part of what is told
	case r.Number != "" && slices.Contains([]Command{None, Apply, List}, r.Command):
		r.Command = Status
	case r.Command == None && greeted(tokens):
		r.Command, r.Leads, r.Whole = Help, true, true
	}
	return r
}

// numbers finds the tracking number, written in one or with spaces and hyphens, and
// the first small number.
func (r *Reading) numbers(tokens []token) {
	for i := range tokens {
		if !tokens[i].digits || tokens[i].taken {
			continue
		}
		joined, end := "", i
		for end < len(tokens) && tokens[end].digits && len(joined) < trackingLength {
			joined += tokens[end].fold
			end++
		}
		if len(joined) == trackingLength && !strings.HasPrefix(joined, "0") {
			found, err := number.ParseTracking(joined)
			if err != nil {
				r.Wrong = joined
			} else {
				r.Number, r.Wrong = found, ""
			}
			for j := i; j < end; j++ {
				tokens[j].taken = true
			}
			continue
		}
		if figure := tokens[i].fold; r.Figure < 0 && len(figure) <= 2 {
			r.Figure = 0
			for _, digit := range figure {
				r.Figure = r.Figure*10 + int(digit-'0')
			}
		}
	}
}

const trackingLength = 11

// judge says what the command leaves of the message, and how surely it was meant.
func (r *Reading) judge(tokens []token, best score) {
	r.Whole = true
	first, english, other := true, 0, 0
	var rest []string
	for i, t := range tokens {
		lang := ""
		switch {
		case best.used[i] != "":
			lang = best.used[i]
			r.Leads = r.Leads || first && best.command != None
			first = false
		case t.taken:
		default:
			little := littleWord(t)
			lang = little
			if little == "" {
				first = false
				r.Whole = r.Whole && t.digits
			}
			if little == "" || len(rest) > 0 || best.command == Centre {
				rest = append(rest, t.text)
			}
		}
		switch lang {
		case inEnglish:
			english++
		case "":
		default:
			other++
		}
	}
	r.Rest = strings.Join(rest, " ")
	r.English = english >= 2 && other == 0
}

// code takes the code of a digital centre off the words that follow the command.
func (r *Reading) code(tokens []token) {
	if r.Command != Centre {
		return
	}
	words := strings.Fields(r.Rest)
	for len(words) > 1 && len(words[0]) > 1 && littleWord(tokenOf(words[0])) != "" {
		words = words[1:]
	}
	if len(words) == 0 {
		return
	}
	taken := 1
	code := words[0]
	if len(words) > 1 && !hasDigit(code) && isDigits(words[1]) && (len(bangla.ASCII(words[1])) > 1 || len(code) <= 3) {
		code, taken = code+words[1], 2
	}
	if !hasDigit(code) {
		return
	}
	for taken < len(words) && isDigits(words[taken]) && len(words[taken]) <= 4 && taken < 3 {
		code += words[taken]
		taken++
	}
	r.Code, r.Rest = strings.ToUpper(bangla.ASCII(code)), strings.Join(words[taken:], " ")
}

// greeted reports whether a message is nothing but a greeting.
func greeted(tokens []token) bool {
	found := false
	for _, t := range tokens {
		switch lang := littleWord(t); lang {
		case "":
			return false
		case greeting:
			found = true
		}
	}
	return found
}
