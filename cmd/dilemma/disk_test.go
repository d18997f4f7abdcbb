//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// desk is a casebook in a repository, with a concept that is ready to be published and one whose line ends need mending.
type desk struct {
	*testing.T
	dir string
}

const (
	concept = "content/dilemmas/proef-00001.md"
	windows = "content/dilemmas/vensters.md"
)

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t, t.TempDir()}
	for _, name := range []string{"hugo.toml", "go.mod", "data", "archetypes"} {
		if err := copyTree(filepath.Join("..", "..", name), filepath.Join(d.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	def, err := canvas.Load(os.DirFS(d.dir))
	if err != nil {
		t.Fatal(err)
	}
	d.put(concept, strings.Replace(fixture.Dilemma(def, 1), "draft: false", "draft: true", 1))
	d.put("content/handreiking/_index.md", "---\ntitle: Handreiking\n---\n") // where the fixture links to
	d.put(windows, strings.ReplaceAll("---\ntitle: Vensters\ndraft: true\n---\nTekst.\n", "\n", "\r\n"))
	remotetest.Git(t, d.dir, "init", "--quiet", "--initial-branch", "main")
	return d
}

func (d *desk) put(name, text string) { d.Helper(); remotetest.Put(d.T, d.dir, name, text) }

// command is dilemma in the casebook, with the shell commands setup before it.
func (d *desk) command(setup string, args ...string) *exec.Cmd {
	cmd := exec.Command("sh", append([]string{"-c", setup + ` exec dilemma "$@"`, "dilemma"}, args...)...)
	cmd.Dir = d.dir
	return cmd
}

// run runs dilemma and returns its exit status and all that it printed.
func (d *desk) run(setup string, args ...string) (int, string) {
	d.Helper()
	cmd := d.command(setup, args...)
	out, _ := cmd.CombinedOutput()
	return cmd.ProcessState.ExitCode(), string(out)
}

// files returns every file of the casebook and of the hooks, by its path.
func (d *desk) files() map[string]string {
	d.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(d.dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		short, _ := filepath.Rel(d.dir, name)
		if strings.HasPrefix(short, ".git/") && !strings.HasPrefix(short, ".git/hooks/") {
			return nil
		}
		text, err := os.ReadFile(name)
		all[short] = string(text)
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return all
}

// writes are the commands that write a file, and that file.
var writes = map[string]struct {
	args []string
	file string
}{
	"new":     {[]string{"new", "Nieuw"}, "content/dilemmas/nieuw.md"},
	"import":  {[]string{"import", "in.docx", "--title", "Ingelezen"}, "content/dilemmas/ingelezen.md"},
	"export":  {[]string{"export", "--docx", "--to", "uit.docx"}, "uit.docx"},
	"allow":   {[]string{"scan", "--allow", "Aaltje Hoekstra", "--kind", "naam", "--reason", "wethouder"}, allowlist.Path},
	"fix":     {[]string{"check", "--fix", windows}, windows},
	"publish": {[]string{"publish", "proef-00001"}, concept},
	"hooks":   {[]string{"hooks", "install"}, ".git/hooks/pre-push"},
}

// withDocument is a desk with a Word document to import.
func withDocument(t *testing.T) *desk {
	d := newDesk(t)
	if code, out := d.run("", "export", "--docx", "--to", "in.docx", "proef-00001"); code != statusOK {
		t.Fatal(out)
	}
	return d
}

// TestFullDisk writes with each command to a disk that is full. It says so in Dutch with what to do, leaves nothing, and does its work when there is
// room again.
func TestFullDisk(t *testing.T) {
	for name, w := range writes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := withDocument(t)
			before := d.files()
			code, out := d.run("ulimit -f 0;", w.args...)
			if code != statusFailed || !strings.Contains(out, w.file+" kan niet worden geschreven: de schijf is vol") || !strings.Contains(out, "dilemma: tip: er is in dit bestand niets veranderd; maak ruimte") {
				t.Errorf("status %d\n%s", code, out)
			}
			d.same(before)
			if code, out := d.run("", w.args...); code == statusFailed || d.files()[w.file] == before[w.file] {
				t.Errorf("with room: status %d\n%s", code, out)
			}
		})
	}
	d := withDocument(t)
	for _, args := range [][]string{{"schema"}, {"export", "--docx", "--to", "-"}, {"list"}, {"check", "--format", "json"}, {"scan", concept}} {
		if _, err := os.Stat("/dev/full"); err != nil {
			break // not on this system
		}
		if code, out := d.run("exec >/dev/full;", args...); code != statusFailed || !strings.Contains(out, "dilemma: fout: de uitvoer kan niet worden geschreven: de schijf is vol") {
			t.Errorf("%v: status %d\n%s", args, code, out)
		}
	}
}

