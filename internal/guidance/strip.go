package guidance

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dorgora/bangla"
)

// What stands in the place of what was taken out.
const (
	hiddenName   = "[নাম]"
	hiddenNumber = "[নম্বর]"
	hiddenMail   = "[ই-মেইল]"
	hiddenLink   = "[লিংক]"
)

var (
	mailAddress = regexp.MustCompile(`[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}.\-]*\.[\p{L}\p{N}]+`)
	// profile is an address on which a person, not an office, can be found; a
	// government address stays.
	profile = regexp.MustCompile(`(?i)(https?://|www\.)[^\s<>"]+|\b(facebook|fb|m\.me|wa\.me|t\.me|instagram|tiktok|youtube|linkedin)\.?(com)?/[^\s<>"]+|(^|\s)@[\p{L}\p{N}_.]{3,}`)
	// digits is a run of digits of either set, perhaps parted by single spaces,
	// hyphens, dots or slashes.
	digits = regexp.MustCompile(`\+?[0-9০-৯]+([ \-./()][0-9০-৯]+)*`)
	isDate = regexp.MustCompile(`^([0-9]{1,2}([/.\-])[0-9]{1,2}([/.\-])[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})$`)
	years  = regexp.MustCompile(`^(19|20)[0-9]{2}([ \-/](19|20)?[0-9]{2})*$`)
)

// shortestIdentity is the number of digits from which a run may name a person: a
// land line has seven, a mobile and a tracking number eleven, an identity card 10,
// 13 or 17.
const shortestIdentity = 7

// Strip takes out of a text what may name a person: mail addresses, addresses of
// profiles, telephone, identity and tracking numbers in either digits, and the
// names given, with their case endings and in Latin letters. Short numbers such as
// 333, years and dates stay. It takes too much rather than too little, and cannot
// know a house or an illness: a second person must read the result.
func Strip(text string, names ...string) string {
	text = bangla.Normal(text)
	text = mailAddress.ReplaceAllString(text, hiddenMail)
	text = profile.ReplaceAllStringFunc(text, func(found string) string {
		if strings.Contains(strings.ToLower(found), ".gov.bd") {
			return found
		}
		if trimmed := strings.TrimLeft(found, " \t\n"); len(trimmed) < len(found) {
			return found[:len(found)-len(trimmed)] + hiddenLink
		}
		return hiddenLink
	})
	text = digits.ReplaceAllStringFunc(text, hideNumber)
	return hideNames(text, names)
}

func hideNumber(found string) string {
	plain := bangla.ASCII(found)
	n := 0
	for _, r := range plain {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	if n < shortestIdentity || isDate.MatchString(plain) || years.MatchString(plain) {
		return found
	}
	return hiddenNumber
}

// titles are parts of names that name nobody.
var titles = bangla.Words("মো মোঃ মোছা মোছাঃ মোসাম্মৎ মুহাম্মদ মোহাম্মদ জনাব মিসেস মিস্টার শ্রী শ্রীমতি ডা ড প্রকৌ বেগম খাতুন md mst mr mrs miss dr")

// caseEndings are what may follow a name in a sentence.
var caseEndings = []string{"", "র", "ের", "এর", "কে", "রা", "ের", "য়", "তে", "দের", "দেরকে", "ও", "ই", "টি", "রই", "রও"}

// wanted is one part of a name to be hidden.
type wanted struct{ fold, sound string }

func hideNames(text string, names []string) string {
	parts := partsOf(names)
	if len(parts) == 0 {
		return text
	}
	var out strings.Builder
	for _, word := range wordsOf(text) {
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsLetter(first) && isNamed(word, parts) {
			word = hiddenName
		}
		out.WriteString(word)
	}
	// “[নাম] [নাম]” is one person.
	hidden := regexp.MustCompile(regexp.QuoteMeta(hiddenName) + `([ .]+` + regexp.QuoteMeta(hiddenName) + `)+`)
	return hidden.ReplaceAllString(out.String(), hiddenName)
}

func partsOf(names []string) []wanted {
	var parts []wanted
	for _, name := range names {
		for _, part := range strings.FieldsFunc(bangla.Normal(name), func(r rune) bool { return !isWordRune(r) }) {
			one := wanted{bangla.Fold(part), bangla.Sound(part)}
			if utf8.RuneCountInString(one.fold) >= 2 && !slices.Contains(titles, one.fold) {
				parts = append(parts, one)
			}
		}
	}
	return parts
}

func isNamed(word string, parts []wanted) bool {
	fold := bangla.Fold(word)
	latin := word[0] < utf8.RuneSelf
	const clearSound = 3 // letters of a sound that few words share
	for _, part := range parts {
		rest, begins := strings.CutPrefix(fold, part.fold)
		if begins && slices.ContainsFunc(caseEndings, func(e string) bool { return bangla.Fold(e) == rest || e == rest }) {
			return true
		}
		if latin && len(part.sound) >= clearSound && bangla.Sound(word) == part.sound {
			return true
		}
	}
	return false
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || r == '\u200c' || r == '\u200d'
}

// wordsOf cuts a text into words and what stands between them; together they are
// the text.
func wordsOf(text string) []string {
	var pieces []string
	start, inWord := 0, false
	for i, r := range text {
		if i > 0 && isWordRune(r) != inWord {
			pieces = append(pieces, text[start:i])
			start = i
		}
		inWord = isWordRune(r)
	}
	if start < len(text) {
		pieces = append(pieces, text[start:])
	}
	return pieces
}

// Exchange is what was asked and answered in a case, with the names of the people
// in it, which must not come out.
type Exchange struct {
	Case     string
	Services []string
	Question string
	Reply    string
	Names    []string
}

// Public is the exchange as the beginning of an answer for everybody: without
// personal data, the first sentence of the question as its title.
func (e Exchange) Public() Content {
	title := bangla.Line(Strip(e.Question, e.Names...))
	if i := strings.IndexAny(title, "?।\n"); i > 0 {
		_, size := utf8.DecodeRuneInString(title[i:])
		title = title[:i+size]
	}
	if letters := []rune(title); len(letters) > MostTitle {
		title = string(letters[:MostTitle-1]) + "…"
	}
	return Content{
		Sort: Answer, Services: e.Services, Public: true, Case: e.Case,
		Bn: Text{Title: title, Body: strings.TrimSpace(Strip(e.Reply, e.Names...))},
	}
}
