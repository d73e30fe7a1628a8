package postbox_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dorgora/internal/message"
	"dorgora/internal/number"
	"dorgora/internal/postbox"
)

// ours is the number of a case; its last digit is a check digit.
var ours = number.Tracking([8]byte{0, 0, 0, 0, 0, 0, 1, 1})

func TestJudge(t *testing.T) {
	from := func(m postbox.Mail) postbox.Mail {
		if m.From == "" {
			m.From = "rahima@example.org"
		}
		return m
	}
	for _, one := range []struct {
		name   string
		mail   postbox.Mail
		known  postbox.Known
		sort   postbox.Sort
		state  postbox.State
		number string
	}{
		{"a new matter", from(postbox.Mail{Subject: "প্রিন্টার"}), postbox.Known{}, postbox.Request, postbox.Fresh, ""},
		{"a reply to our mail", from(postbox.Mail{}), postbox.Known{Thread: ours}, postbox.Reply, postbox.Fresh, ours},
		{"a reply to the tagged address, whoever sends it", from(postbox.Mail{Forged: true}), postbox.Known{Token: ours}, postbox.Reply, postbox.Fresh, ours},
		{"the token counts before the number in the subject", from(postbox.Mail{}), postbox.Known{Token: ours, Quoted: "x"}, postbox.Reply, postbox.Fresh, ours},
		{"the applicant names the number", from(postbox.Mail{}), postbox.Known{Quoted: ours, Applicant: "Rahima@Example.org"}, postbox.Reply, postbox.Fresh, ours},
		{"a stranger names it", from(postbox.Mail{}), postbox.Known{Quoted: ours, Applicant: "karim@example.org"}, postbox.Stranger, postbox.Quarantine, ours},
		{"a case without a mail address is nobody's", from(postbox.Mail{}), postbox.Known{Quoted: ours}, postbox.Stranger, postbox.Quarantine, ours},
		{"somebody pretends to be the applicant", from(postbox.Mail{Forged: true}), postbox.Known{Quoted: ours, Applicant: "rahima@example.org"}, postbox.Stranger, postbox.Quarantine, ours},
		{"a forged reply", from(postbox.Mail{Forged: true}), postbox.Known{Thread: ours}, postbox.Stranger, postbox.Quarantine, ours},
		{"a forged new matter", from(postbox.Mail{Forged: true}), postbox.Known{}, postbox.Request, postbox.Quarantine, ""},
		{"spam", from(postbox.Mail{Spam: true}), postbox.Known{}, postbox.Request, postbox.Quarantine, ""},
		{"nobody's", postbox.Mail{}, postbox.Known{}, postbox.Stranger, postbox.Quarantine, ""},
		{"a machine's, although it carries the token", from(postbox.Mail{Machine: "auto-submitted"}), postbox.Known{Token: ours}, postbox.Automatic, postbox.Filed, ours},
		{"an absence in English", from(postbox.Mail{Subject: "Out of Office: Re: printer"}), postbox.Known{Token: ours}, postbox.Automatic, postbox.Filed, ours},
		{"an absence in Bangla", from(postbox.Mail{Subject: "স্বয়ংক্রিয় উত্তর: প্রিন্টার"}), postbox.Known{}, postbox.Automatic, postbox.Filed, ""},
		{"a person who writes about an absence", from(postbox.Mail{Subject: "শিক্ষক ছুটিতে আছেন, প্রশিক্ষণ পেছানো যাবে?"}), postbox.Known{}, postbox.Request, postbox.Fresh, ""},
		{"from a mailer", postbox.Mail{From: "no-reply@bank.example"}, postbox.Known{}, postbox.Automatic, postbox.Filed, ""},
		{"our own address", from(postbox.Mail{}), postbox.Known{Ours: true, Token: ours}, postbox.Automatic, postbox.Filed, ours},
		{"the twentieth within an hour is heard", from(postbox.Mail{}), postbox.Known{Count: 19}, postbox.Request, postbox.Fresh, ""},
		{"the twenty-first is a flood", from(postbox.Mail{}), postbox.Known{Count: 20}, postbox.Automatic, postbox.Filed, ""},
		{"news of a mail of ours", postbox.Mail{From: "mailer-daemon@x", Report: &postbox.Report{}}, postbox.Known{Thread: ours}, postbox.Returned, postbox.Filed, ours},
	} {
		t.Run(one.name, func(t *testing.T) {
			if got := postbox.Judge(one.mail, one.known); got.Sort != one.sort || got.State != one.state || got.Number != one.number {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestQuotedFindsNumbersInEitherDigits(t *testing.T) {
	grouped := number.Grouped(ours)
	for _, one := range []struct{ subject, want string }{
		{"Re: " + ours, ours},
		{"আবেদন " + message.Digits(message.Bn, grouped) + " নিয়ে", ours},
		{"[" + strings.ReplaceAll(grouped, " ", "-") + "]", ours},
		{"mobile 01711000001", ""},
		{"nothing", ""},
	} {
		if got := strings.Join(postbox.Quoted(one.subject), ","); got != one.want {
			t.Errorf("%q: %q, want %q", one.subject, got, one.want)
		}
	}
}

func TestTokens(t *testing.T) {
	tokens := postbox.Tokens{Secret: []byte("0123456789abcdef0123456789abcdef")}
	token := tokens.Token("rupsha", ours, "Rahima@example.org")
	if postbox.NumberOf(token) != ours || !tokens.Valid(strings.ToUpper(token), "rupsha", "rahima@EXAMPLE.org") {
		t.Errorf("%s is not known again", token)
	}
	address := postbox.ReplyAddress("ict@rupsha.example", token)
	if tag, mailbox := postbox.TagOf(address); tag != token || mailbox != "ict@rupsha.example" || len(address) > 64+15 {
		t.Errorf("%s: %s %s", address, tag, mailbox)
	}
	if slug, own := postbox.TokenOf("rupsha." + token); slug != "rupsha" || own != token {
		t.Errorf("%s %s", slug, own)
	}
	for name, valid := range map[string]bool{
		"another office":  tokens.Valid(token, "dighalia", "rahima@example.org"),
		"another address": tokens.Valid(token, "rupsha", "karim@example.org"),
		"another secret":  postbox.Tokens{Secret: []byte("x")}.Valid(token, "rupsha", "rahima@example.org"),
		"no address":      tokens.Valid(tokens.Token("rupsha", ours, ""), "rupsha", ""),
		"cut short":       tokens.Valid(token[:20], "rupsha", "rahima@example.org"),
		"nothing":         tokens.Valid("", "rupsha", "rahima@example.org"),
	} {
		if valid {
			t.Errorf("%s opens the case", name)
		}
	}
}

func TestKeyOf(t *testing.T) {
	one := postbox.Mail{MessageID: "<1@x>", From: "A@x.org", Subject: "s", Text: "t", Date: time.Unix(1, 0), Files: []postbox.File{{Name: "a", Bytes: []byte("b")}}}
	key := postbox.KeyOf("rupsha", one)
	if len(key) != 64 {
		t.Errorf("%s", key)
	}
	same := one
	same.From, same.To, same.Machine = "a@x.org", []string{"else"}, "return-path"
	if postbox.KeyOf("rupsha", same) != key {
		t.Error("how a mail came changes what it is")
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "subject"), rapid.String().Draw(t, "text")
		c, d := rapid.String().Draw(t, "other subject"), rapid.String().Draw(t, "other text")
		equal := postbox.KeyOf("o", postbox.Mail{Subject: a, Text: b}) == postbox.KeyOf("o", postbox.Mail{Subject: c, Text: d})
		if equal != (a == c && b == d) {
			t.Fatalf("%q %q and %q %q", a, b, c, d)
		}
	})
}
