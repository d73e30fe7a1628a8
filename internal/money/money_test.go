package money_test

import (
	"testing"

	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/money"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	rows := []struct {
		what, written string
		want          money.Paisa
		message       string
	}{
		{"whole taka", "500", money.Taka(500), ""},
		{"Bangla digits with sign, commas and paisa", "৳১,২৩,৪৫৬.৫০", 12345650, ""},
		{"one decimal is ten paisa", "12.5", 1250, ""},
		{"a word behind", "২০০ টাকা", money.Taka(200), ""},
		{"the stroke of a cash memo", "Tk. 300/-", money.Taka(300), ""},
		{"nothing", " ৳ ", 0, "money.missing"},
		{"three decimals", "1.234", 0, "money.wrong"},
		{"a point without decimals", "12.", 0, "money.wrong"},
		{"a negative amount", "-5", 0, "money.wrong"},
		{"a formula", "২ x ৫০", 0, "money.wrong"},
		{"more than can be counted", "99999999999999999999", 0, "money.wrong"},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			got, err := money.Parse(row.written)
			if got != row.want {
				t.Errorf("got %d paisa, want %d", got, row.want)
			}
			if list := fault.List(err); (len(list) > 0) != (row.message != "") || len(list) > 0 && list[0].Message != row.message {
				t.Errorf("got %v, want %q", err, row.message)
			}
		})
	}
}

func TestPaisaText(t *testing.T) {
	rows := []struct {
		what   string
		amount money.Paisa
		bn, en string
	}{
		{"whole taka have no decimals", money.Taka(123456), "৳১,২৩,৪৫৬", "Tk 1,23,456"},
		{"paisa have two", 12345605, "৳১,২৩,৪৫৬.০৫", "Tk 1,23,456.05"},
		{"nothing is zero taka", 0, "৳০", "Tk 0"},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			if got := row.amount.Text(message.Bn); got != row.bn {
				t.Errorf("got %q, want %q", got, row.bn)
			}
			if got := row.amount.Text(message.En); got != row.en {
				t.Errorf("got %q, want %q", got, row.en)
			}
		})
	}
}

func TestPaisaReadsWhatItPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := money.Paisa(rapid.Int64Range(0, 1e15).Draw(t, "paisa"))
		for _, lang := range []message.Lang{message.Bn, message.En} {
			if got, err := money.Parse(amount.Text(lang)); err != nil || got != amount {
				t.Fatalf("%s reads as %d, %v", amount.Text(lang), got, err)
			}
		}
	})
}

func TestTextsComplete(t *testing.T) {
	if _, err := message.New(money.Texts); err != nil {
		t.Error(err)
	}
}
