package mail_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"dorgora/internal/fault"
	"dorgora/internal/mail"
	"dorgora/internal/mail/mailtest"
)

func opened(t *testing.T, settings map[string]string) mail.Sender {
	t.Helper()
	sender, err := mail.Open(settings)
	if err != nil {
		t.Fatal(err)
	}
	return sender
}

var answer = mail.Outgoing{
	ID: "5f0c7e-applicant", To: "rahima@example.org", ReplyTo: "ict+48210935716.abcdefghijklmnop@rupsha.example",
	Subject: "আপনার আবেদন ৪৮২১ ০৯৩৫ ৭১৬", Text: "জনাব,\nল্যাব ঠিক করা হয়েছে।\n.\nএকটি বিন্দু একা এক লাইনে।",
	InReplyTo: "<first@example.org>", References: []string{"<zero@example.org>"},
	Files: []mail.File{{Name: "উত্তর পত্র.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.7\nপরীক্ষা")}},
}

func TestSendArrivesAsItWasWritten(t *testing.T) {
	relay := mailtest.StartRelay(t, nil)
	sender := opened(t, relay.Settings())
	for range 2 {
		ref, err := sender.Send(t.Context(), answer)
		if err != nil || ref != "<5f0c7e-applicant@rupsha.example>" {
			t.Fatalf("%s, %v", ref, err)
		}
	}
	kept := relay.Mails()
	if len(kept) != 2 || kept[0].From != "ict@rupsha.example" || kept[0].To != "rahima@example.org" {
		t.Fatalf("%+v", kept)
	}
	p, err := mail.Parse(kept[0].Raw)
	if err != nil {
		t.Fatal(err)
	}
	if p.Subject != answer.Subject || p.Text != answer.Text || p.From.Name != "রূপসা উপজেলা আইসিটি" || p.ReplyTo.Mail != answer.ReplyTo {
		t.Errorf("%q %q %+v %+v", p.Subject, p.Text, p.From, p.ReplyTo)
	}
	if p.MessageID != "<5f0c7e-applicant@rupsha.example>" || len(p.InReplyTo) != 1 || len(p.References) != 2 || p.Machine != "auto-submitted" {
		t.Errorf("%s %v %v %q", p.MessageID, p.InReplyTo, p.References, p.Machine)
	}
	if len(p.Files) != 1 || p.Files[0].Name != "উত্তর পত্র.pdf" || string(p.Files[0].Bytes) != string(answer.Files[0].Bytes) {
		t.Errorf("%+v", p.Files)
	}
	if id, own := mail.OwnID(p.MessageID, "rupsha.example"); !own || id != answer.ID {
		t.Errorf("%s, %v", id, own)
	}
}

func TestSendInjectsNothing(t *testing.T) {
	relay := mailtest.StartRelay(t, nil)
	sender := opened(t, relay.Settings())
	bad := answer
	bad.Subject = "one\r\nBcc: victim@example.org\r\n\r\nanother text"
	bad.InReplyTo = "<a@b>\r\nX-Evil: 1"
	bad.Files = []mail.File{{Name: "a.txt\"\r\nX-Evil: 2", Type: "text/plain\r\nX-Evil: 3", Bytes: []byte("x")}}
	if _, err := sender.Send(t.Context(), bad); err != nil {
		t.Fatal(err)
	}
	raw := string(relay.Mails()[0].Raw)
	for _, one := range []string{"\nBcc:", "\nX-Evil", "\nanother text"} {
		if strings.Contains(raw, one) {
			t.Errorf("%q came in:\n%s", one, raw)
		}
	}
	for _, to := range []string{"", "nobody", "a@b.c, d@e.f", "a@b.c\r\nRCPT TO:<d@e.f>", "<a@b.c> <d@e.f>, x@y.z"} {
		bad = answer
		bad.To = to
		if _, err := sender.Send(t.Context(), bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", to, err)
		}
	}
	if n := len(relay.Mails()); n != 1 {
		t.Errorf("%d mails left", n)
	}
}

