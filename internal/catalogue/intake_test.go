package catalogue_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"dorgora/bangla/bijoytest"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
)

// memory keeps drafts, files and versions of a test.
type memory struct {
	drafts map[string]catalogue.Draft
	files  int
	read   int // versions loaded
}

func (m *memory) Draft(_ context.Context, _, id string) (catalogue.Draft, error) {
	if d, ok := m.drafts[id]; ok {
		return d, nil
	}
	return catalogue.Draft{}, fault.New(fault.NotFound, "catalogue.draft.missing")
}
func (m *memory) Open(context.Context, string) ([]catalogue.DraftLine, error) { return nil, nil }
func (m *memory) Add(_ context.Context, d catalogue.Draft) error              { m.drafts[d.ID] = d; return nil }
func (m *memory) Save(_ context.Context, d catalogue.Draft) error             { m.drafts[d.ID] = d; return nil }
func (m *memory) Remove(context.Context, string, string, int) error           { return nil }
func (m *memory) Seen(_ context.Context, _, hash string) (catalogue.Seen, error) {
	for _, d := range m.drafts {
		if d.Source.Hash == hash {
			return catalogue.Seen{Draft: d.ID}, nil
		}
	}
	return catalogue.Seen{}, nil
}
func (m *memory) Put(_ context.Context, r io.Reader, _ int64) (string, int64, error) {
	m.files++
	text, err := io.ReadAll(r)
	return string(text[:min(len(text), 20)]), int64(len(text)), err
}
func (m *memory) InForce(_ context.Context, office string, _ time.Time) (int, error) {
	if office == "none" {
		return 0, fault.New(fault.NotFound, "record.missing")
	}
	return 1, nil
}
func (m *memory) Version(_ context.Context, office string, number int) (catalogue.Version, error) {
	m.read++
	return catalogue.Version{Office: office, Number: number}, nil
}
func (m *memory) Services(context.Context, string, int) ([]catalogue.Service, error) {
	return []catalogue.Service{{Key: "citizen-1", Slug: "citizen-1-farm-loan", Name: "কৃষি ঋণ"}}, nil
}
func (m *memory) History(context.Context, string) ([]catalogue.Edge, error) { return nil, nil }
func (m *memory) Offices(context.Context, time.Time) ([]string, error)      { return nil, nil }

func intake() (catalogue.Intake, *memory) {
	m := &memory{drafts: map[string]catalogue.Draft{}}
	return catalogue.Intake{Drafts: m, Files: m, Now: func() time.Time { return noon(23) }, Random: strings.NewReader("01234567abcdefgh")}, m
}

const table = "ক্রমিক\tসেবার নাম\tসেবা প্রদানে সর্বোচ্চ সময়\tসেবামূল্য\n১\tজন্ম সনদ প্রদান\t৭ কার্যদিবস\tবিনামূল্যে\n২\tট্রেড লাইসেন্স প্রদান\t৩ দিন\t৫০০ টাকা\n"

func TestImport(t *testing.T) {
	in, m := intake()
	got, err := in.Import(t.Context(), catalogue.File{Office: "up", Name: "c.txt", Bytes: []byte(table), By: "karim"})
	if err != nil {
		t.Fatal(err)
	}
	if d := got.Draft; len(d.Charter.Services) != 2 || d.Revision != 1 || len(d.ID) != 16 || d.By != "karim" || got.Seen.Known() {
		t.Errorf("draft %+v, seen %+v", d, got.Seen)
	}
	again, err := in.Import(t.Context(), catalogue.File{Office: "up", Name: "other.txt", Bytes: []byte(table)})
	if err != nil || again.Draft.ID != got.Draft.ID || !again.Seen.Known() || len(m.drafts) != 1 {
		t.Errorf("the same bytes make draft %s of %d, %v", again.Draft.ID, len(m.drafts), err)
	}
	files := m.files
	for name, bytes := range map[string][]byte{
		"too large": make([]byte, catalogue.LargestFile+1), "empty": nil, "no table": []byte("শুধু কথা"), "binary": []byte(strings.Repeat("\x00\xff\x01", 900)),
	} {
		if _, err := in.Import(t.Context(), catalogue.File{Office: "up", Bytes: bytes}); fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.TooLarge {
			t.Errorf("%s: %v", name, err)
		}
	}
	if m.files != files {
		t.Error("a refused file was kept")
	}
}

func TestImportBijoy(t *testing.T) {
	in, _ := intake()
	got, err := in.Import(t.Context(), catalogue.File{Office: "up", Name: "c.txt", Bytes: []byte(bijoytest.Write(table))})
	if err != nil {
		t.Fatal(err)
	}
	if names := got.Draft.Charter.Services; len(names) != 2 || names[0].Name != "জন্ম সনদ প্রদান" {
		t.Errorf("read %+v", names)
	}
	found := false
	for _, one := range got.Draft.Converted {
		found = found || one.After == "জন্ম সনদ প্রদান" && one.Before == bijoytest.Write("জন্ম সনদ প্রদান")
	}
	if !found {
		t.Errorf("the samples are %+v", got.Draft.Converted)
	}
}

func TestPublishFieldForm(t *testing.T) {
	in, _ := intake()
	got, err := in.Import(t.Context(), catalogue.File{Office: "up", Bytes: []byte(table)})
	if err != nil {
		t.Fatal(err)
	}
	services := publish(t, got.Draft.Charter, nil, noon(23)).Services
	if s := services[0]; s.Key != "service-1" || s.Short != s.Name || !strings.HasPrefix(s.Slug, "service-1-") || s.Promise.Count != 7 {
		t.Errorf("%+v", s)
	}
	if s := services[1]; s.Promise.Kind != "calendar_days" || s.Fee.Amount != 50000 {
		t.Errorf("a bare day: %v, fee %v", s.Promise, s.Fee)
	}
}

func TestShelf(t *testing.T) {
	m := &memory{}
	shelf := catalogue.NewShelf(m, 2)
	for _, office := range []string{"a", "b", "a", "a", "b"} {
		if _, err := shelf.At(t.Context(), office, noon(23)); err != nil {
			t.Fatal(err)
		}
	}
	if m.read != 2 {
		t.Errorf("two offices were loaded %d times", m.read)
	}
	for _, office := range []string{"c", "b", "a"} { // c takes the place of a, which was used longest ago
		if _, err := shelf.At(t.Context(), office, noon(23)); err != nil {
			t.Fatal(err)
		}
	}
	if m.read != 4 {
		t.Errorf("loaded %d times, want 4", m.read)
	}
	if _, err := shelf.At(t.Context(), "none", noon(23)); fault.KindOf(err) != fault.NotFound || fault.List(err)[0].Message != "catalogue.unpublished" {
		t.Errorf("an office without a charter: %v", err)
	}
	s, err := shelf.ServiceAt(t.Context(), "a", "citizen-1-old-words", noon(23))
	if err != nil || s.Slug != "citizen-1-farm-loan" {
		t.Errorf("%v, %v", s.Slug, err)
	}
	if _, err := shelf.ServiceIn(t.Context(), "a", "citizen-2", 1); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a service that is not there: %v", err)
	}
}
