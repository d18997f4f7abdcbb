package pages_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestTemplates holds every partial to what a reader of templates counts on: it begins with what it is, goes in and comes out; it returns a value if, and only
// if, it stands in fn/; and no line is too long to read.
func TestTemplates(t *testing.T) {
	t.Parallel()
	layouts := filepath.Join(sitebuild.Root, "layouts")
	partials := filepath.Join(layouts, "_partials")
	says := regexp.MustCompile(`(?s)Takes\s.*Returns\s`)
	returns := regexp.MustCompile(`(?m)^\{\{-? return `)
	count := map[bool]int{}
	err := filepath.WalkDir(layouts, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		template := must.Read(t, name)
		if filepath.Ext(name) == ".html" {
			for i, line := range strings.Split(template, "\n") {
				if len([]rune(line)) > 200 || strings.Contains(line, "\t") || (len(line)-len(strings.TrimLeft(line, " ")))%2 != 0 && !strings.HasPrefix(line, "       ") {
					t.Errorf("%s:%d is too long or indented otherwise", name, i+1)
				}
			}
		}
		below, err := filepath.Rel(partials, name)
		if err != nil || strings.HasPrefix(below, "..") || filepath.Ext(name) == ".txt" {
			return err
		}
		if !strings.HasPrefix(template, "{{- /* ") {
			t.Errorf("%s does not begin with a comment", name)
		}
		is := strings.HasPrefix(filepath.ToSlash(below), "fn/")
		if got := returns.MatchString(template); got != is {
			t.Errorf("%s returns a value: %t", name, got)
		}
		if is && !(says.MatchString(template)) {
			t.Errorf("%s does not say what it takes and returns", name)
		}
		count[is]++
		return nil
	})
	if err != nil || count[true] < 30 || count[false] < 30 {
		t.Error(count, err)
	}
}
