package registerweb_test

import (
	"net/http"
	"os/exec"
	"testing"
	"time"
	"fmt"
	"net/http/httptest"

	"dorgora/internal/register"
)

func TestZZ(t *testing.T) {
	w := newTown(t)
	busy(w)
	for i := range 80 {
		w.past = append(w.past, register.Past{Received: at(time.November, 1+i%9, 9), Ended: at(time.November, 3+i%5+i%9, 12)})
	}
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", w.site.Assets())
	mux.Handle("/", w.door)
	s := httptest.NewServer(mux)
	defer s.Close()
	for name, path := range map[string]string{"reg": "/rupsha/desk/register?month=2026-11", "cases": "/rupsha/desk/register/cases?month=2026-11&figure=handled", "reh": "/rupsha/desk/rehearsal?service=citizen-2&days=3&officers=2&saturdays=yes"} {
		for _, width := range []int{360, 1280} {
			out, err := exec.Command("chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1", fmt.Sprintf("--window-size=%d,2200", width), fmt.Sprintf("--screenshot=/tmp/h-%s-%d.png", name, width), s.URL+path).CombinedOutput()
			if err != nil {
				t.Log(string(out))
			}
		}
	}
	out, err := exec.Command("chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", "--print-to-pdf=/tmp/h-reg.pdf", s.URL+"/rupsha/desk/register?month=2026-11").CombinedOutput()
	if err != nil {
		t.Log(string(out))
	}
}
