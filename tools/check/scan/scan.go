// Package scan searches files, and everything that a push would publish, for personal data. Package rules decides what is a finding; package outgoing
// lists what a push would publish. This package decides which of it the base has published before. It changes nothing.
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

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract"
)

// Input is a file to search.
type Input struct {
	Name string // in the findings
	Open func() (io.ReadCloser, error)
}

// Files searches files and their names. A file that can't be opened or read is an error; one that is larger than outgoing.MaxFile bytes is a finding.
func Files(c *rules.Checker, files []Input) (rules.Result, error) {
	var result rules.Result
	folders := map[string]bool{".": true}
	for _, file := range files {
		// A folder may bear the name of somebody whom the user gave. What lies above the place where paths begin says nothing of the files.
		for dir := path.Dir(file.Name); c.Given != nil && !path.IsAbs(dir) && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
			result.Findings = append(result.Findings, c.ScanName(dir, dir, rules.Origin{Name: message.Text("scan/folder")})...)
		}
		r, err := file.Open()
		if err != nil {
			return rules.Result{}, err
		}
		data, err := io.ReadAll(io.LimitReader(r, outgoing.MaxFile+1))
		r.Close()
		if err != nil {
			return rules.Result{}, err
		}
		if result.Files++; c.Progress != nil {
			c.Progress(result.Files, len(files))
		}
		if len(data) > outgoing.MaxFile {
			result.Findings = append(result.Findings, c.TooLarge(file.Name, rules.Origin{})...)
			continue
		}
		result.Findings = append(result.Findings, c.Scan(file.Name, data)...)
	}
	finding.Sort(result.Findings)
	return result, nil
}

// Range searches everything that is new in a range of commits. What the base has published before is no new leak: it skips a file that the base has
// held, and lowers the severity of a value that is elsewhere in the base to a warning. The caller must give a checker with the standard of the base.
func Range(c *rules.Checker, r *outgoing.Range) (rules.Result, error) {
	return search(&rangeScanner{Checker: c, Range: r})
}

// Merged searches who stands in a range of commits that the published branch holds already: their authors and committers, the lines of their messages
// that name somebody, and the messages themselves. What it finds can't be kept back any more, and the hints say what can still be done. It passes over
// nothing that was published before: that somebody worked on this dilemma is news. The Result counts commits instead of files.
func Merged(c *rules.Checker, r *outgoing.Range) (rules.Result, error) {
	return search(&rangeScanner{Checker: c, Range: r, merged: true})
}

func search(s *rangeScanner) (rules.Result, error) {
	if s.ShowValues {
		s.FindWithdrawn() // now, because nobody reads the repository while it is searched
	}
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
				found := s.search(item)
				if len(found) > 0 && !s.merged {
					s.lookBack()
				}
				mu.Lock()
				if item.Kind == outgoing.File || s.merged && item.Kind == outgoing.Message {
					result.Files++
				}
				leaks = append(leaks, found...)
				mu.Unlock()
			}
		})
	}
	skip := s.isInvented
	if s.merged {
		skip = func(string) bool { return true }
	}
	err := s.Items(skip, func(t outgoing.Item) error {
		if !s.merged || t.Kind == outgoing.Message || t.Kind == outgoing.Identity {
			jobs <- t
		}
		return nil
	})
	close(jobs)
	wait.Wait()
	if err != nil {
		s.wait.Wait()
		return rules.Result{}, err
	}
	if result.Findings, err = s.newFindings(leaks); err != nil {
		return rules.Result{}, err
	}
	finding.Sort(result.Findings)
	return result, nil
}

// rangeScanner searches the items of one range.
type rangeScanner struct {
	*rules.Checker
	*outgoing.Range
	merged bool // the range is published already

	once   sync.Once
	wait   sync.WaitGroup
	files  map[plumbing.Hash]bool // the blobs that the base has held at some time
	people map[string]bool        // the authors and committers in the base
	failed error                  // the error of reading files and people
}

// lookBack starts to read in the background what the base has published before. It is called at the first finding, because in a long history this
// takes most of the time.
func (s *rangeScanner) lookBack() {
	s.once.Do(func() {
		s.wait.Go(func() { s.files, s.people, s.failed = s.Known() })
	})
}

// leak is a finding with its unmasked value and the item that holds it. For a File the item has no data.
type leak struct {
	finding.Finding
	value string
	item  outgoing.Item
}