// same fails the test when a file of the casebook is other than before.
func (d *desk) same(before map[string]string) {
	d.Helper()
	after := d.files()
	for name, text := range before {
		if after[name] != text {
			d.Errorf("%s changed", name)
		}
		delete(after, name)
	}
	for name := range after {
		d.Errorf("%s appeared", name)
	}
}

// TestWritesKilled kills each command at random moments. The file is as it was or as it becomes; what else is there is known as unfinished, is no part
// of the book, and is gone after the next run, which does the work.
func TestWritesKilled(t *testing.T) {
	kills := 8
	if os.Getenv("DILEMMA_CASES") == "all" {
		kills = 30
	}
	for name, w := range writes {
		t.Run(name, func(t *testing.T) {
			d := withDocument(t)
			before := d.files()
			begin := time.Now()
			if code, out := d.run("", w.args...); code == statusFailed {
				t.Fatal(out)
			}
			took, after := time.Since(begin), d.files()
			if before[w.file] == after[w.file] {
				t.Fatal("it writes nothing")
			}
			ended := 0
			defer func() { t.Logf("%d of %d runs were ended halfway", ended, kills) }()
			masked := func(text string) string { // what differs from run to run
				return strings.Join(slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool {
					return strings.HasPrefix(line, "date: ") || strings.Contains(line, "zout: ") || strings.Contains(line, "hash: ")
				}), "\n")
			}
			for range kills {
				if text, was := before[w.file]; was {
					d.put(w.file, text)
				} else if err := os.Remove(filepath.Join(d.dir, w.file)); err != nil {
					t.Fatal(err)
				}
				cmd := d.command("", w.args...)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				time.Sleep(rand.N(took * 6 / 5))
				_ = cmd.Process.Kill()
				if cmd.Wait(); cmd.ProcessState.ExitCode() < 0 {
					ended++
				}
				got, there := d.files()[w.file]
				if _, was := before[w.file]; there != was && masked(got) != masked(after[w.file]) || there && got != before[w.file] && masked(got) != masked(after[w.file]) {
					t.Fatalf("after a kill it holds %d bytes", len(got))
				}
				for file := range d.files() {
					if _, known := after[file]; !known && !whole.Unfinished(file) {
						t.Errorf("a kill leaves %s", file)
					}
				}
				if code, out := d.run("", "check", "--format", "json"); strings.Contains(out, "unfinished") || code == statusFailed {
					t.Errorf("check: status %d\n%s", code, out)
				}
				if code, out := d.run("", w.args...); code == statusFailed && !there || masked(d.files()[w.file]) != masked(after[w.file]) {
					t.Fatalf("after a kill: status %d\n%s", code, out)
				}
				if there { // then it had nothing to write any more
					continue
				}
				for file := range d.files() {
					if whole.Unfinished(file) {
						t.Errorf("the next run leaves %s", file)
					}
				}
			}
		})
	}
}

