package accessweb

import (
	"net/http"
	"strings"

	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// shown reports whether an error belongs on the form itself rather than on a
// page of its own: wrong input, and a login that is locked for a while.
func shown(err error) bool {
	kind := fault.KindOf(err)
	return kind == fault.Invalid || kind == fault.TooMany
}

// InvitationPage is the page of a one-time link.
type InvitationPage struct {
	site.Page
	Token     string
	Person    office.Person // zero: whoever comes enters a name
	Login     string        // proposed
	Nameless  bool
	Minimum   int      // letters of a password
	Returning bool     // has a password already
	Where     string   // name of the office
	Chairs    []string // which come with the link, or which the person holds
}

// Proposed is the login as people write it: a mobile number in groups and the
// reader's digits, a mail address as it is.
func (p InvitationPage) Proposed() string {
	if strings.Contains(p.Login, "@") {
		return p.Login
	}
	return p.Mobile(p.Login)
}

// Invitation shows what an invited person is to enter: GET /invitations/{token}.
func (p Pages) Invitation(w http.ResponseWriter, r *http.Request) {
	page, err := p.invitation(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "invitation", page)
}

func (p Pages) invitation(r *http.Request) (InvitationPage, error) {
	token := r.PathValue("token")
	invitation, person, err := p.Keeper.Invitation(r.Context(), token)
	if err != nil {
		return InvitationPage{}, err
	}
	page := InvitationPage{Page: p.page(r, "access.invitation.title"), Token: token, Person: person,
		Nameless: invitation.Person == "", Login: person.Mobile, Minimum: access.ShortestPassword}
	if page.Login == "" {
		page.Login = person.Mail
	}
	if err := p.seats(r, &page, invitation); err != nil {
		return InvitationPage{}, err
	}
	if page.Nameless {
		return page, nil
	}
	account, err := p.Keeper.Store.ByPerson(r.Context(), person.Office, person.ID)
	if err == nil {
		page.Returning, page.Login = true, account.Login
		page.Title = page.T("access.invitation.returning")
	} else if fault.KindOf(err) != fault.NotFound {
		return InvitationPage{}, err
	}
	return page, nil
}

// seats says for which office and posts the link is, so that whoever opens it sees
// that it is meant for nobody else.
func (p Pages) seats(r *http.Request, page *InvitationPage, invitation access.Invitation) error {
	chairs := invitation.Chairs
	if page.Person.ID != "" {
		_, posts, err := p.Keeper.Seats.Sits(r.Context(), page.Person.ID, p.Keeper.Now())
		if err != nil {
			return err
		}
		for _, post := range posts {
			chairs = append(chairs, access.Chair{Office: post.Office, Post: post.ID})
		}
	}
	home, err := p.Keeper.Charts.Chart(r.Context(), invitation.Office)
	if err != nil {
		return err
	}
	page.Where = page.Pick(home.Office().Name, home.Office().NameEn)
	for _, chair := range chairs {
		chart, err := p.Keeper.Charts.Chart(r.Context(), chair.Office)
		if err != nil {
			return err
		}
		post, _ := chart.Post(chair.Office, chair.Post)
		title := page.Pick(post.Title, post.TitleEn)
		if chair.Office != invitation.Office {
			title += ", " + page.Pick(chart.Office().Name, chart.Office().NameEn)
		}
		page.Chairs = append(page.Chairs, title)
	}
	return nil
}

// Accept sets the password and signs in: POST /invitations/{token}.
func (p Pages) Accept(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	if err == nil {
		err = p.Limiter.Allow(r)
	}
	var page InvitationPage
	if err == nil {
		page, err = p.invitation(r)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	leave, err := p.Limiter.Enter(r.Context())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	token, err := p.Keeper.Accept(r.Context(), access.Welcome{
		Token: page.Token, Name: form.Get("name"), NameEn: form.Get("name_en"), Login: form.Get("login"),
		Password: secret(r, "password"), Again: secret(r, "again"), Device: device(r.UserAgent()),
	})
	leave()
	if err != nil {
		if !shown(err) {
			p.Site.Refuse(w, r, err)
			return
		}
		page.Page = page.Refilled(form, err)
		p.Site.Show(w, r, "invitation", page)
		return
	}
	p.Site.SetCookie(w, SessionCookie, token, p.Keeper.Limits.Absolute)
	who, err := p.Keeper.Identify(r.Context(), token)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.goOn(w, r, who, "")
}
