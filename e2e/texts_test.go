package e2e

import (
	"context"
	"os"
	"regexp"
	"slices"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// source is the HTML of the page as the server sent it.
func (v *visitor) source() string {
	v.t.Helper()
	id, _ := v.document.Load().(network.RequestID)
	read := chromedp.Action[string](func(ctx context.Context, target *chromedp.Target) (string, error) {
		body, err := cdp.Call(ctx, target, network.GetResponseBody, network.GetResponseBodyParams{RequestID: id})
		return string(body.Body), err
	})
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	html, err := chromedp.Run(ctx, read)
	if err != nil {
		v.fatalf("read the HTML: %v", err)
	}
	return html
}

// keepSource writes the HTML of the page to a file.
func (v *visitor) keepSource(file string) {
	v.t.Helper()
	if err := os.WriteFile(file, []byte(v.source()), 0o600); err != nil {
		v.t.Fatal(err)
	}
}

// missingText is what stands where a text has no words: its key in brackets.
var missingText = regexp.MustCompile(`\[[a-z]+(\.[a-z_0-9]+)+\]`)

// foreign is a Latin word or digit on a Bangla page, and where it stands.
type foreign struct{ Text, Place string }

// latin lists what is written in Latin letters or digits on the page, outside of
// elements marked as English, with attributes that are read out or shown.
const latin = `(() => {
	const found = []
	const note = (text, e) => {
		for (const word of text.match(/[A-Za-z0-9][A-Za-z0-9@.:\/_+-]*/g) || [])
			found.push({Text: word, Place: e.tagName.toLowerCase() + (e.className && e.className.baseVal === undefined ? '.' + e.className : '') + ': ' + text.trim().slice(0, 60)})
	}
	const english = e => e.closest('[lang="en"], [name$="_en"]') !== null
	const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT)
	while (walker.nextNode()) {
		const e = walker.currentNode.parentElement
		if (!['SCRIPT', 'STYLE'].includes(e.tagName) && !english(e)) note(walker.currentNode.data, e)
	}
	for (const name of ['title', 'alt', 'aria-label', 'placeholder'])
		for (const e of document.querySelectorAll('[' + name + ']')) if (!english(e)) note(e.getAttribute(name), e)
	const typedInLatin = '[type=hidden], [type=radio], [type=checkbox], [type=file], .vh, [name$="_en"], [name=login], [name=mail], [name=slug]'
	for (const e of document.querySelectorAll('input')) if (!e.matches(typedInLatin)) note(e.value, e)
	return found
})()`

// latinAllowed are words that are written in Latin letters in Bangla too.
var latinAllowed = []*regexp.Regexp{
	regexp.MustCompile(`^[A-Za-z0-9._-]+@[A-Za-z0-9.-]+$`),                                // a mail address
	regexp.MustCompile(`(^|\.)(jpg|png|txt|html|json|csv)$`),                              // the name of a file, or its end after a Bangla name
	regexp.MustCompile(`^(PDF|DOCX|XLSX|CSV)$`),                                           // kinds of files, as they are called
	regexp.MustCompile(`^(Enter|Alt|Alt\+Shift|Tab)$`),                                    // keys, as it stands on them
	regexp.MustCompile(`^QR$`),                                                            // a code that is called so
	regexp.MustCompile(`^ICT$`),                                                           // as the charter prints it
	regexp.MustCompile(`^(Chrome|Linux|Aegis|FreeOTP|Google|Authenticator|ledgercheck)$`), // programs, by the names they show
	regexp.MustCompile(`^Ctrl\+P$`),                                                       // as it stands on the keys
	regexp.MustCompile(`^rupsha$`),                                                        // how the end of an address looks
}

// checkTexts makes sure that every text has words, and that a Bangla page speaks
// Bangla, digits included, unless it shows what is written in Latin letters.
func (v *visitor) checkTexts(speaks bool) {
	v.t.Helper()
	if keys := missingText.FindAllString(v.source(), -1); len(keys) > 0 {
		v.problem("texts without words: %v", slices.Compact(slices.Sorted(slices.Values(keys))))
	}
	if v.lang == en || !speaks {
		return
	}
	for _, one := range ask[[]foreign](v, latin) {
		allowed := slices.ContainsFunc(latinAllowed, func(a *regexp.Regexp) bool { return a.MatchString(one.Text) })
		if !allowed {
			v.problem("Latin %q in %s", one.Text, one.Place)
		}
	}
}
