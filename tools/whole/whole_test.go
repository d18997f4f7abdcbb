package whole

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// In the process that a test starts, these name what it does, on which file, and at which step it is killed.
const (
	doing  = "DILEMMA_WHOLE_DO"
	file   = "DILEMMA_WHOLE_FILE"
	killed = "DILEMMA_WHOLE_KILL"
)

var (
	before = []byte("zoals het was\n")
	after  = bytes.Repeat([]byte("zoals het werd\n"), 100_000)
)

// operations are the ways to write a file. Those that need one to be there begin with an old one.
var operations = map[string]struct {
	old bool
	do  func(name string) error
}{
	"create":   {false, func(name string) error { return Create(name, after, 0o644) }},
	"replace":  {true, func(name string) error { return Replace(name, after) }},
	"write":    {true, func(name string) error { return Write(filepath.Dir(name)+"/klad", name, after, 0o644) }},
	"edit":     {true, func(name string) error { return Edit(name, 0o644, func([]byte) ([]byte, error) { return after, nil }) }},
	"edit-new": {false, func(name string) error { return Edit(name, 0o644, func([]byte) ([]byte, error) { return after, nil }) }},
	"add": {false, func(name string) error {
		return Edit(name, 0o644, func(text []byte) ([]byte, error) { return fmt.Appendf(text, "%d\n", os.Getpid()), nil })
	}},
}

