package proposal

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// State is what became of a proposal, as far as is known.
type State string

const (
	Open   State = "open"
	Merged State = "merged" // all that it proposes is on the published branch, in whatever way it came there
	Closed State = "closed" // the server says that it is not open, and its files are not here to tell whether it was merged
	Other  State = "other"  // it changes no dilemma
)

// Proposal is a proposal on the server of the published branch.
type Proposal struct {
	// Number is the number of its merge request; 0 for a branch of which none is known.
	Number int
	// Ref is the reference on the server that holds it, such as refs/pull/12/head, refs/merge-requests/12/head or refs/heads/dilemma/park.
	Ref plumbing.ReferenceName
	// Branch is the branch on the server with the same last commit, without refs/heads/; "" when there is none, as with AGit or a fork.
	Branch string
	// Commit is its last commit. The clone has it when State is Open; else remote.Remote.Bring fetches it.
	Commit plumbing.Hash
	// Slugs are the dilemmas that it changes, sorted, and Entries these in the folder of dilemmas; none when it is not Open.
	Slugs   []string
	Entries []Entry
	State   State // empty when the clone lacks it and nothing is known
}

// InGitLab reports whether the server keeps the proposal as GitLab does.
func (p Proposal) InGitLab() bool { return strings.HasPrefix(p.Ref.String(), inGitLab) }

// Name returns what its server calls it: #12 or, in GitLab, !12. Without a number it is the branch.
func (p Proposal) Name() string {
	switch {
	case p.Number == 0:
		return p.Branch
	case p.InGitLab():
		return "!" + strconv.Itoa(p.Number)
	}
	return "#" + strconv.Itoa(p.Number)
}

// Branch is a branch that the clone knows, of the user or of a server, that proposes something.
type Branch struct {
	Name    string // as git shows it, such as dilemma/park or origin/dilemma/park
	Entries []Entry
}

// Proposals are the proposals on the server of the published branch, as the clone knows them.
type Proposals struct {
	// Remote is the name of the server in Git.
	Remote string
	// Open are those that are not merged or closed, by number; those without a number come last, by branch.
	Open []Proposal
	// Branches are the branches of the clone, by name, that hold what is not merged: those of the server, of other servers and of the user.
	Branches []Branch
	// Published are the entries in the folder of dilemmas on the published branch, by name.
	Published map[string]plumbing.Hash
	// Since is when the server last told which proposals there are; zero when it never did.
	Since time.Time
	// Told reports whether the server said then which numbers are open. If not, there may be closed ones among them.
	Told bool
	// Later is the number of references that were left for a next time: no more than maxNew are fetched at once.
	Later int
	// Truncated is set when the clone lacks a part of the history, so that merged ones may be among them.
	Truncated bool

	all []Proposal // whatever became of them
}

// ErrUnknown means that no proposal has the name.
var ErrUnknown = errors.New("no such proposal")

// SeveralError means that more than one open proposal changes the dilemma with a slug.
type SeveralError struct {
	Slug      string
	Proposals []Proposal
}

func (e *SeveralError) Error() string { return "several proposals for " + e.Slug }

// Connect opens the server of the published branch, with the tokens of the user. The error is an *remote.Error.
func Connect(r *repo.Repository, published *Published) (*remote.Remote, error) {
	server, err := remote.Open(r.Settings(), published.Remote)
	if err != nil {
		return nil, err
	}
	server.Tokens = func(page *url.URL) (user, token string) { return forge.Token(os.Getenv, page, server.Own(page)) }
	return server, nil
}

// OnServer returns the repository that a server is fetched from, to ask its API about proposals there with the token of the user, or else with the login that
// the server has accepted.
func OnServer(server *remote.Remote) forge.Repository {
	site := server.Site()
	return forge.Repository{Web: server.Web(), Site: site, Path: server.Path(), Pushed: server.Pushed().Path(), Client: server.HTTPClient, Login: server.Login, Token: func() string {
		if site == nil {
			return ""
		}
		_, token := server.Tokens(site)
		return token
	}}
}

