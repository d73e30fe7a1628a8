// Package blob keeps files in a folder under the SHA-256 of their content, so
// that a file is stored once, cannot change unseen, and needs no name from
// whoever sent it. It does not know what the files are or whose.
package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dorgora/internal/fault"
)

// Hash is the SHA-256 of a content, 64 small hexadecimal digits. It is a plain
// string, so that the pure floors can ask for a store without knowing this one.
type Hash = string

// partial is the folder of files that are still being written. What is older
// than forgotten belongs to a run that was killed: another process may be
// writing there at this moment.
const (
	partial   = "partial"
	forgotten = time.Hour
)

// Store is an open folder of contents. It is safe for use by many goroutines
// and processes.
type Store struct{ root *os.Root }

// Open opens the folder, makes it when it is missing, readable by its owner
// alone, and removes what a killed run left half written.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the folder of attachments: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder of attachments: %w", err)
	}
	s := &Store{root: root}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(fmt.Errorf("open the folder of attachments: %w", err), root.Close())
	}
	return s, nil
}

// prepare makes every folder at once, so that no content ever waits for the
// name of its folder to become durable.
func (s *Store) prepare() error {
	names := []string{partial}
	for n := range 256 {
		names = append(names, fmt.Sprintf("%02x", n))
	}
	for _, name := range names {
		if err := s.root.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	if err := s.forget(time.Now().Add(-forgotten)); err != nil {
		return err
	}
	parent, err := os.Open(filepath.Dir(s.root.Name()))
	if err != nil {
		return err
	}
	return errors.Join(s.sync("."), parent.Sync(), parent.Close())
}

// forget removes the partial files that were last written before the moment.
func (s *Store) forget(before time.Time) error {
	entries, err := fs.ReadDir(s.root.FS(), partial)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		file, err := entry.Info()
		if err != nil || file.ModTime().After(before) {
			continue // somebody else's, and alive
		}
		if err := s.discard(partial + "/" + entry.Name()); err != nil {
			return err
		}
	}
	return nil
}

// Close lets go of the folder.
func (s *Store) Close() error { return s.root.Close() }

// Put stores the content of r and returns its hash and its size in bytes. When
// Put returns no error the content is on disk and survives a power cut. More
// than limit bytes is fault.TooLarge "attachment.large"; a disk that cannot
// confirm is fault.Unavailable "storage.unconfirmed"; an error of r is returned
// as it is. A content that is there already is stored once.
func (s *Store) Put(ctx context.Context, r io.Reader, limit int64) (hash Hash, size int64, err error) {
	temporary := partial + "/" + rand.Text()
	file, err := s.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", 0, unconfirmed(err)
	}
	digest := sha256.New()
	size, err = receive(ctx, r, limit, io.MultiWriter(digest, diskWriter{file}))
	if err == nil {
		err = confirmed(file.Sync())
	}
	if closing := file.Close(); err == nil {
		err = confirmed(closing)
	}
	if err == nil {
		err = s.settle(temporary, sum(digest))
	}
	if err != nil {
		return "", 0, errors.Join(err, s.discard(temporary))
	}
	return sum(digest), size, nil
}

// receive copies r and refuses more than limit bytes.
func receive(ctx context.Context, r io.Reader, limit int64, w io.Writer) (int64, error) {
	size, err := io.Copy(w, io.LimitReader(attentive{ctx, r}, limit+1))
	if err == nil && size > limit {
		err = fault.New(fault.TooLarge, "attachment.large", "limit", limit)
	}
	return size, err
}

// settle gives a complete file its name and makes the name durable.
func (s *Store) settle(temporary string, hash Hash) error {
	if err := s.root.Rename(temporary, path(hash)); err != nil {
		return unconfirmed(err)
	}
	return confirmed(s.sync(hash[:2]))
}

