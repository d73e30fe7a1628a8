package e2e

import (
	"strings"
	"sync"
	"testing"
)

// dighaliaHead leads the second office.
var dighaliaHead = credentials{"ফারহানা ইয়াসমিন", "Farhana Yasmin", "01911445566", "atai-nodir-pare-dighalia"}

var secondOnce sync.Once

// secondOffice makes an office once, out of a printed charter in an old encoding.
func secondOffice(t *testing.T) {
	t.Helper()
	secondOnce.Do(func() {
		link := foundDighalia(signIn(t, visit{}))
		accept(t, link, dighaliaHead)
		leader := arrive(t, visit{})
		leader.signIn(dighaliaHead)
		importCharter(leader)
		completePromise(leader)
		publish(leader)
	})
}

// TestSecondOffice lets a citizen use the second office from a phone.
func TestSecondOffice(t *testing.T) {
	secondOffice(t)
	citizen := arrive(t, visit{width: phone})
	mine := applyInDighalia(citizen)
	leader := arrive(t, visit{})
	leader.signIn(dighaliaHead)
	leader.follow(`li.req h3 a[href$="/desk/cases/` + ascii(mine.number) + `"]`)
	leader.send("/closure", "outcome", "advised", "sentence", "রাউটার বদলাতে বলা হয়েছে; কোন মডেল ভালো, লিখে দেওয়া হয়েছে।")

	citizen.find("/dighalia", mine)
	citizen.sees("রাউটার বদলাতে বলা হয়েছে")
}

// foundDighalia adds the office as the steward of all offices does, and returns
// the link for its head.
func foundDighalia(v *visitor) (link string) {
	v.t.Helper()
	v.open("/offices")
	v.follow(`a[href$="/offices/new"]`)
	v.pick("#kind", "upazila")
	v.pick("#parent", "doict-khulna")
	v.fill("#name", "দিঘলিয়া আইসিটি কার্যালয়")
	v.fill("#name_en", "Dighalia ICT Office")
	v.fill("#place", "উপজেলা কার্যালয়, দিঘলিয়া, খুলনা")
	v.fill("#phone", "০২৪৭৭৭০১২৩৪")
	v.pick("#region", "khulna")
	v.fill("#slug", "dighalia")
	v.fill("#title", "সহকারী প্রোগ্রামার")
	v.fill("#title_en", "Assistant Programmer")
	v.follow(`form[action$="/offices"] button`)
	v.follow(`tr:has(a[href$="/dighalia"]) form[action$="/invitations"] button`)
	link = v.read("main .mono")
	if !strings.HasPrefix(link, the.address+"/invitations/") {
		v.fatalf("the link for the head reads %q", link)
	}
	return link
}

// importCharter brings the printed charter in and sees it in Unicode.
func importCharter(v *visitor) {
	v.t.Helper()
	v.open("/dighalia/desk/charter")
	v.attach("#file", testFile(v.t, "dighalia-bijoy.txt"))
	v.follow(`form[action$="/desk/charter/drafts"] button`)
	if !strings.Contains(v.path(), "/desk/charter/drafts/") {
		v.fatalf("the import leads to %s", v.path())
	}
	v.sees("কম্পিউটার ও ইন্টারনেট বিষয়ে পরামর্শ")
	v.sees("যথাসম্ভব দ্রুত")
}

// completePromise sets two working days for the one row without a number.
func completePromise(v *visitor) {
	v.t.Helper()
	v.choose(`#complete label:has(input[value="working_day"])`)
	v.fill("#count", "২")
	v.fill("#reason", "নভেম্বরের মাসিক সভার সিদ্ধান্ত")
	v.follow(`#complete button`)
	v.sees("যথাসম্ভব দ্রুত") // the printed cell stays
}

// publish looks at what will change and publishes from today.
func publish(v *visitor) {
	v.t.Helper()
	v.follow(`.pub a.btn`)
	v.follow(`form[action$="/publication"] button`)
	v.open("/dighalia")
	v.sees("কম্পিউটার ও ইন্টারনেট বিষয়ে পরামর্শ")
}

// applyInDighalia applies for advice and sees the promise that was completed.
func applyInDighalia(v *visitor) slip {
	v.t.Helper()
	v.open("/dighalia")
	v.fill("#q", "ইন্টারনেট পরামর্শ")
	v.follow(`form[role="search"] button`)
	v.follow(`main ol a[href*="/services/"]`)
	v.sees("২ কার্যদিবস")
	v.follow(`main a[href$="/apply"]`)
	v.follow(`form[action$="/drafts"] button`)
	v.choose(`label:has(input[name="for"][value="self"])`)
	v.follow(`button[value="next"]`)
	v.fill("#name", "সালমা খাতুন")
	v.fill("#mobile", "01711223344")
	v.follow(`button[value="next"]`)
	v.fill("#need", "বাসার ইন্টারনেট রাতে খুব ধীর হয়ে যায়।")
	v.follow(`button[value="next"]`)
	v.follow(`button[value="next"]`)
	v.sees("২৫ নভেম্বর") // two working days after Monday the 23rd
	v.follow(`form[action$="/submission"] button`)
	return v.receipt()
}
