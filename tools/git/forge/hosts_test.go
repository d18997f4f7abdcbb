package forge_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
)

func TestHosts(t *testing.T) {
	hosts, err := forge.ReadHosts(os.DirFS(filepath.Join("..", "..", "..")))
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]forge.Kind{
		"gitlab.com": forge.GitLab, "gitlab.rijk.example": forge.GitLab, "GitLab.com": forge.GitLab, "code.overheid.nl": forge.Forgejo, "codeberg.org": forge.Forgejo,
		"github.com": forge.GitHub, "github.ministerie.example": forge.GitHub, "gitea.example": forge.Gitea, "git.forgejo.example": forge.Forgejo,
		"gitea.com": forge.Gitea, "gitlab.example:8443": forge.GitLab, "gitea.gitlab.example": forge.GitLab,
		"git.example": "", "mijngitlab.example": "", "gitlab-oud.example": "", "codeberg.org.example": "", "127.0.0.1": "", "localhost:3000": "", "": "",
	} {
		if got := hosts.Kind(host); got != want {
			t.Errorf("%s: %q", host, got)
		}
	}
	if got := (forge.Hosts{}).Kind("gitlab.com"); got != "" {
		t.Errorf("no table: %q", got)
	}
	for text, want := range map[string]error{
		"kinds: [":                   nil,
		"kinds:\n  - kind: gitlub\n": fs.ErrInvalid,
	} {
		book := fstest.MapFS{forge.File: {Data: []byte(text)}}
		var wrong *fs.PathError
		if _, err := forge.ReadHosts(book); !errors.As(err, &wrong) || wrong.Path != forge.File || want != nil && !errors.Is(err, want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if hosts, err := forge.ReadHosts(fstest.MapFS{}); err != nil || hosts.Kind("gitlab.com") != "" {
		t.Errorf("a book without a table: %v", err)
	}
}
