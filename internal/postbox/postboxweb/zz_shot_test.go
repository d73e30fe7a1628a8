package postboxweb_test

import (
	"net/http"
	"net/http/httptest"
	"os/exec"
	"testing"
)

func TestShots(t *testing.T) {
	w := newTown(t)
	w.who = head
	mux := http.NewServeMux()
	mux.Handle("/assets/", shotSite.Assets())
	mux.Handle("/", w.door)
	s := httptest.NewServer(mux)
	defer s.Close()
	for _, size := range []string{"500,900", "1280,900"} {
		for name, path := range map[string]string{"list": "/rupsha/desk/mail", "letter": "/rupsha/desk/mail/new"} {
			out, err := exec.Command("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size="+size, "--screenshot=/tmp/b4/mail-"+name+"-"+size[:4]+".png", s.URL+path).CombinedOutput()
			if err != nil {
				t.Errorf("%v %s", err, out)
			}
		}
	}
}
