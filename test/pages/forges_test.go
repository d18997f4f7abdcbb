package pages_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
)

// TestForgeOfHost asks the site and `dilemma submit` of which kind a host is: they read one table by one rule.
func TestForgeOfHost(t *testing.T) {
	t.Parallel()
	hosts := []string{"gitlab.com", "GitLab.com", "gitlab.example.org", "git.gitlab.example.org", "gitlab", "gitlab.example.org:8443", "github.com", "github.ministerie.example",
		"codeberg.org", "code.overheid.nl", "gitea.com", "git.gitea.example", "forgejo.example", "gitea.gitlab.example", "github.forgejo.example",
		"mygithub.com", "gitlab-oud.example.org", "mijngitlab.example", "codeberg.org.example", "pages.codeberg.org", "overheid.nl", "git.example.org", "localhost:3000", "127.0.0.1", "gitlab.", "git lab"}
	table, err := forge.ReadHosts(os.DirFS(sitebuild.Root))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{forge.File, "layouts/_partials/fn/hosting/forge-kind.html"} {
		must.Write(t, filepath.Join(dir, filepath.FromSlash(name)), must.Read(t, sitebuild.Root, filepath.FromSlash(name)))
	}
	settings := "disableKinds = ['taxonomy', 'term', 'rss', 'sitemap', '404']\n[params]\nhosts = ["
	for _, host := range hosts {
		settings += fmt.Sprintf("%q, ", host)
	}
	must.Write(t, filepath.Join(dir, "hugo.toml"), settings+"]\n")
	must.Write(t, filepath.Join(dir, "layouts", "home.html"), `{{ range site.Params.hosts }}{{ . }}={{ partial "fn/hosting/forge-kind.html" . }}{{ "\n" }}{{ end }}`)
	public := t.TempDir()
	sitebuild.Hugo(t, dir, nil, "build", "--destination", public, "--noBuildLock")
	kinds := map[forge.Kind]int{}
	lines := strings.Split(strings.TrimRight(must.Read(t, public, "index.html"), "\n"), "\n")
	if len(lines) != len(hosts) {
		t.Fatalf("%d answers", len(lines))
	}
	for i, host := range hosts {
		kind := table.Kind(host)
		if want := fmt.Sprintf("%s=%s", host, kind); lines[i] != want {
			t.Errorf("the site says %q, and submit %q", lines[i], want)
		}
		kinds[kind]++
	}
	if len(kinds) != 5 || kinds[""] < 5 {
		t.Errorf("the hosts tell too little apart: %v", kinds)
	}
}
