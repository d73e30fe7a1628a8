package upkeep_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dorgora/internal/message"
	"dorgora/internal/upkeep"
)

// The rows on which the corruptions are planted.
const (
	first   = `(SELECT number FROM cases WHERE office = 'doict-rupsha' ORDER BY number LIMIT 1)`
	closed  = `(SELECT number FROM cases WHERE outcome = 'delivered' AND rounds = 0 ORDER BY number LIMIT 1)`
	open    = `(SELECT number FROM cases WHERE status <> 'closed' AND status <> 'waiting' AND due < '9999' ORDER BY number LIMIT 1)`
	asked   = `(SELECT number FROM cases WHERE rounds > 0 ORDER BY number LIMIT 1)`
	lastAct = `(SELECT MAX(b.place) FROM case_acts b WHERE b.number = case_acts.number)`
	aHash   = `(SELECT hash FROM case_evidence ORDER BY id LIMIT 1)`
)

// planted is one corruption and what must be said of it.
type planted struct {
	name string
	sql  []string
	want string // text key of one of the problems found
}

// The columns of a case, for copies of it.
const caseColumns = `service, service_version, service_name, application, name, mobile, words, channel, post, status,
outcome, sentence, received, promise_kind, promise_count, promise_date, due, pauses, missing, rounds, first_reply, closed, revision`

var inCases = []planted{
	{"the applicant's name is changed in the application", []string{`UPDATE cases SET application = replace(application, 'কল্পিত', 'আসল') WHERE number = ` + first}, "upkeep.case.application"},
	{"what was asked for is changed", []string{`UPDATE cases SET application = replace(application, '"need":"', '"need":"না, ') WHERE number = ` + first}, "upkeep.case.field"},
	{"the name in the list is changed", []string{`UPDATE cases SET name = 'অন্য কেউ' WHERE number = ` + first}, "upkeep.case.field"},
	{"the mobile number in the list is changed", []string{`UPDATE cases SET mobile = '+8801711111111' WHERE number = ` + first}, "upkeep.case.field"},
	{"a case is dropped", []string{`DELETE FROM cases WHERE number = ` + first}, "upkeep.case.dropped"},
	{"a case is dropped with all that belongs to it", []string{
		`DELETE FROM case_acts WHERE number = ` + first, `DELETE FROM submissions WHERE number = ` + first,
		`DELETE FROM notices WHERE subject = 'case/' || ` + first, `DELETE FROM cases WHERE number = ` + first}, "upkeep.case.dropped"},
	{"a case is inserted", []string{`INSERT INTO cases (office, number, ` + caseColumns + `) SELECT office, '99999999999', ` + caseColumns + ` FROM cases WHERE number = ` + first}, "upkeep.case.acts"},
	{"a receipt is back-dated", []string{`UPDATE cases SET received = '2026-01-04T04:00:00Z' WHERE number = ` + first}, "upkeep.case.field"},
	{"a promised moment is moved", []string{`UPDATE cases SET due = '2027-06-01T11:00:00Z' WHERE number = ` + open}, "upkeep.due.stored"},
	{"a promised moment is taken away", []string{`UPDATE cases SET due = '9999' WHERE number = ` + open}, "upkeep.due.stored"},
	{"a closed case is opened", []string{`UPDATE cases SET status = 'in_progress' WHERE number = ` + closed}, "upkeep.case.field"},
	{"an open case is closed", []string{`UPDATE cases SET status = 'closed', outcome = 'delivered' WHERE number = ` + open}, "upkeep.case.field"},
	{"a delivery is made a refusal", []string{`UPDATE cases SET outcome = 'refused' WHERE number = ` + closed}, "upkeep.notice.changed"},
	{"the last sentence is changed", []string{`UPDATE cases SET sentence = 'অন্য কথা' WHERE number = ` + closed}, "upkeep.case.field"},
	{"an end is back-dated", []string{`UPDATE cases SET closed = received WHERE number = ` + closed}, "upkeep.case.field"},
	{"a first reply is back-dated", []string{`UPDATE cases SET first_reply = '2026-01-04T04:00:00Z' WHERE number = ` + closed}, "upkeep.case.field"},
	{"a round of asking is hidden", []string{`UPDATE cases SET rounds = 0 WHERE number = ` + asked}, "upkeep.case.field"},
	{"a pause is hidden", []string{`UPDATE cases SET pauses = '[]' WHERE number = ` + asked}, "upkeep.case.field"},
	{"what is missing is changed", []string{`UPDATE cases SET missing = '["সনদ"]' WHERE number = ` + closed}, "upkeep.case.field"},
	{"a revision is raised", []string{`UPDATE cases SET revision = revision + 1 WHERE number = ` + first}, "upkeep.case.acts"},
	{"a promise is lengthened", []string{`UPDATE cases SET promise_count = promise_count + 5 WHERE number = ` + open}, "upkeep.due.recount"},
	{"a promise is made unmeasurable", []string{`UPDATE cases SET promise_kind = 'unmeasurable' WHERE number = ` + open}, "upkeep.case.field"},
	{"the service is renamed", []string{`UPDATE cases SET service_name = 'অন্য সেবা' WHERE number = ` + first}, "upkeep.case.field"},
	{"the service is exchanged", []string{`UPDATE cases SET service = 'internal-5' WHERE number = ` + first}, "upkeep.case.application"},
	{"the charter version is exchanged", []string{`UPDATE cases SET service_version = 99 WHERE number = ` + first}, "upkeep.case.service"},
	{"the door it came through is changed", []string{`UPDATE cases SET channel = 'sms' WHERE number = ` + first}, "upkeep.case.application"},
	{"the answerable post is changed", []string{`UPDATE cases SET post = 'nobody' WHERE number = ` + first}, "upkeep.case.field"},
	{"what the office recorded is changed", []string{`UPDATE cases SET handling = replace(handling, '"reopened":0', '"reopened":0,"follows":"1"') WHERE number = ` + first}, "upkeep.case.digest"},
	{"a sealed case is opened to all", []string{`UPDATE cases SET sealed = NOT sealed WHERE number = ` + first}, "upkeep.case.field"},
	{"a step of escalation is hidden", []string{`UPDATE cases SET stage = stage + 1 WHERE number = ` + first}, "upkeep.case.field"},
	{"a record cannot be read", []string{`UPDATE cases SET application = '{' WHERE number = ` + first}, "upkeep.case.unreadable"},
}

