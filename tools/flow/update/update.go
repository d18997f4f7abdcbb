// Package update tells what a newer product brings to a book: pages, questions, words and rules, and which files of the book's own stand in the place of one
// that changed. It compares with a record that the book keeps of the product as its keepers last saw it. It changes nothing but that record.
package update

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// File is the path of the record in a book, and Theme that of the copy of the product for who runs Hugo alone.
const (
	File  = "dilemma.lock"
	Theme = "themes/dilemma"
)

// A Record is the product at one moment.
type Record struct {
	Version string `yaml:"version"`
	// Edition is that of the canvas.
	Edition string `yaml:"edition"`
	// Questions are the words of the canvas, by the path of the field, such as verkennen.gedeelde_vraag.
	Questions map[string]string `yaml:"questions"`
	// Words are the keys of each vocabulary, in its order.
	Words map[string][]string `yaml:"words"`
	// Rules are the rules of the check.
	Rules []string `yaml:"rules"`
	// Files has a hash of every file.
	Files map[string]string `yaml:"files"`
}

// Take records a product with its definition of the canvas.
func Take(version string, product fs.FS, def *canvas.Definition, rules []string) (*Record, error) {
	r := &Record{Version: version, Edition: def.Edition, Questions: map[string]string{}, Words: map[string][]string{}, Rules: slices.Sorted(slices.Values(rules)), Files: map[string]string{}}
	for _, step := range def.Steps {
		r.Questions[step.Key] = step.Question
		for _, field := range step.Fields {
			r.ask(step.Key+"."+field.Key, field)
		}
	}
	for name, v := range def.Vocabularies {
		r.Words[name] = v.Keys()
	}
	err := fs.WalkDir(product, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(product, name)
		r.Files[name] = hash(text)
		return err
	})
	return r, err
}

func (r *Record) ask(at string, field *canvas.Field) {
	r.Questions[at] = strings.TrimSpace(field.Name() + " " + field.SecondQuestion)
	if field.Item != nil {
		for _, part := range field.Entry() {
			r.Questions[at+"."+part.Key] = part.Name()
		}
	}
}

