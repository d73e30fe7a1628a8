package mailtest

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Sent is a mail that a relay was given.
type Sent struct {
	From, To string
	Raw      []byte
}

// Relay is a mail server that keeps what is sent through it.
type Relay struct {
	Port string
	// Answer, when set, decides about each step: "mail", "rcpt", "data" (before the
	// content) or "end" (after it was kept). An error is the answer of the server.
	Answer func(step string) error
	// Hang ends the connection without an answer after a mail was kept.
	Hang bool
	// User and Pass, when set, must be given.
	User, Pass string

	mu   sync.Mutex
	kept []Sent
	line net.Listener
}

// StartRelay starts a relay; with a TLS configuration it offers STARTTLS. It ends with
// the test.
func StartRelay(t testing.TB, secure *tls.Config) *Relay {
	t.Helper()
	r := &Relay{}
	var err error
	r.line, err = net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	_, r.Port, err = net.SplitHostPort(r.line.Addr().String())
	must(t, err)
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &sending{relay: r, conn: c}, nil }))
	server.Domain, server.TLSConfig, server.AllowInsecureAuth = "relay.example", secure, true
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	go func() { _ = server.Serve(r.line) }()
	t.Cleanup(func() { _ = server.Close() })
	return r
}

// Settings are those by which mail leaves through the relay.
func (r *Relay) Settings() map[string]string {
	return map[string]string{"host": "127.0.0.1", "port": r.Port, "tls": "none", "from": "রূপসা উপজেলা আইসিটি <ict@rupsha.example>"}
}

// Mails are what the relay was given, the earliest first.
func (r *Relay) Mails() []Sent {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Sent(nil), r.kept...)
}

type sending struct {
	relay *Relay
	conn  *smtp.Conn
	sent  Sent
	in    bool
}

func (s *sending) answer(step string) error {
	if s.relay.Answer == nil {
		return nil
	}
	return s.relay.Answer(step)
}

// AuthMechanisms tells how to sign in.
func (s *sending) AuthMechanisms() []string {
	if s.relay.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

// Auth checks name and password.
func (s *sending) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, pass string) error {
		if user != s.relay.User || pass != s.relay.Pass {
			return smtp.ErrAuthFailed
		}
		s.in = true
		return nil
	}), nil
}

// Mail begins a mail.
func (s *sending) Mail(from string, _ *smtp.MailOptions) error {
	if s.relay.User != "" && !s.in {
		return smtp.ErrAuthRequired
	}
	s.sent = Sent{From: from}
	return s.answer("mail")
}

// Rcpt adds the recipient.
func (s *sending) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.sent.To = to
	return s.answer("rcpt")
}

// Data keeps the mail.
func (s *sending) Data(r io.Reader) error {
	if err := s.answer("data"); err != nil {
		return err
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.sent.Raw = raw
	s.relay.mu.Lock()
	s.relay.kept = append(s.relay.kept, s.sent)
	s.relay.mu.Unlock()
	if s.relay.Hang {
		return errors.Join(errors.New("gone"), s.conn.Close())
	}
	return s.answer("end")
}

// Reset forgets a mail that was begun.
func (s *sending) Reset() { s.sent = Sent{} }

// Logout ends the visit.
func (s *sending) Logout() error { return nil }
