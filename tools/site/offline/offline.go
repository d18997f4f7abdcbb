// Package offline measures what a browser can keep of a built site, to read without network. A template says what belongs together; this package finds the
// files, adds what their pages need, and says of each how large it is and what is in it. It knows no templates and no dilemmas.
package offline

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Name is the file in a site: first the list of the template, then that with the measures.
const Name = "offline.json"

// list is what the template writes. Taken changes with every dilemma that is withdrawn or emptied; it is passed on.
type list struct {
	Root   string              `json:"root"`
	Taken  string              `json:"taken"`
	Groups map[string][]string `json:"groups"` // patterns: a path, or one with ** for whatever stands there
}

// measured is what stands there afterwards. A file is its path, its bytes and its hash; a group holds places among the files.
type measured struct {
	Version string           `json:"version"`
	Taken   string           `json:"taken"`
	Files   [][3]any         `json:"files"`
	Groups  map[string][]int `json:"groups"`
}

// Measure turns the list of the site in the folder public into one with measures. A site without a list stays as it is, and a list of an earlier build, when
// this one made none, is removed.
func Measure(public string) error {
	name := filepath.Join(public, Name)
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var earlier measured
	if json.Unmarshal(text, &earlier) == nil && earlier.Version != "" {
		return os.Remove(name)
	}
	var asked list
	if err := json.Unmarshal(text, &asked); err != nil {
		return fmt.Errorf("%s: %w", Name, err)
	}
	site, err := open(public, asked.Root)
	if err != nil {
		return err
	}
	made, err := site.measure(&asked)
	if err != nil {
		return err
	}
	out, err := json.Marshal(made)
	if err != nil {
		return err
	}
	return os.WriteFile(name, out, 0o644)
}

func (s *site) measure(asked *list) (*measured, error) {
	groups := map[string]map[string]bool{}
	all := map[string]bool{}
	for key, patterns := range asked.Groups {
		found := map[string]bool{}
		for _, pattern := range patterns {
			for _, path := range s.match(pattern) {
				if err := s.add(found, path); err != nil {
					return nil, err
				}
			}
		}
		groups[key] = found
		maps.Copy(all, found)
	}
	made := &measured{Taken: asked.Taken, Files: [][3]any{}, Groups: map[string][]int{}}
	places := map[string]int{}
	sum := sha256.New()
	for i, path := range slices.Sorted(maps.Keys(all)) {
		file := s.known[path]
		places[path] = i
		made.Files = append(made.Files, [3]any{path, file.bytes, file.hash})
		fmt.Fprintln(sum, path, file.hash)
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		inside := []int{}
		for path := range groups[key] {
			inside = append(inside, places[path])
		}
		slices.Sort(inside)
		made.Groups[key] = inside
		fmt.Fprintln(sum, key, inside)
	}
	made.Version = short(sum.Sum(nil))
	return made, nil
}

// short is enough of a hash to tell one version of a file from the next.
func short(sum []byte) string { return hex.EncodeToString(sum[:8]) }

// site is the folder of a built site whose address has a path.
type site struct {
	public, root string
	paths        []string         // of all files, in order, as a browser asks for them
	known        map[string]*file // those that were looked into
}

type file struct {
	bytes int
	hash  string
	needs []string // paths
}

const index = "index.html"

func open(public, root string) (*site, error) {
	s := &site{public: public, root: cmp.Or(root, "/"), known: map[string]*file{}}
	err := filepath.WalkDir(public, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if name, err = filepath.Rel(public, name); err != nil {
			return err
		}
		path := filepath.ToSlash(name)
		if path == index || strings.HasSuffix(path, "/"+index) {
			path = strings.TrimSuffix(path, index)
		}
		s.paths = append(s.paths, s.root+path)
		return nil
	})
	slices.Sort(s.paths)
	return s, err
}

// match returns the files that a pattern names.
func (s *site) match(pattern string) []string {
	prefix, suffix, open := strings.Cut(pattern, "**")
	if !open {
		if _, there := slices.BinarySearch(s.paths, pattern); there {
			return []string{pattern}
		}
		return nil
	}
	var found []string
	first, _ := slices.BinarySearch(s.paths, prefix)
	for _, path := range s.paths[first:] {
		if !strings.HasPrefix(path, prefix) {
			break
		}
		if strings.HasSuffix(path, suffix) && path != s.root+Name {
			found = append(found, path)
		}
	}
	return found
}

// add adds a file to a group with all that it needs.
func (s *site) add(group map[string]bool, path string) error {
	if group[path] {
		return nil
	}
	if _, there := slices.BinarySearch(s.paths, path); !there {
		return nil
	}
	group[path] = true
	one := s.known[path]
	if one == nil {
		name := strings.TrimPrefix(path, s.root)
		if name == "" || strings.HasSuffix(name, "/") {
			name += index
		}
		text, err := os.ReadFile(filepath.Join(s.public, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(text)
		one = &file{bytes: len(text), hash: short(sum[:]), needs: needs(path, name, text)}
		s.known[path] = one
	}
	for _, need := range one.needs {
		if err := s.add(group, need); err != nil {
			return err
		}
	}
	return nil
}
