// Package archive reads the files in zip, gzip and tar files, within the limits of a Collector.
package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// OpenZip opens a zip file when the Collector may still open as many files as it has members. The error is part.ErrTooLarge or
// that of archive/zip. Names of members that point outside the archive are no error: nothing is written to disk.
func OpenZip(c *part.Collector, data []byte) (*zip.Reader, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, err
	}
	if !c.Open(len(archive.File)) {
		return nil, part.ErrTooLarge
	}
	return archive, nil
}

// Zip reads the comments in a zip file and calls read for each member that is no folder. An error in one member does not stop
// the others: the first one is returned, with the name of the member.
func Zip(c *part.Collector, archive *zip.Reader, place part.Place, read func(*zip.File) error) error {
	c.Add(place.At(part.ArchiveComment), decode.Legacy([]byte(archive.Comment)), false)
	var failed error
	for _, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		c.Add(place.At(part.MemberComment, part.ShortName(f.Name)), decode.Legacy([]byte(f.Comment)), false)
		if err := read(f); failed == nil {
			failed = inMember(f.Name, err)
		}
		if c.Full {
			return part.ErrTooLarge
		}
	}
	return failed
}

// Names keeps the names of the members of a zip file, one a line.
func Names(c *part.Collector, archive *zip.Reader, place part.Place) {
	names := c.NewText()
	for _, f := range archive.File {
		names.Write(decode.Legacy([]byte(f.Name)) + "\n")
	}
	c.Add(place.At(part.FileNames), names.String(), false)
}

// Member returns the bytes of a member of a zip file. The error is part.ErrTooLarge, part.ErrUnknown when the member is
// encrypted or packed in an unknown way, or that of a damaged file; what could be unpacked is returned next to the last.
func Member(c *part.Collector, f *zip.File) ([]byte, error) {
	const encrypted = 1 // a bit of the flags (APPNOTE.TXT of PKWARE, 4.4.4)
	if f.Flags&encrypted != 0 {
		return nil, part.ErrUnknown
	}
	stream, err := f.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, part.ErrUnknown
	}
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	return c.Unpack(stream, f.UncompressedSize64)
}

// ReadMember reads a member of a zip file by its own kind.
func ReadMember(c *part.Collector, f *zip.File, place part.Place, depth int) error {
	data, err := Member(c, f)
	if len(data) == 0 {
		return err
	}
	return cmp.Or(c.Read(f.Name, data, place.At(part.File, part.ShortName(f.Name)), depth), err)
}

// Gzip reads the one file in a gzip file. Name is that of the gzip file itself; without its ending it is that of the content.
func Gzip(c *part.Collector, name string, data []byte, place part.Place, depth int) error {
	stream, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	if !c.Open(1) {
		return part.ErrTooLarge
	}
	c.Add(place.At(part.ArchivedName), stream.Name, false)
	c.Add(place.At(part.ArchiveComment), stream.Comment, false)
	unpacked, err := c.Unpack(stream, 0)
	if len(unpacked) == 0 {
		return err
	}
	return cmp.Or(c.Read(strings.TrimSuffix(name, path.Ext(name)), unpacked, place, depth), err)
}

// Tar reads the members of a tar file, their names, and the names of the users and groups that owned them. An error in one
// member does not stop the others: the first one is returned, with the name of the member.
func Tar(c *part.Collector, data []byte, place part.Place, depth int) error {
	archive := tar.NewReader(bytes.NewReader(data))
	var failed error
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return failed
		}
		if err != nil {
			return cmp.Or(failed, err)
		}
		if !c.Open(1) {
			return part.ErrTooLarge
		}
		c.Add(place.At(part.FileName), decode.Legacy([]byte(header.Name)), false)
		c.Add(place.At(part.Link), decode.Legacy([]byte(header.Linkname)), false)
		c.Add(place.At(part.FileOwner), decode.Legacy([]byte(header.Uname)), true)
		c.Add(place.At(part.FileGroup), decode.Legacy([]byte(header.Gname)), false)
		member, err := c.Unpack(archive, 0)
		if len(member) > 0 {
			err = cmp.Or(c.Read(header.Name, member, place.At(part.File, part.ShortName(header.Name)), depth), err)
		}
		if c.Full {
			return part.ErrTooLarge
		}
		if failed == nil {
			failed = inMember(header.Name, err)
		}
	}
}

// inMember adds the name of a member to an error about it; nil stays nil.
func inMember(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", part.ShortName(name), err)
}
