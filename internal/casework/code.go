package casework

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/fault"
)

// Codes makes and checks the six-digit code on an applicant's slip. A number alone
// shows status and promised date; the code opens the rest. Codes derive from a
// secret kept outside the database, so a stolen database reveals none.
type Codes struct{ Secret []byte }

// Code returns the six digits of a case.
func (k Codes) Code(number string) string {
	sum := k.mac("code", number)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(sum)%1_000_000)
}

// PassLife is how long a browser that showed the code need not show it again.
const PassLife = 2 * time.Hour

// Pass returns a token that opens one case until PassLife from now has gone by.
func (k Codes) Pass(number string, now time.Time) string {
	until := strconv.FormatInt(now.Add(PassLife).Unix(), 10)
	return number + "." + until + "." + fmt.Sprintf("%x", k.mac("pass", number+"."+until))
}

// Opens reports whether the token opens the case now.
func (k Codes) Opens(token, number string, now time.Time) bool {
	rest, mac, found := cutLast(token, ".")
	if !found || subtle.ConstantTimeCompare([]byte(mac), fmt.Appendf(nil, "%x", k.mac("pass", rest))) != 1 {
		return false
	}
	name, until, _ := strings.Cut(rest, ".")
	last, err := strconv.ParseInt(until, 10, 64)
	return err == nil && name == number && now.Unix() < last
}

// sealMark begins every sealed number.
const sealMark = "sealed:"

// Seal hides an identity number. Equal numbers give equal seals, so that a repeated
// submission is known again; what is in the database tells nothing without the
// secret.
func (k Codes) Seal(number string) string {
	nonce := k.mac("identity nonce", number)[:k.box().NonceSize()]
	sealed := k.box().Seal(nonce, nonce, []byte(number), nil)
	return sealMark + base64.RawURLEncoding.EncodeToString(sealed)
}

// Unseal gives the number back; a seal of another installation, or one that was
// tampered with, is Denied.
func (k Codes) Unseal(sealed string) (string, error) {
	text, marked := strings.CutPrefix(sealed, sealMark)
	raw, err := base64.RawURLEncoding.DecodeString(text)
	size := k.box().NonceSize()
	if !marked || err != nil || len(raw) < size {
		return "", fault.New(fault.Denied, "casework.seal.broken")
	}
	plain, err := k.box().Open(nil, raw[:size], raw[size:], nil)
	if err != nil {
		return "", fault.Wrap(fault.Denied, "casework.seal.broken", err)
	}
	return string(plain), nil
}

// Sealed reports whether a value is a sealed number.
func Sealed(value string) bool { return strings.HasPrefix(value, sealMark) }

func (k Codes) box() cipher.AEAD {
	block, err := aes.NewCipher(k.mac("identity key", ""))
	if err != nil {
		panic(err) // the key has the size of a SHA-256
	}
	box, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return box
}

func (k Codes) mac(use, text string) []byte {
	h := hmac.New(sha256.New, k.Secret)
	h.Write([]byte(use + "\x00" + text))
	return h.Sum(nil)
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// Misses counts the wrong codes tried on one case.
type Misses struct {
	Office string
	Number string
	Count  int
	Locked time.Time // no try before this moment
}

// The limits on wrong codes.
const (
	missLimit = 5
	missLock  = 10 * time.Minute
)

// Try checks a code as typed, in either digit set. It returns the misses to be
// stored, and a fault when the code is wrong or too many were tried.
func (m Misses) Try(codes Codes, typed string, now time.Time) (Misses, error) {
	if now.Before(m.Locked) {
		return m, fault.New(fault.TooMany, "casework.code.locked")
	}
	typed = strings.NewReplacer(" ", "", "-", "").Replace(bangla.ASCII(strings.TrimSpace(typed)))
	if subtle.ConstantTimeCompare([]byte(typed), []byte(codes.Code(m.Number))) == 1 {
		m.Count = 0
		return m, nil
	}
	m.Count++
	if m.Count >= missLimit {
		m.Count, m.Locked = 0, now.Add(missLock)
		return m, fault.New(fault.TooMany, "casework.code.locked")
	}
	return m, fault.InField("code", "casework.code.wrong", "left", missLimit-m.Count)
}
