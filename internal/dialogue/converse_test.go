package dialogue_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dorgora/bangla"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/dialogue"
	"dorgora/internal/kind/advice"
	"dorgora/internal/kind/centre"
	"dorgora/internal/kind/cyber"
	"dorgora/internal/kind/information"
	"dorgora/internal/kind/labsupport"
	"dorgora/internal/kind/procurement"
	"dorgora/internal/kind/rollout"
	"dorgora/internal/kind/speaker"
	"dorgora/internal/kind/technical"
	"dorgora/internal/kind/trouble"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/workday"
)

const farmer = "+8801712345678"

var all = []catalogue.Kind{
	advice.Kind, centre.Kind, cyber.Kind, information.Kind, labsupport.Kind, procurement.Kind, rollout.Kind, speaker.Kind, technical.Kind, trouble.Kind,
}

func kind(id string) catalogue.Kind {
	if i := slices.IndexFunc(all, func(k catalogue.Kind) bool { return k.ID == id }); i >= 0 {
		return all[i]
	}
	return catalogue.Kind{ID: catalogue.PlainKind}
}

// texts are those that replies hold.
func texts(t testing.TB) message.Catalogue {
	sets := []message.Set{dialogue.Texts, catalogue.Texts, number.Texts}
	for _, k := range all {
		sets = append(sets, k.Texts)
	}
	say, err := message.New(sets...)
	if err != nil {
		t.Fatal(err)
	}
	return say
}

func world(t testing.TB) dialogue.World {
	return dialogue.World{
		Now: noon, Offer: rupsha(), Calendar: workday.Bangladesh("khulna"), Kind: kind, Say: texts(t),
		Office: office.Office{
			ID: "rupsha", Name: "তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর, রূপসা উপজেলা কার্যালয়", NameEn: "Department of ICT, Rupsha Upazila Office",
			Phone: "+880255039757", Mail: "ap.rupsha.khulna@doict.gov.bd",
		},
		Superior: office.Office{ID: "khulna", Name: "তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর, খুলনা জেলা কার্যালয়", NameEn: "Department of ICT, Khulna District Office", Phone: "+880241725555"},
	}
}

func theCase(number string, status casework.Status) casework.Case {
	c := casework.Case{Office: "rupsha", Number: number, Status: status, Service: casework.ServiceRef{Name: "আইসিটি পণ্য ও সেবা বিষয়ে পরামর্শ"}, Due: noon.AddDate(0, 0, 40)}
	c.Application.Mobile = farmer
	switch status {
	case casework.Waiting:
		c.Missing = []string{strings.Repeat("জাতীয় পরিচয়পত্রের অনুলিপি ", 10)}
	case casework.Closed:
		c.Outcome, c.Sentence, c.Closed = casework.Advised, strings.Repeat("হালনাগাদ করে আবার চালু করুন। ", 20), noon
	}
	return c
}

// said is a reply in words.
func said(w dialogue.World, p dialogue.Plan) string {
	if p.Reply.Key == "" {
		return ""
	}
	return notice.Notice{Lang: p.Conversation.Lang, Key: p.Reply.Key, Args: p.Reply.Args, At: w.Now}.Text(w.Say)
}

