package proposal_test

import (
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// settingsOf is a hugo.toml that names a published branch.
func settingsOf(remote, branch string) string {
	return "[params.dilemma.forge]\nremote = \"" + remote + "\"\nbranch = \"" + branch + "\"\n"
}

// TestFindPublished asks for the published branch in clones that know more and more.
func TestFindPublished(t *testing.T) {
	root := t.TempDir()
	bare, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	own, err := settings.Parse([]byte(settingsOf("server", "voorstel")))
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		point, file string // a branch that begins to exist, with this hugo.toml
		head        string // what the default branch of the server begins to be
		want        string
	}{
		{want: ""},
		{point: "refs/heads/los", file: settingsOf("x", "los"), want: ""},
		// Nothing tells which branch is published but the settings of the caller.
		{point: "refs/heads/voorstel", file: settingsOf("server", "voorstel"), want: "refs/heads/voorstel"},
		// A proposal names itself; main, which has a usual name, says otherwise.
		{point: "refs/heads/main", file: settingsOf("server", "hoofd"), want: ""},
		{point: "refs/heads/hoofd", want: "refs/heads/hoofd"},
		{point: "refs/remotes/server/hoofd", want: "refs/remotes/server/hoofd"},
		// The default branch of the server goes before all else.
		{point: "refs/remotes/origin/stabiel", file: settingsOf("origin", "stabiel"), head: "origin", want: "refs/remotes/origin/stabiel"},
	} {
		if step.point != "" {
			files := repotest.Files{"x": step.point}
			if step.file != "" {
				files["hugo.toml"] = step.file
			}
			who := object.Signature{Name: "Redactie", Email: "redactie@example.org", When: time.Unix(0, 0)}
			c := object.Commit{Author: who, Committer: who, Message: "proef", TreeHash: repotest.Tree(t, bare.Storer, files)}
			repotest.Point(t, bare.Storer, step.point, repotest.Store(t, bare.Storer, c.Encode))
		}
		if step.head != "" {
			ref := plumbing.NewSymbolicReference(plumbing.NewRemoteHEADReferenceName(step.head), plumbing.ReferenceName(step.point))
			if err := bare.Storer.SetReference(ref); err != nil {
				t.Fatal(err)
			}
			cfg, err := bare.Config()
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{step.head, "server"} {
				cfg.Remotes[name] = &config.RemoteConfig{Name: name, URLs: []string{"https://git.example.org/boek"}}
			}
			if err := bare.Storer.SetConfig(cfg); err != nil {
				t.Fatal(err)
			}
		}
		repository, err := repo.Open(root)
		if err != nil {
			t.Fatal(err)
		}
		got, err := proposal.FindPublished(repository, own)
		if err != nil || got.Ref.String() != step.want || (got.Commit == nil) != (step.want == "") {
			t.Errorf("after %s: %q, want %q (%v)", step.point, got.Ref, step.want, err)
		}
		repository.Close()
	}
}
