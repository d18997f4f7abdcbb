package trust_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
)

// secret stands in the environment of who looks at a proposal.
const secret = "geheim-token-4711"

// hostile is what a branch brings besides a dilemma: each of them leaves the file ran, or shows the secret or the word VREEMD, when it is run.
func hostile(t *testing.T, ran string) map[string]string {
	script := "#!/bin/sh\ntouch '" + ran + "'\necho 'hugo v0.165.0 linux/amd64'\n"
	settings := must.Read(t, sitebuild.Root, "hugo.toml")
	return map[string]string{
		"node_modules/.bin/hugo":                script,
		"hugo":                                  script,
		"go":                                    script,
		"go.work":                               "go 1.26.0\n\nuse ./vreemd\n",
		"hugo.toml":                             settings[:strings.Index(settings, "[module]")] + "[security]\n[security.exec]\nallow=['.*']\n[security.funcs]\ngetenv=['.*']\n[security.http]\nurls=['.*']\n[module]\n[[module.mounts]]\nsource='content'\ntarget='content'\n",
		"layouts/home.html":                     `VREEMD {{ os.Getenv "DILEMMA_TOKEN" }}`,
		"layouts/_partials/head.html":           `VREEMD {{ os.Getenv "DILEMMA_TOKEN" }}`,
		"config/_default/security.toml":         "[funcs]\ngetenv=['.*']\n",
		"content/meedoen/_content.gotmpl":       `{{ $.AddPage (dict "path" "vreemd" "title" "VREEMD") }}`,
		"content/dilemmas/park.html":            "---\ntitle: VREEMD\n---\n<script>VREEMD</script>",
		"static/vreemd.js":                      "VREEMD",
		"assets/js/main.js":                     "VREEMD",
		"data/canvas.yaml":                      "VREEMD",
		"archetypes/dilemma.md":                 "VREEMD",
		"content/dilemmas/kapot/index.nl.xhtml": "VREEMD",
	}
}

// clone is a book on a server with a proposal of a stranger, and the clone of somebody who wants to see it.
type clone struct {
	*testing.T
	bare, work, ran string
}

func newClone(t *testing.T) *clone {
	c := &clone{T: t, bare: remotetest.Bare(t), work: filepath.Join(t.TempDir(), "werk"), ran: filepath.Join(t.TempDir(), "ran")}
	source := sitebuild.Repository(t)
	git := func(args ...string) { t.Helper(); remotetest.Git(t, source, args...) }
	must.Write(t, filepath.Join(source, "package-lock.json"), must.Read(t, sitebuild.Root, "package-lock.json"))
	git("init", "--quiet", "--initial-branch=main")
	git("add", ".")
	git("commit", "--quiet", "-m", "begin")
	git("remote", "add", "origin", c.bare)
	git("push", "--quiet", "origin", "main")
	git("checkout", "--quiet", "-b", "dilemma/voorstel")
	must.Write(t, filepath.Join(source, "content", "dilemmas", "voorstel.md"), strings.Replace(fixture.Dilemma(sitebuild.Definition(t), 1), `title: "`, `title: "Voorgesteld `, 1))
	git("add", ".")
	git("commit", "--quiet", "-m", "Nieuw dilemma")
	git("push", "--quiet", "origin", "dilemma/voorstel")
	for name, text := range hostile(t, c.ran) {
		must.Write(t, filepath.Join(source, filepath.FromSlash(name)), text)
		must.Do(t, os.Chmod(filepath.Join(source, filepath.FromSlash(name)), 0o755))
	}
	git("add", "--force", "--all")
	git("commit", "--quiet", "-m", "En meer")
	git("push", "--quiet", "origin", "HEAD:vreemd", "HEAD:refs/pull/12/head", "HEAD:refs/merge-requests/34/head")
	remotetest.Git(t, "", "clone", "--quiet", c.bare, c.work)
	return c
}

// command returns the command, run by somebody who has a token and, carelessly, the folder of the repository on the PATH.
func (c *clone) command(args ...string) *exec.Cmd {
	c.Helper()
	cmd := sitebuild.WithoutBrowser(c.T, sitebuild.Command(c.T, c.Context(), c.work, args...))
	cmd.Env = append(cmd.Env, "DILEMMA_TOKEN="+secret)
	return cmd
}

// clean fails when something of the stranger was run.
func (c *clone) clean() {
	c.Helper()
	if _, err := os.Stat(c.ran); err == nil {
		c.Error("a program of the stranger was run")
		_ = os.Remove(c.ran)
	}
}

