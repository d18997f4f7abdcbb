package verdict

import (
	"crypto/sha256"
	"io/fs"
	"maps"
	"slices"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
)

// witness is the file system by way of which one file is checked, and notes all that the check asks. It is for one goroutine.
type witness struct {
	tree    *tree
	checker *rules.Checker
	path    string

	read  map[string]bool // the files of the tree that were read
	asked map[rules.Question]string
	lost  bool // whether something was asked of which the answer can't be known again
	facts *rules.Facts
}

// note notes a question and its answer.
func (w *witness) note(q rules.Question, answer string, ok bool) {
	if before, twice := w.asked[q]; !ok || twice && before != answer {
		w.lost = true
	}
	if w.asked == nil {
		w.asked = map[rules.Question]string{}
	}
	w.asked[q] = answer
}

// Asked implements rules.Observer.
func (w *witness) Asked(q rules.Question, answer string) { w.note(q, brief(answer), true) }

// Depends implements casebook.Witness.
func (w *witness) Depends(name string) {
	info, err := w.Stat(name)
	if err == nil && info.Mode().IsRegular() {
		w.depend(name)
	}
}

// depend notes that the content of a file was read.
func (w *witness) depend(name string) {
	if _, ok := w.tree.files[name]; !ok {
		answer, ok := w.tree.answer(rules.Question{Kind: reads, Of: name})
		w.note(rules.Question{Kind: reads, Of: name}, answer, ok)
		return
	}
	if w.read == nil {
		w.read = map[string]bool{}
	}
	w.read[name] = true
}

// Parsed implements casebook.Witness.
func (w *witness) Parsed(f *casebook.File) {
	if f.Path == w.path {
		facts := w.checker.FactsOf(f)
		w.facts = &facts
	}
}

// Open implements fs.FS. What is read of an open file is not followed.
func (w *witness) Open(name string) (fs.File, error) {
	w.lost = true
	return w.tree.Open(name)
}

// Stat implements fs.StatFS.
func (w *witness) Stat(name string) (fs.FileInfo, error) {
	info, err := w.tree.Stat(name)
	kind, ok := kindOf(info, err)
	w.note(rules.Question{Kind: stats, Of: name}, kind, ok)
	if err == nil {
		info = seen{info, w, name}
	}
	return info, err
}

// seen is what is told of a file. Of what changes with its content it notes that it was asked.
type seen struct {
	fs.FileInfo
	by   *witness
	name string
}

// Size implements fs.FileInfo.
func (s seen) Size() int64 {
	if s.Mode().IsRegular() {
		s.by.depend(s.name)
	}
	return s.FileInfo.Size()
}

// ReadDir implements fs.ReadDirFS.
func (w *witness) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := w.tree.ReadDir(name)
	w.note(rules.Question{Kind: lists, Of: name}, namesOf(list), err == nil)
	return list, err
}

// ReadFile implements fs.ReadFileFS.
func (w *witness) ReadFile(name string) ([]byte, error) {
	src, err := w.tree.ReadFile(name)
	if _, ok := w.tree.files[name]; ok {
		w.depend(name)
		return src, err
	}
	sum := sha256.Sum256(src)
	w.note(rules.Question{Kind: reads, Of: name}, string(sum[:]), err == nil)
	return src, err
}

// verdict returns what was found with all that it depends on; nil when that can't be known again.
func (w *witness) verdict(found []finding.Finding) *kept {
	if w.lost {
		return nil
	}
	v := &kept{read: slices.Sorted(maps.Keys(w.read)), facts: w.facts, found: encodeFindings(found)}
	for _, name := range v.read {
		if _, sure := w.tree.sum(name); !sure {
			return nil
		}
	}
	var asks [whens][]ask
	for q, answer := range w.asked {
		at := w.tree.when(q)
		asks[at] = append(asks[at], ask{q, answer})
	}
	for at, list := range asks {
		v.asks[at] = encodeAsks(list)
	}
	return v
}
