package app

import (
	"context"
	"slices"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/access/accessweb"
	"dorgora/internal/appointment/appointmentweb"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/casework/deskweb"
	"dorgora/internal/casework/ruleweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/doors"
	"dorgora/internal/guidance/guidanceweb"
	"dorgora/internal/jobs/jobsweb"
	"dorgora/internal/ledger/ledgerweb"
	"dorgora/internal/office/officeweb"
	"dorgora/internal/register/registerweb"
	"dorgora/internal/sitemap"
)

// parts are the pages of every slice.
type parts struct {
	doors     accessweb.Pages
	offices   officeweb.Pages
	catalogue catalogueweb.Pages
	sitemap   sitemap.Pages
	ledger    ledgerweb.Pages
	citizens  caseworkweb.Pages
	register  registerweb.Pages
	diary     appointmentweb.Pages
	guides    guidanceweb.Pages
	staff     deskweb.Staff
	rules     ruleweb.Pages
	jobs      jobsweb.Pages
	outer     doors.Doors
}

func (p *Program) newParts() parts {
	return parts{
		doors: accessweb.Pages{
			Site: p.Site, Keeper: p.Keeper, Limiter: accessweb.NewLimiter(p.World.Now), Issuer: "Dorgora", Landing: p.landing,
		},
		offices: officeweb.Pages{
			Site: p.Site, Store: p.Offices, Doors: p.Keeper, Now: p.World.Now, Random: p.World.Random,
			Origin: p.Config.PublicAddress(), Announced: p.announced, Remains: p.remains,
		},
		catalogue: catalogueweb.Pages{
			Site: p.Site, Shelf: p.Shelf, Versions: p.Editions, Drafts: p.Editions, Intake: p.Intake, Press: p.Press,
			Offices: p.Offices, Records: p.records, Now: p.World.Now,
		},
		sitemap: sitemap.Pages{
			Site: p.Site, Shelf: p.Shelf, Charters: p.Editions, Offices: p.Offices, Records: p.records, Now: p.World.Now,
		},
		diary: appointmentweb.Pages{
			Site: p.Site, Bookings: p.Diary, Diaries: p.Diary, Rooms: p.Diary, Offices: p.Offices, Cases: p.Cases,
			Kinds: p.Desk.KindOf, Fresh: p.Desk.Fresh, Now: p.World.Now,
		},
		register: registerweb.Pages{
			Site: p.Site, Turns: p.Register, Offices: p.Offices, Offers: p.Shelf, Drafts: p.Editions, Now: p.World.Now,
		},
		guides: p.newGuides(),
		ledger: ledgerweb.Pages{Site: p.Site, Notary: p.Notary},
		citizens: caseworkweb.Pages{
			Site: p.Site, Desk: p.Desk, Drafts: p.Cases, Services: p.Shelf, Numbers: p.Cases, Uploads: p.uploads,
			Watch: caseworkweb.NewWatch(p.World.Logger), Pace: caseworkweb.NewPace(), Known: known{p.Guidance}, Records: p.Cases, Witness: p.Notary, Say: p.texts, Address: p.Config.PublicAddress(), Logger: p.World.Logger,
		},
		staff: deskweb.Staff{
			Site: p.Site, Desk: p.Desk, Cases: p.Cases, Outbox: p.Notices, Offers: p.Shelf, Uploads: p.uploads, Say: p.texts,
			Ties: p.Cases, Looks: p.Cases, Filters: p.Cases, Oversight: p.Cases, Around: p.around, Below: p.below, Letters: p.outer.Letters,
		},
		rules: ruleweb.Pages{Site: p.Site, Book: p.Desk.Rules, Keep: p.Cases, Offices: p.Offices, Offers: p.Shelf, Now: p.World.Now},
		outer: p.outer,
		jobs:  jobsweb.Pages{Site: p.Site, Queue: p.Jobs.Queue, Offices: p.Offices, Names: jobNames, Wake: p.Jobs.Wake},
	}
}

// landing is where somebody comes after signing in: the desk of the office in
// which they hold a post, else the area of their digital centre, else the list of
// offices.
func (p *Program) landing(ctx context.Context, who access.Identity) string {
	for _, seat := range who.Seats {
		chain, err := p.Offices.Chain(ctx, seat.Office)
		if err == nil && len(chain) > 0 && seat.Office == who.Office {
			return "/" + chain[0].Slug + "/desk"
		}
	}
	for _, seat := range who.Centres {
		if chain, err := p.Offices.Chain(ctx, seat.Office); err == nil && len(chain) > 0 {
			return "/" + chain[0].Slug + "/centre"
		}
	}
	return "/"
}