// TestAllowAtOnce lets twenty processes allow a value. All stand on the list.
func TestAllowAtOnce(t *testing.T) {
	d := newDesk(t)
	names := []string{"Aaltje", "Bram", "Cornelia", "Dirk", "Eefje", "Frans", "Grietje", "Henk", "Inge", "Joost", "Karin", "Lars", "Marieke", "Niels", "Olga", "Pieter", "Quirine", "Ruben", "Saskia", "Teun"}
	var all sync.WaitGroup
	for _, name := range names {
		all.Go(func() {
			if code, out := d.run("", "scan", "--allow", name+" Hoekstra", "--kind", "naam", "--reason", "wethouder"); code != statusOK {
				t.Errorf("%s: status %d\n%s", name, code, out)
			}
		})
	}
	all.Wait()
	text := d.files()[allowlist.Path]
	l, problems := allowlist.Parse([]byte(text))
	if len(problems) > 0 || len(l.Entries()) != len(names) {
		t.Fatalf("%d of %d on the list, %v\n%s", len(l.Entries()), len(names), problems, text)
	}
	for _, name := range names {
		if !l.Ask(time.Now()).Allows("naam", name+" Hoekstra") {
			t.Errorf("%s is not on the list", name)
		}
	}
}

// TestSubmitFullDisk hands in while the disk is full, before and after something to fetch. No word of it blames the server, nothing is lost, and
// the next run completes the work.
func TestSubmitFullDisk(t *testing.T) {
	w := newWorkshop(t)
	for _, fetch := range []bool{false, true} {
		for _, blocks := range []int{0, 1} {
			before := w.next()
			if fetch {
				w.onMain(w.version)
			}
			cmd := exec.Command("sh", "-c", fmt.Sprintf(`ulimit -f %d; exec dilemma submit %s --as-redactie`, blocks, remotetest.Slug))
			cmd.Dir, cmd.Env = w.work, w.env
			text, err := cmd.CombinedOutput()
			out := string(text)
			if err == nil {
				t.Logf("%d blocks are enough", blocks)
			} else if cmd.ProcessState.ExitCode() != statusFailed || !strings.Contains(out, "kan niet worden geschreven: de schijf is vol") || !strings.Contains(out, "er is niets ingediend") || strings.Contains(out, "geen antwoord") || strings.Contains(out, w.server.URL) {
				t.Errorf("fetch %v, %d blocks: %v\n%s", fetch, blocks, err, out)
			}
			w.whole(before)
			w.finish(w.version)
			w.whole(before)
		}
	}
}

// TestStopped stops commands at work. They end soon, print nothing about it, and leave nothing.
func TestStopped(t *testing.T) {
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		for _, args := range [][]string{{"scan", "-"}, {"check", "--watch"}, {"scan", "--allow", "-", "--kind", "naam", "--reason", "x"}, {"submit", "--from", "-"}} {
			t.Run(strings.Join(args[:2], " ")+" "+signal.String(), func(t *testing.T) {
				t.Parallel()
				d := newDesk(t)
				before := d.files()
				cmd := d.command("", args...)
				in, err := cmd.StdinPipe() // which never ends
				if err != nil {
					t.Fatal(err)
				}
				defer in.Close()
				var out bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, &out
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				time.Sleep(2 * time.Second) // under the race detector on a busy machine a program starts slowly
				_ = cmd.Process.Signal(signal)
				late := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
				defer late.Stop()
				if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() != statusFailed {
					t.Error(err)
				}
				for _, word := range []string{"goroutine", "context", "cancel", "signal", "dilemma: fout"} {
					if strings.Contains(out.String(), word) {
						t.Errorf("it prints %s:\n%s", word, out.String())
					}
				}
				d.same(before)
			})
		}
	}
}

// TestStoppedAtServer stops submit while the server keeps it waiting.
func TestStoppedAtServer(t *testing.T) {
	w := newWorkshop(t)
	before := w.next()
	asked, done := make(chan bool, 10), make(chan bool)
	w.server.Before(func(http.ResponseWriter, *http.Request) bool {
		asked <- true
		<-done
		return false
	})
	cmd := w.start()
	<-asked
	_ = cmd.Process.Signal(syscall.SIGTERM)
	_ = cmd.Wait()
	close(done)
	if out := fmt.Sprint(cmd.Stderr); cmd.ProcessState.ExitCode() != statusFailed || out != "" {
		t.Errorf("%v:\n%s", cmd.ProcessState, out)
	}
	w.server.Before(nil)
	w.whole(before)
	w.finish(w.version)
}