var inActs = []planted{
	{"the words of an act are changed", []string{`UPDATE case_acts SET words = words || '!' WHERE place = 1 AND number = ` + first}, "upkeep.act.changed"},
	{"an act is back-dated", []string{`UPDATE case_acts SET at = '2026-01-04T04:00:00Z' WHERE place = 2 AND number = ` + closed}, "upkeep.act.changed"},
	{"an act is given to another person", []string{`UPDATE case_acts SET person = 'somebody' WHERE place = 2 AND number = ` + closed}, "upkeep.act.changed"},
	{"a public act is hidden", []string{`UPDATE case_acts SET public = NOT public WHERE place = 1 AND number = ` + first}, "upkeep.act.changed"},
	{"the promised moment of an act is moved", []string{`UPDATE case_acts SET due = '2027-06-01T11:00:00Z' WHERE place = 1 AND number = ` + first}, "upkeep.act.changed"},
	{"a salt is changed", []string{`UPDATE case_acts SET salt = '00' WHERE place = 1 AND number = ` + first}, "upkeep.act.changed"},
	{"a deed is changed", []string{`UPDATE case_acts SET deed = 'noted' WHERE place = 1 AND number = ` + first}, "upkeep.act.changed"},
	{"the last act is dropped", []string{`DELETE FROM case_acts WHERE number = ` + closed + ` AND place = ` + lastAct}, "upkeep.case.acts"},
	{"an act is inserted", []string{`INSERT INTO case_acts (office, number, place, deed, post, person, actor, at, public, words, due, salt)
SELECT office, number, 99, 'noted', post, person, actor, at, public, words, due, salt FROM case_acts WHERE place = 1 AND number = ` + first}, "upkeep.case.acts"},
	{"an act of no case is inserted", []string{`INSERT INTO case_acts (office, number, place, deed, post, person, actor, at, public, words, due, salt)
SELECT office, '99999999999', 1, deed, post, person, actor, at, public, words, due, salt FROM case_acts WHERE place = 1 AND number = ` + first}, "upkeep.row.stray"},
}

