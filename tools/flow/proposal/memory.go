package proposal

import (
	"encoding/json"
	"path"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// memory is what dilemma remembers about the proposals on a server, in a file below .git: a server keeps the references of all that were ever made.
type memory struct {
	// Asked is when the server last told which proposals there are. Told reports whether it said which are open.
	Asked time.Time `json:"asked"`
	Told  bool      `json:"told"`
	// Settled maps the references of proposals that are not open to what became of them and their last commit, as "merged 0123…".
	Settled map[plumbing.ReferenceName]string `json:"settled"`
}

// memoryFile returns the path of the memory below repo.Repository.StateDir.
func memoryFile(server string) string { return path.Join("server", server+".json") }

// readMemory reads the memory of a server; it is empty when there is none or it is damaged.
func readMemory(r *repo.Repository, server string) *memory {
	m := &memory{}
	text, err := r.Recall(memoryFile(server))
	if err != nil || json.Unmarshal(text, m) != nil {
		m = &memory{}
	}
	if m.Settled == nil {
		m.Settled = map[plumbing.ReferenceName]string{}
	}
	return m
}

func (m *memory) write(r *repo.Repository, server string) error {
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	return r.Remember(memoryFile(server), append(text, '\n'))
}

// settle remembers what became of a proposal with this last commit.
func (m *memory) settle(ref plumbing.ReferenceName, commit plumbing.Hash, s State) {
	m.Settled[ref] = string(s) + " " + commit.String()
}

// state returns what became of a proposal with this last commit; "" when that is not known.
func (m *memory) state(ref plumbing.ReferenceName, commit plumbing.Hash) State {
	state, hash, _ := strings.Cut(m.Settled[ref], " ")
	if hash != commit.String() {
		return ""
	}
	return State(state)
}

func (m *memory) isSettled(ref plumbing.ReferenceName, commit plumbing.Hash) bool {
	return m.state(ref, commit) != ""
}

// closed returns the last commits of the proposals that were closed.
func (m *memory) closed() map[plumbing.Hash]bool {
	all := map[plumbing.Hash]bool{}
	for _, text := range m.Settled {
		if state, hash, _ := strings.Cut(text, " "); State(state) == Closed {
			all[plumbing.NewHash(hash)] = true
		}
	}
	return all
}

// forget drops what is not on the server any more, or not with the same last commit.
func (m *memory) forget(refs remote.Refs) {
	for ref := range m.Settled {
		if hash, there := refs[ref]; !there || !m.isSettled(ref, hash) {
			delete(m.Settled, ref)
		}
	}
}

// take takes over which proposals the server says are open.
func (m *memory) take(refs remote.Refs, open map[int]bool) {
	for ref, hash := range refs {
		number, ok := NumberOf(ref)
		switch {
		case !ok:
		case open[number] && m.state(ref, hash) == Closed:
			delete(m.Settled, ref)
		case !open[number] && !m.isSettled(ref, hash):
			m.settle(ref, hash, Closed)
		}
	}
}
