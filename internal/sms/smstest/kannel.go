// Package smstest starts real SMS gateways for tests: Kannel with its fake SMS
// centre, and Gammu SMSD with its dummy telephone.
package smstest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"
)

// Kannel is a running Kannel: bearerbox, smsbox and the fake SMS centre.
type Kannel struct {
	URL  string // of sendsms
	User string
	Pass string

	centre net.Conn
	mu     sync.Mutex
	heard  []string            // what the telephones got
	parts  map[string][]string // of messages that are not whole yet, by receiver and reference
}

// StartKannel starts Kannel; what comes in is handed to the address incoming, with
// from, to, text, id in the query. It ends with the test.
func StartKannel(t testing.TB, incoming string) *Kannel {
	t.Helper()
	dir := t.TempDir()
	admin, box, send, centre := freePort(t), freePort(t), freePort(t), freePort(t)
	k := &Kannel{URL: fmt.Sprintf("http://127.0.0.1:%d/cgi-bin/sendsms", send), User: "dorgora", Pass: "geheim-4711", parts: map[string][]string{}}
	sep := "?"
	if strings.Contains(incoming, "?") {
		sep = "&"
	}
	config := fmt.Sprintf(`group = core
admin-port = %d
admin-password = %s
admin-deny-ip = "*.*.*.*"
admin-allow-ip = "127.0.0.1"
smsbox-port = %d
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
log-level = 2
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = fake
port = %d
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = %d
sendsms-chars = "0123456789 +-"
log-level = 2

group = sendsms-user
username = %s
password = %s
max-messages = 6
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
omit-empty = true
get-url = "%s%sfrom=%%p&to=%%P&text=%%b&id=%%I&charset=%%C&coding=%%c"
`, admin, k.Pass, box, centre, send, k.User, k.Pass, incoming, sep)
	file := filepath.Join(dir, "kannel.conf")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, dir, "bearerbox", file)
	reachable(t, centre)
	reachable(t, box)
	k.joinCentre(t, centre)
	start(t, dir, "smsbox", file)
	reachable(t, send)
	joined(t, fmt.Sprintf("http://127.0.0.1:%d/status.txt?password=%s", admin, k.Pass))
	return k
}

// joinCentre takes the place of the telephones at Kannel's fake SMS centre: lines of
// "sender receiver type text".
func (k *Kannel) joinCentre(t testing.TB, port int) {
	t.Helper()
	connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	k.centre = connection
	go func() {
		lines := bufio.NewScanner(connection)
		for lines.Scan() {
			k.hear(lines.Text())
		}
	}()
}

// hear notes what a telephone got: "sender receiver type text", or for a part of a
// longer message "sender receiver udh header type text". A report that the centre is
// to give says so by a word of its own, which is no message.
func (k *Kannel) hear(line string) {
	part := strings.SplitN(line, " ", 4)
	if len(part) < 4 {
		return
	}
	header, kind, rest := "", part[2], part[3]
	if kind == "udh" {
		cut := strings.SplitN(rest, " ", 3)
		if len(cut) < 3 {
			return
		}
		header, kind, rest = unescape(cut[0]), cut[1], cut[2]
	}
	text, err := rest, error(nil)
	if kind != "text" {
		text, err = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder().String(unescape(rest))
	}
	if err != nil {
		text = "unreadable: " + rest
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if whole, done := k.join(part[1], header, text); done {
		k.heard = append(k.heard, part[1]+": "+whole)
	}
}

// unescape reads percent signs; what is none stays.
func unescape(text string) string {
	if raw, err := url.QueryUnescape(text); err == nil {
		return raw
	}
	return text
}

// join gives a message once all its parts have come, as their headers count them (3GPP
// TS 23.040, 9.2.3.24.1: length, 0, 3, reference, parts, place).
func (k *Kannel) join(to, header, text string) (whole string, done bool) {
	if len(header) != 6 {
		return text, true
	}
	name, count, place := to+header[3:4], int(header[4]), int(header[5])
	if len(k.parts[name]) != count {
		k.parts[name] = make([]string, count)
	}
	if place < 1 || place > count {
		return text, true
	}
	k.parts[name][place-1] = text
	if slices.Contains(k.parts[name], "") {
		return "", false
	}
	whole = strings.Join(k.parts[name], "")
	delete(k.parts, name)
	return whole, true
}

// Texts sends a message from a telephone to the office.
func (k *Kannel) Texts(t testing.TB, from, to, text string) {
	t.Helper()
	raw, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var coded strings.Builder
	for _, b := range raw {
		fmt.Fprintf(&coded, "%%%02X", b)
	}
	if _, err := fmt.Fprintf(k.centre, "%s %s ucs2 %s\n", from, to, coded.String()); err != nil {
		t.Fatal(err)
	}
}

// Heard are the messages that telephones got so far, each as "receiver: text".
func (k *Kannel) Heard() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]string(nil), k.heard...)
}

// start runs a program until the test ends.
func start(t testing.TB, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if err := cmd.Start(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// joined waits until smsbox has made itself known to bearerbox, as the page of its
// state shows: before that it takes no messages.
func joined(t testing.TB, page string) {
	t.Helper()
	var state []byte
	for range 200 {
		answer, err := http.Get(page)
		if err == nil {
			state, err = io.ReadAll(answer.Body)
			answer.Body.Close()
		}
		if err == nil && strings.Contains(string(state), "smsbox:") {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("smsbox did not join: %s", state)
}

func reachable(t testing.TB, port int) {
	t.Helper()
	for range 200 {
		c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			c.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("nothing listens on port %d", port)
}