func TestSendTellsWhatIsCertain(t *testing.T) {
	refuse := func(at string, code int) func(string) error {
		return func(step string) error {
			if step == at {
				return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: "no"}
			}
			return nil
		}
	}
	for _, one := range []struct {
		name   string
		answer func(string) error
		hang   bool
		want   fault.Kind
	}{
		{"the sender is refused for now", refuse("mail", 451), false, fault.Unavailable},
		{"the sender is refused for good", refuse("mail", 550), false, fault.Invalid},
		{"the mailbox is full", refuse("rcpt", 452), false, fault.Unavailable},
		{"there is no such mailbox", refuse("rcpt", 550), false, fault.Invalid},
		{"the content is refused for now", refuse("end", 451), false, fault.Unavailable},
		{"the content is refused for good", refuse("end", 554), false, fault.Invalid},
		{"the line is cut after the content", nil, true, fault.Internal},
	} {
		t.Run(one.name, func(t *testing.T) {
			relay := mailtest.StartRelay(t, nil)
			relay.Answer, relay.Hang = one.answer, one.hang
			_, err := opened(t, relay.Settings()).Send(t.Context(), answer)
			if err == nil || fault.KindOf(err) != one.want {
				t.Errorf("%s: %v", fault.KindOf(err), err)
			}
		})
	}
	t.Run("nobody listens", func(t *testing.T) {
		settings := mailtest.StartRelay(t, nil).Settings()
		settings["port"] = mailtest.FreePort(t)
		if _, err := opened(t, settings).Send(t.Context(), answer); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("%v", err)
		}
	})
	t.Run("time is over before the server answers", func(t *testing.T) {
		relay := mailtest.StartRelay(t, nil)
		ctx, cancel := context.WithCancel(t.Context())
		relay.Answer = func(step string) error {
			if step == "end" {
				cancel()
				time.Sleep(100 * time.Millisecond)
			}
			return nil
		}
		_, err := opened(t, relay.Settings()).Send(ctx, answer)
		if kind := fault.KindOf(err); err != nil && (kind == fault.Unavailable || kind == fault.Invalid) {
			t.Errorf("the server has the mail, and %v says it has not", err)
		}
	})
}

// certificate makes a certificate for this machine that nobody else trusts.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plan := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	raw, err := x509.CreateCertificate(rand.Reader, plan, plan, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}}, roots
}

func TestSendUnderTLS(t *testing.T) {
	secure, roots := certificate(t)
	relay := mailtest.StartRelay(t, secure)
	relay.User, relay.Pass = "ict", "geheim"
	settings := relay.Settings()
	settings["tls"], settings["user"], settings["password"] = "starttls", "ict", "geheim"
	t.Run("a certificate that is trusted", func(t *testing.T) {
		if _, err := mail.OpenTrusting(settings, roots).Send(t.Context(), answer); err != nil || len(relay.Mails()) != 1 {
			t.Errorf("%d mails, %v", len(relay.Mails()), err)
		}
	})
	t.Run("a certificate that nobody trusts", func(t *testing.T) {
		if _, err := opened(t, settings).Send(t.Context(), answer); fault.KindOf(err) != fault.Unavailable || len(relay.Mails()) != 1 {
			t.Errorf("%d mails, %v", len(relay.Mails()), err)
		}
	})
	t.Run("a wrong password", func(t *testing.T) {
		wrong := relay.Settings()
		wrong["tls"], wrong["user"], wrong["password"] = "starttls", "ict", "x"
		if _, err := mail.OpenTrusting(wrong, roots).Send(t.Context(), answer); fault.KindOf(err) != fault.Unavailable || len(relay.Mails()) != 1 {
			t.Errorf("%d mails, %v", len(relay.Mails()), err)
		}
	})
	t.Run("a server that offers no TLS gets nothing", func(t *testing.T) {
		plain := mailtest.StartRelay(t, nil)
		settings := plain.Settings()
		settings["tls"] = "starttls"
		if _, err := opened(t, settings).Send(t.Context(), answer); fault.KindOf(err) != fault.Unavailable || len(plain.Mails()) != 0 {
			t.Errorf("%d mails, %v", len(plain.Mails()), err)
		}
	})
	t.Run("without TLS only to this machine", func(t *testing.T) {
		if _, err := mail.Open(map[string]string{"host": "mail.example.org", "tls": "none", "from": "a@example.org"}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v", err)
		}
	})
}
