package access

import (
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"dorgora/internal/fault"
)

// Cost is what one password hash takes (OWASP Password Storage, argon2id:
// 19 MiB, two passes, one lane).
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// Standard is the cost of new hashes.
var Standard = Cost{Memory: 19 * 1024, Passes: 2, Threads: 1}

// The sizes of a hash in bytes.
const (
	SaltSize = 16
	keySize  = 32
)

// ShortestPassword is the fewest letters of a password (OWASP ASVS 5.0, 6.2: long
// rather than tangled).
const ShortestPassword = 10

const longestPassword = 200

// Hash returns the argon2id hash of a password in PHC string form. salt is
// SaltSize random bytes.
func (c Cost) Hash(password string, salt []byte) string {
	key := argon2.IDKey(canonical(password), salt, c.Passes, c.Memory, c.Threads, keySize)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Passes, c.Threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// canonical makes one password of the encodings that keyboards write for it.
func canonical(password string) []byte { return norm.NFC.Bytes([]byte(password)) }

// Verify reports whether the password has the hash. A hash that cannot be read
// matches nothing.
func Verify(hash, password string) bool {
	cost, salt, key, err := parse(hash)
	if err != nil {
		return false
	}
	got := argon2.IDKey(canonical(password), salt, cost.Passes, cost.Memory, cost.Threads, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1
}

func parse(hash string) (cost Cost, salt, key []byte, err error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return cost, nil, nil, fault.New(fault.Internal, "access.hash.unreadable")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.Memory, &cost.Passes, &cost.Threads); err != nil {
		return cost, nil, nil, fault.Wrap(fault.Internal, "access.hash.unreadable", err)
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errKey != nil || len(key) == 0 || cost.Passes == 0 || cost.Threads == 0 {
		return cost, nil, nil, fault.New(fault.Internal, "access.hash.unreadable")
	}
	return cost, salt, key, nil
}

// nobody is a well-formed hash that no password has. A login without an account
// is checked against it, so that it takes as long as one that exists.
func (c Cost) nobody() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Passes, c.Threads,
		base64.RawStdEncoding.EncodeToString(make([]byte, SaltSize)), base64.RawStdEncoding.EncodeToString(make([]byte, keySize)))
}

//go:embed guessable.txt
var guessableText string

var guessable = func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(guessableText) {
		words[word] = true
	}
	return words
}()

// CheckPassword refuses a password that is shorter than ten letters, endless,
// the login itself, one letter over and over, or among those that everybody
// tries first. It asks for no mixture of signs.
func CheckPassword(password, login string) *fault.Fault {
	letters := utf8.RuneCount(canonical(password))
	lower := strings.ToLower(password)
	switch {
	case password == "":
		return fault.InField("password", "access.password.missing")
	case letters < ShortestPassword:
		return fault.InField("password", "access.password.short", "least", ShortestPassword)
	case letters > longestPassword:
		return fault.InField("password", "access.password.long", "most", longestPassword)
	case likeLogin(lower, login):
		return fault.InField("password", "access.password.login")
	case guessable[lower] || monotonous(lower):
		return fault.InField("password", "access.password.common")
	}
	return nil
}

// likeLogin reports whether a password is the login in one of the ways people write it.
func likeLogin(lower, login string) bool {
	local, mobile := strings.CutPrefix(login, "+88")
	name, _, _ := strings.Cut(login, "@")
	return login != "" && (lower == login || mobile && (lower == local || lower == "88"+local) || lower == name)
}

// monotonous reports whether the text is at most two different letters, or each
// letter the next one after the last.
func monotonous(text string) bool {
	different := map[rune]bool{}
	rising, falling, last := true, true, rune(-1)
	for _, r := range text {
		different[r] = true
		rising = rising && (last < 0 || r == last+1 || last == '9' && r == '0')
		falling = falling && (last < 0 || r == last-1)
		last = r
	}
	return len(different) <= 2 || rising || falling
}
