package bangla

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// LooksBijoy reports whether s, a whole text or a single cell, was typed for a
// Bijoy font. It weighs each word by what no Latin spelling has (glyphs between
// letters, a v or q where English has none, capitals inside a word) and by a
// list of frequent Bangla words; numbers, addresses and abbreviations count for
// nothing. Text with Bangla letters in it is not Bijoy: ask ConvertMixed.
func LooksBijoy(s string) bool {
	if strings.ContainsFunc(s, isBangla) {
		return false
	}
	bijoy, latin := make(weigher).weigh(twins(s))
	return bijoy > 0 && bijoy >= latin
}

// weigher weighs words, each different one once.
type weigher map[string]int

// weigh counts the words that must be Bijoy and those that must be Latin.
func (w weigher) weigh(s string) (bijoy, latin int) {
	for at := range tokens(s) {
		switch e := w.evidence(s[at[0]:at[1]]); {
		case e >= 2:
			bijoy++
		case e < 0:
			latin++
		}
	}
	return bijoy, latin
}

func (w weigher) evidence(token string) int {
	e, known := w[token]
	if !known {
		e = evidence(token)
		if len(w) < 1<<14 { // real texts repeat their words; noise must not fill memory
			w[token] = e
		}
	}
	return e
}

var (
	letterBeforeV = regexp.MustCompile(`[^aeiouyAEIOUYlrndsbLRNDSv\W]v|[^aeiouyAEIOUY\W\d]v(?:$|[^aeiouyv\w]|[A-Z])`)
	vBeforeOther  = regexp.MustCompile(`v[bcdfghjkmnpqstwxz]`)
	bareQ         = regexp.MustCompile(`q[^u\W]|[^aeiouyAEIOUY\W\d_]q[^u]|[^aeiouyAEIOUY\W\d_]q$`)
	innerCapital  = regexp.MustCompile(`[a-z][A-Z]`)
	firstW        = regexp.MustCompile(`^w[^aeiouyhrAEIOUYHR\W]`)
	camelCase     = regexp.MustCompile(`^[A-Za-z]?[a-z]{2,}(?:[A-Z][a-z]{2,})+$|^Mac?[A-Z][a-z]+$|^[A-Z]+s?$`)
	firstPair     = regexp.MustCompile(`^(?i:b[lry]|c[hlrwyz]|d[hrwjy]|f[ljry]|g[hlnry]|j[hy]|k[hlnrwy]|ll|m[cdy]|n[gy]|p[hlnrsty]|qu|r[hy]|s[chklmnpqrtvwyz]|t[hrswyz]|v[rly]|w[hr]|z[hy])`)
	twoConsonants = regexp.MustCompile(`^(?i:[bcdfghjklmnpqrstvwxz]{2})[A-Za-z]`)
	insideSign    = regexp.MustCompile(`[A-Za-z][~^][A-Za-z]|[A-Za-z]~$|[A-Za-z]\x60[^\x60]|^\x60[^\x60]+$|[A-Za-z]”[PQT]`)
)

// longestWord is the longest token in bytes that can be a word of either kind.
const longestWord = 120

// evidence weighs one word: 2 or more is surely Bijoy, less than 0 surely
// Latin, anything between may be either.
func evidence(token string) int {
	if len(token) > longestWord {
		return 0
	}
	word := strings.TrimFunc(token, func(r rune) bool { return strings.ContainsRune(".,:;-!?'\"*#/()=+", r) })
	if staysLatin(token) || !strings.ContainsFunc(word, unicode.IsLetter) {
		return 0
	}
	score := signs(word) + shape(word)
	if score < 2 && commonWords()[Fold(convertGlyphs(word))] {
		return 2
	}
	if score == 0 && len(word) >= 3 && strings.ContainsAny(word, "aeiouAEIOU") {
		return -1
	}
	return score
}

// commonWords are frequent words, folded, whose Bijoy spelling looks much like
// Latin. Those that would be an English word in Bijoy (dig, feb) are left out.
var commonWords = sync.OnceValue(func() map[string]bool {
	words := make(map[string]bool)
	for _, word := range strings.Fields(
		"অফিস নং ফি জন এবং কপি ছবি সনদ জমি সভা সকল দিন মাস বছর যদি আইন পদবি সদর সচিব নথি ফাইল বিল মহিলা কমিটি নাগরিক সরকার সরকারি " +
			"বিভাগ অনুমতি নিয়ম বিধি জারি তারিখ ইউনিয়ন পরিষদ সমিতি বদলি ছুটি খুলনা ঢাকা নাম টাকা সময় বিষয় ফোন ঠিকানা পিতা মাতা বয়স " +
			"প্রতি অনলাইন ইমেইল সরাসরি তথ্য সেবা ক্রমিক ঘণ্টা ঘন্টা মিনিট বিনামূল্যে মূল্য মন্তব্য কার্যদিবস শাখা কোড রুম পদবী জনাব তালিকা " +
			"কুমিল্লা রংপুর লক্ষ্মীপুর নড়াইল রাজবাড়ী নবাবগঞ্জ অধিদপ্তর দপ্তর যুবক করা হয় ধারণা চুক্তি বিবরণ ধরন গ্রহণ খসড়া খরচ কখন বিকল্প " +
			"কমিশনার বৎসর কর্ম অনধিক জুন অধিক ইউজার অথবা নথির কমিটির উপর পরিবর্তন নকল ব্যয় কারণ কর্মসূচি আবেদন প্রয়োজনীয় কাগজপত্র পদ্ধতি সহকারী কর্মকর্তা প্রদান নির্ধারিত অনুযায়ী দৈনিক জমা ভাতা বহি আদায় হতে জেলা উপজেলা",
	) {
		words[Fold(word)] = true
	}
	return words
})

