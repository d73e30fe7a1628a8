// Package mail sends mail over SMTP, takes it in by IMAP and by a listener for SMTP
// and LMTP, and reads what came: texts, files, and whether a machine wrote it. It
// knows neither what mails say nor whom they are for.
//
// An error of Send tells by its kind what is certain: fault.Unavailable, the server
// does not have the mail and may be tried again; fault.Invalid, it refused the mail
// for good. After any other error the server may have the mail.
package mail

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"strings"

	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the faults of this package say.
var Texts = message.Set{Name: "mail", Bn: bn, En: en}

// The limits of a mail that is taken in.
const (
	Largest    = 25 << 20  // bytes of a whole mail
	mostHeader = 256 << 10 // bytes of the header of one part
	mostParts  = 100
	mostDepth  = 10       // parts within parts
	mostText   = 1 << 20  // bytes of the text
	mostAdrs   = 100      // addresses of one list
	mostInside = 40 << 20 // bytes of all files of one mail, unpacked
)

// File is a file that goes or came with a mail.
type File struct {
	Name   string // as the sender wrote it, for people only
	Type   string // media type as declared; empty: not said
	Bytes  []byte
	Inline bool // shown within the text, as a picture of a signature
}

// Outgoing is one mail on its way out.
type Outgoing struct {
	ID         string // ours; the same mail always has the same
	From       string // "name <address>"; empty: that of the settings
	To         string // one address
	ReplyTo    string // where an answer should go; may be empty
	Subject    string
	Text       string
	InReplyTo  string // Message-ID of the mail that this one answers; may be empty
	References []string
	Files      []File
}

// Sender hands mails over.
type Sender interface {
	// Send hands a mail over and returns its Message-ID.
	Send(ctx context.Context, m Outgoing) (ref string, err error)
}

// Raw is a mail as it came, with what the envelope said.
type Raw struct {
	From   string   // return path, when the way in tells it
	To     []string // recipients; empty when the way in does not tell them
	Bytes  []byte   // with the return path as its first line, when that is known
	Cut    bool     // the mail is larger than Largest: Bytes is its header
	Length int64    // bytes of the whole mail, also of a cut one
}

// MessageID is the Message-ID, with its angles, of our mail of that ID.
func MessageID(id, domain string) string {
	safe := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.' {
			return r
		}
		return -1
	}, id)
	if safe != id || safe == "" || len(safe) > 120 || strings.HasPrefix(safe, ".") || strings.HasSuffix(safe, ".") || strings.Contains(safe, "..") {
		sum := sha256.Sum256([]byte(id))
		safe = "x" + hex.EncodeToString(sum[:16])
	}
	return "<" + safe + "@" + domain + ">"
}

// OwnID is the ID of our mail to which a Message-ID belongs; false when it is not of
// the domain.
func OwnID(messageID, domain string) (string, bool) {
	local, host, found := strings.Cut(strings.Trim(messageID, "<> "), "@")
	return local, found && domain != "" && strings.EqualFold(host, domain)
}

// line is a value on one line, without what could begin another header.
func line(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case r < ' ' || r == 0x7f || r == '\ufeff':
			return -1
		}
		return r
	}, s))
}
