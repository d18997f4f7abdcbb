package repo

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// BenchmarkMove brings a clone of 5000 files forward over 200 that changed, and lets git do the same. Figures:
//
//	go test -run '^$' -bench Move -benchtime 5x ./tools/git/repo
func BenchmarkMove(b *testing.B) {
	dir := filepath.Join(alone(b), "werk")
	run(b, "", "init", "-q", "-b", "main", dir)
	for n := range 5000 {
		put(b, filepath.Join(dir, "content", "dilemmas", fmt.Sprintf("d-%d.md", n)), fmt.Sprint("begin ", n, "\n"))
	}
	run(b, dir, "add", "-A")
	run(b, dir, "commit", "-q", "-m", "een")
	from := run(b, dir, "rev-parse", "HEAD")
	for n := range 200 {
		put(b, filepath.Join(dir, "content", "dilemmas", fmt.Sprintf("d-%d.md", n*25)), fmt.Sprint("verder ", n, "\n"))
	}
	run(b, dir, "commit", "-q", "-am", "twee")
	to := run(b, dir, "rev-parse", "HEAD")
	for name, move := range map[string]func(){
		"dilemma": func() {
			r, err := Open(dir)
			if err != nil {
				b.Fatal(err)
			}
			defer r.Close()
			m, err := r.Move("main", plumbing.NewHash(from), plumbing.NewHash(to), nil, false)
			if err != nil {
				b.Fatal(err)
			}
			defer m.Close()
			if err := m.Run("dilemma sync: Fast-forward"); err != nil {
				b.Fatal(err)
			}
		},
		"git": func() { run(b, dir, "merge", "-q", "--ff-only", to) },
	} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				run(b, dir, "reset", "-q", "--hard", from)
				b.StartTimer()
				move()
			}
		})
	}
}
