package charter

import (
	"fmt"
	"testing"

	"dorgora/bangla"
)

// short writes a time as a clerk would note it: kind, count and unit, "?" for
// days that may be working or calendar days, alternatives after "|".
func short(t Time) string {
	text := string(t.Kind)
	switch {
	case t.Min > 0:
		text += fmt.Sprintf(" %d-%d", t.Min, t.Max)
	case t.Max > 0:
		text += fmt.Sprintf(" %d", t.Max)
	}
	if t.Unit != NoUnit {
		text += " " + string(t.Unit)
		if !t.UnitCertain {
			text += "?"
		}
	}
	if t.Trigger != "" {
		text += " [" + t.Trigger + "]"
	}
	for _, other := range t.Alternatives {
		text += " | " + short(other)
	}
	return text
}

func TestTimeRead(t *testing.T) {
	for _, row := range []struct{ cell, want string }{
		// the seed
		{"তাৎক্ষণিক/কার্য দিবস (প্রযোজ্য ক্ষেত্রে)", "unmeasurable | immediate | unmeasurable working_day"},
		{"নির্দেশনা অনুযায়ী", "by_instruction"},
		// counts
		{"০৭ (সাত) কার্যদিবস", "within 7 working_day"},
		{"০৩দিনের মধ্যে", "within 3 day?"},
		{"০১ দিন", "within 1 day?"},
		{"১২০ দিন", "within 120 day?"},
		{"৫ কর্ম দিবসের মধ্যে", "within 5 working_day"},
		{"৪৫ কার্যদিবস।", "within 45 working_day"},
		{"৩ কর্মদিবস", "within 3 working_day"},
		{"১ম কর্মদিবসের মধ্যে", "within 1 working_day"},
		{"৩য় কর্মদিবসের মধ্যে", "within 3 working_day"},
		{"৩\u09df কর্মদিবসের মধ্যে", "within 3 working_day"}, // য় in one code point
		{"তৃতীয় কার্যদিবসের মধ্যে", "within 3 working_day"},
		{"সাত দিনের মধ্যে", "within 7 day?"},
		{"পনের দিন", "within 15 day?"},
		{"ত্রিশ মিনিট", "within 30 minute"},
		{"১ ঘন্টা ৩৫ মিঃ", "within 95 minute"},
		{"৩০ মিঃ", "within 30 minute"},
		{"১ ঘণ্টা", "within 1 hour"},
		{"২ ঘন্ট", "within 2 hour"},
		{"দেড় ঘণ্টা", "within 90 minute"},
		{"১.৫ ঘণ্টা", "within 90 minute"},
		{"২ সপ্তাহ", "within 14 day"},
		{"২৪ ঘণ্টা", "within 24 hour"},
		{"৬ মাস", "within 6 month"},
		{"২ বৎসর", "within 2 year"},
		{"সর্বোচ্চ ৭ দিন", "within 7 day?"},
		{"অনধিক ৭ দিন", "within 7 day?"},
		{"within 7 working days", "within 7 working_day"},
		{"3 (three) days", "within 3 day?"},
		{"30 minutes", "within 30 minute"},
		{"১০ (দষ) কার্যদিবস", "within 10 working_day"}, // the word is misspelt, the figure counts
		// receipt is not a trigger
		{"আবেদন প্রাপ্তির সাত দিনের মধ্যে", "within 7 day?"},
		{"আবেদন প্রাপ্তির তারিখ হতে সর্বোচ্চ ৪৫(পয়ঁতাল্লিশ ) কার্য দিবস", "within 45 working_day"},
		{"দরখাস্ত জমা দেওয়ার দিন থেকে ৪৫ (পঁয়তাল্লিশ) কর্মদিবসের মধ্যে", "within 45 working_day"},
		{"গ্রহণের ১০ কর্মদিবসের মধ্যে", "within 10 working_day"},
		{"৩ দিন (আবেদন প্রাপ্তির পর)", "within 3 day?"},
		// ranges
		{"2 থেকে 3 দিন", "range 2-3 day?"},
		{"০১-০৭ দিন", "range 1-7 day?"},
		{"১ হইতে ৭ দিন", "range 1-7 day?"},
		{"দুই থেকে তিন দিন", "range 2-3 day?"},
		{"সপ্তাহে ১ থেকে ৭দিনের মধ্যে", "range 1-7 day?"},
		{"আপত্তি না থাকলে ১থেকে ৩দিনের মধ্যে", "range 1-3 day? [আপত্তি না থাকলে]"},
		{"অফিস ভেদে ১ মাস হতে ১ বছর", "range 1-12 month [অফিস ভেদে]"},
		{"অফিস ভেদে ১ মাস হইতে ১ বৎসর", "range 1-12 month [অফিস ভেদে]"},
		{"৭ দিন হতে ১ মাস", "within 1 month | within 7 day?"},
		{"৩০ মিনিট থেকে ২ ঘণ্টা", "range 30-120 minute"},
		// windows
		{"সকাল 9.00ঘাটিকা হইতে বিকাল 5.00 ঘাটিকা পর্যন্ত", "window"},
		{"অফিস চলাকালীন সময়ে।", "window"},
		{"(৯.০০টা - ৫.০০ টা)", "window"},
		{"সপ্তাহে ৬ দিন", "window"},
		{"মাসের ২০ তারিখ থেকে ৩০ তারিখে মধ্যে", "window"},
		{"প্রতিমাসের ৩ তারিখ থেকে ১৫ তারিখ পর্যন্ত", "window"},
		{"জানুয়ারী-জুন প্রথম কিস্তি", "window"},
		{"১ জানুয়ারীর পূর্বে প্রতিষ্ঠানে", "window"},
		{"সারা বছর", "window"},
		{"মাসে ২ বার", "window"},
		{"প্রতি মাসে", "window"},
		{"প্রতি ৩ মাস অন্তর", "window"},
		{"সার্বক্ষণিক (২৪ ঘণ্টা)", "window"},
		{"২৪ ঘণ্টা খোলা", "window"},
		{"বছরের যে কোন সময়", "window"},
		{"Self UDC From 09.00am to 05.00pm, the time taken by the government.", "window"},
		// at once
		{"তাৎক্ষণিক", "immediate"},
		{"তাৎক্ষনিক", "immediate"},
		{"চাহিবা মাত্র", "immediate"},
		{"সাথে সাথে", "immediate"},
		{"Instantly", "immediate"},
		{"অফিস চলাকালীন চাহিবা মাত্র", "immediate | window"},
		{"তাৎক্ষণিক/৩ কার্যদিবস", "immediate | within 3 working_day"},
		// triggers
		{"সহকারী কমিশনার(ভূমি) হতে প্রস্তাব পাওয়ার ০৩(তিন) দিনের মধ্যে", "trigger 3 day? [সহকারী কমিশনার(ভূমি) হতে প্রস্তাব পাওয়ার]"},
		{"গাভীর গরম হওয়ার পর ১০-১২ ঘন্টা", "trigger 10-12 hour [গাভীর গরম হওয়ার পর]"},
		{"সর্বোচ্চ ১৫ দিন তদন্ত সাপেক্ষে।", "trigger 15 day? [তদন্ত সাপেক্ষে]"},
		{"সর্বোচ্চ ৩০-৪০দিন তদন্ত সাপেক্ষে", "trigger 30-40 day? [তদন্ত সাপেক্ষে]"},
		{"শুনানী সাপেক্ষে", "trigger [শুনানী সাপেক্ষে]"},
		{"বরাদ্দ সাপেক্ষে", "trigger [বরাদ্দ সাপেক্ষে]"},
		{"বরাদ্দ ও আদায়  সাপেক্ষে", "trigger [বরাদ্দ ও আদায় সাপেক্ষে]"},
		{"প্রতিবেদন প্রাপ্তির পর ৭ কার্যদিবস", "trigger 7 working_day [প্রতিবেদন প্রাপ্তির পর]"},
		{"৭ কার্যদিবস (অনুমোদনের পর)", "trigger 7 working_day [অনুমোদনের পর]"},
		{"অনুষ্ঠানের ৭ দিন পূর্বে", "trigger [অনুষ্ঠানের ৭ দিন পূর্বে]"},
		{"প্রতি মাসের ৫ কার্যদিবসের মধ্যে", "trigger 5 working_day [প্রতি মাসের]"},
		{"আবেদনের ৩ কার্যদিবস এবং তদন্ত প্রতিবেদন প্রাপ্তির পর ৭ কার্যদিবস", "within 3 working_day | trigger 7 working_day [এবং তদন্ত প্রতিবেদন প্রাপ্তির পর]"},
		{"২১ দিন (তদন্ত সাপেক্ষে), জরুরি ৭ দিন", "trigger 21 day? [তদন্ত সাপেক্ষে] | within 7 day?"},
		// no promise
		{"কমপক্ষে ০৭-৩০( সাত-ত্রিশ) কার্যদিবস", "at_least 7-30 working_day"},
		{"ন্যূনতম ৭ দিন", "at_least 7-0 day?"},
		{"কার্যদিবস", "unmeasurable working_day"},
		{"সরকার নির্ধারিত সময়", "unmeasurable"},
		{"The time fixed by the government.", "unmeasurable"},
		{"যথাসময়ে", "unmeasurable"},
		{"বার্ষিক কর্মপরিকল্পনা অনুযায়ী", "by_instruction"},
		{"সভার সিদ্ধান্ত মোতাবেক", "by_instruction"},
		{"নির্দেশনা মোতাবেক", "by_instruction"},
		// nothing
		{"", "empty"}, {" - ", "empty"}, {"প্রযোজ্য নহে", "empty"}, {"……", "empty"},
		// several
		{"২-৩ দিন (তবে তথ্য অধিকার আইন, ২০০৯ অনুযায়ী, সর্বোচ্চ ৩০ দিন)", "range 2-3 day? | within 30 day?"},
		{"সাধারণ ২১ দিন/জরুরি ৭ দিন", "within 21 day? | within 7 day?"},
		{"সাধারণ: ২১ কার্যদিবস\nজরুরি: ৭ কার্যদিবস", "within 21 working_day | within 7 working_day"},
	} {
		t.Run(row.cell, func(t *testing.T) {
			if got := short(readTime(bangla.Normal(row.cell))); got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
		})
	}
}

func TestTimeIsNoPromise(t *testing.T) {
	for _, cell := range []string{"", "কমপক্ষে ৭ দিন", "নির্দেশনা অনুযায়ী", "তাৎক্ষণিক/কার্য দিবস", "যথাসময়ে"} {
		if readTime(cell).Measurable() {
			t.Errorf("%q counts as a promise", cell)
		}
	}
}

func FuzzTime(f *testing.F) {
	for _, seed := range []string{"০৭ (সাত) কার্যদিবস", "১ মাস হতে ১ বছর", "তাৎক্ষণিক/কার্য দিবস", "(((", "৯৯৯৯ বছর ৯৯৯৯ মাস", "দুই-তিন দিন"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		got := readTime(cell)
		if got.Kind == "" || got.Alternatives == nil || got.Max < 0 || got.Min < 0 {
			t.Errorf("%q read as %+v", cell, got)
		}
		if (got.Kind == Within || got.Kind == Range) && (got.Max == 0 || got.Unit == NoUnit) {
			t.Errorf("%q promises nothing: %+v", cell, got)
		}
	})
}
