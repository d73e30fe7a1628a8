package site

import (
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
)

//go:embed assets/style/*.css assets/fonts assets/icon.svg
var assetFiles embed.FS

// sheets is what each style sheet is made of. Readers fetch one for every page;
// officers' pages and printed sheets add one more. The one with the fonts' rules is
// a file of its own and not a second request.
var sheets = map[string][]string{
	"site.css":       {"font", "base", "shell", "piece", "form", "day", "count", "small", "wide", "print"},
	"site-plain.css": {"base", "shell", "piece", "form", "day", "count", "small", "wide", "print"},
	"desk.css":       {"desk"},
	"sheet.css":      {"sheet"},
}

// asset is a file that never changes below its address.
type asset struct {
	answer
	kind string
}

// assetTable is every file by address and every address by name.
type assetTable struct {
	files     map[string]asset
	addresses map[string]string
}

const assetPath = "/assets/"

func (t assetTable) address(name string) string { return t.addresses[name] }

// put keeps a file below an address that holds its fingerprint.
func (t assetTable) put(name string, body []byte) error {
	sum := sha256.Sum256(body)
	mark := hex.EncodeToString(sum[:5])
	extension := path.Ext(name)
	address := assetPath + strings.TrimSuffix(name, extension) + "." + mark + extension
	one := asset{answer: answer{body: body, tag: mark}, kind: kindOf(extension)}
	if compressible(one.kind) {
		best, err := gzip.NewWriterLevel(nil, gzip.BestCompression)
		if err != nil {
			return err
		}
		if one.zipped, err = zip(best, body); err != nil {
			return err
		}
	}
	t.files[address], t.addresses[name] = one, address
	return nil
}

func kindOf(extension string) string {
	if extension == ".woff2" {
		return "font/woff2" // some systems' tables do not know it
	}
	return mime.TypeByExtension(extension)
}

func compressible(kind string) bool {
	return strings.HasPrefix(kind, "text/") || strings.Contains(kind, "svg") || strings.Contains(kind, "json")
}

func loadAssets(more []fs.FS) (assetTable, error) {
	table := assetTable{files: map[string]asset{}, addresses: map[string]string{}}
	own, err := fs.Sub(assetFiles, "assets")
	if err != nil {
		return table, err
	}
	if err := table.putAll(own, "style"); err != nil {
		return table, err
	}
	if err := table.putSheets(own); err != nil {
		return table, err
	}
	for _, fsys := range more {
		if err := table.putAll(fsys, ""); err != nil {
			return table, err
		}
	}
	return table, nil
}

func (t assetTable) putAll(fsys fs.FS, except string) error {
	return fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name == except:
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		body, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if _, taken := t.addresses[name]; taken {
			return fmt.Errorf("two assets are named %q", name)
		}
		return t.put(name, body)
	})
}

func (t assetTable) putSheets(own fs.FS) error {
	for name, parts := range sheets {
		var sheet strings.Builder
		for _, part := range parts {
			text, err := fs.ReadFile(own, "style/"+part+".css")
			if err != nil {
				return err
			}
			sheet.Write(text)
		}
		if err := t.put(name, []byte(t.compact(sheet.String()))); err != nil {
			return err
		}
	}
	return nil
}

var (
	cssRemark = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSpace  = regexp.MustCompile(`\s*\n\s*`)
	cssAround = regexp.MustCompile(`\s*([{};,])\s*`)
	cssURL    = regexp.MustCompile(`url\(([a-z0-9/.]+)\)`)
)

// compact takes remarks and line breaks out of a style sheet and gives the files it
// names their addresses.
func (t assetTable) compact(css string) string {
	css = cssRemark.ReplaceAllString(css, "")
	css = cssSpace.ReplaceAllString(css, " ")
	css = cssAround.ReplaceAllString(css, "$1")
	css = strings.ReplaceAll(css, ";}", "}")
	return cssURL.ReplaceAllStringFunc(css, func(found string) string {
		name := found[len("url(") : len(found)-1]
		return "url(" + t.addresses[name] + ")"
	})
}

// Assets serves the files below /assets/. Their addresses hold their fingerprints,
// so browsers keep them for a year and never ask again.
func (s *Site) Assets() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		one, ok := s.assets.files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		header := w.Header()
		header.Set("Content-Type", one.kind)
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
		if one.fresh(w, r) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		one.write(w, r, http.StatusOK)
	})
}
