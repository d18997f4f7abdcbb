package doctor_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"

	"github.com/openbaarheid-schuurt/dilemma/tools/doctor"
)

// alone takes everything away that the machine may have: programs, settings of the user, and variables.
func alone(t *testing.T) {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"PATH", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "EMAIL", "DILEMMA_TOKEN", "DILEMMA_HOST"} {
		t.Setenv(name, "")
	}
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "USERPROFILE", "LOCALAPPDATA"} {
		t.Setenv(name, home)
	}
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
}

// book makes a casebook with the vocabularies of this repository, and other files of its own.
func book(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	own := os.DirFS(filepath.Join("..", ".."))
	for _, dir := range []string{"data", "assets/themes"} {
		err := fs.WalkDir(own, dir, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				text, _ := fs.ReadFile(own, name)
				write(t, root, name, string(text))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		write(t, root, name, text)
	}
	return root
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	file := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

const complete = `baseURL = "https://dilemmas.example/"
[params]
redactie = "redactie@voorbeeld.example"
licence = {name = "CC0-1.0"}
organisation = {name = "Gemeente Voorbeeld"}
[params.dilemma]
redactie = "Redactie <redactie@voorbeeld.example>"
`

// examine returns what is found of each thing, and all that is said.
func examine(t *testing.T, root string, offline bool) (found map[string]doctor.Check, said string) {
	t.Helper()
	product := os.DirFS(filepath.Join("..", ".."))
	o := doctor.Options{Product: product, Version: "1.2.3", Commit: "abcdef", Hugo: "v0.165.0", Program: "dilemma", Offline: offline}
	if root != "" {
		o.Root, o.Book = root, os.DirFS(root)
	}
	found = map[string]doctor.Check{}
	for _, c := range doctor.Examine(t.Context(), o) {
		if _, again := found[c.Name]; again {
			t.Errorf("%s comes twice", c.Name)
		}
		if (c.Status == doctor.OK) != (c.Hint == "") || c.Message == "" {
			t.Errorf("%+v: a hint stands with what is not well, and only there", c)
		}
		found[c.Name] = c
		said += c.Message + "\n" + c.Hint + "\n"
	}
	return found, said
}

// statuses compares what is found with lines of a name and a status.
func statuses(t *testing.T, where string, found map[string]doctor.Check, want string) {
	t.Helper()
	for line := range strings.Lines(want) {
		name, status, _ := strings.Cut(strings.TrimSpace(line), " ")
		if got := string(found[name].Status); got != status {
			t.Errorf("%s: %s is %q, not %q: %s", where, name, got, status, found[name].Message)
		}
	}
}

// TestNothing looks where nothing is: no program, no casebook, no repository.
func TestNothing(t *testing.T) {
	alone(t)
	begin := time.Now()
	found, _ := examine(t, "", false)
	statuses(t, "nothing", found, "dilemma ok\nbook warning\nhugo error\nprograms warning\nbrowser warning\ngit warning")
	if took := time.Since(begin); took > time.Second {
		t.Errorf("it takes %v", took)
	}
}

func TestBook(t *testing.T) {
	alone(t)
	for where, c := range map[string]struct{ files, want string }{
		"a whole book":            {complete, "book ok\ncanvas ok\nsettings ok\ntheme ok\nrepository warning\nhugo error"},
		"settings to be made":     {"title = 'x'", "book ok\nsettings error"},
		"a theme that is not":     {strings.Replace(complete, "[params]", "[params]\ntheme = 'mist'", 1), "settings ok\ntheme error"},
		"settings that are wrong": {"title = ", "book error\nhugo error"},
	} {
		found, _ := examine(t, book(t, map[string]string{"hugo.toml": c.files}), true)
		statuses(t, where, found, c.want)
	}
	pale := map[string]string{"hugo.toml": strings.Replace(complete, "[params]", "[params]\ntheme = 'bleek'", 1), "assets/themes/bleek.css": ":root { --dilemma-document-color: #999; --dilemma-document-background-color: #fff }"}
	found, said := examine(t, book(t, pale), true)
	statuses(t, "a pale theme", found, "theme error")
	if !strings.Contains(said, "is 2,84, en moet 4,5 zijn") {
		t.Errorf("the contrast is not told: %s", said)
	}
	found, _ = examine(t, book(t, map[string]string{"hugo.toml": complete, "data/canvas.yaml": "steps: [\n"}), true)
	statuses(t, "a broken canvas", found, "canvas error")
}

// TestGit looks at a repository: who commits, the hook, and a server that refuses, that is not there, or that must not be asked.
func TestGit(t *testing.T) {
	alone(t)
	root := book(t, map[string]string{"hugo.toml": complete})
	made, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	found, _ := examine(t, root, false)
	statuses(t, "a new repository", found, "repository ok\nidentity warning\nredactie ok\nhook warning\nremote warning")

	const secret = "geheim-wachtwoord"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", http.StatusNotFound) }))
	cfg, err := made.Config()
	if err != nil {
		t.Fatal(err)
	}
	cfg.User.Name, cfg.User.Email = "Noor Bakker", "noor@voorbeeld.example"
	cfg.Remotes["origin"] = &config.RemoteConfig{Name: "origin", URLs: []string{strings.Replace(server.URL, "http://", "http://noor:"+secret+"@", 1) + "/noor/boek"}}
	if err := made.SetConfig(cfg); err != nil {
		t.Fatal(err)
	}
	write(t, root, ".git/hooks/pre-push", "#!/bin/sh\nexec true\n")
	found, said := examine(t, root, false)
	statuses(t, "a server that refuses", found, "identity ok\nhook warning\nremote warning")
	server.Close()
	found, more := examine(t, root, false)
	statuses(t, "a server that is gone", found, "remote warning")
	if !strings.Contains(found["remote"].Message, "geeft geen antwoord") {
		t.Error(found["remote"])
	}
	for _, private := range []string{"Noor", "noor", secret, "127.0.0.1"} {
		if strings.Contains(said+more, private) {
			t.Errorf("it shows %s:\n%s", private, said+more)
		}
	}
	write(t, root, ".git/hooks/pre-push", "#!/bin/sh\ndilemma scan --pre-push \"$1\"\n")
	found, _ = examine(t, root, true)
	statuses(t, "offline", found, "remote ok\nhook warning")
	if runtime.GOOS != "windows" {
		path := t.TempDir()
		write(t, path, "dilemma", "#!/bin/sh\n")
		t.Setenv("PATH", path)
		found, _ = examine(t, root, true)
		statuses(t, "with dilemma on the PATH", found, "hook ok\ngit warning")
	}
}
