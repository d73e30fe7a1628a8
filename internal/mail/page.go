package mail

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// silent are the elements of which nothing is read.
var silent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Head: true, atom.Title: true, atom.Template: true, atom.Noscript: true,
	atom.Object: true, atom.Svg: true, atom.Math: true, atom.Textarea: true, atom.Select: true,
}

// breaks are the elements that begin a line.
var breaks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Br: true, atom.Tr: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Table: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.Blockquote: true, atom.Pre: true, atom.Hr: true,
	atom.Section: true, atom.Article: true,
}

var spaces = regexp.MustCompile(`[ \t\r\n]+`)

// plain is the text of a page. Marks, scripts and addresses of links are left out.
func plain(page string) string {
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(page))
	tokens.SetMaxBuf(mostText)
	quiet := 0
	for {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			return lines(out.String())
		case html.TextToken:
			if quiet == 0 {
				out.WriteString(spaces.ReplaceAllString(string(tokens.Text()), " "))
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			tag := atom.Lookup(name)
			switch {
			case breaks[tag]:
				out.WriteByte('\n')
			case tag == atom.Td || tag == atom.Th:
				out.WriteByte('\t')
			case tag == atom.Body: // a head that was never closed ends here
				quiet = 0
			case silent[tag] && kind == html.StartTagToken:
				quiet++
			case silent[tag] && kind == html.EndTagToken:
				quiet = max(0, quiet-1)
			}
		}
	}
}

// lines trims each line and leaves at most one empty line between two.
func lines(s string) string {
	var kept []string
	for one := range strings.SplitSeq(s, "\n") {
		one = strings.TrimSpace(spaces.ReplaceAllString(strings.ReplaceAll(one, "\u00a0", " "), " "))
		if one != "" || len(kept) > 0 && kept[len(kept)-1] != "" {
			kept = append(kept, one)
		}
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}
