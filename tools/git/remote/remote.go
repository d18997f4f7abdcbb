// Package remote speaks the protocol of Git with a server: it lists the references there, fetches commits and pushes one. It uses the credentials
// that the user has set up for Git, and does not need the program git. It knows nothing of dilemmas, of the index, or of working files.
//
// It never prints or stores a secret, and never puts one in an address.
package remote

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/pktline"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/sideband"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/kevinburke/ssh_config"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// connectTimeout is the time in which a server must accept a connection.
const connectTimeout = 10 * time.Second

// Remote is a remote in the sense of Git: a repository on a server, or in a folder, with a name in the settings of Git.
type Remote struct {
	// Name is the name in the settings, such as origin.
	Name string
	// Address is the address to fetch from, without a password.
	Address string
	// Tokens returns the token that the user has for the server of a page, and the user name that goes with it; both are "" when there is none.
	Tokens func(page *url.URL) (user, token string)
	// Patience is how long a server may take.
	Patience wire.Patience
	// Silent reports that the user is asked nothing: who needs a login that has to be typed gets none.
	Silent bool
	// Waiting is told the host of a server that takes long; nil tells nobody. It may be called from another goroutine.
	Waiting func(host string)

	own         bool   // origin, the only remote, or one that the user pushes to
	pushName    string // of the remote that is pushed to, when it is another
	fetch, push *transport.Endpoint
	settings    *repo.Settings
	web         *wire.Client      // nil until HTTPClient is called
	accepted    map[string]*login // origin → the login that the server has accepted
}

// Open finds the remote with this name in the settings of Git. The error is an *Error of the kind NoRemote, Address, Unsafe or Foreign.
func Open(settings *repo.Settings, name string) (*Remote, error) {
	if settings.Foreign != "" {
		return nil, &Error{Kind: Foreign, Address: settings.Foreign}
	}
	fetch, push := settings.RemoteURL(name)
	if fetch == "" {
		return nil, &Error{Kind: NoRemote, Address: name}
	}
	r := &Remote{Name: name, own: name == "origin" || len(settings.Remotes()) == 1, settings: settings, accepted: map[string]*login{}}
	var err error
	if r.fetch, err = endpoint(fetch, settings.Top); err != nil {
		return nil, err
	}
	if r.push, err = endpoint(push, settings.Top); err != nil {
		return nil, err
	}
	r.Address = address(r.fetch)
	return r, nil
}

// PushAs makes a push go where `git push` takes a branch with this name: to another remote when branch.….pushRemote or remote.pushDefault names one, such as a
// fork. These are settings of the user, so that its server is the user's own. The error is an *Error of the kind Address or Unsafe.
func (r *Remote) PushAs(branch string) error {
	name := r.settings.PushRemote(branch, r.Name)
	if name == r.Name {
		return nil
	}
	_, push := r.settings.RemoteURL(name)
	ep, err := endpoint(push, r.settings.Top)
	if err != nil {
		return err
	}
	r.push, r.pushName, r.own = ep, name, true
	return nil
}

// PushName returns the name in the settings of the remote that is pushed to.
func (r *Remote) PushName() string { return cmp.Or(r.pushName, r.Name) }

// Pushed returns the remote that is pushed to. It is r itself, unless the setting remote.NAME.pushurl names another repository, such as a fork.
func (r *Remote) Pushed() *Remote {
	if address(r.push) == address(r.fetch) {
		return r
	}
	other := *r
	other.fetch, other.Address = r.push, address(r.push)
	return &other
}

// Sibling returns a remote for another repository on the server that is pushed to, which is reached in the same way and with the same login.
func (r *Remote) Sibling(path string) *Remote {
	ep := *r.push
	ep.Path = path + ".git"
	if strings.HasPrefix(r.push.Path, "/") {
		ep.Path = "/" + ep.Path
	}
	other := *r
	other.fetch, other.push, other.Address = &ep, &ep, address(&ep)
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
	if r.fetch.Protocol == "file" {
		return ""
	}
	return siteOf(r.fetch).JoinPath(r.Path()).String()
}

// Site returns the address of the web server at the host that is pushed to, without a path: the only one that may get a secret of that host. It is
// nil for a folder, and when another host is fetched from.
func (r *Remote) Site() *url.URL {
	if r.push.Protocol == "file" || r.fetch.Protocol == "file" {
		return nil
	}
	site := siteOf(r.push)
	if wire.Origin(site) != wire.Origin(siteOf(r.fetch)) {
		return nil
	}
	return site
}

// Own reports whether the settings of Git alone say that a page is at the server of the user: the one that origin, or the only remote, is pushed to. Of
// several remotes, a file that somebody else wrote may have chosen this one.
func (r *Remote) Own(page *url.URL) bool {
	return r.own && r.push.Protocol != "file" && wire.Origin(page) == wire.Origin(siteOf(r.push))
}

