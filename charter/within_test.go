//go:build unix

package charter_test

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/fault"
)

// hostile are inputs that are read, however odd, within two seconds and 64 MB.
func hostile() map[string]string {
	return map[string]string{
		"tables inside tables":        strings.Repeat("<table><tr><td>ক", 60_000),
		"elements without end":        strings.Repeat("<b><i><font face=x>", 80_000) + "শেষ",
		"a span over the whole world": `<table><tr><td colspan="100000" rowspan="100000">নাগরিক সেবা</td></tr><tr><td colspan=99999>খ</table>`,
		"rows that span each other":   tableOf(`<tr><td rowspan="65000">১</td><td rowspan=9>ক</td><td rowspan=7>২</td></tr>`, 1500),
		"one endless line":            strings.Repeat("ক্রমিক সেবার নাম ", 45_000),
		"two megabytes of letters":    strings.Repeat("প্রশিক্ষণ ও পরামর্শ প্রদান করা হয়। ", 21_000),
		"two megabytes of Bijoy":      strings.Repeat("‡mev cÖ`v‡bi mgqmxgv wba©vwiZ ", 52_000),
		"aligned without end":         "ক্রমিক  সেবার নাম  সময়সীমা\n" + strings.Repeat("  ক  খ  গ\n", 3000),
		"paragraphs":                  strings.Repeat("২। কাজ – ২ দিন\n", 9_900),
		"escapes":                     `"` + strings.Repeat(`\u2021mev`, 100_000) + `"`,
		"open quotation marks":        strings.Repeat("\t\"\n", 3000),
		"pipes":                       strings.Repeat("|ক|খ|\n", 3900),
		"half a letter":               "\xe0\xa6 ক্রমিক\tসেবার নাম\n",
	}
}

func TestReadWithinLimits(t *testing.T) {
	for name, input := range hostile() {
		t.Run(name, func(t *testing.T) {
			runtime.GC()
			defer debug.SetGCPercent(debug.SetGCPercent(50))
			peak, stop := watchHeap()
			start := processorTime(t)
			_, err := charter.Read(charter.Source{Bytes: []byte(input)})
			took := processorTime(t) - start
			stop()
			var f *fault.Fault
			if err != nil && !errors.As(err, &f) {
				t.Errorf("an error that is no fault: %v", err)
			}
			if took > 2*time.Second {
				t.Errorf("%d bytes took %v", len(input), took)
			}
			if *peak > 64<<20 {
				t.Errorf("%d bytes took %d MB", len(input), *peak>>20)
			}
			t.Logf("%d bytes: %v, %d MB, %v", len(input), took, *peak>>20, err)
		})
	}
}

func TestReadPDFWithinLimits(t *testing.T) {
	line := `<word xMin="30" yMin="%d" xMax="60" yMax="%d">ক্রমিক</word><word xMin="90" yMin="%d" xMax="140" yMax="%d">সেবার</word><word xMin="200" yMin="%d" xMax="240" yMax="%d">সময়</word>` + "\n"
	var page strings.Builder
	page.WriteString("<page>\n")
	for y := 0; page.Len() < 2<<20; y += 14 {
		fmt.Fprintf(&page, line, y, y+12, y, y+12, y, y+12)
	}
	start := processorTime(t)
	_, err := charter.Read(charter.Source{Bytes: []byte("%PDF-"), PDFText: func([]byte) (string, error) { return page.String(), nil }})
	if took := processorTime(t) - start; took > 2*time.Second {
		t.Errorf("%d bytes took %v: %v", page.Len(), took, err)
	}
}

// processorTime is what this process has used of the processors: on a busy
// machine the clock says nothing.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// watchHeap follows how far the heap grows until stop is called.
func watchHeap() (peak *uint64, stop func()) {
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	peak = new(uint64)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			runtime.ReadMemStats(&now)
			if now.HeapAlloc > before.HeapAlloc {
				*peak = max(*peak, now.HeapAlloc-before.HeapAlloc)
			}
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	return peak, func() { close(done); <-ended }
}
