package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// credentials are what somebody types to sign in.
type credentials struct{ name, nameEn, login, password string }

// head is the first officer: head of the Rupsha office and steward of all offices.
var head = credentials{"নাজমা আক্তার", "Nazma Akter", "01712345678", "rupsha-nodi-bhairab-26"}

var acceptOnce sync.Once

// signIn brings the first officer to the desk; the printed link is accepted by
// whichever test comes first.
func signIn(t *testing.T, how visit) *visitor {
	t.Helper()
	acceptOnce.Do(func() { accept(t, the.firstLink, head) })
	v := arrive(t, how)
	v.signIn(head)
	return v
}

// accept opens a one-time link, sets name and password, and makes sure that the
// link opens nothing a second time.
func accept(t *testing.T, link string, who credentials) {
	t.Helper()
	v := arrive(t, visit{})
	if status := v.goTo(link); status != 200 {
		v.fatalf("the invitation answers %d", status)
	}
	v.fill("#name", who.name)
	v.fill("#name_en", who.nameEn)
	v.fill("#login", who.login)
	v.fill("#password", who.password)
	v.fill("#again", who.password)
	v.follow(`form[action*="/invitations/"] button`)
	if strings.HasPrefix(v.path(), "/invitations/") {
		v.fatalf("the invitation was not accepted")
	}
	stranger := arrive(t, visit{})
	if status := stranger.goTo(link); status < 400 {
		stranger.fatalf("a link that works once answers %d the second time", status)
	}
}

// signIn types what somebody knows into the page for officers.
func (v *visitor) signIn(who credentials) {
	v.t.Helper()
	v.open("/signin")
	v.fill("#login", who.login)
	v.fill("#password", who.password)
	v.follow(`form[action$="/signin"] button`)
	if !strings.HasSuffix(v.path(), "/desk") && !strings.HasSuffix(v.path(), "/centre") {
		v.fatalf("signing in leads to %s and neither to the desk nor to a centre", v.path())
	}
}

// second works in the Rupsha office beside its head.
var second = credentials{"রফিকুল ইসলাম", "Rafiqul Islam", "01712345679", "atharobeki-nodir-ghat-9"}

var hireOnce sync.Once

// secondOfficer gives the second officer a post and a sign-in, once.
func secondOfficer(t *testing.T) credentials {
	t.Helper()
	hireOnce.Do(func() {
		v := signIn(t, visit{})
		v.open("/rupsha/posts/new")
		v.send("/posts", "title", "অফিস সহকারী", "title_en", "Office Assistant")
		v.open("/rupsha/people/new")
		post := ask[string](v, `[...document.querySelectorAll('#post option')].find(o => o.textContent.includes('অফিস সহকারী'))?.value ?? ''`)
		v.send("/people", "name", second.name, "name_en", second.nameEn, "mobile", second.login, "post", post)
		link := v.read("main .mono")
		w := arrive(t, visit{})
		w.goTo(link)
		w.fill("#login", second.login)
		w.fill("#password", second.password)
		w.fill("#again", second.password)
		w.follow(`form[action*="/invitations/"] button`)
	})
	return second
}

// photo is a photo as a phone takes it, in a file.
func photo(t *testing.T) string {
	t.Helper()
	const width, height = 800, 600
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			picture.Set(x, y, color.RGBA{uint8(x * 255 / width), uint8(y * 255 / height), 120, 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "লাইসেন্স-স্টিকার.jpg")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// testFile is the whole path of a file of testdata, as a browser wants it.
func testFile(t *testing.T, name string) string {
	t.Helper()
	file, err := filepath.Abs(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return file
}
