package cli

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"dorgora/internal/fault"
)

// allowed are the values of a setting; empty: any.
type allowed []string

var yesNo = allowed{"true", "false"}

// settingValues are what a configuration file and the environment may set.
var settingValues = map[string]allowed{
	"data": nil, "listen": nil, "metrics": nil, "database": nil, "address": nil, "behind-proxy": yesNo, "practice": yesNo,
	"log": {"debug", "info", "warn", "error"}, "lang": {"bn", "en"},
}

func settingNames() string {
	var names []string
	for name := range settingValues {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// variableOf is the environment variable of a setting.
func variableOf(name string) string {
	return "DORGORA_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// settings are the values of the environment and of a configuration file: lines of
// `name = value`, with # before a remark. Names are those of the flags of serve,
// without the hyphens in front. A value with # in it has no space before the sign.
type settings struct {
	file    string
	values  map[string]string
	lines   map[string]int // where in the file
	environ map[string]string
}

// readSettings reads the environment and the configuration file. An unknown or
// doubled name and a value that cannot be are refused with their line, and so is a
// file with a database address that others may read.
func readSettings(file string, environ []string) (settings, error) {
	s := settings{file: file, values: map[string]string{}, lines: map[string]int{}, environ: map[string]string{}}
	if err := s.takeEnvironment(environ); err != nil || file == "" {
		return s, err
	}
	f, err := os.Open(file)
	if err != nil {
		return s, fault.Wrap(fault.Invalid, "cli.settings.unreadable", err)
	}
	defer f.Close()
	scanner, line := bufio.NewScanner(f), 0
	for scanner.Scan() {
		line++
		if err := s.take(line, scanner.Text()); err != nil {
			return s, err
		}
	}
	if err := scanner.Err(); err != nil {
		return s, fault.Wrap(fault.Invalid, "cli.settings.unreadable", err)
	}
	about, err := f.Stat()
	if err == nil && s.values["database"] != "" && about.Mode().Perm()&0o077 != 0 {
		return s, s.wrong(s.lines["database"], "cli.settings.open", "file", file)
	}
	return s, err
}

// wrong is a fault about a line of the file.
func (s settings) wrong(line int, key string, args ...any) error {
	return fault.New(fault.Invalid, key, append(args, "place", fmt.Sprintf("%s:%d", s.file, line))...)
}

func (s settings) take(line int, text string) error {
	if i := strings.Index(" "+text, " #"); i >= 0 {
		text = text[:i]
	}
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	name, value, found := strings.Cut(text, "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	values, known := settingValues[name]
	switch {
	case !found:
		return s.wrong(line, "cli.settings.form", "text", text)
	case !known:
		return s.wrong(line, "cli.settings.unknown", "name", name, "known", settingNames())
	case s.lines[name] > 0:
		return s.wrong(line, "cli.settings.twice", "name", name)
	case len(values) > 0 && !slices.Contains(values, value):
		return s.wrong(line, "cli.settings.value", "name", name, "value", value, "known", strings.Join(values, ", "))
	}
	s.values[name], s.lines[name] = value, line
	return nil
}

// testVariables begin the variables that only tests read.
const testVariables = "DORGORA_TEST_"

// takeEnvironment refuses a DORGORA_ variable that nothing reads: a slip in its
// name would otherwise silently give the default.
func (s settings) takeEnvironment(environ []string) error {
	for _, pair := range environ {
		variable, value, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(variable, "DORGORA_") || strings.HasPrefix(variable, testVariables) || variable == variableOf("config") {
			continue
		}
		name := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(variable, "DORGORA_"), "_", "-"))
		values, known := settingValues[name]
		switch {
		case !known:
			return fault.New(fault.Invalid, "cli.settings.unknown", "place", variable, "name", name, "known", settingNames())
		case len(values) > 0 && !slices.Contains(values, value):
			return fault.New(fault.Invalid, "cli.settings.value", "place", variable, "name", name, "value", value, "known", strings.Join(values, ", "))
		}
		s.environ[name] = value
	}
	return nil
}

// value is what the environment, or else the file, says of a setting.
func (s settings) value(name string) (string, bool) {
	if value, ok := s.environ[name]; ok {
		return value, true
	}
	value, ok := s.values[name]
	return value, ok
}

// origin names a setting with the place where it was set, for a person to find it.
func (s settings) origin(name string, args []string) string {
	flag := func(arg string) bool { return arg == "--"+name || strings.HasPrefix(arg, "--"+name+"=") }
	if slices.ContainsFunc(args, flag) {
		return "--" + name
	}
	if _, ok := s.environ[name]; ok {
		return variableOf(name)
	}
	if line := s.lines[name]; line > 0 {
		return fmt.Sprintf("%s:%d: %s", s.file, line, name)
	}
	return name
}

// Validate is part of kong.Resolver; names were checked when they were read.
func (s settings) Validate(*kong.Application) error { return nil }

// Resolve gives kong the value of a flag that the command line does not set.
func (s settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if _, setting := settingValues[flag.Name]; !setting {
		return nil, nil
	}
	if value, ok := s.value(flag.Name); ok {
		return value, nil
	}
	return nil, nil
}