func TestMain(m *testing.M) {
	if op := os.Getenv(doing); op != "" {
		step = func(name string) {
			if name == os.Getenv(killed) {
				p, _ := os.FindProcess(os.Getpid())
				_ = p.Kill()
				select {}
			}
		}
		limit()
		if err := operations[op].do(os.Getenv(file)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// start does an operation in a process of its own.
func start(t *testing.T, op, name string, env ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), doing+"="+op, file+"="+name), env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, &out
}

// left returns the names in a folder and below it, of files.
func left(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, d.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func put(t *testing.T, name string, text []byte, perm fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(name, text, perm); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, perm); err != nil {
		t.Fatal(err)
	}
}

// TestKilled ends the process at each step. The file is as it was or as it became; what else is left is known as ours, and the next write
// succeeds and removes it.
func TestKilled(t *testing.T) {
	reached := map[string]bool{}
	for op, o := range operations {
		if op == "add" {
			continue
		}
		for _, at := range []string{"made", "written", "synced", "linked", "named"} {
			name := filepath.Join(t.TempDir(), "bestand.md")
			if o.old {
				put(t, name, before, 0o644)
			}
			cmd, out := start(t, op, name, killed+"="+at)
			if err := cmd.Wait(); err == nil {
				continue // it has no such step
			} else if out.Len() > 0 {
				t.Fatal(out)
			}
			reached[at] = true
			got, err := os.ReadFile(name)
			switch {
			case o.old && bytes.Equal(got, before), !o.old && errors.Is(err, fs.ErrNotExist), bytes.Equal(got, after):
			default:
				t.Errorf("%s killed at %s: %d bytes, %v", op, at, len(got), err)
			}
			for _, name := range left(t, filepath.Dir(name)) {
				if name != "bestand.md" && !Unfinished(name) {
					t.Errorf("%s killed at %s leaves %s", op, at, name)
				}
			}
			if err := o.do(name); err != nil && !(errors.Is(err, fs.ErrExist) && bytes.Equal(got, after)) {
				t.Errorf("%s after a kill at %s: %v", op, at, err)
			} else if err != nil {
				tidy(filepath.Dir(name))
			}
			if got, _ := os.ReadFile(name); !bytes.Equal(got, after) {
				t.Errorf("%s again after a kill at %s: %d bytes", op, at, len(got))
			}
			if names := left(t, filepath.Dir(name)); len(names) != 1 {
				t.Errorf("%s again after a kill at %s leaves %v", op, at, names)
			}
		}
	}
	if len(reached) != 5 {
		t.Errorf("killed only at %v", reached)
	}
}

// TestNeverOverwrites lets many write the same new file, and lets a file appear at each step. Who wins is whole, and is told so.
func TestNeverOverwrites(t *testing.T) {
	defer func(f func(string), l func(string, string) error) { step, link = f, l }(step, link)
	for _, links := range []bool{true, false} {
		if link = os.Link; !links { // as on a disk that knows no second names
			link = func(a, b string) error { return &os.LinkError{Op: "link", Old: a, New: b, Err: errors.ErrUnsupported} }
		}
		step = func(string) {}
		dir := t.TempDir()
		for n := range 20 {
			name := filepath.Join(dir, strconv.Itoa(n))
			var won atomic.Int32
			var winner atomic.Value
			var all sync.WaitGroup
			for i := range 8 {
				all.Go(func() {
					text := bytes.Repeat([]byte{byte('a' + i)}, 10_000)
					switch err := Create(name, text, 0o644); {
					case err == nil:
						won.Add(1)
						winner.Store(string(text))
					case !errors.Is(err, fs.ErrExist):
						t.Error(err)
					}
				})
			}
			all.Wait()
			if got, err := os.ReadFile(name); won.Load() != 1 || err != nil || string(got) != winner.Load() {
				t.Fatalf("%d of 8 made the file, %v", won.Load(), err)
			}
		}
		for _, at := range []string{"made", "written", "synced"} {
			name := filepath.Join(dir, at)
			step = func(s string) {
				if s == at {
					put(t, name, before, 0o644)
				}
			}
			if err := Create(name, after, 0o644); !errors.Is(err, fs.ErrExist) {
				t.Errorf("a file that appeared at %s: %v", at, err)
			}
			if got, _ := os.ReadFile(name); !bytes.Equal(got, before) {
				t.Errorf("a file that appeared at %s was overwritten", at)
			}
		}
		if names := left(t, dir); len(names) != 23 {
			t.Error(names)
		}
	}
}

// TestKeeps replaces files with permissions of all sorts, and refuses what is no file.
func TestKeeps(t *testing.T) {
	dir := t.TempDir()
	for _, perm := range []fs.FileMode{0o644, 0o600, 0o755, 0o444, 0o664} {
		if perm&0o200 == 0 && os.PathSeparator != '/' {
			continue // Windows forbids it: TestReadOnly
		}
		name := filepath.Join(dir, perm.String())
		put(t, name, before, perm)
		if err := Replace(name, after); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != perm && os.PathSeparator == '/' {
			t.Errorf("%v became %v, %v", perm, info.Mode(), err)
		}
	}
	target, name := filepath.Join(dir, "doel"), filepath.Join(dir, "koppeling")
	put(t, target, before, 0o644)
	if err := os.Symlink(target, name); err != nil {
		t.Skip(err)
	}
	if info, err := os.Lstat(name); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Skip("this system shows no links: ", err) // Wine
	}
	folder := filepath.Join(dir, "map")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for op, do := range map[string]func(string) error{
		"replace": func(name string) error { return Replace(name, after) },
		"edit":    func(name string) error { return Edit(name, 0o644, func([]byte) ([]byte, error) { return after, nil }) },
		"create":  func(name string) error { return Create(name, after, 0o644) },
	} {
		for _, name := range []string{name, folder} {
			if err := do(name); err == nil {
				t.Errorf("%s writes over %s", op, name)
			}
		}
	}
	if err := os.Remove(target); err != nil {
		t.Fatal(err)
	}
	if err := Create(name, after, 0o644); !errors.Is(err, fs.ErrExist) { // a link that leads nowhere
		t.Error(err)
	}
	if err := Edit(name, 0o644, func([]byte) ([]byte, error) { return after, nil }); !errors.Is(err, ErrNotRegular) {
		t.Error(err)
	}
	if err := Create(filepath.Join(name, "onder"), after, 0o644); !errors.Is(err, ErrNotRegular) {
		t.Error(err)
	}
	if info, err := os.Lstat(name); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
	if _, err := os.Lstat(target); !errors.Is(err, fs.ErrNotExist) {
		t.Error("written to where the link leads")
	}
}

