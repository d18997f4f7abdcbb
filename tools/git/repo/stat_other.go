//go:build !unix && !js

package repo

import (
	"encoding/binary"
	"os"
)

// putStat puts in an entry of the index what Git keeps of a file in the working tree, as far as os.Lstat tells it: where the rest is zero, Git looks at the
// content once.
func putStat(stat *[statSize]byte, name string) {
	found, err := os.Lstat(name)
	if err != nil {
		return
	}
	putTime(stat[8:], func() (seconds, nanoseconds int64) {
		return found.ModTime().Unix(), int64(found.ModTime().Nanosecond())
	})
	binary.BigEndian.PutUint32(stat[36:], uint32(found.Size()))
}
