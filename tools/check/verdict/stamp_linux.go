package verdict

import (
	"io/fs"
	"os"
	"syscall"
)

// stampOf returns the stamp of a file.
func stampOf(info fs.FileInfo) stamp {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return stamp{size: info.Size(), modified: info.ModTime().UnixNano()}
	}
	return stamp{true, s.Size, s.Mtim.Nano(), s.Ctim.Nano(), s.Ino, uint64(s.Dev), s.Mode}
}

// private reports whether a file is of the user, and nobody else can read or write it.
func private(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(s.Uid) == os.Geteuid() && info.Mode().Perm()&0o077 == 0
}
