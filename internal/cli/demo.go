package cli

import (
	"errors"
	"os"
	"time"

	"dorgora/internal/app"
	"dorgora/internal/upkeep"
	"dorgora/workday"
)

type demoCommand struct {
	Data string `help:"Folder for the practice installation; it must be empty or missing." default:"data/practice" type:"path"`
	Days int    `help:"How many days of the past to invent." default:"365"`
}

// Help teaches the command.
func (demoCommand) Help() string {
	return `
শেখার জন্য এক বছরের কল্পিত আবেদন দিয়ে আলাদা ফোল্ডার ভরে; প্রতিটি পাতায় লেখা থাকে যে এটি অনুশীলন।

Opens the Rupsha office in a new folder and fills it with a practice year: invented
people apply, an invented officer asks, answers and closes, all through the real
program under a simulated clock. The database is marked for practice for ever, and
every page says so. The same days give the same year each time.

Example:

    dorgora demo --data data/practice && dorgora serve --data data/practice

Exit codes: 0 filled; 2 the folder is not empty.`
}

// The shortest and the longest practice.
const (
	leastDays = 2
	mostDays  = 3660
)

// Run fills a practice installation.
func (c demoCommand) Run(s *session) error {
	if known, err := os.ReadDir(c.Data); err == nil && len(known) > 0 {
		return s.fail("cli.demo.full", "folder", c.Data)
	}
	if c.Days < leastDays || c.Days > mostDays {
		return s.fail("cli.days.range", "least", leastDays, "most", mostDays)
	}
	clock := upkeep.NewSimulated(s.Now().In(workday.Dhaka).Truncate(24*time.Hour).AddDate(0, 0, -c.Days).Add(2 * time.Hour))
	world := s.world("warn")
	world.Now, world.Random = clock.Now, upkeep.PracticeRandom()
	program, err := app.Open(s.ctx, app.Config{Data: c.Data, Listen: "127.0.0.1:0", Practice: true}, world)
	if err != nil {
		return err
	}
	bar := s.progress(c.Days, "cli.demo.bar")
	year := upkeep.Practice{Program: program, Clock: clock, Days: c.Days}
	cases, err := year.Fill(s.ctx, app.FirstOffice, func() { _ = bar.Add(1) })
	if err := errors.Join(err, bar.Finish(), program.Close()); err != nil {
		return err
	}
	s.say("cli.demo.done", "cases", cases, "folder", c.Data)
	s.say("cli.demo.serve", "folder", c.Data)
	s.say("cli.demo.invite", "folder", c.Data)
	return nil
}
