package repo

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
)

// inGit runs git in a folder, with something to read, and returns what it prints. The test ends when that fails.
func inGit(t testing.TB, dir string, in []byte, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = dir, bytes.NewReader(in)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %v: %v", args, err)
	}
	return out
}

// manyVersions makes a repository in which files change a line at a time, in a hundred commits.
func manyVersions(t testing.TB, root string, random *rand.Rand) {
	t.Helper()
	var in bytes.Buffer
	texts := map[string][]string{}
	for n := range 100 {
		fmt.Fprintf(&in, "commit refs/heads/main\ncommitter R <r@example.org> %d +0000\ndata 1\nx\n", 1700000000+n)
		for range 3 {
			name := fmt.Sprintf("map%d/%d.md", random.IntN(3), random.IntN(8))
			lines := texts[name]
			if len(lines) == 0 {
				lines = make([]string, 400)
			}
			for range 1 + random.IntN(40) {
				lines[random.IntN(len(lines))] = strconv.FormatUint(random.Uint64(), 36)
			}
			texts[name] = lines
			text := strings.Join(lines, "\n")
			fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", name, len(text), text)
		}
	}
	inGit(t, "", nil, "init", "-q", "-b", "main", root)
	inGit(t, root, in.Bytes(), "fast-import", "--quiet")
	inGit(t, root, nil, "tag", "-m", "een", "een", "main")
}

// TestObjectsAsGit reads all objects of repositories that Git stored in each way that it knows, as Git does.
func TestObjectsAsGit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	repack := func(t *testing.T, root string, options ...string) {
		inGit(t, root, nil, append([]string{"repack", "-adfq", "--depth=50"}, options...)...)
	}
	// index writes the index of the one pack anew.
	index := func(t *testing.T, root, version string) {
		names, err := filepath.Glob(filepath.Join(root, ".git", "objects", "pack", "*.pack"))
		if err != nil || len(names) != 1 {
			t.Fatal(names, err)
		}
		if err := os.Remove(strings.TrimSuffix(names[0], "pack") + "idx"); err != nil {
			t.Fatal(err)
		}
		inGit(t, root, nil, "index-pack", "--index-version="+version, names[0])
	}
	for _, c := range []struct {
		name  string
		store func(t *testing.T, root string) (opened string)
	}{
		{"differences by place", func(t *testing.T, root string) string { repack(t, root); return root }},
		{"differences by name", func(t *testing.T, root string) string {
			inGit(t, root, nil, "config", "repack.useDeltaBaseOffset", "false")
			repack(t, root)
			return root
		}},
		{"places of eight bytes", func(t *testing.T, root string) string { repack(t, root); index(t, root, "2,0x40"); return root }},
		{"files of their own", func(t *testing.T, root string) string {
			packs, err := filepath.Glob(filepath.Join(root, ".git", "objects", "pack", "*.pack"))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range packs {
				pack, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				for _, end := range []string{"pack", "idx"} {
					if err := os.Remove(strings.TrimSuffix(name, "pack") + end); err != nil {
						t.Fatal(err)
					}
				}
				inGit(t, root, pack, "unpack-objects", "-q")
			}
			return root
		}},
		{"several packs", func(t *testing.T, root string) string {
			repack(t, root)
			for range 3 {
				inGit(t, root, nil, "-c", "user.name=R", "-c", "user.email=r@example.org", "commit", "-q", "--allow-empty", "-m", "nog een")
				inGit(t, root, nil, "repack", "-dq")
			}
			return root
		}},
		{"borrowed", func(t *testing.T, root string) string {
			repack(t, root)
			borrower := filepath.Join(t.TempDir(), "leent")
			inGit(t, "", nil, "clone", "-q", "--shared", root, borrower)
			return borrower
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "repo")
			manyVersions(t, root, rand.New(rand.NewPCG(7, 7)))
			root = c.store(t, root)
			r, err := Open(root)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			names := strings.Fields(string(inGit(t, root, nil, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)")))
			if len(names) < 300 {
				t.Fatalf("%d objects", len(names))
			}
			rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
			rest := inGit(t, root, []byte(strings.Join(names, "\n")+"\n"), "cat-file", "--batch")
			for _, name := range names {
				head, after, _ := bytes.Cut(rest, []byte("\n"))
				var kind string
				var size int
				if _, err := fmt.Sscanf(string(head), name+" %s %d", &kind, &size); err != nil {
					t.Fatalf("%s: %v", head, err)
				}
				want := after[:size]
				rest = after[size+1:]
				hash := plumbing.NewHash(name)
				if n, err := r.Store.EncodedObjectSize(hash); err != nil || n != int64(size) {
					t.Errorf("%s: size %d, %v; want %d", name, n, err, size)
				}
				if got, data, err := Read(r.Store, hash); err != nil || got.String() != kind || !bytes.Equal(data, want) {
					t.Errorf("%s: a %v of %d bytes, %v; want a %s of %d", name, got, len(data), err, kind, size)
				}
				if all, err := r.Store.HashesWithPrefix(hash[:3]); err != nil || !slices.Contains(all, hash) {
					t.Errorf("%s: %v, %v", name, all, err)
				}
			}
			missing := plumbing.NewHash(strings.Repeat("ab", 20))
			if err := r.Store.HasEncodedObject(missing); err != plumbing.ErrObjectNotFound {
				t.Errorf("an object that is not there: %v", err)
			}
		})
	}
}