// Whatever people write, in whatever order: nothing breaks, every reply takes at most
// two short messages and has all its values, and the same message leads to the same.
func TestConverseWhatever(t *testing.T) {
	corpus := messages(t)
	w := world(t)
	w.Cases = []casework.Case{
		theCase("46068469831", casework.Waiting), theCase("77585588196", casework.Closed), theCase("46423164234", casework.InProgress),
	}
	named := theCase("97777777772", casework.Received)
	w.Named = &named
	rapid.Check(t, func(t *rapid.T) {
		c := dialogue.Conversation{Office: "rupsha", Phone: farmer}
		for i := range rapid.IntRange(1, 14).Draw(t, "messages") {
			text := rapid.OneOf(
				rapid.Custom(func(t *rapid.T) string { return corpus[rapid.IntRange(0, len(corpus)-1).Draw(t, "line")].message }),
				rapid.SampledFrom([]string{"1", "2", "3", "ha", "na", "Abdul Karim", "Naihati", "২৫/১২/২০২৬", "117145", "computer nosto hoyeche"}),
				rapid.String(),
			).Draw(t, "text")
			m := dialogue.Message{Office: "rupsha", Key: fmt.Sprint(i), Phone: farmer, Text: text, Came: noon.Add(time.Duration(i) * time.Hour)}
			plan := dialogue.Converse(c, m, w)
			if again := dialogue.Converse(c, m, w); !reflect.DeepEqual(plan, again) {
				t.Fatalf("%q leads to\n%+v and to\n%+v", text, plan, again)
			}
			words := said(w, plan)
			if parts := bangla.Segments(words).Parts; parts > dialogue.MostParts || strings.ContainsAny(words, "[{") && !strings.ContainsAny(text, "[{") {
				t.Fatalf("%q is answered in %d parts: %s", text, parts, words)
			}
			if plan.Reply.Key == "" && plan.Act.Do == dialogue.None {
				t.Fatalf("%q is answered by nothing: %+v", text, plan)
			}
			c = plan.Conversation
		}
	})
}

// Every text with the longest values that it gets takes two short messages, before
// anything is cut off it.
func TestTextsTakeTwoParts(t *testing.T) {
	w := world(t)
	longest := map[string][2]string{
		"office": {w.Office.Name, w.Office.NameEn}, "phone": {"+৮৮০২৫৫০৩৯৭৫৭", "+880255039757"}, "mail": {w.Office.Mail, w.Office.Mail},
		"number": {"46068469831", "46068469831"}, "typed": {"৪৬০৬৮৪৬৯৮৩২", "46068469832"}, "day": {"২৫ সেপ্টেম্বর", "25 September"},
		"superior": {"তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর, খুলনা জেলা কার্যালয়", "Department of ICT, Khulna District Office"},
		"state":    {"আপনার উত্তরের অপেক্ষায়", "waiting for your answer"}, "calls": {"৯৯৯, ১০৯, ১০৯৮, ০১৩২০০০০৮৮৮", "999, 109, 1098, 01320000888"},
		"name": {"মোছাম্মৎ রহিমা খাতুন", "Mosammat Rahima Khatun"}, "service": {"কম্পিউটার ও ভাষা ল্যাবের সহায়তা", "Support for computer and language labs"},
		"place": {"নৈহাটি, শ্রীফলতলা", "Naihati, Srifaltala"}, "fee": {"বিনামূল্যে", "free"}, "promise": {"১৫ কার্যদিবস", "15 working days"},
		"papers": {"আবেদনপত্র", "application"}, "words": {"রাউটারের নাম", "the router's name"},
		"list":     {"\n১ ৪৬০৬৮৪৬৯৮৩১ গোপন আবেদন\n২ ৭৭৫৮৫৫৮৮১৯৬ গোপন আবেদন", "\n1 46068469831 confidential\n2 77585588196 confidential"},
		"question": {"কী নিয়ে সাহায্য দরকার", "What do you need help with"},
	}
	var args [2][]string
	for name, values := range longest {
		args[0], args[1] = append(args[0], name, values[0]), append(args[1], name, values[1])
	}
	for _, key := range w.Say.(message.Catalogue).Keys() {
		if !strings.HasPrefix(key, "dialogue.say.") {
			continue
		}
		for i, lang := range []string{"bn", "en"} {
			words := notice.Notice{Lang: lang, Key: key, Args: args[i], At: noon}.Text(w.Say)
			if got := bangla.Segments(words); got.Parts > dialogue.MostParts || strings.Contains(words, "{") {
				t.Errorf("%s in %s: %d parts, %d units: %s", key, lang, got.Parts, got.Units, words)
			}
		}
	}
}

