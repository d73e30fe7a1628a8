package e2e

import (
	"path"
	"strings"
)

// letters are addresses of correspondence: an entry of the diary, a file, a letter
// that was signed, a draft.
type letters struct{ entry, folder, signed, draft string }

// correspond enters a letter into the diary, opens a file and answers from it.
func (s *stage) correspond(v *visitor) {
	v.t.Helper()
	v.open("/rupsha/desk/letters/new")
	v.send("/desk/letters", "sender", "উপজেলা নির্বাহী অফিসার", "sender_address", "রূপসা, খুলনা", "memo", "০৫.৪৪.৪৭৭৫.০০০.১৬.০০৩.২৬-৬৮২",
		"subject", "ডিজিটাল ল্যাবের যন্ত্রপাতির তথ্য প্রেরণ")
	s.letters.entry, _, _ = strings.Cut(v.path(), "?")
	v.open("/rupsha/desk/folders")
	v.send("/desk/folders", "class", "১৬", "title", "ডিজিটাল ল্যাব")
	s.letters.folder, _, _ = strings.Cut(v.path(), "?")
	s.letters.draft = s.answer(v)
	s.letters.signed = s.answer(v)
	v.open(s.letters.signed)
	v.follow(`form[action$="/approval"] button`)
}

// answer writes a draft that answers the entry, and returns its address.
func (s *stage) answer(v *visitor) string {
	v.t.Helper()
	v.open("/rupsha/desk/outgoing/new?template=order&entry=" + path.Base(s.letters.entry))
	v.send("/desk/outgoing", "file", path.Base(s.letters.folder), "body", "উপর্যুক্ত বিষয়ে জানানো যাচ্ছে যে,\n১। ল্যাব ১২টি।", "copies", "অফিস কপি")
	draft, _, _ := strings.Cut(v.path(), "?")
	return draft
}

// letterPlaces are the pages of correspondence.
func letterPlaces(s stage) []place {
	desk := "/rupsha/desk"
	return []place{
		{name: "diary", path: desk + "/letters", shot: "letters"},
		{name: "new entry", path: desk + "/letters/new", shot: "letter-new"},
		{name: "new entry with mistakes", path: desk + "/letters/new", act: func(v *visitor) { v.press(`form[action$="/desk/letters"] .btn`) }},
		{name: "entry", path: s.letters.entry, shot: "letter-entry"},
		{name: "diary as a book", path: desk + "/letters/book", shot: "letter-book"},
		{name: "how letters are written", path: desk + "/letters/settings"},
		{name: "templates of letters", path: desk + "/letters/templates?id=order"},
		{name: "letters of the office", path: desk + "/outgoing?view=all", shot: "outgoing"},
		{name: "new letter", path: desk + "/outgoing/new?template=order", shot: "outgoing-new"},
		{name: "dispatch register as a book", path: desk + "/outgoing/book"},
		{name: "draft", path: s.letters.draft, shot: "outgoing-draft"},
		{name: "change of a draft", path: s.letters.draft + "/change"},
		{name: "letter", path: s.letters.signed, shot: "outgoing-signed"},
		{name: "letter in print", path: s.letters.signed + "/sheet", shot: "letter-sheet"},
		{name: "files", path: desk + "/folders", shot: "folders"},
		{name: "file", path: s.letters.folder},
	}
}
