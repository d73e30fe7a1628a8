package casework

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/number"
)

// For says for whom an application is made.
type For string

// The three ways to apply.
const (
	Self        For = "self"        // নিজে
	Behalf      For = "behalf"      // অন্যের পক্ষে
	Institution For = "institution" // প্রতিষ্ঠান
)

// Answer is the way in which the applicant wishes to hear.
type Answer string

// The ways to hear.
const (
	BySMS    Answer = "sms"
	ByPhone  Answer = "phone"
	ByMail   Answer = "mail"
	ByLetter Answer = "letter"
	ByHand   Answer = "in_person"
)

// Application is the content as submitted. It never changes afterwards.
type Application struct {
	For         For    `json:"for"`
	Name        string `json:"name"`
	Mobile      string `json:"mobile"` // +8801XXXXXXXXX; may be empty with ByHand, ByMail and ByLetter
	Mail        string `json:"mail,omitempty"`
	Union       string `json:"union,omitempty"`
	Address     string `json:"address,omitempty"`      // where a letter reaches the applicant
	Helper      string `json:"helper,omitempty"`       // who applies on behalf
	HelperPhone string `json:"helper_phone,omitempty"` // +8801XXXXXXXXX
	Body        string `json:"body,omitempty"`         // name of the institution
	EIIN        string `json:"eiin,omitempty"`         // six digits
	Memo        string `json:"memo,omitempty"`         // memo number of its letter
	MemoDate    string `json:"memo_date,omitempty"`    // YYYY-MM-DD
	Need        string `json:"need"`                   // what is asked, in own words
	Devices     int    `json:"devices,omitempty"`      // 0: not said
	Hear        Answer `json:"hear"`
	Lang        string `json:"lang"` // "bn" or "en": the language to answer in

	Anonymous bool              `json:"anonymous,omitempty"`
	Facts     map[string]string `json:"facts,omitempty"` // answers to the questions of the service's kind
	Asked     map[string]string `json:"asked,omitempty"` // those questions in the words in which they were asked
}

// The limits of what may be typed, in letters.
const (
	NameLimit = 120
	NeedLimit = 1000
	LineLimit = 200
)

// The pages of questions of an application, in their order.
const (
	StepFor    = "for"
	StepPerson = "person"
	StepNeed   = "need"
	StepPapers = "papers"
	StepCheck  = "check"
)

// Steps lists the pages of questions in order.
var Steps = []string{StepFor, StepPerson, StepNeed, StepPapers, StepCheck}

// Check returns the application with its numbers in their stored form, or
// everything that is wrong with the given pages of questions; without pages, with
// all of them.
func (a Application) Check(steps ...string) (Application, error) {
	if len(steps) == 0 {
		steps = []string{StepFor, StepPerson, StepNeed}
	}
	var wrong fault.Fields
	for _, step := range steps {
		switch step {
		case StepFor:
			wrong = append(wrong, a.checkFor()...)
		case StepPerson:
			wrong = append(wrong, a.checkPerson()...)
			wrong = append(wrong, a.checkBody()...)
		case StepNeed:
			wrong = append(wrong, a.checkNeed()...)
		}
	}
	return a, wrong.Err()
}

// Under returns the application as one for a service of the kind: checked, with the
// kind's answers in their stored form, and with passwords and one-time codes struck
// out where the kind asks for it.
func (a Application) Under(kind catalogue.Kind) (Application, error) {
	var wrong fault.Fields
	if a.Anonymous = a.Anonymous && kind.Anonymous; a.Anonymous && strings.TrimSpace(a.Name) == "" {
		a.Name = Nameless
	}
	checked, err := a.Check()
	wrong = append(wrong, fault.List(err)...)
	checked.Facts, err = catalogue.CheckAnswers(kind.Form, a.Facts)
	wrong = append(wrong, fault.List(err)...)
	if kind.Redacts {
		checked.Need, _ = Redact(checked.Need)
		for field, value := range checked.Facts {
			checked.Facts[field], _ = Redact(value)
		}
	}
	return checked, wrong.Err()
}

// Nameless stands for the name of whoever gives none.
const Nameless = "পরিচয় গোপন"

// secretWords find a password, a PIN or a one-time code that follows its name.
var secretWords = regexp.MustCompile(`(?i)((?:password|passwd|pass|pin|otp|পাসওয়ার্ড|পাসওয়ার্ড|পিন|ওটিপি)(?:\s*(?:is|হলো|হচ্ছে|code|কোড|নম্বর))*\s*[:=ঃ-]*\s*)([^\s,;।]*[0-9০-৯@#$%!_][^\s,;।]*|[A-Za-z]{6,})`)

// struck stands in place of a secret.
const struck = "●●●●"

// Redact strikes passwords, PINs and one-time codes out of a text and reports
// whether there were any.
func Redact(text string) (string, bool) {
	clean := secretWords.ReplaceAllString(text, "${1}"+struck)
	return clean, clean != text
}

func (a *Application) checkFor() (wrong fault.Fields) {
	switch a.For {
	case Self, Behalf, Institution:
	default:
		wrong = append(wrong, fault.InField("for", "casework.for.missing"))
	}
	return wrong
}

