package access

import (
	"context"
	"io"
	"time"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/office"
)

// Keeper looks after accounts, sessions and invitations.
type Keeper struct {
	Store  Store
	Seats  Seats
	Charts office.Charts
	// Centres returns the digital centres at which a person works at an instant; nil:
	// nobody works at one.
	Centres func(ctx context.Context, person string, at time.Time) ([]Centre, error)
	Limits  Limits
	Cost    Cost // of new password hashes; Standard when zero
	Now     func() time.Time
	Random  io.Reader
}

func (k Keeper) cost() Cost {
	if k.Cost == (Cost{}) {
		return Standard
	}
	return k.Cost
}

// Entry is what somebody types to sign in.
type Entry struct {
	Login    string // as typed
	Password string
	Code     string // of the second factor, empty at first
	Device   string // what the browser says it is
	Earlier  string // token of the session that the browser had before
}

// ParseLogin brings a login into stored form: a mobile number in any form and
// digits, or a mail address. The fault is about the field login.
func ParseLogin(text string) (string, error) {
	text = bangla.Line(text)
	if text == "" {
		return "", fault.InField("login", "access.login.missing")
	}
	mobile, address := text, ""
	for _, r := range text {
		if r == '@' {
			mobile, address = "", text
		}
	}
	mobile, address, wrong := office.Reach(mobile, address)
	if wrong != nil {
		return "", fault.InField("login", "access.login.wrong")
	}
	return mobile + address, nil
}

// SignIn opens a session and returns its token for the cookie. An unknown login,
// a wrong password and a disabled account get the same answer after the same
// work. When the password is right and a second factor is set, the fault of the
// field code asks for it.
func (k Keeper) SignIn(ctx context.Context, e Entry) (string, error) {
	login, err := ParseLogin(e.Login)
	if err != nil {
		return "", err
	}
	if e.Password == "" {
		return "", fault.InField("password", "access.password.missing")
	}
	now := k.Now()
	attempt := TokenHash(login)
	begin := func(a Attempts) (Attempts, error) { return a.Begin(k.Limits, now) }
	if err := k.Store.Count(ctx, attempt, begin); err != nil {
		return "", err
	}
	account, err := k.check(ctx, login, e.Password)
	if err != nil {
		return "", err
	}
	if err := k.secondFactor(ctx, account, e.Code, now); err != nil {
		if e.Code == "" && fault.KindOf(err) == fault.Invalid {
			refund := func(a Attempts) (Attempts, error) { return a.Refund(), nil }
			if broken := k.Store.Count(ctx, attempt, refund); broken != nil {
				return "", broken
			}
		}
		return "", err
	}
	forget := func(a Attempts) (Attempts, error) { return a.Clear(), nil }
	if err := k.Store.Count(ctx, attempt, forget); err != nil {
		return "", err
	}
	return k.open(ctx, account, e)
}

func (k Keeper) check(ctx context.Context, login, password string) (Account, error) {
	account, err := k.Store.ByLogin(ctx, login)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return Account{}, err
	}
	hash := account.Hash
	if err != nil {
		hash = k.cost().nobody()
	}
	if !Verify(hash, password) || err != nil || account.Disabled {
		return Account{}, fault.InField("login", "access.signin.wrong")
	}
	return account, nil
}

func (k Keeper) secondFactor(ctx context.Context, a Account, code string, now time.Time) error {
	if a.TOTP == "" {
		return nil
	}
	if code == "" {
		return fault.InField("code", "access.code.needed")
	}
	step, ok := CheckTOTP(a.TOTP, code, a.TOTPStep, now)
	if !ok {
		return fault.InField("code", "access.code.wrong")
	}
	err := k.Store.UseStep(ctx, a, step)
	if fault.KindOf(err) == fault.Conflict {
		return fault.InField("code", "access.code.wrong")
	}
	return err
}

// open starts a session under a fresh token; the session that the browser came
// with ends, so that nobody can plant one (session fixation).
func (k Keeper) open(ctx context.Context, a Account, e Entry) (string, error) {
	if e.Earlier != "" {
		if err := k.SignOut(ctx, e.Earlier); err != nil {
			return "", err
		}
	}
	token, hash, err := NewToken(k.Random)
	if err != nil {
		return "", err
	}
	now := k.Now()
	return token, k.Store.OpenSession(ctx, Session{
		Office: a.Office, Token: hash, Person: a.Person, Device: e.Device,
		Created: now, Seen: now, Expires: now.Add(k.Limits.Absolute),
	})
}

// Identify says who a cookie belongs to: a stranger when its session is unknown,
// over or revoked, or the account is disabled. The posts are those of this
// instant, so that a transfer counts at once.
func (k Keeper) Identify(ctx context.Context, token string) (Identity, error) {
	if token == "" {
		return Identity{}, nil
	}
	session, err := k.Store.Session(ctx, TokenHash(token))
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return Identity{}, nil
	}
	now := k.Now()
	if err != nil || session.Over(k.Limits, now) {
		return Identity{}, err
	}
	person, posts, err := k.Seats.Sits(ctx, session.Person, now)
	if err != nil {
		return Identity{}, err
	}
	if now.Sub(session.Seen) >= k.Limits.Touch {
		session.Seen = now
		// Reading goes on when storage refuses writes; the session then only ends sooner.
		if err := k.Store.Touch(ctx, session); err != nil && fault.KindOf(err) != fault.Unavailable {
			return Identity{}, err
		}
	}
	var centres []Centre
	if k.Centres != nil {
		if centres, err = k.Centres(ctx, person.ID, now); err != nil {
			return Identity{}, err
		}
	}
	return Identity{
		Centres: centres,
		Person:  person.ID, Name: person.Name, NameEn: person.NameEn, Office: person.Office,
		Session: session.Token, Seats: SeatsOf(posts),
	}, nil
}

// SignOut ends the session of a token; one that is over already is no error.
func (k Keeper) SignOut(ctx context.Context, token string) error {
	session, err := k.Store.Session(ctx, TokenHash(token))
	if err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		return err
	}
	return k.Store.EndSession(ctx, session)
}

// Sessions lists the running sessions of an identity, the latest use first.
func (k Keeper) Sessions(ctx context.Context, who Identity) ([]Session, error) {
	all, err := k.Store.SessionsOf(ctx, who.Office, who.Person)
	if err != nil {
		return nil, err
	}
	now, running := k.Now(), []Session{}
	for _, s := range all {
		if !s.Over(k.Limits, now) {
			running = append(running, s)
		}
	}
	return running, nil
}

// Revoke ends one session of the identity, by the hash of its token. That of
// somebody else is NotFound.
func (k Keeper) Revoke(ctx context.Context, who Identity, token string) error {
	session, err := k.Store.Session(ctx, token)
	if err != nil {
		return err
	}
	if session.Person != who.Person {
		return fault.New(fault.NotFound, "access.session.unknown")
	}
	return k.Store.EndSession(ctx, session)
}

// RevokeOthers ends all sessions of the identity but the one in use.
func (k Keeper) RevokeOthers(ctx context.Context, who Identity) error {
	return k.Store.EndSessions(ctx, who.Office, who.Person, who.Session)
}
