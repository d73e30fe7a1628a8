package crashtest

import (
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// smallDisk mounts a disk that holds so little that a test can fill it.
func smallDisk(t *testing.T) string {
	t.Helper()
	at := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", at).CombinedOutput(); err != nil {
		t.Fatalf("mount: %v: %s", err, out)
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", "-l", at).Run(); err != nil {
			t.Errorf("umount: %v", err)
		}
	})
	return at
}

// fill writes until the disk takes nothing more.
func fill(t *testing.T, file string) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 4096)
	for {
		if _, err := f.Write(block); err != nil {
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatal(err)
			}
			return
		}
	}
}

// R5: on a full disk applicants are told so in clear words, with the office's phone;
// reading goes on; and with room again the program takes applications by itself.
func TestDiskFull(t *testing.T) {
	disk := smallDisk(t)
	i := installation{binary: built(t, dorgora), data: filepath.Join(disk, "data")}
	ctx := limit(t)
	s, _ := i.start(t, ctx)
	c := newCrowd(direct(4), 3)
	c.door.open(s.address)
	c.gather(ctx, 4)
	c.await(t, ctx, 20)
	filler := filepath.Join(disk, "filler")
	fill(t, filler)
	refused := awaitRefusal(t, ctx, c, s.address)
	for _, words := range []string{"আবার পাঠান", "tel:"} {
		if !strings.Contains(refused.body, words) {
			t.Errorf("the page lacks %q: %.2000s", words, refused.body)
		}
	}
	const reads = 1000
	failed := 0
	for range reads {
		if status, _, err := get(ctx, s.address+"/rupsha/services/citizen-2"); err != nil || status >= http.StatusInternalServerError {
			failed++
		}
	}
	if failed > reads/1000 {
		t.Errorf("%d of %d reads failed on a full disk", failed, reads)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	c.await(t, ctx, 10)
	t.Logf("applications are taken again %v after there was room; %d attempts were refused", time.Since(begun), c.refused)
	c.finish(t)
	s.kill()
	t.Log(c.check(t, i))
	i.verify(t, ctx)
}

// awaitRefusal applies until the full disk shows.
func awaitRefusal(t *testing.T, ctx context.Context, c *crowd, address string) answer {
	t.Helper()
	for n := range 500 {
		a := newApplication(90, n)
		got, err := a.send(ctx, c.client, address)
		if err == nil && got.status == http.StatusServiceUnavailable {
			return got
		}
		c.mu.Lock()
		if c.sent[a.key] = a; err == nil && got.acknowledged() {
			c.granted[a.key] = slip{}
		}
		c.mu.Unlock()
	}
	t.Fatal("the disk never seemed full")
	return answer{}
}
