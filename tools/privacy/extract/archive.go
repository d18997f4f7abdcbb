package extract

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// Archive is a zip file of which single members are read, within the limits of Read.
type Archive struct {
	r   *reader
	zip *zip.Reader
}

// OpenArchive opens a zip file. The error is part.ErrTooLarge, or that of archive/zip.
func OpenArchive(data []byte) (*Archive, error) {
	r := newReader()
	archive, err := r.openZip(data)
	return &Archive{r, archive}, err
}

// Names lists the members in the order of the archive, with the names that they claim to have.
func (a *Archive) Names() []string {
	var names []string
	for _, f := range a.zip.File {
		names = append(names, f.Name)
	}
	return names
}

// Read returns the bytes of the first member with this name. The error is fs.ErrNotExist, part.ErrTooLarge, part.ErrUnknown when the member is encrypted or
// packed in a way that is not known, or that of a damaged file.
func (a *Archive) Read(name string) ([]byte, error) {
	for _, f := range a.zip.File {
		if f.Name == name {
			return a.r.member(f)
		}
	}
	return nil, fs.ErrNotExist
}

// openZip opens a zip file when as many files as it has may still be opened.
func (r *reader) openZip(data []byte) (*zip.Reader, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, err
	}
	if !r.Open(len(archive.File)) {
		return nil, part.ErrTooLarge
	}
	return archive, nil
}

// zip reads a zip file: an office document or a book when it has the form of one, otherwise its members.
func (r *reader) zip(data []byte, place part.Place, depth int) error {
	archive, err := r.openZip(data)
	if err != nil {
		return err
	}
	read := func(f *zip.File) error { return r.plainMember(f, place, depth) }
	switch officeOf(archive) {
	case officeXML:
		read = func(f *zip.File) error { return r.officeMember(f, place, depth) }
	case openDocument:
		if r.encryptedODF(archive) {
			return part.ErrUnknown
		}
		read = func(f *zip.File) error { return r.odfMember(f, place, depth) }
	case epub:
		read = func(f *zip.File) error { return r.epubMember(f, place, depth) }
	default:
		r.Add(place.At(part.FileNames), zipNames(archive), false)
	}
	r.Add(place.At(part.ArchiveComment), decode.Legacy([]byte(archive.Comment)), false)
	var failed error
	for _, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		r.Add(place.At(part.MemberComment, part.ShortName(f.Name)), decode.Legacy([]byte(f.Comment)), false)
		if err := read(f); failed == nil {
			failed = inside(f.Name, err)
		}
		if r.Full {
			return part.ErrTooLarge
		}
	}
	return failed
}

func zipNames(archive *zip.Reader) string {
	var names strings.Builder
	for _, f := range archive.File {
		names.WriteString(decode.Legacy([]byte(f.Name)) + "\n")
	}
	return names.String()
}

// member returns the bytes of a file in a zip. What could be unpacked is returned next to the error.
func (r *reader) member(f *zip.File) ([]byte, error) {
	const encrypted = 1
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
	return r.Unpack(stream)
}

// plainMember reads a file in a zip by its own kind.
func (r *reader) plainMember(f *zip.File, place part.Place, depth int) error {
	data, err := r.member(f)
	if len(data) == 0 {
		return err
	}
	return cmp.Or(r.Read(f.Name, data, place.At(part.File, part.ShortName(f.Name)), depth), err)
}

// gzip reads the one file in a gzip file.
func (r *reader) gzip(name string, data []byte, place part.Place, depth int) error {
	stream, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	if !r.Open(1) {
		return part.ErrTooLarge
	}
	r.Add(place.At(part.ArchivedName), stream.Name, false)
	r.Add(place.At(part.ArchiveComment), stream.Comment, false)
	unpacked, err := r.Unpack(stream)
	if len(unpacked) == 0 {
		return err
	}
	return cmp.Or(r.Read(strings.TrimSuffix(name, path.Ext(name)), unpacked, place, depth), err)
}

// tar reads the members of a tar file, and who owned them.
func (r *reader) tar(data []byte, place part.Place, depth int) error {
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
		if !r.Open(1) {
			return part.ErrTooLarge
		}
		r.Add(place.At(part.FileName), decode.Legacy([]byte(header.Name)), false)
		r.Add(place.At(part.Link), decode.Legacy([]byte(header.Linkname)), false)
		r.Add(place.At(part.FileOwner), decode.Legacy([]byte(header.Uname)), true)
		r.Add(place.At(part.FileGroup), decode.Legacy([]byte(header.Gname)), false)
		member, err := r.Unpack(archive)
		if len(member) > 0 {
			err = cmp.Or(r.Read(header.Name, member, place.At(part.File, part.ShortName(header.Name)), depth), err)
		}
		if r.Full {
			return part.ErrTooLarge
		}
		if failed == nil {
			failed = inside(header.Name, err)
		}
	}
}
