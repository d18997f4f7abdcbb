package handbook_test

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
)

// step is one command of a page, and what the test makes of it.
type step struct {
	// line is the command as it stands on the page.
	line string
	// not is why it is not run. That there are such options, TestDocumented of cmd/dilemma tells.
	not string
	// on are the kinds of server for which the page gives it; nil for all.
	on []forge.Kind
	// instead is what is run in its place where line is no command by itself; "" for line.
	instead string
	// status is the exit status that the page leads one to expect.
	status int
	// refused are the servers on which it ends with status 1, as the page says.
	refused []forge.Kind
	// before does what the reader did without a command; after fails the test unless what the page says has come true. Both may be nil.
	before, after func(w *walk)
}

// way is how a page is walked.
type way struct {
	// begin makes what the reader has when the page begins.
	begin func(w *walk)
	// alone tells that the kind of server makes no difference.
	alone bool
	steps []step
}

// walk is somebody who does what a page says.
type walk struct {
	*testing.T
	*book
	// dir is where the commands run, env their environment.
	dir string
	env []string
	// stdout and stderr are what the last command printed.
	stdout, stderr string
}

// walks are the pages that tell people to run commands, by their path below content.
var walks = map[string]*way{
	"meedoen/anonimiseren.md": &anonymising,
	"meedoen/beheerder.md":    &administrator,
	"meedoen/draaiboek.md":    &emergency,
	"meedoen/inbrenger.md":    &contributor,
	"meedoen/insturen.md":     &handingIn,
	"meedoen/redactie.md":     &editors,
	"meedoen/schrijven.md":    &writing,
	"meedoen/voorstel.md":     &reading,
}

// TestCommandsWork walks each page on each kind of server. With -v it shows what the reader sees.
func TestCommandsWork(t *testing.T) {
	skip.Short(t)
	t.Parallel()
	for name, way := range walks {
		kinds := kinds
		if way.alone {
			kinds = kinds[:1]
		}
		var lines []string
		for _, s := range way.steps {
			lines = append(lines, s.line)
		}
		if found := commands(must.Read(t, root, "content", filepath.FromSlash(name))); !slices.Equal(found, lines) {
			t.Errorf("%s has other commands than are walked here.\non the page: %q\nhere:        %q", name, found, lines)
			continue
		}
		for _, kind := range kinds {
			t.Run(name+" "+string(kind), func(t *testing.T) {
				t.Parallel()
				w := &walk{T: t, book: newBook(t, kind)}
				way.begin(w)
				for _, s := range way.steps {
					w.take(s)
				}
			})
		}
	}
}

// take does what one step says.
func (w *walk) take(s step) {
	w.Helper()
	if s.not != "" || s.on != nil && !slices.Contains(s.on, w.kind) {
		return
	}
	if s.before != nil {
		s.before(w)
	}
	line := s.line
	if s.instead != "" {
		line = s.instead
	}
	line = w.filled(line)
	if slices.Contains(s.refused, w.kind) {
		s.status = 1
	}
	w.shell(line, s.status)
	if testing.Verbose() {
		w.Logf("$ %s\n%s%s", line, w.stdout, w.stderr)
	}
	if s.after != nil {
		s.after(w)
	}
}

// shell runs a line as the shell of the reader does.
func (w *walk) shell(line string, status int) {
	w.Helper()
	if dir, ok := strings.CutPrefix(line, "cd "); ok {
		w.dir = filepath.Join(w.dir, dir)
		return
	}
	var stdout, stderr strings.Builder
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = w.dir, w.env, &stdout, &stderr
	err := cmd.Run()
	w.stdout, w.stderr = stdout.String(), stderr.String()
	if got := cmd.ProcessState.ExitCode(); got != status {
		w.Fatalf("%s: status %d, want %d: %v\n%s%s", line, got, status, err, w.stdout, w.stderr)
	}
}

// fails fails the test, with what the last command printed.
func (w *walk) fails(format string, args ...any) {
	w.Helper()
	w.Errorf(format+"\nThe last command printed:\n%s", append(args, w.stdout+w.stderr)...)
}

// same fails the test unless two texts are the same.
func (w *walk) same(what, got, want string) {
	w.Helper()
	if got == want {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	line := 0
	for line < min(len(a), len(b))-1 && a[line] == b[line] {
		line++
	}
	w.fails("%s has as line %d\n%s\nand not\n%s", what, line+1, a[line], b[line])
}

// says fails the test unless the last command printed these.
func (w *walk) says(words ...string) {
	w.Helper()
	for _, word := range words {
		if !strings.Contains(w.stdout+w.stderr, word) {
			w.fails("nothing says %q", word)
		}
	}
}

// read returns a file in the folder of the reader.
func (w *walk) read(name string) string {
	w.Helper()
	return must.Read(w, w.dir, filepath.FromSlash(name))
}

// write writes a file in the folder of the reader.
func (w *walk) write(name, text string) {
	w.Helper()
	must.Write(w, filepath.Join(w.dir, filepath.FromSlash(name)), text)
}
