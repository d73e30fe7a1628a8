package sheet

import (
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlReader walks the tokens of a page. It builds no tree: pages pasted from
// word processors nest without end, and a tree of them has no bound.
type htmlReader struct {
	nest
	fonts  []fontMark
	skip   string // the element whose content is dropped
	depth  int    // how often that element is open
	frames bool   // drop navigation and footers
}

// fontMark is an open element and whether its text is in a legacy font.
type fontMark struct {
	tag    atom.Atom
	legacy bool
}

// HTML reads a page. Scripts, styles, navigation and footers are dropped.
func HTML(page string, signs Signs) (Reading, error) {
	read, whole := htmlPage(page, signs, true)
	if !whole {
		// A footer that never closes would swallow the page: keep everything.
		read, _ = htmlPage(page, signs, false)
	}
	if read.out.err != nil {
		return Reading{}, read.out.err
	}
	reading := Reading{Kind: "html", Blocks: read.out.blocks}
	reading.finish(&read.run)
	return reading, nil
}

func htmlPage(page string, signs Signs, frames bool) (*htmlReader, bool) {
	r := &htmlReader{frames: frames}
	r.nest = nest{out: &builder{}, signs: signs.modern()}
	z := html.NewTokenizer(strings.NewReader(page))
	for r.out.err == nil {
		kind := z.Next()
		if kind == html.ErrorToken {
			if z.Err() == io.EOF {
				break
			}
			continue
		}
		r.token(kind, z)
	}
	r.close()
	return r, r.skip == "" || !frames
}

func (r *htmlReader) token(kind html.TokenType, z *html.Tokenizer) {
	if kind == html.TextToken {
		if r.skip == "" {
			r.text(string(z.Text()))
		}
		return
	}
	if kind != html.StartTagToken && kind != html.EndTagToken && kind != html.SelfClosingTagToken {
		return
	}
	name, more := z.TagName()
	tag := atom.Lookup(name)
	if r.skipping(kind, tag, string(name)) {
		return
	}
	if kind == html.EndTagToken {
		r.end(tag)
		return
	}
	attributes := map[string]string{}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if len(attributes) < 32 {
			attributes[string(key)] = string(value)
		}
	}
	r.start(tag, attributes, kind == html.SelfClosingTagToken)
}

// skipping reports whether a tag lies inside a dropped element, and opens or
// closes such an element.
func (r *htmlReader) skipping(kind html.TokenType, tag atom.Atom, name string) bool {
	if r.skip != "" {
		if name != r.skip {
			return true
		}
		if kind == html.EndTagToken {
			r.depth--
		} else if kind == html.StartTagToken {
			r.depth++
		}
		if r.depth == 0 {
			r.skip = ""
		}
		return true
	}
	if kind != html.StartTagToken {
		return false
	}
	switch tag {
	case atom.Script, atom.Style, atom.Title, atom.Noscript, atom.Iframe:
	case atom.Nav, atom.Footer, atom.Svg, atom.Select, atom.Button:
		if !r.frames {
			return false
		}
	default:
		return false
	}
	r.flush()
	r.skip, r.depth = name, 1
	return true
}

func (r *htmlReader) start(tag atom.Atom, attributes map[string]string, closed bool) {
	switch tag {
	case atom.Br, atom.Hr:
		r.lineBreak()
		return
	case atom.Img, atom.Input, atom.Col, atom.Meta, atom.Link, atom.Wbr:
		return
	case atom.Table:
		r.startTable()
	case atom.Tr:
		r.startRow()
	case atom.Td, atom.Th:
		r.startCell(rawCell{
			colspan: number(attributes["colspan"]),
			rowspan: number(attributes["rowspan"]),
		})
	default:
		if breaks(tag) {
			r.lineBreak()
		}
	}
	if !closed {
		r.push(tag, attributes)
	}
}

func (r *htmlReader) end(tag atom.Atom) {
	switch tag {
	case atom.Table:
		r.endTable()
	case atom.Tr:
		r.endRow()
	case atom.Td, atom.Th:
		r.endCell()
	default:
		if breaks(tag) {
			r.lineBreak()
		}
	}
	r.pop(tag)
}

// text adds a text with its line breaks read as spaces, as a browser does.
func (r *htmlReader) text(text string) {
	text = strings.Map(func(c rune) rune {
		if c == '\n' || c == '\r' || c == '\t' || c == '\f' {
			return ' '
		}
		return c
	}, text)
	if text == "" || (r.run.empty() && strings.Trim(text, " ") == "") {
		return
	}
	r.run.add(text, r.legacy())
}

func (r *htmlReader) legacy() bool {
	return len(r.fonts) > 0 && r.fonts[len(r.fonts)-1].legacy
}

// push notes the font of an element; its children inherit it.
func (r *htmlReader) push(tag atom.Atom, attributes map[string]string) {
	switch tag {
	case atom.P, atom.Li, atom.Td, atom.Th, atom.Tr:
		r.pop(tag) // their end tags may be left out
	}
	if len(r.fonts) >= 256 {
		return
	}
	legacy := r.legacy()
	if family := fontFamily(attributes); family != "" {
		legacy = legacyFont(family)
	}
	r.fonts = append(r.fonts, fontMark{tag, legacy})
}

// pop closes the nearest open element of that name in the same table.
func (r *htmlReader) pop(tag atom.Atom) {
	for i := len(r.fonts) - 1; i >= 0; i-- {
		if r.fonts[i].tag == tag {
			r.fonts = r.fonts[:i]
			return
		}
		if r.fonts[i].tag == atom.Table {
			return
		}
	}
}

func fontFamily(attributes map[string]string) string {
	if face := attributes["face"]; face != "" {
		return face
	}
	_, after, found := strings.Cut(strings.ToLower(attributes["style"]), "font-family")
	if !found {
		return ""
	}
	after = strings.TrimLeft(after, " :")
	family, _, _ := strings.Cut(after, ";")
	return family
}

// breaks reports whether an element begins and ends on its own line.
func breaks(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Dl, atom.Dt, atom.Dd, atom.Section, atom.Article, atom.Header, atom.Main, atom.Aside, atom.Nav,
		atom.Footer, atom.Blockquote, atom.Pre, atom.Address, atom.Caption, atom.Center, atom.Body, atom.Form:
		return true
	}
	return false
}

// number reads a span; anything else is 1.
func number(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 1 {
		return 1
	}
	return n
}
