package ledger

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"dorgora/internal/fault"
)

// Hashes reads stored hashes by their index in tlog's order.
type Hashes = tlog.HashReader

// Opening reveals what an entry commits to, for whoever may know it: the applicant
// of the case. The content of an act names the case.
type Opening struct {
	Salt    Salt
	Content string
}

// Proof shows that an entry is covered by a signed checkpoint.
type Proof struct {
	Entry   Entry
	Path    tlog.RecordProof
	Signed  string  // the checkpoint, a signed note
	Opening Opening // empty when the content is not for the reader
}

// Prove makes the proof of an entry under a checkpoint.
func Prove(entry Entry, signed string, stored Hashes) (Proof, error) {
	c, err := ReadCheckpoint(signed)
	if err != nil {
		return Proof{}, err
	}
	path, err := tlog.ProveRecord(c.Size, entry.Place, stored)
	if err != nil {
		return Proof{}, fmt.Errorf("ledger proof: %w", err)
	}
	return Proof{Entry: entry, Path: path, Signed: signed}, nil
}

// Check verifies the proof with the public key: that the checkpoint is signed, that
// it covers the entry, and that the opening, when there is one, is what the entry
// commits to. The fault's message says which of them failed.
func (p Proof) Check(key string) (Checkpoint, error) {
	c, err := OpenCheckpoint(p.Signed, key)
	if err != nil {
		return c, err
	}
	if p.Entry.Office != c.Office || p.Entry.Place >= c.Size ||
		tlog.CheckRecord(p.Path, c.Size, c.Root, p.Entry.Place, tlog.RecordHash(p.Entry.Leaf())) != nil {
		return c, fault.New(fault.Invalid, "ledger.proof.wrong")
	}
	if p.Opening != (Opening{}) && Commit(p.Opening.Salt, p.Opening.Content) != p.Entry.Commitment {
		return c, fault.New(fault.Invalid, "ledger.proof.opening")
	}
	return c, nil
}

// markLength is how much of a leaf's hash a slip prints: 64 bits.
const markLength = 16

// Mark is the short form for a printed slip: the entry's place, the size of the
// ledger when it was printed, and the beginning of the leaf's hash, as in
// "17/412 9f86d081884c7d65". With the public export it can be checked for ever.
func (p Proof) Mark() string {
	size := p.Entry.Place + 1
	if c, err := ReadCheckpoint(p.Signed); err == nil {
		size = c.Size
	}
	hash := tlog.RecordHash(p.Entry.Leaf())
	return fmt.Sprintf("%d/%d %s", p.Entry.Place, size, hex.EncodeToString(hash[:])[:markLength])
}

// The lines of the text of a proof.
const (
	proofMark   = "dorgora ledger proof 1"
	saltMark    = "salt "
	contentMark = "content "
)

// Text writes the proof in lines: the mark, the entry as in an export, the hashes
// of the path in base64, then salt and content (base64) when it is opened, an empty
// line, and the signed checkpoint.
func (p Proof) Text() string {
	lines := []string{proofMark, p.Entry.Line()}
	for _, hash := range p.Path {
		lines = append(lines, hash.String())
	}
	if p.Opening != (Opening{}) {
		lines = append(lines, saltMark+string(p.Opening.Salt), contentMark+base64.StdEncoding.EncodeToString([]byte(p.Opening.Content)))
	}
	return strings.Join(lines, "\n") + "\n\n" + p.Signed
}

// ParseProof reads what Text wrote. It checks nothing but the form.
func ParseProof(text string) (Proof, error) {
	broken := fault.New(fault.Invalid, "ledger.proof.form")
	top, signed, found := strings.Cut(text, "\n\n")
	lines := strings.Split(top, "\n")
	if !found || len(lines) < 2 || lines[0] != proofMark {
		return Proof{}, broken
	}
	c, err := ReadCheckpoint(signed)
	if err != nil {
		return Proof{}, err
	}
	p := Proof{Signed: signed}
	if p.Entry, err = ParseLine(c.Office, lines[1]); err != nil {
		return Proof{}, err
	}
	for _, line := range lines[2:] {
		if salt, ok := strings.CutPrefix(line, saltMark); ok {
			p.Opening.Salt = Salt(salt)
			continue
		}
		if content, ok := strings.CutPrefix(line, contentMark); ok {
			plain, err := base64.StdEncoding.DecodeString(content)
			if err != nil {
				return Proof{}, broken
			}
			p.Opening.Content = string(plain)
			continue
		}
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return Proof{}, broken
		}
		p.Path = append(p.Path, hash)
	}
	return p, nil
}

// Consistency shows that a ledger grew from one size to another by appending alone.
type Consistency struct {
	From   int64 // the older size
	Path   tlog.TreeProof
	Signed string // the newer checkpoint, a signed note
}

// ProveGrowth makes the proof that the ledger of a checkpoint continues the one of
// the older size.
func ProveGrowth(from int64, signed string, stored Hashes) (Consistency, error) {
	c, err := ReadCheckpoint(signed)
	if err != nil {
		return Consistency{}, err
	}
	if from < 1 || from > c.Size {
		return Consistency{}, fault.New(fault.Invalid, "ledger.growth.range", "from", int(from), "size", int(c.Size))
	}
	path, err := tlog.ProveTree(c.Size, from, stored)
	if err != nil {
		return Consistency{}, fmt.Errorf("ledger growth: %w", err)
	}
	return Consistency{From: from, Path: path, Signed: signed}, nil
}

// Check verifies with the public key that the ledger of the newer checkpoint
// continues the one of the older.
func (g Consistency) Check(older Checkpoint, key string) (Checkpoint, error) {
	c, err := OpenCheckpoint(g.Signed, key)
	if err != nil {
		return c, err
	}
	if older.Office != c.Office || older.Size != g.From || g.From < 1 || g.From > c.Size ||
		tlog.CheckTree(g.Path, c.Size, c.Root, older.Size, older.Root) != nil {
		return c, fault.New(fault.Invalid, "ledger.growth.wrong")
	}
	return c, nil
}

// growthMark is the first line of the text of a proof of growth.
const growthMark = "dorgora ledger growth 1"

// Text writes the proof in lines: the mark, the older size, the hashes of the path
// in base64, an empty line, and the newer checkpoint.
func (g Consistency) Text() string {
	lines := []string{growthMark, fmt.Sprint(g.From)}
	for _, hash := range g.Path {
		lines = append(lines, hash.String())
	}
	return strings.Join(lines, "\n") + "\n\n" + g.Signed
}

// ParseGrowth reads what Text wrote. It checks nothing but the form.
func ParseGrowth(text string) (Consistency, error) {
	broken := fault.New(fault.Invalid, "ledger.growth.form")
	top, signed, found := strings.Cut(text, "\n\n")
	lines := strings.Split(top, "\n")
	if !found || len(lines) < 2 || lines[0] != growthMark {
		return Consistency{}, broken
	}
	g := Consistency{Signed: signed}
	if _, err := fmt.Sscan(lines[1], &g.From); err != nil {
		return Consistency{}, broken
	}
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return Consistency{}, broken
		}
		g.Path = append(g.Path, hash)
	}
	_, err := ReadCheckpoint(signed)
	return g, err
}
