package arch

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dorgora/internal/message"
)

// built are the keys that are put together while the program runs, by the package
// that does so: a stem that stands in the code, and what follows it. A key of the
// texts that no code names whole must be one of these.
var built = regexp.MustCompile(`^(` + strings.Join([]string{
	`appointment\.(act|do|kind|state)\..+`,
	`access\.said\..+`, // accessweb: what was done
	`casework\.(act\.paper|declared|deed|for|heading|hear|look|next|notice\.closed|solved|stage|status|step)\..+`,
	`call\.(direction|result|soon|status)\..+`,
	`casework\.pace\.(drafts|files)`,
	`centre\.(digit|how|status)\..+`,
	`casework\.(alarm|came|note|order|reply|missing|reason|resume|task)\.missing`,
	`gateway\.(field|kind|said|test\.to|turn|way)\..+`,
	`office\.calculator\.kind\..+`,
	`kind\..+`, // kinds of service: kindtest holds each against its own texts
	`catalogue\.(cell|channel|complete|done|field|file|finding|fix|for|group|need|promise|state|time)\..+`,
	`cli\.(day|grade|group|severity)\..+`,
	`dialogue\.(say\.(nocase|rated)|state)\..+`,
	`date\.(day|month|year)`, // site: the three fields of a date
	`day\.key\..+`,           // site: the legend of a calendar
	`desk\.(close\.outcome|counter\.channel|counter\.services|deed|group|hear|list|near|none|notice|outcome|paper|said|tile)\..+`,
	`desk\.(column|export|forms|judge\.state|look|solved|status|tag|try\.channel)\..+`,
	// deskweb: the forms of a case by name
	`desk\.(accepted|alarm|answer|ask|assign|attach|call|came|close|declare|declined|do|extend|group|hand|judge|merge|note|order|recuse)(\.act)?`,
	`desk\.(refer|reopen|reply|resume|sheet|task|try)(\.act)?`,
	`letter\.(class|column|decision|deed|form|medium|none|notice|out\.none|out\.view|part|priority|said|secrecy|state|view)\..+`,
	`ledgerweb\.step\..+`, // ledgerweb: how to check
	`jobs\.(fact\.due|none|ruling|said|status)\..+`,
	`messages\.(fate|read|step|view)\..+`,
	`mailbox\.(act|box|do|none|state)\..+`,
	`guidance\.(deed|none|none\.words|said|sort|state|view)\..+`,
	`hours\.weekday\.[0-6]`,
	`nav\.language\.(bn|en)`,
	`office\.(announce\.kind|day\.kind|kind|month|said|sure|tenure|weekday)\..+`,
	`office\.(source|title)\.missing`,
	`outbox\.(another|fate|said)\..+`,
	`refuse\..+`, // site: by kind of fault
	`rules\.(name|unit|what)\..+`,
	`register\.(figure|file|group|outcome|plan)\..+`, `register\.rehearsal\.(altered|as_is|observed)`,
	`report\.(annex|channel|enter\.door|file|medium|none|notice|said|split|state|view)\..+`,
	`report\.return\.(every|rule)\..+`,
	`sitemap\.(accessibility|privacy|for|popular)\..+`,
}, "|") + `)$`)

// hint ends the key of the words below a field's label; the shell looks for it
// whenever it shows the field.
const hint = ".hint"

// asks are the functions whose text argument is a key, and which argument it is.
var asks = map[string]int{
	"New": 1, "InField": 1, "Wrap": 1, "T": 0, "say": 0, "text": 0, "fail": 0,
}

// keys reads every file of texts: key to folder.
func keys(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	walk(t, "bn.txt", func(name string, text []byte) {
		bn, err := message.Parse("bn", string(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		other := strings.TrimSuffix(filepath.Join(root, name), "bn.txt") + "en.txt"
		words, err := os.ReadFile(other)
		if err != nil {
			t.Fatal(err)
		}
		en, err := message.Parse("en", string(words))
		if err != nil {
			t.Fatalf("%s: %v", other, err)
		}
		for key := range en {
			if bn[key] == nil {
				t.Errorf("%s: %s has no Bangla text", path.Dir(name), key)
			}
		}
		for key := range bn {
			if en[key] == nil {
				t.Errorf("%s: %s has no English text", path.Dir(name), key)
			}
			if all[key] != "" {
				t.Errorf("%s stands in %s and in %s", key, all[key], path.Dir(name))
			}
			all[key] = path.Dir(name)
		}
	})
	if len(all) < 500 {
		t.Fatalf("only %d texts found: the search is broken", len(all))
	}
	return all
}

// named are the texts in code and templates that may be keys, each with a place;
// asked are those of them that certainly are.
func named(t *testing.T) (named, asked map[string]string) {
	t.Helper()
	named, asked = map[string]string{}, map[string]string{}
	for _, s := range sources(t) {
		if s.isTest || s.testing {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if word, ok := literal(n); ok {
					named[word] = s.set.Position(n.Pos()).String()
				}
			case *ast.CallExpr:
				if word, ok := askedFor(s, n); ok {
					asked[word] = s.set.Position(n.Pos()).String()
				}
			}
			return true
		})
	}
	quoted, asking := regexp.MustCompile(`"([^"{}]+)"`), regexp.MustCompile(`\bT "([a-z0-9_.]+)"`)
	walk(t, ".html", func(name string, text []byte) {
		for _, found := range quoted.FindAllStringSubmatch(string(text), -1) {
			named[found[1]] = name
		}
		for _, found := range asking.FindAllStringSubmatch(string(text), -1) {
			asked[found[1]] = name
		}
	})
	return named, asked
}

func literal(n ast.Expr) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	word, err := strconv.Unquote(lit.Value)
	return word, err == nil
}

// askedFor returns the key that a call asks for, when it is written out.
func askedFor(s source, call *ast.CallExpr) (string, bool) {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		if on, ok := f.X.(*ast.Ident); f.Sel.Name == "New" && (!ok || on.Name != "fault") {
			return "", false
		}
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	i, known := asks[name]
	if !known || i >= len(call.Args) || (name == "say" || name == "text" || name == "fail") && s.dir != "internal/cli" {
		return "", false
	}
	return literal(call.Args[i])
}

func TestEveryTextThatIsAskedForIsThere(t *testing.T) {
	texts := keys(t)
	_, asked := named(t)
	if len(asked) < 300 {
		t.Fatalf("only %d keys found in code and templates: the search is broken", len(asked))
	}
	for _, key := range slices.Sorted(maps.Keys(asked)) {
		if texts[key] == "" && !strings.HasSuffix(key, ".") && strings.Contains(key, ".") {
			t.Errorf("%s: there is no text %q", asked[key], key)
		}
	}
}

func TestEveryTextIsUsed(t *testing.T) {
	texts := keys(t)
	named, _ := named(t)
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		stem := strings.TrimSuffix(key, hint)
		if named[key] == "" && named[stem] == "" && !built.MatchString(stem) {
			t.Errorf("%s: nothing says %q", texts[key], key)
		}
	}
}
