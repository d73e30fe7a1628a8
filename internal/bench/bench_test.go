package bench_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"os"
	"os/signal"
	"strings"
	"testing"
	"time"

	"dorgora/internal/bench"
	"dorgora/internal/cli"
)

// TestMain lets the test binary be the program: bench starts it as it starts
// dorgora.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == "serve" || os.Args[1] == "bench-limit") {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		code := cli.Run(ctx, cli.Terminal{
			Args: os.Args[1:], Environ: os.Environ(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: time.Now, Random: rand.Reader,
		})
		stop()
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// The test binary is neither static nor stripped, and needs no other server: these
// say so. Everything else must give a figure.
var unmeasuredHere = map[string]bool{"11": true, "15": true}

func TestRunQuick(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	report, err := bench.Run(t.Context(), bench.Plan{
		Cases: 2000, Offices: 8, Rounds: 1, Span: 100 * time.Millisecond, Binary: binary, Folder: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, row := range report.Rows {
		seen[row.Bar]++
		switch {
		case unmeasuredHere[row.Bar]:
			if row.Why == "" || row.Met {
				t.Errorf("%s %s cannot have been measured: %+v", row.Bar, row.Name, row)
			}
		case row.Why != "":
			t.Errorf("%s %s is not measured: %s", row.Bar, row.Name, row.Why)
		case row.Value <= 0 || row.Must == "" || row.Limit != 0 && row.Ratio <= 0:
			t.Errorf("%s %s has no figure: %+v", row.Bar, row.Name, row)
		}
	}
	for _, number := range strings.Fields("1 2 3 4 5 6 7 8 9 10 11 13 15 16") {
		if seen[number] == 0 {
			t.Errorf("bar %s has no row", number)
		}
	}
	checkForms(t, report)
}

// checkForms holds both forms of a report against what readers of it need.
func checkForms(t *testing.T, report bench.Report) {
	t.Helper()
	text, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Commit string
		Cores  int
		Rows   []map[string]any
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if read.Commit == "" || read.Cores < 1 || len(read.Rows) != len(report.Rows) {
		t.Errorf("the report says %+v", read)
	}
	for _, row := range read.Rows {
		for _, field := range []string{"bar", "name", "value", "limit", "ratio", "must", "met"} {
			if _, there := row[field]; !there {
				t.Errorf("a row lacks %s: %v", field, row)
			}
		}
	}
	var table strings.Builder
	if err := report.Print(&table); err != nil {
		t.Fatal(err)
	}
	for _, row := range report.Rows {
		if !strings.Contains(table.String(), row.Name) {
			t.Errorf("the table lacks %s", row.Name)
		}
	}
}

// A bar without a figure is never one that is met, nor one that is missed.
func TestReportMissed(t *testing.T) {
	report := bench.Report{Rows: []bench.Row{
		{Bar: "1", Met: true}, {Bar: "2"}, {Bar: "3", Why: "strace is not installed"},
	}}
	if n := report.Missed(); n != 1 {
		t.Errorf("%d bars are missed, not 1", n)
	}
}
