package letterweb_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// words reads a file back as pdftotext does.
func (h *house) words(path string) string {
	h.Helper()
	a := h.do(http.MethodGet, path)
	if a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF-") {
		h.Fatalf("%s: status %d: %.200s", path, a.status, a.body)
	}
	file := filepath.Join(h.TempDir(), "paper.pdf")
	h.ok(os.WriteFile(file, []byte(a.body), 0o600))
	text, err := exec.CommandContext(h.Context(), "pdftotext", "-layout", file, "-").Output()
	h.ok(err)
	return strings.Join(strings.Fields(string(text)), " ")
}

func TestPaper(t *testing.T) {
	h := newHouse(t)
	h.leads("/rupsha/desk/letters", entry()...)
	file := h.folder()
	out := h.leads("/rupsha/desk/outgoing", draft(file, "entry", "2026-1", "enclosures", "১ (এক) পাতা")...)
	h.holds(h.words(out+"/letter.pdf"), "খসড়া: স্বাক্ষর হয়নি")
	h.leads(out+"/approval", "revision", h.revision(out))
	h.holds(h.words(out+"/letter.pdf"), "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", "৫৬.০৪.০০০০.০০০.০০০.১৬.০০০১.২৬-১", "১০ অগ্রহায়ণ ১৪৩৩", "ল্যাব ১২টি।",
		"তাসনিম আরা", "সদয় অবগতি ও কার্যার্থে অনুলিপি প্রেরণ করা হলো:", "পৃষ্ঠা ১/১")
	h.holds(h.words("/rupsha/desk/letters/book.pdf"), "ডাক ডায়েরি ২০২৬", "১১", "অফিস সহকারী")
	h.holds(h.words("/rupsha/desk/outgoing/book.pdf?year=2026"), "জারি রেজিস্টার ২০২৬")
	h.holds(h.words("/en/rupsha/desk/outgoing/book.pdf"), "Dispatch register 2026", "Page 1/1")
	h.holds(h.words("/rupsha/desk/letters/book.pdf?year=2024"), "এ বছর কিছু ওঠেনি")
}
