package access

import (
	"context"
	"fmt"
	"io"

	"dorgora/internal/fault"
)

// hash returns the stored form of a new password.
func (k Keeper) hash(password string) (string, error) {
	salt := make([]byte, SaltSize)
	if _, err := io.ReadFull(k.Random, salt); err != nil {
		return "", fmt.Errorf("random bits for a salt: %w", err)
	}
	return k.cost().Hash(password, salt), nil
}

// checkTwice refuses a bad password and one that was typed differently the
// second time.
func checkTwice(password, again, login string) fault.Fields {
	if wrong := CheckPassword(password, login); wrong != nil {
		return fault.Fields{wrong}
	}
	if password != again {
		return fault.Fields{fault.InField("again", "access.password.differs")}
	}
	return nil
}

// Account returns the identity's own account.
func (k Keeper) Account(ctx context.Context, who Identity) (Account, error) {
	return k.Store.ByPerson(ctx, who.Office, who.Person)
}

// confirm counts an attempt and checks the identity's present password in the
// field current, so that an unwatched screen is not enough to take an account over.
func (k Keeper) confirm(ctx context.Context, who Identity, password string) (Account, error) {
	account, err := k.Account(ctx, who)
	if err != nil {
		return Account{}, err
	}
	now, attempt := k.Now(), TokenHash(account.Login)
	begin := func(a Attempts) (Attempts, error) { return a.Begin(k.Limits, now) }
	if err := k.Store.Count(ctx, attempt, begin); err != nil {
		return Account{}, err
	}
	if !Verify(account.Hash, password) {
		return Account{}, fault.InField("current", "access.current.wrong")
	}
	return account, k.Store.Count(ctx, attempt, func(a Attempts) (Attempts, error) { return a.Clear(), nil })
}

// ChangePassword sets a new password and ends all other sessions.
func (k Keeper) ChangePassword(ctx context.Context, who Identity, current, password, again string) error {
	account, err := k.confirm(ctx, who, current)
	if err != nil {
		return err
	}
	if err := checkTwice(password, again, account.Login).Err(); err != nil {
		return err
	}
	if account.Hash, err = k.hash(password); err != nil {
		return err
	}
	if err := k.Store.SaveAccount(ctx, account); err != nil {
		return err
	}
	return k.RevokeOthers(ctx, who)
}

// SetSecondFactor turns the second factor on with a secret made by NewTOTP, once
// a code shows that the person's device knows it. All other sessions end.
func (k Keeper) SetSecondFactor(ctx context.Context, who Identity, secret, code, current string) error {
	if !IsTOTP(secret) {
		return fault.InField("code", "access.code.again")
	}
	step, ok := CheckTOTP(secret, code, 0, k.Now())
	if !ok {
		return fault.InField("code", "access.code.wrong")
	}
	account, err := k.confirm(ctx, who, current)
	if err != nil {
		return err
	}
	account.TOTP, account.TOTPStep = secret, step
	if err := k.Store.SaveAccount(ctx, account); err != nil {
		return err
	}
	return k.RevokeOthers(ctx, who)
}

// DropSecondFactor turns the second factor off.
func (k Keeper) DropSecondFactor(ctx context.Context, who Identity, current string) error {
	account, err := k.confirm(ctx, who, current)
	if err != nil {
		return err
	}
	account.TOTP = ""
	return k.Store.SaveAccount(ctx, account)
}

// Disable closes or opens the account of a person of an office. Closing ends all
// sessions at once.
func (k Keeper) Disable(ctx context.Context, officeID, person string, closed bool) error {
	if _, err := k.Store.ByPerson(ctx, officeID, person); err != nil {
		return err
	}
	if err := k.Store.CloseAccount(ctx, officeID, person, closed); err != nil || !closed {
		return err
	}
	return k.Store.EndSessions(ctx, officeID, person, "")
}

// AccountOf returns the sign-in of a person; known is false when there is none.
func (k Keeper) AccountOf(ctx context.Context, officeID, person string) (account Account, known bool, err error) {
	account, err = k.Store.ByPerson(ctx, officeID, person)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return Account{}, false, nil
	}
	return account, err == nil, err
}