// signs weighs the characters beyond ASCII. Small accented letters alone prove
// nothing in a word built of letters (café, Straße).
func signs(word string) int {
	score, accents := 0, 0
	small := strings.ContainsFunc(word, func(r rune) bool { return r >= 'a' && r <= 'z' })
	for i, r := range word {
		kind := glyphs[r].kind
		switch {
		case r < 0x80 || kind == 0 || kind == glyphPlain || strings.ContainsRune("’‘“”–—…•™", r):
		case strings.ContainsRune("©®°±²³", r):
			score++
		case r >= 'À' && r <= 'þ' && unicode.IsLetter(r) && !(unicode.IsUpper(r) && i > 0 && small):
			accents++
		default:
			score += 3 // no word has these, nor an accented capital inside small letters
		}
	}
	if accents > 0 && !latinAccent(word) {
		score++
	}
	return score
}

// latinAccent reports whether the word is built of Latin letters alone, as
// café or Straße are.
func latinAccent(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' })
}

// shape weighs how the ASCII letters stand together.
func shape(word string) int {
	score := 0
	for _, odd := range []*regexp.Regexp{letterBeforeV, bareQ, firstW, insideSign} {
		if odd.MatchString(word) {
			score += 2
		}
	}
	if len(word) < 3 {
		return score / 2 // vs, kg and their like
	}
	if camelCase.MatchString(word) {
		return score
	}
	score += len(innerCapital.FindAllString(word, 2))
	if vBeforeOther.MatchString(word) {
		score++
	}
	if len(word) >= 3 && latinAccent(word) && !strings.ContainsAny(word, "aeiouyAEIOUY") {
		score++
	}
	if len(word) >= 4 && twoConsonants.MatchString(word) && !firstPair.MatchString(word) {
		score++
	}
	return score
}

var (
	jsonEscape = regexp.MustCompile(`\\u[0-9a-fA-F]{4}`)
	blockTag   = regexp.MustCompile(`(?i)<(?:br|/p|/div|/li|/tr|/td|/th|/h[1-6])\b[^<>]*>`)
	anyTag     = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)
)

// ConvertMixed converts the Bijoy runs of a text in which Bijoy, Unicode
// Bangla and Latin may stand side by side, and leaves the rest as it is. Text
// pasted as JSON (\u2021mev<\/span>) is unescaped first and loses its tags.
// converted reports whether anything was done; if not, text is s itself. Like
// FromBijoy it wants the raw text, before Normal.
func ConvertMixed(s string) (text string, converted bool) {
	text = s
	if jsonEscape.MatchString(s) {
		text, converted = unescape(s), true
	}
	var out strings.Builder
	w := make(weigher)
	for rest := text; rest != ""; {
		bengali := strings.IndexFunc(rest, isBangla)
		if bengali < 0 {
			bengali = len(rest)
		}
		run, changed := w.convertRun(rest[:bengali])
		converted = converted || changed
		out.WriteString(run)
		rest = rest[bengali:]
		latin := strings.IndexFunc(rest, func(r rune) bool { return !isBangla(r) && r != '।' && r != zwj && r != zwnj })
		if latin < 0 {
			latin = len(rest)
		}
		out.WriteString(rest[:latin])
		rest = rest[latin:]
	}
	if !converted {
		return s, false
	}
	return out.String(), true
}

// convertRun converts a run without Bangla letters when its Bijoy words
// outnumber the Latin ones, and otherwise only its stretches of Bijoy words.
func (w weigher) convertRun(raw string) (string, bool) {
	s := twins(raw)
	bijoy, latin := w.weigh(s)
	switch {
	case bijoy == 0:
		return raw, false
	case bijoy >= 2*latin:
		return FromBijoy(s), true
	}
	var out strings.Builder
	last := 0
	for _, at := range w.stretches(s) {
		out.WriteString(s[last:at[0]])
		out.WriteString(FromBijoy(s[at[0]:at[1]]))
		last = at[1]
	}
	out.WriteString(s[last:])
	return out.String(), true
}

// stretches finds the longest parts of s that hold a Bijoy word and no Latin
// one.
func (w weigher) stretches(s string) [][2]int {
	var found [][2]int
	var now [2]int
	bijoy := false
	end := func() {
		if bijoy {
			found = append(found, now)
		}
		now, bijoy = [2]int{}, false
	}
	for at := range tokens(s) {
		e := w.evidence(s[at[0]:at[1]])
		if e < 0 {
			end()
			continue
		}
		if now[1] == 0 {
			now[0] = at[0]
		}
		now[1] = at[1]
		bijoy = bijoy || e >= 2
	}
	end()
	return found
}

// unescape undoes JSON string escapes and drops HTML tags.
func unescape(s string) string {
	var units []uint16
	for i := 0; i < len(s); {
		if s[i] == '\\' && i+5 < len(s) && s[i+1] == 'u' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				units = append(units, uint16(n))
				i += 6
				continue
			}
		}
		if s[i] == '\\' && i+1 < len(s) {
			if at := strings.IndexByte("/\"\\`ntr", s[i+1]); at >= 0 {
				units = append(units, uint16("/\"\\`\n\t\n"[at]))
				i += 2
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		units = utf16.AppendRune(units, r)
		i += size
	}
	text := blockTag.ReplaceAllString(string(utf16.Decode(units)), " ")
	return html.UnescapeString(anyTag.ReplaceAllString(text, ""))
}
