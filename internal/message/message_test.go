package message_test

import (
	"strings"
	"testing"

	"dorgora/internal/message"
)

func mustNew(t *testing.T, sets ...message.Set) message.Catalogue {
	t.Helper()
	catalogue, err := message.New(sets...)
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

func TestCatalogueText(t *testing.T) {
	catalogue := mustNew(t, message.Set{Name: "sample",
		Bn: "# remark\nwaiting = {count}টি আবেদন অপেক্ষায়\nlong = প্রথম\n    দ্বিতীয়\nhello = {name}, স্বাগতম\nsome = {n|একটি|কয়েকটি}\n",
		En: "waiting = {count} {count|request|requests} waiting\nlong = first\n\tsecond\nhello = Welcome, {name}\nsome = {n|one|some}\n",
	})
	rows := []struct {
		what string
		lang message.Lang
		key  string
		args []any
		want string
	}{
		{"a whole number is printed in Bangla digits, grouped", message.Bn, "waiting", []any{"count", 12345}, "১২,৩৪৫টি আবেদন অপেক্ষায়"},
		{"crores are grouped as people read them", message.En, "waiting", []any{"count", int64(12345678)}, "1,23,45,678 requests waiting"},
		{"one is singular in English", message.En, "waiting", []any{"count", 1}, "1 request waiting"},
		{"none is plural in English", message.En, "some", []any{"n", 0}, "some"},
		{"none counts as one in Bangla", message.Bn, "some", []any{"n", 0}, "একটি"},
		{"a string stays as it is", message.Bn, "hello", []any{"name", "Rupa 7"}, "Rupa 7, স্বাগতম"},
		{"an indented line goes on", message.Bn, "long", nil, "প্রথম দ্বিতীয়"},
		{"a missing value leaves its placeholder", message.En, "hello", nil, "Welcome, {name}"},
		{"an unknown key comes back in brackets", message.En, "nothing.here", nil, "[nothing.here]"},
		{"a value without a place is left out", message.En, "long", []any{"x", 1}, "first second"},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			if got := catalogue.Text(row.lang, row.key, row.args...); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestCatalogueRefuses(t *testing.T) {
	rows := []struct {
		what string
		sets []message.Set
		want string
	}{
		{"a key without English", []message.Set{{Name: "a", Bn: "k = ক", En: ""}}, "key k has no English text"},
		{"a key without Bangla", []message.Set{{Name: "a", Bn: "", En: "k = x"}}, "key k has no Bangla text"},
		{"a key that stands twice in a file", []message.Set{{Name: "a", Bn: "k = ক\nk = খ", En: "k = x"}}, "bn.txt line 2: key k stands twice"},
		{"a key that stands in two sets", []message.Set{{Name: "a", Bn: "k = ক", En: "k = x"}, {Name: "b", Bn: "k = ক", En: "k = x"}}, "b: key k stands in another set too"},
		{"placeholders that differ", []message.Set{{Name: "a", Bn: "k = {n}টি", En: "k = {count}"}}, "key k: placeholders differ: bn {n}, en {count}"},
		{"a line without a sign of equality", []message.Set{{Name: "a", Bn: "k ক", En: "k = x"}}, "no '='"},
		{"a text without words", []message.Set{{Name: "a", Bn: "k =", En: "k = x"}}, "key k has no words"},
		{"a brace that is not closed", []message.Set{{Name: "a", Bn: "k = {n", En: "k = x"}}, "a brace is not closed"},
		{"a choice of one word", []message.Set{{Name: "a", Bn: "k = {n|ক}", En: "k = x"}}, "needs two words"},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			_, err := message.New(row.sets...)
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
}

func TestCatalogueKeys(t *testing.T) {
	catalogue := mustNew(t, message.Set{Name: "a", Bn: "b = খ\na = ক", En: "a = x\nb = y"})
	if got := strings.Join(catalogue.Keys(), " "); got != "a b" {
		t.Errorf("got %q", got)
	}
	if !catalogue.Has("a") || catalogue.Has("c") {
		t.Error("Has should know a and not c")
	}
}

func TestDigits(t *testing.T) {
	if got := message.Digits(message.Bn, "4821 0935 716"); got != "৪৮২১ ০৯৩৫ ৭১৬" {
		t.Errorf("got %q", got)
	}
	if got := message.Digits(message.En, "৪৮২১ ০৯৩৫ ৭১৬"); got != "4821 0935 716" {
		t.Errorf("got %q", got)
	}
}
