package guidance

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"dorgora/bangla"
)

//go:embed brands.txt
var brandLines string

// brands is the makers and products by the fold of each way to write them, with
// the first way as their name.
var brands = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(brandLines) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		ways := strings.Split(strings.TrimSpace(line), ",")
		for _, way := range ways {
			if fold := bangla.Fold(way); fold != "" {
				all[fold] = strings.TrimSpace(ways[0])
			}
		}
	}
	return all
})

// Brands finds the makers and products that a specification names, each once, in
// the order of the text. A specification is neutral: it says what a thing must be
// able to do, and names a brand only with a written reason (service I9).
func Brands(text string) []string {
	var found []string
	for _, word := range bangla.Words(text) {
		if name, known := brands()[word]; known && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return found
}
