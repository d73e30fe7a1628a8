package ledger

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"dorgora/internal/fault"
)

// Checkpoint is the state of an office's ledger at a moment, in the form in which
// it is signed and handed out. Whoever keeps one can tell later whether everything
// that it covers is still there, unchanged.
type Checkpoint struct {
	Office string
	Size   int64
	Root   tlog.Hash
	At     time.Time // when it was signed
}

// origin begins the first line of a checkpoint; the office's ID follows.
const origin = "dorgora ledger "

// Text returns the four lines that are signed: origin and office, size, root in
// base64, moment in RFC 3339 UTC. The text is permanent.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s%s\n%d\n%s\n%s\n", origin, c.Office, c.Size, c.Root, c.At.UTC().Format(time.RFC3339))
}

// parseCheckpoint reads the four lines; anything that Text would print otherwise is
// refused.
func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 || !strings.HasPrefix(lines[0], origin) {
		return Checkpoint{}, fault.New(fault.Invalid, "ledger.checkpoint.form")
	}
	size, wrong := strconv.ParseInt(lines[1], 10, 64)
	root, broken := tlog.ParseHash(lines[2])
	at, odd := time.Parse(time.RFC3339, lines[3])
	c := Checkpoint{Office: strings.TrimPrefix(lines[0], origin), Size: size, Root: root, At: at}
	if wrong != nil || broken != nil || odd != nil || size < 0 || c.Text() != text {
		return Checkpoint{}, fault.New(fault.Invalid, "ledger.checkpoint.form")
	}
	return c, nil
}

// Signer signs the checkpoints of one installation with Ed25519, in the format of
// golang.org/x/mod/sumdb/note.
type Signer struct {
	signer note.Signer
	key    string
}

// keyName stands before the signature and in the public key.
const keyName = "dorgora-ledger"

// seedLabel keeps the key apart from whatever else derives from the secret.
const seedLabel = "dorgora ledger checkpoint key 1"

// ed25519Key is the mark of the algorithm in keys of the note format.
const ed25519Key = 1

// NewSigner derives the key from the installation's secret (HKDF with SHA-256, RFC
// 5869): nodes that share the secret sign alike, and a stolen database signs nothing.
func NewSigner(secret []byte) (Signer, error) {
	seed, err := hkdf.Key(sha256.New, secret, nil, seedLabel, ed25519.SeedSize)
	if err != nil {
		return Signer{}, fmt.Errorf("ledger key: %w", err)
	}
	public, ok := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	if !ok {
		return Signer{}, fmt.Errorf("ledger key: no public part")
	}
	key, err := note.NewEd25519VerifierKey(keyName, public)
	if err != nil {
		return Signer{}, fmt.Errorf("ledger key: %w", err)
	}
	thumb := strings.Split(key, "+")[1] // of name and public key, as the note format wants it
	private := fmt.Sprintf("PRIVATE+KEY+%s+%s+%s", keyName, thumb, base64.StdEncoding.EncodeToString(append([]byte{ed25519Key}, seed...)))
	signer, err := note.NewSigner(private)
	return Signer{signer, key}, err
}

// Key returns the public key, in the form that note.NewVerifier reads. It is
// printed on public pages.
func (s Signer) Key() string { return s.key }

// Sign returns the checkpoint as a signed note.
func (s Signer) Sign(c Checkpoint) (string, error) {
	signed, err := note.Sign(&note.Note{Text: c.Text()}, s.signer)
	return string(signed), err
}

// OpenCheckpoint reads a signed note. Denied "ledger.checkpoint.key" means that the
// key did not sign these words; Invalid, that they are no checkpoint.
func OpenCheckpoint(signed, key string) (Checkpoint, error) {
	verifier, err := note.NewVerifier(strings.TrimSpace(key))
	if err != nil {
		return Checkpoint{}, fault.Wrap(fault.Invalid, "ledger.key.form", err)
	}
	if c, err := ReadCheckpoint(signed); err != nil {
		return c, err
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, fault.Wrap(fault.Denied, "ledger.checkpoint.key", err)
	}
	return parseCheckpoint(opened.Text)
}

// ReadCheckpoint reads what a signed note says and leaves its signature unchecked.
func ReadCheckpoint(signed string) (Checkpoint, error) {
	text, _, found := strings.Cut(signed, "\n\n")
	if !found {
		return Checkpoint{}, fault.New(fault.Invalid, "ledger.checkpoint.form")
	}
	return parseCheckpoint(text + "\n")
}
