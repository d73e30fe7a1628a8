package ledger

import (
	"crypto/sha256"
	"fmt"
	"math/bits"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Frontier is the right edge of a log: the hashes of its complete subtrees, the
// largest first, one for each bit of its size. It is all that is needed to append
// and to count the root; the zero value is an empty log.
type Frontier struct {
	Size   int64
	Hashes []tlog.Hash
}

// Add appends an entry, whose Place must be the size of the log, and returns the
// hashes that belong to the log at tlog.StoredHashIndex(0, place) and following.
func (f *Frontier) Add(entry Entry) ([]tlog.Hash, error) {
	if entry.Place != f.Size {
		return nil, fmt.Errorf("ledger of %s: entry %d is missing", entry.Office, f.Size)
	}
	if err := entry.check(); err != nil {
		return nil, err
	}
	hash := tlog.RecordHash(entry.Leaf())
	added := []tlog.Hash{hash}
	for range bits.TrailingZeros64(^uint64(f.Size)) { // each trailing one is a subtree that becomes complete
		last := len(f.Hashes) - 1
		hash = tlog.NodeHash(f.Hashes[last], hash)
		f.Hashes, added = f.Hashes[:last], append(added, hash)
	}
	f.Hashes = append(f.Hashes, hash)
	f.Size++
	return added, nil
}

// Root returns the root over all entries.
func (f Frontier) Root() tlog.Hash {
	if len(f.Hashes) == 0 {
		return tlog.Hash(sha256.Sum256(nil)) // RFC 6962, 2.1
	}
	last := len(f.Hashes) - 1
	root := f.Hashes[last]
	for i := last - 1; i >= 0; i-- {
		root = tlog.NodeHash(f.Hashes[i], root)
	}
	return root
}

// String prints the hashes, base64, with a space between.
func (f Frontier) String() string {
	words := make([]string, len(f.Hashes))
	for i, hash := range f.Hashes {
		words[i] = hash.String()
	}
	return strings.Join(words, " ")
}

// ParseFrontier reads what String printed of a log of the given size.
func ParseFrontier(size int64, text string) (Frontier, error) {
	f := Frontier{Size: size}
	for _, word := range strings.Fields(text) {
		hash, err := tlog.ParseHash(word)
		if err != nil {
			return f, fmt.Errorf("ledger frontier: %w", err)
		}
		f.Hashes = append(f.Hashes, hash)
	}
	if size < 0 || len(f.Hashes) != bits.OnesCount64(uint64(size)) {
		return f, fmt.Errorf("ledger frontier: %d hashes do not belong to %d entries", len(f.Hashes), size)
	}
	return f, nil
}
