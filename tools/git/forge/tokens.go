package forge

import (
	"net/url"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// Token finds in the environment variables the token that the user has for a site, and the user name that goes with it in HTTP basic
// authentication; both are "" when there is none. A token is for one host: the one that the user named, or else the one that the programs with which
// it is shared know it for. The kind of a server, which a server or a book tells, gives it nothing. own tells that the settings of Git name the site:
// without DILEMMA_HOST, DILEMMA_TOKEN is for that one.
//
// Sources: https://cli.github.com/manual/gh_help_environment, https://docs.gitlab.com/cli/ (GITLAB_HOST), https://gitea.com/gitea/tea
// (GITEA_INSTANCE_URL), https://docs.github.com/actions/reference/workflows-and-actions/variables (GITHUB_SERVER_URL, which the runners of Forgejo and
// Gitea set too) and https://docs.gitlab.com/ci/variables/predefined_variables/ (CI_SERVER_URL).
func Token(getenv func(string) string, site *url.URL, own bool) (user, token string) {
	site = home(site)
	for _, h := range holders {
		for _, name := range h.tokens {
			if token := getenv(name); token != "" && h.isFor(getenv, site, own) {
				return h.user, token
			}
		}
	}
	return "", ""
}

// holder is a group of environment variables: those with a token, and those that name its host, of which the first that is set counts.
type holder struct {
	user          string
	tokens, hosts []string
	// usual is the host when none is named; "" for none.
	usual string
	// also reports whether a host that is named in GH_HOST is one of these tokens too.
	also func(host string) bool
	own  bool // the site in the settings of Git, when no host is named
}

// holders are the tokens that are looked for, the first one first.
var holders = []holder{
	{user: "oauth2", tokens: []string{"DILEMMA_TOKEN"}, hosts: []string{"DILEMMA_HOST"}, own: true},
	{user: "oauth2", tokens: []string{"GITLAB_TOKEN"}, hosts: []string{"GITLAB_HOST", "GL_HOST", "CI_SERVER_URL"}, usual: "gitlab.com"},
	{user: "oauth2", tokens: []string{"FORGEJO_TOKEN"}, hosts: []string{"FORGEJO_HOST", "FORGEJO_SERVER_URL"}},
	{user: "oauth2", tokens: []string{"GITEA_TOKEN"}, hosts: []string{"GITEA_INSTANCE_URL", "GITEA_SERVER_URL"}, usual: "gitea.com"},
	{user: "x-access-token", tokens: []string{"GH_TOKEN"}, usual: "github.com", also: isTenant},
	{user: "x-access-token", tokens: []string{"GITHUB_TOKEN"}, hosts: []string{"GITHUB_SERVER_URL"}, usual: "github.com", also: isTenant},
	{user: "x-access-token", tokens: []string{"GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"}, also: func(host string) bool { return host != "github.com" && !isTenant(host) }},
}

// isTenant reports whether a host is one of GitHub itself for a single customer.
func isTenant(host string) bool { return strings.HasSuffix(host, ".ghe.com") }

// isFor reports whether the tokens of a holder are for a site.
func (h holder) isFor(getenv func(string) string, site *url.URL, own bool) bool {
	for _, name := range h.hosts {
		if named := getenv(name); named != "" {
			return isNamed(named, site)
		}
	}
	if named := getenv("GH_HOST"); h.also != nil && named != "" && h.also(strings.ToLower(site.Hostname())) && isNamed(named, site) {
		return true
	}
	return h.own && own || h.usual != "" && isNamed(h.usual, site)
}

// isNamed reports whether the user who writes named, which is a host, with a port or not, or an address, means a site.
func isNamed(named string, site *url.URL) bool {
	if !strings.Contains(named, "://") {
		named = site.Scheme + "://" + named
	}
	u, err := url.Parse(named)
	return err == nil && u.Host != "" && u.User == nil && wire.Origin(u) == wire.Origin(site)
}

// home returns the site that an address of a site belongs to: GitHub and GitLab have hosts for SSH over the port of HTTPS.
// Sources: https://docs.github.com/authentication/troubleshooting-ssh/using-ssh-over-the-https-port and
// https://docs.gitlab.com/topics/git/troubleshooting_git/ (altssh.gitlab.com).
func home(site *url.URL) *url.URL {
	if name, ok := map[string]string{"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com"}[strings.ToLower(site.Host)]; ok {
		return &url.URL{Scheme: "https", Host: name}
	}
	return site
}

// isAPIOf reports whether an address of an API is one of a site: of the same origin, or of the host that GitHub has for it.
// Source: https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api.
func isAPIOf(api, site *url.URL) bool {
	if wire.Origin(api) == wire.Origin(site) {
		return true
	}
	host := strings.ToLower(site.Hostname())
	return (host == "github.com" || isTenant(host)) && isNamed("api."+host, api) && api.Scheme == "https" && site.Scheme == "https"
}