// recordSpan is how far back the public record of promises looks.
const recordSpan = 90 * 24 * time.Hour

// records sums up an office's promises and deliveries of the last 90 days.
func (p *Program) records(ctx context.Context, officeID string) (map[string]catalogue.Record, error) {
	now := p.World.Now()
	since := now.Add(-recordSpan)
	runs, err := p.Cases.Runs(ctx, officeID, since)
	if err != nil {
		return nil, err
	}
	calendar, err := p.Offices.Calendar(ctx, officeID)
	if err != nil {
		return nil, err
	}
	return casework.Records(runs, calendar, since, now), nil
}

// ownRoutes are the addresses of the installation itself.
func (p parts) ownRoutes() []route {
	return []route{
		{"GET /{$}", access.Public, p.sitemap.Front},
		{"GET /privacy", access.Public, p.sitemap.Privacy},
		{"GET /accessibility", access.Public, p.sitemap.Accessibility},
		{"GET /signin", access.Public, p.doors.SignIn},
		{"POST /signin", access.Public, p.doors.OpenSession},
		{"POST /signout", access.Public, p.doors.CloseSession},
		{"GET /invitations/{token}", access.Public, p.doors.Invitation},
		{"POST /invitations/{token}", access.Public, p.doors.Accept},
		{"GET /account", access.Person, p.doors.Account},
		{"POST /account/password", access.Person, p.doors.ChangePassword},
		{"GET /account/second-factor", access.Person, p.doors.SecondFactor},
		{"POST /account/second-factor", access.Person, p.doors.SetSecondFactor},
		{"POST /account/second-factor/removal", access.Person, p.doors.DropSecondFactor},
		{"POST /account/sessions/revocation", access.Person, p.doors.RevokeOthers},
		{"POST /account/sessions/{session}/revocation", access.Person, p.doors.Revoke},
		{"GET /offices", access.Steward, p.offices.Offices},
		{"GET /offices/new", access.Steward, p.offices.NewOffice},
		{"POST /offices", access.Steward, p.offices.Found},
		{"GET /offices/{id}/link", access.Steward, p.offices.HeadLink},
		{"POST /offices/{id}/invitations", access.Steward, p.offices.InviteHead},
		{"GET /jobs", access.Steward, p.jobs.List},
		{"GET /jobs/{job}", access.Steward, p.jobs.Job},
		{"POST /jobs/{job}/retry", access.Steward, p.jobs.Retry},
		{"POST /jobs/{job}/removal", access.Steward, p.jobs.Discard},
	}
}

// officeRoutes are the addresses below the slug of an office.
func (p parts) officeRoutes() []route {
	return slices.Concat(p.publicRoutes(), p.guideRoutes(), p.deskRoutes(), p.charterRoutes(), p.figureRoutes(), p.diaryRoutes(), p.peopleRoutes(), routed(p.outer.OfficeRoutes()))
}

