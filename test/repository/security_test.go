package repository_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// testName is a test as docs/security.md names it: the folder of its package, and its function.
var testName = regexp.MustCompile("`((?:cmd|test|tools)/[\\w/]+)\\.((?:Test|Fuzz)\\w+)`")

// TestPromises holds docs/security.md against the tests: each promise names at least one, and each of them is there.
func TestPromises(t *testing.T) {
	const root = "../.."
	page, err := os.ReadFile(filepath.Join(root, "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	promises := 0
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "|") || len(cells) != 2 || strings.HasPrefix(cells[0], "---") || strings.TrimSpace(cells[1]) == "test" {
			continue
		}
		promises++
		tests := testName.FindAllStringSubmatch(cells[1], -1)
		if len(tests) == 0 {
			t.Errorf("no test for: %s", cells[0])
		}
		for _, test := range tests {
			if !declares(t, filepath.Join(root, filepath.FromSlash(test[1])), test[2]) {
				t.Errorf("%s has no %s", test[1], test[2])
			}
		}
	}
	if promises < 20 {
		t.Errorf("found %d promises, so this test reads the page wrongly", promises)
	}
}

// declares reports whether a test file in a folder has a function of this name.
func declares(t *testing.T, dir, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(src), "\nfunc "+name+"(") {
			return true
		}
	}
	return false
}
