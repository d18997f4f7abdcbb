//go:build unix

package repo

import (
	"os"
	"strconv"
	"syscall"
)

// isOwned reports whether the user of this process owns a file, or who became this user with sudo.
func isOwned(name string) bool {
	info, err := os.Lstat(name)
	if err != nil {
		return true // there is nothing of somebody else
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return true
	}
	user := os.Geteuid()
	if int(stat.Uid) == user {
		return true
	}
	before, err := strconv.Atoi(os.Getenv("SUDO_UID"))
	return user == 0 && err == nil && int(stat.Uid) == before
}
