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
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/allowed"
	"github.com/openbaarheid-schuurt/dilemma/tools/anonymity"
	"github.com/openbaarheid-schuurt/dilemma/tools/check"
	"github.com/openbaarheid-schuurt/dilemma/tools/config"
	"github.com/openbaarheid-schuurt/dilemma/tools/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/history"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/surface"
)

// Input is a file to search.
type Input struct {
	Name string // as it is reported
	Open func() (io.ReadCloser, error)
}

// Files searches files, each with its name, and returns what was found, sorted. A file that can't be opened is an error.
func Files(c *check.Checker, files []Input) (check.Result, error) {
	var result check.Result
	for _, file := range files {
		r, err := file.Open()
		if err != nil {
			return check.Result{}, err
		}
		data, err := io.ReadAll(io.LimitReader(r, history.MaxFile+1))
		r.Close()
		if err != nil {
			return check.Result{}, err
		}
		result.Files++
		if len(data) > history.MaxFile {
			result.Findings = append(result.Findings, c.TooLarge(file.Name, check.Whereabouts{})...)
			continue
		}
		if file.Name == "-" {
			result.Findings = append(result.Findings, c.ScanText(file.Name, data, check.Whereabouts{})...)
			continue
		}
		result.Findings = append(result.Findings, c.Scan(file.Name, data)...)
	}
	finding.Sort(result.Findings)
	return result, nil
}

// Range searches all that is new in a range of commits. What the base has published before is no new leak: the same file is passed over, and
// the same value in another file is a warning.
func Range(c *check.Checker, r *history.Range) (check.Result, error) {
	s := &ranger{Checker: c, Range: r, invented: invented(r)}
	var (
		result check.Result
		jobs   = make(chan history.Thing)
		mu     sync.Mutex
		wait   sync.WaitGroup
	)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for thing := range jobs {
				found := s.thing(thing)
				mu.Lock()
				if thing.Sort == history.File {
					result.Files++
				}
				result.Findings = append(result.Findings, found...)
				mu.Unlock()
			}
		})
	}
	err := r.Things(func(t history.Thing) error {
		jobs <- t
		return nil
	})
	close(jobs)
	wait.Wait()
	if err = errors.Join(err, s.err); err != nil {
		return check.Result{}, err
	}
	finding.Sort(result.Findings)
	return result, nil
}

// ranger searches the things of one range.
type ranger struct {
	*check.Checker
	*history.Range
	invented []string

	once  sync.Once
	known known
	err   error
}

// known is what the base has published before.
type known struct {
	files  map[[20]byte]bool
	people map[string]bool
	values map[string]bool
}

func (s *ranger) thing(t history.Thing) []finding.Finding {
	if s.skips(t) {
		return nil
	}
	label := t.Path
	at := check.Whereabouts{Hint: message.Text("scan/repair"), Known: s.knows}
	short := t.Commit
	if len(short) > 10 {
		short = short[:10]
	}
	switch t.Sort {
	case history.File:
		if t.Data == nil {
			return s.TooLarge(label, at)
		}
		// Where it stands is only worked out for a file in which something is found.
		if found := s.ScanData(label, t.Data, at); len(found) == 0 || s.published(t.Data) {
			return nil
		}
		at.Where = s.where(t, short)
		return s.ScanData(label, t.Data, at)
	case history.Path:
		at.Where = message.Text("scan/path", "commit", short)
		return s.ScanName(label, t.Path, at)
	case history.Ref:
		at.Hint = message.Text("scan/ref.tip")
		at.Where = message.Text("scan/ref")
		return s.ScanName(label, t.Path, at)
	case history.Identity:
		label = "commit " + short
		if who := string(t.Data); len(s.Checker.Identity(label, who, at)) > 0 && s.base().people[who] {
			return nil
		}
		at.Hint = ""
		at.Where = message.Text("scan/identity", "commit", short)
		return s.Checker.Identity(label, string(t.Data), at)
	case history.Note:
		label = "commit " + short
		at.Where = message.Text("scan/note", "commit", short)
		at.Hint = message.Text("scan/note.tip", "commit", short)
		return s.ScanText(label, t.Data, at)
	default:
		label = "commit " + short
		at.Where = message.Text("scan/message", "commit", short)
		if t.Path != "" {
			label = "tag " + t.Path
			at.Where = message.Text("scan/tag", "tag", t.Path)
		}
		return s.ScanText(label, t.Data, at)
	}
}

// where tells in which commit a file with something in it stands, and whether it is still there.
func (s *ranger) where(t history.Thing, short string) string {
	if t.Kept {
		return message.Text("scan/kept", "commit", short)
	}
	removed := s.RemovedIn(t.Path, t.Commit, t.Data)
	if len(removed) > 10 {
		removed = removed[:10]
	}
	return message.Text("scan/removed", "commit", short, "removed", removed)
}

// skips reports whether the host says that the personal data in a file is invented.
func (s *ranger) skips(t history.Thing) bool {
	return t.Path != "" && (t.Sort == history.File || t.Sort == history.Path) && Invented(s.invented, t.Path)
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

// invented reads from the base which files hold invented data, so that no proposal can say so of itself.
func invented(r *history.Range) []string {
	for _, base := range r.Bases() {
		tree, err := base.Tree()
		if err != nil {
			continue
		}
		f, err := tree.File(path.Join(r.Prefix(), config.File))
		if err != nil {
			continue
		}
		text, err := f.Contents()
		if err != nil {
			continue
		}
		cfg, err := config.Parse([]byte(text))
		if err != nil {
			continue
		}
		for _, s := range cfg.Settings {
			if len(s.Key) == 1 && s.Key[0] == "invented" {
				return s.Items
			}
		}
	}
	return nil
}

// base is what the base has published; it is only gathered when something is found.
func (s *ranger) base() known {
	s.once.Do(func() {
		files, people, err := s.Known()
		if err != nil {
			s.err = err
			return
		}
		s.known = known{make(map[[20]byte]bool, len(files)), people, map[string]bool{}}
		for h := range files {
			s.known.files[h] = true
		}
		for _, c := range s.Bases() {
			if err := s.gather(c); err != nil {
				s.err = err
			}
		}
	})
	return s.known
}

// gather notes the values in the files of a commit.
func (s *ranger) gather(c *object.Commit) error {
	tree, err := c.Tree()
	if err != nil {
		return err
	}
	return tree.Files().ForEach(func(f *object.File) error {
		if f.Size > 1<<20 || Invented(s.invented, f.Name) {
			return nil
		}
		text, err := f.Contents()
		if err != nil {
			return err
		}
		parts, _ := surface.Read(f.Name, []byte(text))
		for _, p := range parts {
			for _, h := range anonymity.Scan(p.Text) {
				s.known.values[string(h.Kind)+"\x00"+allowed.Normal(h.Value)] = true
			}
		}
		return nil
	})
}

func (s *ranger) published(data []byte) bool { return s.base().files[history.Hash(data)] }

func (s *ranger) knows(kind, value string) bool {
	return s.base().values[kind+"\x00"+allowed.Normal(value)]
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
