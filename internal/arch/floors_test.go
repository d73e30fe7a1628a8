package arch

import (
	"go/ast"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// place is where a package stands: its floor, and its place in a line of it.
type place struct{ floor, line, along int }

// floors reads the lines of ARCHITECTURE.md.
func floors(t *testing.T) map[string]place {
	t.Helper()
	text, err := os.ReadFile(root + "/ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	standing := map[string]place{}
	for n, line := range regexp.MustCompile(`(?m)^    (\d)  (.+)$`).FindAllStringSubmatch(string(text), -1) {
		floor, _ := strconv.Atoi(line[1])
		for along, name := range strings.Fields(line[2]) {
			standing[name] = place{floor, n, along}
		}
	}
	return standing
}

// below reports whether a package at there may be imported from here: a lower
// floor, or the left on the same line.
func below(there, here place) bool {
	return there.floor < here.floor || there.line == here.line && there.along < here.along
}

// owner is the package that a private one serves: charter/internal/sheet stands
// where charter stands.
func owner(dir string) string {
	if own, _, found := strings.Cut(dir, "/internal/"); found {
		return own
	}
	return dir
}

func TestImportsGoDown(t *testing.T) {
	standing := floors(t)
	seen := map[string]bool{}
	for _, s := range sources(t) {
		seen[s.dir] = true
		here, known := standing[owner(s.dir)]
		if s.isTest || s.testing || s.dir == "migrations" {
			continue
		}
		if !known {
			t.Errorf("%s stands on no floor of ARCHITECTURE.md", s.dir)
			continue
		}
		for _, spec := range s.file.Imports {
			target, _ := strconv.Unquote(spec.Path.Value)
			ours, ok := strings.CutPrefix(target, "dorgora/")
			if !ok || ours == "migrations" || strings.HasPrefix(ours, owner(s.dir)+"/internal/") {
				continue
			}
			there, known := standing[ours]
			switch {
			case !known:
				t.Errorf("%s imports %s, which stands on no floor", s.name, ours)
			case !below(there, here):
				t.Errorf("%s (floor %d) imports %s (floor %d): imports go down, or leftwards on one line", s.name, here.floor, ours, there.floor)
			case strings.HasSuffix(s.dir, "web") && strings.HasSuffix(ours, "db"), strings.HasSuffix(s.dir, "db") && strings.HasSuffix(ours, "web"):
				t.Errorf("%s imports %s: pages and tables meet only in internal/app", s.name, ours)
			}
		}
	}
	for name := range standing {
		if !seen[name] {
			t.Errorf("ARCHITECTURE.md names %s, which does not exist", name)
		}
	}
}

// impure are the packages that a pure floor may not import.
var impure = []string{"net/http", "database/sql", "os", "html/template", "os/exec", "math/rand", "math/rand/v2", "crypto/rand", "net"}

// clocks are the functions of package time that a pure floor may not call.
var clocks = map[string]bool{"Now": true, "Since": true, "Until": true, "Sleep": true, "After": true, "Tick": true, "NewTimer": true}

func TestPureFloorsTouchNothing(t *testing.T) {
	standing := floors(t)
	for _, s := range sources(t) {
		here, known := standing[owner(s.dir)]
		if s.isTest || !known || here.floor != 0 && here.floor != 2 && here.floor != 3 {
			continue
		}
		for _, spec := range s.file.Imports {
			target, _ := strconv.Unquote(spec.Path.Value)
			for _, banned := range impure {
				if target == banned {
					t.Errorf("%s is pure and may not import %s", s.name, target)
				}
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := call.X.(*ast.Ident); ok && pkg.Name == "time" && clocks[call.Sel.Name] {
				t.Errorf("%s: time.%s in a pure package; time is a parameter", s.set.Position(call.Pos()), call.Sel.Name)
			}
			return true
		})
	}
}
