// Package message holds what the program says to people, as data: one text for
// every key in Bangla and in English. It knows no page, no request and no
// visitor; the language comes in with every call.
//
// Texts live beside the package that says them, in bn.txt and en.txt:
//
//	# a remark
//	case.waiting = {count}টি আবেদন অপেক্ষায়
//	case.cure = A long text may go on in the next line
//	    as long as that line is indented.
//	    ¶ This begins a new line.
//
// A placeholder is a name in braces. {count|request|requests} prints the first
// word when count is one (in Bangla: none or one) and the second otherwise.
package message

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Lang is the language of a text or a page, as in the lang attribute of HTML.
type Lang string

// The two languages of the program.
const (
	Bn Lang = "bn"
	En Lang = "en"
)

// Other returns the other language.
func (l Lang) Other() Lang {
	if l == En {
		return Bn
	}
	return En
}

// Set is the two text files of one package. Name tells where a mistake lies.
type Set struct {
	Name   string
	Bn, En string
}

// Catalogue is every text of the program. It does not change after New and may
// be read by many at once. The zero value knows no text.
type Catalogue struct {
	texts map[Lang]Texts
}

// New joins the sets. A key that one language lacks, a key that stands twice and
// placeholders that differ between the languages are errors that name the key.
func New(sets ...Set) (Catalogue, error) {
	all := Catalogue{texts: map[Lang]Texts{Bn: {}, En: {}}}
	var wrong []error
	for _, set := range sets {
		wrong = append(wrong, all.add(set))
	}
	if err := errors.Join(wrong...); err != nil {
		return Catalogue{}, err
	}
	return all, nil
}

func (c Catalogue) add(set Set) error {
	bn, errBn := Parse(string(Bn), set.Bn)
	en, errEn := Parse(string(En), set.En)
	if err := errors.Join(errBn, errEn); err != nil {
		return fmt.Errorf("%s: %w", set.Name, err)
	}
	wrong := compare(bn, en)
	for _, key := range slices.Sorted(maps.Keys(bn)) {
		if _, taken := c.texts[Bn][key]; taken {
			wrong = append(wrong, fmt.Errorf("key %s stands in another set too", key))
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return fmt.Errorf("%s: %w", set.Name, err)
	}
	maps.Copy(c.texts[Bn], bn)
	maps.Copy(c.texts[En], en)
	return nil
}

func compare(bn, en Texts) []error {
	var wrong []error
	for _, key := range slices.Sorted(maps.Keys(bn)) {
		other, ok := en[key]
		if !ok {
			wrong = append(wrong, fmt.Errorf("key %s has no English text", key))
			continue
		}
		if a, b := bn[key].names(), other.names(); !slices.Equal(a, b) {
			wrong = append(wrong, fmt.Errorf("key %s: placeholders differ: bn {%s}, en {%s}",
				key, strings.Join(a, "} {"), strings.Join(b, "} {")))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(en)) {
		if _, ok := bn[key]; !ok {
			wrong = append(wrong, fmt.Errorf("key %s has no Bangla text", key))
		}
	}
	return wrong
}

// Has reports whether there is a text for key.
func (c Catalogue) Has(key string) bool {
	_, ok := c.texts[Bn][key]
	return ok
}

// Keys returns every key in order.
func (c Catalogue) Keys() []string {
	return slices.Sorted(maps.Keys(c.texts[Bn]))
}

// Text returns the text for key. args are name, value pairs: whole numbers are
// printed in the digits and the grouping of the language, everything else as it
// is. A placeholder without a value stays as it is written. An unknown key comes
// back in brackets, which tests of whole pages look for.
func (c Catalogue) Text(lang Lang, key string, args ...any) string {
	text, ok := c.texts[lang][key]
	if !ok {
		return "[" + key + "]"
	}
	return text.print(lang, args)
}