// search searches one item. Several run at the same time, so it does not read the repository.
func (s *rangeScanner) search(item outgoing.Item) []leak {
	var (
		values []string
		found  []finding.Finding
		origin = rules.Origin{Hint: message.Text("scan/repair"), Values: &values}
		label  = "commit " + short(item.Commit)
	)
	switch item.Kind {
	case outgoing.File:
		origin.Path = s.inBook(item.Path)
		origin.SureOnly = s.OwnText(origin.Path)
		if item.Data == nil {
			found = s.TooLarge(item.Path, origin)
		} else {
			found = s.ScanData(item.Path, item.Data, origin)
		}
	case outgoing.Path:
		origin.Where = message.Text("scan/path", "commit", short(item.Commit))
		found = s.ScanName(item.Path, item.Path, origin)
	case outgoing.Ref:
		origin.Hint, origin.Name = message.Text("scan/ref.tip"), message.Text("scan/ref")
		found = s.ScanName(item.Path, item.Path, origin)
	case outgoing.Identity:
		origin.Hint = ""
		origin.Where = message.Text("scan/identity", "commit", short(item.Commit))
		found = s.Identity(label, string(item.Data), origin)
	case outgoing.Note:
		origin.Where = message.Text("scan/note", "commit", short(item.Commit))
		origin.Hint = message.Text("scan/note.tip", "commit", short(item.Commit))
		found = s.ScanText(label, item.Data, origin)
	case outgoing.Tag:
		origin.Where, origin.Hint = message.Text("scan/tag"), message.Text("scan/tag.tip")
		found = s.ScanText("tag "+item.Path, item.Data, origin)
	default:
		origin.Hint = message.Text("scan/message.tip")
		found = s.searchMessage(label, item, origin)
	}
	if s.merged {
		for i := range found {
			found[i].Hint = message.Text("scan/merged.tip")
		}
	}
	leaks := make([]leak, len(found))
	for i, f := range found {
		leaks[i] = leak{f, values[i], item}
		if item.Kind == outgoing.File {
			leaks[i].item.Data = nil
		}
	}
	return leaks
}

// newFindings returns the findings of the leaks that the base has not published before, with the commit that holds each of them.
func (s *rangeScanner) newFindings(leaks []leak) ([]finding.Finding, error) {
	if len(leaks) == 0 {
		return nil, nil
	}
	text := ""
	var err error
	if s.merged {
		found := make([]finding.Finding, len(leaks))
		for i, l := range leaks {
			found[i] = l.Finding
		}
		return found, nil
	}
	if slices.ContainsFunc(leaks, func(l leak) bool { return l.Severity == finding.Error }) {
		text, err = s.baseText()
	}
	s.wait.Wait()
	if err = errors.Join(s.failed, err); err != nil {
		return nil, err
	}
	commits, err := s.describeCommits(leaks)
	if err != nil {
		return nil, err
	}
	var found []finding.Finding
	held := map[string]bool{} // by value: a list of people may name one a thousand times
	for _, l := range leaks {
		isGiven := l.Detector == detect.Given // that is no less a leak for being one already
		switch {
		case l.item.Kind == outgoing.File && s.files[l.item.Hash], l.item.Kind == outgoing.Identity && s.people[string(l.item.Data)] && !isGiven:
			continue
		case l.item.Kind == outgoing.File:
			l.Message += " " + commits[l.item.Hash]
		}
		if _, asked := held[l.value]; l.Severity == finding.Error && l.value != "" && !asked {
			held[l.value] = holds(text, l.value)
		}
		if l.Severity == finding.Error && held[l.value] && !isGiven {
			l.Severity, l.Hint = finding.Warning, message.Text("scan/known.tip")
			l.Message += " " + message.Text("scan/known")
		}
		found = append(found, l.Finding)
	}
	return found, nil
}

// holds reports whether a text contains a value that is not part of a longer word, number or address.
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

// describeCommits returns for each file with a leak a Dutch sentence that says which commit added it, and which one removed it if it is gone.
func (s *rangeScanner) describeCommits(leaks []leak) (map[plumbing.Hash]string, error) {
	sentences := map[plumbing.Hash]string{}
	var gone []outgoing.Place
	for _, l := range leaks {
		if l.item.Kind != outgoing.File || s.files[l.item.Hash] {
			continue
		}
		if _, done := sentences[l.item.Hash]; done {
			continue
		}
		sentences[l.item.Hash] = message.Text("scan/kept", "commit", short(l.item.Commit))
		if !l.item.Kept {
			gone = append(gone, outgoing.Place{Path: l.item.Path, Hash: l.item.Hash, Commit: l.item.Commit})
		}
	}
	if len(gone) == 0 {
		return sentences, nil
	}
	removed, err := s.Removed(gone)
	for i, commit := range removed {
		sentences[gone[i].Hash] = message.Text("scan/removed", "commit", short(gone[i].Commit), "removed", short(commit))
	}
	return sentences, err
}

// isInvented reports whether the standard says that the personal data in a file is made up.
func (s *rangeScanner) isInvented(name string) bool { return s.IsInvented(s.inBook(name)) }

// inBook returns a path in the repository as one from the folder of hugo.toml.
func (s *rangeScanner) inBook(name string) string {
	if prefix := s.Prefix(); prefix != "." {
		return strings.TrimPrefix(name, prefix+"/")
	}
	return name
}

// baseText returns the text of all files in the bases, with single spaces between words so that a value is found across lines. It skips files over
// 1 MB and files whose personal data is made up.
func (s *rangeScanner) baseText() (string, error) {
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
			add := func(text string) {
				b.WriteString(strings.Join(strings.Fields(text), " "))
				b.WriteByte('\n')
			}
			if strings.IndexByte(text, 0) < 0 {
				add(text)
				if casebook.IsMarkdown(f.Name) && strings.IndexByte(text, '\\') < 0 {
					return nil // it reads as it is written
				}
			}
			parts, _ := extract.Read(f.Name, []byte(text)) // a file that can't be read has no values to compare with
			for _, p := range parts {
				add(rules.AsRead(f.Name, p).Text)
			}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

// InDir lists the paths of the files below a folder on disk, without those in .git.
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
