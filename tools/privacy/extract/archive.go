package extract

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Archive is a zip file of which single members are read, within the limits of Read.
type Archive struct {
	r   *reader
	zip *zip.Reader
}

// OpenArchive opens a zip file. The error is ErrTooLarge, or that of archive/zip.
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

// Read returns the bytes of the first member with this name. The error is fs.ErrNotExist, ErrTooLarge, ErrUnknown when the member is encrypted or
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
	if !r.open(len(archive.File)) {
		return nil, ErrTooLarge
	}
	return archive, nil
}

// zip reads a zip file: an office document or a book when it has the form of one, otherwise its members.
func (r *reader) zip(data []byte, place string, depth int) error {
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
			return ErrUnknown
		}
		read = func(f *zip.File) error { return r.odfMember(f, place, depth) }
	case epub:
		read = func(f *zip.File) error { return r.epubMember(f, place, depth) }
	default:
		r.add(join(place, "namen van bestanden"), zipNames(archive), false)
	}
	r.add(join(place, "opmerking bij het archief"), legacyText([]byte(archive.Comment)), false)
	var failed error
	for _, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		r.add(join(place, "opmerking bij "+shortName(f.Name)), legacyText([]byte(f.Comment)), false)
		if err := read(f); failed == nil {
			failed = inside(f.Name, err)
		}
		if r.full {
			return ErrTooLarge
		}
	}
	return failed
}

// open takes n files from the number that may still be opened, and reports whether they were there.
func (r *reader) open(n int) bool {
	if n > r.members {
		r.full = true
		return false
	}
	r.members -= n
	return true
}

func zipNames(archive *zip.Reader) string {
	var names strings.Builder
	for _, f := range archive.File {
		names.WriteString(legacyText([]byte(f.Name)) + "\n")
	}
	return names.String()
}

// member returns the bytes of a file in a zip. What could be unpacked is returned next to the error.
func (r *reader) member(f *zip.File) ([]byte, error) {
	const encrypted = 1
	if f.Flags&encrypted != 0 {
		return nil, ErrUnknown
	}
	stream, err := f.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, ErrUnknown
	}
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	return r.unpack(stream)
}

// plainMember reads a file in a zip by its own kind.
func (r *reader) plainMember(f *zip.File, place string, depth int) error {
	data, err := r.member(f)
	if len(data) == 0 {
		return err
	}
	return first(r.file(f.Name, data, join(place, shortName(f.Name)), depth), err)
}

// gzip reads the one file in a gzip file.
func (r *reader) gzip(name string, data []byte, place string, depth int) error {
	stream, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	if !r.open(1) {
		return ErrTooLarge
	}
	r.add(join(place, "naam in het archief"), stream.Name, false)
	r.add(join(place, "opmerking bij het archief"), stream.Comment, false)
	unpacked, err := r.unpack(stream)
	if len(unpacked) == 0 {
		return err
	}
	return first(r.file(strings.TrimSuffix(name, path.Ext(name)), unpacked, place, depth), err)
}

// tar reads the members of a tar file, and who owned them.
func (r *reader) tar(data []byte, place string, depth int) error {
	archive := tar.NewReader(bytes.NewReader(data))
	var failed error
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return failed
		}
		if err != nil {
			return first(failed, err)
		}
		if !r.open(1) {
			return ErrTooLarge
		}
		r.add(join(place, "naam van bestand"), legacyText([]byte(header.Name)), false)
		r.add(join(place, "koppeling"), legacyText([]byte(header.Linkname)), false)
		r.add(join(place, "eigenaar van bestanden"), legacyText([]byte(header.Uname)), true)
		r.add(join(place, "groep van bestanden"), legacyText([]byte(header.Gname)), false)
		member, err := r.unpack(archive)
		if len(member) > 0 {
			err = first(r.file(header.Name, member, join(place, shortName(header.Name)), depth), err)
		}
		if r.full {
			return ErrTooLarge
		}
		if failed == nil {
			failed = inside(header.Name, err)
		}
	}
}
