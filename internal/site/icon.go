package site

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"sync"
)

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