// The folders in which servers keep the last commit of each proposal, as N/head, and the one in which the clone keeps those that are open, below the name of
// the server. Sources: https://docs.gitlab.com/user/project/merge_requests/versions/ and
// https://docs.github.com/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/checking-out-pull-requests-locally, which Gitea and
// Forgejo follow (https://forgejo.org/docs/latest/user/agit-support/).
const (
	inGitLab = "refs/merge-requests/"
	inOthers = "refs/pull/"
	kept     = "refs/dilemma/"
)

// NumberOf returns the number of a proposal, when a reference on a server holds one.
func NumberOf(ref plumbing.ReferenceName) (number int, ok bool) {
	for _, folder := range []string{inGitLab, inOthers} {
		if rest, ok := strings.CutPrefix(ref.String(), folder); ok {
			digits, head, _ := strings.Cut(rest, "/")
			number, err := strconv.Atoi(digits)
			return number, err == nil && number > 0 && head == "head" && strconv.Itoa(number) == digits
		}
	}
	return 0, false
}

// Head returns the reference on a server with the last commit of a proposal, the other way round.
func Head(kind forge.Kind, number int) plumbing.ReferenceName {
	folder := inOthers
	if kind == forge.GitLab {
		folder = inGitLab
	}
	return plumbing.ReferenceName(folder + strconv.Itoa(number) + "/head")
}

// keptAs returns the reference here for one on a server that holds a numbered proposal: refs/dilemma/origin/pull/12 for refs/pull/12/head.
func keptAs(server string, ref plumbing.ReferenceName) plumbing.ReferenceName {
	name := strings.TrimSuffix(strings.TrimPrefix(ref.String(), "refs/"), "/head")
	return plumbing.ReferenceName(kept + server + "/" + name)
}

// keptFor returns the reference on a server for one here, the other way round.
func keptFor(server string, here plumbing.ReferenceName) (plumbing.ReferenceName, bool) {
	name, ok := strings.CutPrefix(here.String(), kept+server+"/")
	ref := plumbing.ReferenceName("refs/" + name + "/head")
	_, isNumber := NumberOf(ref)
	return ref, ok && isNumber
}

// nameOfKept returns what a server calls the proposal that is kept at a reference here, such as #12; "" when it is none.
func nameOfKept(here plumbing.ReferenceName) string {
	folder, digits := path.Split(here.String())
	server, ok := strings.CutPrefix(path.Dir(path.Clean(folder)), kept)
	ref, isKept := keptFor(server, here)
	if number, err := strconv.Atoi(digits); ok && isKept && err == nil {
		return Proposal{Number: number, Ref: ref}.Name()
	}
	return ""
}

// Known returns the proposals as the clone knows them since the last Refresh and the last git fetch. It asks no server. The error is one of reading the
// repository.
func Known(r *repo.Repository, published *Published) (*Proposals, error) {
	here, err := references(r)
	if err != nil {
		return nil, err
	}
	refs, m := remote.Refs{}, &memory{}
	if slices.Contains(r.Settings().Remotes(), published.Remote) { // else what was kept of it is of a server that the user took away
		refs, m = refsOf(here, published.Remote), readMemory(r, published.Remote)
	}
	return assemble(r, published, here, refs, m)
}

// references returns the references of the clone.
func references(r *repo.Repository) (map[plumbing.ReferenceName]plumbing.Hash, error) {
	all, err := r.Store.IterReferences()
	if err != nil {
		return nil, err
	}
	here := map[plumbing.ReferenceName]plumbing.Hash{}
	return here, all.ForEach(func(ref *plumbing.Reference) error {
		if ref.Type() == plumbing.HashReference {
			here[ref.Name()] = ref.Hash()
		}
		return nil
	})
}

// refsOf returns the references on a server as the clone knows them.
func refsOf(here map[plumbing.ReferenceName]plumbing.Hash, server string) remote.Refs {
	refs := remote.Refs{}
	for name, hash := range here {
		if branch, ok := strings.CutPrefix(name.String(), "refs/remotes/"+server+"/"); ok {
			refs[plumbing.NewBranchReferenceName(branch)] = hash
		} else if ref, ok := keptFor(server, name); ok {
			refs[ref] = hash
		}
	}
	return refs
}

