package access

import (
	"context"
	"strings"

	"dorgora/internal/fault"
	"dorgora/internal/office"
)

// Invite makes a one-time link by which a person of the office sets a password
// (for the first time, or a forgotten one), and returns its token; only the
// token's hash is kept. Earlier links of the person become void. i.Person is
// empty when the one who gets the link is to enter a name; Chairs are the posts
// that go with it.
func (k Keeper) Invite(ctx context.Context, i Invitation) (string, error) {
	chart, err := k.Charts.Chart(ctx, i.Office)
	if err != nil {
		return "", err
	}
	if person, ok := chart.Person(i.Person); i.Person != "" && (!ok || person.Office != i.Office) {
		return "", fault.New(fault.NotFound, "office.person.unknown")
	}
	token, hash, err := NewToken(k.Random)
	if err != nil {
		return "", err
	}
	i.Token, i.Created = hash, k.Now()
	i.Expires = i.Created.Add(k.Limits.Invitation)
	return token, k.Store.AddInvitation(ctx, i)
}

// Reach refuses to let somebody touch the sign-in of a person: with Conflict one's
// own, for which the present password is asked; with Denied that of a person who
// may act for a post that who does not lead. Whoever makes a link for a person can
// come in as that person, so a head would gain posts that nobody gave.
func (k Keeper) Reach(ctx context.Context, who Identity, person string) error {
	if who.Person == person {
		return fault.New(fault.Conflict, "access.reach.own")
	}
	_, posts, err := k.Seats.Sits(ctx, person, k.Now())
	if err != nil {
		return err
	}
	for _, post := range posts {
		policy := Heads
		if post.Role == office.Steward {
			policy = Steward
		}
		chart, err := k.Charts.Chart(ctx, post.Office)
		if err != nil {
			return err
		}
		if !policy.Allows(who, chart.Offices) {
			return fault.New(fault.Denied, "access.reach.above", "title", post.Title)
		}
	}
	return nil
}

// InviteHead makes the link for whoever is to lead an office that nobody leads
// yet: a steward hands it over. A head post that is held is Conflict.
func (k Keeper) InviteHead(ctx context.Context, officeID, by string) (string, error) {
	chart, err := k.Charts.Chart(ctx, officeID)
	if err != nil {
		return "", err
	}
	head := chart.HeadOf(officeID)
	if head.ID == "" {
		return "", fault.New(fault.NotFound, "office.post.unknown")
	}
	if len(chart.Holders(officeID, head.ID, k.Now())) > 0 {
		return "", fault.New(fault.Conflict, "access.head.held")
	}
	return k.Invite(ctx, Invitation{Office: officeID, By: by, Chairs: []Chair{{Office: officeID, Post: head.ID}}})
}

// InviteFirst makes the link of the first administrator: the head post of the
// office, and the steward's post of the topmost office, which is made when it is
// missing. Posts that are held already are left out; when both are, Conflict.
func (k Keeper) InviteFirst(ctx context.Context, officeID string) (string, error) {
	chart, err := k.Charts.Chart(ctx, officeID)
	if err != nil {
		return "", err
	}
	steward, err := k.stewardPost(ctx, chart.Top().ID)
	if err != nil {
		return "", err
	}
	invitation := Invitation{Office: officeID}
	for _, p := range []office.Post{chart.HeadOf(officeID), steward} {
		if p.ID != "" && len(chart.Holders(p.Office, p.ID, k.Now())) == 0 {
			invitation.Chairs = append(invitation.Chairs, Chair{Office: p.Office, Post: p.ID})
		}
	}
	if len(invitation.Chairs) == 0 {
		return "", fault.New(fault.Conflict, "access.head.held")
	}
	return k.Invite(ctx, invitation)
}

func (k Keeper) stewardPost(ctx context.Context, top string) (office.Post, error) {
	chart, err := k.Charts.Chart(ctx, top)
	if err != nil {
		return office.Post{}, err
	}
	if p, ok := chart.StewardOf(top); ok {
		return p, nil
	}
	id, err := NewID(k.Random)
	if err != nil {
		return office.Post{}, err
	}
	change, err := chart.NewPost(office.Post{
		ID: id, Title: "ব্যবস্থার তত্ত্বাবধায়ক", TitleEn: "Steward of the installation", Role: office.Steward,
	})
	if err != nil {
		return office.Post{}, err
	}
	return change.Posts[0], k.Charts.Apply(ctx, change)
}

// Invitation returns the invitation of a link, and the person whom it is for
// when that is known. An unknown, used or old link is NotFound.
func (k Keeper) Invitation(ctx context.Context, token string) (Invitation, office.Person, error) {
	i, err := k.Store.Invitation(ctx, TokenHash(token))
	if err == nil {
		err = i.Check(k.Now())
	}
	if err != nil {
		return Invitation{}, office.Person{}, err
	}
	if i.Person == "" {
		return i, office.Person{}, nil
	}
	person, _, err := k.Seats.Sits(ctx, i.Person, k.Now())
	return i, person, err
}

