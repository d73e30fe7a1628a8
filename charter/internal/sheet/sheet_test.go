package sheet_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/charter/internal/sheet"
	"dorgora/internal/fault"
)

// signs are those of a table that begins with the word ক্রমিক.
var signs = sheet.Signs{
	Header: func(texts []string) bool { return len(texts) > 1 && texts[0] == "ক্রমিক" },
	Title:  func(line string) bool { return strings.HasPrefix(line, "২.") },
}

// table writes rows with cells between bars; a cell that continues the one to
// its left is ←, one that continues the one above is ↑.
func table(rows [][]sheet.Cell) string {
	var lines []string
	for _, row := range rows {
		var cells []string
		for _, cell := range row {
			switch {
			case cell.Across:
				cells = append(cells, "←")
			case cell.Down:
				cells = append(cells, "↑"+cell.Text)
			default:
				cells = append(cells, strings.ReplaceAll(cell.Text, "\n", "⏎"))
			}
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return strings.Join(lines, "\n")
}

// blocks writes a reading with an empty line between its blocks.
func blocks(t *testing.T, text string) string {
	t.Helper()
	reading, err := sheet.Open(sheet.File{Bytes: []byte(text)}, signs)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, block := range reading.Blocks {
		if block.Rows != nil {
			all = append(all, table(block.Rows))
		} else {
			all = append(all, block.Text)
		}
	}
	return strings.Join(all, "\n\n")
}

func TestOpenBlocks(t *testing.T) {
	rows := []struct{ name, text, want string }{
		{"a merged cell covers its row", "<table><tr><td colspan=3>ক</td></tr><tr><td>খ<td>গ<td>ঘ</table>", "ক|←|←\nখ|গ|ঘ"},
		{"a merged cell reaches down beside new ones", "<table><tr><td rowspan=2>ক</td><td>খ</td></tr><tr><td>গ</td></tr></table>", "ক|খ\n↑ক|গ"},
		{"a block of merged cells", "<table><tr><td colspan=2 rowspan=2>ক<td>খ<tr><td>গ<tr><td>ঘ<td>ঙ<td>চ</table>", "ক|←|খ\n↑ক|←|গ\nঘ|ঙ|চ"},
		{"line breaks and list items are lines of the cell", "<table><tr><td>ক<br>খ<ul><li>গ</li><li>ঘ</li></ul></td><td>১</td></tr></table>", "ক⏎খ⏎গ⏎ঘ|১"},
		{"a table that lays out the page gives way to the real one", "<table><tr><td>মেনু</td><td>আগে<table><tr><td>ক্রমিক<td>নাম<tr><td>১<td>ক</table>পরে</td></tr></table>", "মেনু\n\nআগে\n\nক্রমিক|নাম\n১|ক\n\nপরে"},
		{"a small table in a real one is text", "<table><tr><td>ক্রমিক<td>দর</td></tr><tr><td>১<td><table><tr><td>ক<td>৫<tr><td>খ<td>৯</table></td></tr></table>", "ক্রমিক|দর\n১|ক ৫⏎খ ৯"},
		{"a frame of one cell is prose", "<table><tr><td>শুধু কথা</td></tr></table>", "শুধু কথা"},
		{"navigation and footers fall away", "<nav>মেনু</nav><p>কথা</p><footer>নিচে</footer><script>x<y</script>", "কথা"},
		{"a footer that never closes is kept", "<footer><p>কথা", "কথা"},
		{"entities and invisible characters", "<p>ক&amp;খ&nbsp;গ\u200bঘ&#2453;</p>", "ক&খ গঘক"},
		{"tabs", "ক\tখ\n১\t২", "ক|খ\n১|২"},
		{"pipes with a rule", "| ক | খ |\n|---|---|\n| ১ | ২<br>৩ |", "ক|খ\n১|২⏎৩"},
		{"one pipe is no table", "কাজ শেষ | তারপর", "কাজ শেষ | তারপর"},
		{"aligned columns", "ক্রমিক   নাম        সময়\n১        ক          ২ দিন\n                    বা ৩ দিন\n২        খ          -", "ক্রমিক|নাম|সময়\n১|ক|২ দিন বা ৩ দিন\n২|খ|-"},
		{"a title ends aligned columns", "ক্রমিক   নাম        সময়\n১        ক          ২ দিন\n২.২ আরও", "ক্রমিক|নাম|সময়\n১|ক|২ দিন\n\n২.২ আরও"},
		{"wide gaps without a header are prose", "এক   দুই   তিন", "এক দুই তিন"},
		{"a cell broken over lines is one cell", "ক\tখ\tগ\n১\tএক\nদুই\tতিন\n২\tচার\tপাঁচ", "ক|খ|গ\n১|এক⏎দুই|তিন\n২|চার|পাঁচ"},
		{"escaped HTML", `"<p>\u0995<\/p>\n<p>\u0996 <b>\u0997<\/b><\/p>"`, "ক\n\nখ গ"},
		{"a Bijoy run broken over elements", `<p><span style="font-family:SutonnyMJ">‡</span><span style="font-family:'SutonnyMJ'">mev</span></p>`, "সেবা"},
		{"a Unicode font of like name", `<p><span style="font-family:SutonnyOMJ">ICT</span> সেবা</p>`, "ICT সেবা"},
		{"an address in a Bijoy font", `<p style="font-family:SutonnyMJ">‡mev office@dls.gov.bd</p>`, "সেবা office@dls.gov.bd"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := blocks(t, row.text); got != row.want {
				t.Errorf("got\n%s\nwant\n%s", got, row.want)
			}
		})
	}
}

func FuzzDOCX(f *testing.F) {
	f.Add([]byte("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr><w:p><w:r><w:t>ক</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"))
	f.Add([]byte("<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		start := time.Now()
		reading, err := sheet.DOCX(body, signs)
		var one *fault.Fault
		if err != nil && !errors.As(err, &one) {
			t.Fatalf("an error that is no fault: %v", err)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Fatalf("%d bytes took %v", len(body), took)
		}
		empty := slices.ContainsFunc(reading.Blocks, func(b sheet.Block) bool { return b.Rows == nil && b.Text == "" })
		if err == nil && (empty || len(reading.Blocks) == 0) {
			t.Fatal("an empty block")
		}
	})
}