// TestTidy removes what a process left behind that has ended, and nothing else.
func TestTidy(t *testing.T) {
	dir := t.TempDir()
	gone, _ := start(t, "create", filepath.Join(t.TempDir(), "x"))
	if err := gone.Wait(); err != nil {
		t.Fatal(err)
	}
	dead := fmt.Sprintf("%s%s-%d-", unfinished, machine(), gone.Process.Pid)
	ours := map[string]bool{ // whether it stays
		dead + "1":     false,
		prefix() + "1": true, // of a process that is at work
		fmt.Sprintf("%s00000000-%d-1", unfinished, gone.Process.Pid): true, // of another machine, which this one can't ask
		unfinished + "x": true, dead + "1.md": true, // names that this package does not give
		"." + dead: true, "dilemma.md": true, "dilemma-unfinished-1": true,
	}
	for name := range ours {
		put(t, filepath.Join(dir, name), before, 0o644)
	}
	if err := os.Mkdir(filepath.Join(dir, dead+"2"), 0o755); err != nil {
		t.Fatal(err)
	}
	for round := range 2 {
		if err := Create(filepath.Join(dir, fmt.Sprint("nieuw", round)), after, 0o644); err != nil {
			t.Fatal(err)
		}
		for name, stays := range ours {
			_, err := os.Lstat(filepath.Join(dir, name))
			if there := err == nil; there != (stays && (round == 0 || !Unfinished(name))) {
				t.Errorf("in round %d %s is there: %v", round, name, there)
			}
		}
		old := time.Now().Add(-2 * time.Hour) // after an hour nobody is writing any more
		for name := range ours {
			_ = os.Chtimes(filepath.Join(dir, name), old, old)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, dead+"2")); err != nil {
		t.Error("a folder was removed:", err)
	}
}

// TestEditAtOnce lets twenty processes add a line to one file. None is lost, also when some of them are killed at work.
func TestEditAtOnce(t *testing.T) {
	name := filepath.Join(t.TempDir(), "map", "lijst")
	var want []string
	var all []*exec.Cmd
	for i := range 30 {
		var env []string
		if i%3 == 0 {
			env = []string{killed + "=written"}
		}
		cmd, _ := start(t, "add", name, env...)
		if all = append(all, cmd); i%3 != 0 {
			want = append(want, strconv.Itoa(cmd.Process.Pid))
		}
	}
	for i, cmd := range all {
		if err := cmd.Wait(); (err != nil) != (i%3 == 0) {
			t.Error(err)
		}
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Fields(string(text))
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d lines of %d:\n%v\n%v", len(got), len(want), got, want)
	}
	tidy(filepath.Dir(name))
	if names := left(t, filepath.Dir(name)); !slices.Equal(names, []string{"lijst"}) {
		t.Error(names)
	}
}

// TestEditRefused writes nothing when the change is refused.
func TestEditRefused(t *testing.T) {
	name := filepath.Join(t.TempDir(), "lijst")
	refused := errors.New("nee")
	for range 2 {
		if err := Edit(name, 0o644, func([]byte) ([]byte, error) { return after, refused }); err != refused {
			t.Error(err)
		}
	}
	if names := left(t, filepath.Dir(name)); len(names) > 0 {
		t.Error(names)
	}
}

// TestFolder makes a folder whole or not at all, never over one with something in it, and leaves nothing beside it.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "nieuw", "map")
	fill := func(made string) error {
		if err := os.WriteFile(made+".beside", nil, 0o644); err != nil {
			return err
		}
		if err := os.Mkdir(made, 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(made, "x"), []byte("x"), 0o644)
	}
	broken := errors.New("broken")
	if err := Folder(target, func(made string) error { return errors.Join(fill(made), broken) }); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	if _, err := os.Stat(target); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a folder is there: %v", err)
	}
	if err := Folder(target, fill); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(target, "x")); err != nil || string(text) != "x" {
		t.Errorf("%q, %v", text, err)
	}
	if err := Folder(target, fill); err == nil {
		t.Error("a folder with a file in it was replaced")
	}
	file := filepath.Join(filepath.Dir(target), "bestand")
	put(t, file, before, 0o644)
	if err := Folder(file, fill); err == nil {
		t.Error("a file was replaced by a folder")
	}
	if text, err := os.ReadFile(file); err != nil || !bytes.Equal(text, before) {
		t.Errorf("%q, %v", text, err)
	}
	empty := filepath.Join(filepath.Dir(target), "leeg")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Folder(empty, fill); err != nil {
		t.Error("an empty folder was not replaced: ", err)
	}
	entries, err := os.ReadDir(filepath.Dir(target))
	if err != nil || len(entries) != 3 {
		t.Errorf("beside it stand %v, %v", entries, err)
	}
}
