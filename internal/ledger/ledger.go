// Package ledger is the append-only record of who did what and when, office by
// office. Entries form a Merkle log (RFC 6962 hashing, golang.org/x/mod/sumdb/tlog),
// so that an entry can be proved present and none can be dropped or changed
// unseen. Entries hold ids, acts and salted commitments, never personal data.
// It knows no case, no table and no page.
package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// Entry is one act in an office's ledger.
type Entry struct {
	Office     string
	Place      int64  // 0, 1, 2 … within the office; given when the entry is written
	Thread     int64  // place of the first entry about the same subject; given with Place
	Subject    string // "case/48210935716"; never published, since a number opens a page
	Act        string // "received", "closed"
	Actor      string // post, or "applicant"
	At         time.Time
	Commitment string // Commit of the act's content, hex
}

// Salt blinds a commitment, so that short contents cannot be guessed from it.
type Salt string

// Commit returns the SHA-256 commitment to an act's content under its salt.
func Commit(salt Salt, content string) string {
	sum := sha256.Sum256([]byte(string(salt) + "\x00" + content))
	return hex.EncodeToString(sum[:])
}

// leafMark begins the bytes of every leaf.
const leafMark = "dorgora ledger entry 1"

// Leaf returns the exact bytes that the Merkle log covers: one field a line, in
// the order of Entry, times in RFC 3339 UTC to the second. Of the subject it holds
// only the thread: which entries are about one thing is public, about which is
// not. The text is permanent.
func (e Entry) Leaf() []byte {
	return []byte(strings.Join([]string{
		leafMark, e.Office, fmt.Sprint(e.Place), fmt.Sprint(e.Thread), e.Act, e.Actor,
		e.At.UTC().Format(time.RFC3339), e.Commitment, "",
	}, "\n"))
}

// check refuses an entry whose leaf could be read in two ways, or that points
// forward.
func (e Entry) check() error {
	for _, field := range []string{e.Office, e.Act, e.Actor, e.Commitment} {
		if field == "" || strings.ContainsAny(field, "\n\r\t") {
			return fmt.Errorf("ledger of %s: a field of an entry is empty or holds a line break or tab: %q", e.Office, field)
		}
	}
	if e.Thread < 0 || e.Thread > e.Place {
		return fmt.Errorf("ledger of %s: entry %d belongs to thread %d", e.Office, e.Place, e.Thread)
	}
	return nil
}

// Head is the state of an office's log: how many entries, and the root over them.
type Head struct {
	Office string
	Size   int64
	Root   string // base64, as tlog prints it
}

// Root recounts the root over all entries, which must be in order of Place from
// zero. The root of no entries is the hash of nothing.
func Root(entries []Entry) (string, error) {
	var log Frontier
	for _, entry := range entries {
		if _, err := log.Add(entry); err != nil {
			return "", err
		}
	}
	return log.Root().String(), nil
}