func (p parts) publicRoutes() []route {
	return []route{
		{"GET /{office}", access.Public, p.sitemap.Home},
		{"GET /{office}/search", access.Public, p.sitemap.Search},
		{"GET /{office}/groups/{group}", access.Public, p.catalogue.Group},
		{"GET /{office}/services/{service}", access.Public, p.catalogue.Service},
		{"GET /{office}/services/{service}/date", access.Public, p.catalogue.Date},
		{"GET /{office}/services/{service}/versions", access.Public, p.catalogue.History},
		{"GET /{office}/charter", access.Public, p.catalogue.Charter},
		{"GET /{office}/charter/versions/{version}", access.Public, p.catalogue.Charter},
		{"GET /{office}/charter/versions/{version}/files/{format}", access.Public, p.catalogue.File},
		{"GET /{office}/calendar", access.Public, p.offices.Calendar},
		{"GET /{office}/calculator", access.Public, p.offices.Calculator},
		{"GET /{office}/ledger", access.Public, p.ledger.Ledger},
		{"GET /{office}/ledger/checkpoint", access.Public, p.ledger.Checkpoint},
		{"GET /{office}/ledger/export", access.Public, p.ledger.Export},
		{"GET /{office}/ledger/growth", access.Public, p.ledger.Growth},

		{"GET /{office}/services/{service}/before", access.Public, p.citizens.Before},
		{"GET /{office}/services/{service}/apply", access.Public, p.citizens.Apply},
		{"GET /{office}/services/{service}/form", access.Public, p.citizens.Form},
		{"POST /{office}/services/{service}/applications", access.Public, p.citizens.Application},
		{"POST /{office}/services/{service}/drafts", access.Public, p.citizens.BeginDraft},
		{"GET /{office}/drafts/{draft}", access.Public, p.citizens.Continue},
		{"GET /{office}/drafts/{draft}/{step}", access.Public, p.citizens.Question},
		{"POST /{office}/drafts/{draft}/{step}", access.Public, p.citizens.Answers},
		{"POST /{office}/drafts/{draft}/submission", access.Public, p.citizens.Submission},
		{"GET /{office}/receipts/{key}", access.Public, p.citizens.Receipt},
		{"GET /{office}/receipts/{key}/slip", access.Public, p.citizens.Slip},
		{"GET /{office}/track", access.Public, p.citizens.Track},
		{"GET /{office}/track/{number}", access.Public, p.citizens.Case},
		{"POST /{office}/track/{number}/entry", access.Public, p.citizens.Entry},
		{"POST /{office}/track/{number}/exit", access.Public, p.citizens.Exit},
		{"POST /{office}/track/{number}/answer", access.Public, p.citizens.Answer},
		{"POST /{office}/track/{number}/papers", access.Public, p.citizens.HandIn},
		{"GET /{office}/track/{number}/papers/{paper}", access.Public, p.citizens.Paper},
		{"POST /{office}/track/{number}/rating", access.Public, p.citizens.Rate},
		{"GET /{office}/track/{number}/proof", access.Public, p.citizens.Proof},
		{"GET /{office}/track/{number}/withdrawal", access.Public, p.citizens.Withdrawal},
		{"POST /{office}/track/{number}/withdrawal", access.Public, p.citizens.Withdraw},
		{"GET /{office}/track/{number}/files/{file}", access.Public, p.citizens.File},
	}
}

func (p parts) guideRoutes() []route {
	return []route{
		{"GET /{office}/answers", access.Public, p.guides.Answers},
		{"GET /{office}/answers/asked", access.Public, p.guides.Asked},
		{"GET /{office}/answers/{guide}", access.Public, p.guides.Answer},
		{"GET /{office}/answers/{guide}/sheet", access.Public, p.guides.Sheet},
		{"POST /{office}/answers/{guide}/pick", access.Public, p.guides.Pick},
		{"GET /{office}/desk/cases/{number}/guides", access.Staff, p.guides.Replies},
		{"POST /{office}/desk/cases/{number}/guides", access.Staff, p.guides.Reply},
		{"GET /{office}/desk/guides", access.Staff, p.guides.List},
		{"POST /{office}/desk/guides", access.Staff, p.guides.Write},
		{"GET /{office}/desk/guides/new", access.Staff, p.guides.New},
		{"POST /{office}/desk/guides/starters", access.Staff, p.guides.Start},
		{"GET /{office}/desk/guides/{guide}", access.Staff, p.guides.Guide},
		{"POST /{office}/desk/guides/{guide}", access.Staff, p.guides.Rewrite},
		{"GET /{office}/desk/guides/{guide}/change", access.Staff, p.guides.Edit},
		{"POST /{office}/desk/guides/{guide}/approval", access.Staff, p.guides.Approve},
		{"POST /{office}/desk/guides/{guide}/withdrawal", access.Staff, p.guides.Withdraw},
	}
}

