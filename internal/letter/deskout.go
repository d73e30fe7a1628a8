package letter

import (
	"context"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
)

// Write begins a letter of the office, once per ID. An entry of the diary that it
// answers, and a letter that it puts right, name it from then on.
func (d Desk) Write(ctx context.Context, w Writing, actor casework.Actor) (Outgoing, error) {
	stamp := d.stamp(actor)
	if len(w.ID) != 32 {
		return Outgoing{}, fault.New(fault.Invalid, "letter.key.missing")
	}
	o, err := w.write(stamp)
	if err != nil {
		return o, err
	}
	if err := d.running(ctx, o); err != nil {
		return o, err
	}
	change := Change{Outgoing: []Outgoing{o}, Begun: true}.act(o.ledgerName(), 1, DeedDrafted, stamp)
	if change, err = d.linked(ctx, change, false, stamp); err != nil {
		return o, err
	}
	if w.Corrects != "" {
		wrong, err := d.Store.Outgoing(ctx, w.Office, w.Corrects)
		if err != nil {
			return o, err
		}
		wrong.Corrected = append(append([]string(nil), wrong.Corrected...), o.ID)
		wrong.Revision++
		change.Outgoing = append(change.Outgoing, wrong)
		change = change.act(wrong.ledgerName(), wrong.Revision, DeedCorrected, stamp)
	}
	done, err := d.Store.Apply(ctx, change)
	if err != nil {
		return o, err
	}
	return done.Outgoing[0], nil
}

// running refuses a file that is missing or closed.
func (d Desk) running(ctx context.Context, o Outgoing) error {
	f, err := d.Store.File(ctx, o.Office, o.File)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return fault.InField("file", "letter.file.missing")
	case err == nil && !f.Running():
		return fault.InField("file", "letter.file.closed")
	}
	return err
}

// linked adds the entry that the letter answers to the change.
func (d Desk) linked(ctx context.Context, change Change, sent bool, stamp Stamp) (Change, error) {
	o := change.Outgoing[0]
	if o.Answers == "" {
		return change, nil
	}
	l, err := d.Store.Letter(ctx, o.Office, o.Answers)
	if err != nil {
		return change, err
	}
	next := l.replied(o.ID, sent, stamp)
	next.Revision = l.Revision + 1
	change.Letters = append(change.Letters, next)
	return change.act(next.ledgerName(), next.Revision, DeedReplied, stamp), nil
}

// loaded is a letter of the office as it was seen.
func (d Desk) loaded(ctx context.Context, at Target) (Outgoing, error) {
	o, err := d.Store.Outgoing(ctx, at.Office, at.ID)
	if err == nil && at.Revision != 0 && at.Revision != o.Revision {
		err = fault.New(fault.Conflict, Stale)
	}
	return o, err
}

// Rewrite adds a version to a draft.
func (d Desk) Rewrite(ctx context.Context, at Target, w Writing) (Outgoing, error) {
	o, err := d.loaded(ctx, at)
	if err != nil {
		return o, err
	}
	stamp := d.stamp(at.Actor)
	next, err := o.Rewrite(w, stamp)
	if err != nil {
		return o, err
	}
	if err := d.running(ctx, next); err != nil {
		return o, err
	}
	return d.write(ctx, next, DeedRewritten, stamp)
}

func (d Desk) write(ctx context.Context, o Outgoing, deed Deed, stamp Stamp) (Outgoing, error) {
	o.Revision++
	_, err := d.Store.Apply(ctx, Change{Outgoing: []Outgoing{o}}.act(o.ledgerName(), o.Revision, deed, stamp))
	return o, err
}

