package cli

import (
	"bytes"
	"io"
	"sync"
	"time"
)

// The bounds of what a log holds back.
const (
	logPause = 200 * time.Millisecond
	logBytes = 32 << 10
)

// patientLog writes the lines of ordinary requests together, a few times a second:
// one write for each line takes as long as half the request. Warnings and errors
// leave at once, with everything before them.
type patientLog struct {
	to io.Writer

	mu   sync.Mutex
	held []byte
}

// ordinary is how slog's JSON marks what may wait.
var ordinary = []byte(`"level":"INFO"`)

// Write takes one line.
func (l *patientLog) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	first := len(l.held) == 0
	l.held = append(l.held, line...)
	if len(l.held) >= logBytes || !bytes.Contains(line[:min(len(line), 100)], ordinary) {
		return len(line), l.write()
	}
	if first {
		time.AfterFunc(logPause, l.flush)
	}
	return len(line), nil
}

// flush writes what is held back; whoever cannot read the log cannot be told so.
func (l *patientLog) flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.write()
}

func (l *patientLog) write() error {
	if len(l.held) == 0 {
		return nil
	}
	_, err := l.to.Write(l.held)
	l.held = l.held[:0]
	return err
}
