package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"dorgora/internal/app"
	"dorgora/internal/upkeep"
	"dorgora/workday"
)

// progress is a bar on standard error, silent when nobody looks at it.
func (s *session) progress(most int, words string) *progressbar.ProgressBar {
	if f, ok := s.Err.(*os.File); !ok || !isTerminal(f) {
		return progressbar.DefaultSilent(int64(most))
	}
	return progressbar.NewOptions(most, progressbar.OptionSetWriter(s.Err), progressbar.OptionSetDescription(words),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
}

func isTerminal(f *os.File) bool {
	about, err := f.Stat()
	return err == nil && about.Mode()&os.ModeCharDevice != 0
}

type backupCommand struct {
	installation
	To string `arg:"" help:"Folder to make; it must not exist." type:"path"`
}

// Help teaches the command.
func (backupCommand) Help() string {
	return strings.TrimSpace(`
Copies the database, the files handed in and the secret into a new folder while
the office goes on working. The copy is opened and verified before the command
says that it is good. To go back to it, stop the program and let --data name a
copy of that folder.

Example: dorgora backup --data data /mnt/stick/dorgora-2026-11-24`)
}

// Run makes the copy.
func (c backupCommand) Run(s *session) error {
	program, err := c.open(s)
	if err != nil {
		return err
	}
	if err := upkeep.Backup(s.ctx, program, c.To); err != nil {
		return errors.Join(fmt.Errorf("backup is not good: %w", err), program.Close())
	}
	fmt.Fprintln(s.Out, "good:", c.To)
	return program.Close()
}

type verifyCommand struct {
	installation
	JSON bool `help:"Print counts and problems as JSON."`
}

// Help teaches the command.
func (verifyCommand) Help() string {
	return strings.TrimSpace(`
Recounts what can be recounted: the root of each office's ledger, each act
against its witness, each case against its acts, each promised moment against the
calendar, each file against its hash. Prints what does not agree and leaves with
exit code 1 when there is anything.`)
}

// Run verifies.
func (c verifyCommand) Run(s *session) error {
	program, err := c.open(s)
	if err != nil {
		return err
	}
	problems, bar := []upkeep.Problem{}, s.progress(-1, "verify")
	count, err := upkeep.Verify(s.ctx, program, func(one upkeep.Problem) { problems = append(problems, one) },
		func() { _ = bar.Add(1) })
	if err := errors.Join(err, bar.Finish(), program.Close()); err != nil {
		return err
	}
	if c.JSON {
		err = printJSON(s.Out, struct {
			upkeep.Count
			Problems []upkeep.Problem `json:"problems"`
		}{count, problems})
	} else {
		err = s.tellProblems(count, problems)
	}
	if err == nil && len(problems) > 0 {
		return errFindings
	}
	return err
}

func (s *session) tellProblems(count upkeep.Count, problems []upkeep.Problem) error {
	texts, err := allTexts()
	if err != nil {
		return err
	}
	for _, one := range problems {
		fmt.Fprintln(s.Out, one.Words(texts, s.lang))
	}
	fmt.Fprintf(s.Out, "%d offices, %d ledger entries, %d cases, %d files, %d problems\n",
		count.Offices, count.Entries, count.Cases, count.Files, len(problems))
	return nil
}

type doctorCommand struct {
	installation
	JSON bool `help:"Print what was looked at as JSON."`
}

// Run looks the installation over; exit code 1 when something must be mended.
func (c doctorCommand) Run(s *session) error {
	program, err := c.open(s)
	if err != nil {
		return err
	}
	list, err := upkeep.Examine(s.ctx, program)
	if err := errors.Join(err, program.Close()); err != nil {
		return err
	}
	texts, err := allTexts()
	if err != nil {
		return err
	}
	if c.JSON {
		err = printJSON(s.Out, list)
	}
	bad := false
	for _, one := range list {
		bad = bad || one.Grade == upkeep.Mend
		if !c.JSON {
			fmt.Fprintf(s.Out, "%-5s  %s\n", one.Grade, one.Words(texts, s.lang))
		}
	}
	if err == nil && bad {
		return errFindings
	}
	return err
}

type demoCommand struct {
	Data string `help:"Folder for the practice installation; it must be empty or missing." default:"data/practice" type:"path"`
	Days int    `help:"How many days of the past to invent." default:"365"`
}

// Help teaches the command.
func (demoCommand) Help() string {
	return strings.TrimSpace(`
Opens the Rupsha office in a new folder and fills it with a practice year: invented
people apply, an invented officer asks, answers and closes, all through the real
program under a simulated clock. The database is marked for practice for ever, and
every page says so.

Example: dorgora demo --data data/practice && dorgora serve --data data/practice`)
}

// Run fills a practice installation.
func (c demoCommand) Run(s *session) error {
	if known, err := os.ReadDir(c.Data); err == nil && len(known) > 0 {
		return fmt.Errorf("%s is not empty: a practice year needs a folder of its own", c.Data)
	}
	if c.Days < 2 || c.Days > 3660 {
		return errors.New("days: give a number from 2 to 3660")
	}
	clock := upkeep.NewSimulated(s.Now().In(workday.Dhaka).Truncate(24*time.Hour).AddDate(0, 0, -c.Days).Add(2 * time.Hour))
	world := s.world("warn")
	world.Now, world.Random = clock.Now, upkeep.PracticeRandom()
	program, err := app.Open(s.ctx, app.Config{Data: c.Data, Listen: "127.0.0.1:0", Practice: true}, world)
	if err != nil {
		return err
	}
	bar := s.progress(c.Days, "practice year")
	year := upkeep.Practice{Program: program, Clock: clock, Days: c.Days}
	cases, err := year.Fill(s.ctx, app.FirstOffice, func() { _ = bar.Add(1) })
	if err := errors.Join(err, bar.Finish(), program.Close()); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "%d invented cases in %s\nlook at them: dorgora serve --data %s\n", cases, c.Data, c.Data)
	return nil
}
