package site

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed templates/*.html
var shellFiles embed.FS

// Templates is the pages of one part of the program, each joined with the
// shell's layout and partials when it is shown for the first time: a program that
// starts needs one page, not all.
type Templates struct {
	pages map[string]func() (*template.Template, error)
}

// shellBase is the layout and the partials, parsed once.
var shellBase = sync.OnceValues(func() (*template.Template, error) {
	base := template.New("layout").Funcs(template.FuncMap{"icon": icon})
	return base.ParseFS(shellFiles, "templates/_*.html")
})

// Parse reads templates/*.html of a part. Every file is a page of its own name
// (case.html is shown as "case") and defines "main"; it may redefine "frame" (to
// fill the whole width below the header) or "body" (to stand without header and
// footer, as printed sheets do). Files whose names begin with _ are partials for
// all pages of the part.
func Parse(fsys fs.FS) (Templates, error) {
	base, err := shellBase()
	if err != nil {
		return Templates{}, err
	}
	names, err := fs.Glob(fsys, "templates/*.html")
	if err != nil {
		return Templates{}, err
	}
	var partials, pages []string
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") {
			partials = append(partials, name)
		} else {
			pages = append(pages, name)
		}
	}
	all := Templates{pages: map[string]func() (*template.Template, error){}}
	for _, name := range pages {
		all.pages[strings.TrimSuffix(path.Base(name), ".html")] = sync.OnceValues(func() (*template.Template, error) {
			page, err := template.Must(base.Clone()).ParseFS(fsys, append(slices.Clone(partials), name)...)
			if err != nil {
				return nil, fmt.Errorf("template %s: %w", name, err)
			}
			return page, nil
		})
	}
	return all, nil
}

// Names returns the names of the pages, in order.
func (t Templates) Names() []string { return slices.Sorted(maps.Keys(t.pages)) }

func (t Templates) join(others []Templates) (Templates, error) {
	all := Templates{pages: maps.Clone(t.pages)}
	for _, other := range others {
		for _, name := range other.Names() {
			if _, taken := all.pages[name]; taken {
				return Templates{}, fmt.Errorf("two pages are named %q", name)
			}
			all.pages[name] = other.pages[name]
		}
	}
	return all, nil
}

// Layout returns the template that draws the page of that name, nil when there is
// none. Tests hold it against the page's struct (package sitetest); a template that
// cannot be read panics.
func (t Templates) Layout(name string) *template.Template {
	page, ok := t.pages[name]
	if !ok {
		return nil
	}
	return template.Must(page()).Lookup("layout")
}

//go:embed assets/icons.txt
var iconFile string

// icons is every line icon by name, drawn on a grid of 24.
var icons = sync.OnceValue(func() map[string]template.HTML {
	all := map[string]template.HTML{}
	for line := range strings.Lines(iconFile) {
		name, shape, found := strings.Cut(strings.TrimSpace(line), " ")
		if !found || strings.HasPrefix(name, "#") {
			continue
		}
		// The file is part of the program; nothing a reader typed comes near it.
		all[name] = template.HTML(`<svg viewBox="0 0 24 24" aria-hidden="true">` + strings.TrimSpace(shape) + `</svg>`)
	}
	return all
})

// icon is the template function of that name: {{icon "phone"}}. An empty name is
// no icon, an unknown one an error. Icons say nothing to screen readers; a word
// always stands beside them.
func icon(name string) (template.HTML, error) {
	if name == "" {
		return "", nil
	}
	found, ok := icons()[name]
	if !ok {
		return "", fmt.Errorf("there is no icon %q", name)
	}
	return found, nil
}
