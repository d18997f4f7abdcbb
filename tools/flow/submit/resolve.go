package submit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"os"
	"path"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal/wording"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// resolveFiles reads the files of the proposal: those of the dilemma in the casebook, or Options.From.
func (s *submission) resolveFiles() error {
	var err error
	if s.From != nil {
		if s.Slug == "" {
			s.Slug = casebook.Slug(wording.Name(s.From))
		}
		if !casebook.ValidSlug(s.Slug) {
			return ErrNoSlug
		}
		places := casebook.Places(s.Slug)
		place := places[0]
		if len(s.Beside) > 0 {
			place = places[1]
		}
		s.files = []proposal.File{proposal.NewFile(place, s.From)}
		for _, f := range s.Beside {
			s.files = append(s.files, proposal.NewFile(path.Join(path.Dir(place), f.Path), f.Data))
		}
	} else if !casebook.ValidSlug(s.Slug) {
		return proposal.ErrNotFound
	} else if s.files, s.result.Left, err = proposal.Files(casebook.DirFS(s.Root), s.Slug); err != nil {
		return err
	}
	s.result.Slug = s.Slug
	if err := s.convert(); err != nil {
		return err
	}
	for _, f := range s.files {
		s.result.Files = append(s.result.Files, f.Path)
		s.proposed[f.Path] = f.Hash()
	}
	return nil
}

// convert makes of the files what `git add` would make of them, so that the proposal does not differ from what a commit of the user would hold. The error is a
// *repo.ConvertError.
func (s *submission) convert() error {
	git := s.repo.Converter()
	head, _ := s.repo.Commit("HEAD") // there may be no commit yet
	for i, f := range s.files {
		var before []byte
		if head != nil {
			if entry, err := s.repo.Entry(head.TreeHash, path.Join(s.repo.Prefix, f.Path)); err == nil && entry.Mode.IsFile() {
				_, before, _ = repo.Read(s.repo.Store, entry.Hash)
			}
		}
		var err error
		if s.files[i].Data, err = git.Convert(f.Path, f.Data, before); err != nil {
			return err
		}
		s.files[i].Path = git.Name(f.Path)
	}
	return nil
}

// resolveServer finds where the proposal is pushed to.
func (s *submission) resolveServer() error {
	s.result.Proposal.Slug = s.Slug
	if err := s.server.PushAs(s.result.Proposal.Branch()); err != nil {
		return err
	}
	s.result.Address = s.server.Pushed().Address
	s.record = readRecord(s.repo, s.server.Name, s.Slug)
	return nil
}

// resolveAuthor finds the author of the commit: that of the settings of Git, or with Options.AsRedactie that of hugo.toml. The error is ErrIdentity
// or ErrRedactie.
func (s *submission) resolveAuthor() error {
	s.author.When = s.Now
	if s.AsRedactie {
		who, err := mail.ParseAddress(s.config.Text("redactie"))
		if err != nil || who.Name == "" {
			return ErrRedactie
		}
		s.author.Name, s.author.Email = who.Name, who.Address
		s.author.When = s.Now.UTC() // the time zone may identify a person
	} else {
		s.author.Name = cmp.Or(os.Getenv("GIT_AUTHOR_NAME"), s.settings.Get("author.name"), s.settings.Get("user.name"))
		s.author.Email = cmp.Or(os.Getenv("GIT_AUTHOR_EMAIL"), s.settings.Get("author.email"), s.settings.Get("user.email"), os.Getenv("EMAIL"))
		if s.author.Name == "" || s.author.Email == "" {
			return ErrIdentity
		}
	}
	s.result.Unsigned = !s.AsRedactie && s.settings.Bool("commit.gpgSign")
	s.result.Author = fmt.Sprintf("%s <%s>", s.author.Name, s.author.Email)
	return nil
}

// resolveForge finds the kind of the server: from hugo.toml, from its host name, or by asking its API. Where a token goes follows from the environment
// and the settings of Git alone: hugo.toml may be of somebody else.
func (s *submission) resolveForge(ctx context.Context) {
	s.server.Patience, s.server.Waiting = s.Patience, s.Waiting
	kind := forge.Kind(s.config.Text("forge", "kind"))
	web := cmp.Or(strings.TrimSuffix(s.config.Text("forge", "repository"), "/"), s.server.Web())
	if kind == "" {
		kind = s.Hosts.Kind(s.server.Host())
	}
	if kind == "" {
		kind = forge.Ask(ctx, s.server.HTTPClient, s.server.Web())
	}
	s.server.Tokens = func(page *url.URL) (user, token string) { return forge.Token(os.Getenv, page, s.server.Own(page)) }
	s.onServer = proposal.OnServer(s.server)
	s.onServer.Web = web
	s.forge = forge.New(kind, s.onServer)
	s.to = s.server.Pushed()
	s.result.Kind = kind
}

// resolveBase asks the server for the newest commit of the published branch, and fetches it when the repository lacks it. The error is a
// *NoBranchError, outgoing.ErrMissing, or one of remote.
func (s *submission) resolveBase(ctx context.Context) error {
	var err error
	if s.refs, err = s.server.List(ctx); err != nil {
		return err
	}
	tip, found := s.refs[plumbing.NewBranchReferenceName(s.target)]
	if !found {
		return &NoBranchError{s.server.Name, s.target}
	}
	if err := s.server.Bring(ctx, s.repo, tip); err != nil {
		return err
	}
	if s.base, err = object.GetCommit(s.repo.Store, tip); err != nil {
		return errors.Join(outgoing.ErrMissing, err)
	}
	s.result.Base = tip.String()
	s.setTracking(s.server.Name, s.target, tip)
	s.inBase, err = proposal.FilesIn(s.repo, s.base, s.Slug)
	return err
}

// track sets the remote-tracking branch of the proposal, where the settings of Git have a name for its server.
func (s *submission) track(commit plumbing.Hash) {
	if s.result.Proposal.From == "" {
		s.setTracking(s.to.PushName(), s.result.Proposal.Branch(), commit)
	}
}

// setTracking sets the remote-tracking branch, as git fetch and git push do. An error does no harm: nothing here reads it.
func (s *submission) setTracking(remote, branch string, commit plumbing.Hash) {
	_ = s.repo.SetRemote(remote, branch, commit)
}
