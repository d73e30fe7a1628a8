package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestKeysAlone applies with the keyboard alone, and always sees where it stands.
func TestKeysAlone(t *testing.T) {
	v := arrive(t, visit{})
	v.open("/rupsha")
	v.tabTo("#q")
	v.do(typed("ল্যাবের কম্পিউটার নষ্ট"))
	v.key(kb.Enter)
	v.tabTo(`main ol a[href$="/services/citizen-3-lab-support"]`)
	v.key(kb.Enter)
	v.tabTo(`main a[href$="/apply"]`)
	v.key(kb.Enter)
	v.tabTo(`form[action$="/drafts"] button`)
	v.key(" ")
	v.tabTo(`input[name="for"]`)
	v.do(chromedp.KeyEvent(" "))
	v.tabTo(`button[value="next"]`)
	v.key(kb.Enter)
	v.tabTo("#name")
	v.do(typed("সালমা খাতুন"))
	v.tabTo("#mobile")
	v.do(typed("০১৭১১২২৩৩৪৪"))
	v.key(kb.Enter) // in a field it does what the first button does
	v.tabTo("#need")
	v.do(typed("ল্যাবের ছয়টি কম্পিউটার চালু হচ্ছে না।"))
	v.tabTo("#lab_eiin")
	v.do(typed("১১৭৪৫৬"))
	v.tabTo("#lab_name")
	v.do(typed("নৈহাটি মাধ্যমিক বিদ্যালয়ের ল্যাব"))
	v.tabTo(`input[name="asked_for"]`)
	v.do(chromedp.KeyEvent(" "))
	v.tabTo(`button[value="next"]`)
	v.key(kb.Enter)
	v.tabTo(`button[value="next"]`)
	v.key(kb.Enter)
	v.tabTo(`form[action$="/submission"] button`)
	v.key(" ")
	v.receipt()
}

// TestKeysAtTheCounter settles what takes a minute with the keyboard alone, in
// three fields.
func TestKeysAtTheCounter(t *testing.T) {
	v := signIn(t, visit{})
	v.open("/rupsha/desk/counter")
	v.waitsIn("#q")
	v.do(typed("ফেসবুক হ্যাক"))
	v.key(kb.Enter)
	v.waitsIn("#name, #service")
	if ask[bool](v, `document.activeElement.matches('#service')`) {
		v.tabTo("#name")
	}
	v.do(typed("মিতা রানী"))
	v.tabTo("#sentence")
	v.do(typed("পাসওয়ার্ড বদলে দুই ধাপের নিরাপত্তা চালু করা হয়েছে।"))
	v.key(kb.Enter)
	v.sees("মিতা রানী")
	v.sees("দুই ধাপের নিরাপত্তা চালু করা হয়েছে")
	v.waitsIn(`main a[href$="/desk/counter"]`) // for the next visitor
}

// waitsIn makes sure that the cursor stands in an element by itself, as soon as the
// browser has put it there.
func (v *visitor) waitsIn(selector string) {
	v.t.Helper()
	for range 50 {
		if ask[bool](v, fmt.Sprintf("document.activeElement.matches(%q)", selector)) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	v.fatalf("the cursor is not in %s but on %s", selector, ask[string](v, `document.activeElement.outerHTML.slice(0, 80)`))
}

// tabTo presses Tab until the element that the selector finds has the focus. Every
// element on the way must show that it has it.
func (v *visitor) tabTo(selector string) {
	v.t.Helper()
	const most = 80
	for range most {
		v.do(chromedp.KeyEvent(kb.Tab))
		if hidden := ask[string](v, unseenFocus); hidden != "" {
			v.fatalf("the focus cannot be seen on %s", hidden)
		}
		if ask[bool](v, fmt.Sprintf("document.activeElement.matches(%q)", selector)) {
			return
		}
	}
	v.fatalf("%d times Tab do not lead to %s", most, selector)
}

// unseenFocus names the element with the focus when neither it nor the label around
// it is drawn differently for that, or when it lies outside of the window.
const unseenFocus = `(() => {
	const e = document.activeElement
	if (e === document.body) return ''
	const drawn = [e, e.closest('label'), e.parentElement].filter(Boolean).some(one => {
		const style = getComputedStyle(one)
		return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
	})
	const box = (e.closest('label') || e).getBoundingClientRect()
	const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
	return drawn && inside ? '' : e.outerHTML.slice(0, 120)
})()`

// key presses a key that leads to another page.
func (v *visitor) key(key string) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(key))
	if err != nil {
		v.fatalf("key %q: %v", key, err)
	}
	if response.Status >= 400 {
		v.fatalf("key %q: status %d", key, response.Status)
	}
}
