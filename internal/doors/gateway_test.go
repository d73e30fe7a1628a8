package doors_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/internal/app"
	"dorgora/internal/gateway"
	"dorgora/internal/notice"
	"dorgora/internal/sms/smstest"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

// exchange is a program at an address of its own, which gateways may call.
type exchange struct {
	*town
	address string
}

func newExchange(t *testing.T, database string) exchange {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + listener.Addr().String()
	data := t.TempDir()
	p, err := app.Open(t.Context(), app.Config{Data: data, Database: database, Listen: listener.Addr().String(), Address: address}, app.World{
		Now: time.Now, Random: rand.Reader, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: p.Handler(), ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(listener) }()
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.RunJobs(ctx)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		end()
		<-ended
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return exchange{&town{T: t, Program: p, data: data}, address}
}

// open gives the office a gateway and returns the address at which it calls.
func (w exchange) open(kind string, settings, secrets map[string]string) string {
	w.Helper()
	g, err := gateway.Gateway{Office: app.FirstOffice, ID: kind, Kind: kind, Active: true}.Changed(gateway.Gateway{
		Name: kind, Settings: settings, Secrets: secrets,
	}, time.Now().UTC())
	if err == nil {
		err = w.gateways().Save(w.Context(), g)
	}
	w.check(err)
	return gateway.AddressOf(w.address, "rupsha", g)
}

// awaits waits for something; what schedules do is not waited for but done.
func (w exchange) awaits(what string, done func() bool) {
	w.Helper()
	for range 300 {
		if done() {
			return
		}
		for _, one := range w.Jobs.Schedules {
			if one.Name == "gateway.poll" || one.Name == "outbox.sms" {
				w.check(one.Do(w.Context()))
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	w.Fatalf("it does not come to pass that %s; notices %+v", what, w.notices())
}

func (w exchange) notices() []notice.Notice {
	w.Helper()
	list, err := w.Notices.Notices(w.Context(), app.FirstOffice, "", 50)
	w.check(err)
	return list
}

// fates are the fates of what was said to a number.
func (w exchange) fates(to string) []notice.Status {
	w.Helper()
	var all []notice.Status
	for _, n := range w.notices() {
		if n.Address == to {
			all = append(all, n.Status)
		}
	}
	return all
}

// TestKannelBothWays lets a telephone ask for help through a real Kannel: the answer
// reaches it, and its delivery is known.
func TestKannelBothWays(t *testing.T) {
	for name, database := range map[string]func(*testing.T) string{
		sqldb.SQLite: func(*testing.T) string { return "" }, sqldb.Postgres: sqldbtest.Schema,
	} {
		t.Run(name, func(t *testing.T) {
			w := newExchange(t, database(t))
			k := smstest.StartKannel(t, w.address+"/rupsha/gateways/kannel/t0ken/incoming")
			w.open("kannel", map[string]string{"url": k.URL, "user": k.User, "from": "16123", "quiet_from": "00:00", "quiet_to": "00:00"},
				map[string]string{"password": k.Pass, "token": "t0ken"})
			const phone = "+8801712345678"
			k.Texts(t, "01712345678", "16123", "সাহায্য")
			w.awaits("the telephone gets an answer", func() bool {
				return slices.ContainsFunc(k.Heard(), func(line string) bool { return strings.HasPrefix(line, phone+": ") })
			})
			w.awaits("its delivery is known", func() bool { return slices.Equal(w.fates(phone), []notice.Status{notice.Delivered}) })
			if heard := k.Heard(); len(heard) != 1 {
				t.Errorf("the telephone got %q", heard)
			}
		})
	}
}

// TestModemBothWays does the same through a modem under a real Gammu SMSD. What came in
// lies in a file, as SMSD writes it.
func TestModemBothWays(t *testing.T) {
	w := newExchange(t, "")
	modem := smstest.StartModem(t)
	w.open("gammu", map[string]string{"folder": modem.Folder, "quiet_from": "00:00", "quiet_to": "00:00"}, nil)
	file := filepath.Join(modem.Folder, "inbox", "IN20261125_101500_00_+8801812345678_00.txt")
	w.check(os.WriteFile(file, []byte("help"), 0o600))
	past := time.Now().Add(-time.Minute)
	w.check(os.Chtimes(file, past, past))
	w.awaits("an answer left and the modem told of it", func() bool {
		return slices.Equal(w.fates("+8801812345678"), []notice.Status{notice.Sent})
	})
	w.awaits("nothing is left to be told", func() bool {
		left, err := modem.Reports()
		w.check(err)
		waiting, err := modem.Incoming(time.Now())
		w.check(err)
		told, err := os.ReadDir(filepath.Join(modem.Folder, "told"))
		w.check(err)
		return len(left) == 0 && len(waiting) == 0 && len(told) == 1
	})
}
