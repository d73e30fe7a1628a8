// Command ledgercheck checks a published ledger of promises without the program
// that wrote it. This one file and two packages of the Go project are all that has
// to be read to trust it; docs/LEDGER.md tells the formats, so that anybody may
// write another one.
//
//	ledgercheck -key KEY -checkpoint now.txt -older kept.txt -mark "17/412 9f86d081884c7d65" export-1.txt export-2.txt
//	ledgercheck -key KEY -proof proof.txt
//
// Exit codes: 0 everything agrees; 1 something does not; 2 wrong use.
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout)) }

// question is what is to be checked.
type question struct {
	key, checkpoint, older, proof, mark string
	exports                             []string
}

func run(args []string, out io.Writer) int {
	var q question
	flags := flag.NewFlagSet("ledgercheck", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&q.key, "key", "", "public key of the installation, or a file with it")
	flags.StringVar(&q.checkpoint, "checkpoint", "", "file of the signed checkpoint")
	flags.StringVar(&q.older, "older", "", "file of a checkpoint kept from earlier")
	flags.StringVar(&q.proof, "proof", "", "file of the proof of one entry")
	flags.StringVar(&q.mark, "mark", "", "mark on a slip: \"17/412 9f86d081884c7d65\"; needs the export")
	err := flags.Parse(args)
	q.exports = flags.Args()
	whole := q.checkpoint != "" && len(q.exports) > 0
	if err != nil || q.key == "" || q.checkpoint == "" && q.proof == "" || !whole && (len(q.exports) > 0 || q.older+q.mark != "") {
		fmt.Fprintln(out, "usage: ledgercheck -key KEY -checkpoint FILE [-older FILE] [-proof FILE] [-mark MARK] EXPORT...")
		return 2
	}
	if err := q.answer(out); err != nil {
		fmt.Fprintln(out, "WRONG · মেলে না:", err)
		return 1
	}
	fmt.Fprintln(out, "OK · ঠিক আছে")
	return 0
}

func (q question) answer(out io.Writer) error {
	verifier, err := readKey(q.key)
	if err != nil {
		return err
	}
	var log ledger
	if q.checkpoint != "" {
		now, err := openFile(q.checkpoint, verifier)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "checkpoint: %d entries of %s at %s, signed\n", now.size, now.office, now.at)
		log.office = now.office
		if len(q.exports) > 0 {
			if err := log.read(q.exports); err != nil {
				return err
			}
			if err := log.covers(now, "the checkpoint"); err != nil {
				return err
			}
			fmt.Fprintf(out, "export: %d entries, the root agrees\n", len(log.lines))
		}
	}
	return errors.Join(q.checkOlder(out, verifier, log), q.checkProof(out, verifier, log), q.checkMark(out, log))
}

// checkOlder holds a checkpoint kept from earlier against the export.
func (q question) checkOlder(out io.Writer, verifier note.Verifier, log ledger) error {
	if q.older == "" {
		return nil
	}
	older, err := openFile(q.older, verifier)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "older checkpoint: %d entries at %s\n", older.size, older.at)
	return log.covers(older, "the older checkpoint")
}

// checkProof checks the proof of one entry, and that the export tells the same.
func (q question) checkProof(out io.Writer, verifier note.Verifier, log ledger) error {
	if q.proof == "" {
		return nil
	}
	text, err := os.ReadFile(q.proof)
	if err != nil {
		return err
	}
	top, signed, _ := strings.Cut(string(text), "\n\n")
	lines := strings.Split(top, "\n")
	if lines[0] != "dorgora ledger proof 1" || len(lines) < 2 {
		return fmt.Errorf("%s is no proof", q.proof)
	}
	c, err := open(q.proof, []byte(signed), verifier)
	if err != nil {
		return err
	}
	e, err := readEntry(c.office, lines[1])
	var path tlog.RecordProof
	var salt, content string
	for _, line := range lines[2:] {
		word, value, opened := strings.Cut(line, " ")
		hash, wrong := tlog.ParseHash(line)
		switch {
		case opened && word == "salt":
			salt = value
		case opened && word == "content":
			content = value
		default:
			path, err = append(path, hash), errors.Join(err, wrong)
		}
	}
	if err != nil {
		return err
	}
	if e.place >= c.size || tlog.CheckRecord(path, c.size, c.root, e.place, tlog.RecordHash(e.leaf)) != nil {
		return errors.New("the entry of the proof is not in the ledger of its checkpoint")
	}
	if len(log.lines) > 0 && (c.office != log.office || e.place >= int64(len(log.lines)) || log.lines[e.place] != lines[1]) {
		return fmt.Errorf("entry %d of the proof is not entry %d of the export: it was dropped or changed, or the export is older", e.place, e.place)
	}
	fmt.Fprintf(out, "proof: entry %d, %s, was in the ledger at %s\n", e.place, e.act, c.at)
	if salt == "" {
		return nil
	}
	plain, err := base64.StdEncoding.DecodeString(content)
	sum := sha256.Sum256([]byte(salt + "\x00" + string(plain)))
	if err != nil || hex.EncodeToString(sum[:]) != e.commitment {
		return errors.New("the words of the proof are not those of the entry")
	}
	fmt.Fprintf(out, "words: %s\n", plain)
	return nil
}

