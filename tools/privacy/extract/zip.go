package extract

import (
	"archive/zip"
	"io/fs"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/archive"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/markup"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/office"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// Archive is a zip file of which single members are read, within the limits of Read for the whole.
type Archive struct {
	collector *part.Collector
	zip       *zip.Reader
}

// OpenArchive opens a zip file. The error is ErrTooLarge or that of archive/zip.
func OpenArchive(data []byte) (*Archive, error) {
	collector := part.NewCollector(len(data))
	z, err := archive.OpenZip(collector, data)
	return &Archive{collector, z}, err
}

// Names lists the members in the order of the archive, by the names that they claim to have.
func (a *Archive) Names() []string {
	var names []string
	for _, f := range a.zip.File {
		names = append(names, f.Name)
	}
	return names
}

// Read returns the bytes of the first member with this name. The error is fs.ErrNotExist, ErrTooLarge, ErrUnknown when the
// member is encrypted or packed in an unknown way, or that of a damaged file.
func (a *Archive) Read(name string) ([]byte, error) {
	for _, f := range a.zip.File {
		if f.Name == name {
			return archive.Member(a.collector, f)
		}
	}
	return nil, fs.ErrNotExist
}

// XML returns the tokens of the first member with this name, which must be well-formed and in Unicode. The error is one of Read.
func (a *Archive) XML(name string) (*markup.Tokens, error) {
	data, err := a.Read(name)
	if err != nil {
		return nil, err
	}
	return markup.NewUnicode(a.collector, data)
}

// zip reads a zip file: an Office document, OpenDocument or EPUB when it has the form of one, otherwise its members one by
// one.
func (r *reader) zip(data []byte, place Place, depth int) error {
	z, err := archive.OpenZip(r.Collector, data)
	if err != nil {
		return err
	}
	read, err := office.MemberReader(r.Collector, z, place, depth)
	if err != nil {
		return err
	}
	if read == nil {
		archive.Names(r.Collector, z, place)
		read = func(f *zip.File) error { return archive.ReadMember(r.Collector, f, place, depth) }
	}
	return archive.Zip(r.Collector, z, place, read)
}
