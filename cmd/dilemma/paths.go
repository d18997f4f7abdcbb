package main

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"unicode"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// shellExpands says that the shell turns *.md into the names of files before the command sees it. The shells of Windows leave that to the command.
const shellExpands = runtime.GOOS != "windows"

// expand returns the paths that the user typed, with those of the files and folders that a pattern names in its place.
func expand(args []string) ([]string, error) {
	if shellExpands {
		return args, nil
	}
	var names []string
	for _, arg := range args {
		if !isPattern(arg) {
			names = append(names, arg)
			continue
		}
		found := matching(arg)
		if len(found) == 0 {
			return nil, fail("fail/pattern", "pattern", arg)
		}
		names = append(names, found...)
	}
	return names, nil
}

// isPattern reports whether a path has a star or a question mark in it: no file on Windows has. In \\?\C:\ the mark is none.
func isPattern(name string) bool {
	return strings.ContainsAny(name[len(filepath.VolumeName(name)):], "*?")
}

// matching returns the sorted paths that a pattern names. A star stands for any letters but a separator, a question mark for one; capitals don't count. As
// in a shell, neither stands for the dot that hides a file.
func matching(pattern string) []string {
	dir, base := filepath.Split(pattern)
	dirs := []string{dir}
	if isPattern(dir) {
		separator := dir[len(dir)-1:]
		dirs = nil
		for _, d := range matching(dir[:len(dir)-1]) {
			dirs = append(dirs, d+separator)
		}
	}
	expression := strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(regexp.QuoteMeta(base))
	same := regexp.MustCompile(`(?is)^` + expression + `$`)
	var names []string
	for _, d := range dirs {
		entries, _ := os.ReadDir(cmp.Or(d, ".")) // a folder that is not there has no files
		for _, e := range entries {
			if same.MatchString(e.Name()) && strings.HasPrefix(e.Name(), ".") == strings.HasPrefix(base, ".") {
				names = append(names, d+e.Name())
			}
		}
	}
	return names
}

// places turns the paths that a user types into those of a repository.
type places struct {
	root   string
	names  map[string][]string // the sorted names in a folder, by its path on disk
	folder os.FileInfo         // of root; nil when it can't be read
}

func newPlaces(root string) *places {
	folder, err := os.Stat(root)
	if err != nil {
		folder = nil
	}
	return &places{root, map[string][]string{}, folder}
}

// of returns a path that the user typed as one relative to the root, with forward slashes and spelled as its folders spell it. A path outside the root
// becomes absolute.
func (p *places) of(arg string) (string, error) {
	abs, err := filepath.Abs(arg)
	if err != nil {
		return "", err
	}
	rest := ""
	for at := abs; ; at = filepath.Dir(at) {
		// The root may be typed in other capitals, or by way of a link.
		if info, err := os.Stat(at); err == nil && p.folder != nil && os.SameFile(info, p.folder) {
			return p.spelled(rest), nil
		}
		if at == filepath.Dir(at) {
			return filepath.ToSlash(abs), nil
		}
		rest = path.Join(filepath.Base(at), rest)
	}
}

// spelled returns a path below the root as its folders spell it. Where capitals do not count, as on Windows and macOS, or two ways of writing an accent are
// one, as on macOS, a user may type it otherwise; to Git, to Hugo and on a server they count.
func (p *places) spelled(name string) string {
	at, result := p.root, ""
	for part := range strings.SplitSeq(name, "/") {
		result = path.Join(result, p.nameIn(at, part))
		at = filepath.Join(at, part)
	}
	return cmp.Or(result, ".")
}

// nameIn returns the name in a folder of the file that a user calls by another one; that one when there is no such file.
func (p *places) nameIn(dir, typed string) string {
	names, read := p.names[dir]
	if !read && spelledSo(dir, typed) {
		return typed
	}
	if !read {
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			names = append(names, e.Name())
		}
		p.names[dir] = names
	}
	if _, exact := slices.BinarySearch(names, typed); exact {
		return typed
	}
	if _, err := os.Lstat(filepath.Join(dir, typed)); err != nil {
		return typed
	}
	if real, found := casebook.OnDisk(names, typed); found {
		return real
	}
	return typed
}

// spelledSo reports whether there surely is a file with this name, spelled so: it is there, and not by the same name with small letters for capitals and capitals
// for small letters. That is quicker than to read the folder. Of a name with other letters than those of ASCII it is not sure.
func spelledSo(dir, name string) bool {
	other := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
			return r ^ 0x20
		case r > unicode.MaxASCII:
			return -1
		}
		return r
	}, name)
	if len(other) != len(name) || other == name {
		return false
	}
	if _, err := os.Lstat(filepath.Join(dir, other)); !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	_, err := os.Lstat(filepath.Join(dir, name))
	return err == nil
}

// repositoryPaths returns the paths that a user typed as those of a repository, patterns among them as what they name.
func repositoryPaths(root string, args []string) ([]string, error) {
	args, err := expand(args)
	if err != nil {
		return nil, err
	}
	p := newPlaces(root)
	names := make([]string, len(args))
	for i, arg := range args {
		if names[i], err = p.of(arg); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// repositoryPath returns a path that a user typed as one of a repository.
func repositoryPath(root, arg string) (string, error) { return newPlaces(root).of(arg) }

// resolveLinks resolves the symbolic links in the path of a folder. A path that can't be resolved is returned as it is.
func resolveLinks(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}
