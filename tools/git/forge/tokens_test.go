package forge_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
)

// TestToken gives each token to the host that it is for, and to no other, whatever kind of server that is or seems to be.
func TestToken(t *testing.T) {
	type env map[string]string
	for _, c := range []struct {
		env  env
		site string
		own  bool
		want string
	}{
		// Known to be for one host.
		{env{"GITLAB_TOKEN": "lab"}, "https://gitlab.com", true, "lab"},
		{env{"GITLAB_TOKEN": "lab"}, "https://GitLab.com:443/groep/x", true, "lab"},
		{env{"GITLAB_TOKEN": "lab"}, "https://altssh.gitlab.com", true, "lab"},
		{env{"GITLAB_TOKEN": "lab"}, "https://gitlab.example", true, ""},
		{env{"GITLAB_TOKEN": "lab"}, "https://gitlab.com.example", true, ""},
		{env{"GITLAB_TOKEN": "lab"}, "https://gitlab.com:8443", true, ""},
		{env{"GITLAB_TOKEN": "lab"}, "https://github.com", true, ""},
		{env{"GITLAB_TOKEN": "lab"}, "https://gitlab.com.", true, ""},
		{env{"GITHUB_TOKEN": "hub"}, "https://github.com/a/b", true, "hub"},
		{env{"GITHUB_TOKEN": "hub"}, "https://ssh.github.com", true, "hub"},
		{env{"GH_TOKEN": "hub"}, "https://github.com", false, "hub"},
		{env{"GH_TOKEN": "een", "GITHUB_TOKEN": "twee"}, "https://github.com", false, "een"},
		{env{"GH_TOKEN": "hub", "GITHUB_TOKEN": "hub"}, "https://github.example", true, ""},
		{env{"GH_TOKEN": "hub", "GITHUB_TOKEN": "hub"}, "https://gist.github.com", true, ""},
		{env{"GH_TOKEN": "hub", "GITHUB_TOKEN": "hub"}, "http://localhost:9201", true, ""},
		{env{"GITEA_TOKEN": "tea"}, "https://gitea.com", true, "tea"},
		{env{"GITEA_TOKEN": "tea"}, "https://gitea.example", true, ""},
		{env{"FORGEJO_TOKEN": "jo"}, "https://codeberg.org", true, ""},
		// Named by the user.
		{env{"GITLAB_TOKEN": "lab", "GITLAB_HOST": "gitlab.example"}, "https://gitlab.example", true, "lab"},
		{env{"GITLAB_TOKEN": "lab", "GITLAB_HOST": "https://gitlab.example/"}, "https://gitlab.example", true, "lab"},
		{env{"GITLAB_TOKEN": "lab", "GL_HOST": "gitlab.example:8443"}, "https://gitlab.example:8443", true, "lab"},
		{env{"GITLAB_TOKEN": "lab", "GITLAB_HOST": "gitlab.example"}, "https://gitlab.example:8443", true, ""},
		{env{"GITLAB_TOKEN": "lab", "GITLAB_HOST": "https://gitlab.example"}, "http://gitlab.example", true, ""},
		{env{"GITLAB_TOKEN": "lab", "GITLAB_HOST": "gitlab.example"}, "https://gitlab.com", true, ""},
		{env{"GITLAB_TOKEN": "lab", "GITLAB_HOST": "gitlab.example", "CI_SERVER_URL": "https://elders.example"}, "https://elders.example", true, ""},
		{env{"GITLAB_TOKEN": "lab", "CI_SERVER_URL": "https://gitlab.example"}, "https://gitlab.example", true, "lab"},
		{env{"GITLAB_TOKEN": "lab", "GITLAB_HOST": "gitlab.example@elders.example"}, "https://elders.example", true, ""},
		{env{"GITLAB_TOKEN": "lab", "GITLAB_HOST": "://"}, "https://gitlab.com", true, ""},
		{env{"FORGEJO_TOKEN": "jo", "FORGEJO_HOST": "code.overheid.nl"}, "https://code.overheid.nl", true, "jo"},
		{env{"GITEA_TOKEN": "tea", "GITEA_INSTANCE_URL": "https://gitea.example"}, "https://gitea.example", true, "tea"},
		{env{"GH_ENTERPRISE_TOKEN": "ent"}, "https://ghes.example", true, ""},
		{env{"GH_ENTERPRISE_TOKEN": "ent", "GH_HOST": "ghes.example"}, "https://ghes.example", true, "ent"},
		{env{"GITHUB_ENTERPRISE_TOKEN": "ent", "GH_HOST": "ghes.example"}, "https://ghes.example", true, "ent"},
		{env{"GH_ENTERPRISE_TOKEN": "ent", "GH_HOST": "ghes.example"}, "https://github.com", true, ""},
		{env{"GH_ENTERPRISE_TOKEN": "ent", "GH_HOST": "github.com"}, "https://github.com", true, ""},
		{env{"GH_TOKEN": "hub", "GH_ENTERPRISE_TOKEN": "ent", "GH_HOST": "ghes.example"}, "https://ghes.example", true, "ent"},
		{env{"GH_TOKEN": "hub", "GH_HOST": "klant.ghe.com"}, "https://klant.ghe.com", true, "hub"},
		{env{"GH_TOKEN": "hub"}, "https://klant.ghe.com", true, ""},
		{env{"GH_TOKEN": "hub", "GH_HOST": "klant.ghe.com"}, "https://ander.ghe.com", true, ""},
		// In a pipeline.
		{env{"GITHUB_TOKEN": "wf", "GITHUB_SERVER_URL": "https://ghes.example"}, "https://ghes.example", true, "wf"},
		{env{"GITHUB_TOKEN": "wf", "GITHUB_SERVER_URL": "https://codeberg.org"}, "https://codeberg.org", true, "wf"},
		{env{"GITHUB_TOKEN": "wf", "GITHUB_SERVER_URL": "https://codeberg.org"}, "https://github.com", true, ""},
		{env{"CI_JOB_TOKEN": "job", "CI_SERVER_URL": "https://gitlab.com"}, "https://gitlab.com", true, ""},
		// DILEMMA_TOKEN is for the host that it says, else for the one in the settings of Git.
		{env{"DILEMMA_TOKEN": "dil"}, "https://git.example", true, "dil"},
		{env{"DILEMMA_TOKEN": "dil"}, "https://git.example", false, ""},
		{env{"DILEMMA_TOKEN": "dil", "DILEMMA_HOST": "git.example"}, "https://git.example", false, "dil"},
		{env{"DILEMMA_TOKEN": "dil", "DILEMMA_HOST": "git.example"}, "https://elders.example", true, ""},
		{env{"DILEMMA_TOKEN": "dil", "DILEMMA_HOST": "elders.example", "GITLAB_TOKEN": "lab"}, "https://gitlab.com", true, "lab"},
		{env{"DILEMMA_TOKEN": "dil", "GITHUB_TOKEN": "hub"}, "https://github.com", true, "dil"},
	} {
		user, got := forge.Token(func(key string) string { return c.env[key] }, site(t, c.site), c.own)
		if got != c.want || (user == "") != (got == "") {
			t.Errorf("%v at %s: %q %q, want %q", c.env, c.site, user, got, c.want)
		}
	}
}
