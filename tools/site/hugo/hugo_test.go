package hugo

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

func TestVersion(t *testing.T) {
	for mod, want := range map[string]string{
		"module x\n\nrequire " + module + " v0.165.0\n":                             "v0.165.0",
		"module x\n\nrequire (\n\t" + module + " v1.2.3 // indirect\n\ta.b v1\n)\n": "v1.2.3",
		"module x\n": "",
	} {
		root := t.TempDir()
		write(t, filepath.Join(root, "go.mod"), mod)
		if got, err := Version(root); got != want || (err == nil) != (want != "") {
			t.Errorf("%q, %v of\n%s", got, err, mod)
		}
	}
	if _, err := Version(t.TempDir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without go.mod: %v", err)
	}
}

// TestFind has programs by the name of hugo that say which version they are, on the PATH and in the cache of the user, and no Go to build one.
func TestFind(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the programs are scripts of a shell")
	}
	root, path, cache := t.TempDir(), t.TempDir(), t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module x\n\nrequire "+module+" v0.165.0\n")
	t.Setenv("PATH", path)
	t.Setenv("HOME", cache)
	t.Setenv("XDG_CACHE_HOME", cache)
	find := func() (string, error) {
		return Find(t.Context(), root, root, func(string, int, int) { t.Error("it tries to build") })
	}
	onPath := filepath.Join(path, "hugo")
	for output, fits := range map[string]bool{
		"hugo v0.165.0 linux/amd64": true, "hugo v0.165.0-abcdef+extended linux/amd64": true, "hugo v0.165.0+withdeploy": true,
		"hugo v0.165.1 linux/amd64": false, "hugo v0.16.0": false, "Hugo Static Site Generator": false, "": false,
	} {
		write(t, onPath, "#!/bin/sh\necho '"+output+"'\n")
		got, err := find()
		if fits && got != onPath || !fits && !errors.Is(err, ErrNoGo) {
			t.Errorf("%q: %q, %v", output, got, err)
		}
	}
	if err := os.Remove(onPath); err != nil {
		t.Fatal(err)
	}
	user, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(user, "dilemma", "hugo-v0.165.0", "hugo")
	write(t, made, "")
	if got, err := find(); got != made || err != nil {
		t.Errorf("with one in the cache: %q, %v", got, err)
	}
}

func TestModule(t *testing.T) {
	dir := t.TempDir()
	settings, err := Module(dir, []byte("title = 'x'"))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(settings); err != nil || filepath.Dir(settings) != dir || !strings.Contains(string(text), "[[module.imports]]") {
		t.Errorf("%s: %v\n%s", settings, err, text)
	}
}
