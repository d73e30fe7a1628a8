package smstest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"dorgora/internal/sms"
)

// StartModem starts Gammu SMSD with a dummy telephone that sends whatever it is
// given, and returns the modem that speaks to it. It ends with the test.
func StartModem(t testing.TB) sms.Modem {
	t.Helper()
	dir := t.TempDir()
	modem := sms.Modem{Folder: filepath.Join(dir, "spool")}
	if err := modem.Ready(); err != nil {
		t.Fatal(err)
	}
	phone := filepath.Join(dir, "phone")
	if err := os.MkdirAll(phone, 0o700); err != nil {
		t.Fatal(err)
	}
	at := func(folder string) string { return filepath.Join(modem.Folder, folder) + "/" }
	config := fmt.Sprintf(`[gammu]
model = dummy
connection = none
port = %s

[smsd]
service = files
logfile = %s
debuglevel = 1
commtimeout = 1
sendtimeout = 5
loopsleep = 1
checksecurity = 0
checksignal = 0
checkbattery = 0
statusfrequency = 0
inboxpath = %s
outboxpath = %s
sentsmspath = %s
errorsmspath = %s
inboxformat = unicode
outboxformat = unicode
`, phone, filepath.Join(dir, "smsd.log"), at("inbox"), at("outbox"), at("sent"), at("error"))
	file := filepath.Join(dir, "smsdrc")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, dir, "gammu-smsd", "-c", file)
	return modem
}