// hash returns the first half of a SHA-256, in hexadecimal. A text with the ends of lines of Windows is the same text.
func hash(text []byte) string {
	sum := sha256.Sum256(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
	return hex.EncodeToString(sum[:8])
}

// Marshal writes a record down, below a heading as comment.
func (r *Record) Marshal(heading string) ([]byte, error) {
	text, err := yaml.Marshal(r)
	return append([]byte("# "+strings.ReplaceAll(heading, "\n", "\n# ")+"\n"), text...), err
}

// ErrBroken means that the record of a book can't be read.
var ErrBroken = errors.New("broken record")

// Read reads the record of a book; nil when it keeps none. The error is ErrBroken, or one of the file system.
func Read(own fs.FS) (*Record, error) {
	text, err := fs.ReadFile(own, File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r := &Record{}
	if err := yaml.Unmarshal(text, r); err != nil || r.Files == nil {
		return nil, ErrBroken
	}
	return r, nil
}

// News is what a product brings that the record of a book does not have. Paths, keys and rules are sorted.
type News struct {
	// First is set when the book keeps no record.
	First  bool   `json:"first"`
	Before string `json:"before"` // versions; "" for one without a number
	Now    string `json:"now"`
	// EditionBefore is set when the edition of the canvas is another.
	EditionBefore string `json:"edition_before,omitempty"`
	Edition       string `json:"edition"`

	Questions []Change `json:"questions"`
	Words     []Change `json:"words"`
	Rules     []Change `json:"rules"`
	// Pages are those of the handbook, in every language; Others is the number of other files that changed.
	Pages  []Change `json:"pages"`
	Others int      `json:"others"`
	// Shadows are the files of the book's own in the place of one of the product that changed or is gone.
	Shadows []Shadow `json:"shadows"`
	// Needless is the number of files of the book's own that are the same as those of the product: they only keep newer ones away. In the repository of the product
	// itself there are none.
	Needless int `json:"needless"`
	// Copy tells what is to be said of the copy for who runs Hugo alone.
	Copy Copy `json:"copy,omitempty"`
}

// A Change is something that came (no Before), went (no Now) or changed. Of a page that changed both are its path.
type Change struct {
	Key    string `json:"key"`
	Before string `json:"before,omitempty"`
	Now    string `json:"now,omitempty"`
}

// A Shadow is a file of the book's own. Gone is set when the product has none there any more.
type Shadow struct {
	Path string `json:"path"`
	Gone bool   `json:"gone"`
}

// Copy is the state of the copy of the product.
type Copy string

// The states; without a copy it is "".
const (
	CopySame Copy = "same"
	CopyOld  Copy = "old" // or somebody changed it
)

// Any reports whether there is anything to tell.
func (n *News) Any() bool {
	return len(n.Questions)+len(n.Words)+len(n.Rules)+len(n.Pages)+n.Others+len(n.Shadows) > 0 || n.EditionBefore != ""
}

// Compare returns what is new in a product for a book. Without a record before, nothing is, and only files that differ from the product are shadows.
func Compare(before, now *Record, book casebook.Layers) (*News, error) {
	n := &News{First: before == nil, Now: now.Version, Edition: now.Edition, Questions: []Change{}, Words: []Change{}, Rules: []Change{}, Pages: []Change{}, Shadows: []Shadow{}}
	if before != nil {
		n.Before = before.Version
		if before.Edition != now.Edition {
			n.EditionBefore = before.Edition
		}
		n.Questions = changes(before.Questions, now.Questions)
		n.Words = changes(keys(before.Words), keys(now.Words))
		n.Rules = changes(set(before.Rules), set(now.Rules))
		for _, c := range changes(before.Files, now.Files) {
			if strings.HasPrefix(c.Key, casebook.ContentDir+"/") && path.Ext(c.Key) == ".md" {
				n.Pages = append(n.Pages, Change{c.Key, and(c.Before, c.Key), and(c.Now, c.Key)})
			} else {
				n.Others++
			}
		}
	}
	if err := n.shadows(before, now, book); err != nil {
		return nil, err
	}
	if _, err := fs.Stat(book.Own, settings); err == nil {
		n.Needless = 0
	}
	return n, n.compareCopy(now, book.Own)
}

// and returns the second text where there is a first.
func and(first, second string) string {
	if first == "" {
		return ""
	}
	return second
}

// shadows looks at every file that the book has in the place of one that the product has or had.
func (n *News) shadows(before, now *Record, book casebook.Layers) error {
	had := map[string]string{}
	if before != nil {
		had = before.Files
	}
	names := maps.Clone(had)
	maps.Copy(names, now.Files)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		text, err := fs.ReadFile(book.Own, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		own := hash(text)
		switch is, stands := now.Files[name]; {
		case !stands:
			n.Shadows = append(n.Shadows, Shadow{name, true})
		case own == is:
			n.Needless++
		case before == nil || had[name] != is:
			n.Shadows = append(n.Shadows, Shadow{name, false})
		}
	}
	return nil
}

// compareCopy compares the copy for who runs Hugo alone with the product, file by file.
func (n *News) compareCopy(now *Record, own fs.FS) error {
	if _, err := fs.Stat(own, Theme); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	n.Copy = CopySame
	for name, want := range now.Files {
		text, err := fs.ReadFile(own, Theme+"/"+inTheme(name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err != nil || hash(text) != want {
			n.Copy = CopyOld
		}
	}
	return nil
}

// changes returns what differs between two mappings.
func changes(before, now map[string]string) []Change {
	all := maps.Clone(before)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, now)
	changed := []Change{}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if before[key] != now[key] {
			changed = append(changed, Change{key, before[key], now[key]})
		}
	}
	return changed
}

// keys returns the words of vocabularies one by one, such as themas: timing.
func keys(words map[string][]string) map[string]string {
	all := map[string]string{}
	for vocabulary, list := range words {
		for _, word := range list {
			all[vocabulary+": "+word] = word
		}
	}
	return all
}

func set(list []string) map[string]string {
	all := map[string]string{}
	for _, one := range list {
		all[one] = one
	}
	return all
}

// settings is the path in the product of the settings that all books have in common, which a theme has at its root.
const settings = "product/hugo.toml"

// inTheme returns the path of a file of the product in a theme of Hugo.
func inTheme(name string) string {
	if name == settings {
		return "hugo.toml"
	}
	return name
}

// ErrOther means that a folder holds something that is no copy of a product.
var ErrOther = errors.New("no copy of the product")

// WriteTheme writes the product as a theme of Hugo to a folder. A folder that is there it replaces, but only when every file in it is one that the book's record
// or the product knows, so that nobody's own work is lost; otherwise the error is ErrOther with the path. The new folder takes the place of the old one whole.
func WriteTheme(dir string, product fs.FS, records ...*Record) error {
	known := map[string]map[string]bool{}
	for _, r := range records {
		if r == nil {
			continue
		}
		for name, h := range r.Files {
			at := inTheme(name)
			if known[at] == nil {
				known[at] = map[string]bool{}
			}
			known[at][h] = true
		}
	}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(dir + "/" + name)
		if err == nil && !known[name][hash(text)] {
			return fmt.Errorf("%w: %s", ErrOther, name)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return whole.Folder(dir, func(made string) error {
		if err := os.CopyFS(made, product); err != nil {
			return err
		}
		if err := os.Rename(made+"/"+settings, made+"/hugo.toml"); err != nil {
			return err
		}
		if err := os.Remove(made + "/" + path.Dir(settings)); err != nil {
			return err
		}
		// The old one goes away with what is beside the new one.
		if err := whole.Rename(dir, made+".old"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}
