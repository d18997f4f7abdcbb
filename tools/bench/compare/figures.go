package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// A figure is something that is measured of both commits.
type figure struct {
	name, what string
	times      int // how often the command runs for one measurement: short ones more often
	args       []string
	folder     string                     // of the input, in which the command runs
	before     func(s *side, n int) error // what comes before the n-th time and does not count; may be nil
	unit       func(*os.ProcessState) float64
}

func seconds(p *os.ProcessState) float64 { return processor(p).Seconds() }

// one is the dilemma that the figures of one file are about.
var one = casebook.Path(fixture.Slug(dilemmas / 2))

// figures are what is guarded: each thing that somebody waits for.
var figures = []figure{
	{"one", "check of one file", 15, []string{"check", one}, "book", nil, seconds},
	{"book", fmt.Sprintf("check of %d dilemmas, with nothing remembered", dilemmas), 1, []string{"check"}, "book", forget, seconds},
	{"again", "the same after one file changed", 5, []string{"check"}, "book", change, seconds},
	{"text", "search of a text of 3 MB for personal data", 1, []string{"scan", textFile}, "book", nil, seconds},
	{"range", fmt.Sprintf("search of %d commits", commits), 1, []string{"scan", "--range", fmt.Sprintf("main~%d..main", commits)}, "history", nil, seconds},
	{"list", fmt.Sprintf("list of %d dilemmas with %d branches", dilemmas, branches), 1, []string{"list", "--offline"}, "book", nil, seconds},
	{"review", "review of a proposal that changes one of them", 5, []string{"review", "main..dilemma/0"}, "book", nil, seconds},
	{"submit", "handing in a dilemma", 5, []string{"submit", sent}, "book", write, seconds},
	{"site", fmt.Sprintf("the site of %d dilemmas", pages), 1, []string{"build", "--trust"}, "site", clear, seconds},
	{"memory", "the most memory that this takes", 1, []string{"build", "--trust"}, "site", clear, memory},
}

// cost runs the command of a figure, and returns what it cost in all.
func (f figure) cost(ctx context.Context, s *side, n int) (float64, error) {
	var sum float64
	for i := range f.times {
		if f.before != nil {
			if err := f.before(s, n*f.times+i); err != nil {
				return 0, err
			}
		}
		state, err := s.dilemma(ctx, f.folder, f.args...)
		if err != nil {
			return 0, err
		}
		sum += f.unit(state)
	}
	return sum, nil
}

// forget removes what the command remembers in the cache of the user.
func forget(s *side, _ int) error { return os.RemoveAll(filepath.Join(s.dir, "cache")) }

// change writes something else at the end of a dilemma.
func change(s *side, n int) error {
	def, err := definition()
	if err != nil {
		return err
	}
	return s.write("book", one, fixture.Dilemma(def, dilemmas/2)+fmt.Sprintf("\nDe %de keer.\n", n))
}

// write writes the dilemma that is handed in, each time another one.
func write(s *side, n int) error {
	def, err := definition()
	if err != nil {
		return err
	}
	text := fixture.Dilemma(def, dilemmas+1)
	return s.write("book", casebook.Path(sent), strings.Replace(text, "\ndraft: false\n", "\ndraft: true\n", 1)+fmt.Sprintf("\nDe %de keer.\n", n))
}

// clear removes the site that was built.
func clear(s *side, _ int) error { return os.RemoveAll(filepath.Join(s.dir, "site", "public")) }

// write writes a file of the input, and the folders around it.
func (s *side) write(folder, name, text string) error {
	file := filepath.Join(s.dir, folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644)
}
