package cli

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// settings are the values of a configuration file: lines of `name = value`, with
// # before a remark. Names are those of the flags of serve, without the hyphens in
// front.
type settings struct {
	file   string
	values map[string]string
}

// settingNames are what a configuration file and the environment may set.
var settingNames = []string{"data", "listen", "database", "address", "behind-proxy", "practice", "log"}

// readSettings reads a configuration file. An unknown or doubled name is refused
// with its line, and so is a file with a database password that others may read.
func readSettings(file string) (settings, error) {
	s := settings{file: file, values: map[string]string{}}
	if file == "" {
		return s, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return s, fmt.Errorf("settings: %w", err)
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
		return s, fmt.Errorf("settings: %w", err)
	}
	about, err := f.Stat()
	if err == nil && s.values["database"] != "" && about.Mode().Perm()&0o077 != 0 {
		return s, fmt.Errorf("%s names the database and is readable by others: chmod 600 %s", file, file)
	}
	return s, err
}

func (s *settings) take(line int, text string) error {
	text, _, _ = strings.Cut(text, "#")
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	name, value, found := strings.Cut(text, "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	switch {
	case !found:
		return fmt.Errorf("%s line %d: %q is not name = value", s.file, line, text)
	case !slices.Contains(settingNames, name):
		return fmt.Errorf("%s line %d: unknown setting %q; known are %s", s.file, line, name, strings.Join(settingNames, ", "))
	case s.values[name] != "":
		return fmt.Errorf("%s line %d: %q is set twice", s.file, line, name)
	}
	s.values[name] = value
	return nil
}

// Validate is part of kong.Resolver; names were checked when the file was read.
func (s settings) Validate(*kong.Application) error { return nil }

// Resolve gives kong the value of a flag that neither the command line nor the
// environment sets.
func (s settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if value, ok := s.values[flag.Name]; ok {
		return value, nil
	}
	return nil, nil
}

// checkEnvironment refuses a DORGORA_ variable that nothing reads: a slip in its
// name would otherwise silently give the default.
func checkEnvironment(environ []string) error {
	known := map[string]bool{"DORGORA_CONFIG": true}
	for _, name := range settingNames {
		known["DORGORA_"+strings.ToUpper(strings.ReplaceAll(name, "-", "_"))] = true
	}
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "DORGORA_") && !strings.HasPrefix(name, "DORGORA_TEST_") && !known[name] {
			return fmt.Errorf("environment: unknown setting %s", name)
		}
	}
	return nil
}
