package cli

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"dorgora/internal/bench"
	"dorgora/internal/bench/limit"
)

type benchCommand struct {
	Bars     []string      `arg:"" help:"all, or names of bars: ${bars}."`
	Cases    int           `help:"How many cases the large installation holds." default:"1000000"`
	Offices  int           `help:"How many offices." default:"500"`
	Rounds   int           `help:"How many rounds; a figure is their median." default:"5"`
	Span     time.Duration `help:"How long one measurement of a round takes." default:"2s"`
	Quick    bool          `help:"2,000 cases, 20 offices, one short round: shows that every bar can be measured, not how the program stands."`
	Folder   string        `help:"Where to keep the installations for later runs; without it they are removed." type:"path" placeholder:"FOLDER"`
	Postgres string        `help:"postgres:// address of a server that flushes, for the bar of PostgreSQL." env:"DORGORA_TEST_POSTGRES" placeholder:"ADDRESS"`
	JSON     bool          `help:"Print as JSON."`
}

// Help teaches the command.
func (benchCommand) Help() string {
	return `
কল্পিত আবেদনে ভরা একটি ব্যবস্থা বানিয়ে প্রোগ্রামটি কত দ্রুত চলে মাপে, আর এই যন্ত্রের সর্বোচ্চ সীমার পাশে দেখায়।

Fills an installation with invented cases, the same ones each time, serves it with
this very program in a process of its own, and measures. Every figure is held
against a bare limit of this machine, measured in the same rounds by turns, so that
a busy machine changes both. docs/PERFORMANCE.md tells what each bar means.

Examples:

    dorgora bench all
    dorgora bench page list --folder /var/tmp/bench --rounds 3
    dorgora bench all --quick --json

Exit codes: 0 every bar that was measured is met; 1 one is not; 2 nothing could be
measured.`
}

// Run measures and prints.
func (c benchCommand) Run(s *session) error {
	plan, err := c.plan(s)
	if err != nil {
		return err
	}
	if c.Folder == "" {
		if plan.Folder, err = os.MkdirTemp("", "dorgora-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(plan.Folder)
	}
	report, err := bench.Run(s.ctx, plan)
	if err != nil {
		return err
	}
	if c.JSON {
		err = printJSON(s.Out, report)
	} else {
		err = report.Print(s.Out)
	}
	if err == nil && report.Missed() > 0 {
		return errFindings
	}
	return err
}

func (c benchCommand) plan(s *session) (bench.Plan, error) {
	binary, err := os.Executable()
	plan := bench.Plan{
		Cases: c.Cases, Offices: c.Offices, Rounds: c.Rounds, Span: c.Span, Binary: binary, Folder: c.Folder,
		Postgres: c.Postgres, Say: func(line string) { fmt.Fprintln(s.Err, line) },
	}
	if c.Quick {
		plan.Cases, plan.Offices, plan.Rounds, plan.Span = 2000, 20, 1, 200*time.Millisecond
	}
	if plan.Cases < 1000 || plan.Offices < 2 {
		return plan, s.fail("cli.bench.small")
	}
	for _, name := range c.Bars {
		switch {
		case name == "all":
			plan.Bars = bench.Names()
		case slices.Contains(bench.Names(), name):
			plan.Bars = append(plan.Bars, name)
		default:
			return plan, s.fail("cli.bench.unknown", "name", name, "known", strings.Join(bench.Names(), ", "))
		}
	}
	return plan, err
}

// benchLimitCommand is what bench runs in processes of their own, so that limits
// are measured as the program is.
type benchLimitCommand struct {
	Page    benchLimitPage    `cmd:"" help:"Serve a bare page of so many bytes."`
	Commits benchLimitCommits `cmd:"" help:"Commit raw rows one by one."`
}

type benchLimitPage struct {
	Bytes int `help:"Size of the page." required:""`
}

// Run serves until the context ends.
func (c benchLimitPage) Run(s *session) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintln(s.Out, "http://"+listener.Addr().String())
	return limit.ServePage(s.ctx, listener, c.Bytes)
}

type benchLimitCommits struct {
	Folder string        `help:"Where to write." required:"" type:"path"`
	Span   time.Duration `help:"How long." default:"2s"`
}

// Run measures and prints JSON.
func (c benchLimitCommits) Run(s *session) error {
	said, err := bench.SingleCommits(s.ctx, bench.Plan{Folder: filepath.Clean(c.Folder), Span: c.Span})
	if err != nil {
		return err
	}
	return printJSON(s.Out, said)
}

// benchNames puts the names of the bars into the help.
func benchNames() kong.Vars { return kong.Vars{"bars": strings.Join(bench.Names(), ", ")} }
