package access

import (
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"time"

	"github.com/pquerna/otp/hotp"

	"dorgora/bangla"
)

// The second factor is TOTP as authenticator programs know it (RFC 6238: SHA-1,
// six digits, thirty seconds), with one step of clock drift either way.
const (
	totpSecretSize = 20 // bytes (RFC 4226, section 4)
	totpPeriod     = 30 // seconds
	totpDrift      = 1  // steps
)

var totpBase32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewTOTP returns a fresh secret in base32.
func NewTOTP(random io.Reader) (string, error) {
	bits := make([]byte, totpSecretSize)
	if _, err := io.ReadFull(random, bits); err != nil {
		return "", fmt.Errorf("random bits for a second factor: %w", err)
	}
	return totpBase32.EncodeToString(bits), nil
}

// IsTOTP reports whether a text has the form of a secret that NewTOTP makes.
func IsTOTP(secret string) bool {
	raw, err := totpBase32.DecodeString(secret)
	return err == nil && len(raw) == totpSecretSize
}

// CheckTOTP looks for the time step that a code belongs to. The step must be
// later than the last one used, so that a code read over a shoulder is worth
// nothing. Both digit sets and spaces are understood.
func CheckTOTP(secret, code string, last int64, now time.Time) (step int64, ok bool) {
	digits := make([]rune, 0, 6)
	for _, r := range bangla.ASCII(code) {
		if r >= '0' && r <= '9' {
			digits = append(digits, r)
		} else if r != ' ' {
			return 0, false
		}
	}
	current := now.Unix() / totpPeriod
	for s := current - totpDrift; s <= current+totpDrift; s++ {
		want, err := hotp.GenerateCode(secret, uint64(s))
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(string(digits))) == 1 && s > last {
			return s, true
		}
	}
	return 0, false
}

// TOTPAddress is what the QR code of a new second factor holds (the otpauth key
// address that authenticator programs read).
func TOTPAddress(secret, issuer, login string) string {
	// url.Values would write a space as +, which some programs show as it stands.
	address := url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + login,
		RawQuery: "secret=" + secret + "&issuer=" + url.PathEscape(issuer) + "&digits=6&period=" + strconv.Itoa(totpPeriod),
	}
	return address.String()
}
