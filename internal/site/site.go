// Package site is the shell of every page: layout, header and footer, forms and
// their mistakes, dates and numbers in the reader's language, style sheets, and
// what is answered when something cannot be done. It knows no service, no case
// and no person; the parts of the program bring their pages and their texts.
package site

import (
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the shell says.
var Texts = message.Set{Name: "site", Bn: bn, En: en}

// Config is what a Site is built from.
type Config struct {
	Catalogue message.Catalogue // every text, the shell's Texts among them
	Templates []Templates       // one set from every part that has pages
	Assets    []fs.FS           // further files to serve below /assets/
	Now       func() time.Time  // required
	Random    io.Reader         // for the keys of forms; crypto/rand when nil
	Logger    *slog.Logger      // required; receives no personal data
	Secure    bool              // visitors come over TLS; see SetCookie
	Demo      bool              // say on every page that people and numbers are invented
	MaxBody   int64             // bytes of a request; 32 MiB when 0

	// Furnish completes every page, those of Refuse among them: office, menu, help
	// phone, who is signed in. It may be nil.
	Furnish func(r *http.Request, page *Page)
}

// Site shows pages. It may be used by many requests at once.
type Site struct {
	config    Config
	templates Templates
	assets    assetTable
	kept      keptPages
	folded    folded
}

const defaultMaxBody = 32 << 20

// New builds the shell. Two templates of one name, an asset that cannot be read
// and a missing clock or logger are errors.
func New(config Config) (*Site, error) {
	if config.Now == nil || config.Logger == nil {
		return nil, errors.New("site: a clock and a logger are required")
	}
	if config.Random == nil {
		config.Random = rand.Reader
	}
	if config.MaxBody == 0 {
		config.MaxBody = defaultMaxBody
	}
	own, err := Parse(shellFiles)
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	templates, err := own.join(config.Templates)
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	assets, err := loadAssets(config.Assets)
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	return &Site{config: config, templates: templates, assets: assets}, nil
}

// Page returns the page that answers r, furnished, with the title that titleKey
// and its args name in the reader's language.
func (s *Site) Page(r *http.Request, titleKey string, args ...any) Page {
	page := Page{
		Lang:    LangOf(r),
		Path:    r.URL.Path,
		Now:     s.config.Now(),
		NoFonts: strings.EqualFold(r.Header.Get("Save-Data"), "on"),
		Demo:    s.config.Demo,
		site:    s,
	}
	if r.Method == http.MethodGet {
		page.query = r.URL.RawQuery
	}
	page.Title = page.T(titleKey, args...)
	if s.config.Furnish != nil {
		s.config.Furnish(r, &page)
	}
	return page
}

// freshKey returns 128 random bits for a form, so that a form that is sent twice
// acts once.
func (s *Site) freshKey() (string, error) {
	var random [16]byte
	if _, err := io.ReadFull(s.config.Random, random[:]); err != nil {
		return "", fmt.Errorf("site: form key: %w", err)
	}
	return fmt.Sprintf("%x", random), nil
}
