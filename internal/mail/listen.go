package mail

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"time"

	"github.com/emersion/go-smtp"

	"dorgora/internal/fault"
)

// Listener takes mail from a mail server on this machine, over LMTP or SMTP.
type Listener struct {
	Domain string // our own name
	SMTP   bool   // SMTP instead of LMTP
	// Knows refuses a recipient who is not ours with a fault.NotFound.
	Knows func(ctx context.Context, recipient string) error
	// Take keeps a mail; when it returns no error the mail is ours, on disk.
	Take   func(ctx context.Context, raw Raw) error
	Logger *slog.Logger
}

// returnRoom is kept free for the return path.
const returnRoom = 1 << 10

// Serve answers until the context ends. The listener must be one of this machine
// itself: whoever may connect may put mail in.
func (l Listener) Serve(ctx context.Context, on net.Listener) error {
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &visit{ctx: ctx, listener: l}, nil
	}))
	server.LMTP, server.Domain = !l.SMTP, l.Domain
	server.MaxMessageBytes, server.MaxRecipients = Largest-returnRoom, 50
	server.ReadTimeout, server.WriteTimeout = 2*time.Minute, time.Minute
	server.EnableSMTPUTF8 = true
	server.ErrorLog = slog.NewLogLogger(l.Logger.Handler(), slog.LevelWarn)
	stop := context.AfterFunc(ctx, func() {
		patience, done := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer done()
		if server.Shutdown(patience) != nil {
			_ = server.Close() // whoever was not done sends again
		}
	})
	defer stop()
	err := server.Serve(on)
	if errors.Is(err, smtp.ErrServerClosed) || ctx.Err() != nil {
		return nil
	}
	return err
}

// visit is one connection of a mail server.
type visit struct {
	ctx      context.Context
	listener Listener
	raw      Raw
}

// Mail begins a mail.
func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	v.raw = Raw{From: from}
	return nil
}

// Rcpt adds a recipient of ours.
func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	err := v.listener.Knows(v.ctx, to)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox here"}
	case err != nil:
		return v.later(err)
	}
	v.raw.To = append(v.raw.To, to)
	return nil
}

// Data takes the mail itself: the answer 250 leaves only once it is kept.
func (v *visit) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	if err != nil {
		return err // too large, or cut off
	}
	// The return path goes with the mail, as RFC 5321, section 4.4, asks for.
	content = append([]byte("Return-Path: <"+line(v.raw.From)+">\r\n"), content...)
	v.raw.Bytes, v.raw.Length = content, int64(len(content))
	if err := v.listener.Take(v.ctx, v.raw); err != nil {
		return v.later(err)
	}
	return nil
}

func (v *visit) later(err error) error {
	v.listener.Logger.Error("a mail was not taken", "error", err)
	return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Not kept, please send again"}
}

// Reset forgets a mail that was begun.
func (v *visit) Reset() { v.raw = Raw{} }

// Logout ends the visit.
func (v *visit) Logout() error { return nil }
