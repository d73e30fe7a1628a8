package site

import (
	"fmt"
	"html/template"
	"strings"
	"sync"
	"text/template/parse"

	"dorgora/internal/message"
)

// folded is the templates as they are executed: one of each page and language, in
// which everything that is the same for all readers of the language stands written
// out. Looking texts up takes most of the time of showing a page otherwise.
type folded struct {
	pages sync.Map // edition: func() (*template.Template, error)
}

// edition is a page in a language.
type edition struct {
	name string
	lang message.Lang
}

// template returns the page of that name in a language.
func (s *Site) template(name string, lang message.Lang) (*template.Template, error) {
	known, ok := s.folded.pages.Load(edition{name, lang})
	if !ok {
		known, _ = s.folded.pages.LoadOrStore(edition{name, lang}, sync.OnceValues(func() (*template.Template, error) {
			return s.fold(name, lang)
		}))
	}
	return known.(func() (*template.Template, error))()
}

func (s *Site) fold(name string, lang message.Lang) (*template.Template, error) {
	read, ok := s.templates.pages[name]
	if !ok {
		return nil, fmt.Errorf("there is no page %q", name)
	}
	general, err := read()
	if err != nil {
		return nil, err
	}
	own, err := general.Clone()
	if err != nil {
		return nil, err
	}
	reader := Page{Lang: lang, site: s}
	for _, one := range own.Templates() {
		if one.Tree != nil && one.Tree.Root != nil {
			reader.foldList(one.Tree.Root)
		}
	}
	return own, nil
}

// foldList writes out what is constant in a list of nodes and those below it.
func (p Page) foldList(list *parse.ListNode) {
	if list == nil {
		return
	}
	for i, node := range list.Nodes {
		switch node := node.(type) {
		case *parse.ActionNode:
			if text, constant := p.constant(node.Pipe); constant {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: node.Pos, Text: []byte(text)}
			}
		case *parse.IfNode:
			p.foldList(node.List)
			p.foldList(node.ElseList)
		case *parse.WithNode:
			p.foldList(node.List)
			p.foldList(node.ElseList)
		case *parse.RangeNode:
			p.foldList(node.List)
			p.foldList(node.ElseList)
		}
	}
}

// constant is what a pipeline of one call with one written word gives to every
// reader of the language, as HTML: {{.T "nav.menu"}}, {{$.Asset "icon.svg"}},
// {{.Href "/privacy"}}, {{icon "phone"}}. Everything named T, Asset or Href in a
// template is the page's.
func (p Page) constant(pipe *parse.PipeNode) (string, bool) {
	if len(pipe.Decl) > 0 || len(pipe.Cmds) != 1 || len(pipe.Cmds[0].Args) != 2 {
		return "", false
	}
	word, ok := pipe.Cmds[0].Args[1].(*parse.StringNode)
	if !ok {
		return "", false
	}
	switch called(pipe.Cmds[0].Args[0]) {
	case "T":
		return template.HTMLEscapeString(p.T(word.Text)), true
	case "Asset":
		return template.HTMLEscapeString(fmt.Sprint(p.Asset(word.Text))), true
	case "Href":
		return template.HTMLEscapeString(string(p.Href(word.Text))), strings.HasPrefix(word.Text, "/")
	case "icon":
		shape, err := icon(word.Text)
		return string(shape), err == nil
	}
	return "", false
}

// called is the name of what a command calls on the page, or of a function.
func called(node parse.Node) string {
	switch node := node.(type) {
	case *parse.FieldNode:
		if len(node.Ident) == 1 {
			return node.Ident[0]
		}
	case *parse.VariableNode:
		if len(node.Ident) == 2 && node.Ident[0] == "$" {
			return node.Ident[1]
		}
	case *parse.IdentifierNode:
		if node.Ident == "icon" {
			return node.Ident
		}
	}
	return ""
}
