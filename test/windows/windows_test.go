//go:build linux

// Package windows_test runs tests of the command and of what it stands on as programs of Windows, under Wine: the sessions of cmd/dilemma, the real command
// in them, and the packages that touch files. It needs Wine and binutils-mingw-w64-x86-64, and runs from .ci/windows.
//
// Wine is not Windows. It has no links that a program can see, lets a file be replaced that is read-only, and its Git is that of this machine.
package windows_test

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
	"github.com/openbaarheid-schuurt/dilemma/test/windows/bridge"
)

// asked is the variable by which .ci/windows asks for these tests.
const asked = "DILEMMA_WINDOWS"

// packages are those whose tests run under Wine, which of them, and which not.
var packages = []struct{ name, run, not string }{
	{name: "tools/whole", run: "."},
	{name: "tools/book/casebook", run: "."},
	{name: "tools/git/repo", run: ".", not: "AsGit|TestConvertAgain|TestPackedMeanwhile"}, // these look at settings and paths of Git, which here is not that of Windows
	{name: "tools/git/remote", run: "TestDrives"},
	{name: "tools/flow/proposal", run: "."},
	{name: "cmd/dilemma", run: "TestScripts|TestMatching|TestPlaces|TestSpelling|TestExpand"},
}

// wine is a Windows of its own. Its drive C: is in prefix, and bin, which is on its PATH, has the command and git.exe.
type wine struct {
	program, prefix, bin string
	env                  []string
}

// TestUnderWine runs them.
func TestUnderWine(t *testing.T) {
	if os.Getenv(asked) == "" {
		t.Skip("run .ci/windows")
	}
	w := start(t)
	overlay := fallback(t)
	for _, p := range packages {
		t.Run(p.name, func(t *testing.T) {
			exe := filepath.Join(t.TempDir(), "test.exe")
			build(t, "test", "-c", "-overlay", overlay, "-ldflags=-checklinkname=0", "-o", exe, "../../"+p.name)
			tests := func(which string) ([]byte, error) {
				cmd := exec.Command(w.program, exe, "-test.v", "-test.timeout=30m", "-test.run="+which, "-test.skip="+p.not)
				cmd.Dir = filepath.Join("..", "..", filepath.FromSlash(p.name))
				return w.run(t, cmd)
			}
			out, err := tests(p.run)
			passed := len(passes.FindAll(out, -1))
			if failed := again(out); err != nil && failed != "" {
				t.Logf("Wine failed to start a program; again: %s", failed)
				out, err = tests(failed)
				passed += len(passes.FindAll(out, -1))
			}
			skipped := regexp.MustCompile(`(?m)^ *--- SKIP: (\S+)`).FindAllSubmatch(out, -1)
			t.Logf("%d passed", passed)
			for _, s := range skipped {
				t.Logf("skipped: %s", s[1])
			}
			if err != nil || len(passes.FindAll(out, -1)) == 0 {
				t.Errorf("%v\n%s", err, failures(out))
			}
		})
	}
	if os.Getenv(asked) == "site" {
		t.Run("site", func(t *testing.T) { w.site(t) })
	}
}

// site makes a book and builds its site, with Hugo for Windows beside the command.
func (w *wine) site(t *testing.T) {
	build(t, "build", "-trimpath", "-o", filepath.Join(w.bin, "hugo.exe"), "github.com/gohugoio/hugo")
	book := filepath.Join(w.prefix, "drive_c", "users", "Public", "Mijn documenten", "casusboek é")
	must.Do(t, os.MkdirAll(book, 0o755))
	for _, args := range [][]string{
		{"init", ".", "--organisation", "Gemeente Voorbeeld", "--mailbox", "dilemmas@gemeente.example", "--forge", "mail"},
		{"build"},
	} {
		cmd := exec.Command(w.program, append([]string{filepath.Join(w.bin, "dilemma.exe")}, args...)...)
		cmd.Dir = book
		if out, err := w.run(t, cmd); err != nil {
			t.Fatalf("%s: %v\n%s", args[0], err, out)
		}
	}
	for _, name := range []string{"index.html", "canvas/index.html", "en/index.html", "zoekindex/index.json", "offline.json"} {
		if info, err := os.Stat(filepath.Join(book, "public", name)); err != nil || info.Size() == 0 {
			t.Error(name, err)
		}
	}
	t.Log("1 passed")
}

// notStarted is what Go says when Wine can't start a program.
const notStarted = ".exe: Internal error."

var (
	passes   = regexp.MustCompile(`(?m)^ *--- PASS: `)
	others   = regexp.MustCompile(`(?m)^--- FAIL: (\S+)`)
	sessions = regexp.MustCompile(`(?m)^ +--- FAIL: TestScripts/(\S+)`)
	faults   = regexp.MustCompile(`(?m)^ *(?:--- )?FAIL: .*$`)
)

// again returns a pattern for the tests that failed, when Wine failed to start a program: a busy machine makes it do so. Else it returns "".
func again(out []byte) string {
	if !bytes.Contains(out, []byte(notStarted)) {
		return ""
	}
	names := func(pattern *regexp.Regexp) string {
		var all []string
		for _, f := range pattern.FindAllSubmatch(out, -1) {
			all = append(all, string(f[1]))
		}
		return strings.Join(all, "|")
	}
	tests := names(others)
	if tests == "TestScripts" {
		tests += "$/^(" + names(sessions) + ")"
		return "^" + tests + "$"
	}
	return "^(" + tests + ")$"
}

