// Package remote talks the protocol of Git with the server that holds the repository: it asks which branches there are, fetches commits and
// pushes one. It proves who the user is in the ways that users of Git have set up already, and needs no git. It knows nothing of dilemmas, of
// the index, or of working files.
//
// Nothing secret is printed, kept, or put in an address.
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

// connectTimeout is how long a server may take to answer at all.
const connectTimeout = 20 * time.Second

// Remote is a server, as the settings of Git name it.
type Remote struct {
	// Name is the name in the settings, such as origin.
	Name string
	// Address is where it is fetched from, without a password.
	Address string
	// Tokens names the environment variables that may hold a token for a host, with the user name that goes with it; the first that is set is
	// used. It names none for a host that it does not know, so that no server gets the token of another.
	Tokens func(host string) (user string, names []string)

	fetch, push *transport.Endpoint
	settings    *repo.Settings
	web         *http.Client                  // made when it is asked for
	accepted    map[string]*githttp.BasicAuth // what a server has accepted, by scheme and host
}

// Open finds the remote with this name in the settings. Paths are relative to root. The error is an *Error of the kind NoRemote or Address.
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

// Pushed returns the remote as it is pushed to: another place than it is fetched from where remote.….pushurl says so, as with a fork.
func (r *Remote) Pushed() *Remote {
	if address(r.push) == address(r.fetch) {
		return r
	}
	other := *r
	other.fetch, other.Address = r.push, address(r.push)
	return &other
}

// Host returns the name of the server that is pushed to; like Path and Web it is "" for a folder.
func (r *Remote) Host() string {
	if r.push.Protocol == "file" {
		return ""
	}
	return r.push.Host
}

// Path returns the place on its server of the repository that is fetched from, such as groep/dilemmas.
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

// Token returns what may prove to the API of the server that is pushed to who the user is: the token of the environment, else the password or
// token that the server accepted over https, or "".
func (r *Remote) Token() string {
	if _, token := r.token(r.push); token != "" {
		return token
	}
	if auth := r.accepted[r.push.Protocol+"://"+hostPort(r.push)]; auth != nil && r.push.Protocol == "https" {
		return auth.Password
	}
	return ""
}

// Refs are the references on the server by their names.
type Refs map[plumbing.ReferenceName]plumbing.Hash

// Has reports whether one of the references that begin so points to a commit.
func (r Refs) Has(prefix string, commit plumbing.Hash) bool {
	for name, hash := range r {
		if hash == commit && strings.HasPrefix(name.String(), prefix) {
			return true
		}
	}
	return false
}

// List asks the server for its references. An empty repository has none. The error is an *Error.
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

// Fetch gets a commit, with all that it needs and that the repository does not have; have are commits that it has. What it gets is there whole or
// not at all. The error is an *Error.
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

// demux takes the pack from what the server sends.
func demux(r io.Reader, caps *capability.List) io.Reader {
	switch {
	case caps.Supports(capability.Sideband64k):
		return sideband.NewDemuxer(sideband.Sideband64k, r)
	case caps.Supports(capability.Sideband):
		return sideband.NewDemuxer(sideband.Sideband, r)
	}
	return r
}

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

// lines gathers what the server says on the side. It sends its lines in pieces, and writes over some with a carriage return.
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
		if l.rest[i] == '\n' { // else progress that the next line writes over
			l.all = append(l.all, strings.TrimRight(l.rest[:i], " "))
		}
		l.rest = l.rest[i+1:]
	}
}

func (l *lines) end() {
	if l.rest != "" {
		l.all, l.rest = append(l.all, strings.TrimRight(l.rest, " ")), ""
	}
}
