package bench

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"

	"dorgora/internal/bench/crowd"
	"dorgora/internal/bench/stage"
)

// What a page makes a browser fetch, and what a style sheet does.
var (
	fetchedByPage  = regexp.MustCompile(`<(?:link[^>]*rel="?(?:stylesheet|icon)"?[^>]*href|script[^>]*src|img[^>]*src)="?([^" >]+)`)
	fetchedBySheet = regexp.MustCompile(`url\(([^)]+\.woff2)\)`)
)

const kilobyte = 1 << 10

// bytes is bar 16: what a public page and the officer's list weigh as they travel.
func (b *bench) bytes(ctx context.Context) ([]Row, error) {
	at, err := b.largeStage(ctx)
	if err != nil {
		return nil, err
	}
	var plain, full weight
	var desk int
	err = b.serving(ctx, at, func(program *stage.Program) error {
		path := "/" + at.Offices[0] + "/services/" + at.Services[0]
		if plain, err = weigh(ctx, crowd.NewVisitor(program.Address, crowd.Zipped, "Save-Data: on"), path); err != nil {
			return err
		}
		if full, err = weigh(ctx, crowd.NewVisitor(program.Address, crowd.Zipped), path); err != nil {
			return err
		}
		answer, err := officer(at, program, crowd.Zipped).Get(ctx, listPath(at))
		desk = len(answer.Body)
		return err
	})
	return []Row{
		absolute(Row{Bar: "16", Name: "public page without web font", Unit: "KB"}, float64(plain.bytes)/kilobyte, atMost(15)),
		absolute(Row{Bar: "16", Name: "public page with web font", Unit: "KB"}, float64(full.bytes)/kilobyte, atMost(100)),
		absolute(Row{Bar: "16", Name: "requests of a page without web font", Unit: ""}, float64(plain.requests), atMost(3)),
		absolute(Row{Bar: "16", Name: "officer's list, the page itself", Unit: "KB"}, float64(desk)/kilobyte, atMost(150)),
	}, err
}

// weight is a page with all that it makes a browser fetch.
type weight struct{ bytes, requests int }

// weigh fetches a page, what it names, and the fonts that its style sheets name.
func weigh(ctx context.Context, visitor *crowd.Visitor, path string) (weight, error) {
	defer visitor.Close()
	w := weight{}
	seen := map[string]bool{path: true}
	for waiting := []string{path}; len(waiting) > 0; waiting = waiting[1:] {
		answer, err := visitor.Get(ctx, waiting[0])
		if err == nil && answer.Status != http.StatusOK {
			err = fmt.Errorf("%s is answered with %d", waiting[0], answer.Status)
		}
		if err != nil {
			return w, err
		}
		w.bytes, w.requests = w.bytes+len(answer.Body), w.requests+1
		for _, pattern := range []*regexp.Regexp{fetchedByPage, fetchedBySheet} {
			for _, found := range pattern.FindAllSubmatch(unzipped(answer.Body), -1) {
				if next := string(found[1]); !seen[next] {
					seen[next] = true
					waiting = append(waiting, next)
				}
			}
		}
	}
	return w, nil
}

// unzipped is a body in plain form, as it came when it was not compressed.
func unzipped(body []byte) []byte {
	reader, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return bytes.Clone(body)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		return bytes.Clone(body)
	}
	return plain
}
