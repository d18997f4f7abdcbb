package hugo

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pelletier/go-toml/v2"
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
		"<html>":     "",
	} {
		if got, err := (Pin{Mod: []byte(mod)}).Version(); got != want || (err == nil) != (want != "") {
			t.Errorf("%q, %v of\n%s", got, err, mod)
		}
	}
}

// TestFind has programs by the name of hugo that say which version they are, on the PATH and in the cache of the user, and no Go to build one.
func TestFind(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the programs are scripts of a shell")
	}
	root, path, cache := t.TempDir(), t.TempDir(), t.TempDir()
	pin := Pin{Mod: []byte("module x\n\nrequire " + module + " v0.165.0\n")}
	t.Setenv("PATH", path)
	t.Setenv("HOME", cache)
	t.Setenv("XDG_CACHE_HOME", cache)
	find := func() (string, error) {
		return pin.Find(t.Context(), root, func(string, int, int) { t.Error("it tries to build") })
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

// TestSite has a site with settings and a data file of its own, on a product that has both too.
func TestSite(t *testing.T) {
	dir := t.TempDir()
	site := Site{
		Settings: []byte("title = 'x'\n[[cascade]]\nown = 1\n"),
		Product:  fstest.MapFS{"common/hugo.toml": {Data: []byte("[[cascade]]\ncommon = 1\n")}, "data/a.yaml": {}, "layouts/_partials/b.html": {}},
		Common:   "common/hugo.toml", Replaced: []string{"data/a.yaml"},
	}
	config, err := site.Write(dir)
	if err != nil {
		t.Fatal(err)
	}
	common, own, locked := filepath.Join(dir, "product", "common", "hugo.toml"), "hugo.toml", filepath.Join(dir, "settings.toml")
	if config != common+","+own+","+locked {
		t.Errorf("the settings are %s", config)
	}
	for _, name := range []string{common, filepath.Join(dir, "product", "layouts", "_partials", "b.html")} {
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	}
	text, err := os.ReadFile(locked)
	if err != nil {
		t.Fatal(err)
	}
	var settings struct{ Cascade []map[string]any }
	if err := toml.Unmarshal(text, &settings); err != nil || len(settings.Cascade) != 3 || settings.Cascade[1]["own"] == nil || settings.Cascade[2]["common"] == nil {
		t.Errorf("%v, and the cascades are %v", err, settings.Cascade)
	}
	if !strings.Contains(string(text), "! /a.yaml") {
		t.Errorf("the data of the product would be mixed with that of the site:\n%s", text)
	}
	site.Settings = []byte("title = ")
	if _, err := site.Write(t.TempDir()); err == nil {
		t.Error("broken settings are taken")
	}
}

// TestFrugal has a program that prints its environment: a build gets the bounds of memory, unless the user set them, and a server does not.
func TestFrugal(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a script of a shell")
	}
	program := filepath.Join(t.TempDir(), "hugo")
	write(t, program, "#!/bin/sh\necho \"$HUGO_MEMORYLIMIT $GOGC $GOMEMLIMIT\"\n")
	for _, name := range []string{"HUGO_MEMORYLIMIT", "GOGC", "GOMEMLIMIT"} {
		t.Setenv(name, "") // which restores it afterwards
		os.Unsetenv(name)
	}
	for _, c := range []struct {
		command  string
		dilemmas int
		gogc     string
		want     string
	}{
		{"build", 10, "", "0.25 200 1150MiB\n"},
		{"build", 20_000, "", "0.25 40 2300MiB\n"},
		{"build", 20_000, "77", "0.25 77 2300MiB\n"},
		{"server", 20_000, "77", " 77 \n"},
	} {
		if c.gogc != "" {
			t.Setenv("GOGC", c.gogc)
		}
		var out strings.Builder
		if err := Run(t.Context(), program, t.TempDir(), &out, &out, Options{Args: []string{c.command}, Dilemmas: c.dilemmas}); err != nil || out.String() != c.want {
			t.Errorf("%s of %d dilemmas gets %q, %v; want %q", c.command, c.dilemmas, out.String(), err, c.want)
		}
	}
}