var inLedger = []planted{
	{"an entry is changed", []string{`UPDATE ledger_entries SET actor = 'post/other' WHERE place = 3`}, "upkeep.ledger.root"},
	{"an entry is back-dated", []string{`UPDATE ledger_entries SET at = '2026-01-04T04:00:00Z' WHERE place = 3`}, "upkeep.ledger.root"},
	{"a commitment is changed", []string{`UPDATE ledger_entries SET commitment = '00' WHERE place = 3`}, "upkeep.ledger.root"},
	{"an entry is dropped from the middle", []string{`DELETE FROM ledger_entries WHERE place = 3`}, "upkeep.ledger.gap"},
	{"the last entry is dropped", []string{`DELETE FROM ledger_entries WHERE place = (SELECT MAX(place) FROM ledger_entries)`}, "upkeep.ledger.gap"},
	{"an entry is inserted", []string{`INSERT INTO ledger_entries (office, place, subject, act, actor, at, commitment)
SELECT office, size, 'case/0', 'closed', 'post/head', '2026-11-01T04:00:00Z', '00' FROM ledger_heads`}, "upkeep.ledger.gap"},
	{"the root is changed", []string{`UPDATE ledger_heads SET root = 'AAAA'`}, "upkeep.ledger.root"},
	{"the size is changed", []string{`UPDATE ledger_heads SET size = size - 1`}, "upkeep.ledger.gap"},
	{"a stored hash is changed", []string{`UPDATE ledger_hashes SET hash = (SELECT h.hash FROM ledger_hashes h WHERE h.place = 0) WHERE place = 4`}, "upkeep.ledger.hash"},
	{"the right edge is changed", []string{`UPDATE ledger_heads SET frontier = root`}, "upkeep.ledger.frontier"},
	{"an entry is given to another case", []string{`UPDATE ledger_entries SET subject = 'case/0' WHERE place = 3`}, "upkeep.case.acts"},
	{"an entry is put into another thread", []string{`UPDATE ledger_entries SET thread = 0 WHERE place = 9`}, "upkeep.ledger.root"},
	{"a head of no office is inserted", []string{`INSERT INTO ledger_heads (office, size, root, frontier) VALUES ('ghost', 0, '', '')`}, "upkeep.ledger.stray"},
	{"a stored hash is dropped", []string{`DELETE FROM ledger_hashes WHERE place = 4`}, "upkeep.ledger.hash"},
	{"a ledger of no office is inserted", []string{`INSERT INTO ledger_entries (office, place, subject, act, actor, at, commitment)
VALUES ('ghost', 0, 'case/0', 'closed', 'post/head', '2026-11-01T04:00:00Z', '00')`}, "upkeep.ledger.stray"},
}

var aroundCases = []planted{
	{"the hash of what was submitted is changed", []string{`UPDATE submissions SET content = '00' WHERE number = ` + first}, "upkeep.case.application"},
	{"a key is dropped", []string{`DELETE FROM submissions WHERE number = ` + first}, "upkeep.case.key"},
	{"a second key leads to a case", []string{`INSERT INTO submissions (office, key, content, number) SELECT office, 'another', content, number FROM submissions WHERE number = ` + first}, "upkeep.case.key"},
	{"a paper names other bytes", []string{`UPDATE case_evidence SET hash = '` + strings.Repeat("0", 64) + `'`}, "upkeep.file.broken"},
	{"a paper has another size", []string{`UPDATE case_evidence SET size = size + 1`}, "upkeep.file.size"},
	{"a paper is dropped", []string{`DELETE FROM case_evidence`}, "upkeep.file.dropped"},
	{"a paper is inserted", []string{`INSERT INTO case_evidence (office, id, number, paper, name, type, hash, size, state, at)
SELECT office, id || 'x', number, paper, name, type, hash, size, state, at FROM case_evidence`}, "upkeep.file.stray"},
	{"a paper is given to another case", []string{`UPDATE case_evidence SET number = ` + first + ` WHERE number <> ` + first}, "upkeep.file.stray"},
	{"a notice is dropped", []string{`DELETE FROM notices WHERE key = 'casework.notice.closed.delivered' AND subject = 'case/' || ` + closed}, "upkeep.notice.dropped"},
	{"a notice goes to another number", []string{`UPDATE notices SET address = '+8801711111111' WHERE subject = 'case/' || ` + first}, "upkeep.notice.changed"},
	{"a notice says something else", []string{`UPDATE notices SET key = 'casework.notice.withdrawn' WHERE subject = 'case/' || ` + first}, "upkeep.notice.changed"},
	{"a notice is inserted", []string{`INSERT INTO notices (office, id, subject, audience, channel, address, lang, key, args, at, status)
SELECT office, 'made-up', subject, audience, channel, address, lang, key, args, at, status FROM notices WHERE key LIKE '%received%' AND subject = 'case/' || ` + first}, "upkeep.notice.stray"},
	{"a live service promises less than its charter", []string{`UPDATE services SET service = replace(service, '"Count":2', '"Count":20') WHERE version = 2`}, "upkeep.charter.changed"},
	{"a live service is dropped", []string{`DELETE FROM services WHERE version = 2 AND place = 21`}, "upkeep.charter.rows"},
	{"a charter version is dropped", []string{`DELETE FROM charter_versions WHERE number = 1`}, "upkeep.charter.gap"},
	{"a printed cell is changed", []string{`UPDATE charter_versions SET charter = replace(charter, 'বিনামূল্যে', '৫০০ টাকা') WHERE number = 1`}, "upkeep.charter.changed"},
	{"the charter's file is exchanged", []string{`UPDATE charter_versions SET source_hash = '` + strings.Repeat("0", 64) + `' WHERE number = 1`}, "upkeep.file.broken"},
	{"a holiday appears without a recount", []string{`INSERT INTO announcements (office, announcement, day, kind, name, name_en, source, notified, person, announced, withdrawn, withdrew)
SELECT office, 'made-up', substr(due, 1, 10), 'local', 'ছুটি', '', 'ক', '2026-11-01', '', '2026-11-01T04:00:00Z', '', '' FROM cases WHERE number = ` + open,
		`UPDATE offices SET revision = revision + 1`}, "upkeep.due.recount"},
}

