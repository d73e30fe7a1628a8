package cli

import (
	"fmt"
	"os"

	"dorgora/internal/app"
	"dorgora/internal/ledger"
)

type ledgerCommand struct {
	Key        ledgerKey        `cmd:"" help:"Print the public key with which checkpoints are checked."`
	Checkpoint ledgerCheckpoint `cmd:"" help:"Print the signed state of an office's ledger, to be kept elsewhere."`
	Growth     ledgerGrowth     `cmd:"" help:"Prove that an office's ledger continues a checkpoint kept from earlier."`
}

// Help teaches the commands.
func (ledgerCommand) Help() string {
	return `
খতিয়ানের প্রকাশ্য চাবি ও চেকপয়েন্ট দেয়, যাতে বাইরের কেউ খতিয়ান মিলিয়ে দেখতে পারেন।`
}

type ledgerKey struct{ installation }

// Help teaches the command.
func (ledgerKey) Help() string {
	return `
চেকপয়েন্টের স্বাক্ষর মেলানোর প্রকাশ্য চাবিটি দেখায়। চাবিটি সবাইকে দেওয়া যায়।

The key belongs to the secret in the data folder: nodes that share the secret have
the same key, and it stays the same as long as the secret does.

Example: dorgora ledger key --data data > dorgora.key

Exit codes: 0 printed; 2 the installation cannot be opened.`
}

// Run prints the key.
func (c ledgerKey) Run(s *session) error {
	return c.within(s, func(p *app.Program) error {
		fmt.Fprintln(s.Out, p.Notary.Signer.Key())
		return nil
	})
}

type ledgerCheckpoint struct {
	installation
	Office string `help:"Slug of the office." required:"" placeholder:"SLUG"`
}

// Help teaches the command.
func (ledgerCheckpoint) Help() string {
	return `
কার্যালয়ের খতিয়ানের এখনকার অবস্থা স্বাক্ষর করে দেখায়। ছেপে বা অন্য কোথাও রেখে দিন।

Four lines say the office, the number of entries, their root and the moment; the
signature follows. Kept where the installation's keepers cannot change it, it shows
later that no entry was changed or dropped: see dorgora verify --checkpoint.

Example: dorgora ledger checkpoint --data data --office rupsha > rupsha-2026-11-24.txt

Exit codes: 0 printed; 2 there is no such office.`
}

// Run prints the checkpoint.
func (c ledgerCheckpoint) Run(s *session) error {
	return c.within(s, func(p *app.Program) error {
		o, err := s.officeOf(p, c.Office)
		if err != nil {
			return err
		}
		_, signed, err := p.Notary.Checkpoint(s.ctx, o.ID)
		if err == nil {
			fmt.Fprint(s.Out, signed)
		}
		return err
	})
}

type ledgerGrowth struct {
	installation
	Since string `arg:"" help:"File of the checkpoint kept from earlier." type:"existingfile"`
}

// Help teaches the command.
func (ledgerGrowth) Help() string {
	return `
আগে রাখা চেকপয়েন্টের পর খতিয়ানে কেবল নতুন লিপি যোগ হয়েছে, এর প্রমাণ দেয়।

Prints a proof that whoever keeps the older checkpoint can check without the
entries. Nothing is printed when the ledger does not continue it.

Example: dorgora ledger growth --data data rupsha-2026-11-24.txt > growth.txt

Exit codes: 0 printed; 2 the ledger does not continue the checkpoint, or the file is
none.`
}

// Run prints the proof.
func (c ledgerGrowth) Run(s *session) error {
	text, err := os.ReadFile(c.Since)
	if err != nil {
		return err
	}
	return c.within(s, func(p *app.Program) error {
		key := p.Notary.Signer.Key()
		older, err := ledger.OpenCheckpoint(string(text), key)
		if err != nil {
			return err
		}
		proof, err := p.Notary.Growth(s.ctx, older.Office, older.Size)
		if err != nil {
			return err
		}
		if _, err := proof.Check(older, key); err != nil {
			return err
		}
		fmt.Fprint(s.Out, proof.Text())
		return nil
	})
}
