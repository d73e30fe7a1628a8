package sms

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"dorgora/internal/fault"
	"dorgora/workday"
)

// Modem is a modem with a SIM card behind Gammu SMSD with its backend of files
// (gammu-smsd-files): messages leave by a file in the folder outbox, and come in as
// files in inbox. SMSD moves what it sent to sent, and what it could not send to
// error.
type Modem struct{ Folder string }

// The folders of SMSD, and where its news is kept once it was read.
const (
	outbox  = "outbox"
	sent    = "sent"
	failed  = "error"
	inbox   = "inbox"
	told    = "told"  // fates that were read
	taken   = "taken" // messages that were read
	partial = ".new"
)

// Folders lists the folders that SMSD is told of: inboxpath, outboxpath, sentsmspath
// and errorsmspath.
func Folders() []string { return []string{inbox, outbox, sent, failed} }

// Send implements Gateway. The name of the file derives from the message's ID, so
// that the same message never stands there twice.
func (m Modem) Send(_ context.Context, message Message) (string, error) {
	mark := markOf(message.ID)
	for _, folder := range []string{outbox, sent, failed, told} {
		found, err := filepath.Glob(filepath.Join(m.Folder, folder, "OUT*_"+mark+".*"))
		if err != nil || len(found) > 0 {
			return mark, err
		}
	}
	raw, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(message.Text))
	if err != nil {
		return "", fault.Wrap(fault.Invalid, "sms.refused", err)
	}
	name := "OUTC20000101_000000_00_" + message.To + "_" + mark + ".txtd"
	half := filepath.Join(m.Folder, outbox, partial+mark)
	if err := writeWhole(half, raw); err != nil {
		return "", fault.Wrap(fault.Unavailable, "sms.unreachable", err)
	}
	if err := os.Rename(half, filepath.Join(m.Folder, outbox, name)); err != nil {
		return "", fault.Wrap(fault.Unavailable, "sms.unreachable", err)
	}
	return mark, settle(filepath.Join(m.Folder, outbox))
}

// settle has the names in a folder survive a loss of power.
func settle(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("modem: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}

func writeWhole(file string, content []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o640)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

// markOf is the mark of a message in file names: half its SHA-256 in hex.
func markOf(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:16])
}

// marked finds the mark in the name of an outgoing file.
var marked = regexp.MustCompile(`^OUT.*_([0-9a-f]{32})\.`)

// Reports gives the fates of messages since they were last told; their Ref is what
// Send returned. Each stays until Told says that it was written down.
func (m Modem) Reports() ([]Report, error) {
	var list []Report
	for folder, state := range map[string]State{sent: Accepted, failed: Failed} {
		entries, err := os.ReadDir(filepath.Join(m.Folder, folder))
		if err != nil {
			return nil, fmt.Errorf("modem: %w", err)
		}
		for _, one := range entries {
			if found := marked.FindStringSubmatch(one.Name()); found != nil {
				list = append(list, Report{Ref: found[1], State: state, Detail: folder, At: written(one)})
			}
		}
	}
	return list, nil
}

// Told puts a fate aside that was written down.
func (m Modem) Told(r Report) error {
	found, err := filepath.Glob(filepath.Join(m.Folder, r.Detail, "OUT*_"+r.Ref+".*"))
	for _, file := range found {
		err = errors.Join(err, moveTo(file, filepath.Join(m.Folder, told)))
	}
	return err
}

// came takes the name of an incoming file apart: date, time, serial, sender, part.
var came = regexp.MustCompile(`^IN(\d{8})_(\d{6})_(\d+)_([^_]+)_(\d+)\.txt$`)

// settled is how long SMSD may take between the parts of one message.
const settled = 2 * time.Second

// Incoming gives the messages that came in and were not taken yet; the parts of a
// long one are joined.
func (m Modem) Incoming(now time.Time) ([]Incoming, error) {
	entries, err := os.ReadDir(filepath.Join(m.Folder, inbox))
	if err != nil {
		return nil, fmt.Errorf("modem: %w", err)
	}
	fresh := map[string]bool{}
	for _, one := range entries {
		if came.MatchString(one.Name()) && now.Sub(written(one)) < settled {
			fresh[keyOfFile(one.Name())] = true
		}
	}
	var list []Incoming
	for _, one := range entries { // by name, so that parts follow one another
		part := came.FindStringSubmatch(one.Name())
		if part == nil || fresh[keyOfFile(one.Name())] {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(m.Folder, inbox, one.Name()))
		if err != nil {
			return nil, fmt.Errorf("modem: %w", err)
		}
		text, _, err := transform.Bytes(unicode.BOMOverride(unicode.UTF8.NewDecoder()), raw)
		if err != nil {
			text = raw
		}
		key := keyOfFile(one.Name())
		if n := len(list); n > 0 && list[n-1].Key == key {
			list[n-1].Text += string(text)
			continue
		}
		at, err := time.ParseInLocation("20060102150405", part[1]+part[2], workday.Dhaka)
		if err != nil {
			at = now
		}
		list = append(list, Incoming{Key: key, From: part[4], Text: string(text), At: at})
	}
	return list, nil
}

// keyOfFile is the name of an incoming file without its part.
func keyOfFile(name string) string { return name[:strings.LastIndex(name, "_")] }

// Taken puts a message aside that was written down.
func (m Modem) Taken(in Incoming) error {
	entries, err := os.ReadDir(filepath.Join(m.Folder, inbox))
	for _, one := range entries {
		if came.MatchString(one.Name()) && keyOfFile(one.Name()) == in.Key {
			err = errors.Join(err, moveTo(filepath.Join(m.Folder, inbox, one.Name()), filepath.Join(m.Folder, taken)))
		}
	}
	return err
}

func moveTo(file, folder string) error {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	return os.Rename(file, filepath.Join(folder, filepath.Base(file)))
}

// Forget takes away what was told and taken before a moment: messages hold what people
// wrote. A message whose fate is forgotten would be sent again.
func (m Modem) Forget(before time.Time) error {
	var err error
	for _, folder := range []string{told, taken} {
		entries, wrong := os.ReadDir(filepath.Join(m.Folder, folder))
		err = errors.Join(err, wrong)
		for _, one := range entries {
			if written(one).Before(before) {
				err = errors.Join(err, os.Remove(filepath.Join(m.Folder, folder, one.Name())))
			}
		}
	}
	return err
}

// written is when a file was last written; a file that is gone, long ago.
func written(entry fs.DirEntry) time.Time {
	about, err := entry.Info()
	if err != nil {
		return time.Time{}
	}
	return about.ModTime()
}

// Ready makes the folders that lack.
func (m Modem) Ready() error {
	var err error
	for _, folder := range slices.Concat(Folders(), []string{told, taken}) {
		err = errors.Join(err, os.MkdirAll(filepath.Join(m.Folder, folder), 0o750))
	}
	return err
}
