package outgoing_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
)

// testRepo is a repository of which only objects and references are written.
type testRepo struct {
	t     testing.TB
	root  string
	git   *git.Repository
	clock int64 // of the next commit
}

type (
	files = repotest.Files
	entry = repotest.Entry
)

func initialise(t testing.TB) *testRepo {
	t.Helper()
	root := t.TempDir()
	g, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	return &testRepo{t, root, g, 1_700_000_000}
}

// by is somebody who commits at the present hour of the clock.
func (r *testRepo) by(name string) object.Signature {
	return object.Signature{Name: name, Email: strings.ToLower(name) + "@example.org", When: time.Unix(r.clock, 0)}
}

// commit makes a commit, and puts the branch mijn there.
func (r *testRepo) commit(in files, parents ...plumbing.Hash) plumbing.Hash {
	r.t.Helper()
	return r.commitAs(object.Commit{Author: r.by("Redactie"), Committer: r.by("Redactie"), Message: "proef"}, in, parents...)
}

func (r *testRepo) commitAs(c object.Commit, in files, parents ...plumbing.Hash) plumbing.Hash {
	r.t.Helper()
	r.clock++
	c.TreeHash, c.ParentHashes = repotest.Tree(r.t, r.git.Storer, in), parents
	hash := repotest.Store(r.t, r.git.Storer, c.Encode)
	r.point("refs/heads/mijn", hash)
	return hash
}

func (r *testRepo) point(name string, to plumbing.Hash) {
	r.t.Helper()
	repotest.Point(r.t, r.git.Storer, name, to)
}

func (r *testRepo) tag(name string, c object.Tag) plumbing.Hash {
	r.t.Helper()
	c.Name = name
	hash := repotest.Store(r.t, r.git.Storer, c.Encode)
	r.point("refs/tags/"+name, hash)
	return hash
}

