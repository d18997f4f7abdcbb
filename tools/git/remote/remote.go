// Package remote speaks the protocol of Git with a server: it lists the references there, fetches commits and pushes one. It uses the credentials
// that the user has set up for Git, and does not need the program git. It knows nothing of dilemmas, of the index, or of working files.
//
// It never prints or stores a secret, and never puts one in an address.
package remote

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/sideband"
	"github.com/go-git/go-git/v5/plumbing/transport"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// connectTimeout is the time in which a server must accept a connection.
const connectTimeout = 20 * time.Second

// Remote is a remote in the sense of Git: a repository on a server, or in a folder, with a name in the settings of Git.
type Remote struct {
	// Name is the name in the settings, such as origin.
	Name string
	// Address is the address to fetch from, without a password.
	Address string
	// Tokens returns the names of the environment variables that may hold a token for a host, and the user name that goes with it. The first
	// variable that is set is used. It returns no names for another host than its own, so that no server gets the token of another.
	Tokens func(host string) (user string, names []string)

	fetch, push *transport.Endpoint
	settings    *repo.Settings
	web         *http.Client                  // nil until HTTPClient is called
	accepted    map[string]*githttp.BasicAuth // scheme://host[:port] → credentials that the server has accepted
}

// Open finds the remote with this name in the settings of Git. An address that is a path is relative to root. The error is an *Error of the kind
// NoRemote or Address.
func Open(settings *repo.Settings, name, root string) (*Remote, error) {
	fetch, push := settings.RemoteURL(name)
	if fetch == "" {
		return nil, &Error{Kind: NoRemote, Address: name}
	}
	r := &Remote{Name: name, settings: settings, accepted: map[string]*githttp.BasicAuth{}}
	var err error
	if r.fetch, err = endpoint(fetch, root); err != nil {
		return nil, &Error{Kind: Address, Address: withoutPassword(fetch), err: err}
	}
	if r.push, err = endpoint(push, root); err != nil {
		return nil, &Error{Kind: Address, Address: withoutPassword(push), err: err}
	}
	r.Address = address(r.fetch)
	return r, nil
}

// Pushed returns the remote that is pushed to. It is r itself, unless the setting remote.NAME.pushurl names another repository, such as a fork.
func (r *Remote) Pushed() *Remote {
	if address(r.push) == address(r.fetch) {
		return r
	}
	other := *r
	other.fetch, other.Address = r.push, address(r.push)
	return &other
}

// Host returns the host that is pushed to, without its port; like Path and Web it returns "" for a folder.
func (r *Remote) Host() string {
	if r.push.Protocol == "file" {
		return ""
	}
	return r.push.Host
}

// Path returns the path on its server of the repository that is fetched from, such as groep/dilemmas.
func (r *Remote) Path() string {
	if r.fetch.Protocol == "file" {
		return ""
	}
	return strings.TrimSuffix(strings.Trim(r.fetch.Path, "/"), ".git")
}

// Web returns the probable address on the web of the repository that is fetched from.
func (r *Remote) Web() string {
	switch r.fetch.Protocol {
	case "http", "https":
		return r.fetch.Protocol + "://" + hostPort(r.fetch) + "/" + r.Path()
	case "ssh":
		return "https://" + r.fetch.Host + "/" + r.Path()
	}
	return ""
}

// Token returns a token for the API of the server that is pushed to: the one in the environment, else the password or token that the server
// accepted over HTTPS, else "".
func (r *Remote) Token() string {
	if _, token := r.token(r.push); token != "" {
		return token
	}
	if auth := r.accepted[r.push.Protocol+"://"+hostPort(r.push)]; auth != nil && r.push.Protocol == "https" {
		return auth.Password
	}
	return ""
}

// Refs maps the full names of the references on a server to the objects that they point to.
type Refs map[plumbing.ReferenceName]plumbing.Hash

// Has reports whether one of the references with this prefix points to a commit.
func (r Refs) Has(prefix string, commit plumbing.Hash) bool {
	for name, hash := range r {
		if hash == commit && strings.HasPrefix(name.String(), prefix) {
			return true
		}
	}
	return false
}

// List returns the references on the server; none for an empty repository. The error is an *Error.
func (r *Remote) List(ctx context.Context) (Refs, error) {
	var refs Refs
	err := r.uploadPack(ctx, func(_ transport.UploadPackSession, advertised *packp.AdvRefs) error {
		refs = refsOf(advertised)
		return nil
	})
	if errors.Is(err, transport.ErrEmptyRemoteRepository) {
		return Refs{}, nil
	}
	return refs, err
}

// Fetch fetches a commit and its ancestors into a repository, in full or not at all. have are commits that the repository has already, and
// shallow are the commits at which its history is cut off. The error is an *Error.
func (r *Remote) Fetch(ctx context.Context, repository *repo.Repository, want plumbing.Hash, have, shallow []plumbing.Hash) error {
	return r.uploadPack(ctx, func(session transport.UploadPackSession, advertised *packp.AdvRefs) error {
		req := packp.NewUploadPackRequestFromCapabilities(advertised.Capabilities)
		req.Wants, req.Haves = []plumbing.Hash{want}, have
		if len(shallow) > 0 && advertised.Capabilities.Supports(capability.Shallow) {
			if err := req.Capabilities.Set(capability.Shallow); err != nil {
				return err
			}
			req.Shallows = shallow
		}
		response, err := session.UploadPack(ctx, req)
		if err != nil {
			return err
		}
		defer response.Close()
		return repository.AddPack(demux(response, req.Capabilities))
	})
}

// demux returns a reader of the pack in the answer of a server.
func demux(r io.Reader, caps *capability.List) io.Reader {
	switch {
	case caps.Supports(capability.Sideband64k):
		return sideband.NewDemuxer(sideband.Sideband64k, r)
	case caps.Supports(capability.Sideband):
		return sideband.NewDemuxer(sideband.Sideband, r)
	}
	return r
}

// uploadPack calls use with a session with git-upload-pack on the server that is fetched from.
func (r *Remote) uploadPack(ctx context.Context, use func(transport.UploadPackSession, *packp.AdvRefs) error) error {
	return r.session(ctx, r.fetch, func(auth transport.AuthMethod) error {
		client, err := r.client(r.fetch)
		if err != nil {
			return err
		}
		session, err := client.NewUploadPackSession(r.fetch, auth)
		if err != nil {
			return err
		}
		defer session.Close()
		advertised, err := session.AdvertisedReferencesContext(ctx)
		if err != nil {
			return err
		}
		return use(session, advertised)
	})
}

func refsOf(advertised *packp.AdvRefs) Refs {
	refs := Refs{}
	for name, hash := range advertised.References {
		refs[plumbing.ReferenceName(name)] = hash
	}
	return refs
}

// lines gathers the lines that a server sends beside its answer. They come in pieces; a line that ends in a carriage return is overwritten by the
// next, and left out.
type lines struct {
	rest string
	all  []string
}

func (l *lines) Write(p []byte) (int, error) {
	l.rest += string(p)
	for {
		i := strings.IndexAny(l.rest, "\r\n")
		if i < 0 {
			return len(p), nil
		}
		if l.rest[i] == '\n' { // else it shows progress
			l.all = append(l.all, strings.TrimRight(l.rest[:i], " "))
		}
		l.rest = l.rest[i+1:]
	}
}

// end adds what came after the last line break.
func (l *lines) end() {
	if l.rest != "" {
		l.all, l.rest = append(l.all, strings.TrimRight(l.rest, " ")), ""
	}
}
