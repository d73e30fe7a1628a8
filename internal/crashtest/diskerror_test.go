package crashtest

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dorgora/internal/message"
	"dorgora/internal/site"
)

// R3: whatever call of the running program fails, nobody is told that all is well
// without the row on disk. A failed write or flush of the database latches it:
// writes are answered "not confirmed, send again", reads go on. After a new start
// everybody who was not acknowledged sends again.
func TestDiskErrors(t *testing.T) {
	binary := built(t, dorgora)
	for _, one := range []injection{
		{calls: "fsync,fdatasync", file: "dorgora.db-wal"},
		{calls: "pwrite64", file: "dorgora.db-wal"},
		{calls: "openat"},
		{calls: "fsync,fdatasync"},
	} {
		one.times = []int{1, 2, 3, 5, 8, 13}
		if one.calls != "openat" && one.file == "" {
			one.times = one.times[:2]
		}
		for _, n := range one.times {
			t.Run(fmt.Sprintf("%s of %q fails at call %d", one.calls, one.file, n), func(t *testing.T) {
				t.Parallel()
				breakDisk(t, installation{binary: binary, data: t.TempDir()}, one, n)
			})
		}
	}
}

func breakDisk(t *testing.T, i installation, fails injection, n int) {
	ctx := limit(t)
	c := newCrowd(direct(4), 2)
	s, _ := i.start(t, ctx)
	log := attach(t, ctx, s, append(fails.flags(i.data, n, "error=EIO"), "-p", fmt.Sprint(s.command.Process.Pid)))
	c.gather(ctx, 4)
	c.door.open(s.address)
	latched := awaitInjection(t, ctx, log)
	if latched {
		checkLatched(t, ctx, s)
	} else if fails.file != "" {
		t.Error("the database was not hit")
	}
	if status, _, err := get(ctx, s.address+"/rupsha"); err != nil || status != http.StatusOK {
		t.Errorf("reading stopped: %d, %v", status, err)
	}
	c.rereadWhile(t, ctx, s)
	s.kill()
	c.door.shut()
	s.calm(t)
	before := c.check(t, i)

	s, _ = i.start(t, ctx)
	c.door.open(s.address)
	c.await(t, ctx, 8)
	c.finish(t)
	s.kill()
	after := c.check(t, i)
	i.verify(t, ctx)
	t.Logf("latched %v; %v; after a new start %v; %d attempts refused", latched, before, after, c.refused)
}

// flags tell strace what to do to the n-th such call of each thread.
func (i injection) flags(folder string, n int, fate string) []string {
	flags := []string{"-f", "-qq", "-y", "-e", "trace=" + i.calls, "-e", fmt.Sprintf("inject=%s:%s:when=%d", i.calls, fate, n)}
	if i.file != "" {
		flags = append(flags, "-P", filepath.Join(folder, i.file))
	}
	return flags
}

// attach puts strace on a running program and returns the file of its log.
func attach(t *testing.T, ctx context.Context, s *server, flags []string) (log string) {
	t.Helper()
	log = filepath.Join(t.TempDir(), "strace")
	tracer := exec.CommandContext(ctx, "strace", append([]string{"-o", log}, flags...)...)
	if err := tracer.Start(); err != nil {
		t.Fatalf("strace (Debian: strace): %v", err)
	}
	t.Cleanup(func() {
		s.kill() // lets the tracer end by itself
		_ = tracer.Wait()
	})
	for !beingTraced(s.command.Process.Pid) {
		if ctx.Err() != nil {
			t.Fatal("strace does not attach")
		}
		time.Sleep(5 * time.Millisecond)
	}
	return log
}

// beingTraced reports whether every thread of a process has its tracer.
func beingTraced(pid int) bool {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil || len(threads) == 0 {
		return false
	}
	for _, one := range threads {
		text, err := os.ReadFile(one)
		if err == nil && strings.Contains(string(text), "TracerPid:\t0\n") {
			return false
		}
	}
	return true
}

// awaitInjection returns when a call has failed, and whether one of the database
// did so that it must be latched.
func awaitInjection(t *testing.T, ctx context.Context, log string) (latched bool) {
	t.Helper()
	var hit string
	for begun := time.Now(); hit == ""; time.Sleep(10 * time.Millisecond) {
		if ctx.Err() != nil || time.Since(begun) > time.Minute {
			t.Fatal("no call was made to fail")
		}
		hit = injected(t, log)
	}
	time.Sleep(300 * time.Millisecond) // other threads have their n-th call too
	for line := range strings.Lines(injected(t, log)) {
		if strings.Contains(line, "dorgora.db") && !strings.Contains(line, "openat") {
			latched = true
		}
	}
	return latched
}

// injected returns the calls that were made to fail. A call that is interrupted in
// the log by one of another thread has its file in the line before.
func injected(t *testing.T, log string) string {
	t.Helper()
	var hit strings.Builder
	begun := map[string]string{}
	for line := range strings.Lines(traced(t, log)) {
		thread, _, _ := strings.Cut(line, " ")
		switch {
		case strings.Contains(line, "<unfinished"):
			begun[thread] = strings.TrimSpace(line)
		case strings.Contains(line, "(INJECTED)"):
			if strings.Contains(line, "resumed>") {
				hit.WriteString(begun[thread])
			}
			hit.WriteString(line)
		}
	}
	return hit.String()
}

// checkLatched looks at what a latched program answers.
func checkLatched(t *testing.T, ctx context.Context, s *server) {
	t.Helper()
	texts, err := message.New(site.Texts)
	if err != nil {
		t.Fatal(err)
	}
	for n, lang := range []message.Lang{message.Bn, message.En} {
		a := newApplication(999, n)
		if lang == message.En {
			a.lang = "/en"
		}
		got, err := a.send(ctx, reader, s.address)
		if err != nil {
			t.Fatal(err)
		}
		if got.status != http.StatusServiceUnavailable {
			t.Errorf("an application is answered with %d", got.status)
		}
		for _, key := range []string{"refuse.unavailable.title", "storage.unconfirmed", "refuse.unavailable.cure"} {
			if words := texts.Text(lang, key); !strings.Contains(got.body, words) {
				t.Errorf("the answer does not say %q", words)
			}
		}
	}
	if status, _, err := get(ctx, s.address+"/readyz"); err != nil || status != http.StatusServiceUnavailable {
		t.Errorf("/readyz answers %d, %v", status, err)
	}
}

// rereadWhile reads the receipts of some acknowledged applications while nothing
// can be written.
func (c *crowd) rereadWhile(t *testing.T, ctx context.Context, s *server) {
	t.Helper()
	c.mu.Lock()
	told := map[string]slip{}
	for key, one := range c.granted {
		if one != (slip{}) && len(told) < 5 {
			told[key] = one
		}
	}
	c.mu.Unlock()
	for key, before := range told {
		status, page, err := get(ctx, s.address+"/rupsha/receipts/"+key)
		now, unread := readSlip(page)
		if err != nil || status != http.StatusOK || unread != nil || now != before {
			t.Errorf("the receipt said %v and now says %v: %d, %v, %v", before, now, status, err, unread)
		}
	}
}
