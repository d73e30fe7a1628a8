// Package mailtest starts real mail servers for tests: Dovecot with one mailbox, and a
// relay that keeps what is sent through it.
package mailtest

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// Dovecot is a running Dovecot with one mailbox.
type Dovecot struct {
	Port string
	User string
	Pass string

	folder   string // Maildir
	uid, gid int
}

const dovecotConfig = `
base_dir = %[1]s/run
state_dir = %[1]s/run
log_path = %[1]s/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:%[1]s/mail
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = dovecot
default_login_user = dovenull
passdb {
  driver = passwd-file
  args = scheme=PLAIN %[1]s/users
}
userdb {
  driver = static
  args = uid=%[3]d gid=%[4]d home=%[1]s/mail
}
service imap-login {
  inet_listener imap {
    port = %[2]s
  }
  inet_listener imaps {
    port = 0
  }
}
service stats {
  client_limit = 100
}
`

// StartDovecot starts Dovecot on this machine; it ends with the test.
func StartDovecot(t testing.TB) *Dovecot {
	t.Helper()
	dir, err := os.MkdirTemp("", "dove") // the paths of its sockets must be short
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	must(t, os.Chmod(dir, 0o755))
	nobody, err := user.Lookup("nobody")
	must(t, err)
	d := &Dovecot{Port: FreePort(t), User: "ict@rupsha.example", Pass: "geheim-4711", folder: filepath.Join(dir, "mail")}
	d.uid, err = strconv.Atoi(nobody.Uid)
	must(t, err)
	d.gid, err = strconv.Atoi(nobody.Gid)
	must(t, err)
	for _, one := range []string{"", "new", "cur", "tmp"} {
		must(t, os.MkdirAll(filepath.Join(d.folder, one), 0o700))
		must(t, os.Chown(filepath.Join(d.folder, one), d.uid, d.gid))
	}
	config := filepath.Join(dir, "dovecot.conf")
	must(t, os.WriteFile(config, fmt.Appendf(nil, dovecotConfig, dir, d.Port, d.uid, d.gid), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "users"), fmt.Appendf(nil, "%s:%s\n", d.User, d.Pass), 0o644))
	var said bytes.Buffer
	server := exec.Command("dovecot", "-F", "-c", config)
	server.Stdout, server.Stderr = &said, &said
	must(t, server.Start())
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait()
	})
	await(t, d.Port, func() string {
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		return said.String() + string(log)
	})
	return d
}

// Settings are those by which the mailbox is read.
func (d *Dovecot) Settings() map[string]string {
	return map[string]string{"host": "127.0.0.1", "port": d.Port, "tls": "none", "user": d.User, "password": d.Pass, "folder": "INBOX", "seconds": "5"}
}

// Deliver puts a mail into the mailbox.
func (d *Dovecot) Deliver(t testing.TB, raw []byte) {
	t.Helper()
	name := fmt.Sprintf("%d.%s.test", time.Now().UnixNano(), rand.Text())
	begun := filepath.Join(d.folder, "tmp", name)
	must(t, os.WriteFile(begun, raw, 0o600))
	must(t, os.Chown(begun, d.uid, d.gid))
	must(t, os.Rename(begun, filepath.Join(d.folder, "new", name)))
}

// Forget lets the mailbox count its mails anew, under another UIDVALIDITY.
func (d *Dovecot) Forget(t testing.TB) {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(d.folder, "dovecot*"))
	must(t, err)
	for _, one := range list {
		must(t, os.RemoveAll(one))
	}
}

// FreePort is a port of this machine on which nobody listens.
func FreePort(t testing.TB) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	_, port, err := net.SplitHostPort(free.Addr().String())
	must(t, err)
	must(t, free.Close())
	return port
}

func await(t testing.TB, port string, said func() string) {
	t.Helper()
	for range 100 {
		conn, err := net.DialTimeout("tcp", "127.0.0.1:"+port, time.Second)
		if err == nil {
			must(t, conn.Close())
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("nobody listens at %s: %s", port, said())
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