// assemble compares what the server and the clone have with the published branch. refs are the references on the server; those whose commit the clone lacks are
// only known by name. It adds to memory what it finds.
func assemble(r *repo.Repository, published *Published, here map[plumbing.ReferenceName]plumbing.Hash, refs remote.Refs, m *memory) (*Proposals, error) {
	p := &Proposals{Remote: published.Remote, Since: m.Asked, Told: m.Told}
	if published.Commit == nil {
		return p, nil
	}
	c, err := newComparison(r, published.Commit)
	if err != nil {
		return nil, err
	}
	p.Published = c.published
	var commits []plumbing.Hash
	for ref, hash := range refs {
		if _, isNumber := NumberOf(ref); isNumber && !m.isSettled(ref, hash) || ref.IsBranch() {
			commits = append(commits, hash)
		}
	}
	for ref, hash := range here {
		if ref.IsBranch() || ref.IsRemote() {
			commits = append(commits, hash)
		}
	}
	judged := c.judge(commits)
	p.Truncated = c.truncated

	named := map[plumbing.Hash]string{} // the branch on the server
	for ref, hash := range refs {
		if name := ref.Short(); ref.IsBranch() && name != published.Branch && (named[hash] == "" || name < named[hash]) {
			named[hash] = name
		}
	}
	isOpen, isClosed := map[plumbing.Hash]bool{}, m.closed()
	for ref, hash := range refs {
		number, ok := NumberOf(ref)
		if !ok {
			continue
		}
		one := Proposal{Number: number, Ref: ref, Branch: named[hash], Commit: hash, State: m.state(ref, hash)}
		if v, here := judged[hash]; here && !m.isSettled(ref, hash) {
			one.State = v.state
			if v.state != Open && !c.truncated {
				m.settle(ref, hash, v.state)
			}
			one.take(r, v)
		}
		isOpen[hash] = isOpen[hash] || one.State == Open
		p.all = append(p.all, one)
	}
	for ref, hash := range refs {
		if v, here := judged[hash]; here && ref.IsBranch() && ref.Short() != published.Branch {
			one := Proposal{Ref: ref, Branch: ref.Short(), Commit: hash, State: v.state}
			if isClosed[hash] && !isOpen[hash] {
				one.State = Closed
			}
			one.take(r, v)
			if !isOpen[hash] || named[hash] != one.Branch { // else it is that of a number
				p.all = append(p.all, one)
			}
		}
	}
	slices.SortFunc(p.all, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(uint(a.Number-1), uint(b.Number-1)), strings.Compare(a.Branch, b.Branch), strings.Compare(string(a.Ref), string(b.Ref)))
	})
	for _, one := range p.all {
		if one.State == Open && len(one.Entries) > 0 {
			p.Open = append(p.Open, one)
		}
	}
	for ref, hash := range here {
		v, known := judged[hash]
		if !ref.IsBranch() && !ref.IsRemote() {
			continue
		}
		if branch, ofServer := strings.CutPrefix(ref.String(), "refs/remotes/"+published.Remote+"/"); ofServer && len(refs) > 0 {
			if _, there := refs[plumbing.NewBranchReferenceName(branch)]; !there {
				continue // it is gone there
			}
		}
		if known && v.state == Open && len(v.entries) > 0 && (isOpen[hash] || !isClosed[hash]) {
			p.Branches = append(p.Branches, Branch{ref.Short(), v.entries})
		}
	}
	slices.SortFunc(p.Branches, func(a, b Branch) int { return strings.Compare(a.Name, b.Name) })
	return p, nil
}

// take takes over what a proposal that is open changes.
func (p *Proposal) take(r *repo.Repository, v verdict) {
	if p.State != Open {
		return
	}
	p.Entries = v.entries
	for _, e := range v.entries {
		if page, ok := FindPage(r, e); ok && !slices.Contains(p.Slugs, page.Slug) {
			p.Slugs = append(p.Slugs, page.Slug)
		}
	}
	slices.Sort(p.Slugs)
}

