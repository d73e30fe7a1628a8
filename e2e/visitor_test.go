package e2e

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// lang is a language of the pages, as the html element names it.
type lang string

const (
	bn lang = "bn"
	en lang = "en"
)

// prefix is what the addresses of a language begin with.
func (l lang) prefix() string {
	if l == en {
		return "/en"
	}
	return ""
}

// words is one sentence in both languages.
type words struct{ bn, en string }

func (w words) in(l lang) string {
	if l == en {
		return w.en
	}
	return w.bn
}

// visitor is one person at one browser with cookies of its own.
type visitor struct {
	t    *testing.T
	ctx  context.Context
	lang lang
	name string // of the pictures of failures
	shot bool

	document atomic.Value // network.RequestID of the page that is shown
}

// visit describes how somebody comes.
type visit struct {
	lang      lang
	width     int64 // of the screen in CSS pixels; 0 is 1280
	noScripts bool  // the browser runs no JavaScript
}

const (
	phone   = 360
	desktop = 1280
)

// arrived counts the visitors, so that their pictures have names of their own.
var arrived atomic.Int32

// plainName makes the name of a test fit for a file.
var plainName = strings.NewReplacer("/", "-", " ", "-", ",", "")

// patience is how long one act of a person may take on a busy machine.
const patience = 20 * time.Second

// arrive opens a browser window for somebody new.
func arrive(t *testing.T, how visit) *visitor {
	t.Helper()
	ctx, leave := chromedp.NewContext(the.browser, chromedp.WithNewBrowserContext())
	v := &visitor{t: t, ctx: ctx, lang: how.lang, name: fmt.Sprintf("%s-%d", plainName.Replace(t.Name()), arrived.Add(1))}
	t.Cleanup(func() {
		if t.Failed() {
			v.photograph()
		}
		leave()
	})
	if v.lang == "" {
		v.lang = bn
	}
	if how.width == 0 {
		how.width = desktop
	}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("open a window: %v", err)
	}
	v.noteDocuments()
	v.do(resize(how.width), scripts(!how.noScripts))
	return v
}

// noteDocuments remembers the request of each page, to read its HTML by.
func (v *visitor) noteDocuments() {
	v.t.Helper()
	err := chromedp.Listen(v.ctx, func(event any) {
		if one, ok := event.(*network.EventResponseReceived); ok && one.Type == network.ResourceTypeDocument {
			v.document.Store(one.RequestID)
		}
	})
	if err != nil {
		v.t.Fatal(err)
	}
}

// resize gives the window the width of a screen.
func resize(width int64) chromedp.Action[chromedp.Void] {
	height := int64(800)
	if width < 600 {
		height = 720
	}
	return chromedp.EmulateViewport(width, height)
}

// scripts allows or forbids the pages to run JavaScript.
func scripts(allowed bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled,
			emulation.SetScriptExecutionDisabledParams{Value: !allowed})
		return err
	})
}

func (v *visitor) do(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	for _, step := range steps {
		if err := steadily(func() error { return chromedp.Do(ctx, step) }); err != nil {
			v.fatalf("%v", err)
		}
	}
}

// steadily acts again when the browser had renumbered the nodes of the page between
// finding one and touching it: then nothing was touched.
func steadily(act func() error) (err error) {
	for range 3 {
		err = act()
		if err == nil || !strings.Contains(strings.ToLower(err.Error()), "node with given id") {
			return err
		}
	}
	return err
}

// ask runs JavaScript from outside the page; it works where pages may run none.
func ask[T any](v *visitor, expression string) T {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		v.fatalf("%.120s: %v", expression, err)
	}
	return answer
}

func (v *visitor) address() string {
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	address, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return err.Error()
	}
	return address
}

// path is the address of the page without the server and the language.
func (v *visitor) path() string {
	path := strings.TrimPrefix(v.address(), the.address)
	if rest, english := strings.CutPrefix(path, "/en/"); english {
		return "/" + rest
	}
	return path
}

// open goes to an address of the language and returns the status of the answer.
func (v *visitor) open(path string) int {
	v.t.Helper()
	return v.goTo(the.address + v.lang.prefix() + path)
}

// goTo goes to a whole address.
func (v *visitor) goTo(address string) int {
	v.t.Helper()
	return v.wait("open "+address, chromedp.Navigate(address))
}

// press clicks what the selector finds and waits for the page that follows.
func (v *visitor) press(selector string) int {
	v.t.Helper()
	return v.wait("press "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// follow presses what leads on, and must lead to a page without a fault.
func (v *visitor) follow(selector string) {
	v.t.Helper()
	if status := v.press(selector); status >= 400 {
		v.fatalf("press %s: status %d", selector, status)
	}
}

func (v *visitor) wait(what string, act chromedp.Action[chromedp.Void]) int {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	status := 0
	err := steadily(func() error {
		response, err := chromedp.RunResponse(ctx, act)
		if err == nil {
			status = int(response.Status)
		}
		return err
	})
	if err != nil {
		v.fatalf("%s: %v", what, err)
	}
	return status
}

// fill writes into a field in place of what it holds.
func (v *visitor) fill(selector, text string) {
	v.t.Helper()
	field := chromedp.CSS(selector)
	v.do(chromedp.ScrollIntoView(field), chromedp.Focus(field),
		chromedp.Evaluate[chromedp.Void](fmt.Sprintf("document.querySelector(%q).select()", selector)))
	if text == "" {
		v.do(chromedp.KeyEvent(kb.Backspace))
		return
	}
	v.do(typed(text))
}

// typed puts text at the cursor, as an input method does.
func typed(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// choose ticks a choice or opens what is folded.
func (v *visitor) choose(selector string) {
	v.t.Helper()
	v.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// pick chooses the value of a drop-down list.
func (v *visitor) pick(selector, value string) {
	v.t.Helper()
	v.do(chromedp.SetValue(chromedp.CSS(selector), value))
}

// attach puts a file into a file field.
func (v *visitor) attach(selector, file string) {
	v.t.Helper()
	v.do(chromedp.SetUploadFiles(chromedp.CSS(selector), []string{file}))
}

// read returns the text of what the selector finds, as it is seen. It asks the page
// in one question: a node found first and read afterwards may belong to a document
// that has gone meanwhile.
func (v *visitor) read(selector string) string {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	question := chromedp.Evaluate[*string](fmt.Sprintf("document.querySelector(%q)?.innerText ?? null", selector))
	for {
		text, err := chromedp.Run(ctx, question)
		if err == nil && text != nil {
			return strings.Join(strings.Fields(*text), " ")
		}
		select {
		case <-ctx.Done():
			v.fatalf("read %s: %v", selector, err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// sees fails the test unless the page shows the text.
func (v *visitor) sees(text string) {
	v.t.Helper()
	if page := v.read("body"); !strings.Contains(page, text) {
		v.fatalf("the page does not show %q", text)
	}
}

// has tells whether the page has what the selector finds.
func (v *visitor) has(selector string) bool {
	v.t.Helper()
	return ask[bool](v, fmt.Sprintf("document.querySelector(%q) !== null", selector))
}
