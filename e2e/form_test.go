package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// putIn fills the form whose address ends with action, on a page with many forms,
// opens what is folded around it, and marks it, so that its button can be pressed.
// It returns what stood in the way.
const putIn = `((action, pairs) => {
	const form = [...document.forms].find(f => f.getAttribute('method') === 'post' && (f.getAttribute('action') || '').endsWith(action))
	if (!form) return 'no form ' + action
	for (const other of document.forms) delete other.dataset.chosen
	form.dataset.chosen = ''
	const open = e => { for (let d = e.closest('details'); d; d = d.parentElement.closest('details')) d.open = true }
	open(form)
	const put = (name, value) => {
		const all = [...form.elements].filter(e => e.name === name)
		if (all.length === 0) {
			const parts = value.split('-')
			const date = form.elements[name + '-day'] && parts.length === 3
			if (!date) return 'no field ' + name + ' in ' + action
			form.elements[name + '-day'].value = parts[2]
			form.elements[name + '-month'].value = parts[1]
			form.elements[name + '-year'].value = parts[0]
			return ''
		}
		open(all[0])
		if (all[0].type === 'radio' || all[0].type === 'checkbox') {
			const one = all.find(e => e.value === value)
			if (!one) return name + ' cannot be ' + value
			one.checked = true
			return ''
		}
		all[0].value = value
		return all[0].value === value ? '' : name + ' cannot be ' + value
	}
	return pairs.map(([name, value]) => put(name, value)).filter(Boolean).join('; ')
})`

// pairs are names of fields and what is put into them, one after another.
type pairs []string

// under puts a prefix before each name, as the forms of a case's page bear them.
func (p pairs) under(prefix string) pairs {
	named := make(pairs, len(p))
	for i, text := range p {
		if i%2 == 0 {
			text = prefix + text
		}
		named[i] = text
	}
	return named
}

// fillIn fills a form of the page by the names of its fields.
func (v *visitor) fillIn(action string, fields ...string) {
	v.t.Helper()
	list := [][2]string{}
	for i := 0; i < len(fields); i += 2 {
		list = append(list, [2]string{fields[i], fields[i+1]})
	}
	typed, err := json.Marshal(list)
	if err != nil {
		v.t.Fatal(err)
	}
	const tries = 30
	wrong := ""
	for range tries { // the question may have met the document before this one
		wrong = ask[string](v, fmt.Sprintf("%s(%q, %s)", putIn, action, typed))
		if !strings.HasPrefix(wrong, "no form") {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if wrong != "" {
		v.fatalf("%s", wrong)
	}
}

// send fills a form of the page and presses its button, which must lead to a page
// without a fault.
func (v *visitor) send(action string, fields ...string) {
	v.t.Helper()
	v.fillIn(action, fields...)
	v.follow("form[data-chosen] .btn")
}

// onCase opens a case of the desk and sends one of its forms.
func (v *visitor) onCase(number, action string, fields ...string) {
	v.t.Helper()
	v.open("/rupsha/desk/cases/" + ascii(number))
	v.send(action, fields...)
}

// link is the address of the first link that the selector finds, without the
// server and the language.
func (v *visitor) link(selector string) string {
	v.t.Helper()
	found := ask[string](v, fmt.Sprintf("document.querySelector(%q)?.pathname ?? ''", selector))
	if found == "" {
		v.fatalf("no link %s", selector)
	}
	if rest, english := strings.CutPrefix(found, "/en/"); english {
		return "/" + rest
	}
	return found
}