func (s *Store) discard(temporary string) error {
	if err := s.root.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (s *Store) sync(folder string) error {
	dir, err := s.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Get opens the content for reading. None is fault.NotFound
// "attachment.missing".
func (s *Store) Get(hash Hash) (io.ReadSeekCloser, error) {
	file, err := s.open(hash)
	if err != nil {
		return nil, err
	}
	return file, nil
}

func (s *Store) open(hash Hash) (*os.File, error) {
	if !valid(hash) {
		return nil, fault.New(fault.NotFound, "attachment.missing")
	}
	file, err := s.root.Open(path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Wrap(fault.NotFound, "attachment.missing", err)
	}
	if err != nil {
		return nil, unconfirmed(err)
	}
	return file, nil
}

// Check reads the content whole and compares it with its hash. A content that
// has changed is fault.Internal "attachment.damaged".
func (s *Store) Check(hash Hash) error {
	file, err := s.open(hash)
	if err != nil {
		return err
	}
	defer file.Close()
	digest := sha256.New()
	if _, err := io.Copy(digest, file); err != nil {
		return unconfirmed(err)
	}
	if sum(digest) != hash {
		return fault.New(fault.Internal, "attachment.damaged", "hash", hash)
	}
	return nil
}

// Each calls visit with every content of the folder, in the order of hashes,
// until visit returns an error, which is returned.
func (s *Store) Each(visit func(Hash) error) error {
	return fs.WalkDir(s.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hash := strings.ReplaceAll(name, "/", "")
		if entry.IsDir() || !valid(hash) || path(hash) != name {
			return nil
		}
		return visit(hash)
	})
}

// Old calls visit with every content that was last stored at least so long ago, in
// the order of hashes, until visit returns an error, which is returned.
func (s *Store) Old(age time.Duration, visit func(Hash) error) error {
	return s.Each(func(hash Hash) error {
		old, err := s.old(path(hash), age)
		if err != nil || !old {
			return err
		}
		return visit(hash)
	})
}

// old reports whether a file was last written at least so long ago, by the clock
// that wrote it; one that is gone is not, nor one on a disk that keeps no times.
func (s *Store) old(name string, age time.Duration) (bool, error) {
	file, err := s.root.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, unconfirmed(err)
	}
	written := file.ModTime()
	return written.Unix() > 0 && time.Since(written) >= age, nil
}

// Remove takes a content away that was last stored at least so long ago, and reports
// whether it did. Whoever calls knows that nothing refers to it; the age keeps what
// somebody stored again a moment ago and has not yet written down.
func (s *Store) Remove(hash Hash, age time.Duration) (bool, error) {
	if !valid(hash) {
		return false, nil
	}
	if old, err := s.old(path(hash), age); err != nil || !old {
		return false, err
	}
	aside := partial + "/" + rand.Text()
	if err := s.root.Rename(path(hash), aside); errors.Is(err, fs.ErrNotExist) {
		return false, nil // another node was quicker
	} else if err != nil {
		return false, unconfirmed(err)
	}
	if old, err := s.old(aside, age); err != nil || !old { // stored anew in between
		return false, errors.Join(err, s.settle(aside, hash))
	}
	if err := s.discard(aside); err != nil {
		return false, unconfirmed(err)
	}
	return true, confirmed(s.sync(hash[:2]))
}

func sum(digest hash.Hash) Hash { return hex.EncodeToString(digest.Sum(nil)) }

// path spreads the contents over 256 folders.
func path(hash Hash) string { return hash[:2] + "/" + hash[2:] }

func valid(hash Hash) bool {
	return len(hash) == 2*sha256.Size && strings.Trim(hash, "0123456789abcdef") == ""
}

func unconfirmed(err error) error {
	return fault.Wrap(fault.Unavailable, "storage.unconfirmed", err)
}

func confirmed(err error) error {
	if err == nil {
		return nil
	}
	return unconfirmed(err)
}

// diskWriter tells an error of the disk from one of the sender.
type diskWriter struct{ w io.Writer }

func (d diskWriter) Write(p []byte) (int, error) {
	n, err := d.w.Write(p)
	return n, confirmed(err)
}

// attentive stops reading when the context ends.
type attentive struct {
	ctx context.Context
	r   io.Reader
}

func (a attentive) Read(p []byte) (int, error) {
	if err := a.ctx.Err(); err != nil {
		return 0, err
	}
	return a.r.Read(p)
}