// TestStrangersBranch checks out a branch and asks for its site: nothing runs, and each file is named.
func TestStrangersBranch(t *testing.T) {
	t.Parallel()
	c := newClone(t)
	remotetest.Git(t, c.work, "checkout", "--quiet", "vreemd")
	for _, args := range [][]string{{"serve", "--port", "0"}, {"build"}} {
		out, err := c.command(args...).CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 2 {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		// Of as many files, the first are named.
		for _, part := range []string{"archetypes/dilemma.md", "config/_default/security.toml", "origin/main", "--proposal vreemd", "--trust"} {
			if !bytes.Contains(out, []byte(part)) {
				t.Errorf("%v does not say %q:\n%s", args, part, out)
			}
		}
		c.clean()
		if _, err := os.Stat(filepath.Join(c.work, "public")); err == nil {
			t.Error("there is a site")
		}
	}
	// Texts alone ask for nothing.
	remotetest.Git(t, c.work, "checkout", "--quiet", "--detach", "origin/dilemma/voorstel")
	if out, err := c.command("build", "--destination", filepath.Join(t.TempDir(), "site")).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestTrust says that it trusts the branch: that is remembered, and another is asked for again.
func TestTrust(t *testing.T) {
	t.Parallel()
	c := newClone(t)
	remotetest.Git(t, c.work, "checkout", "--quiet", "-b", "mijn")
	change := func(text string) {
		must.Write(t, filepath.Join(c.work, "layouts", "404.html"), text)
		remotetest.Git(t, c.work, "commit", "--quiet", "--all", "-m", "Mijn sjabloon")
	}
	build := func(status int, args ...string) {
		t.Helper()
		cmd := c.command(append([]string{"build", "--destination", "site"}, args...)...)
		if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != status {
			t.Fatalf("%v: status %d\n%s", args, cmd.ProcessState.ExitCode(), out)
		}
	}
	change("Eerst")
	build(2)
	build(0, "--trust")
	build(0)
	change("Later")
	build(0)
	if got := must.Read(t, c.work, "site", "404.html"); got != "Later" {
		t.Error(got)
	}
	remotetest.Git(t, c.work, "checkout", "--quiet", "vreemd")
	build(2)
	c.clean()
}

// served is `dilemma serve` while it runs.
type served struct {
	*clone
	cmd  *exec.Cmd
	port int
	err  bytes.Buffer // what it printed for people
	done chan error
}

func (c *clone) serve(args ...string) *served {
	c.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must.Do(c, err)
	port := listener.Addr().(*net.TCPAddr).Port
	must.Do(c, listener.Close())
	s := &served{clone: c, port: port, done: make(chan error, 1)}
	s.cmd = c.command(append([]string{"serve", "--port", fmt.Sprint(port)}, args...)...)
	s.cmd.Env = append(s.cmd.Env, "TMPDIR="+c.TempDir())
	s.cmd.Stderr = &s.err
	must.Do(c, s.cmd.Start())
	go func() { s.done <- s.cmd.Wait() }()
	c.Cleanup(func() { _ = s.cmd.Process.Kill() })
	return s
}

// get asks for a page, under a name of the host, and returns its text.
func (s *served) get(host, page string) (status int, text string) {
	req, err := http.NewRequestWithContext(s.Context(), http.MethodGet, fmt.Sprintf("http://127.0.0.1:%d%s", s.port, page), nil)
	must.Do(s.T, err)
	req.Host = host
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, ""
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(body)
}

// wait waits until a page says something.
func (s *served) wait(page, want string) {
	s.Helper()
	for begin := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		if status, text := s.get("localhost", page); status == http.StatusOK && strings.Contains(text, want) {
			return
		}
		select {
		case err := <-s.done:
			s.Fatalf("it ended: %v\n%s", err, &s.err)
		default:
		}
		if time.Since(begin) > 3*time.Minute {
			s.Fatalf("%s never says %q", page, want)
		}
	}
}

// ends waits for the end and returns the exit status.
func (s *served) ends() int {
	s.Helper()
	select {
	case <-s.done:
		return s.cmd.ProcessState.ExitCode()
	case <-time.After(time.Minute):
		s.Fatal("it does not end")
		return -1
	}
}

// hugo returns the process of Hugo that serves: of the children of the command that one. Another builds the pages for the search index.
func (s *served) hugo() int {
	s.Helper()
	// Each thread lists its own children.
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", s.cmd.Process.Pid))
	for _, name := range tasks {
		children, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		for child := range strings.FieldsSeq(string(children)) {
			args, err := os.ReadFile("/proc/" + child + "/cmdline")
			if process, bad := strconv.Atoi(child); err == nil && bad == nil && strings.Contains(string(args), "\x00server\x00") {
				return process
			}
		}
	}
	s.Skip("this system does not tell which processes a process started")
	return 0
}

// TestProposal shows a proposal that brings all kinds of programs, by its number on each kind of server and by its branch. Its text is there, its programs
// are not, and what is checked out stays as it is, be it the very same branch.
func TestProposal(t *testing.T) {
	t.Parallel()
	c := newClone(t)
	for i, name := range []string{"12", "34", "vreemd"} {
		if i == 1 {
			remotetest.Git(t, c.work, "checkout", "--quiet", "vreemd")
		}
		before := remotetest.Mine(t, c.work)
		s := c.serve("--proposal", name)
		s.wait("/dilemmas/voorstel/", "Voorgesteld")
		for _, page := range []string{"/", "/dilemmas/voorstel/", "/meedoen/", "/vreemd.js", "/dilemmas/park/", "/meedoen/vreemd/"} {
			if _, text := s.get("localhost", page); strings.Contains(text, "VREEMD") || strings.Contains(text, secret) {
				t.Errorf("%s shows what the stranger brings", page)
			}
		}
		must.Do(t, s.cmd.Process.Signal(syscall.SIGTERM))
		if status := s.ends(); status != 0 {
			t.Errorf("status %d\n%s", status, &s.err)
		}
		for _, part := range []string{"content/dilemmas/voorstel.md", "archetypes/dilemma.md", "origin/main"} {
			if !strings.Contains(s.err.String(), part) {
				t.Errorf("it does not say %q:\n%s", part, &s.err)
			}
		}
		if after := remotetest.Mine(t, c.work); fmt.Sprint(before) != fmt.Sprint(after) {
			t.Errorf("the work of the user changed:\n%v\n%v", before, after)
		}
		c.clean()
	}
}

// TestSwitch checks out the branch of a stranger while the site is served: from then on nothing is shown, and it stops and says why.
func TestSwitch(t *testing.T) {
	t.Parallel()
	c := newClone(t)
	s := c.serve()
	s.wait("/", "</html>")
	remotetest.Git(t, c.work, "checkout", "--quiet", "vreemd")
	if status, text := s.get("localhost", "/"); status == http.StatusOK || strings.Contains(text, "VREEMD") {
		t.Errorf("%d %s", status, text)
	}
	if status := s.ends(); status != 2 || !strings.Contains(s.err.String(), "archetypes/dilemma.md") {
		t.Errorf("status %d\n%s", status, &s.err)
	}
	c.clean()
}

// TestThisMachineAlone asks for a concept as a page on the web would that gave this machine a name of its own, and asks Hugo behind the door.
func TestThisMachineAlone(t *testing.T) {
	t.Parallel()
	c := newClone(t)
	s := c.serve()
	s.wait("/", "</html>")
	for _, host := range []string{"localhost", "127.0.0.1:" + fmt.Sprint(s.port), "[::1]:1"} {
		if status, text := s.get(host, "/"); status != http.StatusOK || !strings.Contains(text, "</html>") {
			t.Errorf("%s: %d", host, status)
		}
	}
	for _, host := range []string{"evil.test", "evil.test:" + fmt.Sprint(s.port), "192.0.2.1"} {
		if status, text := s.get(host, "/"); status != http.StatusForbidden || strings.Contains(text, "</html>") {
			t.Errorf("%s: %d", host, status)
		}
	}
	for _, port := range ports(t, s.hugo()) {
		if status, text := (&served{clone: c, port: port}).get(fmt.Sprintf("evil.test:%d", port), "/"); strings.Contains(text, "</html>") {
			t.Errorf("Hugo itself shows it at %d: %d", port, status)
		}
	}
	for _, args := range [][]string{{"--bind", "0.0.0.0"}, {"--bind=0.0.0.0"}, {"-p", "80"}, {"-p80"}, {"--tlsAuto"}} {
		if out, err := c.command(append([]string{"serve", "--"}, args...)...).CombinedOutput(); err == nil || !strings.Contains(string(out), "alleen op deze computer") {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
	}
}

// ports returns the ports on which a process of Linux listens.
func ports(t *testing.T, process int) []int {
	t.Helper()
	sockets := map[string]bool{}
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", process))
	for _, f := range files {
		if to, err := os.Readlink(f); err == nil && strings.HasPrefix(to, "socket:[") {
			sockets[strings.Trim(strings.TrimPrefix(to, "socket:"), "[]")] = true
		}
	}
	var all []int
	for line := range strings.Lines(must.Read(t, "/proc/net/tcp")) {
		fields := strings.Fields(line)
		if len(fields) < 10 || fields[3] != "0A" || !sockets[fields[9]] {
			continue
		}
		var port int
		if _, err := fmt.Sscanf(fields[1][strings.Index(fields[1], ":")+1:], "%X", &port); err == nil {
			all = append(all, port)
		}
	}
	if len(all) == 0 {
		t.Error("Hugo listens nowhere")
	}
	return all
}

// TestKilled stops serve in each way: Hugo goes with it, and it says nothing of its own.
func TestKilled(t *testing.T) {
	t.Parallel()
	c := newClone(t)
	for _, signal := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGHUP} {
		s := c.serve()
		s.wait("/", "</html>")
		process, said := s.hugo(), s.err.Len()
		must.Do(t, s.cmd.Process.Signal(signal))
		status := s.ends()
		for begin := time.Now(); running(process); time.Sleep(20 * time.Millisecond) {
			if time.Since(begin) > 20*time.Second {
				t.Fatalf("after %s Hugo still runs", signal)
			}
		}
		if rest := s.err.String()[said:]; rest != "" || signal != syscall.SIGKILL && status != 0 {
			t.Errorf("%s: status %d, and it says %q", signal, status, rest)
		}
	}
	// A build that is stopped has not succeeded, and does not say what its user knows.
	cmd := c.command("build", "--destination", filepath.Join(t.TempDir(), "site"))
	var out bytes.Buffer
	cmd.Stderr = &out
	must.Do(t, cmd.Start())
	time.Sleep(300 * time.Millisecond)
	must.Do(t, cmd.Process.Signal(syscall.SIGTERM))
	_ = cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != 2 || strings.Contains(out.String(), "fout") || strings.Contains(out.String(), "signal") || strings.Contains(out.String(), "context") {
		t.Errorf("status %d\n%s", status, &out)
	}
}

func running(process int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", process))
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

// TestHugo builds a site with settings that allow everything, of somebody who trusts it. No template reads the environment, no page brings markup, and
// nothing is fetched, all the same.
func TestHugo(t *testing.T) {
	program, err := exec.LookPath("hugo")
	must.Do(t, err)
	fetched := false
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must.Do(t, err)
	server := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { fetched = true })}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	t.Setenv("DILEMMA_TOKEN", secret)
	t.Setenv("HUGO_SECURITY_FUNCS_GETENV", ".*")
	t.Setenv("HUGOxSECURITYxEXECxALLOW", ".*")
	for name, files := range map[string]map[string]string{
		"environment": {"layouts/all.html": `{{ os.Getenv "DILEMMA_TOKEN" }}`},
		"fetch":       {"layouts/all.html": fmt.Sprintf(`{{ with try (resources.GetRemote "http://%s/x") }}{{ with .Value }}{{ .Content }}{{ end }}{{ with .Err }}{{ errorf "%%s" . }}{{ end }}{{ end }}`, listener.Addr())},
		"program":     {"content/a.adoc": "a"},
		"html":        {"content/a.html": "---\ntitle: a\n---\n<script>1</script>"},
		"front":       {"content/a.md": "---\ntitle: a\nmarkup: html\n---\n<script>1</script>"},
		"org":         {"content/a.org": "#+title: a\n\n#+begin_export html\n<script>1</script>\n#+end_export\n"},
		"inline":      {"content/a.md": "---\ntitle: a\n---\n{{< x.inline >}}{{ `<script>` | safeHTML }}{{< /x.inline >}}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			must.Write(t, filepath.Join(dir, "hugo.toml"), "baseURL='https://x.test/'\n[security]\nenableInlineShortcodes=true\nallowContent=['.*']\n[security.exec]\nallow=['.*']\n[security.funcs]\ngetenv=['.*']\n[security.http]\nurls=['.*']\n")
			must.Write(t, filepath.Join(dir, "config", "_default", "security.toml"), "enableInlineShortcodes=true\n[funcs]\ngetenv=['.*']\n")
			must.Write(t, filepath.Join(dir, "layouts", "all.html"), "{{ .Title }} {{ .Content }}")
			for file, text := range files {
				must.Write(t, filepath.Join(dir, filepath.FromSlash(file)), text)
			}
			var out bytes.Buffer
			err := hugo.Run(context.Background(), program, dir, &out, &out, hugo.Options{Args: []string{"build", "--destination", filepath.Join(dir, "public")}})
			page, _ := os.ReadFile(filepath.Join(dir, "public", "a", "index.html"))
			home, _ := os.ReadFile(filepath.Join(dir, "public", "index.html"))
			if all := out.String() + string(page) + string(home); strings.Contains(all, secret) || strings.Contains(string(page), "<script>") || fetched {
				t.Errorf("%v %t\n%s", err, fetched, all)
			}
			if err == nil && name != "inline" {
				t.Errorf("it builds\n%s%s", &out, page)
			}
		})
	}
}