func open(t testing.TB, root, spec string) *outgoing.Range {
	t.Helper()
	r, err := outgoing.Open(root, spec)
	if err != nil {
		t.Fatal(spec, err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// items returns the items of a range, in the order in which they are visited.
func items(t testing.TB, root, spec string) []outgoing.Item {
	t.Helper()
	return visit(t, open(t, root, spec))
}

// never skips nothing.
func never(string) bool { return false }

// hashOf returns the hash of a blob with this text.
func hashOf(text string) plumbing.Hash {
	return plumbing.ComputeHash(plumbing.BlobObject, []byte(text))
}

func visit(t testing.TB, r *outgoing.Range) []outgoing.Item {
	t.Helper()
	var all []outgoing.Item
	if err := r.Items(never, func(item outgoing.Item) error { all = append(all, item); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

// of returns the items of one kind, sorted: a file as "path = text", anything else as its text; with a dagger when the last commit no longer holds it.
func of(kind outgoing.Kind, all []outgoing.Item) []string {
	lines := []string{}
	for _, item := range all {
		if item.Kind != kind {
			continue
		}
		line := string(item.Data)
		if kind == outgoing.File {
			line = item.Path + " = " + line
		}
		if !item.Kept {
			line += " †"
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

func want(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// TestFiles compares what is new with what stood in the base; each history is base, then the commits behind it in a row.
func TestFiles(t *testing.T) {
	link := entry{Mode: filemode.Symlink, Text: "/home/wim/geheim"}
	for _, c := range []struct {
		name        string
		base        files
		row         []files
		files, path []string
	}{
		{"nothing", files{"a": "1"}, nil, nil, nil},
		{"added and removed", files{"a": "1"}, []files{{"a": "1", "b": "2"}, {"a": "1"}}, []string{"b = 2 †"}, []string{"b †"}},
		{"changed and changed back", files{"a": "1"}, []files{{"a": "2"}, {"a": "1"}}, []string{"a = 2 †"}, nil},
		{"once in many commits and paths", files{"a": "1"}, []files{{"b": "2"}, {"b": "2", "c": "2", "d/e": "2"}, {"b": "2"}}, []string{"b = 2"}, []string{"b", "c †", "d †", "d/e †"}},
		{"copy of what the base holds", files{"a": "1"}, []files{{"a": "1", "b": "1"}}, nil, []string{"b"}},
		{"rename", files{"a": "1"}, []files{{"jan": "1"}}, nil, []string{"jan"}},
		{"rename and change", files{"a": "1"}, []files{{"b": "2"}}, []string{"b = 2"}, []string{"b"}},
		{"removed and kept elsewhere", files{}, []files{{"a": "1"}, {"b": "1"}}, []string{"a = 1"}, []string{"a †", "b"}},
		// The path "jan/jansen" is a name, although its parts alone are not.
		{"folder renamed", files{"een/a": "1"}, []files{{"jan/a": "1"}}, nil, []string{"jan", "jan/a"}},
		{"folder renamed behind the base", files{"x": "1"}, []files{{"x": "1", "een/a": "2"}, {"x": "1", "twee/a": "2"}}, []string{"een/a = 2"}, []string{"een †", "een/a †", "twee", "twee/a"}},
		// What stands in the base is not new, though two of its folders hold the same.
		{"equal folders in the base", files{"een/a": "1", "twee/a": "1"}, []files{{"een/a": "1", "twee/a": "2"}}, []string{"twee/a = 2"}, nil},
		{"symbolic link", files{}, []files{{"l": link}}, []string{"l = /home/wim/geheim"}, []string{"l"}},
		{"executable", files{}, []files{{"x": entry{Mode: filemode.Executable, Text: "#!/bin/sh"}}}, []string{"x = #!/bin/sh"}, []string{"x"}},
		{"old mode", files{}, []files{{"x": entry{Mode: filemode.Deprecated, Text: "y"}}}, []string{"x = y"}, []string{"x"}},
		{"empty file", files{}, []files{{"x": ""}}, []string{"x = "}, []string{"x"}},
		// The commit of a submodule is not in this repository.
		{"submodule", files{}, []files{{"sub": plumbing.NewHash("1234567890123456789012345678901234567890"), "a": "1"}}, []string{"a = 1"}, []string{"a", "sub"}},
		{"submodule in the base", files{"sub": plumbing.NewHash("1234567890123456789012345678901234567890")}, []files{{"a": "1"}}, []string{"a = 1"}, []string{"a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := initialise(t)
			base := r.commit(c.base)
			head := base
			for _, in := range c.row {
				head = r.commit(in, head)
			}
			all := items(t, r.root, base.String()+"..mijn")
			want(t, "files", of(outgoing.File, all), c.files...)
			want(t, "paths", of(outgoing.Path, all), c.path...)
			for _, item := range all {
				if item.Kind == outgoing.File && (item.Data == nil || item.Size != int64(len(item.Data)) || item.Hash != hashOf(string(item.Data))) {
					t.Errorf("%s has size %d and hash %s", item.Path, item.Size, item.Hash)
				}
			}
		})
	}
}

// TestSkip passes over files at some paths, but never a file that stands at another path as well.
func TestSkip(t *testing.T) {
	for _, c := range []struct {
		name        string
		base        files
		row         []files
		files, path []string
	}{
		{"skipped", files{}, []files{{"over/a": "1", "b": "2"}}, []string{"b = 2"}, []string{"b", "over"}},
		{"at once", files{}, []files{{"over/a": "1", "z": "1"}}, []string{"z = 1"}, []string{"over", "z"}},
		{"the other first", files{}, []files{{"a": "1", "over/a": "1"}}, []string{"a = 1"}, []string{"a", "over"}},
		{"later", files{}, []files{{"over/a": "1"}, {"over/a": "1", "z": "1"}, {}}, []string{"z = 1 †"}, []string{"over †", "z †"}},
		{"moved with its folder", files{}, []files{{"over/d/a": "1"}, {"z/d/a": "1"}}, []string{"z/d/a = 1"}, []string{"over †", "z", "z/d", "z/d/a"}},
		{"the folder moved up", files{}, []files{{"over/d/a": "1", "x": "2"}, {"d/a": "1", "x": "2"}}, []string{"d/a = 1", "x = 2"}, []string{"d", "d/a", "over †", "x"}},
		// What the base holds is published, wherever it stands.
		{"copied from the base", files{"over/a": "1"}, []files{{"over/a": "1", "z": "1"}}, nil, []string{"z"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := initialise(t)
			base := r.commit(c.base)
			head := base
			for _, in := range c.row {
				head = r.commit(in, head)
			}
			var all []outgoing.Item
			err := open(t, r.root, base.String()+"..mijn").Items(func(name string) bool { return strings.HasPrefix(name, "over/") }, func(item outgoing.Item) error {
				all = append(all, item)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			want(t, "files", of(outgoing.File, all), c.files...)
			want(t, "paths", of(outgoing.Path, all), c.path...)
		})
	}
}

// TestCommits finds the first commit that holds an item.
func TestCommits(t *testing.T) {
	r := initialise(t)
	base := r.commit(files{})
	one := r.commit(files{"a": "1"}, base)
	two := r.commit(files{"a": "1", "b": "2"}, one)
	r.commit(files{"a": "1"}, two)
	opened := open(t, r.root, base.String()+"..mijn")
	if opened.Commits() != 3 || len(opened.Bases()) != 1 || opened.Bases()[0].Hash != base {
		t.Error(opened.Commits(), opened.Bases())
	}
	first := map[string]string{"a": one.String(), "b": two.String()}
	for _, item := range visit(t, opened) {
		if commit, ok := first[item.Path]; ok && item.Commit != commit {
			t.Errorf("%s: commit %s, want %s", item.Path, item.Commit, commit)
		}
	}
	stop := errors.New("genoeg")
	calls := 0
	if err := opened.Items(never, func(outgoing.Item) error { calls++; return stop }); err != stop || calls != 1 {
		t.Errorf("%v after %d items", err, calls)
	}
}

// TestRemoved tells where a file was taken out: at the root, deep in folders, by a change, with its folder, together with others.
func TestRemoved(t *testing.T) {
	r := initialise(t)
	base := r.commit(files{})
	one := r.commit(files{"a": "1", "d/e/diep": "2", "d/x": "3", "map/y": "4"}, base)
	two := r.commit(files{"a": "1", "b": "5", "d/e/diep": "2", "d/x": "6", "map": "nu een bestand"}, one)
	three := r.commit(files{"a": "1", "d/x": "6", "b": "7"}, two)
	four := r.commit(files{"a": "1", "b": "5"}, three)
	place := func(name, text string, commit plumbing.Hash) outgoing.Place {
		return outgoing.Place{Path: name, Hash: hashOf(text), Commit: commit.String()}
	}
	places := []outgoing.Place{
		place("a", "1", one), place("b", "5", two), place("d/e/diep", "2", one), place("d/x", "3", one), place("d/x", "6", two), place("map/y", "4", one),
		place("map", "nu een bestand", two), place("b", "7", three), place("b", "5", four),
	}
	want := []plumbing.Hash{plumbing.ZeroHash, three, three, two, four, two, three, four, plumbing.ZeroHash}
	removed, err := open(t, r.root, base.String()+"..mijn").Removed(places)
	if err != nil || len(removed) != len(want) {
		t.Fatal(removed, err)
	}
	for i, commit := range removed {
		if want[i].IsZero() && commit != "" || !want[i].IsZero() && commit != want[i].String() {
			t.Errorf("%s: removed in %q, want %s", places[i].Path, commit, want[i])
		}
	}
}

// TestRemovedBesideBranch has a branch that began before the file was there. It did not remove the file, though it was made later.
func TestRemovedBesideBranch(t *testing.T) {
	r := initialise(t)
	base := r.commit(files{})
	added := r.commit(files{"b": "2"}, base)
	side := r.commit(files{"c": "3"}, base)
	merge := r.commit(files{"b": "2", "c": "3"}, added, side)
	gone := r.commit(files{"c": "3"}, merge)
	removed, err := open(t, r.root, base.String()+"..mijn").Removed([]outgoing.Place{{Path: "b", Hash: hashOf("2"), Commit: added.String()}})
	if err != nil || len(removed) != 1 || removed[0] != gone.String() {
		t.Errorf("removed in %q, %v, want %s; the other branch is %s", removed, err, gone, side)
	}
}

// TestMerge finds what both parents bring, and what came in with the merge itself.
func TestMerge(t *testing.T) {
	r := initialise(t)
	base := r.commit(files{"a": "1"})
	left := r.commit(files{"a": "1", "links": "2"}, base)
	right := r.commit(files{"a": "1", "rechts": "3"}, base)
	merge := r.commit(files{"a": "samen", "links": "2", "rechts": "3"}, left, right)
	r.commit(files{"a": "1", "links": "2", "rechts": "3"}, merge)
	all := items(t, r.root, base.String()+"..mijn")
	want(t, "files", of(outgoing.File, all), "a = samen †", "links = 2", "rechts = 3")
	want(t, "paths", of(outgoing.Path, all), "links", "rechts")

	// Of a merge with main only one's own side is new, also when main went on.
	main := r.commit(files{"a": "1", "nieuws": "4"}, base)
	r.point("refs/heads/main", r.commit(files{"a": "1", "nieuws": "5"}, main))
	r.commit(files{"a": "1", "nieuws": "4", "links": "2"}, left, main)
	all = items(t, r.root, "main..mijn")
	want(t, "files behind main", of(outgoing.File, all), "links = 2")

	// A merge of two histories without a common commit.
	other := r.commit(files{"vreemd": "6"})
	r.commit(files{"a": "1", "vreemd": "6"}, base, other)
	want(t, "files of another root", of(outgoing.File, items(t, r.root, base.String()+"..mijn")), "vreemd = 6")
}

func TestPeopleAndMessages(t *testing.T) {
	r := initialise(t)
	base := r.commit(files{})
	one := r.commitAs(object.Commit{Author: r.by("Wim"), Committer: r.by("Ans"), Message: "eerste\n\nBrief van Piet\n"}, files{"a": "1"}, base)
	r.commitAs(object.Commit{Author: r.by("Wim"), Committer: r.by("Wim"), Message: "tweede"}, files{"a": "2"}, one)
	outside := r.commitAs(object.Commit{Author: r.by("Klaas"), Committer: r.by("Klaas"), Message: "buiten"}, files{"a": "3"}, base)
	r.point("refs/heads/mijn", one)
	second := r.commitAs(object.Commit{Author: r.by("Wim"), Committer: r.by("Wim"), Message: "tweede"}, files{"a": "2"}, one)

	inner := r.tag("v1", object.Tag{Tagger: r.by("Truus"), Message: "voor Kees", TargetType: plumbing.CommitObject, Target: one})
	r.tag("v2", object.Tag{Tagger: r.by("Wim"), Message: "over de ander", TargetType: plumbing.TagObject, Target: inner})
	r.point("refs/tags/licht", second)
	r.tag("buiten", object.Tag{Tagger: r.by("Klaas"), Message: "buiten", TargetType: plumbing.CommitObject, Target: outside})
	r.tag("oud", object.Tag{Tagger: r.by("Klaas"), Message: "buiten", TargetType: plumbing.CommitObject, Target: base})
	r.point("refs/tags/boom", repotest.Tree(r.t, r.git.Storer, files{"x": "y"}))

	all := items(t, r.root, base.String()+"..mijn")
	want(t, "messages", of(outgoing.Message, all), "eerste\n\nBrief van Piet\n", "tweede")
	want(t, "tags", slices.Compact(of(outgoing.Tag, all)), "over de ander", "voor Kees")
	want(t, "identities", of(outgoing.Identity, all), "Ans <ans@example.org>", "Truus <truus@example.org>", "Wim <wim@example.org>")
	want(t, "refs", of(outgoing.Ref, all), "licht", "mijn", "v1", "v2")
}

// TestTagUnderAnotherName looks into a tag of which the reference was renamed: the object still holds its first name.
func TestTagUnderAnotherName(t *testing.T) {
	r := initialise(t)
	base := r.commit(files{})
	head := r.commit(files{"a": "1"}, base)
	r.point("refs/tags/v1", repotest.Store(r.t, r.git.Storer, (&object.Tag{Name: "wim-bakker", Tagger: r.by("Redactie"), Message: "x", TargetType: plumbing.CommitObject, Target: head}).Encode))
	for _, item := range items(t, r.root, base.String()+"..mijn") {
		if strings.Contains(string(item.Data), "wim-bakker") {
			return
		}
	}
	t.Error("the name in the tag was not found")
}

// TestMergedTag looks into the tag that git keeps in the merge commit when a tag is merged: it has a message and a maker.
func TestMergedTag(t *testing.T) {
	r := initialise(t)
	base := r.commit(files{})
	left := r.commit(files{"a": "1"}, base)
	right := r.commit(files{"b": "2"}, base)
	tag := "object " + right.String() + "\ntype commit\ntag v1\ntagger Truus <truus@example.org> 1700000000 +0000\n\nVoor Kees\n"
	r.commitAs(object.Commit{Author: r.by("Redactie"), Committer: r.by("Redactie"), Message: "samen", MergeTag: tag}, files{"a": "1", "b": "2"}, left, right)
	text := ""
	for _, item := range items(t, r.root, base.String()+"..mijn") {
		text += string(item.Data) + "\n"
	}
	for _, word := range []string{"Voor Kees", "Truus <truus@example.org>"} {
		if !strings.Contains(text, word) {
			t.Errorf("%q was not found", word)
		}
	}
}

// TestNotes finds notes, as git writes few of them and, in folders, many.
func TestNotes(t *testing.T) {
	r := initialise(t)
	base := r.commit(files{})
	one := r.commit(files{"a": "1"}, base)
	two := r.commit(files{"a": "2"}, one)
	h := two.String()
	for name, in := range map[string]files{
		"refs/notes/commits":  {one.String(): "over een", base.String(): "over de basis"},
		"refs/notes/veel":     {h[:2] + "/" + h[2:]: "in een map"},
		"refs/notes/meer/nog": {h[:2] + "/" + h[2:4] + "/" + h[4:]: "in twee mappen"},
	} {
		r.point(name, r.commit(in))
	}
	r.point("refs/heads/mijn", two)
	all := items(t, r.root, base.String()+"..mijn")
	want(t, "notes", of(outgoing.Note, all), "in een map", "in twee mappen", "over een")
	for _, item := range all {
		if item.Kind == outgoing.Note && item.Commit != one.String() && item.Commit != h {
			t.Errorf("%s is a note on %s", item.Data, item.Commit)
		}
	}
}

func TestBranch(t *testing.T) {
	r := initialise(t)
	base := r.commit(files{})
	head := r.commit(files{"a": "1"}, base)
	r.point("refs/heads/feature/wim-bakker", head)
	r.point("refs/tags/v1", base)
	if err := r.git.Storer.SetReference(plumbing.NewSymbolicReference(plumbing.HEAD, "refs/heads/feature/wim-bakker")); err != nil {
		t.Fatal(err)
	}
	for to, names := range map[string][]string{
		"": {"feature/wim-bakker"}, "HEAD": {"feature/wim-bakker"}, "@": {"feature/wim-bakker"}, "mijn": {"mijn"},
		"feature/wim-bakker": {"feature/wim-bakker"}, "refs/heads/feature/wim-bakker": {"feature/wim-bakker"}, "heads/mijn": {"mijn"},
		head.String(): nil, base.String(): nil,
	} {
		want(t, "base.."+to, of(outgoing.Ref, items(t, r.root, base.String()+".."+to)), names...)
	}
	// Without a commit nothing is pushed, whatever the branch is called.
	want(t, "empty range", of(outgoing.Ref, items(t, r.root, head.String()+"..mijn")))
	// HEAD on a commit instead of a branch.
	r.point("HEAD", head)
	want(t, "detached", of(outgoing.Ref, items(t, r.root, base.String()+"..")))
}

func TestSpecs(t *testing.T) {
	r := initialise(t)
	base := r.commit(files{"a": "1"})
	r.point("refs/heads/main", base)
	head := r.commit(files{"a": "2"}, base)
	r.point("HEAD", head)
	for spec, commits := range map[string]int{
		"main..HEAD": 1, "main..": 1, "main...HEAD": 1, "main...": 1, "main..mijn": 1, "HEAD~1..HEAD": 1, "HEAD..main": 0, "main..main": 0,
		base.String()[:8] + ".." + head.String()[:8]: 1,
	} {
		if got := open(t, r.root, spec).Commits(); got != commits {
			t.Errorf("%s: %d commits, want %d", spec, got, commits)
		}
	}
	for _, spec := range []string{"main", "", "..HEAD", "..", "main.HEAD"} {
		if _, err := outgoing.Open(r.root, spec); !errors.Is(err, outgoing.ErrRange) {
			t.Errorf("%q: %v, want ErrRange", spec, err)
		}
	}
	for spec, name := range map[string]string{"niets..HEAD": "niets", "main..niets": "niets", "niets..nergens": "niets", "main..HEAD~2": "HEAD~2", "main..a..b": "a..b"} {
		var wrong *outgoing.RevisionError
		if _, err := outgoing.Open(r.root, spec); !errors.As(err, &wrong) || wrong.Revision != name {
			t.Errorf("%s: %v, want a RevisionError of %s", spec, err, name)
		}
	}
	if _, err := outgoing.Open(t.TempDir(), "main..HEAD"); !errors.Is(err, repo.ErrNoRepository) {
		t.Error(err)
	}

	// A commit of which the parent was not fetched, as in a partial clone.
	lost := r.commit(files{"a": "3"}, plumbing.NewHash("1234567890123456789012345678901234567890"))
	if _, err := outgoing.Open(r.root, "main.."+lost.String()); !errors.Is(err, outgoing.ErrMissing) {
		t.Errorf("%v, want ErrMissing", err)
	}

	if err := os.WriteFile(filepath.Join(r.root, ".git", "shallow"), []byte(base.String()+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := outgoing.Open(r.root, "main..HEAD"); !errors.Is(err, outgoing.ErrShallow) {
		t.Errorf("%v, want ErrShallow", err)
	}
	if _, err := outgoing.OpenPush(r.root, "origin", "HEAD"); !errors.Is(err, outgoing.ErrShallow) {
		t.Errorf("push: %v, want ErrShallow", err)
	}
}

// TestOpenPush takes the branches of the remote as base: all of them, and of no other remote.
func TestOpenPush(t *testing.T) {
	r := initialise(t)
	one := r.commit(files{"a": "1"})
	two := r.commit(files{"a": "2"}, one)
	three := r.commit(files{"a": "3"}, two)
	head := r.commit(files{"a": "4"}, three)
	ask := func() []string {
		opened, err := outgoing.OpenPush(r.root, "origin", head.String())
		if err != nil {
			t.Fatal(err)
		}
		defer opened.Close()
		return of(outgoing.File, visit(t, opened))
	}
	want(t, "first push", ask(), "a = 1 †", "a = 2 †", "a = 3 †", "a = 4")
	// Nothing is known of a remote that was never fetched from; what another remote holds may be private.
	r.point("refs/remotes/elders/main", three)
	want(t, "push to a new remote", ask(), "a = 1 †", "a = 2 †", "a = 3 †", "a = 4")
	r.point("refs/remotes/origin/main", one)
	want(t, "second push", ask(), "a = 2 †", "a = 3 †", "a = 4")
	r.point("refs/remotes/origin/voorstel", two)
	want(t, "third push", ask(), "a = 3 †", "a = 4")

	// A tag goes along only when it is pushed itself, also when its commit is known there already.
	tag := r.tag("v1", object.Tag{Tagger: r.by("Truus"), Message: "voor Kees", TargetType: plumbing.CommitObject, Target: head})
	for hash, messages := range map[plumbing.Hash][]string{head: {}, tag: {"voor Kees"}} {
		for _, known := range []plumbing.Hash{one, head} {
			r.point("refs/remotes/origin/main", known)
			opened, err := outgoing.OpenPush(r.root, "origin", hash.String())
			if err != nil {
				t.Fatal(err)
			}
			all := visit(t, opened)
			opened.Close()
			want(t, "tags of a push", of(outgoing.Tag, all), messages...)
			if slices.Contains(of(outgoing.Identity, all), "Truus <truus@example.org>") != (hash == tag) {
				t.Error("identities:", of(outgoing.Identity, all))
			}
		}
	}
}

// TestKnown gathers what was published at any time, and by whom.
func TestKnown(t *testing.T) {
	r := initialise(t)
	one := r.commitAs(object.Commit{Author: r.by("Wim"), Committer: r.by("Ans"), Message: "x"}, files{"a": "weg", "d/b": "diep"})
	base := r.commit(files{"a": "1"}, one)
	r.commitAs(object.Commit{Author: r.by("Piet"), Committer: r.by("Piet"), Message: "x"}, files{"a": "nieuw"}, base)
	opened := open(t, r.root, base.String()+"..mijn")
	asked := map[string]bool{"weg": true, "diep": true, "1": true, "nieuw": false, "nergens": false}
	known, people, err := opened.Known()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range asked {
		if known[hashOf(text)] != want {
			t.Errorf("%s: known %v", text, !want)
		}
	}
	if want := map[string]bool{"Wim <wim@example.org>": true, "Ans <ans@example.org>": true, "Redactie <redactie@example.org>": true}; !maps.Equal(people, want) {
		t.Error(people)
	}
}

// run runs git in a folder, far from the settings of whoever runs the test.
func run(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_DIR=", "LC_ALL=C")
	cmd.Env = slices.DeleteFunc(cmd.Env, func(e string) bool { return strings.HasPrefix(e, "GIT_DIR=") })
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("git %v: %v\n%s", args, err, exit.Stderr)
		}
		t.Fatalf("git %v: %v", args, err)
	}
	return string(out)
}

func needGit(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
}

// TestForms reads one history loose, packed, from a linked worktree, and from clones as git makes them.
func TestForms(t *testing.T) {
	needGit(t)
	r := initialise(t)
	base := r.commit(files{"a": "1", "d/b": strings.Repeat("regel\n", 500)})
	head := base
	for i := range 20 {
		head = r.commit(files{"a": fmt.Sprint(i), "d/b": strings.Repeat("regel\n", 500) + fmt.Sprint(i)}, head)
	}
	r.point("refs/heads/main", base)
	r.point("HEAD", head)
	r.tag("v1", object.Tag{Tagger: r.by("Truus"), Message: "voor Kees", TargetType: plumbing.CommitObject, Target: head})
	r.point("refs/notes/commits", r.commit(files{head.String(): "notitie"}))
	r.point("refs/heads/mijn", head)
	list := func(root string) string {
		var b strings.Builder
		for _, item := range items(t, root, "main..mijn") {
			fmt.Fprintf(&b, "%d %s %q %s %d %v\n", item.Kind, item.Path, item.Data, item.Commit, item.Size, item.Kept)
		}
		return b.String()
	}
	loose := list(r.root)
	if n := strings.Count(loose, "\n"); n < 60 {
		t.Fatal("only", n, "items")
	}
	parent := t.TempDir()
	linked := filepath.Join(parent, "linked")
	run(t, r.root, "worktree", "add", "-q", "--detach", linked, "mijn")
	if got := list(linked); got != loose {
		t.Errorf("linked worktree:\n%s\nwant\n%s", got, loose)
	}
	run(t, r.root, "gc", "-q", "--prune=now")
	if packs, err := filepath.Glob(filepath.Join(r.root, ".git", "objects", "pack", "*.pack")); err != nil || len(packs) != 1 {
		t.Fatal(packs, err)
	}
	for name, root := range map[string]string{"packed": r.root, "linked worktree of packed": linked} {
		if got := list(root); got != loose {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, loose)
		}
	}
	run(t, parent, "clone", "-q", "--no-local", "--mirror", r.root, "spiegel/.git")
	if got := list(filepath.Join(parent, "spiegel")); got != loose {
		t.Errorf("clone:\n%s\nwant\n%s", got, loose)
	}
	// git clone --shared and --reference borrow the objects of another repository.
	run(t, parent, "clone", "-q", "--shared", "--mirror", r.root, "geleend/.git")
	t.Run("shared", func(t *testing.T) {
		if opened, err := outgoing.Open(filepath.Join(parent, "geleend"), "main..mijn"); err != nil || opened.Commits() != 20 {
			t.Errorf("got %v, %v", opened, err)
		}
	})
	run(t, parent, "clone", "-q", "--depth=1", "--no-local", "--branch=mijn", "file://"+r.root, "ondiep")
	if _, err := outgoing.Open(filepath.Join(parent, "ondiep"), "HEAD.."); !errors.Is(err, outgoing.ErrShallow) {
		t.Errorf("shallow clone: %v, want ErrShallow", err)
	}
	run(t, filepath.Join(parent, "ondiep"), "-c", "user.name=R", "-c", "user.email=r@example.org", "commit", "-q", "--allow-empty", "-m", "erna")
	shallow, err := repo.Open(filepath.Join(parent, "ondiep"))
	if err != nil {
		t.Fatal(err)
	}
	defer shallow.Close()
	last, err := outgoing.OpenLast(shallow, "HEAD")
	if err != nil || last.Commits() != 1 {
		t.Fatalf("the last commit of a shallow clone: %v, %v", last, err)
	}
	if _, people, err := last.Known(); err != nil || len(people) == 0 {
		t.Error(people, err)
	}
}

// made is a commit of a random history, with the blobs in its tree.
type made struct {
	hash    plumbing.Hash
	parents []int
	blobs   map[plumbing.Hash]bool
}

// random makes a small history: branches, merges, more than one root, files that come, go and come back. With skewed clocks a child
// may be older than its parents.
func random(r *testRepo, seed uint64, skewed bool) []made {
	rnd := rand.New(rand.NewPCG(seed, 1))
	var all []made
	var trees []files
	for i := range 2 + rnd.IntN(12) {
		var m made
		in := files{}
		for range []int{0, 1, 1, 1, 1, 2, 2, 3}[rnd.IntN(8)] {
			if i == 0 {
				break
			}
			// Mostly a recent one, so that histories get long.
			p := max(0, i-1-rnd.IntN(1+rnd.IntN(4)))
			if slices.Contains(m.parents, p) {
				continue
			}
			m.parents = append(m.parents, p)
			for name, text := range trees[p] {
				if rnd.IntN(8) > 0 {
					in[name] = text
				}
			}
		}
		for range rnd.IntN(3) {
			name := []string{"a", "b", "d/a", "d/b", "e/a", "d/f/a"}[rnd.IntN(6)]
			in[name] = fmt.Sprint(rnd.IntN(14))
		}
		if skewed {
			r.clock = 1_700_000_000 + int64(rnd.IntN(20))
		}
		var parents []plumbing.Hash
		for _, p := range m.parents {
			parents = append(parents, all[p].hash)
		}
		m.hash = r.commitAs(object.Commit{Author: r.by("Redactie"), Committer: r.by("Redactie"), Message: fmt.Sprint(i)}, in, parents...)
		m.blobs = map[plumbing.Hash]bool{}
		for _, text := range in {
			m.blobs[hashOf(text.(string))] = true
		}
		all, trees = append(all, m), append(trees, in)
	}
	return all
}

// reach walks to all commits that can be reached from one.
func reach(all []made, from int) map[int]bool {
	reached := map[int]bool{}
	for todo := []int{from}; len(todo) > 0; {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !reached[i] {
			reached[i] = true
			todo = append(todo, all[i].parents...)
		}
	}
	return reached
}

func blobs(all []made, commits map[int]bool) map[plumbing.Hash]bool {
	set := map[plumbing.Hash]bool{}
	for i := range commits {
		maps.Copy(set, all[i].blobs)
	}
	return set
}

// visited returns the files of a range, and fails when one comes twice.
func visited(t *testing.T, r *outgoing.Range) map[plumbing.Hash]bool {
	t.Helper()
	set := map[plumbing.Hash]bool{}
	for _, item := range visit(t, r) {
		if item.Kind != outgoing.File {
			continue
		}
		hash := hashOf(string(item.Data))
		if set[hash] {
			t.Errorf("%s was visited twice", item.Path)
		}
		set[hash] = true
	}
	return set
}

// TestRandom compares random histories with a walk that visits everything, and against git where it is installed. With right clocks
// the new files are those of the new commits, but for what stands at the border; with wrong ones none may be lost.
func TestRandom(t *testing.T) {
	_, err := exec.LookPath("git")
	withGit := err == nil
	total := 0
	seeds := uint64(200)
	if testing.Short() {
		seeds = 20
	}
	for seed := range seeds {
		for _, skewed := range []bool{false, true} {
			r := initialise(t)
			all := random(r, seed, skewed)
			rnd := rand.New(rand.NewPCG(seed, 2))
			base, head := rnd.IntN(len(all)), len(all)-1-rnd.IntN(2)
			opened := open(t, r.root, all[base].hash.String()+".."+all[head].hash.String())
			got := visited(t, opened)
			total += len(got)

			old, new := reach(all, base), reach(all, head)
			published := blobs(all, old)
			for hash := range blobs(all, new) {
				if !published[hash] && !got[hash] {
					t.Errorf("seed %d, skewed %v: lost %s", seed, skewed, hash)
				}
			}
			if skewed {
				continue
			}
			maps.DeleteFunc(new, func(i int, _ bool) bool { return old[i] })
			if opened.Commits() != len(new) {
				t.Errorf("seed %d: %d commits, want %d", seed, opened.Commits(), len(new))
			}
			border := map[int]bool{base: true}
			for i := range new {
				for _, p := range all[i].parents {
					if old[p] {
						border[p] = true
					}
				}
			}
			stands := blobs(all, border)
			fresh := func(set map[plumbing.Hash]bool) map[plumbing.Hash]bool {
				maps.DeleteFunc(set, func(h plumbing.Hash, _ bool) bool { return stands[h] })
				return set
			}
			if want := fresh(blobs(all, new)); !maps.Equal(got, want) {
				t.Errorf("seed %d: got %v, want %v", seed, got, want)
			}
			if withGit {
				listed := map[plumbing.Hash]bool{}
				for line := range strings.Lines(run(t, r.root, "rev-list", "--objects", all[head].hash.String(), "^"+all[base].hash.String())) {
					name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
					hash := plumbing.NewHash(name)
					if _, err := r.git.Storer.EncodedObject(plumbing.BlobObject, hash); err == nil {
						listed[hash] = true
					}
				}
				if want := fresh(listed); !maps.Equal(got, want) {
					t.Errorf("seed %d: got %v, git lists %v", seed, got, want)
				}
			}
		}
	}
	if total < int(2*seeds) {
		t.Errorf("the histories held only %d new files", total)
	}
}

// TestClockBackwards has commits that each are years older than their parents, and a base that is younger than all of them.
func TestClockBackwards(t *testing.T) {
	r := initialise(t)
	r.clock = 1_700_000_000
	at := func(in files, parents ...plumbing.Hash) plumbing.Hash {
		r.clock -= 100_000_000
		return r.commit(in, parents...)
	}
	root := at(files{"a": "1"})
	base := at(files{"a": "2"}, root)
	one := at(files{"a": "2", "b": "3"}, base)
	two := at(files{"a": "2"}, one)
	side := at(files{"c": "4"}, root)
	at(files{"a": "2", "c": "5"}, two, side)
	all := items(t, r.root, base.String()+"..mijn")
	if got := of(outgoing.File, all); !slices.Equal(got, []string{"b = 3 †", "c = 4 †", "c = 5"}) {
		t.Error(got)
	}
	r.clock = 2_000_000_000
	r.point("refs/heads/main", r.commit(files{"a": "6"}, root))
	want(t, "young base", of(outgoing.File, items(t, r.root, "main.."+two.String())), "a = 2", "b = 3 †")
}
