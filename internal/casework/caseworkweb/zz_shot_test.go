package caseworkweb_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/document"
)

func TestZZShot(t *testing.T) {
	if os.Getenv("SHOT") == "" {
		return
	}
	w := newBureau(t)
	w.came(asked{name: "দেরি হওয়া জন", at: day(10, 11)})
	w.came(asked{name: "আজকের জন", at: day(12, 11), need: "প্রিন্টার কেনার কারিগরি মত চাই"})
	w.came(asked{name: "এ সপ্তাহের জন", at: day(15, 11), need: "ডিজিটাল সেন্টারের ইন্টারনেট ধীর"})
	w.came(asked{name: "তারিখ ছাড়া জন", service: "citizen-4-advice", need: "কোন ল্যাপটপ ভালো?"})
	n := w.came(asked{name: "অপেক্ষার জন", at: day(15, 11), need: "বিদ্যুৎ আসা-যাওয়ার পর থেকে ছয়টি যন্ত্র চলে না। বৃহস্পতিবার ব্যবহারিক পরীক্ষা আছে, তাই তাড়াতাড়ি দরকার। আরও অনেক কথা এখানে লেখা আছে যা লম্বা।",
		evidence: []document.Evidence{{Office: "rupsha", ID: "e1", Paper: "যন্ত্রের ছবি", Name: "ছবি.jpg", Type: "image/jpeg", Hash: "00", Size: 210000, State: document.Came, At: monday}}})
	do := func(f func(c casework.Case, s casework.Stamp) (casework.Change, error)) {
		_, err := w.staff.Desk.Act(t.Context(), casework.Target{Office: "rupsha", Number: n, Actor: casework.Actor{Post: "head", Person: "tasnim", Name: "তাসনিম আরা"}}, f)
		if err != nil {
			t.Fatal(err)
		}
	}
	w.now = day(16, 11)
	do(func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Reply("দেখছি", s) })
	do(func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Ask([]string{"সিরিয়াল নম্বরের ছবি"}, s) })
	do(func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Note("একই বিদ্যালয়ে জুলাইয়েও বিদ্যুতের কারণে ৪টি নষ্ট হয়েছিল।", s) })
	w.now = monday
	os.WriteFile("/tmp/shot.number", []byte(n), 0o644)
	mux := http.NewServeMux()
	mux.Handle("/assets/", w.staff.Site.Assets())
	mux.HandleFunc("/frame", func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(rw, `<body style="margin:0"><iframe style="border:0;width:360px;height:%spx" src="%s"></iframe>`, r.FormValue("h"), r.FormValue("u"))
	})
	mux.HandleFunc("/", func(rw http.ResponseWriter, r *http.Request) {
		r.RemoteAddr = "tasnim:1"
		r.Header.Del("Accept-Encoding")
		out := httptest.NewRecorder()
		w.door.ServeHTTP(out, r)
		for k, v := range out.Header() {
			if k != "X-Frame-Options" && k != "Content-Security-Policy" {
				rw.Header()[k] = v
			}
		}
		rw.WriteHeader(out.Code)
		rw.Write(out.Body.Bytes())
	})
	go func() { http.ListenAndServe("127.0.0.1:8977", mux) }()
	time.Sleep(300 * time.Second)
}
