package postbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"strings"

	"dorgora/internal/number"
)

// Tokens makes and checks the sign in an address by which a reply finds its case. It
// derives from a secret outside the database and is bound to the office, the case and
// the address that it was given to.
type Tokens struct{ Secret []byte }

var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// Token is "48210935716." with 16 letters: eighty bits, in small letters because
// mailers change the case of addresses.
func (t Tokens) Token(office, number, address string) string {
	mac := hmac.New(sha256.New, t.Secret)
	mac.Write([]byte("reply\x00" + office + "\x00" + number + "\x00" + strings.ToLower(address)))
	return number + "." + strings.ToLower(letters.EncodeToString(mac.Sum(nil)[:10]))
}

// Valid reports whether a token was given to the address for a case of the office.
func (t Tokens) Valid(token, office, address string) bool {
	own := t.Token(office, NumberOf(token), address)
	return address != "" && subtle.ConstantTimeCompare([]byte(strings.ToLower(token)), []byte(own)) == 1
}

// NumberOf is the number of the case for which a token says it was made; empty when
// it is no token.
func NumberOf(token string) string {
	name, _, found := strings.Cut(token, ".")
	checked, err := number.ParseTracking(name)
	if !found || err != nil {
		return ""
	}
	return checked
}

// TokenOf is the token in a tag, with the slug of its office when the mailbox serves
// several.
func TokenOf(tag string) (slug, token string) {
	if strings.Count(tag, ".") == 2 {
		slug, token, _ = strings.Cut(tag, ".")
		return slug, token
	}
	return "", tag
}

// ReplyAddress is a mailbox's address with a tag: "ict+tag@example.gov.bd".
func ReplyAddress(mailbox, tag string) string {
	local, domain, _ := strings.Cut(mailbox, "@")
	return local + "+" + tag + "@" + domain
}

// TagOf is the tag of an address, empty when it has none, and the address without it.
func TagOf(address string) (tag, mailbox string) {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return "", address
	}
	local, tag, _ := strings.Cut(address[:at], "+")
	return tag, local + address[at:]
}
