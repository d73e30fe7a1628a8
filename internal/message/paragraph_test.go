package message_test

import (
	"testing"

	"dorgora/internal/message"
)

func TestTextOfSeveralLines(t *testing.T) {
	set := message.Set{Name: "test", Bn: "a.b = এক\n    দুই\n    ¶ তিন {n}\n", En: "a.b = one\n    two\n    ¶ three {n}\n"}
	all, err := message.New(set)
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[message.Lang]string{message.Bn: "এক দুই\nতিন ৩", message.En: "one two\nthree 3"} {
		if got := all.Text(lang, "a.b", "n", 3); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}
