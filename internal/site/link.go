package site

import (
	"net/http"
	"strings"

	"dorgora/internal/message"
)

// Link is a link whose words are in the reader's language. Path is as for Href;
// an address with a scheme (tel:, mailto:, https:) stays as it is.
type Link struct {
	Text    string
	Path    string
	Icon    string
	Note    string // said to screen readers after the text: what a "change" changes
	Tag     string // a count beside the link
	Tone    string // colour of the tag: ok, warn, late, info
	Current bool
}

// Href returns the address of a path in the reader's language. A path that begins
// with / is the installation's; one without belongs to the page's office:
// "services" is /rupsha/services, and /en/rupsha/services in English.
func (p Page) Href(path string) string {
	if hasScheme(path) || strings.HasPrefix(path, "#") || strings.HasPrefix(path, "?") {
		return path
	}
	if !strings.HasPrefix(path, "/") {
		path = officePath(p.Office.Slug, path)
	}
	return inLanguage(p.Lang, path)
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

// hasScheme reports whether path is an address of its own: letters and a colon
// before any slash.
func hasScheme(path string) bool {
	scheme, _, found := strings.Cut(path, ":")
	return found && scheme != "" && !strings.ContainsAny(scheme, "/?#.")
}

const englishPrefix = "/en"

func inLanguage(lang message.Lang, path string) string {
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
	return Link{Text: p.T("nav.language." + string(other)), Path: path}
}

// MenuLinks returns the menu with the link to the page, or to the part that the
// page belongs to, marked as current.
func (p Page) MenuLinks() []Link {
	best, length := -1, 0
	for i, link := range p.Menu {
		if link.Current {
			return p.Menu
		}
		path := link.Path
		if !strings.HasPrefix(path, "/") {
			path = officePath(p.Office.Slug, path)
		}
		if leads(path, p.Path) && len(path) > length {
			best, length = i, len(path)
		}
	}
	marked := append([]Link(nil), p.Menu...)
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

// Tel returns the address that calls a stored phone number.
func (p Page) Tel(phone string) string {
	return "tel:" + strings.NewReplacer(" ", "", "-", "").Replace(phone)
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
			line.Path = "#" + one.Field
		}
		all.Lines = append(all.Lines, line)
	}
	return all
}
