package arch

import (
	"go/ast"
	"os"
	"strings"
	"testing"
)

func TestEveryTermIsInTheGlossary(t *testing.T) {
	text, err := os.ReadFile(root + "/docs/GLOSSARY.md")
	if err != nil {
		t.Fatal(err)
	}
	glossary := string(text)
	standing := floors(t)
	for _, s := range sources(t) {
		floor := standing[s.dir].floor
		if s.isTest || floor != 2 && floor != 3 {
			continue
		}
		for _, declaration := range s.file.Decls {
			types, ok := declaration.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range types.Specs {
				if named, ok := spec.(*ast.TypeSpec); ok && named.Name.IsExported() {
					term := "`" + s.file.Name.Name + "." + named.Name.Name + "`"
					if !strings.Contains(glossary, term) {
						t.Errorf("docs/GLOSSARY.md has no line for %s", term)
					}
				}
			}
		}
	}
}

// vague are names that say nothing.
var vague = []string{"util", "utils", "common", "helper", "helpers", "base", "manager", "processor", "models", "dto", "data", "info", "misc"}

func TestPackagesAreNamedForWhatTheyKnow(t *testing.T) {
	for _, s := range sources(t) {
		name := s.file.Name.Name
		for _, word := range vague {
			if name == word {
				t.Errorf("%s: package %s says nothing", s.name, name)
			}
		}
		if strings.ToLower(name) != name {
			t.Errorf("%s: package %s is not in lower case", s.name, name)
		}
		if !s.isTest && strings.Contains(s.text, "TODO") && !strings.Contains(s.text, "TODO(#") {
			t.Errorf("%s: a TODO without its issue", s.name)
		}
		for _, declaration := range s.file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Name.Name == "init" && f.Recv == nil {
				t.Errorf("%s: func init registers in secret", s.set.Position(f.Pos()))
			}
		}
	}
}
