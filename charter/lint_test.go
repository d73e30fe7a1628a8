package charter_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"dorgora/charter"
)

var rewrite = flag.Bool("update-findings", false, "write testdata/rupsha.findings.txt anew")

// rupsha reads the charter of the Rupsha office.
func rupsha(t *testing.T) charter.Charter {
	t.Helper()
	bytes, err := os.ReadFile("testdata/rupsha.txt")
	if err != nil {
		t.Fatal(err)
	}
	c, err := charter.Read(charter.Source{Name: "rupsha.txt", Bytes: bytes})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLintRupsha(t *testing.T) {
	findings := charter.Lint(rupsha(t), charter.LintOptions{})
	count := map[string]int{}
	for _, f := range findings {
		count[f.Code]++
	}
	for _, row := range []struct {
		says string
		code string
		want int
	}{
		{"no row has a measurable time", "TIME-UNMEASURABLE", 22},
		{"no row names its officer", "OFFICER-NAME-MISSING", 22},
		{"every row prints a Gmail address", "MAIL-NOT-GOVERNMENT", 22},
		{"papers are at the district office in 15 rows", "PAPERS-ELSEWHERE", 15},
		{"four fees refer to a policy", "FEE-BY-POLICY", 4},
		{"বুপসা stands in three rows", "PLACE-MISSPELT", 3},
		{"রুপসা for রূপসা is noted once", "PLACE-VARIANT", 1},
		{"expectations and grievance are missing", "SECTION-MISSING", 2},
		{"there is no date", "DATE-MISSING", 1},
		{"every row has the former title of the officer", "NAME-SUPERSEDED", 22},
		{"two rows offer no door a person can use", "CHANNEL-VAGUE", 2},
		{"the land line of nine digits can be dialled", "PHONE-LENGTH", 0},
		{"a misspelt place does not make an officer inconsistent", "OFFICER-INCONSISTENT", 0},
		{"the numbers are consecutive", "SERIAL-GAP", 0},
		{"no service stands twice", "SERVICE-DUPLICATED", 0},
		{"all columns are understood", "COLUMN-UNKNOWN", 0},
		{"the text is Unicode", "ENCODING-LEGACY", 0},
	} {
		t.Run(row.says, func(t *testing.T) {
			if count[row.code] != row.want {
				t.Errorf("%s: %d findings, want %d", row.code, count[row.code], row.want)
			}
		})
	}
	t.Run("the misspelt places are rows 3 to 5 of the internal services", func(t *testing.T) {
		var rows []string
		for _, f := range findings {
			if f.Code == "PLACE-MISSPELT" {
				rows = append(rows, string(f.Group)+f.Serial+f.Text)
			}
		}
		if want := []string{"internal3বুপসা", "internal4বুপসা", "internal5বুপসা"}; !slices.Equal(rows, want) {
			t.Errorf("got %v", rows)
		}
	})
	t.Run("all findings are as in the golden file", func(t *testing.T) {
		golden(t, "testdata/rupsha.findings.txt", listing(findings))
	})
}

func listing(findings []charter.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		where := "charter"
		if f.Serial != "" {
			where = fmt.Sprintf("%s %s %s", f.Group, f.Serial, f.Cell)
		}
		fmt.Fprintf(&b, "%s %s (%s): %s\n  %s\n  %s\n  → %s\n  → %s\n", f.Code, f.Severity, where, strings.ReplaceAll(f.Text, "\n", " "), f.Bn, f.En, f.Repair, f.RepairEn)
	}
	return b.String()
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("differs from %s; run the test with -update-findings and look at the difference", file)
	}
}

// officeCharter is a charter of an upazila office without any fault that the
// tests below do not plant.
func officeCharter(change func(c *charter.Charter)) charter.Charter {
	text := `সিটিজেনস চার্টার

ভিশন: তথ্য প্রযুক্তি সবার জন্য।

মিশন: দ্রুত সেবা।

২.১) নাগরিক সেবা:

ক্রমিক নং	সেবার নাম	সেবা প্রদান পদ্ধতি	প্রয়োজনীয় কাগজপত্র ও প্রাপ্তিস্থান	সেবার মূল্য ও পরিশোধ পদ্ধতি	সেবা প্রদানের সময়সীমা	দায়িত্বপ্রাপ্ত কর্মকর্তা (নাম, পদবি, ফোন নম্বর ও ই-মেইল)
১	তথ্য প্রদান	সরাসরি	আবেদনপত্র	বিনামূল্যে	৭ কার্যদিবস	মোঃ আব্দুল করিম, উপজেলা আইসিটি অফিসার, উপজেলা কার্যালয়, রূপসা, খুলনা। ফোন: ০১৭১১০০০০০০ ict@rupsha.gov.bd
২	পরামর্শ প্রদান	টেলিফোন	আবেদনপত্র	২০/=	৩ কার্যদিবস	মোঃ আব্দুল করিম, উপজেলা আইসিটি অফিসার, উপজেলা কার্যালয়, রূপসা, খুলনা। ফোন: ০১৭১১০০০০০০ ict@rupsha.gov.bd

৩. আপনার কাছে আমাদের প্রত্যাশা

নির্ভুল আবেদন জমা দিন।

৪. অভিযোগ প্রতিকার ব্যবস্থাপনা

জেলা কার্যালয়ে অভিযোগ করুন।

হালনাগাদ: ২৩ নভেম্বর ২০২৬
`
	c, err := charter.Read(charter.Source{Bytes: []byte(text)})
	if err != nil {
		panic(err)
	}
	change(&c)
	return c
}

