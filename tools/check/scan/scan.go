// Package scan looks for personal data in files as they are, and in all that a push would publish. What personal data is, check decides; what
// a push would publish, history tells.
package scan

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract"
)

// Input is a file to search.
type Input struct {
	Name string // as it is reported
	Open func() (io.ReadCloser, error)
}

// Files searches files, each with its name, and returns what was found, sorted. A file that can't be opened is an error.
func Files(c *rules.Checker, files []Input) (rules.Result, error) {
	var result rules.Result
	for _, file := range files {
		r, err := file.Open()
		if err != nil {
			return rules.Result{}, err
		}
		data, err := io.ReadAll(io.LimitReader(r, outgoing.MaxFile+1))
		r.Close()
		if err != nil {
			return rules.Result{}, err
		}
		result.Files++
		if len(data) > outgoing.MaxFile {
			result.Findings = append(result.Findings, c.TooLarge(file.Name, rules.Whereabouts{})...)
			continue
		}
		result.Findings = append(result.Findings, c.Scan(file.Name, data)...)
	}
	finding.Sort(result.Findings)
	return result, nil
}

// Range searches all that is new in a range of commits. What the base has published before is no new leak: the same file is passed over, and
// the same value in another file is a warning. What judges is the standard of the checker, which the caller takes from the base.
func Range(c *rules.Checker, r *outgoing.Range) (rules.Result, error) {
	s := &ranger{Checker: c, Range: r, invented: c.Invented()}
	var (
		result rules.Result
		leaks  []leak
		jobs   = make(chan outgoing.Item)
		mu     sync.Mutex
		wait   sync.WaitGroup
	)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for item := range jobs {
				found := s.item(item)
				if len(found) > 0 {
					s.lookBack()
				}
				mu.Lock()
				if item.Kind == outgoing.File {
					result.Files++
				}
				leaks = append(leaks, found...)
				mu.Unlock()
			}
		})
	}
	err := r.Items(s.isInvented, func(t outgoing.Item) error {
		jobs <- t
		return nil
	})
	close(jobs)
	wait.Wait()
	if err != nil {
		s.wait.Wait()
		return rules.Result{}, err
	}
	if result.Findings, err = s.judge(leaks); err != nil {
		return rules.Result{}, err
	}
	finding.Sort(result.Findings)
	return result, nil
}

// ranger searches the items of one range.
type ranger struct {
	*rules.Checker
	*outgoing.Range
	invented []string

	once   sync.Once
	wait   sync.WaitGroup
	files  map[plumbing.Hash]bool // that the base has held at some time
	people map[string]bool
	failed error
}

// lookBack begins, at the first find, to gather what the base has published before: in a long history that takes most of the time.
func (s *ranger) lookBack() {
	s.once.Do(func() {
		s.wait.Go(func() { s.files, s.people, s.failed = s.Known() })
	})
}

// leak is a finding with the value as it stands and the item that holds it; the data of a File is left out.
type leak struct {
	finding.Finding
	value string
	item  outgoing.Item
}

// item searches one item. Several run at the same time, so it does not read the repository.
func (s *ranger) item(t outgoing.Item) []leak {
	var (
		values []string
		found  []finding.Finding
		at     = rules.Whereabouts{Hint: message.Text("scan/repair"), Values: &values}
		label  = "commit " + short(t.Commit)
	)
	switch t.Kind {
	case outgoing.File:
		if t.Data == nil {
			found = s.TooLarge(t.Path, at)
		} else {
			found = s.ScanData(t.Path, t.Data, at)
		}
	case outgoing.Path:
		at.Where = message.Text("scan/path", "commit", short(t.Commit))
		found = s.ScanName(t.Path, t.Path, at)
	case outgoing.Ref:
		at.Hint, at.Name = message.Text("scan/ref.tip"), message.Text("scan/ref")
		found = s.ScanName(t.Path, t.Path, at)
	case outgoing.Identity:
		at.Hint = ""
		at.Where = message.Text("scan/identity", "commit", short(t.Commit))
		found = s.Identity(label, string(t.Data), at)
	case outgoing.Note:
		at.Where = message.Text("scan/note", "commit", short(t.Commit))
		at.Hint = message.Text("scan/note.tip", "commit", short(t.Commit))
		found = s.ScanText(label, t.Data, at)
	case outgoing.Tag:
		at.Where, at.Hint = message.Text("scan/tag"), message.Text("scan/tag.tip")
		found = s.ScanText("tag "+t.Path, t.Data, at)
	default:
		at.Hint = message.Text("scan/message.tip")
		at.Where = message.Text("scan/message", "commit", short(t.Commit))
		found = s.ScanText(label, t.Data, at)
	}
	leaks := make([]leak, len(found))
	for i, f := range found {
		leaks[i] = leak{f, values[i], t}
		if t.Kind == outgoing.File {
			leaks[i].item.Data = nil
		}
	}
	return leaks
}

