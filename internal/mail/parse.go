package mail

import (
	"bytes"
	"cmp"
	"io"
	stdmail "net/mail"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-message"

	"dorgora/bangla"
	"dorgora/internal/fault"
)

// Parsed is a mail as it can be read. Everything in it was written by whoever sent it.
type Parsed struct {
	MessageID  string // with its angles; empty when it has none
	InReplyTo  []string
	References []string
	From       Address // empty when it names nobody
	ReplyTo    Address
	To         []Address // of To, Cc, Delivered-To and X-Original-To
	Subject    string
	Date       time.Time // zero when it cannot be read
	Text       string    // plain, in the letters of Unicode
	Files      []File
	Machine    string  // why a machine seems to have written it, as "auto-submitted"; empty: a person
	Forged     bool    // a server on its way found that the sender is not who it says
	Spam       bool    // a server on its way took it for spam
	Report     *Report // of the fate of a mail of ours
	Left       []Left  // what could not be taken
}

// Left names a part that was not taken and why: "large", "many", "deep", "broken".
type Left struct{ Name, Why string }

// Parse reads a mail. Malformed parts are read as far as they can be; what is left out
// is named in Left. Only a mail that is too large (fault.TooLarge) or has no header at
// all (fault.Invalid) is an error.
func Parse(raw []byte) (Parsed, error) {
	if len(raw) > Largest {
		return Parsed{}, fault.New(fault.TooLarge, "mail.too.large")
	}
	entity, err := message.ReadWithOptions(bytes.NewReader(raw), &message.ReadOptions{MaxHeaderBytes: mostHeader})
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return Parsed{}, fault.Wrap(fault.Invalid, "mail.unreadable", err)
	}
	p := &parser{}
	p.head(entity.Header)
	p.part(entity, 0)
	p.settle()
	return p.Parsed, nil
}

// parser gathers what the parts of a mail hold.
type parser struct {
	Parsed
	texts, pages []string
	parts        int
	size         int
}

func (p *parser) head(h message.Header) {
	p.Subject = tidy(decodeWords(h.Get("Subject")))
	if from := addresses(h.Get("From")); len(from) > 0 {
		p.From = from[0]
	}
	if back := addresses(h.Get("Reply-To")); len(back) > 0 {
		p.ReplyTo = back[0]
	}
	for _, field := range []string{"To", "Cc", "Delivered-To", "X-Original-To"} {
		for _, value := range h.Values(field) {
			if p.To = append(p.To, addresses(value)...); len(p.To) > mostAdrs {
				p.To = p.To[:mostAdrs]
			}
		}
	}
	if ids := messageIDs(h.Get("Message-Id")); len(ids) > 0 {
		p.MessageID = ids[0]
	}
	p.InReplyTo, p.References = messageIDs(h.Get("In-Reply-To")), messageIDs(h.Get("References"))
	if date, err := stdmail.ParseDate(h.Get("Date")); err == nil {
		p.Date = date.UTC()
	}
	p.Machine = machine(h)
	p.Spam = strings.EqualFold(strings.TrimSpace(h.Get("X-Spam-Flag")), "yes") || strings.HasPrefix(strings.ToLower(h.Get("X-Spam-Status")), "yes")
	for _, result := range h.Values("Authentication-Results") {
		p.Forged = p.Forged || strings.Contains(strings.ToLower(result), "dmarc=fail")
	}
}

// machine tells why a header shows that no person wrote the mail (RFC 3834 and what
// was in use before it).
func machine(h message.Header) string {
	low := func(field string) string { return strings.ToLower(strings.TrimSpace(h.Get(field))) }
	if auto := low("Auto-Submitted"); auto != "" && auto != "no" {
		return "auto-submitted"
	}
	switch low("Precedence") {
	case "bulk", "junk", "list", "auto_reply":
		return "precedence"
	}
	for _, field := range []string{"X-Autoreply", "X-Autorespond", "X-Auto-Response", "X-Autorespond-To", "List-Id", "List-Unsubscribe", "Feedback-Id"} {
		if h.Has(field) {
			return strings.ToLower(field)
		}
	}
	if kind, params := media(h.Get("Content-Type")); kind == "multipart/report" {
		return "report " + params["report-type"]
	}
	if strings.ReplaceAll(low("Return-Path"), " ", "") == "<>" {
		return "return-path"
	}
	return ""
}