// again reads changed cells as Parse would: through print and read.
func again(t *testing.T, c charter.Charter) charter.Charter {
	t.Helper()
	var b strings.Builder
	if err := charter.Print(&b, c, "html"); err != nil {
		t.Fatal(err)
	}
	c, err := charter.Read(charter.Source{Bytes: []byte(b.String())})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLintFinds(t *testing.T) {
	set := func(row int, cell charter.Meaning, text string) func(*charter.Charter) {
		return func(c *charter.Charter) { c.Services[row].Cells[cell] = text }
	}
	officer := "মোঃ আব্দুল করিম, উপজেলা আইসিটি অফিসার, উপজেলা কার্যালয়, রূপসা, খুলনা। ফোন: ০১৭১১০০০০০০ ict@rupsha.gov.bd"
	for _, row := range []struct {
		says   string
		change func(*charter.Charter)
		want   string // codes with severity and serial
	}{
		{"a good charter has no findings", func(*charter.Charter) {}, ""},
		{"an order is no time", set(0, charter.TimeOf, "নির্দেশনা মোতাবেক"), "TIME-UNMEASURABLE error 1"},
		{"a least time is no promise", set(0, charter.TimeOf, "কমপক্ষে ৭ কার্যদিবস"), "TIME-UNMEASURABLE error 1"},
		{"an empty time cell is no promise", set(1, charter.TimeOf, ""), "TIME-UNMEASURABLE error 2"},
		{"a condition without a number", set(0, charter.TimeOf, "বরাদ্দ সাপেক্ষে"), "TIME-CONDITION warning 1"},
		{"bare days", set(0, charter.TimeOf, "৭ দিন"), "TIME-UNIT-UNCERTAIN note 1"},
		{"a fee by policy", set(1, charter.FeeOf, "সরকার নির্ধারিত"), "FEE-BY-POLICY warning 2"},
		{"a fee that nobody understands", set(1, charter.FeeOf, "আলোচনা করে"), "FEE-UNKNOWN warning 2"},
		{"papers at the district office", set(0, charter.PapersOf, "আবেদনপত্র, জেলা কার্যালয়, খুলনা"), "PAPERS-ELSEWHERE warning 1"},
		{"papers at the office of another upazila", set(0, charter.PapersOf, "আবেদনপত্র, উপজেলা কার্যালয়, ফুলতলা"), "PAPERS-ELSEWHERE warning 1"},
		{"papers at the own office", set(0, charter.PapersOf, "আবেদনপত্র, উপজেলা কার্যালয়, রূপসা"), ""},
		{"only an order from above as channel", set(0, charter.ChannelsOf, "নির্দেশনা মোতাবেক"), "CHANNEL-VAGUE warning 1"},
		{"a service printed twice", set(1, charter.Name, "তথ্য প্রদান"), "SERVICE-DUPLICATED warning 2"},
		{"a jump in the numbers", set(1, charter.Serial, "৩"), "SERIAL-GAP note 3"},
		{"a mail address at Gmail", set(0, charter.OfficerOf, strings.Replace(officer, "ict@rupsha.gov.bd", "ict@gmail.com", 1)), "MAIL-NOT-GOVERNMENT warning 1"},
		{"a mobile number with a digit too few", set(0, charter.OfficerOf, strings.Replace(officer, "০১৭১১০০০০০০", "০১৭১১০০০০০", 1)), "PHONE-LENGTH warning 1"},
		{"no name of the officer", set(0, charter.OfficerOf, strings.Replace(officer, "মোঃ আব্দুল করিম, ", "", 1)), "OFFICER-NAME-MISSING warning 1"},
		{"a misspelt upazila", set(0, charter.OfficerOf, strings.Replace(officer, "রূপসা", "বূপসা", 1)), "PLACE-MISSPELT warning 1"},
		{"a former name of a system", set(0, charter.ChannelsOf, "ই-নথি, সরাসরি"), "NAME-SUPERSEDED warning 1"},
		{"এই নথি is not the system", set(0, charter.Remark, "এই নথি দেখান"), ""},
		{"no grievance section", func(c *charter.Charter) { delete(c.Sections, charter.Grievance) }, "SECTION-MISSING error "},
		{"no expectations", func(c *charter.Charter) { delete(c.Sections, charter.Expectations) }, "SECTION-MISSING warning "},
		{"no date", func(c *charter.Charter) { c.Date = "" }, "DATE-MISSING warning "},
	} {
		t.Run(row.says, func(t *testing.T) {
			var got []string
			for _, f := range charter.Lint(again(t, officeCharter(row.change)), charter.LintOptions{}) {
				got = append(got, fmt.Sprintf("%s %s %s", f.Code, f.Severity, f.Serial))
			}
			if strings.Join(got, "; ") != row.want {
				t.Errorf("got %q, want %q", strings.Join(got, "; "), row.want)
			}
		})
	}
}

func TestLintWholeCharter(t *testing.T) {
	c := officeCharter(func(c *charter.Charter) {
		c.Legacy = true
		c.Columns = append(c.Columns, charter.Column{Header: "ছবি"})
		c.Unread = append(c.Unread, charter.Unread{Where: "paragraph 9", Text: "অজানা লেখা"})
		third := c.Services[0]
		third.Name, third.Serial = "ল্যাব পরিদর্শন", "3"
		fourth := third
		fourth.Name, fourth.Serial = "প্রশিক্ষণ", "4"
		fourth.Officer.Phones = []string{"01811000000"}
		c.Services = append(c.Services, third, fourth)
	})
	var codes []string
	for _, f := range charter.Lint(c, charter.LintOptions{}) {
		codes = append(codes, f.Code)
	}
	if got := strings.Join(codes, " "); got != "ENCODING-LEGACY COLUMN-UNKNOWN TEXT-UNREAD OFFICER-INCONSISTENT" {
		t.Errorf("got %s", got)
	}
	t.Run("a charter without services is an error", func(t *testing.T) {
		findings := charter.Lint(charter.Charter{}, charter.LintOptions{})
		if findings[0].Code != "SERVICE-MISSING" || findings[0].Severity != charter.Error {
			t.Errorf("got %+v", findings[0])
		}
	})
}

func TestReportFailed(t *testing.T) {
	for _, row := range []struct {
		says   string
		change func(*charter.Charter)
		want   bool
	}{
		{"warnings and notes alone do not fail", func(c *charter.Charter) { c.Date = "" }, false},
		{"an error fails", func(c *charter.Charter) { delete(c.Sections, charter.Grievance) }, true},
	} {
		t.Run(row.says, func(t *testing.T) {
			report := charter.Check(officeCharter(row.change), charter.LintOptions{})
			if report.Failed() != row.want || report.Services != 2 || len(report.Findings) != 1 {
				t.Errorf("got %+v", report)
			}
		})
	}
}

func TestLintJudgesOnADay(t *testing.T) {
	c := rupsha(t)
	count := func(on string) (n int) {
		for _, f := range charter.Lint(c, charter.LintOptions{On: on}) {
			if f.Code == "NAME-SUPERSEDED" && strings.Contains(f.Text, "সহকারী প্রোগ্রামার") {
				n++
			}
		}
		return n
	}
	if before, after := count("2024-08-11"), count("2024-08-12"); before != 0 || after != 22 {
		t.Errorf("the title of the officer is former in %d rows the day before the order and in %d on its day, want 0 and 22", before, after)
	}
}

func TestLintNamesOwnOffice(t *testing.T) {
	c := officeCharter(func(c *charter.Charter) {
		c.Services[0].Papers[0].From = "জেলা কার্যালয়, খুলনা"
	})
	if got := charter.Lint(c, charter.LintOptions{Office: "জেলা কার্যালয়, খুলনা"}); len(got) != 0 {
		t.Errorf("papers at the district office are no fault in the charter of the district office: %+v", got)
	}
}

// TestFindingTexts holds the texts to what a reader needs.
func TestFindingTexts(t *testing.T) {
	page, err := os.ReadFile("../docs/CHARTER.md")
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile("findings.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(string(table)), "\n") {
		cell := strings.Split(line, "\t")
		if cell[0] == "code" {
			continue
		}
		t.Run(cell[0], func(t *testing.T) {
			if len(cell) != 6 || slices.Contains(cell, "") {
				t.Fatalf("%d cells, want 6 that are not empty", len(cell))
			}
			if !strings.Contains(string(page), "`"+cell[0]+"`") {
				t.Error("docs/CHARTER.md does not explain it")
			}
			if strings.ContainsAny(cell[4]+cell[5], "০১২৩৪৫৬৭৮৯0123456789") {
				t.Error("the repair invents a number")
			}
		})
	}
}