// TestDamagedPacks changes bytes of a pack and of its index: what is read then may be an error, and nothing else happens.
func TestDamagedPacks(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	root := filepath.Join(t.TempDir(), "repo")
	random := rand.New(rand.NewPCG(9, 9))
	manyVersions(t, root, random)
	inGit(t, root, nil, "repack", "-adfq")
	names := strings.Fields(string(inGit(t, root, nil, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)")))
	for _, end := range []string{"pack", "idx"} {
		found, err := filepath.Glob(filepath.Join(root, ".git", "objects", "pack", "*."+end))
		if err != nil || len(found) != 1 {
			t.Fatal(found, err)
		}
		whole, err := os.ReadFile(found[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(found[0], 0o644); err != nil {
			t.Fatal(err)
		}
		for try := range 40 {
			damaged := slices.Clone(whole)
			for range 1 + random.IntN(20) {
				damaged[random.IntN(len(damaged))] = byte(random.Uint32())
			}
			if try%4 == 0 {
				damaged = damaged[:random.IntN(len(damaged))]
			}
			if err := os.WriteFile(found[0], damaged, 0o644); err != nil {
				t.Fatal(err)
			}
			r, err := Open(root)
			if err != nil {
				t.Fatal(err)
			}
			bound.Watch(func() {
				for _, name := range names[:60] {
					_, _, _ = Read(r.Store, plumbing.NewHash(name))
					_, _ = r.Store.EncodedObjectSize(plumbing.NewHash(name))
				}
			})
			r.Close()
		}
		if err := os.WriteFile(found[0], whole, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDiffer compares random trees, sorted or not, as a map does.
func TestDiffer(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	type item struct {
		name string
		TreeEntry
	}
	encode := func(items []item) []byte {
		var b []byte
		for _, e := range items {
			b = append(b, fmt.Sprintf("%o %s\x00", uint32(e.Mode), e.name)...)
			b = append(b, e.Hash[:]...)
		}
		return b
	}
	some := func() TreeEntry {
		e := TreeEntry{Mode: []filemode.FileMode{filemode.Regular, filemode.Dir, filemode.Executable}[random.IntN(3)]}
		for i := range e.Hash {
			e.Hash[i] = byte(random.IntN(3)) // bytes that stand in names and modes too
		}
		e.Hash[0] = 1 // zero is no hash
		return e
	}
	for range 3000 {
		var before, after []item
		for i := range random.IntN(30) {
			e := item{fmt.Sprintf("%d-%d", i/10, i), some()}
			before = append(before, e)
			switch random.IntN(12) {
			case 0:
			case 1:
				after = append(after, item{e.name, some()})
			case 2:
				after = append(after, item{e.name + "0", some()}, e)
			default:
				after = append(after, e)
			}
		}
		if random.IntN(4) == 0 {
			random.Shuffle(len(after), func(i, j int) { after[i], after[j] = after[j], after[i] })
		}
		held := map[string][2]TreeEntry{}
		for i, side := range [][]item{before, after} {
			for _, e := range side {
				both := held[e.name]
				both[i] = e.TreeEntry
				held[e.name] = both
			}
		}
		got := map[string][2]TreeEntry{}
		err := Differ(encode(before), encode(after), func(name []byte, was, is TreeEntry) error {
			if _, twice := got[string(name)]; twice {
				t.Errorf("%s is told twice", name)
			}
			got[string(name)] = [2]TreeEntry{was, is}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for name, both := range held {
			if told, isTold := got[name]; isTold != (both[0] != both[1]) || isTold && told != both {
				t.Fatalf("%s: got %v, want %v\n%v\n%v", name, told, both, before, after)
			}
		}
		f, err := newFolder(encode(after))
		if err != nil {
			t.Fatal(err)
		}
		for name, both := range held {
			if found := f.find(name); found != both[1] {
				t.Errorf("%s: found %v, want %v", name, found, both[1])
			}
		}
	}
	for _, tree := range []string{"x", "100644 a", "100644 a\x00short", "9 a\x00" + strings.Repeat("x", 20), "\x00" + strings.Repeat("x", 20)} {
		if err := Differ(nil, []byte(tree), func([]byte, TreeEntry, TreeEntry) error { return nil }); err == nil {
			t.Errorf("%q is a tree", tree)
		}
	}
}