// tables are those on which corruptions are planted; they are put back after each.
var tables = []string{
	"cases", "case_acts", "case_evidence", "submissions", "notices", "ledger_entries", "ledger_heads", "ledger_hashes",
	"charter_versions", "services", "announcements", "offices",
}

func keeping() (sql []string) {
	for _, table := range tables {
		sql = append(sql, "CREATE TABLE kept_"+table+" AS SELECT * FROM "+table)
	}
	return sql
}

var written = regexp.MustCompile(`(?:UPDATE|DELETE FROM|INSERT INTO) (\w+)`)

// mending puts back the tables that the statements wrote.
func mending(planted []string) (sql []string) {
	for _, found := range written.FindAllStringSubmatch(strings.Join(planted, "\n"), -1) {
		sql = append(sql, "DELETE FROM "+found[1], "INSERT INTO "+found[1]+" SELECT * FROM kept_"+found[1])
	}
	return sql
}

func TestVerifyFindsEveryPlantedCorruption(t *testing.T) {
	say := texts(t)
	engines(t, 50, func(t *testing.T, in installation) {
		in.submit(t)
		if found := in.verify(t); len(found) > 0 {
			t.Fatalf("%d false alarms: %v", len(found), found)
		}
		in.run(t, keeping()...)
		for _, one := range slices.Concat(inCases, inActs, inLedger, aroundCases) {
			t.Run(one.name, func(t *testing.T) {
				in.run(t, one.sql...)
				expect(t, say, in.verify(t), one.want)
				in.run(t, mending(one.sql)...)
			})
		}
		if found := in.verify(t); len(found) > 0 {
			t.Fatalf("the tables were not put back: %v", found)
		}
	})
}

// expect fails unless a problem of the kind was found and each is said in both
// languages.
func expect(t *testing.T, say message.Catalogue, found []upkeep.Problem, want string) {
	t.Helper()
	if !slices.ContainsFunc(found, func(one upkeep.Problem) bool { return one.Message == want }) {
		t.Errorf("%s is not among what was found: %v", want, found)
	}
	for _, one := range found {
		for _, lang := range []message.Lang{message.Bn, message.En} {
			if words := one.Words(say, lang); strings.ContainsAny(words, "[{") || one.Subject == "" {
				t.Errorf("badly said: %q", words)
			}
		}
	}
}

func TestVerifyFindsDamagedFiles(t *testing.T) {
	in := practised(t, t.TempDir(), "", 60)
	hash := in.text(t, "SELECT hash FROM case_evidence ORDER BY id LIMIT 1")
	path := filepath.Join(in.Config.Data, "files", hash[:2], hash[2:])
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string]func() error{
		"one byte is changed":   func() error { return os.WriteFile(path, append([]byte("x"), content[1:]...), 0o600) },
		"a byte is added":       func() error { return os.WriteFile(path, append(content[:len(content):len(content)], 'x'), 0o600) },
		"the file is cut short": func() error { return os.WriteFile(path, content[:len(content)-1], 0o600) },
		"the file is gone":      func() error { return os.Remove(path) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := damage(); err != nil {
				t.Fatal(err)
			}
			expect(t, texts(t), in.verify(t), "upkeep.file.broken")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
	t.Run("a file that no row names is read too", func(t *testing.T) {
		loose := filepath.Join(in.Config.Data, "files", "00", strings.Repeat("0", 62))
		if err := os.WriteFile(loose, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		expect(t, texts(t), in.verify(t), "upkeep.file.broken")
	})
}