// part reads one part with those inside it.
func (p *parser) part(e *message.Entity, depth int) {
	if p.parts++; p.parts > mostParts {
		p.leave("", "many")
		return
	}
	kind, params := media(e.Header.Get("Content-Type"))
	if kind == "" || strings.HasPrefix(kind, "multipart/") && params["boundary"] == "" {
		kind = "text/plain"
	}
	disposition, more := media(e.Header.Get("Content-Disposition"))
	name := line(bangla.Normal(cmp.Or(more["filename"], params["name"])))
	if depth > mostDepth {
		p.leave(name, "deep")
		return
	}
	if strings.HasPrefix(kind, "multipart/") {
		if inside := e.MultipartReader(); inside != nil {
			p.multipart(inside, depth)
			return
		}
	}
	content, why := p.read(e.Body, name)
	attached := disposition == "attachment" || name != ""
	switch {
	case why != "" && len(content) == 0:
		p.leave(name, why)
	case kind == "message/delivery-status":
		p.Report = readReport(content, p.Report)
	case kind == "text/rfc822-headers" || kind == "message/rfc822" || kind == "message/global":
		p.nested(content, name, depth)
	case kind == "text/plain" && !attached:
		p.texts = append(p.texts, decode(content, params["charset"]))
	case kind == "text/html" && !attached:
		p.pages = append(p.pages, plain(decode(content, params["charset"])))
	case kind == "application/ms-tnef" || strings.EqualFold(name, "winmail.dat"):
		p.winmail(content, name)
	case len(content) > 0:
		inline := disposition == "inline" || e.Header.Has("Content-Id") && disposition != "attachment"
		p.take(File{Name: name, Type: kind, Bytes: content, Inline: inline && strings.HasPrefix(kind, "image/")})
	}
}

func (p *parser) multipart(inside message.MultipartReader, depth int) {
	for p.parts <= mostParts {
		part, err := inside.NextPart()
		if part == nil {
			if err != nil && err != io.EOF {
				p.leave("", "broken")
			}
			return
		}
		p.part(part, depth+1)
	}
}

// read reads the content of a part, as much of a broken one as can be read.
func (p *parser) read(body io.Reader, name string) (content []byte, why string) {
	left := mostInside - p.size
	content, err := io.ReadAll(io.LimitReader(body, int64(left)+1))
	switch {
	case len(content) > left:
		return nil, "large"
	case err != nil:
		p.leave(name, "broken")
		why = "broken"
	}
	p.size += len(content)
	return content, why
}

// nested reads a mail within the mail: a forwarded one, or the one of ours of which a
// report tells the fate.
func (p *parser) nested(content []byte, name string, depth int) {
	if strings.HasPrefix(p.Machine, "report") {
		if p.Report != nil {
			p.Report.Original(content)
		}
		return
	}
	entity, err := message.ReadWithOptions(bytes.NewReader(content), &message.ReadOptions{MaxHeaderBytes: mostHeader})
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		p.leave(name, "broken")
		return
	}
	head := &parser{}
	head.head(entity.Header)
	p.texts = append(p.texts, "> "+head.From.Mail+"\n> "+head.Subject)
	p.part(entity, depth+1)
}

func (p *parser) winmail(content []byte, name string) {
	inside, err := readTNEF(content)
	if err != nil {
		p.leave(cmp.Or(name, "winmail.dat"), "broken")
	}
	if inside.text != "" {
		p.texts = append(p.texts, inside.text)
	} else if inside.page != "" {
		p.pages = append(p.pages, plain(inside.page))
	}
	for _, file := range inside.files {
		p.take(file)
	}
}

func (p *parser) take(file File) {
	file.Name = path.Base(strings.ReplaceAll(file.Name, `\`, "/"))
	if file.Name == "." || file.Name == "/" {
		file.Name = ""
	}
	if len(p.Files) == mostParts {
		p.leave(file.Name, "many")
		return
	}
	p.Files = append(p.Files, file)
}

func (p *parser) leave(name, why string) {
	if len(p.Left) < mostParts && !slices.Contains(p.Left, Left{name, why}) {
		p.Left = append(p.Left, Left{name, why})
	}
}

// settle joins the texts. The written page of a mail counts only where no plain text
// says something.
func (p *parser) settle() {
	text := strings.TrimSpace(strings.Join(p.texts, "\n\n"))
	if text == "" {
		text = strings.TrimSpace(strings.Join(p.pages, "\n\n"))
	}
	if len(text) > mostText {
		text = strings.ToValidUTF8(text[:mostText], "")
		p.leave("", "large")
	}
	p.Text = tidyText(text)
}

// tidy is a line in Unicode letters: what was typed with a Bijoy keyboard is turned.
func tidy(s string) string {
	s, _ = bangla.ConvertMixed(line(s))
	return bangla.Normal(s)
}

func tidyText(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == '\ufeff' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, s)
	s, _ = bangla.ConvertMixed(s)
	return strings.TrimSpace(bangla.Normal(s))
}
