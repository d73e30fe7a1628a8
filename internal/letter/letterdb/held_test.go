package letterdb_test

import (
	"testing"

	"dorgora/internal/letter"
	"dorgora/workday"
)

// TestStoreHeld makes sure that no scan of a letter or of a proof is taken for a file
// to which nothing refers.
func TestStoreHeld(t *testing.T) {
	engines(t, func(r *rig) {
		day := workday.DateOf(noon)
		_, err := r.desk.Receive(r.Context(), letter.Arrival{Office: "rupsha", Key: "0123456789abcdef0123456789abcdef", Content: letter.Content{
			Received: day, Sender: letter.Correspondent{Name: "প্রধান শিক্ষক"}, Subject: "ল্যাবের তথ্য", Class: letter.Citizen, Medium: letter.ByPost,
			Priority: letter.Ordinary, Secrecy: letter.Open, Marked: "rupsha-head", Scans: []letter.Scan{{ID: "s1", Name: "চিঠি.pdf", Hash: "cafe"}},
		}}, karim)
		r.ok(err)
		held, err := r.Held(r.Context())
		r.ok(err)
		if !held["cafe"] || len(held) != 1 {
			r.Errorf("held: %v", held)
		}
	})
}
