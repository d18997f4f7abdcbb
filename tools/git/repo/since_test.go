package repo

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// TestSinceAsGit asks between random commits what git rev-list and git merge-base say, with merges, and with clocks that differ.
func TestSinceAsGit(t *testing.T) {
	dir := filepath.Join(alone(t), "werk")
	run(t, "", "init", "-q", "-b", "main", dir)
	random := rand.New(rand.NewPCG(22, 30))
	tree := strings.TrimSpace(runWith(t, dir, strings.NewReader(""), "mktree"))
	t.Setenv("GIT_AUTHOR_DATE", "1700000000 +0000")
	var all []string
	for n := range 40 {
		t.Setenv("GIT_COMMITTER_DATE", fmt.Sprint(1700000000+n*100-random.IntN(3)*150, " +0000"))
		args := []string{"commit-tree", "-m", fmt.Sprint(n), tree}
		for range min(len(all), 1+random.IntN(2)) {
			if parent := all[len(all)-1-random.IntN(min(len(all), 4))]; !slices.Contains(args, parent) {
				args = append(args, "-p", parent)
			}
		}
		all = append(all, run(t, dir, args...))
	}
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for range 60 {
		from, to := all[random.IntN(len(all))], all[random.IntN(len(all))]
		commits, contains, err := r.Since(plumbing.NewHash(from), plumbing.NewHash(to))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range commits {
			got = append(got, c.Hash.String())
		}
		want := strings.Fields(run(t, dir, "rev-list", from+".."+to))
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s..%s: %v\ngit %v", from, to, got, want)
		}
		if _, is := tryGit(dir, "merge-base", "--is-ancestor", from, to); is != contains {
			t.Errorf("%s..%s: %v", from, to, contains)
		}
	}
}
