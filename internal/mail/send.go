package mail

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"dorgora/internal/fault"
)

// waits is how long the server may take for one step.
const waits = 30 * time.Second

// relay is a server that takes mail for the world.
type relay struct {
	settings map[string]string
	roots    *x509.CertPool // nil: those of the machine
}

// Open returns the sender of the settings: host, port, tls ("starttls", "tls", or
// "none" for a server on this machine), user, password, from, domain.
func Open(settings map[string]string) (Sender, error) {
	r := relay{settings: settings}
	if _, err := r.client(); err != nil {
		return nil, err
	}
	return r, nil
}

func (r relay) client() (*gomail.Client, error) {
	host := r.settings["host"]
	port, err := strconv.Atoi(cmp.Or(r.settings["port"], "587"))
	if err != nil || host == "" {
		return nil, fault.New(fault.Invalid, "mail.settings.wrong")
	}
	options := []gomail.Option{
		gomail.WithTimeout(waits), gomail.WithPort(port), gomail.WithoutNoop(), gomail.WithHELO(cmp.Or(r.domain(), "localhost")),
		gomail.WithTLSConfig(&tls.Config{ServerName: host, RootCAs: r.roots, MinVersion: tls.VersionTLS12}),
	}
	switch r.settings["tls"] {
	case "tls":
		options = append(options, gomail.WithSSL())
	case "none":
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return nil, fault.New(fault.Invalid, "mail.settings.wrong")
		}
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if user := r.settings["user"]; user != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(user), gomail.WithPassword(r.settings["password"]))
	}
	client, err := gomail.NewClient(host, options...)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "mail.settings.wrong", err)
	}
	return client, nil
}

// domain is that of our Message-IDs.
func (r relay) domain() string {
	if domain := r.settings["domain"]; domain != "" {
		return domain
	}
	address, _ := ParseAddress(r.settings["from"])
	return address.Domain()
}

// Send hands a mail over; see Sender.
func (r relay) Send(ctx context.Context, m Outgoing) (string, error) {
	ref := MessageID(m.ID, r.domain())
	letter, err := r.letter(m, ref)
	if err != nil {
		return ref, fault.Wrap(fault.Invalid, "mail.unsendable", err)
	}
	client, err := r.client()
	if err != nil {
		return ref, err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return ref, fault.Wrap(fault.Unavailable, "mail.server.unreachable", err)
	}
	defer func() { _ = client.Close() }() // the fate of the mail is known by then
	stop := context.AfterFunc(ctx, func() { _ = client.Close() })
	defer stop()
	err = client.Send(letter)
	if err == nil || letter.IsDelivered() {
		return ref, nil
	}
	return ref, fate(err)
}

// fate tells what is certain after a failure to send.
func fate(err error) error {
	var wrong *gomail.SendError
	if !errors.As(err, &wrong) {
		return fmt.Errorf("send a mail: %w", err)
	}
	code := wrong.ErrorCode()
	switch {
	case code >= 500 && code < 600:
		return fault.Wrap(fault.Invalid, "mail.refused", err)
	case wrong.Reason == gomail.ErrSMTPDataClose && code == 0:
		return fmt.Errorf("the server may have the mail: %w", err)
	}
	return fault.Wrap(fault.Unavailable, "mail.server.unreachable", err)
}

var errNoText = errors.New("a mail needs a text and a subject")

func (r relay) letter(m Outgoing, ref string) (*gomail.Msg, error) {
	if strings.TrimSpace(m.Text) == "" || line(m.Subject) == "" {
		return nil, errNoText
	}
	letter := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP))
	if err := address(letter, m, cmp.Or(m.From, r.settings["from"])); err != nil {
		return nil, err
	}
	letter.Subject(line(m.Subject))
	letter.SetDate()
	letter.SetMessageIDWithValue(strings.Trim(ref, "<>"))
	// RFC 3834: whoever answers automatically must not answer this.
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetGenHeader("X-Auto-Response-Suppress", "All")
	if m.InReplyTo != "" {
		letter.SetGenHeader(gomail.HeaderInReplyTo, line(m.InReplyTo))
		letter.SetGenHeader(gomail.HeaderReferences, line(strings.Join(append(m.References, m.InReplyTo), " ")))
	}
	letter.SetBodyString(gomail.TypeTextPlain, strings.ReplaceAll(m.Text, "\r\n", "\n"))
	for _, file := range m.Files {
		kind := gomail.ContentType(cmp.Or(line(file.Type), "application/octet-stream"))
		if err := letter.AttachReader(line(file.Name), bytes.NewReader(file.Bytes), gomail.WithFileContentType(kind)); err != nil {
			return nil, err
		}
	}
	return letter, nil
}

// address writes who sends and who receives: one each, whatever the values hold.
func address(letter *gomail.Msg, m Outgoing, sender string) error {
	from, err := ParseAddress(sender)
	if err != nil {
		return err
	}
	to, err := ParseAddress(m.To)
	if err != nil {
		return err
	}
	if err := letter.FromFormat(from.Name, from.Mail); err != nil {
		return err
	}
	if err := letter.AddToFormat(to.Name, to.Mail); err != nil {
		return err
	}
	if m.ReplyTo == "" {
		return nil
	}
	back, err := ParseAddress(m.ReplyTo)
	if err != nil {
		return err
	}
	return letter.ReplyToFormat(back.Name, back.Mail)
}
