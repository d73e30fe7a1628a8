package app

import (
	"context"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/access/accessweb"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/office/officeweb"
	"dorgora/internal/sitemap"
)

// parts are the pages of every slice.
type parts struct {
	doors     accessweb.Pages
	offices   officeweb.Pages
	catalogue catalogueweb.Pages
	sitemap   sitemap.Pages
	citizens  caseworkweb.Pages
	staff     caseworkweb.Staff
}

func (p *Program) newParts() parts {
	uploads := caseworkweb.NewUploads(p.Blobs)
	return parts{
		doors: accessweb.Pages{
			Site: p.Site, Keeper: p.Keeper, Limiter: accessweb.NewLimiter(p.World.Now), Issuer: "Dorgora", Landing: p.landing,
		},
		offices: officeweb.Pages{
			Site: p.Site, Store: p.Offices, Doors: p.Keeper, Now: p.World.Now, Random: p.World.Random,
			Origin: p.Config.PublicAddress(), Announced: p.Recount,
		},
		catalogue: catalogueweb.Pages{
			Site: p.Site, Shelf: p.Shelf, Versions: p.Editions, Drafts: p.Editions, Intake: p.Intake, Press: p.Press,
			Offices: p.Offices, Records: p.records, Now: p.World.Now,
		},
		sitemap: sitemap.Pages{
			Site: p.Site, Shelf: p.Shelf, Charters: p.Editions, Offices: p.Offices, Records: p.records, Now: p.World.Now,
		},
		citizens: caseworkweb.Pages{
			Site: p.Site, Desk: p.Desk, Drafts: p.Cases, Services: p.Shelf, Numbers: p.Cases, Uploads: uploads,
			Watch: caseworkweb.NewWatch(p.World.Logger), Address: p.Config.PublicAddress(), Logger: p.World.Logger,
		},
		staff: caseworkweb.Staff{
			Site: p.Site, Desk: p.Desk, Cases: p.Cases, Outbox: p.Notices, Offers: p.Shelf, Uploads: uploads, Say: p.texts,
		},
	}
}

// landing is where somebody comes after signing in: the desk of the office in
// which they hold a post, else the list of offices.
func (p *Program) landing(ctx context.Context, who access.Identity) string {
	for _, seat := range who.Seats {
		chain, err := p.Offices.Chain(ctx, seat.Office)
		if err == nil && len(chain) > 0 && seat.Office == who.Office {
			return "/" + chain[0].Slug + "/desk"
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

// Recount counts the promised moments anew in an office whose calendar changed,
// and in those below it.
func (p *Program) Recount(ctx context.Context, officeID string) error {
	all, err := p.Offices.Offices(ctx)
	if err != nil {
		return err
	}
	touched := map[string]bool{officeID: true}
	for _, o := range all { // parents come before children
		touched[o.ID] = touched[o.ID] || touched[o.Parent]
		if !touched[o.ID] {
			continue
		}
		numbers, err := p.Cases.OpenNumbers(ctx, o.ID)
		if err != nil {
			return err
		}
		_, who := actOf(ctx)
		actor := casework.Actor{Person: who.Person, Name: who.Name, Post: "calendar"}
		reason := p.texts.Text("bn", "app.recount.reason")
		if _, err := p.Desk.Recount(ctx, casework.Recounting{Office: o.ID, Numbers: numbers, Reason: reason, Actor: actor}); err != nil {
			return err
		}
	}
	return nil
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
	}
}

// officeRoutes are the addresses below the slug of an office.
func (p parts) officeRoutes() []route {
	return append(append(p.publicRoutes(), p.deskRoutes()...), p.peopleRoutes()...)
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
		{"GET /{office}/track/{number}/withdrawal", access.Public, p.citizens.Withdrawal},
		{"POST /{office}/track/{number}/withdrawal", access.Public, p.citizens.Withdraw},
		{"GET /{office}/track/{number}/files/{file}", access.Public, p.citizens.File},
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
