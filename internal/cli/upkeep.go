package cli

import (
	"errors"
	"fmt"
	"os"

	"dorgora/internal/app"
	"dorgora/internal/fault"
	"dorgora/internal/upkeep"
)

type backupCommand struct {
	installation
	To string `arg:"" help:"Folder to make; it must not exist." type:"path"`
}

// Help teaches the command.
func (backupCommand) Help() string {
	return `
কাজ চলতে থাকা অবস্থায় ডেটাবেস, জমা ফাইল ও গোপন চাবির অনুলিপি রাখে।

Copies the database, the files handed in and the secret into a new folder while
the office goes on working. The copy is restored into a folder beside it and
verified before the command says that it is good. With PostgreSQL the database is
an archive of pg_dump, tried in a database of its own when the account may make one.
dorgora restore goes back to a copy.

Example: dorgora backup --data data /mnt/stick/dorgora-2026-11-24

Exit codes: 0 the copy is good; 2 it is not, and the reason.`
}

// Run makes the copy.
func (c backupCommand) Run(s *session) error {
	return c.within(s, func(p *app.Program) error {
		proved, err := upkeep.Backup(s.ctx, p, c.To)
		if err != nil {
			return fault.Wrap(fault.Invalid, "cli.backup.bad", err)
		}
		said := "cli.backup.good"
		if !proved {
			said = "cli.backup.written"
		}
		s.say(said, "folder", c.To)
		return nil
	})
}

type restoreCommand struct {
	installation
	From string `arg:"" help:"Folder of the backup." type:"path"`
}

// Help teaches the command.
func (restoreCommand) Help() string {
	return `
অনুলিপি থেকে খালি ফোল্ডারে সব ফিরিয়ে আনে আর মিলিয়ে দেখে।

Brings a backup into a data folder that is empty or not there yet, and a backup of
PostgreSQL into the empty database that --database names, then verifies everything.
A backup that is damaged or was never finished is refused before anything is
written. Run it as the user of the program.

Examples:

    dorgora restore --data /var/lib/dorgora.new /mnt/stick/dorgora-2026-11-24
    DORGORA_DATABASE=postgres://dorgora@db/dorgora_new dorgora restore --data new /mnt/stick/dorgora-2026-11-24

Exit codes: 0 restored and verified; 2 it is not, and the reason.`
}

// Run restores the backup.
func (c restoreCommand) Run(s *session) error {
	config, err := c.config(s)
	if err != nil {
		return err
	}
	if err := upkeep.Restore(s.ctx, c.From, config, s.world("warn")); err != nil {
		return err
	}
	s.say("cli.restore.good", "from", c.From, "folder", c.Data)
	return nil
}

type verifyCommand struct {
	installation
	Checkpoint []string `help:"Checkpoint of a ledger, kept from earlier; may be given more than once." type:"existingfile" sep:"none" placeholder:"FILE"`
	JSON       bool     `help:"Print counts and problems as JSON."`
}

// Help teaches the command.
func (verifyCommand) Help() string {
	return `
যা কিছু আবার গুনে দেখা যায় সব গুনে দেখে, আর কোথায় মেলে না তা জানায়।

Recounts the root and the hashes of each office's ledger, each act against its
witness, each case against its acts and against what was submitted, each promised
moment against the calendar, each live service against its charter, each notice
against its act, each file against its hash. It changes nothing and may run while
the office works.

A database put back to an older copy agrees with itself in everything. With a
checkpoint that was kept elsewhere this is found, too: see dorgora ledger checkpoint.

Examples:

    dorgora verify --data data --json
    dorgora verify --data data --checkpoint rupsha-2026-11-24.txt

Exit codes: 0 everything agrees; 1 something does not; 2 the installation cannot be
read.`
}

// Run verifies.
func (c verifyCommand) Run(s *session) error {
	return c.within(s, func(p *app.Program) error {
		problems, bar := []upkeep.Problem{}, s.progress(-1, "cli.verify.bar")
		count, err := upkeep.Verify(s.ctx, p, func(one upkeep.Problem) { problems = append(problems, one) },
			func() { _ = bar.Add(1) })
		if err := errors.Join(err, bar.Finish()); err != nil {
			return err
		}
		problems, err = c.held(s, p, problems)
		if err != nil {
			return err
		}
		if c.JSON {
			err = printJSON(s.Out, struct {
				upkeep.Count
				Problems []upkeep.Problem `json:"problems"`
			}{count, problems})
		} else {
			s.tellProblems(count, problems)
		}
		if err == nil && len(problems) > 0 {
			return errFindings
		}
		return err
	})
}

// held adds what does not agree with the checkpoints.
func (c verifyCommand) held(s *session, p *app.Program, problems []upkeep.Problem) ([]upkeep.Problem, error) {
	for _, name := range c.Checkpoint {
		text, err := os.ReadFile(name)
		if err != nil {
			return problems, err
		}
		found, err := upkeep.Held(s.ctx, p, string(text))
		if err != nil {
			return problems, err
		}
		problems = append(problems, found...)
	}
	return problems, nil
}

func (s *session) tellProblems(count upkeep.Count, problems []upkeep.Problem) {
	for _, one := range problems {
		fmt.Fprintln(s.Out, one.Words(s.texts, s.lang))
	}
	s.say("cli.verify.count", "offices", count.Offices, "versions", count.Versions, "entries", count.Entries,
		"cases", count.Cases, "files", count.Files, "problems", len(problems))
}

type doctorCommand struct {
	installation
	JSON bool `help:"Print what was looked at as JSON."`
}

// Help teaches the command.
func (doctorCommand) Help() string {
	return `
ডিস্ক, বিন্যাস, ঘড়ি, অনুলিপি, বর্ষপঞ্জি ও পদ দেখে জানায় কী ঠিক করতে হবে।

Each line has a grade: fine, watch (somebody should see to it soon), mend (something
promised cannot be kept until it is mended).

Example: dorgora doctor --data data

Exit codes: 0 nothing to mend; 1 something must be mended; 2 the installation cannot
be opened.`
}

// Run looks the installation over.
func (c doctorCommand) Run(s *session) error {
	return c.within(s, func(p *app.Program) error {
		list, err := upkeep.Examine(s.ctx, p)
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
				fmt.Fprintf(s.Out, "%s  %s\n", s.text("cli.grade."+string(one.Grade)), one.Words(s.texts, s.lang))
			}
		}
		if err == nil && bad {
			return errFindings
		}
		return err
	})
}
