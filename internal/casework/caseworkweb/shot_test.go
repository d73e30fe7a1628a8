package caseworkweb_test

import (
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"
	"dorgora/internal/casework"
	"dorgora/internal/office"
)

func TestShots(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	draft := b.begun()
	b.post(draft+"/for", "for", "institution")
	b.post(draft+"/person", "body", "আলোর পথ বিদ্যালয়", "memo", "আপ/৪১", "name", "রফিক", "mobile", "0170", "eiin","12")
	shots := map[string]string{"person": draft+"/person"}
	receipt := b.applied()
	tracking, code := b.numbered(receipt)
	own := "/rupsha/track/" + tracking
	d2 := b.begun()
	b.post(d2+"/for", "for", "self"); b.post(d2+"/person", self...)
	shots["need"] = d2+"/need"
	b.post(d2+"/need", "need", "যন্ত্র চলে না", "hear", "phone")
	b.postFiles(d2+"/papers", []upload{{"paper-1", "ছবি.jpg", photo(t)}})
	d3 := b.begun()
	b.post(d3+"/for", "for", "self"); b.post(d3+"/person", self...)
	b.post(d3+"/need", "need", "যন্ত্র চলে না", "hear", "phone")
	b.postFiles(d3+"/papers", []upload{{"paper-1", "ছবি.jpg", photo(t)}}, "later-0", "yes")
	shots["papers"] = d2+"/papers"; shots["check"] = d3+"/check"; shots["saved"]=d3+"/saved"
	shots["start"] = lab+"/apply"; shots["form"] = lab+"/form"; shots["receipt"]=receipt; shots["slip"]=receipt+"/slip"
	shots["track"]="/rupsha/track"; shots["status"]=own
	w.now = monday.Add(26 * time.Hour)
	w.officer(tracking, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Ask([]string{"সিরিয়াল নম্বরের ছবি", "ল্যাবের ঠিকানা"}, s)
	})
	w.now = w.now.Add(48 * time.Hour)
	b.reopened(own, code)
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", w.pages.Site.Assets())
	mux.HandleFunc("/opened", func(rw http.ResponseWriter, r *http.Request) {
		r2 := httptest.NewRequest("GET", own, nil)
		for k, v := range b.cookies { r2.AddCookie(&http.Cookie{Name: k, Value: v}) }
		w.door.ServeHTTP(rw, r2)
	})
	shots["opened"]="/opened"
	mux.Handle("/", w.door)
	_ = office.From
	srv := httptest.NewServer(mux)
	defer srv.Close()
	for _, pair := range []string{"receipt 360", "opened 1280", "person 360", "slip 1280", "papers 360", "check 1280", "start 360", "opened 360", "form 1280", "status 360"} {
		name, width, _ := strings.Cut(pair, " ")
		address := shots[name]
		{
			out, err := exec.Command("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size="+width+",2300", "--screenshot=/tmp/applyweb-shots/"+name+"-"+width+".png", srv.URL+address).CombinedOutput()
			if err != nil { t.Log(strings.TrimSpace(string(out)), err) }
		}
	}
}
