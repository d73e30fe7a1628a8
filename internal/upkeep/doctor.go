package upkeep

import (
	"context"
	"slices"
	"syscall"
	"time"

	"dorgora/internal/app"
	"dorgora/internal/jobs"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// Grade says how bad a symptom is.
type Grade string

// The grades.
const (
	Fine  Grade = "fine"
	Watch Grade = "watch" // somebody should see to it soon
	Mend  Grade = "mend"  // something promised cannot be kept until it is mended
)

// Symptom is one thing that the doctor looked at.
type Symptom struct {
	Grade   Grade  `json:"grade"`
	Message string `json:"message"` // text key
	Args    []any  `json:"args"`    // name, value pairs of the text
}

// Name is a name in both languages among the values of a symptom.
type Name struct {
	Bn string `json:"bn"`
	En string `json:"en"` // may be empty
}

// Words says a symptom in a language.
func (s Symptom) Words(texts message.Catalogue, lang message.Lang) string {
	args := slices.Clone(s.Args)
	for i, one := range args {
		name, ok := one.(Name)
		switch {
		case ok && lang == message.En && name.En != "":
			args[i] = name.En
		case ok:
			args[i] = name.Bn
		}
	}
	return texts.Text(lang, s.Message, args...)
}

// The limits from which on something is a symptom.
const (
	leastDisk   = 1 << 30             // bytes free on the disk of the data folder
	ahead       = 365                 // days that the calendar should know
	backupAge   = 8 * 24 * time.Hour  // a copy every week, and a day's grace
	outboxAge   = 24 * time.Hour      // a notice that waits longer needs a person
	drillAge    = 92 * 24 * time.Hour // a copy is restored and verified every quarter
	jobsBehind  = 10 * time.Minute    // nodes look for jobs each second
	clockMargin = time.Minute         // two machines of one installation may differ by so much
	oldestClock = 30 * 24 * time.Hour // an office at work is never silent for so long
)

// Examine looks over disk, settings, storage, clock, backups and their restoring,
// jobs, outbox, charters, calendars and people.
func Examine(ctx context.Context, p *app.Program) ([]Symptom, error) {
	d := doctor{Program: p}
	d.disk()
	d.storage(ctx)
	d.tools()
	d.backups()
	d.drills()
	if err := d.jobs(ctx); err != nil {
		return nil, err
	}
	offices, err := p.Offices.Offices(ctx)
	if err != nil {
		return nil, err
	}
	published, err := p.Editions.Offices(ctx, p.World.Now())
	if err != nil {
		return nil, err
	}
	live := map[string]bool{}
	for _, id := range published {
		live[id] = true
	}
	for _, o := range offices {
		if err := d.office(ctx, o, live[o.ID]); err != nil {
			return nil, err
		}
	}
	return d.found, nil
}

type doctor struct {
	*app.Program
	found []Symptom
}

func (d *doctor) note(grade Grade, message string, args ...any) {
	d.found = append(d.found, Symptom{grade, message, args})
}

func (d *doctor) disk() {
	var about syscall.Statfs_t
	if err := syscall.Statfs(d.Config.Data, &about); err != nil {
		d.note(Mend, "upkeep.disk.unknown", "cause", err.Error())
		return
	}
	d.space(int64(about.Bavail) * about.Bsize)
}

func (d *doctor) space(free int64) {
	grade := Fine
	if free < leastDisk {
		grade = Mend
	}
	d.note(grade, "upkeep.disk.free", "megabytes", int(free>>20))
}

func (d *doctor) storage(ctx context.Context) {
	if err := d.DB.CheckPragmas(ctx); err != nil {
		d.note(Mend, "upkeep.storage.settings", "cause", err.Error())
	} else {
		d.note(Fine, "upkeep.storage.safe", "engine", d.DB.Engine())
	}
	if err := d.DB.Ping(ctx); err != nil {
		d.note(Mend, "upkeep.storage.refuses", "cause", err.Error())
	}
	now := d.World.Now()
	latest, err := d.Cases.Latest(ctx)
	switch {
	case err != nil:
		d.note(Mend, "upkeep.storage.refuses", "cause", err.Error())
	case latest.After(now.Add(clockMargin)):
		d.note(Mend, "upkeep.clock.behind", "latest", text(latest), "now", text(now))
	case !latest.IsZero() && latest.Before(now.Add(-oldestClock)):
		d.note(Watch, "upkeep.clock.ahead", "latest", text(latest), "now", text(now))
	}
}

func (d *doctor) tools() {
	if app.PDFText() == nil {
		d.note(Watch, "upkeep.pdf.missing")
	}
	if d.Practice {
		d.note(Fine, "upkeep.practice")
	}
}

func (d *doctor) backups() {
	at, err := LastBackup(d.Config.Data)
	switch {
	case err != nil:
		d.note(Watch, "upkeep.backup.unknown", "cause", err.Error())
	case at.IsZero():
		d.note(Watch, "upkeep.backup.none")
	case d.World.Now().Sub(at) > backupAge:
		d.note(Watch, "upkeep.backup.old", "at", text(at))
	default:
		d.note(Fine, "upkeep.backup.good", "at", text(at))
	}
}

func (d *doctor) drills() {
	at, err := LastDrill(d.Config.Data)
	switch {
	case err != nil:
		d.note(Watch, "upkeep.drill.unknown", "cause", err.Error())
	case at.IsZero():
		d.note(Watch, "upkeep.drill.none")
	case d.World.Now().Sub(at) > drillAge:
		d.note(Watch, "upkeep.drill.old", "at", text(at))
	default:
		d.note(Fine, "upkeep.drill.good", "at", text(at))
	}
}

// jobs looks at what the program does by itself: what is stuck needs a person, and
// what is long due a program that runs.
func (d *doctor) jobs(ctx context.Context) error {
	counts, err := d.Jobs.Counts(ctx)
	if err != nil {
		return err
	}
	behind, err := d.Jobs.Behind(ctx)
	if err != nil {
		return err
	}
	if n := counts[jobs.Dead]; n > 0 {
		d.note(Mend, "upkeep.jobs.dead", "n", n)
	}
	if behind > jobsBehind {
		d.note(Watch, "upkeep.jobs.behind", "minutes", int(behind/time.Minute))
	}
	d.note(Fine, "upkeep.jobs.good", "waiting", counts[jobs.Waiting], "running", counts[jobs.Running])
	return nil
}

// office looks at one office: its charter, the calendar a year ahead, the outbox,
// and who answers. An office without a charter has no cases of its own, but those
// below it fall to it, so its posts count too.
func (d *doctor) office(ctx context.Context, o office.Office, live bool) error {
	calendar, err := d.Offices.Calendar(ctx, o.ID)
	if err != nil {
		return err
	}
	today := workday.DateOf(d.World.Now().In(workday.Dhaka))
	if calendar.KnownUntil().Before(today.AddDays(ahead)) {
		d.note(Watch, "upkeep.calendar.short", "office", Name{o.Name, o.NameEn}, "date", calendar.KnownUntil().String())
	}
	chart, err := d.Offices.Chart(ctx, o.ID)
	if err != nil {
		return err
	}
	for _, post := range chart.PostsOf(o.ID) {
		d.post(chart, o, post)
	}
	if !live {
		return nil
	}
	return d.outbox(ctx, o)
}

func (d *doctor) post(chart office.Chart, o office.Office, post office.Post) {
	if post.Role == office.Steward {
		return
	}
	held := chart.Holders(o.ID, post.ID, d.World.Now())
	switch {
	case len(held) == 0 && o.Parent == "":
		d.note(Watch, "upkeep.post.vacant.top", "office", Name{o.Name, o.NameEn}, "post", Name{post.Title, post.TitleEn})
		return
	case len(held) == 0:
		d.note(Watch, "upkeep.post.vacant", "office", Name{o.Name, o.NameEn}, "post", Name{post.Title, post.TitleEn})
		return
	}
	if person, _ := chart.Person(held[0].Person); person.Mobile == "" && person.Mail == "" {
		d.note(Watch, "upkeep.post.unreachable", "office", Name{o.Name, o.NameEn}, "post", Name{post.Title, post.TitleEn})
	}
}

const (
	countWaiting = `
SELECT COUNT(*) FROM notices WHERE office = $1 AND status = 'waiting' AND at < $2`
	countDead = `
SELECT COUNT(*) FROM notices WHERE office = $1 AND NOT settled AND status IN ('failed', 'expired')`
	countUncertain = `
SELECT COUNT(*) FROM notices WHERE office = $1 AND NOT settled AND status = 'uncertain'`
	countTried = `
SELECT COUNT(*), COUNT(*) FILTER (WHERE d.fate IN ('sent', 'delivered'))
FROM deliveries d JOIN gateways g ON g.office = d.keeper AND g.id = d.gateway
WHERE d.keeper = $1 AND g.active AND d.began >= $2`
)

// silentAfter is how many attempts in vain within a day make a gateway silent.
const silentAfter = 5

// outbox looks at what should have left an office: what waits for long, what did not
// arrive and nobody decided about, and whether the office's gateways answer.
func (d *doctor) outbox(ctx context.Context, o office.Office) error {
	name, yesterday := Name{o.Name, o.NameEn}, sqldb.Instant(d.World.Now().Add(-outboxAge))
	for _, one := range []struct {
		query, symptom string
		args           []any
	}{
		{countWaiting, "upkeep.outbox.waiting", []any{o.ID, yesterday}},
		{countDead, "upkeep.outbox.dead", []any{o.ID}},
		{countUncertain, "upkeep.outbox.uncertain", []any{o.ID}},
	} {
		var n int
		if err := d.DB.Row(ctx, one.query, one.args, &n); err != nil {
			return err
		}
		if n > 0 {
			d.note(Watch, one.symptom, "office", name, "n", n)
		}
	}
	var tried, taken int
	if err := d.DB.Row(ctx, countTried, []any{o.ID, yesterday}, &tried, &taken); err != nil {
		return err
	}
	if tried >= silentAfter && taken == 0 {
		d.note(Mend, "upkeep.gateway.silent", "office", name, "n", tried)
	}
	return nil
}
