package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"dorgora/internal/app"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/office"
)

// say prints one line of text.
func (s *session) say(key string, args ...any) { fmt.Fprintln(s.Out, s.text(key, args...)) }

func (s *session) text(key string, args ...any) string { return s.texts.Text(s.lang, key, args...) }

// fail is an error that says a text.
func (s *session) fail(key string, args ...any) error { return fault.New(fault.Invalid, key, args...) }

// pick takes the words of the reader's language; Bangla words are never missing.
func (s *session) pick(bn, en string) string {
	if s.lang == message.En && en != "" {
		return en
	}
	return bn
}

// explain says what went wrong in the reader's language, and where a setting that
// is refused was set.
func (s *session) explain(err error) string {
	list := fault.List(err)
	if len(list) == 0 {
		return err.Error()
	}
	var words []string
	for _, one := range list {
		text := s.text(one.Message, one.Args...)
		if one.Field != "" {
			text = s.settings.origin(one.Field, s.Args) + ": " + text
		}
		if one.Cause != nil {
			text += " (" + one.Cause.Error() + ")"
		}
		words = append(words, text)
	}
	return strings.Join(words, "\n  ")
}

// readInput reads a file, or standard input for "-", up to the size beyond which
// no charter is read.
func (s *session) readInput(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(io.LimitReader(s.In, catalogue.LargestFile+1))
	}
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, s.fail("cli.file.missing", "file", name)
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, catalogue.LargestFile+1))
}

// officeOf returns the office that a slug names.
func (s *session) officeOf(p *app.Program, slug string) (office.Office, error) {
	o, err := p.Offices.BySlug(s.ctx, slug)
	if fault.KindOf(err) == fault.NotFound {
		return o, s.fail("cli.office.unknown", "slug", slug)
	}
	return o, err
}

// link says an address of the program, whole when the settings tell its beginning.
func (s *session) link(path string) string {
	address, _ := s.settings.value("address")
	if address == "" {
		return path
	}
	return strings.TrimSuffix(address, "/") + path
}

// progress is a bar on standard error, silent when nobody looks at it.
func (s *session) progress(most int, key string) *progressbar.ProgressBar {
	if f, ok := s.Err.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		return progressbar.DefaultSilent(int64(most))
	}
	return progressbar.NewOptions(most, progressbar.OptionSetWriter(s.Err), progressbar.OptionSetDescription(s.text(key)),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
}

// early finds a setting before the line is parsed: the language in which to say
// that it cannot be, and the file whose values are the defaults of flags.
func early(terminal Terminal, name string) string {
	for i, arg := range terminal.Args {
		if value, ok := strings.CutPrefix(arg, "--"+name+"="); ok {
			return value
		}
		if arg == "--"+name && i+1 < len(terminal.Args) {
			return terminal.Args[i+1]
		}
	}
	variable := variableOf(name) + "="
	i := slices.IndexFunc(terminal.Environ, func(pair string) bool { return strings.HasPrefix(pair, variable) })
	if i < 0 {
		return ""
	}
	return strings.TrimPrefix(terminal.Environ[i], variable)
}
