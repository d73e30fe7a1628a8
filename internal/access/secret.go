package access

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
)

// tokenSize is the entropy of session and invitation tokens in bytes.
const tokenSize = 32

// NewToken returns 256 random bits as text for a cookie or a link, and the hash
// that is stored in its place.
func NewToken(random io.Reader) (token, hash string, err error) {
	bits := make([]byte, tokenSize)
	if _, err := io.ReadFull(random, bits); err != nil {
		return "", "", fmt.Errorf("random bits for a token: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(bits)
	return token, TokenHash(token), nil
}

// TokenHash is what is stored of a token: its SHA-256 in hex. A token has 256
// random bits, so no slow hash is needed.
func TokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// NewID returns a random identifier for a row: 80 bits in hex.
func NewID(random io.Reader) (string, error) {
	bits := make([]byte, 10)
	if _, err := io.ReadFull(random, bits); err != nil {
		return "", fmt.Errorf("random bits for an identifier: %w", err)
	}
	return hex.EncodeToString(bits), nil
}
