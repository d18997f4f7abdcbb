package site_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// dilemma is the command, built once. Hugo is on its PATH, from this test binary.
var dilemma = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "dilemma-command-")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "dilemma")
	cmd := exec.Command("go", "build", "-o", name, "./cmd/dilemma")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return name, nil
})

func command(t testing.TB, ctx context.Context, dir string, args ...string) *exec.Cmd {
	t.Helper()
	name, err := dilemma()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	return cmd
}

// TestFromNewToPublished walks the whole way: a new dilemma, what is missing, its concept on the screen, and the site with
// it once it is finished.
func TestFromNewToPublished(t *testing.T) {
	dir := repository(t)
	page := filepath.Join("public", "dilemmas", "mag-dit-naar-buiten", "index.html")
	file := filepath.Join(dir, "content", "dilemmas", "mag-dit-naar-buiten.md")
	do := func(status int, args ...string) string {
		t.Helper()
		cmd := command(t, context.Background(), dir, args...)
		out, err := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != status {
			t.Fatalf("dilemma %v: status %d, want %d: %v\n%s", args, got, status, err, out)
		}
		return string(out)
	}

	do(0, "new", "Mag dit naar buiten")
	if out := do(1, "build"); !strings.Contains(out, "de site is niet gemaakt") || !strings.Contains(out, "Wat is het dilemma?") {
		t.Errorf("build with an empty concept says\n%s", out)
	}
	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("build made a site all the same")
	}

	text := read(t, file)
	for field, answer := range map[string]string{"dilemma": "Wel of niet.", "waarom_nu": "Morgen is het te laat."} {
		before, after, found := strings.Cut(text, "    "+field+": |")
		comment, rest, _ := strings.Cut(after, "\n")
		if !found {
			t.Fatalf("no place for %s in\n%s", field, text)
		}
		text = before + "    " + field + ": |" + comment + "\n      " + answer + "\n" + rest
	}
	write(t, file, text)
	do(0, "check")
	serves(t, dir, "/dilemmas/mag-dit-naar-buiten/", "Morgen is het te laat.")
	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("serve wrote concepts where the site to publish goes")
	}

	do(0, "build")
	if _, err := os.Stat(filepath.Join(dir, page)); err == nil {
		t.Error("the concept is published")
	}
	if out := do(1, "check", writeTo(t, file, strings.Replace(text, "draft: true", "draft: false", 1))); !strings.Contains(out, "Dit moet ingevuld zijn omdat draft niet op true staat.") {
		t.Errorf("publishing an unfinished dilemma gives\n%s", out)
	}
	write(t, file, strings.Replace(read(t, root, "content/dilemmas/onderzoek-klaar-onderhandeling-niet.md"), "Het onderzoek is klaar, de onderhandeling nog niet", "Mag dit naar buiten", 1))
	do(0, "build", "--base-url", "https://host.example/")
	if got := read(t, dir, page); !strings.Contains(got, "Mag dit naar buiten") || !strings.Contains(got, "https://host.example/dilemmas/mag-dit-naar-buiten/") {
		t.Error("the finished dilemma is not on the site")
	}

	// What was withdrawn from the book leaves the folder of the site too; a folder of the user's own is left alone.
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(dir, "elders", "van-mij.txt")
	write(t, mine, "x")
	do(0, "build")
	do(0, "build", "--destination", "elders")
	if _, err := os.Stat(filepath.Join(dir, page)); err == nil {
		t.Error("the page of a removed dilemma stays in public")
	}
	if read(t, mine) != "x" {
		t.Error("build removed a file of the user")
	}
}

func writeTo(t testing.TB, name, text string) string {
	t.Helper()
	write(t, name, text)
	return name
}

// serves starts `dilemma serve`, waits until a page says something, does what else is asked, and stops it as a user would.
func serves(t *testing.T, dir, address, want string, then ...func(site string)) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no interrupt on Windows")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := command(t, ctx, dir, "serve", "--port", fmt.Sprint(port))
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(said).ReadString('\n')
		lines <- line
		_, _ = io.Copy(io.Discard, said)
	}()
	found := false
	for !found && ctx.Err() == nil {
		if res, err := http.Get(fmt.Sprintf("http://localhost:%d%s", port, address)); err == nil {
			body, _ := io.ReadAll(res.Body)
			res.Body.Close()
			found = strings.Contains(string(body), want)
		}
		time.Sleep(100 * time.Millisecond)
	}
	if !found {
		t.Errorf("%s never says %q", address, want)
	}
	for _, do := range then {
		do(fmt.Sprintf("http://localhost:%d", port))
	}
	if line := <-lines; !strings.Contains(line, fmt.Sprintf("http://localhost:%d/", port)) {
		t.Errorf("serve begins with %q", line)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("stopping ends with %v", err)
	}
}

// TestWrongHugoIsNotTaken has a hugo of another version on the PATH, and no Go to build the right one.
func TestWrongHugoIsNotTaken(t *testing.T) {
	dir := repository(t)
	bin := t.TempDir()
	write(t, filepath.Join(bin, "hugo"), "#!/bin/sh\necho hugo v0.1.0\n")
	if err := os.Chmod(filepath.Join(bin, "hugo"), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := command(t, context.Background(), dir, "build")
	cmd.Env = append(os.Environ(), "PATH="+bin, "XDG_CACHE_HOME="+t.TempDir(), "HOME="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "Hugo staat niet op deze computer") {
		t.Errorf("%v\n%s", err, out)
	}
	if strings.Contains(string(out), "goroutine") {
		t.Errorf("a panic reaches the user:\n%s", out)
	}
}
