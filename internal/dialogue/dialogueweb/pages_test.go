package dialogueweb_test

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/dialogue"
	"dorgora/internal/dialogue/dialogueweb"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/workday"
)

var now = time.Date(2026, time.November, 23, 10, 42, 0, 0, workday.Dhaka)

const id = "0123456789abcdef0123456789abcdef"

// room is the Rupsha office reading its messages.
type room struct {
	*testing.T
	door   http.Handler
	lines  []dialogue.Line
	knows  bool
	who    access.Identity
	looked []bool // whether a call was asked for, each time
}

func (d *room) Lines(_ context.Context, _ string, needs bool, _ string, _ int) (list []dialogue.Line, next string, err error) {
	for _, l := range d.lines {
		if !needs || l.Needs {
			list = append(list, l)
		}
	}
	return list, "", nil
}

func (d *room) Of(_ context.Context, in, asked string, _ int) (dialogue.Conversation, []dialogue.Line, error) {
	if in != "rupsha" || asked != id {
		return dialogue.Conversation{}, nil, fault.New(fault.NotFound, "record.missing")
	}
	return dialogue.Conversation{Office: in, Phone: "+8801712345678", ID: id, Needs: true, Step: dialogue.AskPlace}, d.lines, nil
}

func (d *room) NoticesOf(_ context.Context, in, subject string) ([]notice.Notice, error) {
	return []notice.Notice{{Office: in, Subject: subject, Lang: "bn", Key: "dialogue.say.place", Args: []string{"name", "আব্দুল করিম"}, At: now}}, nil
}

func newRoom(t *testing.T) *room {
	t.Helper()
	texts, err := message.New(site.Texts, number.Texts, dialogueweb.Texts, dialogue.Texts)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(dialogueweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	d := &room{T: t, who: access.Identity{Person: "tasnim", Name: "তাসনিম", Seats: []access.Seat{{Office: "rupsha", Post: "head", Role: office.Head}}}}
	shell, err := site.New(site.Config{
		Catalogue: texts, Templates: []site.Templates{templates}, Now: func() time.Time { return now }, Random: rand.Reader, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Furnish: func(_ *http.Request, page *site.Page) {
			page.Office = site.Office{Name: "রূপসা কার্যালয়", Slug: "rupsha"}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	pages := dialogueweb.Pages{
		Site: shell, Messages: d, Outbox: d, Say: texts,
		Knows: func(context.Context, office.Office, string) (bool, error) { return d.knows, nil },
		Look: func(_ context.Context, _ office.Office, _ dialogue.Conversation, call bool) (bool, error) {
			d.looked = append(d.looked, call)
			return true, nil
		},
	}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET /{office}/desk/messages": pages.List, "GET /{office}/desk/messages/{conversation}": pages.Conversation,
		"POST /{office}/desk/messages/{conversation}/call": pages.CallBack, "POST /{office}/desk/messages/{conversation}/look": pages.Done,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			ctx := office.With(access.With(r.Context(), d.who), office.Office{ID: r.PathValue("office"), Slug: r.PathValue("office")})
			serve(w, r.WithContext(ctx))
		})
	}
	d.door = shell.Wrap(mux)
	d.lines = []dialogue.Line{
		{Message: dialogue.Message{Phone: "+8801712345678", Text: "abedon korte chai", Came: now.Add(-time.Minute)}, Conversation: id, Read: dialogue.Apply, Fate: dialogue.Understood},
		{Message: dialogue.Message{Phone: "+8801712345678", Text: "qwe rty", Came: now}, Conversation: id, Fate: dialogue.Puzzling, Needs: true},
		{Message: dialogue.Message{Phone: "16216", Text: "রিচার্জ অফার", Came: now}, Fate: dialogue.Unreadable},
	}
	return d
}

func (d *room) ask(method, path string, status int, words ...string) string {
	d.Helper()
	answer := httptest.NewRecorder()
	d.door.ServeHTTP(answer, httptest.NewRequest(method, path, strings.NewReader("")))
	body := answer.Body.String()
	if answer.Code != status {
		d.Fatalf("%s answers %d, want %d: %.600s", path, answer.Code, status, body)
	}
	if strings.Contains(body, "<html") {
		sitetest.Page(d, body)
	}
	for _, word := range words {
		if rest, not := strings.CutPrefix(word, "!"); not == strings.Contains(body, rest) {
			d.Errorf("%s: %q missing or not wanted", path, word)
		}
	}
	return body
}

func TestPages(t *testing.T) {
	d := newRoom(t)
	t.Run("the list masks numbers and shows what became of each message", func(t *testing.T) {
		d.ask("GET", "/rupsha/desk/messages", 200, "abedon korte chai", "০১৭••••••৭৮", "!১২৩৪৫", "বোঝা যায়নি", "16216", "মানুষ দরকার", id)
		d.ask("GET", "/en/rupsha/desk/messages", 200, "not understood", "application")
		d.ask("GET", "/rupsha/desk/messages?view=needs", 200, "qwe rty", "!abedon korte")
	})
	t.Run("a conversation has both sides and what it waits for", func(t *testing.T) {
		d.ask("GET", "/rupsha/desk/messages/"+id, 200, "qwe rty", "আব্দুল করিম, গ্রাম", "ঠিকানার অপেক্ষা", "০১৭১২ ৩৪৫ ৬৭৮", "ফোনের তালিকায় তুলুন")
		d.ask("GET", "/rupsha/desk/messages/none", 404)
		d.ask("GET", "/dighalia/desk/messages/"+id, 404)
	})
	t.Run("one press has the telephone called, or notes that somebody looked", func(t *testing.T) {
		d.ask("POST", "/rupsha/desk/messages/"+id+"/call", 303)
		d.ask("POST", "/rupsha/desk/messages/"+id+"/look", 303)
		if len(d.looked) != 2 || !d.looked[0] || d.looked[1] {
			t.Errorf("looked %v", d.looked)
		}
	})
	t.Run("who looks on from above reads and does nothing", func(t *testing.T) {
		d.who.Seats[0].Office = "khulna"
		d.ask("GET", "/rupsha/desk/messages/"+id, 200, "!ফোনের তালিকায় তুলুন")
		d.ask("POST", "/rupsha/desk/messages/"+id+"/call", 403)
		d.who.Seats[0].Office = "rupsha"
	})
	t.Run("a sealed matter is hidden from who may not know of it", func(t *testing.T) {
		for i := range d.lines {
			d.lines[i].Sealed = true
		}
		d.ask("GET", "/rupsha/desk/messages", 200, "!abedon korte", "!৭৮", "!"+id, "গোপন")
		d.ask("GET", "/rupsha/desk/messages/"+id, 404)
		d.ask("POST", "/rupsha/desk/messages/"+id+"/call", 404)
		d.knows = true
		d.ask("GET", "/rupsha/desk/messages/"+id, 200, "qwe rty")
	})
	t.Run("an empty list says what will stand there", func(t *testing.T) {
		d.lines = nil
		d.ask("GET", "/rupsha/desk/messages", 200, "এখনো কোনো বার্তা আসেনি")
	})
}
