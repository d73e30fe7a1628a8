// Package cli is the command line: one file a command. It parses, calls one act of
// the program and prints in the reader's language. Exit codes: 0 done, also with
// warnings; 1 done, and something was found that must be mended; 2 not done: input
// that cannot be used, a setting that is refused, a failure of the machine.
package cli

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/alecthomas/kong"

	"dorgora/internal/app"
	"dorgora/internal/message"
	"dorgora/internal/upkeep"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the commands say beside their help.
var Texts = message.Set{Name: "cli", Bn: bn, En: en}

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

// errFindings ends a command that worked and found what must be mended.
var errFindings = errors.New("findings")

// commands is the whole command line.
type commands struct {
	Lang     string            `help:"Language of texts: bn or en." enum:"bn,en" default:"bn" env:"DORGORA_LANG"`
	Config   string            `help:"File of settings: lines of name = value, the names of the flags of serve." env:"DORGORA_CONFIG" placeholder:"FILE"`
	Serve    serveCommand      `cmd:"" help:"Run the office: pages, desk and jobs. On an empty data folder it opens the Rupsha office."`
	Charter  charterCommand    `cmd:"" help:"Read, check, print, compare and import Citizen's Charters."`
	Office   officeCommand     `cmd:"" help:"List and add offices."`
	Staff    staffCommand      `cmd:"" help:"List people and posts; make one-time sign-in links."`
	Calendar calendarCommand   `cmd:"" help:"Show working days and holidays; count a date; announce a day."`
	Backup   backupCommand     `cmd:"" help:"Copy everything into one folder while the office runs."`
	Restore  restoreCommand    `cmd:"" help:"Bring a backup into an empty folder and verify it."`
	Verify   verifyCommand     `cmd:"" help:"Recount the ledger, every promised date and every file; name what does not agree."`
	Ledger   ledgerCommand     `cmd:"" help:"Print the key, a checkpoint or a proof of the ledgers, for people outside."`
	Move     moveCommand       `cmd:"" help:"Move the whole installation from one kind of database to the other."`
	Doctor   doctorCommand     `cmd:"" help:"Look over disk, settings, clock, calendar, people; say what to mend."`
	Demo     demoCommand       `cmd:"" help:"Fill a practice database with a year of invented cases."`
	Bench    benchCommand      `cmd:"" help:"Measure the program against its bars."`
	Limits   benchLimitCommand `cmd:"" name:"bench-limit" hidden:"" help:"What bench runs beside the program."`
	Version  versionCommand    `cmd:"" help:"Print the version."`
}

// Help teaches the command line.
func (commands) Help() string {
	return `
সিটিজেনস চার্টারের প্রতিটি প্রতিশ্রুতি চালু সেবা হয়ে যায়। কোনো কমান্ডের সাহায্য: dorgora COMMAND --help

Begin with one of these:

    dorgora serve --data data
    dorgora charter check charter.docx
    dorgora demo --data data/practice

Exit codes: 0 done, also with warnings; 1 done, and something was found that must
be mended; 2 not done: input that cannot be used, a setting that is refused, a
failure of the machine.

Settings come from flags, then from the environment (DORGORA_DATA and so on), then
from the file that --config names; the first one found counts.`
}

// session is what every command gets.
type session struct {
	Terminal
	ctx      context.Context
	lang     message.Lang
	texts    message.Catalogue
	settings settings
	log      *patientLog // on Err
}

// Run carries out one command and returns its exit code.
func Run(ctx context.Context, terminal Terminal) int {
	s := &session{
		Terminal: terminal, ctx: ctx, lang: message.Lang(early(terminal, "lang")), log: &patientLog{to: terminal.Err},
	}
	if s.lang != message.En {
		s.lang = message.Bn
	}
	var err error
	if s.texts, err = allTexts(); err == nil {
		err = s.run()
	}
	s.log.flush()
	switch {
	case err == nil:
		return done
	case errors.Is(err, errFindings):
		return findings
	}
	fmt.Fprintln(terminal.Err, "dorgora: "+s.explain(err))
	return unusable
}

// allTexts are the texts of the pages and of the commands.
func allTexts() (message.Catalogue, error) {
	return message.New(append(app.TextSets(), upkeep.Texts, Texts)...)
}

func (s *session) run() error {
	var err error
	if s.settings, err = readSettings(early(s.Terminal, "config"), s.Environ); err != nil {
		return err
	}
	line, exited := &commands{}, false
	parser, err := kong.New(line, kong.Name("dorgora"),
		kong.Description("Makes a Citizen's Charter run: each printed promise becomes a live service."),
		kong.Writers(s.Out, s.Err), kong.Resolvers(s.settings), benchNames(), kong.Exit(func(int) { exited = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(s.Args)
	if exited {
		return nil
	}
	if err != nil {
		return s.misread(parser, err)
	}
	if value := message.Lang(line.Lang); value != "" {
		s.lang = value
	}
	return parsed.Run(s)
}

// misread shows how the command is used, for a line that could not be read.
func (s *session) misread(parser *kong.Kong, err error) error {
	var wrong *kong.ParseError
	if errors.As(err, &wrong) {
		parser.Stdout = s.Err
		if broken := wrong.Context.PrintUsage(true); broken != nil {
			return broken
		}
		fmt.Fprintln(s.Err)
	}
	return s.fail("cli.line.wrong", "cause", err.Error())
}
