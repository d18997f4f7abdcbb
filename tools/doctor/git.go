package doctor

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/mail"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/child"
)

// git looks at the program, the repository and the server.
func (e *examination) git(ctx context.Context) {
	e.gitProgram(ctx)
	if e.Root == "" {
		return
	}
	repository, err := repo.Open(e.Root)
	var form *repo.FormError
	if errors.As(err, &form) {
		e.add("repository", Warning, "form", "setting", form.Setting, "value", form.Value)
		return
	}
	if err != nil {
		e.add("repository", Warning, "repository-none")
		return
	}
	defer repository.Close()
	if repository.Shallow() {
		e.add("repository", Warning, "repository-shallow")
	} else {
		e.add("repository", OK, "repository")
	}
	found := repository.Settings()
	if found.Foreign != "" {
		e.add("repository", Warning, "foreign", "dir", found.Foreign)
		return
	}
	e.identity(found)
	e.hook(repository)
	e.server(ctx, found)
}

func (e *examination) gitProgram(ctx context.Context) {
	program, err := exec.LookPath("git")
	if err != nil {
		e.add("git", Warning, "git-absent")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out, err := child.Output(exec.CommandContext(ctx, program, "version"))
	version := strings.TrimPrefix(strings.TrimSpace(string(out)), "git version ")
	if err != nil || version == "" {
		e.add("git", Warning, "git-broken")
		return
	}
	e.add("git", OK, "git", "version", version)
}

// identity looks whether Git knows who commits, and under which name the redactie does. It shows neither.
func (e *examination) identity(found *repo.Settings) {
	set := func(variable string, keys ...string) bool {
		for _, key := range keys {
			if found.Get(key) != "" {
				return true
			}
		}
		return os.Getenv(variable) != ""
	}
	if set("GIT_AUTHOR_NAME", "author.name", "user.name") && set("GIT_AUTHOR_EMAIL", "author.email", "user.email") {
		e.add("identity", OK, "identity")
	} else {
		e.add("identity", Warning, "identity-none")
	}
	who, err := mail.ParseAddress(e.settings.Text("redactie"))
	if err != nil || who.Name == "" {
		e.add("redactie", Warning, "redactie-none")
		return
	}
	e.add("redactie", OK, "redactie")
}

// hookLine is what a pre-push hook that searches has in it.
const hookLine = "scan --pre-push"

// hook looks for the pre-push hook, and for the program that it runs.
func (e *examination) hook(repository *repo.Repository) {
	dir, used := repository.HooksDir()
	text, err := os.ReadFile(filepath.Join(dir, "pre-push"))
	_, absent := exec.LookPath("dilemma")
	switch {
	case !used:
		e.add("hook", Warning, "hook-elsewhere")
	case err != nil:
		e.add("hook", Warning, "hook-none")
	case !bytes.Contains(text, []byte(hookLine)):
		e.add("hook", Warning, "hook-other")
	case absent != nil:
		e.add("hook", Warning, "hook-program")
	default:
		e.add("hook", OK, "hook")
	}
}

// server looks whether the server can be reached, of which kind it is, and how it merges.
func (e *examination) server(ctx context.Context, found *repo.Settings) {
	name, branch := e.settings.Published()
	server, err := remote.Open(found, name)
	if err != nil {
		e.add("remote", Warning, "remote-none", "remote", name)
		return
	}
	kind := forge.Kind(e.settings.Text("forge", "kind"))
	if hosts, err := forge.ReadHosts(e.Book); kind == "" && err == nil {
		kind = hosts.Kind(server.Host())
	}
	if e.Offline {
		e.add("remote", OK, "remote-offline", "remote", name)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	server.Patience = wire.Patience{Notice: time.Hour, Grace: patience, Work: patience, Rate: wire.Usual.Rate}
	server.Tokens = func(page *url.URL) (user, token string) { return forge.Token(os.Getenv, page, server.Own(page)) }
	refs, err := server.List(ctx)
	if err != nil {
		e.unreachable(name, err)
		return
	}
	if kind == "" && server.Host() != "" {
		kind = forge.Ask(ctx, server.HTTPClient, server.Web())
	}
	label := kindName(kind)
	if _, ok := refs[plumbing.NewBranchReferenceName(branch)]; !ok {
		e.add("remote", Warning, "remote-branch", "remote", name, "kind", label, "branch", branch)
	} else {
		e.add("remote", OK, "remote", "remote", name, "kind", label, "branch", branch)
	}
	if server.Host() != "" {
		e.merging(ctx, server, kind)
		e.form(ctx, server.HTTPClient())
	}
}

// form tells whether the form of the site can hand in on the server, where the settings say that it does.
func (e *examination) form(ctx context.Context, client *wire.Client) {
	id := e.settings.Text("forge", "oauth_client")
	if id == "" {
		return
	}
	repository, err := url.Parse(strings.TrimSuffix(e.settings.Text("forge", "repository"), "/"))
	site, siteErr := url.Parse(e.settings.BaseURL)
	if err != nil || siteErr != nil || repository.Host == "" || site.Host == "" {
		e.add("form", Warning, "form-address")
		return
	}
	kind := forge.Kind(e.settings.Text("forge", "kind"))
	if hosts, err := forge.ReadHosts(e.Book); kind == "" && err == nil {
		kind = hosts.Kind(repository.Hostname())
	}
	if !slices.Contains([]forge.Kind{forge.Gitea, forge.Forgejo, forge.GitLab}, kind) || !wire.Private(repository) {
		e.add("form", Warning, "form-kind")
		return
	}
	origin, back := site.Scheme+"://"+site.Host, site.JoinPath("canvas/inloggen.html").String()
	found := forge.AskLogin(ctx, client, kind, repository, forge.Page{Origin: origin, Redirect: back, Client: id})
	if found == forge.LoginReady {
		e.add("form", OK, "form-ready")
		return
	}
	e.add("form", Warning, "form-"+cmp.Or(string(found), "unknown"), "origin", origin, "back", back)
}

// unreachable tells why a server did not answer, without its address.
func (e *examination) unreachable(name string, err error) {
	var refused *remote.Error
	if errors.As(err, &refused) {
		switch refused.Kind {
		case remote.NoCredentials, remote.Refused, remote.Forbidden, remote.NotFound:
			e.add("remote", Warning, "remote-refused", "remote", name)
			return
		case remote.Certificate, remote.HostUnknown, remote.HostChanged:
			e.add("remote", Warning, "remote-untrusted", "remote", name)
			return
		case remote.NoGit:
			e.add("remote", Warning, "remote-no-git", "remote", name)
			return
		}
	}
	e.add("remote", Warning, "remote-unreachable", "remote", name)
}

// merging tells whether the server is set to merge a proposal as it is, without the name of an account, where it tells that.
func (e *examination) merging(ctx context.Context, server *remote.Remote, kind forge.Kind) {
	site := server.Site()
	how := forge.HowMerges(ctx, kind, forge.Repository{
		Web: server.Web(), Site: site, Path: server.Path(), Pushed: server.Pushed().Path(), Client: server.HTTPClient,
		Token: func() string {
			_, token := server.Tokens(site)
			return token
		},
	})
	switch how {
	case forge.Keeps:
		e.add("merging", OK, "merging")
	case forge.Offers, forge.Lacks:
		e.add("merging", Warning, "merging-other")
	default:
		e.add("merging", Warning, "merging-unknown")
	}
}

// kindName returns the name of a kind of server as its makers write it, or Git.
func kindName(kind forge.Kind) string {
	names := map[forge.Kind]string{forge.GitLab: "GitLab", forge.Forgejo: "Forgejo", forge.Gitea: "Gitea", forge.GitHub: "GitHub"}
	if name, ok := names[kind]; ok {
		return name
	}
	return "Git"
}
