package arch

import (
	"go/ast"
	"strings"
	"testing"
)

// The alarms on size. When one rings, think about the design before the number.
const (
	fileLines        = 400
	functionLines    = 60
	parameters       = 4 // a context and a testing.T do not count, nor do a handler's two
	interfaceMethods = 6
	packageFiles     = 15
	templateLines    = 120
)

func TestSizes(t *testing.T) {
	files := map[string]int{}
	for _, s := range sources(t) {
		if s.isTest {
			continue
		}
		files[s.dir]++
		if s.lines > fileLines {
			t.Errorf("%s has %d lines, more than %d", s.name, s.lines, fileLines)
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				checkFunction(t, s, n)
			case *ast.InterfaceType:
				if n.Methods.NumFields() > interfaceMethods {
					t.Errorf("%s: an interface of %d methods, more than %d", s.set.Position(n.Pos()), n.Methods.NumFields(), interfaceMethods)
				}
			}
			return true
		})
	}
	for dir, n := range files {
		if n > packageFiles {
			t.Errorf("%s has %d files, more than %d", dir, n, packageFiles)
		}
	}
	walk(t, ".html", func(name string, text []byte) {
		if n := strings.Count(string(text), "\n"); n > templateLines {
			t.Errorf("%s has %d lines, more than %d", name, n, templateLines)
		}
	})
}

func checkFunction(t *testing.T, s source, f *ast.FuncDecl) {
	lines := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1
	if lines > functionLines {
		t.Errorf("%s: %s has %d lines, more than %d", s.set.Position(f.Pos()), f.Name.Name, lines, functionLines)
	}
	n := 0
	for _, field := range f.Type.Params.List {
		switch typeText(s, field.Type) {
		case "context.Context", "*testing.T", "http.ResponseWriter", "*http.Request":
			continue
		}
		n += max(1, len(field.Names))
	}
	if n > parameters {
		t.Errorf("%s: %s takes %d parameters, more than %d: make a struct", s.set.Position(f.Pos()), f.Name.Name, n, parameters)
	}
}

func typeText(s source, expr ast.Expr) string {
	from, to := s.set.Position(expr.Pos()).Offset, s.set.Position(expr.End()).Offset
	return s.text[from:to]
}
