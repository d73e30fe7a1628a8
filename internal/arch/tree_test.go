package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../.."

// source is one Go file of the product, parsed.
type source struct {
	name    string // path from the root, with slashes
	dir     string // package folder from the root
	text    string
	lines   int
	set     *token.FileSet
	file    *ast.File
	isTest  bool
	testing bool // belongs to a package that only tests use
}

// sources parses every Go file of the module, tests included.
func sources(t *testing.T) []source {
	t.Helper()
	var list []source
	walk(t, ".go", func(name string, text []byte) {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, source{
			name: name, dir: path.Dir(name), text: string(text), lines: strings.Count(string(text), "\n"),
			set: set, file: file, isTest: strings.HasSuffix(name, "_test.go"), testing: testOnly(path.Dir(name)),
		})
	})
	if len(list) < 20 {
		t.Fatalf("only %d Go files found: the walk is broken", len(list))
	}
	return list
}

// testOnly tells the packages that no shipped code imports.
func testOnly(dir string) bool {
	return strings.HasSuffix(dir, "test") || strings.Contains(dir, "test/") || strings.HasPrefix(dir, "internal/arch")
}

// walk calls see with every file of the tree that has the ending.
func walk(t *testing.T, ending string, see func(name string, text []byte)) {
	t.Helper()
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if d.IsDir() {
			switch {
			case name == "e2e", name == "bin", name == "data", d.Name() == "node_modules", d.Name() == "testdata",
				len(d.Name()) > 1 && strings.HasPrefix(d.Name(), "."):
				if name != "." {
					return filepath.SkipDir
				}
			}
			return nil
		}
		if !strings.HasSuffix(name, ending) {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		see(name, text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
