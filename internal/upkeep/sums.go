package upkeep

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dorgora/internal/app"
	"dorgora/internal/fault"
)

// writeSums names every file of a backup with its SHA-256, as sha256sum writes them:
// `sha256sum -c sums` checks a backup without the program. It is written last.
func writeSums(dir string) error {
	names, err := filesBelow(dir)
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, name := range names {
		sum, err := sumOf(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&text, "%s  %s\n", sum, name)
	}
	file, err := os.OpenFile(filepath.Join(dir, app.SumsFile), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text.String())
	return errors.Join(err, file.Sync(), file.Close())
}

// filesBelow lists the files of a folder by name, the sums left out.
func filesBelow(dir string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err == nil && name != app.SumsFile {
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	return names, err
}

func sumOf(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	digest := sha256.New()
	if _, err := io.Copy(digest, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}

// checkSums refuses a backup in which a file is missing, changed or too many, or
// that was never finished.
func checkSums(dir string) error {
	list, err := os.Open(filepath.Join(dir, app.SumsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Invalid, "upkeep.copy.unfinished", "folder", dir)
	}
	if err != nil {
		return err
	}
	defer list.Close()
	named := map[string]bool{}
	lines := bufio.NewScanner(list)
	for lines.Scan() {
		want, name, found := strings.Cut(lines.Text(), "  ")
		if !found || !filepath.IsLocal(name) {
			return fault.New(fault.Invalid, "upkeep.copy.damaged", "file", app.SumsFile)
		}
		named[name] = true
		if sum, err := sumOf(filepath.Join(dir, name)); err != nil || sum != want {
			return fault.New(fault.Invalid, "upkeep.copy.damaged", "file", name)
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return checkNamed(dir, named)
}

func checkNamed(dir string, named map[string]bool) error {
	there, err := filesBelow(dir)
	if err != nil {
		return err
	}
	for _, name := range there {
		if !named[name] {
			return fault.New(fault.Invalid, "upkeep.copy.stray", "file", name)
		}
	}
	if !named[secretCopy] {
		return fault.New(fault.Invalid, "upkeep.copy.damaged", "file", secretCopy)
	}
	return nil
}