// Approve signs a draft: it gets its memo number and its place in the dispatch
// register, and never changes again. who must act for a post that may sign.
func (d Desk) Approve(ctx context.Context, at Target, who access.Identity, usual Settings) (Outgoing, error) {
	o, err := d.loaded(ctx, at)
	if err != nil {
		return o, err
	}
	all, err := d.Store.Settings(ctx, at.Office)
	if err != nil {
		return o, err
	}
	f, err := d.Store.File(ctx, at.Office, o.File)
	if err != nil {
		return o, err
	}
	chart, err := d.Offices.Chart(ctx, at.Office)
	if err != nil {
		return o, err
	}
	stamp := d.stamp(at.Actor)
	next, err := o.sign(InForce(all, usual, stamp.Today), who, stamp)
	if err != nil {
		return o, err
	}
	if post, found := chart.Post(at.Office, next.Signed.Post); found {
		next.Title = post.Title
	}
	next.Revision++
	done, err := d.Store.Apply(ctx, Change{Outgoing: []Outgoing{next}, Signs: f.Number}.act(next.ledgerName(), next.Revision, DeedSigned, stamp))
	if err != nil {
		return o, err
	}
	return done.Outgoing[0], nil
}

// Dispatch notes that a signed letter left, with its proof. The entry that it answers
// is dealt with by that, and the notice that it carries is settled.
func (d Desk) Dispatch(ctx context.Context, at Target, p Proof) (Outgoing, error) {
	o, err := d.loaded(ctx, at)
	if err != nil {
		return o, err
	}
	stamp := d.stamp(at.Actor)
	next, err := o.Dispatch(p, stamp)
	if err != nil {
		return o, err
	}
	return d.left(ctx, leaving{o, next, nil}, stamp)
}

// leaving is a letter before and after its dispatch, with the mail that carries it.
type leaving struct {
	was, is Outgoing
	mail    []notice.Notice
}

func (d Desk) left(ctx context.Context, l leaving, stamp Stamp) (Outgoing, error) {
	l.is.Revision++
	change := Change{Outgoing: []Outgoing{l.is}, Notices: l.mail}.act(l.is.ledgerName(), l.is.Revision, DeedSent, stamp)
	if l.was.State == Signed {
		var err error
		if change, err = d.linked(ctx, change, true, stamp); err != nil {
			return l.was, err
		}
		if l.was.Notice != "" {
			change.Settled = []string{l.was.Notice}
		}
	}
	_, err := d.Store.Apply(ctx, change)
	return l.is, err
}

// Post sends a signed letter by mail: the mail waits in the outbox with the letter
// enclosed, and the letter counts as dispatched with the address as its proof. What is
// confidential does not go by mail.
func (d Desk) Post(ctx context.Context, at Target, address string) (Outgoing, error) {
	o, err := d.loaded(ctx, at)
	if err != nil {
		return o, err
	}
	address = strings.TrimSpace(address)
	user, host, found := strings.Cut(address, "@")
	switch {
	case !found || user == "" || !strings.Contains(host, ".") || strings.ContainsAny(address, " \t\r\n<>,;\""):
		return o, fault.InField("mail", "letter.mail.wrong")
	case o.Secrecy.Closed():
		return o, fault.New(fault.Conflict, "letter.mail.secret")
	}
	stamp := d.stamp(at.Actor)
	next, err := o.Dispatch(Proof{Date: stamp.Today, Medium: ByMail, Number: address}, stamp)
	if err != nil {
		return o, err
	}
	n := notice.Notice{Office: o.Office, ID: stamp.Salt + "-mail", Subject: next.ledgerName(), To: notice.Applicant, Channel: notice.Mail, Address: address,
		Lang: "bn", Key: "letter.notice.mailed", Args: []string{"memo", bangla.Digits(o.Memo), "subject", o.Wording().Subject}, At: stamp.Now, Leaves: stamp.Now, Status: notice.Waiting}
	return d.left(ctx, leaving{o, next, []notice.Notice{n}}, stamp)
}

// Cancel ends a letter that has not left.
func (d Desk) Cancel(ctx context.Context, at Target, reason string) (Outgoing, error) {
	o, err := d.loaded(ctx, at)
	if err != nil {
		return o, err
	}
	stamp := d.stamp(at.Actor)
	next, err := o.Cancel(reason, stamp)
	if err != nil {
		return o, err
	}
	return d.write(ctx, next, DeedCancelled, stamp)
}
