package proposal

import (
	"bytes"
	"errors"
	"io/fs"
	"path"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// MaxFiles is the maximum size in bytes of all files of one dilemma together.
const MaxFiles = 64 << 20

// File is a file of a dilemma. Its path is relative to the root of the casebook, with forward slashes.
type File struct {
	Path string
	Data []byte
}

var (
	// ErrNotFound means that there is no dilemma with the slug.
	ErrNotFound = errors.New("no such dilemma")
	// ErrFileAndFolder means that the dilemma exists both as a file and as a folder.
	ErrFileAndFolder = errors.New("both a file and a folder")
	// ErrTooLarge means that the files of the dilemma are larger than MaxFiles.
	ErrTooLarge = errors.New("too large")
)

// Files reads the dilemma with this slug: its file, or all files in its folder. It skips what an editor or the system left behind there, and returns
// those paths. Windows line ends in Markdown become line feeds. The error is ErrNotFound, ErrFileAndFolder, ErrTooLarge or an *fs.PathError.
func Files(root fs.FS, slug string) (files []File, skipped []string, err error) {
	dir := path.Join(casebook.Dir, slug)
	places := casebook.Places(slug)
	_, asFile := fs.Stat(root, places[0])
	_, asFolder := fs.Stat(root, places[1])
	switch {
	case asFile == nil && asFolder == nil:
		return nil, nil, ErrFileAndFolder
	case asFile == nil:
		return readFile(root, places[0])
	case asFolder != nil:
		return nil, nil, ErrNotFound
	}
	size := 0
	err = fs.WalkDir(root, dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != dir && casebook.IsLeftover(d.Name()):
			skipped = append(skipped, name)
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		one, _, err := readFile(root, name)
		if err != nil {
			return err
		}
		if size += len(one[0].Data); size > MaxFiles {
			return ErrTooLarge
		}
		files = append(files, one...)
		return nil
	})
	return files, skipped, err
}

func readFile(root fs.FS, name string) ([]File, []string, error) {
	info, err := fs.Stat(root, name)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case !info.Mode().IsRegular():
		return nil, nil, &fs.PathError{Op: "read", Path: name, Err: casebook.ErrNotRegular}
	case info.Size() > MaxFiles:
		return nil, nil, ErrTooLarge
	}
	data, err := fs.ReadFile(root, name)
	if err != nil {
		return nil, nil, err
	}
	return []File{NewFile(name, data)}, nil, nil
}

// NewFile returns a file with the line ends that the casebook uses.
func NewFile(name string, data []byte) File {
	if path.Ext(name) == ".md" {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	return File{name, data}
}
