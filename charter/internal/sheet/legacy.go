package sheet

import (
	"strings"
	"unicode/utf8"

	"dorgora/bangla"
)

// run is inline text as it is being read. Neighbouring pieces in a legacy font
// are held together, because Bijoy writes a vowel before the letter it follows
// and the two may stand in different elements.
type run struct {
	done   strings.Builder
	bijoy  strings.Builder
	legacy bool // some piece was converted
	native bool // some piece was Unicode Bangla as it came
}

// add appends text; legacy says that its font is a Bijoy font.
func (r *run) add(text string, legacy bool) {
	if legacy && !hasBangla(text) {
		r.bijoy.WriteString(text)
		return
	}
	if r.bijoy.Len() > 0 && strings.TrimSpace(text) == "" {
		r.bijoy.WriteString(text)
		return
	}
	r.settle()
	r.native = r.native || hasBangla(text)
	r.done.WriteString(text)
}

// settle converts the Bijoy text read so far.
func (r *run) settle() {
	if r.bijoy.Len() == 0 {
		return
	}
	text := r.bijoy.String()
	r.bijoy.Reset()
	converted := fromBijoy(text)
	r.legacy = r.legacy || converted != text
	r.done.WriteString(converted)
}

// take gives the text read since the last take.
func (r *run) take() string {
	r.settle()
	text := r.done.String()
	r.done.Reset()
	return text
}

// empty reports whether nothing was read since the last take.
func (r *run) empty() bool { return r.done.Len() == 0 && r.bijoy.Len() == 0 }

// legacyFont reports whether a font name is one of the Bijoy family, in which
// Latin letters look like Bangla ones. Names in OMJ are Unicode fonts.
func legacyFont(family string) bool {
	first, _, _ := strings.Cut(family, ",")
	name := strings.ToLower(strings.Trim(first, " \t\n\"'"))
	if strings.HasSuffix(name, "omj") {
		return false
	}
	return strings.HasSuffix(name, "mj") || strings.HasPrefix(name, "sutonny") || strings.HasPrefix(name, "bijoy")
}

// fromBijoy converts text that is known to be Bijoy, sparing addresses, and
// gives it in normal form.
func fromBijoy(text string) string {
	if !strings.ContainsAny(text, "@") && !strings.Contains(text, "://") && !strings.Contains(text, "www.") {
		return bangla.FromBijoy(text)
	}
	words := strings.Split(text, " ")
	for i, word := range words {
		if !strings.ContainsAny(word, "@") && !strings.Contains(word, "://") && !strings.Contains(word, "www.") {
			words[i] = bangla.FromBijoy(word)
		}
	}
	return bangla.Normal(strings.Join(words, " "))
}

// hasBangla reports whether text holds a letter of the Bangla block.
func hasBangla(text string) bool {
	for _, r := range text {
		if r >= 0x0980 && r <= 0x09FF {
			return true
		}
	}
	return false
}

// modern lets the signs see legacy text as Unicode.
func (s Signs) modern() Signs {
	return Signs{
		Header: func(texts []string) bool {
			if s.Header(texts) {
				return true
			}
			joined := strings.Join(texts, " ")
			if !shortBijoy(joined) {
				return false
			}
			modern := make([]string, len(texts))
			for i, text := range texts {
				modern[i] = fromBijoy(text)
			}
			return s.Header(modern)
		},
		Title: func(line string) bool {
			return s.Title(line) || (shortBijoy(line) && s.Title(fromBijoy(line)))
		},
	}
}

// shortBijoy reports whether a text is Bijoy and short enough for a header.
func shortBijoy(text string) bool { return len(text) <= maxProof && looksBijoy(text) }

// finish converts what is still in a legacy encoding and tidies every text.
// What fonts already told is in fonts.
func (r *Reading) finish(fonts *run) {
	company := r.bijoyCompany()
	native, budget := fonts.native, maxWeighed
	r.Legacy = fonts.legacy
	r.each(func(text string) string {
		if company && !hasBangla(text) || len(text) > maxProof && looksBijoy(text) {
			r.Legacy = true
			return tidyLines(fromBijoy(text))
		}
		changed := false
		if mayBeBijoy(text) && budget > 0 {
			budget -= len(text)
			text, changed = bangla.ConvertMixed(text)
		}
		r.Legacy = r.Legacy || changed
		native = native || !fonts.legacy && !changed && hasBangla(text)
		return tidy(text)
	})
	r.Mixed = r.Legacy && native
	r.drop()
}

// bijoyCompany reports whether so many of the Latin texts are surely Bijoy that
// the short ones among them, such as "wd" (ফি) or "H" (ঐ), must be Bijoy too.
func (r *Reading) bijoyCompany() bool {
	likely, other, budget := 0, 0, maxWeighed
	r.each(func(text string) string {
		if budget <= 0 || hasBangla(text) || !mayBeBijoy(text) {
			return text
		}
		budget -= min(len(text), maxProof)
		switch {
		case looksBijoy(text):
			likely++
		case utf8.RuneCountInString(text) > 1:
			other++
		}
		return text
	})
	return likely >= 3 && likely >= 2*other
}

const (
	maxProof   = 4_000   // how many bytes of a text are looked at to tell its encoding
	maxWeighed = 400_000 // how many bytes of a file are weighed word by word
)

// looksBijoy judges a text by its beginning.
func looksBijoy(text string) bool {
	return mayBeBijoy(text) && bangla.LooksBijoy(text[:min(len(text), maxProof)])
}

// mayBeBijoy reports whether text holds a letter that Bijoy could be written
// with: any of Latin or of the symbols of Windows-1252.
func mayBeBijoy(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0x80 && r < 0x300 || r >= 0x2010 && r < 0x2200
	})
}

// each replaces every text of the reading.
func (r *Reading) each(change func(string) string) {
	seen := map[string]string{} // merged and repeated cells once
	once := func(text string) string {
		if next, ok := seen[text]; ok {
			return next
		}
		next := change(text)
		seen[text] = next
		return next
	}
	for i := range r.Blocks {
		block := &r.Blocks[i]
		if block.Rows == nil {
			block.Text = once(block.Text)
			continue
		}
		for _, row := range block.Rows {
			for k := range row {
				if row[k].Text != "" {
					row[k].Text = once(row[k].Text)
				}
			}
		}
	}
}

// drop removes paragraphs and tables without any text.
func (r *Reading) drop() {
	kept := r.Blocks[:0]
	for _, block := range r.Blocks {
		if block.Text != "" || !blank(block.Rows) {
			kept = append(kept, block)
		}
	}
	r.Blocks = kept
}

func blank(rows [][]Cell) bool {
	for _, row := range rows {
		for _, cell := range row {
			if cell.Text != "" {
				return false
			}
		}
	}
	return true
}
