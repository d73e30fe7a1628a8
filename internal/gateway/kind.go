package gateway

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
)

// Sort is what a setting may hold.
type Sort string

// The sorts of settings.
const (
	Line    Sort = "line"
	Secret  Sort = "secret" // shown to nobody again
	Token   Sort = "token"  // made by the program; the address by which the gateway calls holds it
	Whole   Sort = "whole"  // a number from 0
	Address Sort = "address"
	Made    Sort = "made" // worked out by the program each time; neither asked nor kept
	Text    Sort = "text" // of several lines
	Choice  Sort = "choice"
	Clock   Sort = "clock" // HH:MM in Dhaka
)

// Hidden reports whether what is held is sealed where it is kept.
func (s Sort) Hidden() bool { return s == Secret || s == Token }

// Field is one setting of a kind of gateway.
type Field struct {
	Name     string
	Sort     Sort
	Required bool
	Usual    string // when nothing is given
	Choices  []string
}

// Kind is a kind of gateway with the settings that it needs.
type Kind struct {
	ID      string
	Channel notice.Channel
	Sends   bool
	Fields  []Field
}

// limits are the settings of every way out by SMS: what a part costs, in paisa; how
// much may be spent a day, in taka, and at which share of it, in percent, the head
// is told; between which hours applicants are not disturbed; how many messages one
// number may get a day; and which words end them.
var limits = []Field{
	{Name: "from", Sort: Line},
	{Name: "price", Sort: Whole, Usual: "0"},
	{Name: "budget", Sort: Whole, Usual: "0"},
	{Name: "alarm", Sort: Whole, Usual: "80"},
	{Name: "quiet_from", Sort: Clock, Usual: "21:00"},
	{Name: "quiet_to", Sort: Clock, Usual: "08:00"},
	{Name: "per_number", Sort: Whole, Usual: "20"},
	{Name: "stop_words", Sort: Line, Usual: "STOP বন্ধ bondho"},
}

// Kinds lists the kinds of gateways.
func Kinds() []Kind {
	return []Kind{
		{ID: "kannel", Channel: notice.SMS, Sends: true, Fields: append([]Field{
			{Name: "url", Sort: Address, Required: true},
			{Name: "user", Sort: Line, Required: true},
			{Name: "password", Sort: Secret, Required: true},
			{Name: "token", Sort: Token, Required: true},
			{Name: "from", Sort: Line, Required: true}, // Kannel refuses a message without a sender
			{Name: "report", Sort: Made},
		}, limits[1:]...)},
		{ID: "gammu", Channel: notice.SMS, Sends: true, Fields: append([]Field{
			{Name: "folder", Sort: Line, Required: true},
		}, limits...)},
		{ID: "http", Channel: notice.SMS, Sends: true, Fields: append([]Field{
			{Name: "url", Sort: Address, Required: true},
			{Name: "method", Sort: Choice, Usual: "POST", Choices: []string{"POST", "GET"}},
			{Name: "headers", Sort: Text},
			{Name: "body", Sort: Text},
			{Name: "form", Sort: Choice, Usual: "json", Choices: []string{"json", "form"}},
			{Name: "success", Sort: Line},
			{Name: "reference", Sort: Line},
			{Name: "repeats", Sort: Choice, Usual: "no", Choices: []string{"no", "yes"}},
			{Name: "key", Sort: Secret},
			{Name: "token", Sort: Token, Required: true},
			{Name: "incoming", Sort: Line, Usual: "from=from to=to text=text id=id"},
			{Name: "report", Sort: Line, Usual: "id=id status=status delivered=delivered,DELIVRD failed=failed,UNDELIV,REJECTD,EXPIRED"},
		}, limits...)},
		{ID: "smtp", Channel: notice.Mail, Sends: true, Fields: []Field{
			{Name: "host", Sort: Line, Required: true},
			{Name: "port", Sort: Whole, Usual: "587"},
			{Name: "tls", Sort: Choice, Usual: "starttls", Choices: []string{"starttls", "tls", "none"}},
			{Name: "user", Sort: Line},
			{Name: "password", Sort: Secret},
			{Name: "from", Sort: Line, Required: true},
			{Name: "domain", Sort: Line},
		}},
		{ID: "imap", Channel: notice.Mail, Fields: []Field{
			{Name: "host", Sort: Line, Required: true},
			{Name: "port", Sort: Whole, Usual: "993"},
			{Name: "tls", Sort: Choice, Usual: "tls", Choices: []string{"tls", "starttls", "none"}},
			{Name: "user", Sort: Line, Required: true},
			{Name: "password", Sort: Secret, Required: true},
			{Name: "folder", Sort: Line, Usual: "INBOX"},
			{Name: "seconds", Sort: Whole, Usual: "60"},
		}},
		{ID: "lmtp", Channel: notice.Mail, Fields: []Field{
			{Name: "listen", Sort: Line, Required: true},
			{Name: "domain", Sort: Line, Required: true},
		}},
	}
}

// KindOf is the kind of that ID.
func KindOf(id string) (Kind, bool) {
	for _, kind := range Kinds() {
		if kind.ID == id {
			return kind, true
		}
	}
	return Kind{}, false
}

// Check returns the gateway with its settings in their stored form, or everything
// that is wrong with them, each fault about the field of that name.
func (g Gateway) Check() (Gateway, error) {
	kind, known := KindOf(g.Kind)
	if !known {
		return g, fault.InField("kind", "gateway.kind.unknown")
	}
	var wrong fault.Fields
	if g.Name = bangla.Line(g.Name); g.Name == "" {
		wrong = append(wrong, fault.InField("name", "gateway.name.missing"))
	}
	settings, secrets := map[string]string{}, map[string]string{}
	for _, field := range kind.Fields {
		if field.Sort == Made {
			continue
		}
		kept, given := settings, g.Settings[field.Name]
		if field.Sort.Hidden() {
			kept, given = secrets, g.Secrets[field.Name]
		}
		value, fault := field.check(given)
		if fault != nil {
			wrong = append(wrong, fault)
		}
		if value != "" {
			kept[field.Name] = value
		}
	}
	g.Settings, g.Secrets = settings, secrets
	if g.Value("tls") == "none" && !loopback(g.Value("host")) {
		wrong = append(wrong, fault.InField("tls", "gateway.tls.none"))
	}
	return g, wrong.Err()
}

func (f Field) check(value string) (string, *fault.Fault) {
	value = strings.TrimSpace(value)
	if value == "" {
		if f.Required {
			return "", fault.InField(f.Name, "gateway.field.missing")
		}
		return "", nil
	}
	switch f.Sort {
	case Whole:
		value = bangla.ASCII(value)
		if n, err := strconv.Atoi(value); err != nil || n < 0 || n > 100_000_000 {
			return value, fault.InField(f.Name, "gateway.field.number")
		}
	case Clock:
		value = bangla.ASCII(value)
		hour, minute, found := strings.Cut(value, ":")
		h, err := strconv.Atoi(hour)
		m, wrong := strconv.Atoi(minute)
		if !found || err != nil || wrong != nil || h < 0 || h > 23 || m < 0 || m > 59 {
			return value, fault.InField(f.Name, "gateway.field.clock")
		}
	case Address:
		u, err := url.Parse(value)
		if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
			return value, fault.InField(f.Name, "gateway.field.address")
		}
	case Choice:
		for _, one := range f.Choices {
			if one == value {
				return value, nil
			}
		}
		return value, fault.InField(f.Name, "gateway.field.choice")
	}
	return value, nil
}

// loopback reports whether a host is this machine itself.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}
