package upkeep_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/internal/jobs"
	"dorgora/internal/message"
	"dorgora/internal/sqldb"
	"dorgora/internal/upkeep"
)

// examine returns the symptoms and holds each in both languages.
func (in installation) examine(t *testing.T) []upkeep.Symptom {
	t.Helper()
	list, err := upkeep.Examine(t.Context(), in.Program)
	if err != nil {
		t.Fatal(err)
	}
	say := texts(t)
	for _, one := range list {
		for _, lang := range []message.Lang{message.Bn, message.En} {
			if words := one.Words(say, lang); strings.ContainsAny(words, "[{") {
				t.Errorf("badly said: %q", words)
			}
		}
	}
	return list
}

func has(list []upkeep.Symptom, grade upkeep.Grade, key string) bool {
	return slices.ContainsFunc(list, func(one upkeep.Symptom) bool { return one.Grade == grade && one.Message == key })
}

func TestExamineOfAHealthyOffice(t *testing.T) {
	in := practised(t, t.TempDir(), "", 20)
	list := in.examine(t)
	for _, one := range list {
		if one.Grade == upkeep.Mend && one.Message != "upkeep.disk.free" { // the disk is the machine's
			t.Errorf("a healthy office must mend %s %v", one.Message, one.Args)
		}
	}
	for _, key := range []string{"upkeep.storage.safe", "upkeep.practice"} {
		if !has(list, upkeep.Fine, key) {
			t.Errorf("%s is not among %v", key, list)
		}
	}
}

func TestExamineFindsSymptoms(t *testing.T) {
	in := practised(t, t.TempDir(), "", 20)
	mark, drill := filepath.Join(in.Config.Data, "last-backup"), filepath.Join(in.Config.Data, "last-drill")
	for _, one := range []struct {
		name   string
		plant  func(t *testing.T)
		grade  upkeep.Grade
		wanted string
	}{
		{"no copy was ever made", func(*testing.T) {}, upkeep.Watch, "upkeep.backup.none"},
		{"the last copy is old", func(t *testing.T) {
			write(t, mark, in.clock.Now().AddDate(0, 0, -9).Format(time.RFC3339))
		}, upkeep.Watch, "upkeep.backup.old"},
		{"the mark of the last copy cannot be read", func(t *testing.T) { write(t, mark, "?") }, upkeep.Watch, "upkeep.backup.unknown"},
		{"the last copy is of this week", func(t *testing.T) {
			write(t, mark, in.clock.Now().Format(time.RFC3339))
		}, upkeep.Fine, "upkeep.backup.good"},
		{"no copy was ever tried", func(*testing.T) {}, upkeep.Watch, "upkeep.drill.none"},
		{"the last trial of a copy is old", func(t *testing.T) {
			write(t, drill, in.clock.Now().AddDate(0, 0, -93).Format(time.RFC3339))
		}, upkeep.Watch, "upkeep.drill.old"},
		{"the mark of the last trial cannot be read", func(t *testing.T) { write(t, drill, "?") }, upkeep.Watch, "upkeep.drill.unknown"},
		{"the last copy was tried this week", func(t *testing.T) {
			write(t, drill, in.clock.Now().Format(time.RFC3339))
		}, upkeep.Fine, "upkeep.drill.good"},
		{"a job is stuck", func(t *testing.T) { in.job(t, "dead", 0) }, upkeep.Mend, "upkeep.jobs.dead"},
		{"a job has been due for an hour", func(t *testing.T) { in.job(t, "waiting", time.Hour) }, upkeep.Watch, "upkeep.jobs.behind"},
		{"nobody leads the department", func(*testing.T) {}, upkeep.Watch, "upkeep.post.vacant.top"},
		{"nobody leads the district office", func(*testing.T) {}, upkeep.Watch, "upkeep.post.vacant"},
		{"the officer cannot be reached", func(t *testing.T) {
			in.run(t, "UPDATE people SET mobile = '', mail = ''", "UPDATE offices SET revision = revision + 1")
		}, upkeep.Watch, "upkeep.post.unreachable"},
		{"messages wait", func(*testing.T) {}, upkeep.Watch, "upkeep.outbox.waiting"},
		{"a message did not arrive", func(t *testing.T) {
			in.run(t, "UPDATE notices SET status = 'failed' WHERE id = (SELECT MIN(id) FROM notices)")
		}, upkeep.Watch, "upkeep.outbox.dead"},
		{"nobody knows whether a message arrived", func(t *testing.T) {
			in.run(t, "UPDATE notices SET status = 'uncertain' WHERE id = (SELECT MIN(id) FROM notices)")
		}, upkeep.Watch, "upkeep.outbox.uncertain"},
		{"a gateway does not answer", func(t *testing.T) { in.silentGateway(t) }, upkeep.Mend, "upkeep.gateway.silent"},
		{"next year's holidays are not known", func(*testing.T) {}, upkeep.Watch, "upkeep.calendar.short"},
		{"the machine cannot read PDF", func(t *testing.T) { t.Setenv("PATH", t.TempDir()) }, upkeep.Watch, "upkeep.pdf.missing"},
		{"the clock was set back", func(t *testing.T) { in.setBack(t, -30*24*time.Hour) }, upkeep.Mend, "upkeep.clock.behind"},
		{"the clock runs ahead", func(t *testing.T) { in.setBack(t, 90*24*time.Hour) }, upkeep.Watch, "upkeep.clock.ahead"},
	} {
		t.Run(one.name, func(t *testing.T) {
			one.plant(t)
			if list := in.examine(t); !has(list, one.grade, one.wanted) {
				t.Errorf("%s %s is not among %v", one.grade, one.wanted, list)
			}
		})
	}
}

// silentGateway plants a gateway of the office that was spoken to in vain.
func (in installation) silentGateway(t *testing.T) {
	t.Helper()
	in.run(t, `INSERT INTO gateways (office, id, kind, name, settings, secrets, active, since, revision)
SELECT office, 'g', 'kannel', 'g', '{}', '', TRUE, '', 1 FROM offices WHERE slug = 'rupsha'`)
	for try := range 5 {
		in.run(t, fmt.Sprintf(`INSERT INTO deliveries (office, notice, try, keeper, gateway, address, cost, words, began, ended, fate, ref, detail)
SELECT office, 'n', %d, office, 'g', '', 0, '', '%s', '', 'waiting', '', '' FROM offices WHERE slug = 'rupsha'`, try, sqldb.Instant(in.clock.Now())))
	}
}

// job plants a job of a status that has been due for so long.
func (in installation) job(t *testing.T, status string, late time.Duration) {
	t.Helper()
	now := in.clock.Now()
	err := in.DB.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		if err := jobs.Enqueue(ctx, tx, jobs.Job{Kind: "planted", Key: status, Asked: now, RunAt: now.Add(-late)}); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE jobs SET status = $1 WHERE key = $1", status)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// setBack sets the program's clock off by a time until the end of the test.
func (in installation) setBack(t *testing.T, by time.Duration) {
	before := in.World.Now
	in.World.Now = func() time.Time { return before().Add(by) }
	t.Cleanup(func() { in.World.Now = before })
}

func write(t *testing.T, file, words string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(words+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}
