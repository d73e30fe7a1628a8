package crowd

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Visitor is one client with one connection that stays open. It is leaner than
// http.Client, because it takes its share of the same two cores as what it
// measures. It follows no redirects and keeps no cookies.
type Visitor struct {
	address string
	conn    net.Conn
	in      *bufio.Reader
	header  string
	body    bytes.Buffer
}

// Answer is what came back. Body is good until the visitor's next request.
type Answer struct {
	Status   int
	Location string
	Tag      string // ETag
	Cookies  []*http.Cookie
	Body     []byte // as it came, compressed when it did
}

// patience is how long a visitor waits for one answer.
const patience = time.Minute

// NewVisitor returns a visitor to an http:// address. headers are sent with every
// request, as "Name: value"; they say by themselves whether gzip is welcome.
func NewVisitor(address string, headers ...string) *Visitor {
	host := strings.TrimPrefix(address, "http://")
	lines := append([]string{"Host: " + host}, headers...)
	return &Visitor{address: host, header: strings.Join(lines, "\r\n") + "\r\n"}
}

// Zipped welcomes gzip, as every browser does.
const Zipped = "Accept-Encoding: gzip"

// Get fetches a path.
func (v *Visitor) Get(ctx context.Context, path string) (Answer, error) {
	return v.exchange(ctx, "GET "+path+" HTTP/1.1\r\n"+v.header+"\r\n")
}

// Post sends a form.
func (v *Visitor) Post(ctx context.Context, path string, form url.Values) (Answer, error) {
	body := form.Encode()
	return v.exchange(ctx, fmt.Sprintf("POST %s HTTP/1.1\r\n%sContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		path, v.header, len(body), body))
}

// Close ends the connection.
func (v *Visitor) Close() {
	if v.conn != nil {
		_ = v.conn.Close() // nothing is under way on it
		v.conn = nil
	}
}

func (v *Visitor) exchange(ctx context.Context, request string) (Answer, error) {
	if v.conn == nil {
		var dialer net.Dialer
		conn, err := dialer.DialContext(ctx, "tcp", v.address)
		if err != nil {
			return Answer{}, err
		}
		v.conn, v.in = conn, bufio.NewReaderSize(conn, 16<<10)
	}
	answer, err := v.talk(request)
	if err != nil {
		v.Close()
	}
	return answer, err
}

func (v *Visitor) talk(request string) (Answer, error) {
	if err := v.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return Answer{}, err
	}
	if _, err := io.WriteString(v.conn, request); err != nil {
		return Answer{}, err
	}
	response, err := http.ReadResponse(v.in, nil)
	if err != nil {
		return Answer{}, err
	}
	v.body.Reset()
	if _, err := v.body.ReadFrom(response.Body); err != nil {
		return Answer{}, err
	}
	return Answer{
		Status: response.StatusCode, Location: response.Header.Get("Location"), Tag: response.Header.Get("ETag"),
		Cookies: response.Cookies(), Body: v.body.Bytes(),
	}, response.Body.Close()
}
