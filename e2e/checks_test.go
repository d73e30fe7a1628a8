package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// widths are the screens on which every page must fit.
var widths = []int64{320, phone, desktop}

// TestPages looks at every page in both languages: it fits the screen, people with
// any ability can use it, its HTML is right, and it speaks one language. Pictures
// of the main pages are kept for people to look at.
func TestPages(t *testing.T) {
	folder := t.TempDir()
	inBoth(t, func(v *visitor, at place) {
		v.keepSource(filepath.Join(folder, fmt.Sprintf("%s-%s.html", v.lang, plainName.Replace(at.name))))
		v.checkTexts(!at.latin)
		for _, width := range widths {
			v.do(resize(width))
			v.checkFits(width)
			if width != 320 {
				v.checkAxe(width)
				v.keepPicture(at.shot, width)
			}
		}
	})
	t.Run("HTML", func(t *testing.T) { checkHTML(t, folder) })
}

// checkFits makes sure that nothing sticks out at the side.
func (v *visitor) checkFits(width int64) {
	v.t.Helper()
	wide := ask[[]string](v, `(() => {
		const room = document.documentElement.clientWidth
		if (document.documentElement.scrollWidth <= room) return []
		return [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 0.5)
			.map(e => e.tagName.toLowerCase() + '.' + e.className + ' to ' + Math.round(e.getBoundingClientRect().right)).slice(0, 8)
			.concat('page is ' + document.documentElement.scrollWidth + ' wide')
	})()`)
	if len(wide) > 0 {
		v.problem("the page scrolls sideways at %d px: %s", width, strings.Join(wide, "; "))
	}
}

// axe is the accessibility checker as a script.
var axe = sync.OnceValues(func() (string, error) {
	source, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	return string(source), err
})

// violation is one rule that axe found broken.
type violation struct {
	ID    string   `json:"id"`
	Help  string   `json:"help"`
	Nodes []string `json:"nodes"`
}

// checkAxe lets axe look at the page with all its rules.
func (v *visitor) checkAxe(width int64) {
	v.t.Helper()
	script, err := axe()
	if err != nil {
		v.t.Fatalf("%v: run npm ci in e2e first", err)
	}
	if !ask[bool](v, "typeof axe === 'object'") {
		v.do(chromedp.Evaluate[chromedp.Void](script))
	}
	found := ask[[]violation](v, `axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>
		({id: v.id, help: v.help, nodes: v.nodes.map(n => n.html.slice(0, 160) + '  ' + (n.any[0] || n.all[0] || n.none[0] || {message: ''}).message)})))`)
	for _, one := range found {
		v.problem("axe at %d px: %s (%s)\n    %s", width, one.Help, one.ID, strings.Join(one.Nodes[:min(len(one.Nodes), 4)], "\n    "))
	}
}

// report is what html-validate says of one file.
type report struct {
	FilePath string `json:"filePath"`
	Messages []struct {
		RuleID       string `json:"ruleId"`
		Message      string `json:"message"`
		Line, Column int
	} `json:"messages"`
}

// checkHTML lets html-validate read all pages as they were served.
func checkHTML(t *testing.T, folder string) {
	files, err := filepath.Glob(filepath.Join(folder, "*.html"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages were kept: %v", err)
	}
	found := filepath.Join(folder, "found.json")
	check := exec.Command("node_modules/.bin/html-validate",
		append([]string{"--config", "htmlvalidate.json", "--formatter", "json=" + found}, files...)...)
	said, failure := check.CombinedOutput() // it fails when it finds something
	out, err := os.ReadFile(found)
	if err != nil {
		t.Fatalf("html-validate: %v, run npm ci in e2e first\n%s", failure, said)
	}
	var reports []report
	if err := json.Unmarshal(out, &reports); err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, file := range reports {
		source, err := os.ReadFile(file.FilePath)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(source), "\n")
		for _, m := range file.Messages {
			what := m.RuleID + ": " + m.Message
			if seen[what]++; seen[what] > 3 {
				continue
			}
			around := ""
			if m.Line >= 1 && m.Line <= len(lines) {
				line := lines[m.Line-1]
				around = line[max(0, min(m.Column-60, len(line))):min(m.Column+100, len(line))]
			}
			t.Errorf("%s, line %d: %s\n    …%s…", filepath.Base(file.FilePath), m.Line, what, around)
		}
	}
	for what, count := range seen {
		if count > 3 {
			t.Errorf("%s: %d times in all", what, count)
		}
	}
}
