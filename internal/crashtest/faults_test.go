package crashtest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// injection makes a system call on a file fail, the n-th time that a thread
// calls it.
type injection struct {
	calls string
	file  string // in the folder of the writer; empty is every file
	tries int    // of each client
	times []int
}

// R3 for the storage floor alone: whatever call fails, nothing that was
// acknowledged is missing afterwards; a failed write or flush of the database
// latches it; and it can still be read.
func TestDiskErrorsStorage(t *testing.T) {
	binary := built(t, writer)
	for _, i := range []injection{
		{"fsync,fdatasync", "office.db-wal", 60, []int{1, 2, 3, 5, 8}},
		{"pwrite64", "office.db-wal", 15, []int{1, 2, 3, 5, 8, 34}},
		{"openat", "", 15, []int{1, 2, 3, 5, 8}},
		{"fsync,fdatasync", "", 15, []int{3, 8}},
		// The log is copied back into the file once in so many tries.
		{"fsync,fdatasync", "office.db", 120, []int{1}},
		{"pwrite64", "office.db", 120, []int{1}},
	} {
		for _, n := range i.times {
			t.Run(fmt.Sprintf("%s of %s fails at call %d", i.calls, i.file, n), func(t *testing.T) {
				t.Parallel()
				i.check(t, binary, n)
			})
		}
	}
}

func (i injection) check(t *testing.T, binary string, n int) {
	folder := t.TempDir()
	if text, err := exec.Command(binary, folder, "before", "5").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	log := filepath.Join(t.TempDir(), "strace")
	args := []string{"-f", "-qq", "-y", "-o", log, "-e", "trace=" + i.calls, "-e", fmt.Sprintf("inject=%s:error=EIO:when=%d", i.calls, n)}
	if i.file != "" {
		args = append(args, "-P", filepath.Join(folder, i.file))
	}
	command := exec.Command("strace", append(args, binary, folder, "during", fmt.Sprint(i.tries))...)
	var out, complaint bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaint
	ended := command.Run() == nil
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if ended {
		i.checkEnd(t, lines[len(lines)-1], traced(t, log))
		lines = lines[:len(lines)-1]
	} else if strings.TrimSpace(out.String()) != "" {
		t.Errorf("the writer died: %s", complaint.String())
	}
	acknowledged := []receipt{}
	for _, line := range lines {
		if fields := strings.Split(line, "\t"); len(fields) == 3 {
			acknowledged = append(acknowledged, receipt{fields[0], fields[1], fields[2]})
		}
	}
	if lost := absent(t, folder, acknowledged); len(lost) > 0 {
		t.Errorf("%d of %d acknowledged are lost, the first %v", len(lost), len(acknowledged), lost[0])
	}
}

// checkEnd compares the last line of the writer with what was done to it.
func (i injection) checkEnd(t *testing.T, last, trace string) {
	t.Helper()
	var refused, read int
	var latched bool
	var reading string
	if _, err := fmt.Sscanf(last, "refused %d latched %t read %d %s", &refused, &latched, &read, &reading); err != nil {
		t.Fatalf("last line %q: %v", last, err)
	}
	if reading != "<nil>" {
		t.Errorf("reading stopped: %s", last)
	}
	injected := strings.Contains(trace, "(INJECTED)")
	if i.file != "" && !(injected && latched) {
		t.Errorf("a call failed: %v; latched: %v (%s)", injected, latched, last)
	}
}

func traced(t *testing.T, log string) string {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