// failures returns which tests failed, and what was printed around the first, and not too much.
func failures(out []byte) string {
	text := string(out)
	list := strings.Join(faults.FindAllString(text, -1), "\n")
	if at := strings.Index(text, "FAIL: "); at > 3000 {
		text = text[at-3000:]
	}
	return list + "\n" + text[:min(len(text), 6000)]
}

// start makes a Windows, and stops it when the test is done.
func start(t *testing.T) *wine {
	t.Helper()
	program := ""
	for _, name := range []string{"wine64", "/usr/lib/wine/wine64", "wine"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		skip.Absent(t, "no Wine: apt-get install wine64")
	}
	dir := t.TempDir()
	prefix, bin := filepath.Join(dir, "prefix"), filepath.Join(dir, "bin")
	must.Do(t, os.Mkdir(bin, 0o755))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must.Do(t, err)
	own := []string{"WINEPREFIX=" + prefix, "WINEDEBUG=-all", "DISPLAY=", "WINEDLLOVERRIDES=mscoree,mshtml=",
		"WINEPATH=Z:" + strings.ReplaceAll(bin, "/", `\`)}
	// With a TMPDIR, Wine looks for its server where that says, and so do programs for a folder.
	rest := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "TMPDIR=") })
	w := &wine{program, prefix, bin, append(rest, own...)}
	t.Cleanup(func() {
		listener.Close()
		server := exec.Command(filepath.Join(filepath.Dir(program), "wineserver"), "-k")
		server.Env = w.env
		_ = server.Run() // it has ended by itself when there is none
	})
	w.do(t, "wineboot", "--init")
	random(t, w)
	build(t, "build", "-o", filepath.Join(bin, "git.exe"), "./git")
	must.Do(t, os.Link(filepath.Join(bin, "git.exe"), filepath.Join(bin, "go.exe"))) // doctor looks whether it is there; nothing runs it
	build(t, "build", "-o", filepath.Join(bin, "dilemma.exe"), "../../cmd/dilemma")
	// The hooks of Git find the command as those on Windows do.
	script := fmt.Sprintf("#!/bin/sh\nexec %s %s/dilemma.exe \"$@\"\n", program, bin)
	must.Do(t, os.WriteFile(filepath.Join(bin, "dilemma"), []byte(script), 0o755))
	must.Do(t, os.WriteFile(filepath.Join(bin, bridge.AddressFile), []byte(listener.Addr().String()), 0o644))
	go bridge.Server{DriveC: filepath.Join(prefix, "drive_c"), Path: bin, Env: own}.Serve(listener)
	return w
}

// do runs a program of Windows.
func (w *wine) do(t *testing.T, args ...string) {
	t.Helper()
	if out, err := w.run(t, exec.Command(w.program, args...)); err != nil {
		t.Fatalf("%s: %v\n%s", args[0], err, out)
	}
}

// run runs a program of Windows and returns what it prints. That goes to a file: the services of Wine inherit a pipe, and keep it open.
func (w *wine) run(t *testing.T, cmd *exec.Cmd) ([]byte, error) {
	t.Helper()
	printed, err := os.Create(filepath.Join(t.TempDir(), "printed"))
	must.Do(t, err)
	defer printed.Close()
	cmd.Env, cmd.Stdout, cmd.Stderr = w.env, printed, printed
	failed := cmd.Run()
	out, err := os.ReadFile(printed.Name())
	must.Do(t, err)
	return out, failed
}

// random gives an older Wine what every program made with Go asks of Windows first: a library with one function, which is another name for one that Wine has.
func random(t *testing.T, w *wine) {
	t.Helper()
	library := filepath.Join(w.prefix, "drive_c", "windows", "system32", "bcryptprimitives.dll")
	if _, err := os.Stat(library); err == nil {
		return
	}
	dir := t.TempDir()
	must.Do(t, os.WriteFile(filepath.Join(dir, "names.def"), []byte("LIBRARY bcryptprimitives.dll\nEXPORTS\n ProcessPrng = advapi32.SystemFunction036\n"), 0o644))
	for _, args := range [][]string{
		{"x86_64-w64-mingw32-dlltool", "-d", "names.def", "-e", "names.exp", "-D", "bcryptprimitives.dll"},
		{"x86_64-w64-mingw32-ld", "-shared", "-e", "0", "-o", library, "names.def", "names.exp"},
	} {
		if _, err := exec.LookPath(args[0]); err != nil {
			skip.Absent(t, "no %s: apt-get install binutils-mingw-w64-x86-64", args[0])
		}
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", args[0], err, out)
		}
	}
}

// fallback returns an overlay for the compiler that lets os.RemoveAll remove a file as on a disk without the newest calls: Wine says of those in words that
// package os does not know that it lacks them.
func fallback(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	place, err := filepath.Abs("../../tools/whole/wine_windows.go")
	must.Do(t, err)
	text := "package whole\n\nimport _ \"unsafe\"\n\n//go:linkname old internal/syscall/windows.TestDeleteatFallback\nvar old bool\n\nfunc init() { old = true }\n"
	file := filepath.Join(dir, "wine_windows.go")
	must.Do(t, os.WriteFile(file, []byte(text), 0o644))
	overlay := filepath.Join(dir, "overlay.json")
	must.Do(t, os.WriteFile(overlay, fmt.Appendf(nil, `{"Replace": {%q: %q}}`, place, file), 0o644))
	return overlay
}

// build runs the compiler for Windows.
func build(t *testing.T, args ...string) {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go %s: %v\n%s", args[0], err, bytes.TrimSpace(out))
	}
}
