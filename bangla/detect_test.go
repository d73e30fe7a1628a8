package bangla_test

import (
	"strings"
	"testing"

	"dorgora/bangla"
	"dorgora/bangla/bijoytest"
)

func TestLooksBijoyKnowsCellsAndTexts(t *testing.T) {
	for _, text := range []string{
		"µwgK bs", "‡mev mgyn", "Awdm PjvKvjxb mg‡q |", "gš—e¨", "‡mev`v‡bi mgqmxgv", "webv g~‡j¨", "wba©vwiZ wd…", "cÖwkÿY", "bs", "Awdm",
		"bvg", "ZvwiL", "mgq", "wVKvbv", "01 w`b", "evsjv‡`k", "Kvh©vjq", "mnKvix †cÖvMÖvgvi", "bvgt †gvt Kwig", "‡dvb: 01712-000000, dls@gmail.com",
		"ICT welqK cÖwkÿY", "miKvi", "MÖnY", "Awa`ßi", "KwigMÄ", "D”PMwZi", "j²xcyi", "wk¶v", "Kw¤úDUvi", "`vwqZ¡cÖvß Kg©KZ©v (bvg, c`we)", "\u0087mev mgyn",
	} {
		t.Run(text, func(t *testing.T) {
			if !bangla.LooksBijoy(text) {
				t.Errorf("not seen; it reads %s", bangla.FromBijoy(text))
			}
		})
	}
}

func TestLooksBijoyLeavesOtherTextAlone(t *testing.T) {
	for _, text := range []string{
		"", "   ", "12,345.00", "০১৭১২", "20/-", "2026-11-23", "+880-255039757", "doictrupsha@gmail.com", "https://doict.gov.bd/site/page/owlB", "www.rupsha.khulna.gov.bd",
		"ICT", "UNO", "SMS", "APA/GPMS", "Wi-Fi", "PDF & DOCX", "e-mail", "iPhone", "YouTube", "LinkedIn", "GitHub", "McDonald", "JavaScript",
		"The time fixed by the government.", "Service name", "The way to provide services", "Self UDC From 09.00am to 05.00pm, the time taken by the government.",
		"Chief Executive Officer", "Mr. Md. Rafiq Huq, TV & Div. Gov.", "Sadiq", "Iraq", "Qatar", "MV Rupsha", "IV", "vs", "Nov", "rev. 5", "kg, km, mm, ml", "20 tk",
		"Café", "naïve façade", "Straße", "Größe", "São Paulo", "señor", "crème brûlée", "Zoë", "Kraḥ naṁ", "sēbāra nāma", "100 m²", "25 °C", "© 2026", "Windows™", "5 × 3", "½",
		"don’t", "“Quoted” – text…", "snake_case_name", "`code`", "a ~ b", "x^2", "R&D", "McKinsey", "Mst. Nasrin", "Ltd", "Sylhet", "Bldg", "Ctg", "tsk", "rhythm", "Khulna", "Mohadevpur", "ÖSTERREICH", "Österreich", "zsh", "HTTPS",
		"ক্রমিক নং", "সেবা", "আইসিটি / ICT", "dig", "big", "web", "feb", "Km", "Ki", "I", "A", "Gi",
	} {
		t.Run(text, func(t *testing.T) {
			if bangla.LooksBijoy(text) {
				t.Errorf("taken for Bijoy: %s", bangla.FromBijoy(text))
			}
		})
	}
}

// englishText is plain official English in which no word may be taken for Bijoy.
const englishText = `Every citizen has the right to receive a service within the time that the office has promised.
Applications are received at the front desk, by telephone, by post and online. Where papers are missing, the officer asks for
them once, in writing, and the clock stops until they arrive. No fee is payable unless the schedule says so; fees are paid by
treasury challan, and the receipt is kept with the file. The responsible officer replies within seven working days. If the promise
is broken, the applicant may complain to the grievance officer of the district, and appeal to the department after thirty days.
Training courses for unemployed young people are held quarterly; equipment, laboratories and networks of schools are inspected
every year. Minutes of monthly meetings, awards, budgets, vehicles, oxygen cylinders, jewellery, rhythm, psychology, fjords, crwth,
gymnasium, quiz, query, technique, awkward, knowledge, lawyer, wreck, write, yacht, zinc, xylophone, tsunami, vlog, svelte, revving, navvy,
advice, obvious, subvert, involve, solve, carve, invite, above, five, dove, savvy, bevy, devoid, evoke, avid, livre, chevron, Kyiv, Tel Aviv,
Bangabandhu, Mymensingh, Brahmanbaria, Chattogram, Jashore, Cumilla, Barishal, Rajshahi, Rangpur, Sylhet, Satkhira, Bagerhat, Narsingdi, Tofazzal,
Shamsul Huq, Tanvir, Shuvro, Dev, Sajeev, Bhattacharjee, Chakraborty, Mukherjee, Nguyen, Hrithik, Vladimir, Mlada, Ng, Kwgan.`

