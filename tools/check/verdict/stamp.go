package verdict

// stamp is what a system tells of a file without reading it. When two are equal and sure, and the file was at rest, its content is the same.
type stamp struct {
	sure             bool  // whether the system tells when the inode changed
	size             int64 // in bytes
	modified, change int64 // of the content and of the inode, in nanoseconds
	inode, disk      uint64
	mode             uint32
}

// newest returns the latest of the two times of change.
func (s stamp) newest() int64 { return max(s.modified, s.change) }

func (s stamp) encode(w *writer) {
	w.bool(s.sure)
	for _, n := range []int64{s.size, s.modified, s.change, int64(s.inode), int64(s.disk), int64(s.mode)} {
		w.int64(n)
	}
}

func decodeStamp(r *reader) stamp {
	return stamp{r.bool(), r.int64(), r.int64(), r.int64(), uint64(r.int64()), uint64(r.int64()), uint32(r.int64())}
}