func (p parts) deskRoutes() []route {
	return []route{
		{"GET /{office}/desk", access.Staff, p.staff.Work},
		{"GET /{office}/desk/counter", access.Staff, p.staff.Counter},
		{"POST /{office}/desk/counter", access.Staff, p.staff.CounterEntry},
		{"GET /{office}/desk/counter/{key}", access.Staff, p.staff.CounterDone},
		{"GET /{office}/desk/outbox", access.Staff, p.staff.Notices},
		{"GET /{office}/desk/cases/{number}", access.Staff, p.staff.File},
		{"GET /{office}/desk/cases/{number}/print", access.Staff, p.staff.Paper},
		{"GET /{office}/desk/cases/{number}/files/{id}", access.Staff, p.staff.Attachment},
		{"POST /{office}/desk/cases/{number}/start", access.Staff, p.staff.Take},
		{"POST /{office}/desk/cases/{number}/replies", access.Staff, p.staff.Reply},
		{"POST /{office}/desk/cases/{number}/requests", access.Staff, p.staff.Ask},
		{"POST /{office}/desk/cases/{number}/resumption", access.Staff, p.staff.Resume},
		{"POST /{office}/desk/cases/{number}/notes", access.Staff, p.staff.Note},
		{"POST /{office}/desk/cases/{number}/assignment", access.Staff, p.staff.Assign},
		{"POST /{office}/desk/cases/{number}/closure", access.Staff, p.staff.Close},
		{"POST /{office}/desk/cases/{number}/reopening", access.Staff, p.staff.Reopen},
		{"POST /{office}/desk/cases/{number}/undoing", access.Staff, p.staff.Undo},
		{"POST /{office}/desk/cases/{number}/looks", access.Staff, p.staff.Look},
		{"POST /{office}/desk/cases/{number}/extension", access.Staff, p.staff.Extend},
		{"POST /{office}/desk/cases/{number}/referrals", access.Staff, p.staff.Refer},
		{"POST /{office}/desk/cases/{number}/referrals/acceptance", access.Staff, p.staff.Accepted},
		{"POST /{office}/desk/cases/{number}/referrals/refusal", access.Staff, p.staff.Declined},
		{"POST /{office}/desk/cases/{number}/third-parties", access.Staff, p.staff.Call},
		{"POST /{office}/desk/cases/{number}/third-parties/{third}/arrival", access.Staff, p.staff.Came},
		{"POST /{office}/desk/cases/{number}/tasks", access.Staff, p.staff.LayOut},
		{"POST /{office}/desk/cases/{number}/tasks/handover", access.Staff, p.staff.Hand},
		{"POST /{office}/desk/cases/{number}/tasks/{task}/completion", access.Staff, p.staff.Do},
		{"POST /{office}/desk/cases/{number}/attempts", access.Staff, p.staff.Reach},
		{"POST /{office}/desk/cases/{number}/merger", access.Staff, p.staff.Merge},
		{"POST /{office}/desk/cases/{number}/incident", access.Staff, p.staff.Group},
		{"POST /{office}/desk/cases/{number}/interest", access.Staff, p.staff.Declare},
		{"POST /{office}/desk/cases/{number}/recusal", access.Staff, p.staff.Recuse},
		{"POST /{office}/desk/cases/{number}/alarms", access.Staff, p.staff.Alarm},
		{"POST /{office}/desk/cases/{number}/instructions", access.Staff, p.staff.Instruct},
		{"POST /{office}/desk/cases/{number}/instructions/{order}/answer", access.Staff, p.staff.Obey},
		{"POST /{office}/desk/cases/{number}/attachments", access.Staff, p.staff.Attach},
		{"POST /{office}/desk/cases/{number}/papers", access.Staff, p.staff.Judge},
		{"POST /{office}/desk/cases/{number}/sheets", access.Staff, p.staff.Issue},
		{"GET /{office}/desk/cases/{number}/sheets/{sheet}", access.Staff, p.staff.Sheet},
		{"GET /{office}/desk/incidents", access.Staff, p.staff.Incidents},
		{"GET /{office}/desk/incidents/{incident}", access.Staff, p.staff.Incident},
		{"POST /{office}/desk/incidents/{incident}/broadcast", access.Staff, p.staff.Broadcast},
		{"POST /{office}/desk/incidents/{incident}/end", access.Staff, p.staff.EndIncident},
		{"POST /{office}/desk/bulk", access.Staff, p.staff.Bulk},
		{"POST /{office}/desk/filters", access.Staff, p.staff.SaveFilter},
		{"POST /{office}/desk/filters/{filter}/removal", access.Staff, p.staff.DropFilter},
		{"GET /{office}/desk/export/{format}", access.Staff, p.staff.Export},
		{"GET /{office}/desk/offers", access.Staff, p.staff.Incoming},
		{"POST /{office}/desk/offers/{number}/acceptance", access.Staff, p.staff.TakeOver},
		{"POST /{office}/desk/offers/{number}/refusal", access.Staff, p.staff.TurnDown},
		{"GET /{office}/desk/below", access.Staff, p.staff.Overview},
		{"GET /{office}/desk/rules", access.Staff, p.rules.Rules},
		{"POST /{office}/desk/rules", access.Heads, p.rules.Set},
	}
}

// charterRoutes are the charter's drafts and their publication.
func (p parts) charterRoutes() []route {
	return []route{
		{"GET /{office}/desk/charter", access.Staff, p.catalogue.Desk},
		{"POST /{office}/desk/charter/drafts", access.Heads, p.catalogue.Import},
		{"POST /{office}/desk/charter/revisions", access.Heads, p.catalogue.Revise},
		{"GET /{office}/desk/charter/drafts/{draft}", access.Staff, p.catalogue.Draft},
		{"POST /{office}/desk/charter/drafts/{draft}/completions", access.Heads, p.catalogue.Complete},
		{"GET /{office}/desk/charter/drafts/{draft}/publication", access.Heads, p.catalogue.Review},
		{"POST /{office}/desk/charter/drafts/{draft}/publication", access.Heads, p.catalogue.Publish},
		{"POST /{office}/desk/charter/drafts/{draft}/removal", access.Heads, p.catalogue.Remove},
	}
}

