package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// answer is a page as it leaves: both forms are made before the first byte does.
type answer struct {
	body   []byte
	zipped []byte // nil when compression gains nothing
	tag    string
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render fills the template of the page. A page that fails leaves nothing behind.
func (s *Site) render(name string, page Shown, level *sync.Pool) (answer, error) {
	filled, err := s.template(name, page.shell().Lang)
	if err != nil {
		return answer{}, fmt.Errorf("site: %w", err)
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	if err := filled.ExecuteTemplate(buffer, "layout", page); err != nil {
		return answer{}, fmt.Errorf("site: page %s: %w", name, err)
	}
	return newAnswer(bytes.Clone(buffer.Bytes()), level)
}

func newAnswer(body []byte, level *sync.Pool) (answer, error) {
	sum := sha256.Sum256(body)
	zipped, err := compress(body, level)
	if err != nil {
		return answer{}, err
	}
	return answer{
		body:   body,
		zipped: zipped,
		tag:    base64.RawURLEncoding.EncodeToString(sum[:12]),
	}, nil
}

// worthZipping is the size below which gzip's own header eats the gain.
const worthZipping = 400

// The writers of compressed pages: quick for a page that one reader gets, thorough
// for one that is kept for all.
var (
	quick    = zippers(gzip.BestSpeed)
	thorough = zippers(gzip.BestCompression)
)

func zippers(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		writer, _ := gzip.NewWriterLevel(nil, level) // the levels are known
		return writer
	}}
}

func compress(body []byte, level *sync.Pool) ([]byte, error) {
	if len(body) < worthZipping {
		return nil, nil
	}
	writer := level.Get().(*gzip.Writer)
	defer level.Put(writer)
	return zip(writer, body)
}

func zip(writer *gzip.Writer, body []byte) ([]byte, error) {
	var out bytes.Buffer
	writer.Reset(&out)
	if _, err := writer.Write(body); err != nil {
		return nil, err
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Show answers r with the page of that name. The whole page is made before the
// first byte leaves; when that fails the reader gets the page of an internal
// error. The status is the page's Status, else 422 when it has Faults, else 200.
func (s *Site) Show(w http.ResponseWriter, r *http.Request, name string, page Shown) {
	shell := page.shell()
	made, err := s.render(name, page, quick)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	s.send(w, r, made, shell)
}

func statusOf(page Page) int {
	switch {
	case page.Status != 0:
		return page.Status
	case len(page.Faults) > 0:
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

func (s *Site) send(w http.ResponseWriter, r *http.Request, made answer, page Page) {
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Language", string(page.Lang))
	status := statusOf(page)
	if page.Private || page.SignedIn != "" || status != http.StatusOK {
		header.Set("Cache-Control", "private, no-store")
	} else {
		header.Set("Cache-Control", "no-cache")
		header.Add("Vary", "Cookie, Save-Data")
		if made.fresh(w, r) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	made.write(w, r, status)
}

// fresh sets the ETag of the form that r accepts and reports whether the reader
// has it already.
func (a answer) fresh(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Add("Vary", "Accept-Encoding")
	tag := a.etag(a.zipped != nil && acceptsGzip(r))
	w.Header().Set("ETag", tag)
	return matches(r.Header.Get("If-None-Match"), tag)
}

// etag differs between the plain and the compressed form, as RFC 9110 section
// 8.8.3.3 asks of strong tags.
func (a answer) etag(zipped bool) string {
	if zipped {
		return `"` + a.tag + `-g"`
	}
	return `"` + a.tag + `"`
}

func matches(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == tag || one == "*" {
			return true
		}
	}
	return false
}

func (a answer) write(w http.ResponseWriter, r *http.Request, status int) {
	body := a.body
	if a.zipped != nil && acceptsGzip(r) {
		w.Header().Set("Content-Encoding", "gzip")
		body = a.zipped
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader may have gone; there is nobody left to tell
	}
}

// acceptsGzip reads Accept-Encoding; "gzip;q=0" refuses it.
func acceptsGzip(r *http.Request) bool {
	for one := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, quality, _ := strings.Cut(strings.TrimSpace(one), ";")
		if strings.TrimSpace(coding) != "gzip" {
			continue
		}
		q, given := strings.CutPrefix(strings.ReplaceAll(quality, " ", ""), "q=")
		value, err := strconv.ParseFloat(q, 64)
		return !given || err == nil && value > 0
	}
	return false
}