// maxNew is the number of references at most that are fetched at once.
const maxNew = 500

// Refresh asks the server for its proposals, and fetches at once what the clone lacks of them and of the published branch. It keeps the open ones below
// refs/dilemma/, sets the remote-tracking branches as git fetch does, and brings published up to date. What is merged or closed is remembered, so that it is
// fetched and looked at once only. Where the clone can't keep the references, as while git puts them together, that waits for a next time. The error is an
// *remote.Error, or one of reading the repository or of writing objects.
//
// A branch and a number with the same last commit are one proposal. Git alone can't tell that a proposal was closed without being merged, for servers keep its
// reference: that the API of the server tells, when it does so without a token or with the one of the user.
func Refresh(ctx context.Context, server *remote.Remote, r *repo.Repository, published *Published) (*Proposals, error) {
	refs, err := server.List(ctx)
	if err != nil {
		return nil, err
	}
	here, err := references(r)
	if err != nil {
		return nil, err
	}
	m := readMemory(r, server.Name)
	m.Asked, m.Told = time.Now(), false
	m.forget(refs)
	asks, gitLab := false, false
	for ref, hash := range refs {
		if _, ok := NumberOf(ref); ok && (!m.isSettled(ref, hash) || m.state(ref, hash) == Closed) {
			asks, gitLab = true, strings.HasPrefix(ref.String(), inGitLab)
		}
	}
	if asks {
		short, cancel := half(ctx)
		open, err := forge.Opened(short, OnServer(server), gitLab)
		cancel()
		if m.Told = err == nil; m.Told {
			m.take(refs, open)
		}
	}
	branches := tracked(r, server.Name, published, refs, here)
	wants, later := wanted(r, published, branches, refs, m)
	if err := server.Bring(ctx, r, wants...); err != nil {
		return nil, err
	}
	if err := published.advance(r, refs); err != nil {
		return nil, err
	}
	keep := map[plumbing.ReferenceName]plumbing.Hash{}
	for _, ref := range branches {
		if name := plumbing.NewRemoteReferenceName(server.Name, ref.Short()); has(r, refs[ref]) {
			keep[name], here[name] = refs[ref], refs[ref]
		}
	}
	p, err := assemble(r, published, here, refs, m)
	if err != nil {
		return nil, err
	}
	p.Later = later
	for name := range here {
		if _, ok := keptFor(server.Name, name); ok {
			keep[name] = plumbing.ZeroHash
		}
	}
	for _, one := range p.all {
		if one.Number > 0 && one.State == Open {
			keep[keptAs(server.Name, one.Ref)] = one.Commit
		}
	}
	_ = r.Point(keep)
	_ = m.write(r, server.Name)
	return p, nil
}

// half returns a context that has half of the time that is left: what is not needed must leave some to what is.
func half(ctx context.Context) (context.Context, context.CancelFunc) {
	ends, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, time.Until(ends)/2)
}

// tracked lists the branches on the server that the clone follows, as git fetch does: the published one, those that it has followed before, those of dilemmas, and
// all when the settings of Git say so.
func tracked(r *repo.Repository, server string, published *Published, refs remote.Refs, here map[plumbing.ReferenceName]plumbing.Hash) []plumbing.ReferenceName {
	all := slices.ContainsFunc(r.Settings().All("remote."+server+".fetch"), func(spec string) bool {
		return strings.TrimPrefix(spec, "+") == "refs/heads/*:refs/remotes/"+server+"/*"
	})
	var branches []plumbing.ReferenceName
	for ref := range refs {
		if !ref.IsBranch() {
			continue
		}
		_, followed := here[plumbing.NewRemoteReferenceName(server, ref.Short())]
		if all || followed || ref.Short() == published.Branch || strings.HasPrefix(ref.Short(), forge.Proposal{}.Branch()) {
			branches = append(branches, ref)
		}
	}
	return branches
}

