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
)

// Config says how an installation runs.
type Config struct {
	Data        string // folder of the database, the files and the secret
	Database    string // postgres:// address; empty: SQLite in Data
	Listen      string // host:port
	Address     string // how people reach it, "https://seba.example.gov.bd"; empty: http on Listen
	BehindProxy bool   // a proxy on this machine or network ends TLS
	Practice    bool   // a new database is marked for practice and tests
	TestClock   string // RFC 3339; only a database marked for practice accepts it
}

// World is what comes from outside: time, randomness, and where logs go.
type World struct {
	Now    func() time.Time
	Random io.Reader
	Logger *slog.Logger
}

// Check refuses settings that are wrong or unsafe, naming the setting and the cure.
func (c Config) Check() error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return fmt.Errorf("listen %q: give host:port, as 127.0.0.1:8080", c.Listen)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) && !c.BehindProxy {
		return fmt.Errorf("listen %q can be reached from other machines without encryption: listen on 127.0.0.1 behind a proxy that ends TLS, or say behind-proxy when one stands in front", c.Listen)
	}
	if c.Address != "" {
		u, err := url.Parse(c.Address)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.Trim(u.Path, "/") != "" {
			return fmt.Errorf("address %q: give the scheme and the host, as https://seba.example.gov.bd", c.Address)
		}
		if c.BehindProxy && u.Scheme != "https" {
			return fmt.Errorf("address %q: behind a proxy people must come over https", c.Address)
		}
	}
	if c.Database != "" && !strings.HasPrefix(c.Database, "postgres://") {
		return errors.New("database: give a postgres:// address, or nothing for the embedded one")
	}
	return nil
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
		return fmt.Errorf("data %q is not a folder", c.Data)
	}
	if about.Mode().Perm()&0o002 != 0 {
		return fmt.Errorf("data folder %q may be written by everybody: chmod o-w it", c.Data)
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
		return nil, fmt.Errorf("secret %s has %d bytes, not %d: restore it from the backup", file, len(kept), secretSize)
	}
	about, err := os.Stat(file)
	if err == nil && about.Mode().Perm()&0o077 != 0 {
		err = fmt.Errorf("secret %s is readable by others: chmod 600 it", file)
	}
	return kept, err
}

// writeDurably writes a small file so that it survives a power cut.
func writeDurably(file string, content []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