// checkMark compares the mark on a slip with the export.
func (q question) checkMark(out io.Writer, log ledger) error {
	if q.mark == "" {
		return nil
	}
	var place, size int64
	var start string
	if _, err := fmt.Sscanf(q.mark, "%d/%d %16s", &place, &size, &start); err != nil || len(start) != 16 || place < 0 {
		return fmt.Errorf("the mark %q cannot be read", q.mark)
	}
	if max(place+1, size) > int64(len(log.leaves)) {
		return fmt.Errorf("the slip was printed when there were %d entries, the export has %d", size, len(log.leaves))
	}
	if leaf := log.leaves[place]; hex.EncodeToString(leaf[:])[:16] != strings.ToLower(start) {
		return fmt.Errorf("entry %d is not the one on the slip: it was dropped or changed", place)
	}
	fmt.Fprintf(out, "slip: entry %d is still there, unchanged\n", place)
	return nil
}

// checkpoint is the signed state of a ledger.
type checkpoint struct {
	office, at string
	size       int64
	root       tlog.Hash
}

func readKey(text string) (note.Verifier, error) {
	if content, err := os.ReadFile(text); err == nil {
		text = string(content)
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(text))
	if err != nil {
		return nil, fmt.Errorf("the key cannot be read: %w", err)
	}
	return verifier, nil
}

func openFile(name string, verifier note.Verifier) (checkpoint, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return checkpoint{}, err
	}
	return open(name, text, verifier)
}

// open checks the signature of a checkpoint and reads its four lines.
func open(name string, text []byte, verifier note.Verifier) (c checkpoint, err error) {
	signed, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return c, fmt.Errorf("%s: the key did not sign this checkpoint: %w", name, err)
	}
	lines := strings.Split(signed.Text, "\n")
	origin, ours := strings.CutPrefix(lines[0], "dorgora ledger ")
	if !ours || len(lines) != 5 {
		return c, fmt.Errorf("%s is no checkpoint of a ledger", name)
	}
	size, wrong := strconv.ParseInt(lines[1], 10, 64)
	root, broken := tlog.ParseHash(lines[2])
	return checkpoint{origin, lines[3], size, root}, errors.Join(wrong, broken)
}

// entry is one line of an export with the bytes that the log covers.
type entry struct {
	place           int64
	act, commitment string
	leaf            []byte
}

func readEntry(office, line string) (e entry, err error) {
	fields := strings.Split(line, "\t")
	if len(fields) != 6 {
		return e, fmt.Errorf("the line %q has %d fields, not 6", line, len(fields))
	}
	place, err := strconv.ParseInt(fields[0], 10, 64)
	leaf := "dorgora ledger entry 1\n" + office + "\n" + strings.Join(fields, "\n") + "\n"
	return entry{place, fields[2], fields[5], []byte(leaf)}, err
}

// ledger is an export, counted: its lines, the hash of each leaf, all hashes of the log.
type ledger struct {
	office string
	lines  []string
	leaves []tlog.Hash
	stored []tlog.Hash
}

// ReadHashes implements tlog.HashReader.
func (l *ledger) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		list[i] = l.stored[index]
	}
	return list, nil
}

// read takes the pages of an export in their order.
func (l *ledger) read(names []string) error {
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		if len(lines) < 2 || lines[0] != "dorgora ledger export 1" || lines[1] != l.office {
			return fmt.Errorf("%s is no export of the ledger of %s", name, l.office)
		}
		for _, line := range lines[2:] {
			if strings.HasPrefix(line, "next ") {
				continue
			}
			if err := l.add(line); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func (l *ledger) add(line string) error {
	e, err := readEntry(l.office, line)
	place := int64(len(l.lines))
	switch {
	case err != nil:
		return err
	case e.place != place:
		return fmt.Errorf("entry %d should follow, entry %d does: one was dropped, inserted or moved", place, e.place)
	}
	added, err := tlog.StoredHashes(place, e.leaf, l)
	l.stored, l.lines, l.leaves = append(l.stored, added...), append(l.lines, line), append(l.leaves, tlog.RecordHash(e.leaf))
	return err
}

// covers recounts the root of a checkpoint from the entries.
func (l *ledger) covers(c checkpoint, name string) error {
	if c.office != l.office {
		return fmt.Errorf("%s is of another office: %s", name, c.office)
	}
	if int64(len(l.lines)) < c.size {
		return fmt.Errorf("the export has %d entries, %s covers %d: the last ones are missing", len(l.lines), name, c.size)
	}
	root, err := tlog.TreeHash(c.size, l)
	if err == nil && root != c.root {
		err = fmt.Errorf("the first %d entries give another root than %s: one of them was changed, dropped or inserted", c.size, name)
	}
	return err
}
