package cli

import (
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// paper is a log that is read while it is written.
type paper struct {
	mu     sync.Mutex
	text   strings.Builder
	writes int
}

func (p *paper) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.writes++
	return p.text.Write(b)
}

func (p *paper) lines() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Count(p.text.String(), "\n")
}

func TestPatientLogWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &paper{}
		held := &patientLog{to: out}
		log := slog.New(slog.NewJSONHandler(held, nil))
		log.Info("request")
		log.Info("request")
		if n := out.lines(); n != 0 {
			t.Errorf("%d lines of requests did not wait", n)
		}
		time.Sleep(2 * logPause)
		synctest.Wait()
		if n := out.lines(); n != 2 || out.writes != 1 {
			t.Errorf("after a pause %d lines are written in %d parts", n, out.writes)
		}
		log.Info("request")
		log.Warn("the disk is nearly full")
		if n := out.lines(); n != 4 {
			t.Errorf("a warning waits: %d lines are written", n)
		}
		log.Info("the last request")
		held.flush()
		if n := out.lines(); n != 5 {
			t.Errorf("at the end %d lines are written", n)
		}
		log.Info(strings.Repeat("x", logBytes))
		if n := out.lines(); n != 6 {
			t.Errorf("more than is held back waits: %d lines are written", n)
		}
	})
}
