package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"dorgora/internal/fault"
)

// Mark is how far a mailbox was read: mails of that validity up to that UID were
// taken. The zero Mark is a mailbox that was never read.
type Mark struct{ Validity, UID uint32 }

// mostAtOnce is how many mails one poll takes.
const mostAtOnce = 200

// Poll takes the mails of a mailbox that came after the mark, the oldest first, and
// returns the new mark. Of a mailbox that was never read, or whose numbers began anew,
// it takes what is not marked as seen. A mail is marked as seen once take has kept it;
// when take fails the poll ends, and the mail comes again at the next one. Settings:
// host, port, tls, user, password, folder.
func Poll(ctx context.Context, settings map[string]string, from Mark, take func(context.Context, Raw) error) (Mark, error) {
	box, err := enter(ctx, settings)
	if err != nil {
		return from, err
	}
	defer func() { _ = box.Close() }() // what was taken is kept by then
	stop := context.AfterFunc(ctx, func() { _ = box.Close() })
	defer stop()
	chosen, err := box.Select(cmp.Or(settings["folder"], "INBOX"), nil).Wait()
	if err != nil {
		return from, unreachable(err)
	}
	search := &imap.SearchCriteria{UID: []imap.UIDSet{{imap.UIDRange{Start: imap.UID(from.UID + 1), Stop: 0}}}}
	if from.Validity != chosen.UIDValidity {
		from = Mark{Validity: chosen.UIDValidity}
		search = &imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen}}
	}
	found, err := box.UIDSearch(search, nil).Wait()
	if err != nil {
		return from, unreachable(err)
	}
	uids := found.AllUIDs()
	slices.Sort(uids)
	for _, uid := range uids[:min(len(uids), mostAtOnce)] {
		if uint32(uid) <= from.UID { // the last mail is always found by an open range
			continue
		}
		if err := takeOne(ctx, box, uid, take); err != nil {
			return from, err
		}
		from.UID = uint32(uid)
	}
	if len(uids) <= mostAtOnce && chosen.UIDNext > 0 {
		from.UID = max(from.UID, uint32(chosen.UIDNext)-1)
	}
	return from, box.Logout().Wait()
}

// enter opens the mailbox's server under the account of the settings.
func enter(ctx context.Context, settings map[string]string) (*imapclient.Client, error) {
	host := settings["host"]
	ip := net.ParseIP(host)
	address := net.JoinHostPort(host, cmp.Or(settings["port"], "993"))
	dialer := &net.Dialer{Timeout: waits}
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, unreachable(err)
	}
	if err := conn.SetDeadline(time.Now().Add(10 * time.Minute)); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	secure := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	var box *imapclient.Client
	switch settings["tls"] {
	case "none":
		if host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return nil, errors.Join(fault.New(fault.Invalid, "mail.settings.wrong"), conn.Close())
		}
		box = imapclient.New(conn, nil)
	case "starttls":
		box, err = imapclient.NewStartTLS(conn, &imapclient.Options{TLSConfig: secure})
	default:
		line := tls.Client(conn, secure)
		if err = line.HandshakeContext(ctx); err == nil {
			box = imapclient.New(line, nil)
		}
	}
	if err != nil {
		return nil, errors.Join(unreachable(err), conn.Close())
	}
	if err := box.Login(settings["user"], settings["password"]).Wait(); err != nil {
		return nil, errors.Join(fault.Wrap(fault.Invalid, "mail.login.refused", err), box.Close())
	}
	return box, nil
}

func takeOne(ctx context.Context, box *imapclient.Client, uid imap.UID, take func(context.Context, Raw) error) error {
	set := imap.UIDSetNum(uid)
	sizes, err := box.Fetch(set, &imap.FetchOptions{UID: true, RFC822Size: true}).Collect()
	if err != nil {
		return unreachable(err)
	}
	if len(sizes) == 0 { // it was deleted meanwhile
		return nil
	}
	section := &imap.FetchItemBodySection{Peek: true}
	cut := sizes[0].RFC822Size > Largest
	if cut {
		section.Specifier = imap.PartSpecifierHeader
		section.Partial = &imap.SectionPartial{Size: mostHeader}
	}
	mails, err := box.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}}).Collect()
	if err != nil {
		return unreachable(err)
	}
	if len(mails) == 0 {
		return nil
	}
	content := mails[0].FindBodySection(section)
	if err := take(ctx, Raw{Bytes: content, Cut: cut, Length: sizes[0].RFC822Size}); err != nil {
		return fmt.Errorf("keep mail %d: %w", uid, err)
	}
	seen := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}
	if err := box.Store(set, seen, nil).Close(); err != nil {
		return unreachable(err)
	}
	return nil
}

func unreachable(err error) error {
	return fault.Wrap(fault.Unavailable, "mail.server.unreachable", err)
}
