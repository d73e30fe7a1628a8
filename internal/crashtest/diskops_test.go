package crashtest

import (
	"context"
	"slices"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// The operations that the kernel asks of a disk.
var _ interface {
	fs.NodeOnAdder
	fs.NodeGetattrer
	fs.NodeSetattrer
	fs.NodeOpener
	fs.NodeReader
	fs.NodeWriter
	fs.NodeFsyncer
	fs.NodeCreater
	fs.NodeMkdirer
	fs.NodeUnlinker
	fs.NodeRmdirer
	fs.NodeRenamer
} = (*node)(nil)

func (n *node) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	if errno := n.power(); errno != 0 {
		return errno
	}
	defer n.disk.mu.Unlock()
	n.attr(&out.Attr)
	return 0
}

func (n *node) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if errno := n.power(); errno != 0 {
		return errno
	}
	defer n.disk.mu.Unlock()
	if size, given := in.GetSize(); given {
		n.change(change{at: int64(size)})
	}
	if mode, given := in.GetMode(); given {
		n.mode = n.mode&syscall.S_IFMT | mode&^syscall.S_IFMT
	}
	n.attr(&out.Attr)
	return 0
}

func (n *node) Open(_ context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	if errno := n.power(); errno != 0 {
		return nil, 0, errno
	}
	defer n.disk.mu.Unlock()
	if flags&syscall.O_TRUNC != 0 {
		n.change(change{})
	}
	return nil, 0, 0
}

func (n *node) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	if errno := n.power(); errno != 0 {
		return nil, errno
	}
	defer n.disk.mu.Unlock()
	read := copy(dest, n.data[min(off, int64(len(n.data))):])
	return fuse.ReadResultData(dest[:read]), 0
}

func (n *node) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	if errno := n.power(); errno != 0 {
		return 0, errno
	}
	defer n.disk.mu.Unlock()
	n.change(change{at: off, data: slices.Clone(data)})
	return uint32(len(data)), 0
}

func (n *node) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	if errno := n.power(); errno != 0 {
		return errno
	}
	defer n.disk.mu.Unlock()
	n.disk.syncs++
	if n.names != nil {
		n.names = n.current()
		return 0
	}
	for _, c := range n.pending {
		n.kept = c.apply(n.kept)
	}
	n.pending = nil
	return 0
}

func (n *node) Create(ctx context.Context, _ string, _, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	inode, errno := n.make(ctx, fuse.S_IFREG|mode&0o777, out)
	return inode, nil, 0, errno
}

func (n *node) Mkdir(ctx context.Context, _ string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	return n.make(ctx, fuse.S_IFDIR|mode&0o777, out)
}

func (n *node) make(ctx context.Context, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	if errno := n.power(); errno != 0 {
		return nil, errno
	}
	defer n.disk.mu.Unlock()
	child := n.disk.node(mode)
	child.attr(&out.Attr)
	return n.NewPersistentInode(ctx, child, fs.StableAttr{Mode: mode & syscall.S_IFMT}), 0
}

func (n *node) Unlink(context.Context, string) syscall.Errno { return n.allow() }

func (n *node) Rmdir(_ context.Context, name string) syscall.Errno {
	if child := n.GetChild(name); child != nil && len(child.Children()) > 0 {
		return syscall.ENOTEMPTY
	}
	return n.allow()
}

func (n *node) Rename(_ context.Context, _ string, _ fs.InodeEmbedder, _ string, flags uint32) syscall.Errno {
	if flags != 0 {
		return syscall.EINVAL
	}
	return n.allow()
}

// allow lets the kernel change names while there is power.
func (n *node) allow() syscall.Errno {
	errno := n.power()
	if errno == 0 {
		n.disk.mu.Unlock()
	}
	return errno
}