// siteOf returns the address of the web server at the host of an endpoint. For SSH that is the same host, as the configuration of SSH calls it.
func siteOf(ep *transport.Endpoint) *url.URL {
	if ep.Protocol == "ssh" {
		return &url.URL{Scheme: "https", Host: cmp.Or(ssh_config.Get(ep.Host, "Hostname"), ep.Host)}
	}
	return &url.URL{Scheme: ep.Protocol, Host: hostPort(ep)}
}

// OverHTTP reports whether a push goes over HTTP, where a server may ask for a login.
func (r *Remote) OverHTTP() bool { return isHTTP(r.push) }

// Login returns the user name and the password or token that the server that is pushed to has accepted over HTTP; both are "" when there are none.
func (r *Remote) Login() (user, password string) {
	if isHTTP(r.push) {
		if good := r.accepted[originOf(r.push)]; good != nil {
			return good.user, good.password
		}
	}
	return "", ""
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
	err := r.session(ctx, r.fetch, uploadPack, func(server *exchange) error {
		refs = refsOf(server.advertised)
		return nil
	})
	return refs, err
}

// Fetch fetches commits and their ancestors into a repository, in full or not at all. have are commits that the repository has already, and
// shallow are the commits at which its history is cut off. The error is an *Error.
func (r *Remote) Fetch(ctx context.Context, repository *repo.Repository, wants, have, shallow []plumbing.Hash) error {
	return r.session(ctx, r.fetch, uploadPack, func(server *exchange) error {
		req := packp.NewUploadPackRequestFromCapabilities(server.advertised.Capabilities)
		req.Wants, req.Haves = wants, have
		if len(shallow) > 0 && server.advertised.Capabilities.Supports(capability.Shallow) {
			if err := req.Capabilities.Set(capability.Shallow); err != nil {
				return err
			}
			req.Shallows = shallow
		}
		answer, err := server.send(func(w io.Writer) error {
			// Over HTTP the haves end without a flush: the server would wait for more.
			return errors.Join(req.UploadRequest.Encode(w), req.UploadHaves.Encode(w, !r.isHTTP()), pktline.NewEncoder(w).EncodeString("done\n"))
		})
		if err != nil {
			return err
		}
		response := packp.NewUploadPackResponse(req)
		if err := response.Decode(io.NopCloser(answer)); err != nil {
			return err
		}
		return repository.AddPack(demux(response, req.Capabilities))
	})
}

// isHTTP reports whether the remote is fetched from over HTTP.
func (r *Remote) isHTTP() bool { return isHTTP(r.fetch) }

// session calls use with a conversation with a service, with the credentials of the user, one after another, until the server accepts one. The
// error is an *Error, or one that failure returns as it is.
func (r *Remote) session(ctx context.Context, ep *transport.Endpoint, s service, use func(*exchange) error) error {
	run := func(login *login, keys *sshAuth) (in bool, err error) {
		server, err := r.open(ctx, ep, s, login, keys)
		if err != nil {
			return false, err
		}
		defer server.close()
		return true, server.why(use(server))
	}
	switch ep.Protocol {
	case "http", "https":
		return failure(r.sessionHTTP(ctx, ep, func(login *login) (bool, error) { return run(login, nil) }), ep)
	case "ssh":
		if program := r.sshProgram(ep, s); program != nil {
			return failure(sessionProgram(ep, shown(program), func() error { _, err := run(nil, nil); return err }), ep)
		}
		return failure(sessionSSH(ep, func(keys *sshAuth) error { _, err := run(nil, keys); return err }), ep)
	}
	_, err := run(nil, nil)
	return failure(err, ep)
}

// demux returns a reader of the pack in the answer of a server.
func demux(r io.Reader, caps *capability.List) io.Reader {
	kind := sideband.Sideband
	switch {
	case caps.Supports(capability.Sideband64k):
		kind = sideband.Sideband64k
	case !caps.Supports(capability.Sideband):
		return r
	}
	d := sideband.NewDemuxer(kind, r)
	progress := quota(maxAnswer)
	d.Progress = &progress
	return d
}

// quota takes that many bytes, and then gives wire.ErrTooMuch.
type quota int

func (q *quota) Write(p []byte) (int, error) {
	if *q -= quota(len(p)); *q < 0 {
		return 0, wire.ErrTooMuch
	}
	return len(p), nil
}

func refsOf(advertised *packp.AdvRefs) Refs {
	refs := Refs{}
	for name, hash := range advertised.References {
		refs[plumbing.ReferenceName(name)] = hash
	}
	return refs
}

// lines gathers the lines that a server sends beside its answer. They come in pieces; a line that ends in a carriage return is overwritten by the
// next, and left out. What comes after maxLines bytes is left out too.
type lines struct {
	rest string
	all  []string
	size int
}

// maxLines is the number of bytes at most that are kept of what a server says beside its answer.
const maxLines = 1 << 16

func (l *lines) Write(p []byte) (int, error) {
	whole := len(p)
	p = p[:min(len(p), maxLines-l.size)]
	l.size += len(p)
	l.rest += string(p)
	for {
		i := strings.IndexAny(l.rest, "\r\n")
		if i < 0 {
			return whole, nil
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