func TestConverse(t *testing.T) {
	w := world(t)
	waiting, closed := theCase("46068469831", casework.Waiting), theCase("77585588196", casework.Closed)
	rows := []struct {
		name, text string
		cases      []casework.Case
		do         dialogue.Command
		number     string
		words      string // of the act
		says       string // text key
	}{
		{"free words answer the office's question", "model canon 2900", []casework.Case{waiting}, dialogue.Answer, waiting.Number, "model canon 2900", ""},
		{"an answer may hold words of commands", "amar kache shob kagoj ache, fee diyechi", []casework.Case{waiting}, dialogue.Answer, waiting.Number, "amar kache shob kagoj ache, fee diyechi", ""},
		{"a command at the beginning is no answer", "kagoj ki lagbe printer", []casework.Case{waiting}, "", "", "", "dialogue.say.papers"},
		{"an answer without words is asked for again", "uttor", []casework.Case{waiting}, "", "", "", "dialogue.say.answer.empty"},
		{"a number from one to five rates the last case", "৪", []casework.Case{closed}, dialogue.Rate, closed.Number, "৪", "dialogue.say.rated.yes"},
		{"three is solved in part", "3", []casework.Case{closed}, dialogue.Rate, closed.Number, "3", "dialogue.say.rated.partly"},
		{"a low rating asks whether it is solved", "rating 1", []casework.Case{closed}, "", "", "", "dialogue.say.solved"},
		{"yes alone says that it is solved", "ha", []casework.Case{closed}, dialogue.Rate, closed.Number, "ha", "dialogue.say.rated.yes"},
		{"no alone says that it is not", "hoyni", []casework.Case{closed}, dialogue.Rate, closed.Number, "hoyni", "dialogue.say.rated.no"},
		{"a number without a case to rate is not understood", "4", nil, "", "", "", "dialogue.say.unclear"},
		{"a complaint without a case leads to the superior", "ghush chay", nil, "", "", "", "dialogue.say.complain.nocase"},
		{"a complaint with its words is one message", "ovijog 10 din holo kaj hoy nai", []casework.Case{waiting}, dialogue.Complain, waiting.Number, "10 din holo kaj hoy nai", "dialogue.say.complained"},
		{"how a paper is handed in", "chobi kivabe pathabo", []casework.Case{waiting}, "", "", "", "dialogue.say.attach"},
		{"a person is to call", "sir er sathe kotha bolte chai", nil, dialogue.Person, "", "sir er sathe kotha bolte chai", "dialogue.say.called"},
		{"a problem names its service", "facebook id hack hoise", nil, "", "", "", "dialogue.say.papers"},
		{"an unknown number", "status 46423164234", nil, "", "", "", "dialogue.say.unknown"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			w.Cases = row.cases
			plan := dialogue.Converse(dialogue.Conversation{Office: "rupsha", Phone: farmer}, dialogue.Message{Text: row.text, Came: noon}, w)
			if plan.Act.Do != row.do || plan.Act.Number != row.number || plan.Act.Words != row.words || plan.Reply.Key != row.says {
				t.Errorf("%q: act %+v, reply %+v", row.text, plan.Act, plan.Reply)
			}
		})
	}
}

// A question with more choices than two messages hold is shown in pages, and every
// choice can be reached.
func TestQuestionWithManyChoices(t *testing.T) {
	w := world(t)
	c := dialogue.Conversation{Office: "rupsha", Phone: farmer}
	write := func(text string) string {
		plan := dialogue.Converse(c, dialogue.Message{Phone: farmer, Text: text, Came: noon}, w)
		c = plan.Conversation
		return said(w, plan)
	}
	write("abedon printer nosto")
	write("Abdul Karim")
	pages := write("Naihati")
	if !strings.Contains(pages, "আরও") {
		t.Fatalf("no more choices: %s", pages)
	}
	pages += write("aro")
	for _, choice := range []string{"১ কম্পিউটার বা ল্যাপটপ", "৬ কেনার আগে পরামর্শ", "৭ অন্য কিছু"} {
		if !strings.Contains(pages, choice) {
			t.Errorf("%q is not among %s", choice, pages)
		}
	}
	write("৭")
	if got := c.Draft.Facts["device"]; got != "other" {
		t.Errorf("chosen %q", got)
	}
}