// Welcome is what somebody enters to accept an invitation.
type Welcome struct {
	Token    string
	Name     string // only when the invitation names nobody
	NameEn   string
	Login    string
	Password string
	Again    string
	Device   string
}

// Accept sets the password of an invitation, gives its posts from now on, ends
// all sessions and the second factor that the person had, and signs in. It
// returns the token of the session. Person, account and assignments are written
// together or not at all.
func (k Keeper) Accept(ctx context.Context, w Welcome) (string, error) {
	invitation, person, err := k.Invitation(ctx, w.Token)
	if err != nil {
		return "", err
	}
	account, err := k.newAccount(ctx, invitation, w)
	if err != nil {
		return "", err
	}
	acceptance := Acceptance{Invitation: invitation}
	if acceptance.Changes, account.Person, err = k.settle(ctx, invitation, person, w, account.Login); err != nil {
		return "", err
	}
	if account.Hash, err = k.hash(w.Password); err != nil {
		return "", err
	}
	acceptance.Account, acceptance.Invitation.Used = account, k.Now()
	acceptance.Invitation.Person = account.Person
	if err := k.Store.Accept(ctx, acceptance); err != nil {
		return "", err
	}
	return k.open(ctx, account, Entry{Device: w.Device})
}

// newAccount checks everything that was typed and gathers all faults.
func (k Keeper) newAccount(ctx context.Context, i Invitation, w Welcome) (Account, error) {
	var faults fault.Fields
	if i.Person == "" && strings.TrimSpace(w.Name) == "" {
		faults = append(faults, fault.InField("name", "office.name.missing"))
	}
	login, err := ParseLogin(w.Login)
	faults = append(faults, fault.List(err)...)
	if err == nil {
		taken, err := k.Store.ByLogin(ctx, login)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return Account{}, err
		}
		if err == nil && (i.Person == "" || taken.Person != i.Person) {
			faults = append(faults, fault.InField("login", "access.login.taken"))
		}
	}
	faults = append(faults, checkTwice(w.Password, w.Again, login)...)
	return Account{Office: i.Office, Person: i.Person, Login: login, Created: k.Now()}, faults.Err()
}

// settle decides what changes in the offices: the person, when new, and the posts.
func (k Keeper) settle(ctx context.Context, i Invitation, person office.Person, w Welcome, login string) ([]office.Change, string, error) {
	chart, err := k.Charts.Chart(ctx, i.Office)
	if err != nil {
		return nil, "", err
	}
	home := office.Change{Office: i.Office, Revision: chart.Revision}
	if person.ID == "" {
		if home, err = k.newPerson(chart, w, login); err != nil {
			return nil, "", err
		}
		person = home.People[0]
	}
	changes := []office.Change{home}
	for _, chair := range i.Chairs {
		change, err := k.seat(ctx, chair, person)
		if err != nil {
			return nil, "", err
		}
		changes = join(changes, change)
	}
	return changes, person.ID, nil
}

// join keeps one change an office: a second one would meet the revision that the
// first has raised.
func join(changes []office.Change, next office.Change) []office.Change {
	for i := range changes {
		if changes[i].Office == next.Office {
			changes[i] = changes[i].And(next)
			return changes
		}
	}
	return append(changes, next)
}

func (k Keeper) newPerson(chart office.Chart, w Welcome, login string) (office.Change, error) {
	id, err := NewID(k.Random)
	if err != nil {
		return office.Change{}, err
	}
	person := office.Person{ID: id, Name: w.Name, NameEn: w.NameEn, Mobile: login}
	if strings.Contains(login, "@") {
		person.Mobile, person.Mail = "", login
	}
	change, err := chart.NewPerson(person)
	for _, wrong := range fault.List(err) {
		if wrong.Field == "mobile" || wrong.Field == "mail" {
			wrong.Field = "login" // the form asks for one of the two under this name
		}
	}
	return change, err
}

func (k Keeper) seat(ctx context.Context, chair Chair, person office.Person) (office.Change, error) {
	chart, err := k.Charts.Chart(ctx, chair.Office)
	if err != nil {
		return office.Change{}, err
	}
	id, err := NewID(k.Random)
	if err != nil {
		return office.Change{}, err
	}
	now := k.Now()
	return chart.With(office.Change{People: []office.Person{person}}).Assign(office.Assignment{
		Office: chair.Office, ID: id, Post: chair.Post, Person: person.ID, Tenure: office.Substantive, From: now,
	}, false, now)
}
