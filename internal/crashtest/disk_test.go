package crashtest

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// disk is a file system in memory that knows which bytes and names have been
// flushed. What a file holds survives a power cut only after fsync of the file,
// and that it has its name only after fsync of its folder (POSIX promises no
// more).
type disk struct {
	mu     sync.Mutex
	root   *node
	dark   bool // the power is cut: nothing works any more
	writes int
	syncs  int
}

// node is a file or a folder: what programs see, and what is safe.
type node struct {
	fs.Inode
	disk    *disk
	mode    uint32
	data    []byte
	kept    []byte
	pending []change         // since the last fsync
	names   map[string]*node // of a folder, as flushed
}

// change is a write that has not been flushed, or a new length when data is nil.
type change struct {
	at   int64
	data []byte
}

func newDisk() *disk {
	d := &disk{}
	d.root = d.node(fuse.S_IFDIR | 0o755)
	return d
}

func (d *disk) node(mode uint32) *node {
	n := &node{disk: d, mode: mode}
	if mode&fuse.S_IFDIR != 0 {
		n.names = map[string]*node{}
	}
	return n
}

func (c change) apply(to []byte) []byte {
	end := c.at + int64(len(c.data))
	if c.data == nil && end < int64(len(to)) {
		return to[:end:end]
	}
	if short := end - int64(len(to)); short > 0 {
		to = append(to, make([]byte, short)...)
	}
	copy(to[c.at:], c.data)
	return to
}

// cut takes the power away, and returns the disk as it is found afterwards.
// What was not flushed is gone; with lucky given, some of it got through, in no
// order, as drives do it.
func (d *disk) cut(lucky *rand.Rand) *disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dark = true
	after := newDisk()
	after.root = d.root.survive(after, lucky)
	return after
}

func (n *node) survive(on *disk, lucky *rand.Rand) *node {
	found := on.node(n.mode)
	if n.names == nil {
		found.kept = append([]byte(nil), n.kept...)
		for _, c := range n.pending {
			if lucky != nil && lucky.IntN(2) == 0 {
				found.kept = c.apply(found.kept)
			}
		}
		found.data = append([]byte(nil), found.kept...)
		return found
	}
	names := n.names
	if lucky != nil && lucky.IntN(2) == 0 {
		names = n.current()
	}
	for name, child := range names {
		found.names[name] = child.survive(on, lucky)
	}
	return found
}

// current returns the names of a folder as programs see them.
func (n *node) current() map[string]*node {
	names := map[string]*node{}
	for name, child := range n.Children() {
		names[name] = child.Operations().(*node)
	}
	return names
}

// copyTo writes what is safe into a folder of the real disk.
func (n *node) copyTo(path string) error {
	if n.names == nil {
		return os.WriteFile(path, n.kept, 0o600)
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	for name, child := range n.names {
		if err := child.copyTo(filepath.Join(path, name)); err != nil {
			return err
		}
	}
	return nil
}

// mount shows the disk in a folder; the returned function takes it away again,
// when no program uses it.
func (d *disk) mount(t *testing.T) (folder string, unmount func()) {
	t.Helper()
	folder = t.TempDir()
	second := time.Second
	options := &fs.Options{AttrTimeout: &second, EntryTimeout: &second, MountOptions: fuse.MountOptions{
		DirectMount: os.Geteuid() == 0, FsName: "flushed", Name: "flushed",
	}}
	server, err := fs.Mount(folder, d.root, options)
	if err != nil {
		t.Fatalf("mount a FUSE file system (Debian: fuse3, and /dev/fuse must be there): %v", err)
	}
	unmount = sync.OnceFunc(func() {
		if err := server.Unmount(); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	t.Cleanup(unmount)
	return folder, unmount
}

// OnAdd gives a mounted folder the names that survived.
func (n *node) OnAdd(ctx context.Context) {
	for name, child := range n.names {
		n.AddChild(name, n.NewPersistentInode(ctx, child, fs.StableAttr{Mode: child.mode & syscall.S_IFMT}), false)
	}
}

// power locks the disk, and fails when there is none.
func (n *node) power() syscall.Errno {
	n.disk.mu.Lock()
	if n.disk.dark {
		n.disk.mu.Unlock()
		return syscall.EIO
	}
	return 0
}

func (n *node) attr(out *fuse.Attr) {
	out.Mode, out.Size, out.Nlink = n.mode, uint64(len(n.data)), 1
	out.Blksize, out.Blocks = 4096, (out.Size+511)/512
	out.Owner = *fuse.CurrentOwner()
}

func (n *node) change(c change) {
	n.data = c.apply(n.data)
	n.pending = append(n.pending, c)
	n.disk.writes++
}
