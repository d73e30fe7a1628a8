package upkeep_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/app"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
)

// store puts a file into the folder as if it had lain there so long.
func (in installation) store(t *testing.T, content string, age time.Duration) string {
	t.Helper()
	hash, _, err := in.Blobs.Put(t.Context(), strings.NewReader(content), 1<<10)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-age)
	if err := os.Chtimes(filepath.Join(in.Config.Data, "files", hash[:2], hash[2:]), at, at); err != nil {
		t.Fatal(err)
	}
	return hash
}

// sealed receives a case of the kind that keeps files for 90 days, with a file, and
// ends it at once.
func (in installation) sealed(t *testing.T, hash string) string {
	t.Helper()
	offer, err := in.Shelf.At(t.Context(), app.FirstOffice, in.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(offer.Services, func(s catalogue.Service) bool { return s.Kind == "cyber" })
	number, err := in.Desk.Submit(t.Context(), casework.Submission{
		Office: app.FirstOffice, Service: offer.Services[i].Slug, Key: in.Desk.Fresh(), Channel: charter.InPerson, Result: "পরামর্শ দেওয়া হয়েছে।",
		Actor:       casework.Actor{Post: offer.Services[i].Post, Person: "p", Name: "কর্মকর্তা"},
		Application: casework.Application{For: casework.Self, Name: "রহিমা (কল্পিত)", Mobile: "01700000001", Need: "ছবি দিয়ে ভয় দেখাচ্ছে", Hear: casework.ByPhone, Lang: "bn"},
		Evidence: []document.Evidence{{
			Office: app.FirstOffice, ID: in.Desk.Fresh(), Name: "ছবি.txt", Type: "text/plain", Hash: hash, Size: int64(len("পর্দার ছবি")),
			State: document.Came, At: in.clock.Now(),
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return number
}

// after is the same installation so many days later.
func (in installation) after(t *testing.T, days int) installation {
	t.Helper()
	now := in.clock.Now().AddDate(0, 0, days)
	p, err := app.Open(t.Context(), app.Config{Data: in.Config.Data, Listen: "127.0.0.1:0"}, app.World{
		Now: func() time.Time { return now }, Random: in.World.Random, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return installation{p, in.clock}
}

func (in installation) has(hash string) bool {
	return fault.KindOf(in.Blobs.Check(hash)) != fault.NotFound
}

func TestRetention(t *testing.T) {
	in := practised(t, t.TempDir(), "", 30)
	hash, month := in.store(t, "পর্দার ছবি", 32*24*time.Hour), 32*24*time.Hour
	number := in.sealed(t, hash)
	drafted, loose, young := in.store(t, "খসড়ার", month), in.store(t, "কারও নয়", month), in.store(t, "এইমাত্র", time.Hour)
	tidy := func(in installation) {
		t.Helper()
		if err := in.Cases.SaveDraft(t.Context(), casework.Draft{
			Office: app.FirstOffice, ID: in.Desk.Fresh(), Created: in.World.Now(), Changed: in.World.Now(), Revision: 1, Evidence: []document.Evidence{{Hash: drafted}},
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := in.Jobs.Drain(t.Context(), "", ""); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("until the 90th day the file is there", func(t *testing.T) {
		early := in.after(t, 89)
		tidy(early)
		if !early.has(hash) {
			t.Error("it is gone")
		}
	})
	late := in.after(t, 90)
	t.Run("then it goes, and what nothing refers to with it", func(t *testing.T) {
		tidy(late)
		for what, kept := range map[string]bool{hash: false, loose: false, drafted: true, young: true} {
			if late.has(what) != kept {
				t.Errorf("%s is there: %v, want %v", what, !kept, kept)
			}
		}
		list, err := late.Cases.Evidence(t.Context(), app.FirstOffice, number)
		if err != nil || len(list) != 1 || list[0].State != document.Deleted || list[0].Hash != hash {
			t.Errorf("its line: %+v, %v", list, err)
		}
		late.text(t, "SELECT hash FROM case_evidence WHERE state = 'came' ORDER BY id LIMIT 1")
	})
	t.Run("verify finds nothing wrong with it", func(t *testing.T) {
		for _, one := range late.verify(t) {
			t.Errorf("%s", one.Words(texts(t), "en"))
		}
	})
	t.Run("a file that is gone and not said to be deleted is named", func(t *testing.T) {
		late.run(t, "UPDATE case_evidence SET state = 'came' WHERE hash = '"+hash+"'")
		expect(t, texts(t), late.verify(t), "upkeep.file.broken")
		late.run(t, "UPDATE case_evidence SET state = 'deleted' WHERE hash = '"+hash+"'")
	})
	t.Run("a file that is said to be deleted and whose kind keeps it is named", func(t *testing.T) {
		id := late.text(t, "SELECT id FROM case_evidence WHERE state = 'came' ORDER BY id LIMIT 1")
		late.run(t, "UPDATE case_evidence SET state = 'deleted' WHERE id = '"+id+"'")
		expect(t, texts(t), late.verify(t), "upkeep.case.field")
	})
}
