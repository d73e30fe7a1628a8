// Package app builds the program from its parts: stores, desks, pages, the route
// table, the first start. It is the only package that knows them all.
package app

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dorgora/internal/fault"
)

// Config says how an installation runs.
type Config struct {
	Data        string // folder of the database, the files and the secret
	Database    string // postgres:// address; empty: SQLite in Data
	Listen      string // host:port
	Address     string // how people reach it, "https://seba.example.gov.bd"; empty: http on Listen
	BehindProxy bool   // a proxy on this machine or network ends TLS
	Metrics     string // host:port of this machine alone where metrics are read; empty: nowhere
	Practice    bool   // a new database is marked for practice and tests
	TestClock   string // RFC 3339; only a database marked for practice accepts it
}

// World is what comes from outside: time, randomness, and where logs go.
type World struct {
	Now    func() time.Time
	Random io.Reader
	Logger *slog.Logger
}

// Check refuses settings that are wrong or unsafe. Each fault is about the field of
// that name and says the cure.
func (c Config) Check() error {
	var wrong fault.Fields
	host, _, err := net.SplitHostPort(c.Listen)
	switch ip := net.ParseIP(host); {
	case err != nil:
		wrong = append(wrong, fault.InField("listen", "app.setting.listen.form", "value", c.Listen))
	case host != "localhost" && (ip == nil || !ip.IsLoopback()) && !c.BehindProxy:
		wrong = append(wrong, fault.InField("listen", "app.setting.listen.open", "value", c.Listen))
	}
	if host, _, err := net.SplitHostPort(c.Metrics); c.Metrics != "" {
		if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
			wrong = append(wrong, fault.InField("metrics", "app.setting.metrics", "value", c.Metrics))
		}
	}
	if u, err := url.Parse(c.Address); c.Address != "" {
		switch {
		case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.Trim(u.Path, "/") != "":
			wrong = append(wrong, fault.InField("address", "app.setting.address.form", "value", c.Address))
		case c.BehindProxy && u.Scheme != "https":
			wrong = append(wrong, fault.InField("address", "app.setting.address.plain", "value", c.Address))
		}
	}
	if c.Database != "" && !strings.HasPrefix(c.Database, "postgres://") {
		wrong = append(wrong, fault.InField("database", "app.setting.database.form"))
	}
	return wrong.Err()
}

// PublicAddress is the address by which people reach the program, without a slash
// at the end.
func (c Config) PublicAddress() string {
	if c.Address != "" {
		return strings.TrimSuffix(c.Address, "/")
	}
	return "http://" + c.Listen
}

// secure reports whether people come over https, so that cookies may insist on it.
func (c Config) secure() bool { return strings.HasPrefix(c.PublicAddress(), "https:") }

// database is the address of the database.
func (c Config) database() string {
	if c.Database != "" {
		return c.Database
	}
	return filepath.Join(c.Data, "dorgora.db")
}

// UnfinishedMark is a file of a data folder into which a backup is being restored,
// or was only half restored: nothing may be opened there.
const UnfinishedMark = "restore-unfinished"

// SumsFile is a file of a backup, with the sums of all others: a backup is never
// opened where it lies, which would change it.
const SumsFile = "sums"

// prepareData makes the data folder, readable by its owner alone.
func (c Config) prepareData() error {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	about, err := os.Stat(c.Data)
	if err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	if !about.IsDir() {
		return fault.InField("data", "app.setting.data.file", "folder", c.Data)
	}
	if about.Mode().Perm()&0o002 != 0 {
		return fault.InField("data", "app.setting.data.open", "folder", c.Data)
	}
	if _, err := os.Lstat(filepath.Join(c.Data, UnfinishedMark)); err == nil {
		return fault.InField("data", "app.setting.data.unfinished", "folder", c.Data)
	}
	if _, err := os.Lstat(filepath.Join(c.Data, SumsFile)); err == nil {
		return fault.InField("data", "app.setting.data.copy", "folder", c.Data)
	}
	return nil
}

// secretSize is the size in bytes of the secret from which slips' codes derive.
const secretSize = 32

// secret reads the installation's secret, making it at the first start. It lies
// outside the database, so that a copy of the database alone opens no case. Nodes
// that share a database must share the file.
func (c Config) secret() ([]byte, error) {
	file := filepath.Join(c.Data, "secret.key")
	kept, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fresh := make([]byte, secretSize)
		if _, err := rand.Read(fresh); err != nil {
			return nil, err
		}
		return fresh, writeDurably(file, fresh)
	case err != nil:
		return nil, fmt.Errorf("secret: %w", err)
	case len(kept) != secretSize:
		return nil, fault.InField("data", "app.setting.secret.size", "file", file, "have", len(kept), "want", secretSize)
	}
	about, err := os.Stat(file)
	if err == nil && about.Mode().Perm()&0o077 != 0 {
		err = fault.InField("data", "app.setting.secret.open", "file", file)
	}
	return kept, err
}

// writeDurably writes a small file so that after a kill or a power cut it is there
// whole or not at all.
func writeDurably(file string, content []byte) error {
	unfinished := file + ".new"
	f, err := os.OpenFile(unfinished, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(unfinished, file); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