// judge leaves out what the base has published before, and tells of the rest where it stands.
func (s *ranger) judge(leaks []leak) ([]finding.Finding, error) {
	if len(leaks) == 0 {
		return nil, nil
	}
	text := ""
	var err error
	if slices.ContainsFunc(leaks, func(l leak) bool { return l.Severity == finding.Error }) {
		text, err = s.baseText()
	}
	s.wait.Wait()
	if err = errors.Join(s.failed, err); err != nil {
		return nil, err
	}
	where, err := s.where(leaks)
	if err != nil {
		return nil, err
	}
	var found []finding.Finding
	for _, l := range leaks {
		switch {
		case l.item.Kind == outgoing.File && s.files[l.item.Hash], l.item.Kind == outgoing.Identity && s.people[string(l.item.Data)]:
			continue
		case l.item.Kind == outgoing.File:
			l.Message += " " + where[l.item.Hash]
		}
		if l.Severity == finding.Error && l.value != "" && holds(text, l.value) {
			l.Severity, l.Hint = finding.Warning, message.Text("scan/known.tip")
			l.Message += " " + message.Text("scan/known")
		}
		found = append(found, l.Finding)
	}
	return found, nil
}

// holds reports whether a value stands in a text by itself, and not as a part of a longer one.
func holds(text, value string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], value)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, size := utf8.DecodeRuneInString(text[i+len(value):])
		next, _ := utf8.DecodeRuneInString(text[i+len(value)+size:])
		if !joins(before) && !joins(after) && !(strings.ContainsRune(".-@", after) && joins(next)) && !strings.ContainsRune(".-@", before) {
			return true
		}
		from = i + len(value)
	}
}

func joins(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

func short(commit string) string { return commit[:min(len(commit), 10)] }

// where tells of each file with a leak in which commit it stands, and whether it is still there.
func (s *ranger) where(leaks []leak) (map[plumbing.Hash]string, error) {
	where := map[plumbing.Hash]string{}
	var gone []outgoing.Place
	for _, l := range leaks {
		if l.item.Kind != outgoing.File || s.files[l.item.Hash] {
			continue
		}
		if _, told := where[l.item.Hash]; told {
			continue
		}
		where[l.item.Hash] = message.Text("scan/kept", "commit", short(l.item.Commit))
		if !l.item.Kept {
			gone = append(gone, outgoing.Place{Path: l.item.Path, Hash: l.item.Hash, Commit: l.item.Commit})
		}
	}
	if len(gone) == 0 {
		return where, nil
	}
	removed, err := s.Removed(gone)
	for i, commit := range removed {
		where[gone[i].Hash] = message.Text("scan/removed", "commit", short(gone[i].Commit), "removed", short(commit))
	}
	return where, err
}

// isInvented reports whether the standard says that the personal data in a file is invented. Its patterns are relative to hugo.toml.
func (s *ranger) isInvented(name string) bool {
	if prefix := s.Prefix(); prefix != "." {
		name = strings.TrimPrefix(name, prefix+"/")
	}
	return Invented(s.invented, name)
}

// Invented reports whether a path fits one of the patterns: those of path.Match, and a folder with /** for all below it.
func Invented(patterns []string, name string) bool {
	for _, p := range patterns {
		if dir, ok := strings.CutSuffix(p, "/**"); ok && strings.HasPrefix(name, dir+"/") {
			return true
		}
		if ok, err := path.Match(p, name); err == nil && ok {
			return true
		}
	}
	return false
}

// baseText is the text of all files that the bases hold now, without markup that would come between the words of a value.
func (s *ranger) baseText() (string, error) {
	var b strings.Builder
	for _, c := range s.Bases() {
		tree, err := c.Tree()
		if err != nil {
			return "", err
		}
		err = tree.Files().ForEach(func(f *object.File) error {
			if f.Size > 1<<20 || s.isInvented(f.Name) {
				return nil
			}
			text, err := f.Contents()
			if err != nil {
				return err
			}
			if strings.IndexByte(text, 0) < 0 {
				b.WriteString(strings.Join(strings.Fields(text), " "))
				b.WriteByte('\n')
				return nil
			}
			parts, _ := extract.Read(f.Name, []byte(text)) // what can't be read holds no value that we know
			for _, p := range parts {
				b.WriteString(strings.Join(strings.Fields(p.Text), " "))
				b.WriteByte('\n')
			}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

// InDir lists the files below a folder of the disk, by their paths; what lies in .git is left out.
func InDir(dir string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case d.Type().IsRegular():
			names = append(names, name)
		}
		return nil
	})
	return names, err
}
