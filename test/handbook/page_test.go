package handbook_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
)

// inText matches a command in running text.
var inText = regexp.MustCompile("`((?:dilemma|git|hugo|curl) [^`\n]+)`")

// commands returns the commands on a page in the order in which they stand there: the lines of blocks for a shell, and those in running text.
func commands(text string) []string {
	var found []string
	block := "" // the language of the block that the line is in; "-" for none
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch language, fence := strings.CutPrefix(line, "```"); {
		case fence && block == "":
			block = language + "-"
		case fence:
			block = ""
		case block == "sh-" && line != "":
			found = append(found, line)
		case block == "":
			for _, m := range inText.FindAllStringSubmatch(line, -1) {
				found = append(found, m[1])
			}
		}
	}
	return found
}

// TestCommands reads a page as commands does.
func TestCommands(t *testing.T) {
	const page = "Typ `dilemma list`, of kijk in `hugo.toml`.\n\n1. Eerst:\n\n   ```sh\n   git fetch\n\n" +
		"   dilemma review 12\n   ```\n\n```yaml\ngit: x\n```\nMet `git log -1` en `--format`.\n"
	if got, want := commands(page), []string{"dilemma list", "git fetch", "dilemma review 12", "git log -1"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestEveryPage fails for a page with commands that nothing here runs.
func TestEveryPage(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root, "content", "*", "*.md"))
	must.Do(t, err)
	seen := 0
	for _, file := range pages {
		rel, err := filepath.Rel(filepath.Join(root, "content"), file)
		must.Do(t, err)
		name := filepath.ToSlash(rel)
		if walks[name] != nil {
			seen++
		} else if found := commands(must.Read(t, file)); len(found) > 0 {
			t.Errorf("%s tells readers to run %q; give it a walk here", name, found)
		}
	}
	if seen != len(walks) {
		t.Errorf("%d of the %d pages with a walk are there", seen, len(walks))
	}
}
