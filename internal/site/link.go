package site

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/message"
)

// Link is a link whose words are in the reader's language. Href comes from
// Page.Href or Page.Tel.
type Link struct {
	Text    string
	Href    template.URL
	Icon    string
	Note    string // said to screen readers after the text: what a "change" changes
	Tag     string // a count beside the link
	Tone    string // colour of the tag: ok, warn, late, info
	Current bool
}

// Href returns the address of a path in the reader's language. A path that begins
// with / is the installation's; one without belongs to the page's office:
// "services" is /rupsha/services, and /en/rupsha/services in English. Addresses
// that begin with https:, http: or mailto: and those within the page (#, ?) stay as
// they are; no other scheme is let through.
func (p Page) Href(path string) template.URL {
	switch {
	case strings.HasPrefix(path, "#"), strings.HasPrefix(path, "?"), outward(path):
		return template.URL(path)
	case !strings.HasPrefix(path, "/"):
		path = officePath(p.Office.Slug, path)
	}
	return template.URL(inLanguage(p.Lang, path))
}

func outward(path string) bool {
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if strings.HasPrefix(path, scheme) {
			return true
		}
	}
	return false
}

// Tel returns the address that calls a phone number; everything but its digits and
// the plus is left out.
func (p Page) Tel(phone string) template.URL {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, bangla.ASCII(phone))
	return template.URL("tel:" + digits)
}

func officePath(slug, path string) string {
	switch {
	case slug == "":
		return "/" + path
	case path == "":
		return "/" + slug
	}
	return "/" + slug + "/" + path
}

const englishPrefix = "/en"

// inLanguage puts the language before a path. Two slashes at the beginning would make
// it an address of another site, so they are one.
func inLanguage(lang message.Lang, path string) string {
	path = "/" + strings.TrimLeft(path, `/\`)
	switch {
	case lang != message.En:
		return path
	case path == "/":
		return englishPrefix
	}
	return englishPrefix + path
}

// OtherLang returns the link to the same page in the other language.
func (p Page) OtherLang() Link {
	other := p.Lang.Other()
	path := inLanguage(other, p.Path)
	if p.query != "" {
		path += "?" + p.query
	}
	return Link{Text: p.T("nav.language." + string(other)), Href: template.URL(path)}
}

// MenuLinks returns the menu with the link to the page, or to the part that the
// page belongs to, marked as current.
func (p Page) MenuLinks() []Link {
	best, length := -1, 0
	here := inLanguage(p.Lang, p.Path)
	for i, link := range p.Menu {
		if link.Current {
			return p.Menu
		}
		if leads(string(link.Href), here) && len(link.Href) > length {
			best, length = i, len(link.Href)
		}
	}
	marked := slices.Clone(p.Menu)
	if best >= 0 {
		marked[best].Current = true
	}
	return marked
}

// leads reports whether page lies at or below path.
func leads(path, page string) bool {
	rest, found := strings.CutPrefix(page, strings.TrimSuffix(path, "/"))
	return found && (rest == "" || rest[0] == '/')
}

// Redirect sends the reader on after something was done (303), in the language of
// the request. path begins with /.
func (s *Site) Redirect(w http.ResponseWriter, r *http.Request, path string) {
	http.Redirect(w, r, inLanguage(LangOf(r), path), http.StatusSeeOther)
}

// Asset returns the address of a style sheet, picture or script.
func (p Page) Asset(name string) string {
	if p.site == nil {
		return ""
	}
	return p.site.assets.address(name)
}

// HeadTitle is the title of the window: a mistake first, then the page, then the
// office, as browsers and screen readers say it.
func (p Page) HeadTitle() string {
	title := p.Title
	if len(p.Faults) > 0 {
		title = p.T("page.title.fault", "title", title)
	}
	name := p.Office.Name
	if name == "" {
		name = p.T("site.name")
	}
	if title == "" || title == name {
		return name
	}
	return title + " · " + name
}

// Styles returns the addresses of the page's style sheets. Readers who save data
// get the one without web fonts.
func (p Page) Styles() []string {
	first := "site.css"
	if p.NoFonts {
		first = "site-plain.css"
	}
	names := []string{first}
	if p.Desk {
		names = append(names, "desk.css")
	}
	if p.Sheet != "" {
		names = append(names, "sheet.css")
	}
	for i, name := range names {
		names[i] = p.Asset(name)
	}
	return names
}

// Summary is the list of mistakes at the top of a page.
type Summary struct {
	Heading string
	Lines   []Link
}

// Summary returns the mistakes of the page, each leading to its field.
func (p Page) Summary() Summary {
	if len(p.Faults) == 0 {
		return Summary{}
	}
	all := Summary{Heading: p.T("errors.heading", "count", len(p.Faults))}
	for _, one := range p.Faults {
		line := Link{Text: p.T(one.Message, one.Args...)}
		if one.Field != "" {
			line.Href = template.URL("#" + one.Field)
		}
		all.Lines = append(all.Lines, line)
	}
	return all
}
