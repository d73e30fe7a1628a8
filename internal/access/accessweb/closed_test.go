package accessweb_test

import (
	"context"
	"testing"

	"dorgora/internal/access"
	"dorgora/internal/fault"
)

func TestPagesInvitationOfAClosedSignIn(t *testing.T) {
	h := newHouse(t)
	h.hire("rupsha", "মো. করিম", mobile, password)
	account, err := h.keeper.Store.ByLogin(t.Context(), "+8801711111111")
	h.ok(err)
	link, err := h.keeper.Invite(t.Context(), access.Invitation{Office: account.Office, Person: account.Person})
	h.ok(err)
	h.ok(h.keeper.Disable(t.Context(), account.Office, account.Person, true))
	b := h.browser()
	b.shows(b.post("/invitations/"+link, "login", mobile, "password", "শিউলি ফুলের সকাল", "again", "শিউলি ফুলের সকাল"), 409, "প্রবেশ বন্ধ")
	after, err := h.keeper.Store.ByLogin(t.Context(), "+8801711111111")
	h.ok(err)
	if !after.Disabled || after.Hash != account.Hash {
		t.Errorf("a link opened a closed sign-in: %+v", after)
	}
	h.ok(h.keeper.Disable(t.Context(), account.Office, account.Person, false))
	b.leads(b.post("/invitations/"+link, "login", mobile, "password", "শিউলি ফুলের সকাল", "again", "শিউলি ফুলের সকাল"), "/account")
}

// closing closes the account at the moment when its password is about to be saved.
type closing struct {
	access.Store
	keeper access.Keeper
}

func (c closing) SaveAccount(ctx context.Context, a access.Account) error {
	if err := c.keeper.Disable(ctx, a.Office, a.Person, true); err != nil {
		return err
	}
	return c.Store.SaveAccount(ctx, a)
}

func TestKeeperClosedWhileThePasswordChanges(t *testing.T) {
	h := newHouse(t)
	h.hire("rupsha", "মো. করিম", mobile, password)
	account, err := h.keeper.Store.ByLogin(t.Context(), "+8801711111111")
	h.ok(err)
	keeper := h.keeper
	keeper.Store = closing{h.keeper.Store, h.keeper}
	who := access.Identity{Person: account.Person, Office: account.Office}
	if err := keeper.ChangePassword(t.Context(), who, password, "শিউলি ফুলের সকাল", "শিউলি ফুলের সকাল"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a closed account changed its password: %v", err)
	}
	after, err := h.keeper.Store.ByLogin(t.Context(), "+8801711111111")
	h.ok(err)
	if !after.Disabled {
		t.Error("a change of password opened the sign-in that was closed meanwhile")
	}
}