func (a *Application) checkPerson() (wrong fault.Fields) {
	wrong = append(wrong, text("name", &a.Name, NameLimit, "casework.name.missing")...)
	if a.Mobile = strings.TrimSpace(a.Mobile); a.Mobile != "" || !slices.Contains([]Answer{ByHand, ByMail, ByLetter}, a.Hear) {
		wrong = append(wrong, mobile("mobile", &a.Mobile)...)
	}
	wrong = append(wrong, text("mail", &a.Mail, LineLimit, "")...)
	if a.Mail != "" && !plausibleMail(a.Mail) {
		wrong = append(wrong, fault.InField("mail", "casework.mail.wrong"))
	}
	wrong = append(wrong, text("union", &a.Union, LineLimit, "")...)
	if a.For != Behalf {
		a.Helper, a.HelperPhone = "", ""
		return wrong
	}
	wrong = append(wrong, text("helper", &a.Helper, NameLimit, "casework.helper.missing")...)
	return append(wrong, mobile("helper_phone", &a.HelperPhone)...)
}

func (a *Application) checkBody() (wrong fault.Fields) {
	if a.For != Institution {
		a.Body, a.EIIN, a.Memo, a.MemoDate = "", "", "", ""
		return nil
	}
	wrong = append(wrong, text("body", &a.Body, LineLimit, "casework.body.missing")...)
	a.EIIN = strings.ReplaceAll(bangla.ASCII(a.EIIN), " ", "")
	if _, err := strconv.ParseUint(a.EIIN, 10, 32); a.EIIN != "" && (err != nil || len(a.EIIN) != 6) {
		wrong = append(wrong, fault.InField("eiin", "casework.eiin.wrong"))
	}
	return append(wrong, text("memo", &a.Memo, LineLimit, "")...)
}

func (a *Application) checkNeed() (wrong fault.Fields) {
	wrong = append(wrong, text("need", &a.Need, NeedLimit, "casework.need.missing")...)
	wrong = append(wrong, text("address", &a.Address, LineLimit, "")...)
	if a.Devices < 0 || a.Devices > 10000 {
		wrong = append(wrong, fault.InField("devices", "casework.devices.wrong"))
	}
	switch a.Hear {
	case BySMS, ByPhone, ByHand:
	case ByMail:
		if a.Mail == "" {
			wrong = append(wrong, fault.InField("hear", "casework.hear.nomail"))
		}
	case ByLetter:
		if a.Address == "" {
			wrong = append(wrong, fault.InField("address", "casework.address.missing"))
		}
	default:
		wrong = append(wrong, fault.InField("hear", "casework.hear.missing"))
	}
	return wrong
}

// text trims a value and checks its presence, when missing names a message, and
// its length.
func text(field string, value *string, limit int, missing string) fault.Fields {
	*value = strings.TrimSpace(bangla.Normal(*value))
	if *value == "" && missing != "" {
		return fault.Fields{fault.InField(field, missing)}
	}
	if n := utf8.RuneCountInString(*value); n > limit {
		return fault.Fields{fault.InField(field, "casework.text.long", "n", n, "limit", limit)}
	}
	return nil
}

func mobile(field string, value *string) fault.Fields {
	parsed, err := number.ParseMobile(*value)
	if err != nil {
		wrong := fault.List(err)
		for _, one := range wrong {
			one.Field = field
		}
		return wrong
	}
	*value = parsed
	return nil
}

func plausibleMail(s string) bool {
	user, host, found := strings.Cut(s, "@")
	return found && user != "" && strings.Contains(host, ".") && !strings.ContainsAny(s, " \n<>,;\"")
}

// DraftLife is how long an unfinished application is kept.
const DraftLife = 30 * 24 * time.Hour

// Draft is an unfinished application. Its ID is a secret of 128 bits that only
// the applicant's address holds; it becomes the key of the submission.
type Draft struct {
	Office      string
	ID          string
	Service     string // slug
	Application Application
	Typed       map[string]string // what was typed and not yet accepted, by field
	Evidence    []document.Evidence
	Done        []string // pages answered
	Number      string   // of the case, once submitted
	Created     time.Time
	Changed     time.Time
	Revision    int // grows with every saving; a stale one is refused
}

// Open reports whether the draft may still be changed.
func (d Draft) Open(now time.Time) error {
	if d.Number != "" {
		return fault.New(fault.Conflict, "casework.draft.submitted")
	}
	if now.Sub(d.Created) > DraftLife {
		return fault.New(fault.NotFound, "casework.draft.expired")
	}
	return nil
}

// Next is the first page of questions not yet answered.
func (d Draft) Next() string {
	for _, step := range Steps {
		if step != StepCheck && !slices.Contains(d.Done, step) {
			return step
		}
	}
	return StepCheck
}

// Finish marks a page of questions as answered.
func (d *Draft) Finish(step string) {
	if !slices.Contains(d.Done, step) {
		d.Done = append(d.Done, step)
	}
}

// Reopen marks a page of questions as not answered.
func (d *Draft) Reopen(step string) {
	d.Done = slices.DeleteFunc(slices.Clone(d.Done), func(done string) bool { return done == step })
}
