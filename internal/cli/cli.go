// Package cli is the command line: one file a command. It parses, calls one act of
// the program and prints. Exit codes: 0 done, 1 done with findings or refused, 2
// unusable input or a failure of the machine.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"dorgora/internal/app"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/upkeep"
)

// Terminal is the world as the command line meets it.
type Terminal struct {
	Args    []string
	Environ []string
	In      io.Reader
	Out     io.Writer
	Err     io.Writer
	Now     func() time.Time
	Random  io.Reader
}

// The exit codes.
const (
	done     = 0
	findings = 1
	unusable = 2
)

// errFindings ends a command that worked and found errors: exit code 1.
var errFindings = errors.New("findings")

// commands is the whole command line.
type commands struct {
	Lang     string          `help:"Language of texts: bn or en." enum:"bn,en" default:"bn"`
	Config   string          `help:"File of settings: lines of name = value, the names of the flags of serve." env:"DORGORA_CONFIG" type:"existingfile"`
	Serve    serveCommand    `cmd:"" help:"Run the office: pages, desk and jobs. On an empty data folder it opens the Rupsha office."`
	Charter  charterCommand  `cmd:"" help:"Read, check, print, compare and import Citizen's Charters."`
	Office   officeCommand   `cmd:"" help:"List and add offices."`
	Staff    staffCommand    `cmd:"" help:"List people and posts; make one-time sign-in links."`
	Calendar calendarCommand `cmd:"" help:"Show working days and holidays; count a date; announce a day."`
	Backup   backupCommand   `cmd:"" help:"Copy everything into one folder while the office runs."`
	Verify   verifyCommand   `cmd:"" help:"Recount the ledger, every promised date and every file; name what does not agree."`
	Doctor   doctorCommand   `cmd:"" help:"Look over disk, settings, clock, calendar, people; say what to mend."`
	Demo     demoCommand     `cmd:"" help:"Fill a practice database with a year of invented cases."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

// session is what every command gets.
type session struct {
	Terminal
	ctx  context.Context
	lang message.Lang
}

// Run carries out one command and returns its exit code.
func Run(ctx context.Context, terminal Terminal) int {
	var line commands
	err := runLine(ctx, terminal, &line)
	switch {
	case err == nil:
		return done
	case errors.Is(err, errFindings):
		return findings
	}
	fmt.Fprintln(terminal.Err, "dorgora: "+explain(message.Lang(line.Lang), err))
	if kind := fault.KindOf(err); kind == fault.Internal || kind == fault.Unavailable || kind == fault.Invalid || kind == fault.TooLarge {
		return unusable
	}
	return findings
}

func runLine(ctx context.Context, terminal Terminal, line *commands) error {
	if err := checkEnvironment(terminal.Environ); err != nil {
		return err
	}
	known, err := readSettings(settingsFile(terminal))
	if err != nil {
		return err
	}
	exited := false
	parser, err := kong.New(line, kong.Name("dorgora"),
		kong.Description("Makes a Citizen's Charter run: each printed promise becomes a live service. Help on one command: dorgora COMMAND --help."),
		kong.Writers(terminal.Out, terminal.Err), kong.Resolvers(known), kong.UsageOnError(),
		kong.Exit(func(int) { exited = true }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(terminal.Args)
	if exited {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w\n  see: dorgora --help", err)
	}
	return parsed.Run(&session{Terminal: terminal, ctx: ctx, lang: message.Lang(line.Lang)})
}

// settingsFile finds the file of settings before the line is parsed, since its
// values are the defaults of flags.
func settingsFile(terminal Terminal) string {
	for i, arg := range terminal.Args {
		if value, ok := strings.CutPrefix(arg, "--config="); ok {
			return value
		}
		if arg == "--config" && i+1 < len(terminal.Args) {
			return terminal.Args[i+1]
		}
	}
	for _, pair := range terminal.Environ {
		if value, ok := strings.CutPrefix(pair, "DORGORA_CONFIG="); ok {
			return value
		}
	}
	return ""
}

// explain says what went wrong in the reader's language.
func explain(lang message.Lang, err error) string {
	list := fault.List(err)
	if len(list) == 0 {
		return err.Error()
	}
	texts, broken := allTexts()
	if broken != nil {
		return err.Error()
	}
	var words []string
	for _, one := range list {
		text := texts.Text(lang, one.Message, one.Args...)
		if one.Field != "" {
			text = one.Field + ": " + text
		}
		if one.Cause != nil {
			text += " (" + one.Cause.Error() + ")"
		}
		words = append(words, text)
	}
	return strings.Join(words, "\n  ")
}

// allTexts are the texts of the pages and of the commands.
func allTexts() (message.Catalogue, error) {
	return message.New(append(app.TextSets(), upkeep.Texts)...)
}

// readInput reads a file, or standard input for "-".
func (s *session) readInput(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(s.In)
	}
	return os.ReadFile(name)
}
