package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"dorgora/internal/blob"
	"dorgora/internal/fault"
	"pgregory.net/rapid"
)

func open(t *testing.T, dir string) *blob.Store {
	t.Helper()
	store, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

// files lists what lies in the folder, without the empty folders.
func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestStorePut(t *testing.T) {
	t.Run("what comes out is what went in, under the SHA-256 of the content", func(t *testing.T) {
		store := open(t, t.TempDir())
		rapid.Check(t, func(t *rapid.T) {
			content := rapid.SliceOfN(rapid.Byte(), 0, 4096).Draw(t, "content")
			want := sha256.Sum256(content)
			hash, size, err := store.Put(context.Background(), bytes.NewReader(content), 4096)
			if err != nil || size != int64(len(content)) || hash != hex.EncodeToString(want[:]) {
				t.Fatalf("hash %s size %d error %v", hash, size, err)
			}
			file, err := store.Get(hash)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(file)
			if err := errors.Join(err, file.Close()); err != nil || !bytes.Equal(got, content) {
				t.Fatalf("read %d bytes, error %v", len(got), err)
			}
		})
	})
	t.Run("the same content is stored once", func(t *testing.T) {
		dir := t.TempDir()
		store := open(t, dir)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if _, _, err := store.Put(t.Context(), strings.NewReader("নাগরিক সনদ"), 100); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := files(t, dir); len(got) != 1 {
			t.Fatalf("files: %v", got)
		}
	})
	t.Run("a content of exactly the limit is taken, one byte more is refused and leaves nothing", func(t *testing.T) {
		dir := t.TempDir()
		store := open(t, dir)
		if _, _, err := store.Put(t.Context(), strings.NewReader("12345"), 5); err != nil {
			t.Fatal(err)
		}
		_, _, err := store.Put(t.Context(), strings.NewReader("123456"), 5)
		if fault.KindOf(err) != fault.TooLarge {
			t.Fatalf("error %v", err)
		}
		if got := files(t, dir); len(got) != 1 {
			t.Fatalf("files: %v", got)
		}
	})
	t.Run("a sender that breaks off is not the disk's fault, and leaves nothing", func(t *testing.T) {
		dir := t.TempDir()
		store := open(t, dir)
		broken := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(io.ErrUnexpectedEOF))
		_, _, err := store.Put(t.Context(), broken, 100)
		if !errors.Is(err, io.ErrUnexpectedEOF) || fault.KindOf(err) == fault.Unavailable {
			t.Fatalf("error %v", err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if _, _, err := store.Put(ended, strings.NewReader("late"), 100); !errors.Is(err, context.Canceled) {
			t.Fatalf("error %v", err)
		}
		if got := files(t, dir); len(got) != 0 {
			t.Fatalf("files: %v", got)
		}
	})
	t.Run("a folder that cannot be written is not confirmed", func(t *testing.T) {
		dir := t.TempDir()
		store := open(t, dir)
		if err := os.RemoveAll(filepath.Join(dir, "partial")); err != nil {
			t.Fatal(err)
		}
		if _, _, err := store.Put(t.Context(), strings.NewReader("x"), 100); fault.KindOf(err) != fault.Unavailable {
			t.Fatalf("error %v", err)
		}
	})
}

func TestStoreGet(t *testing.T) {
	store := open(t, t.TempDir())
	for name, hash := range map[string]string{
		"a content that nobody stored": strings.Repeat("a", 64),
		"a path out of the folder":     "../../../../etc/passwd",
		"an empty hash":                "",
		"capital digits":               strings.Repeat("A", 64),
	} {
		t.Run(name+" is missing", func(t *testing.T) {
			if _, err := store.Get(hash); fault.KindOf(err) != fault.NotFound {
				t.Fatalf("error %v", err)
			}
		})
	}
}

func TestStoreCheck(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	hash, _, err := store.Put(t.Context(), strings.NewReader("জাতীয় পরিচয়পত্র"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Check(hash); err != nil {
		t.Fatalf("an untouched content: %v", err)
	}
	path := filepath.Join(dir, hash[:2], hash[2:])
	if err := os.WriteFile(path, []byte("forged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.Check(hash); fault.KindOf(err) != fault.Internal {
		t.Fatalf("a forged content: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := store.Check(hash); fault.KindOf(err) != fault.NotFound {
		t.Fatalf("a lost content: %v", err)
	}
}

func TestStoreEach(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	var want []string
	for _, text := range []string{"one", "two", "three"} {
		hash, _, err := store.Put(t.Context(), strings.NewReader(text), 100)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, hash)
	}
	slices.Sort(want)
	if err := os.WriteFile(filepath.Join(dir, "partial", "half"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var got []string
	if err := store.Each(func(hash string) error { got = append(got, hash); return nil }); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}

func TestOpen(t *testing.T) {
	t.Run("a partial file of a killed run goes, one that is being written stays", func(t *testing.T) {
		dir := t.TempDir()
		open(t, dir)
		old, young := filepath.Join(dir, "partial", "old"), filepath.Join(dir, "partial", "young")
		for _, path := range []string{old, young} {
			if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		yesterday := time.Now().Add(-24 * time.Hour)
		if err := os.Chtimes(old, yesterday, yesterday); err != nil {
			t.Fatal(err)
		}
		open(t, dir)
		if got := files(t, dir); !slices.Equal(got, []string{young}) {
			t.Fatalf("files: %v", got)
		}
	})
	t.Run("the folder is made, for its owner alone", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "data", "attachments")
		open(t, dir)
		folder, err := os.Stat(dir)
		if err != nil || folder.Mode().Perm() != 0o700 {
			t.Fatalf("mode %v, error %v", folder.Mode(), err)
		}
	})
}

func TestStoreRemove(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	put := func(content string, age time.Duration) blob.Hash {
		t.Helper()
		hash, _, err := store.Put(t.Context(), strings.NewReader(content), 100)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-age)
		if err := os.Chtimes(filepath.Join(dir, hash[:2], hash[2:]), at, at); err != nil {
			t.Fatal(err)
		}
		return hash
	}
	old, young := put("পুরোনো", 48*time.Hour), put("নতুন", time.Hour)
	t.Run("only what is old enough is visited", func(t *testing.T) {
		var seen []string
		if err := store.Old(24*time.Hour, func(h blob.Hash) error { seen = append(seen, h); return nil }); err != nil || len(seen) != 1 || seen[0] != old {
			t.Errorf("%v, %v", seen, err)
		}
	})
	t.Run("what is old enough goes, what is young, missing or no hash stays as it is", func(t *testing.T) {
		for hash, want := range map[string]bool{old: true, young: false, strings.Repeat("a", 64): false, "../../x": false} {
			if gone, err := store.Remove(hash, 24*time.Hour); err != nil || gone != want {
				t.Errorf("%s: gone %v, %v", hash, gone, err)
			}
		}
		if got := files(t, dir); len(got) != 1 {
			t.Errorf("files %v", got)
		}
	})
	t.Run("what was stored again is young again", func(t *testing.T) {
		hash := put("আবার", 48*time.Hour)
		if _, _, err := store.Put(t.Context(), strings.NewReader("আবার"), 100); err != nil {
			t.Fatal(err)
		}
		if gone, err := store.Remove(hash, 24*time.Hour); err != nil || gone {
			t.Errorf("gone %v, %v", gone, err)
		}
		if err := store.Check(hash); err != nil {
			t.Error(err)
		}
	})
}

func TestStoreKeepsWhatHasNoTime(t *testing.T) {
	folder := t.TempDir()
	store, err := blob.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	hash, _, err := store.Put(t.Context(), strings.NewReader("চিঠি"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(folder, hash[:2], hash[2:]), time.Unix(0, 0), time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	if gone, err := store.Remove(hash, time.Hour); gone || err != nil {
		t.Errorf("a file of a disk without times was taken away: %v, %v", gone, err)
	}
	if err := store.Check(hash); err != nil {
		t.Error(err)
	}
}
