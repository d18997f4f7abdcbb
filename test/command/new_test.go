package command_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// TestNewIsTheSame makes a dilemma with Hugo and one with our own command, from the same archetype.
func TestNewIsTheSame(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	archetype := must.Read(t, dir, canvas.ArchetypeFile)
	name, err := casebook.Create(dir, archetype, "Mag dit naar buiten", time.Now(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ours := must.Read(t, dir, name)
	day := regexp.MustCompile(`(?m)^date: \d{4}-\d{2}-\d{2}$`)
	if !day.MatchString(ours) {
		t.Errorf("no date in\n%s", ours)
	}
	for _, args := range [][]string{{}, {"--kind", "dilemma"}} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		sitebuild.Hugo(t, dir, nil, append([]string{"new", "content", "dilemmas/mag-dit-naar-buiten.md"}, args...)...)
		// Hugo takes the day in the time zone of the site, and we that of the machine.
		if theirs := must.Read(t, dir, name); day.ReplaceAllString(theirs, "") != day.ReplaceAllString(ours, "") {
			t.Errorf("hugo new %v gives\n%s", args, theirs)
		}
	}
	sitebuild.Build(t, dir, "--buildDrafts") // and Hugo can read it back
}
