package site

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// Form is what a reader sent. Values are trimmed and in normal form. Its methods
// note what is wrong, field by field in the order of the calls; Err returns it all
// at once, so that one answer names every mistake. The zero Form is empty.
type Form struct {
	values url.Values
	sent   url.Values // as it came, for secrets
	files  map[string][]*multipart.FileHeader
	wrong  *fault.Fields
}

// keyField is the hidden field that makes a form that is sent twice act once.
const keyField = "form-key"

// partMemory is how much of the files of a form stays in memory.
const partMemory = 1 << 20

// ReadForm reads the posted form of r, of at most limit bytes with its files. Too
// large is a fault of its own kind; anything unreadable is Invalid. Files that had
// to be put on disk disappear when the request is answered.
func ReadForm(r *http.Request, limit int64) (Form, error) {
	r.Body = http.MaxBytesReader(nil, r.Body, limit)
	err := r.ParseForm() // first and alone: ParseMultipartForm would hide its error
	if err == nil {
		err = r.ParseMultipartForm(partMemory)
	}
	if r.MultipartForm != nil {
		release(r.Context(), func() { _ = r.MultipartForm.RemoveAll() })
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return Form{}, fault.New(fault.TooLarge, "form.large", "megabytes", (limit+1<<20-1)>>20)
	case err != nil && !errors.Is(err, http.ErrNotMultipart):
		return Form{}, fault.Wrap(fault.Invalid, "form.unreadable", err)
	}
	form := NewForm(r.PostForm)
	if r.MultipartForm != nil {
		form.files = r.MultipartForm.File
	}
	return form, nil
}

func release(ctx context.Context, closer func()) {
	v := visitOf(ctx)
	v.closers = append(v.closers, closer)
}

// NewForm returns a form of values that come from elsewhere: a saved draft, the
// query of a search.
func NewForm(values url.Values) Form {
	form := Form{values: url.Values{}, sent: values, wrong: new(fault.Fields)}
	for name, all := range values {
		for _, one := range all {
			form.values.Add(name, strings.TrimSpace(bangla.Normal(strings.ToValidUTF8(one, "\uFFFD"))))
		}
	}
	return form
}

// Get returns the first value of the field, empty when there is none.
func (f Form) Get(name string) string { return f.values.Get(name) }

// Secret returns the first value of the field exactly as it was sent: a password is
// neither trimmed nor put into normal form.
func (f Form) Secret(name string) string { return f.sent.Get(name) }

// All returns every value of the field, as ticked boxes send them.
func (f Form) All(name string) []string { return f.values[name] }

// Has reports whether one of the field's values is value: whether a box is ticked.
func (f Form) Has(name, value string) bool {
	return slices.Contains(f.values[name], value)
}

// Set puts a value into a form that will be shown again.
func (f Form) Set(name, value string) { f.values.Set(name, value) }

// Values returns all values but the key, to be saved as a draft.
func (f Form) Values() url.Values {
	all := url.Values{}
	for name, values := range f.values {
		if name != keyField {
			all[name] = values
		}
	}
	return all
}

// Key returns the form's key: 32 hexadecimal digits, empty when it has none.
func (f Form) Key() string {
	key := f.values.Get(keyField)
	if len(key) != 32 || strings.Trim(key, "0123456789abcdef") != "" {
		return ""
	}
	return key
}

// Once names what the form asks for: its key with a hash of all that was sent, so that
// the same sent twice is the same, and anything else is not. It is empty without a key.
func (f Form) Once() string {
	key := f.Key()
	if key == "" {
		return ""
	}
	content := f.Values().Encode()
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		for _, file := range f.files[name] {
			content += fmt.Sprintf("\n%s %d %q", name, file.Size, file.Filename)
		}
	}
	sum := sha256.Sum256([]byte(content))
	return key + hex.EncodeToString(sum[:8])
}

// Fail notes that the field is wrong.
func (f Form) Fail(field, message string, args ...any) {
	*f.wrong = append(*f.wrong, fault.InField(field, message, args...))
}

// Note notes the faults of err under field, when they name none, and reports
// whether there was no error. Errors that are no faults of the input come back
// from Err as they are.
func (f Form) Note(field string, err error) bool {
	if err == nil {
		return true
	}
	faults := fault.List(err)
	if len(faults) == 0 {
		faults = []*fault.Fault{fault.Wrap(fault.Internal, "refuse.internal.title", err)}
	}
	for _, one := range faults {
		copied := *one
		if field != "" {
			copied.Field = field
		}
		*f.wrong = append(*f.wrong, &copied)
	}
	return false
}

// Err returns everything that was noted, nil when nothing was.
func (f Form) Err() error {
	if f.wrong == nil {
		return nil
	}
	for _, one := range *f.wrong {
		if one.Kind != fault.Invalid {
			return one
		}
	}
	return f.wrong.Err()
}

// Text returns a text of at most max letters and notes a longer one.
func (f Form) Text(name string, max int) string {
	text := f.Get(name)
	if n := utf8.RuneCountInString(text); n > max {
		f.Fail(name, "form.long", "max", max, "given", n)
	}
	return text
}

// Line returns a text of one line and at most max letters.
func (f Form) Line(name string, max int) string {
	line := bangla.Line(f.Get(name))
	if n := utf8.RuneCountInString(line); n > max {
		f.Fail(name, "form.long", "max", max, "given", n)
	}
	return line
}

// Required is Line for a field that may not be empty; missing is the key of the
// words that ask for it.
func (f Form) Required(name, missing string, max int) string {
	line := f.Line(name, max)
	if line == "" {
		f.Fail(name, missing)
	}
	return line
}

// Whole returns a whole number from low to high, written in either digit set with
// or without commas, and notes anything else. An empty field is low, without note.
func (f Form) Whole(name string, low, high int) int {
	text := strings.NewReplacer(",", "", " ", "").Replace(bangla.ASCII(f.Get(name)))
	if text == "" {
		return low
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		f.Fail(name, "form.number", "low", low, "high", high)
		return low
	}
	return n
}

// Date returns the day that the three fields name-day, name-month and name-year
// hold, or the one field name in any usual writing. All empty is the zero date; a
// day that does not exist is noted.
func (f Form) Date(name string) workday.Date {
	text := f.Get(name)
	if parts := f.dateParts(name); strings.Join(parts, "") != "" {
		text = strings.Join(parts, "/")
	}
	if text == "" {
		return workday.Date{}
	}
	year, month, day, err := bangla.ParseDate(text)
	if err == nil {
		date, wrong := workday.ParseDate(isoDate(year, month, day))
		if wrong == nil {
			return date
		}
	}
	f.Fail(name, "form.date")
	return workday.Date{}
}

func (f Form) dateParts(name string) []string {
	return []string{f.Get(name + "-day"), f.Get(name + "-month"), f.Get(name + "-year")}
}

func isoDate(year, month, day int) string {
	pad := func(n, width int) string {
		s := strconv.Itoa(n)
		return strings.Repeat("0", max(0, width-len(s))) + s
	}
	return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2)
}

// Choice returns the field's value when it is one of allowed. An empty field is
// empty, without note; anything else is noted.
func (f Form) Choice(name string, allowed ...string) string {
	value := f.Get(name)
	if value == "" {
		return ""
	}
	if !slices.Contains(allowed, value) {
		f.Fail(name, "form.choice")
		return ""
	}
	return value
}

// Files returns the files of the field that hold anything.
func (f Form) Files(name string) []*multipart.FileHeader {
	var all []*multipart.FileHeader
	for _, one := range f.files[name] {
		if one.Size > 0 {
			all = append(all, one)
		}
	}
	return all
}
