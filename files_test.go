package dilemma_test

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestFilesOfAPage holds what a review in a page has of the product against all of it: its data and pages are the same.
func TestFilesOfAPage(t *testing.T) {
	all, page := embedded(t, "files.go"), embedded(t, "files_js.go")
	if len(all) < 40 || !slices.Equal(all, page) {
		t.Errorf("of data and pages the command has %d patterns, and a page %d", len(all), len(page))
	}
}

// embedded returns the patterns of data and pages in a file.
func embedded(t *testing.T, name string) (patterns []string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if list, ok := strings.CutPrefix(strings.TrimSpace(line), "//go:embed "); ok {
			for _, pattern := range strings.Fields(list) {
				if path := strings.TrimPrefix(pattern, "all:"); strings.HasPrefix(path, "data/") || strings.HasPrefix(path, "content/") {
					patterns = append(patterns, path)
				}
			}
		}
	}
	return patterns
}
