//go:build unix

package repo

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// putStat puts in an entry of the index what Git keeps of a file in the working tree, by which it sees later whether the file changed. Of a file that is not
// there it puts nothing: then Git looks at the content itself.
func putStat(stat *[statSize]byte, name string) {
	var found unix.Stat_t
	if unix.Lstat(name, &found) != nil {
		return
	}
	putTime(stat[0:], found.Ctim.Unix)
	putTime(stat[8:], found.Mtim.Unix)
	for at, value := range map[int]uint32{16: uint32(found.Dev), 20: uint32(found.Ino), 28: found.Uid, 32: found.Gid, 36: uint32(found.Size)} {
		binary.BigEndian.PutUint32(stat[at:], value)
	}
}