func TestLooksBijoyFiresOnNoEnglishWord(t *testing.T) {
	for _, word := range strings.Fields(englishText) {
		word = strings.Trim(word, ".,;")
		if word == "Kwgan" || word == "crwth" {
			continue // no English spelling
		}
		t.Run(word, func(t *testing.T) {
			if bangla.LooksBijoy(word) {
				t.Errorf("taken for %s", bangla.FromBijoy(word))
			}
		})
	}
	t.Run("nor on the whole text", func(t *testing.T) {
		if bangla.LooksBijoy(englishText) {
			t.Error("taken for Bijoy")
		}
	})
}

func TestLooksBijoyKnowsEveryCharterCell(t *testing.T) {
	for _, line := range strings.Split(read(t, "charter-rupsha.txt"), "\n") {
		for _, cell := range strings.Split(line, "\t") {
			if len([]rune(cell)) < 6 {
				continue
			}
			if bijoy := bijoytest.Write(cell); !bangla.LooksBijoy(bijoy) {
				t.Errorf("%s (%s) was not seen", bijoy, cell)
			}
		}
	}
}

func TestConvertMixedConvertsOnlyBijoy(t *testing.T) {
	for _, row := range []struct{ name, in, want string }{
		{"a heading in Unicode before a body in Bijoy", "সেবার নাম: cÖwkÿY Av‡qvRb", "সেবার নাম: প্রশিক্ষণ আয়োজন"},
		{"Bijoy between Unicode words", "জেলা Kvh©vjq, খুলনা", "জেলা কার্যালয়, খুলনা"},
		{"JSON with tags", `\u2021mev c\u00d6` + "`" + `vb<\/span>`, "সেবা প্রদান"},
		{"JSON with an escaped backtick", `\u2021mev c\u00d6\` + "`" + `vbKvix<\/span>`, "সেবা প্রদানকারী"},
		{"JSON with a break", `bvg<br \/>\u2020dvb`, "নাম ফোন"},
		{"JSON of Unicode Bangla", `\u09b8\u09c7\u09ac\u09be`, "সেবা"},
		{"English and then Bijoy", "Time to offer services and the way to provide services Kvh©w`em cÖwkÿY", "Time to offer services and the way to provide services কার্যদিবস প্রশিক্ষণ"},
		{"Bijoy with a mail address", "B-†gBj t dls@gmail.com", "ই-মেইল : dls@gmail.com"},
		{"whole Bijoy", "Awdm PjvKvjxb mg‡q |", "অফিস চলাকালীন সময়ে।"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, converted := bangla.ConvertMixed(row.in)
			if !converted || bangla.Normal(got) != bangla.Normal(row.want) {
				t.Errorf("got %q, %v", got, converted)
			}
		})
	}
}

func TestConvertMixedLeavesOtherTextByteForByte(t *testing.T) {
	for _, text := range []string{
		"", "সেবা প্রদান", "ICT / ই-নথি/ ওয়েব পোর্টাল", "ফোন- +৮৮০-২৫৫০৩৯৭৫৭ doictrupsha@gmail.com", "Chief Executive Officer", englishText,
		"সময় 9.00 থেকে 5.00", "ইউপি’র \u200B সদস্য\r\n", "UDC (ইউডিসি) uddokta@example.com",
	} {
		t.Run(text, func(t *testing.T) {
			if got, converted := bangla.ConvertMixed(text); converted || got != text {
				t.Errorf("became %q", got)
			}
		})
	}
	t.Run("the whole charter", func(t *testing.T) {
		charter := read(t, "charter-rupsha.txt")
		if got, converted := bangla.ConvertMixed(charter); converted || got != charter {
			t.Error("was changed")
		}
	})
}
