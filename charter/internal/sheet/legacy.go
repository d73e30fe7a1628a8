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
	legacy bool // some piece was converted since the last take
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

// take gives the text read since the last take, and whether some was Bijoy.
func (r *run) take() (string, bool) {
	r.settle()
	text, legacy := r.done.String(), r.legacy
	r.done.Reset()
	r.legacy = false
	return text, legacy
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

// fromBijoy converts text that is known to be Bijoy, sparing addresses.
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
	return strings.Join(words, " ")
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

// modernHeader lets a header test see legacy text as Unicode.
func modernHeader(test HeaderTest) HeaderTest {
	return func(texts []string) bool {
		if test(texts) {
			return true
		}
		joined := strings.Join(texts, " ")
		if len(joined) > 2_000 || hasBangla(joined) || !bangla.LooksBijoy(joined) {
			return false
		}
		modern := make([]string, len(texts))
		for i, text := range texts {
			modern[i] = fromBijoy(text)
		}
		return test(modern)
	}
}

// finish converts what is still in a legacy encoding and tidies every text.
func (r *Reading) finish() {
	likely, other, modern := 0, 0, 0
	r.each(func(text string) string {
		switch {
		case hasBangla(text):
			modern++
		case bangla.LooksBijoy(text):
			likely++
		case utf8.RuneCountInString(text) > 1:
			other++
		}
		return text
	})
	// Short cells such as "wd" (ফি) look like Bijoy only in such company.
	whole := likely > 0 && likely >= other && likely > modern
	converted, native := r.Legacy, false
	r.each(func(text string) string {
		if whole && !hasBangla(text) {
			converted = true
			return tidy(fromBijoy(text))
		}
		next, changed := bangla.ConvertMixed(text)
		converted = converted || changed
		native = native || (!changed && hasBangla(text))
		return tidy(next)
	})
	native = native && modern > 0
	r.Legacy, r.Mixed = converted, converted && native
	r.drop()
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