// figureRoutes are the register, the lists behind its figures, and the rehearsal.
func (p parts) figureRoutes() []route {
	return []route{
		{"GET /{office}/desk/register", access.Staff, p.register.Register},
		{"GET /{office}/desk/register/cases", access.Staff, p.register.Cases},
		{"GET /{office}/desk/register/file", access.Staff, p.register.File},
		{"GET /{office}/desk/rehearsal", access.Staff, p.register.Rehearsal},
	}
}

// diaryRoutes are the appointments of cases.
func (p parts) diaryRoutes() []route {
	return []route{
		{"GET /{office}/desk/appointments", access.Staff, p.diary.Agenda},
		{"GET /{office}/desk/appointments/route", access.Staff, p.diary.Route},
		{"GET /{office}/desk/appointments/settings", access.Heads, p.diary.Settings},
		{"POST /{office}/desk/appointments/settings", access.Heads, p.diary.SetSettings},
		{"GET /{office}/desk/appointments/{appointment}", access.Staff, p.diary.Appointment},
		{"POST /{office}/desk/appointments/{appointment}/arrival", access.Staff, p.diary.Arrive},
		{"POST /{office}/desk/appointments/{appointment}/departure", access.Staff, p.diary.Depart},
		{"POST /{office}/desk/appointments/{appointment}/absence", access.Staff, p.diary.Miss},
		{"POST /{office}/desk/appointments/{appointment}/cancellation", access.Staff, p.diary.Cancel},
		{"POST /{office}/desk/appointments/{appointment}/move", access.Staff, p.diary.Move},
		{"GET /{office}/desk/cases/{number}/appointments", access.Staff, p.diary.OfCase},
		{"POST /{office}/desk/cases/{number}/appointments", access.Staff, p.diary.Book},
	}
}

func (p parts) peopleRoutes() []route {
	return []route{
		{"GET /{office}/calendar/new", access.Heads, p.offices.NewDay},
		{"POST /{office}/calendar/announcements", access.Heads, p.offices.Announce},
		{"POST /{office}/calendar/announcements/{announcement}/withdrawal", access.Heads, p.offices.Withdraw},
		{"GET /{office}/particulars", access.Heads, p.offices.Particulars},
		{"POST /{office}/particulars", access.Heads, p.offices.Describe},
		{"GET /{office}/people", access.Staff, p.offices.People},
		{"POST /{office}/people", access.Heads, p.offices.AddPerson},
		{"GET /{office}/people/new", access.Heads, p.offices.NewPerson},
		{"GET /{office}/people/{person}", access.Staff, p.offices.Person},
		{"POST /{office}/people/{person}", access.Heads, p.offices.ChangePerson},
		{"GET /{office}/people/{person}/change", access.Heads, p.offices.EditPerson},
		{"GET /{office}/people/{person}/link", access.Heads, p.offices.Link},
		{"POST /{office}/people/{person}/invitations", access.Heads, p.offices.Invite},
		{"POST /{office}/people/{person}/closure", access.Heads, p.offices.CloseSignIn},
		{"POST /{office}/people/{person}/opening", access.Heads, p.offices.OpenSignIn},
		{"GET /{office}/people/{person}/handover", access.Staff, p.offices.Handover},
		{"POST /{office}/people/{person}/handover", access.Staff, p.offices.TakeOver},
		{"POST /{office}/posts", access.Heads, p.offices.AddPost},
		{"GET /{office}/posts/new", access.Heads, p.offices.NewPost},
		{"GET /{office}/posts/{post}", access.Staff, p.offices.Post},
		{"POST /{office}/posts/{post}", access.Heads, p.offices.ChangePost},
		{"GET /{office}/posts/{post}/change", access.Heads, p.offices.EditPost},
		{"POST /{office}/posts/{post}/assignments", access.Heads, p.offices.Assign},
		{"POST /{office}/posts/{post}/assignments/{assignment}/end", access.Heads, p.offices.EndAssignment},
		{"POST /{office}/posts/{post}/substitutions", access.Heads, p.offices.Leave},
		{"POST /{office}/posts/{post}/substitutions/{substitution}/return", access.Heads, p.offices.Return},
	}
}