// wanted lists the commits that the clone lacks, at most maxNew: first that of the published branch, then those of other branches, then those of proposals, the
// newest first. It returns how many are left for later.
func wanted(r *repo.Repository, published *Published, branches []plumbing.ReferenceName, refs remote.Refs, m *memory) (wants []plumbing.Hash, later int) {
	all := slices.Clone(branches)
	for ref, hash := range refs {
		if _, ok := NumberOf(ref); ok && !m.isSettled(ref, hash) {
			all = append(all, ref)
		}
	}
	first := plumbing.NewBranchReferenceName(published.Branch)
	slices.SortFunc(all, func(a, b plumbing.ReferenceName) int {
		m, _ := NumberOf(a)
		n, _ := NumberOf(b)
		switch {
		case a == first || m == 0 && n > 0:
			return -1
		case b == first || n == 0 && m > 0:
			return 1
		}
		return cmp.Or(cmp.Compare(n, m), strings.Compare(string(a), string(b)))
	})
	seen := map[plumbing.Hash]bool{}
	for _, ref := range all {
		hash := refs[ref]
		if seen[hash] || has(r, hash) {
			continue
		}
		seen[hash] = true
		if len(wants) < maxNew {
			wants = append(wants, hash)
		} else {
			later++
		}
	}
	return wants, later
}

// has reports whether the clone has a commit.
func has(r *repo.Repository, commit plumbing.Hash) bool {
	return r.Store.HasEncodedObject(commit) == nil
}

// advance takes over the last commit on the server, which the clone has, and the settings there.
func (p *Published) advance(r *repo.Repository, refs remote.Refs) error {
	tip, found := refs[plumbing.NewBranchReferenceName(p.Branch)]
	if p.Missing = !found; p.Missing {
		return nil
	}
	p.Ref = p.Refs()[0]
	if p.Commit != nil && p.Commit.Hash == tip {
		return nil
	}
	commit, err := object.GetCommit(r.Store, tip)
	if err != nil {
		return err
	}
	own, err := settingsAt(r, commit)
	if err != nil {
		return err
	}
	p.Commit, p.Settings = commit, cmp.Or(own, &settings.Settings{})
	return nil
}

// Find returns the proposal that a user names: by its number ("12", "!12" or "#12"), by the slug of a dilemma, or by its branch ("dilemma/park", also with
// the name of the server before it). A number or a branch is also found when it is not open. The error is ErrUnknown or a *SeveralError.
func (p *Proposals) Find(name string) (*Proposal, error) {
	if number, ok := NumberIn(name); ok {
		return p.first(func(one Proposal) bool { return one.Number == number })
	}
	if name == "" {
		return nil, ErrUnknown
	}
	branch := strings.TrimPrefix(name, p.Remote+"/")
	if one, err := p.first(func(one Proposal) bool { return one.Branch == branch }); err == nil {
		return one, nil
	}
	all := p.Of(name)
	switch {
	case len(all) == 0:
		return p.first(func(one Proposal) bool { return one.Branch == forge.Proposal{Slug: name}.Branch() })
	case slices.ContainsFunc(all, func(one Proposal) bool { return one.Commit != all[0].Commit }):
		return nil, &SeveralError{name, all}
	}
	return &all[0], nil
}

// NumberIn returns the number in what a user calls a proposal: 12, !12 or #12, of nine digits at most.
func NumberIn(name string) (number int, ok bool) {
	if name != "" && strings.ContainsRune("!#", rune(name[0])) {
		name = name[1:]
	}
	number, err := strconv.Atoi(name)
	return number, err == nil && number > 0 && len(name) < 10 && strconv.Itoa(number) == name
}

// first returns the first proposal that fits; one that is open goes first.
func (p *Proposals) first(fits func(Proposal) bool) (*Proposal, error) {
	for _, all := range [][]Proposal{p.Open, p.all} {
		if i := slices.IndexFunc(all, fits); i >= 0 {
			return &all[i], nil
		}
	}
	return nil, ErrUnknown
}

// Of returns the open proposals that change the dilemma with this slug.
func (p *Proposals) Of(slug string) []Proposal {
	var all []Proposal
	for _, one := range p.Open {
		if slices.Contains(one.Slugs, slug) {
			all = append(all, one)
		}
	}
	return all
}
