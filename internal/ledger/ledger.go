// Package ledger is the append-only record of who did what and when, office by
// office. Entries form a Merkle log (RFC 6962 hashing, golang.org/x/mod/sumdb/tlog),
// so that an entry can be proved present and none can be dropped or changed
// unseen. Entries hold ids, acts and salted commitments, never personal data.
package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Entry is one act in an office's ledger.
type Entry struct {
	Office     string
	Place      int64  // 0, 1, 2 … within the office; given when the entry is written
	Subject    string // "case/48210935716"
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

// Leaf returns the exact bytes that the Merkle log covers: one field a line, in
// the order of Entry, times in RFC 3339 UTC to the second. The text is permanent.
func (e Entry) Leaf() []byte {
	return []byte(strings.Join([]string{
		"dorgora ledger entry 1", e.Office, fmt.Sprint(e.Place), e.Subject, e.Act, e.Actor,
		e.At.UTC().Format(time.RFC3339), e.Commitment, "",
	}, "\n"))
}

// Head is the state of an office's log: how many entries, and the root over them.
type Head struct {
	Office string
	Size   int64
	Root   string // base64, as tlog prints it
}

// Hashes reads stored hashes by their index in tlog's order.
type Hashes = tlog.HashReader

// Append returns the hashes that entry adds to a log of the given size, and the
// new root. The hashes belong at tlog.StoredHashIndex(0, size) and following.
func Append(entry Entry, size int64, stored Hashes) ([]tlog.Hash, string, error) {
	added, err := tlog.StoredHashes(size, entry.Leaf(), stored)
	if err != nil {
		return nil, "", fmt.Errorf("append to ledger: %w", err)
	}
	root, err := tlog.TreeHash(size+1, overlay{stored, tlog.StoredHashIndex(0, size), added})
	if err != nil {
		return nil, "", fmt.Errorf("ledger root: %w", err)
	}
	return added, root.String(), nil
}

// overlay reads the hashes just added before those stored.
type overlay struct {
	stored Hashes
	first  int64
	added  []tlog.Hash
}

// ReadHashes implements tlog.HashReader.
func (o overlay) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	result := make([]tlog.Hash, len(indexes))
	var missing []int64
	var places []int
	for i, index := range indexes {
		if index >= o.first && index < o.first+int64(len(o.added)) {
			result[i] = o.added[index-o.first]
			continue
		}
		missing, places = append(missing, index), append(places, i)
	}
	if len(missing) == 0 {
		return result, nil
	}
	read, err := o.stored.ReadHashes(missing)
	if err != nil {
		return nil, err
	}
	for i, place := range places {
		result[place] = read[i]
	}
	return result, nil
}

// Memory is a log held in memory, to recount a stored one.
type Memory struct{ hashes []tlog.Hash }

// ReadHashes implements tlog.HashReader.
func (m *Memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	result := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(m.hashes)) {
			return nil, fmt.Errorf("ledger hash %d is missing", index)
		}
		result[i] = m.hashes[index]
	}
	return result, nil
}

// Root recounts the root over all entries, which must be in order of Place from
// zero. An empty ledger has an empty root.
func Root(entries []Entry) (string, error) {
	log, root := &Memory{}, ""
	for i, entry := range entries {
		if entry.Place != int64(i) {
			return "", fmt.Errorf("ledger of %s: entry %d is missing", entry.Office, i)
		}
		added, after, err := Append(entry, int64(i), log)
		if err != nil {
			return "", err
		}
		log.hashes, root = append(log.hashes, added...), after
	}
	return root, nil
}
