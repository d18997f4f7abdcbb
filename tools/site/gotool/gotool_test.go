package gotool

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestEnvironment passes on no secret, nothing by which something else is compiled, and what the command needs.
func TestEnvironment(t *testing.T) {
	env := environment([]string{"PATH=/bin", "https_proxy=http://127.0.0.1:1", "DILEMMA_TOKEN=geheim", "GOFLAGS=-toolexec=/tmp/x", "GOWORK=/tmp/go.work", "CGO_ENABLED=1", "CC=/tmp/x", "PATHOLOGY=x"})
	want := []string{"PATH=/bin", "https_proxy=http://127.0.0.1:1", "GOWORK=off", "GOFLAGS=-mod=readonly -buildvcs=false", "CGO_ENABLED=0"}
	slices.Sort(env)
	slices.Sort(want)
	if !slices.Equal(env, want) {
		t.Errorf("%q", env)
	}
}

// TestHostile compiles a module below a folder with a workspace, while the environment and the settings of the user name flags that would start another
// program or bring another file.
func TestHostile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the programs are scripts of a shell")
	}
	top := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(top, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	ran := filepath.Join(top, "ran")
	write("tool", "#!/bin/sh\ntouch '"+ran+"'\nexec \"$@\"\n")
	write("cc", "#!/bin/sh\ntouch '"+ran+"'\nexit 1\n")
	write("overlay.json", `{"Replace":{"`+filepath.Join(top, "boek", "main.go")+`":"`+filepath.Join(top, "evil.go")+`"}}`)
	write("evil.go", "package main\n\nfunc main() { println(`vreemd`) }\n")
	write("go.work", "go 1.26.0\n\nuse ./boek\n\nreplace boek/tekst => ./vreemd\n")
	write("vreemd/go.mod", "module boek/tekst\n\ngo 1.26.0\n")
	write("boek/go.mod", "module boek\n\ngo 1.26.0\n")
	write("boek/main.go", "package main\n\nfunc main() { println(`boek`) }\n")
	write("boek/vendor/modules.txt", "# kapot\n")
	write("env", "GOFLAGS=-overlay="+filepath.Join(top, "overlay.json")+"\n")
	t.Setenv("GOFLAGS", "-toolexec="+filepath.Join(top, "tool"))
	t.Setenv("CC", filepath.Join(top, "cc"))
	t.Setenv("CGO_ENABLED", "1")
	t.Setenv("GOWORK", filepath.Join(top, "go.work"))
	for _, env := range []string{os.Getenv("GOENV"), filepath.Join(top, "env")} {
		t.Setenv("GOENV", env)
		made := filepath.Join(top, "made")
		cmd, err := Command(t.Context(), filepath.Join(top, "boek"), "build", "-o", made, ".")
		if err != nil {
			t.Skip(err)
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if out, err := exec.Command(made).CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != "boek" {
			t.Errorf("%v %s", err, out)
		}
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("a program of the environment was run")
	}
}
