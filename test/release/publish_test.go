package release_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// TestPublish runs the script as the pipeline of a tag does, with a stub for goreleaser: it hands out only the newest version in the changelog, tagged on
// main, with what the changelog says of it.
func TestPublish(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the release is made by a script of a shell")
	}
	script := must.Read(t, root, ".ci", "release")
	tools := t.TempDir()
	for _, m := range regexp.MustCompile(`(?m)^(goreleaser|syft|cosign)=(.*)$`).FindAllStringSubmatch(script, -1) {
		stub := filepath.Join(tools, strings.ReplaceAll(m[2], "/", "-"), m[1])
		must.Write(t, stub, "#!/bin/sh\necho \""+m[1]+" $*\"\n[ \"$1\" != release ] || cat .release/notes.md\n")
		must.Do(t, os.Chmod(stub, 0o755))
	}
	const changelog = "# Changelog\n\n## Unreleased\n\n### Added\n\n- Nog niet.\n\n## 1.2.3 - 2027-01-31\n\n### Added\n\n- Een nieuw ding.\n\n## 1.2.2 - 2026-12-31\n\n- Iets ouds.\n"
	for name, c := range map[string]struct {
		changelog, tag string
		aside          bool // the tag is not on main
		fails          string
	}{
		"a release":          {changelog: changelog, tag: "v1.2.3"},
		"a release in links": {changelog: strings.Replace(changelog, "1.2.3", "[1.2.3]", 1), tag: "v1.2.3"},
		"a pre-release":      {changelog: strings.Replace(changelog, "1.2.3", "1.2.3-rc.1", 1), tag: "v1.2.3-rc.1"},
		"no tag":             {changelog: changelog, fails: "there is no tag"},
		"an older tag":       {changelog: changelog, tag: "v1.2.2", fails: "the newest version in CHANGELOG.md 1.2.3"},
		"no version":         {changelog: "# Changelog\n\n## Unreleased\n\n- Nog niet.\n", tag: "v1.2.3", fails: "the newest version in CHANGELOG.md none"},
		"nothing said":       {changelog: "# Changelog\n\n## 1.2.3\n\n## 1.2.2\n\n- Iets ouds.\n", tag: "v1.2.3", fails: "says nothing of 1.2.3"},
		"not on main":        {changelog: changelog, tag: "v1.2.3", aside: true, fails: "is not on main"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bare, dir := remotetest.Bare(t), t.TempDir()
			git := func(args ...string) { t.Helper(); remotetest.Git(t, dir, args...) }
			must.Write(t, filepath.Join(dir, ".ci", "release"), script)
			must.Write(t, filepath.Join(dir, ".gitignore"), "/.release/\n")
			must.Write(t, filepath.Join(dir, "CHANGELOG.md"), c.changelog)
			git("init", "--quiet", "--initial-branch=main")
			git("remote", "add", "origin", bare)
			git("add", ".")
			git("commit", "--quiet", "-m", "begin")
			git("push", "--quiet", "origin", "main")
			if c.aside {
				git("commit", "--quiet", "--allow-empty", "-m", "elders")
			}
			if c.tag != "" {
				git("tag", c.tag)
			}
			cmd := exec.Command("bash", ".ci/release", "publish")
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "DILEMMA_TOOLS="+tools)
			out, err := cmd.CombinedOutput()
			switch {
			case c.fails != "":
				if err == nil || !strings.Contains(string(out), c.fails) || strings.Contains(string(out), "goreleaser release") {
					t.Errorf("%v\n%s", err, out)
				}
			case err != nil || !strings.Contains(string(out), "goreleaser release --clean --release-notes .release/notes.md\n") || !strings.Contains(string(out), "Een nieuw ding") || strings.Contains(string(out), "Iets ouds") || strings.Contains(string(out), "Nog niet"):
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
