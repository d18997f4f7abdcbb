package main

import (
	"fmt"
	"io"
	"os"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/submit"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// tellMerged says what can still be done about names on the published branch, and how none comes there the next time.
func tellMerged(w io.Writer, root string) {
	cfg, err := readSettings(root)
	if err != nil {
		cfg = &settings.Settings{} // without them it still says what to do
	}
	_, branch := cfg.Published()
	kinds := []forge.Kind{forge.GitLab, forge.Forgejo, forge.Gitea, forge.GitHub}
	if kind := forgeKind(root, cfg); kind != "" {
		kinds = []forge.Kind{kind}
	}
	fmt.Fprintln(w, message.Text("merged/begin"))
	n := 0
	line := func(id string, pairs ...string) {
		n++
		fmt.Fprintf(w, "  %d. %s\n", n, report.Safe(message.Text(id, pairs...)))
	}
	line("merged/stay")
	line("merged/ask")
	line("merged/allow")
	line("merged/method", "branch", branch)
	for _, kind := range kinds {
		fmt.Fprintf(w, "     %s\n", report.Safe(submit.HowToMerge(kind, "mijn-dilemma", branch, 0)))
	}
}

// forgeKind returns the kind of the server, from hugo.toml, from the name of its host, or from what a pipeline has in its environment; "" when none of
// them tells. It asks nothing of a server.
func forgeKind(root string, cfg *settings.Settings) forge.Kind {
	if kind := forge.Kind(cfg.Text("forge", "kind")); submit.HowToMerge(kind, "", "", 0) != "" {
		return kind
	}
	if kind := hostKind(root, cfg); kind != "" {
		return kind
	}
	// Forgejo sets the variables of Gitea too, and both set those of GitHub.
	for _, sign := range []struct {
		variable string
		kind     forge.Kind
	}{{"GITLAB_CI", forge.GitLab}, {"FORGEJO_ACTIONS", forge.Forgejo}, {"FORGEJO_SERVER_URL", forge.Forgejo}, {"GITEA_ACTIONS", forge.Gitea}, {"GITHUB_ACTIONS", forge.GitHub}} {
		if os.Getenv(sign.variable) != "" {
			return sign.kind
		}
	}
	return ""
}

// hostKind returns the kind of the server that the remote is on, by the name of its host.
func hostKind(root string, cfg *settings.Settings) forge.Kind {
	repository, err := repo.Open(root)
	if err != nil {
		return ""
	}
	defer repository.Close()
	name, _ := cfg.Published()
	server, err := remote.Open(repository.Settings(), name)
	if err != nil {
		return ""
	}
	hosts, err := forge.ReadHosts(bookFiles(root))
	if err != nil {
		return ""
	}
	return hosts.Kind(server.Host())
}
