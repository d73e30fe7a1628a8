package crashtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"dorgora/internal/number"
)

// application is what one applicant sends. No two have the same key, name or
// mobile number.
type application struct {
	key, service string
	name, mobile string
	need         string
	attachment   string // a text; empty for none
	lang         string // "/en" for English pages
}

// services that a person may ask for himself.
var services = []string{"citizen-1-department-information", "citizen-2-ict-advice", "citizen-5-cyber-security-advice", "citizen-6-outsourcing-training"}

// answers are those that the kind of each service asks for, in their order.
var answers = []url.Values{
	{"topic": {"services"}, "law": {"plain"}}, {"device": {"computer"}, "place": {"নৈহাটি বাজার"}, "help": {"telephone"}},
	{"threat": {"account"}, "contact": {"message"}, "minor": {"no"}}, {},
}

// newApplication is the n-th application of a client.
func newApplication(client, n int) application {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d/%d", client, n))
	return application{
		key: hex.EncodeToString(sum[:16]), service: services[n%len(services)],
		name: fmt.Sprintf("রহিমা খাতুন %d-%d", client, n), mobile: fmt.Sprintf("017%08d", client*100_000+n),
		need: fmt.Sprintf("কম্পিউটার চলে না, পরামর্শ চাই (%d-%d)", client, n),
	}
}

// attached returns the application with a file of its own.
func (a application) attached() application {
	a.attachment = strings.Repeat(a.need+"\n", 200)
	return a
}

// hash is the name under which the attachment is kept.
func (a application) hash() string {
	sum := sha256.Sum256([]byte(a.attachment))
	return hex.EncodeToString(sum[:])
}

// receiptPath is where the answer to the application leads.
func (a application) receiptPath() string { return a.lang + "/rupsha/receipts/" + a.key }

// form is the filled-in form as a browser sends it.
func (a application) form() (body []byte, kind string, err error) {
	values := url.Values{
		"form-key": {a.key}, "for": {"self"}, "name": {a.name}, "mobile": {a.mobile}, "need": {a.need}, "hear": {"sms"},
	}
	maps.Copy(values, answers[slices.Index(services, a.service)])
	if a.attachment == "" {
		return []byte(values.Encode()), "application/x-www-form-urlencoded", nil
	}
	var out bytes.Buffer
	parts := multipart.NewWriter(&out)
	for name, all := range values {
		err = errors.Join(err, parts.WriteField(name, all[0]))
	}
	file, wrong := parts.CreateFormFile("paper-extra", "চিঠি.txt")
	if err = errors.Join(err, wrong); err != nil {
		return nil, "", err
	}
	_, err = io.WriteString(file, a.attachment)
	err = errors.Join(err, parts.Close())
	return out.Bytes(), parts.FormDataContentType(), err
}

// answer is what came back.
type answer struct {
	status   int
	location string
	body     string
}

// acknowledged reports whether the answer tells the applicant that all is well,
// however it does.
func (a answer) acknowledged() bool { return a.status/100 == 2 || a.status/100 == 3 }

// send sends the application once.
func (a application) send(ctx context.Context, client *http.Client, address string) (answer, error) {
	body, kind, err := a.form()
	if err != nil {
		return answer{}, err
	}
	target := address + a.lang + "/rupsha/services/" + a.service + "/applications"
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Content-Type", kind)
	return exchange(client, r)
}

func exchange(client *http.Client, r *http.Request) (answer, error) {
	response, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	text, err := io.ReadAll(response.Body)
	err = errors.Join(err, response.Body.Close())
	return answer{response.StatusCode, response.Header.Get("Location"), string(text)}, err
}

// slip is what the receipt says.
type slip struct{ number, code string }

// The tracking number and the code as a receipt shows them.
var (
	shownNumber = regexp.MustCompile(`>([০-৯0-9]{4}[^<>][০-৯0-9]{4}[^<>][০-৯0-9]{3})<`)
	shownCode   = regexp.MustCompile(`>([০-৯0-9]{3}[^<>][০-৯0-9]{3})<`)
)

// readSlip reads the slip from the page of a receipt.
func readSlip(page string) (s slip, err error) {
	shown, code := shownNumber.FindStringSubmatch(page), shownCode.FindStringSubmatch(page)
	if shown == nil || code == nil {
		return s, errors.New("the receipt shows no number or no code")
	}
	if s.number, err = number.ParseTracking(shown[1]); err != nil {
		return s, err
	}
	s.code, err = number.ParseSlipCode(code[1])
	return s, err
}
