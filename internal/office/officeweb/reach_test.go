package officeweb_test

import (
	"slices"
	"testing"

	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/office"
)

// TestPagesReach: whoever makes a link for a person can come in as that person, so
// a head makes none for those who hold more than the head leads.
func TestPagesReach(t *testing.T) {
	h := newHouse(t)
	h.leads(h.post("/rupsha/people", "name", "মিনা খাতুন", "mobile", "০১৭১২ ৩৪৫ ৬৭৮"), "/rupsha/people/")
	mina := h.chart("rupsha").PeopleOf("rupsha")[0]
	if mina.Name != "মিনা খাতুন" {
		mina = h.chart("rupsha").PeopleOf("rupsha")[1]
	}
	sit := func(in, post string) {
		t.Helper()
		chart := h.chart(in)
		seat, err := chart.Assign(office.Assignment{Office: in, ID: "x-" + post, Post: post, Person: mina.ID, Tenure: office.Additional, From: h.now.AddDate(0, 0, -1)}, false, h.now)
		if fault.KindOf(err) == fault.Invalid && err != nil { // not a person of that chart
			seat, err = chart.With(office.Change{People: []office.Person{mina}}).Assign(office.Assignment{Office: in, ID: "x-" + post, Post: post, Person: mina.ID, Tenure: office.Additional, From: h.now.AddDate(0, 0, -1)}, false, h.now)
		}
		h.ok(err)
		h.ok(h.store.Apply(t.Context(), seat))
	}
	invitation, closure := "/rupsha/people/"+mina.ID+"/invitations", "/rupsha/people/"+mina.ID+"/closure"
	t.Run("who holds nothing elsewhere gets a link from the head", func(t *testing.T) {
		h.leads(h.post(invitation), "/rupsha/people/"+mina.ID+"/link")
	})
	sit("khulna", "khulna-head")
	token, err := h.keeper.Invite(t.Context(), access.Invitation{Office: "rupsha", Person: mina.ID})
	h.ok(err)
	_, err = h.keeper.Accept(t.Context(), access.Welcome{Token: token, Login: "01712345678", Password: "কাশফুল নৌকা ভোর", Again: "কাশফুল নৌকা ভোর"})
	h.ok(err)
	t.Run("the head of Rupsha neither gets in as the district's head nor shuts her out", func(t *testing.T) {
		h.shows(h.post(invitation), 403, "আপনার অধীন নয়")
		h.shows(h.post(closure), 403)
		h.shows(h.post("/rupsha/people/"+mina.ID+"/opening"), 403)
	})
	t.Run("the district's head may", func(t *testing.T) {
		h.enter("jalal")
		h.leads(h.post(invitation), "/rupsha/people/"+mina.ID+"/link")
	})
	steward, err := h.chart("doict").NewPost(office.Post{ID: "steward", Title: "তত্ত্বাবধায়ক", Role: office.Steward})
	h.ok(err)
	h.ok(h.store.Apply(t.Context(), steward))
	sit("doict", "steward")
	t.Run("of a steward only a steward", func(t *testing.T) {
		h.enter("jalal")
		h.shows(h.post(invitation), 403)
		h.enter(mina.ID)
		h.leads(h.post("/rupsha/people/karim/invitations"), "/rupsha/people/karim/link")
	})
	t.Run("nobody makes a link for oneself: the present password would not be asked", func(t *testing.T) {
		h.enter("karim")
		h.shows(h.post("/rupsha/people/karim/invitations"), 409, "নিজের জন্য")
	})
}

func TestPagesParticularsMoveTheCalendar(t *testing.T) {
	h := newHouse(t)
	name := []string{"name", "রূপসা আইসিটি কার্যালয়", "phone", "02477700000"}
	h.leads(h.post("/rupsha/particulars", append(name, "region", "khulna")...), "/rupsha/particulars?said=saved")
	if len(h.announced) != 0 {
		t.Errorf("the same district counted dates again: %v", h.announced)
	}
	h.leads(h.post("/rupsha/particulars", append(name, "region", "bandarban")...), "/rupsha/particulars?said=saved")
	if !slices.Equal(h.announced, []string{"rupsha"}) {
		t.Errorf("another district has other holidays, and counted again were %v", h.announced)
	}
}
