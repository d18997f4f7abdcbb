package hugo_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
)

// TestParsePart reads parts, and refuses what is none.
func TestParsePart(t *testing.T) {
	t.Parallel()
	if p, err := hugo.ParsePart("2/4"); err != nil || p != (hugo.Part{N: 2, Of: 4}) {
		t.Error(p, err)
	}
	for _, text := range []string{"", "2", "0/4", "5/4", "1/1", "2/38", "a/b", "1/2/3", "-1/4"} {
		if p, err := hugo.ParsePart(text); !errors.Is(err, hugo.ErrPart) {
			t.Errorf("%q is %v, %v", text, p, err)
		}
	}
}

// TestShares gives every page of the section to one part, and about as many to each, however many parts there are.
func TestShares(t *testing.T) {
	t.Parallel()
	names := make([]string, 2000)
	for i := range names {
		names[i] = fmt.Sprintf("dilemma-%d", i)
	}
	names = append(names, "een", "twee", "drie")
	for _, of := range []int{2, 3, 4, 7, 37} {
		seen := map[string]int{}
		for n := 2; n <= of; n++ {
			dir := t.TempDir()
			args, err := hugo.Part{N: n, Of: of}.Arguments(dir, "a.toml", "dilemmas", names)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(args, " "); got != "--config a.toml,"+filepath.Join(dir, "part.toml")+" --renderSegments part" {
				t.Error(got)
			}
			text, err := os.ReadFile(filepath.Join(dir, "part.toml"))
			if err != nil {
				t.Fatal(err)
			}
			glob := regexp.MustCompile(`'/dilemmas/\*(.+?)'`).FindStringSubmatch(string(text))
			if glob == nil {
				t.Fatalf("%s", text)
			}
			own := 0
			if glob[1] == "/" {
				continue
			}
			signs := strings.Trim(glob[1], "[]")
			for _, name := range names {
				if strings.ContainsRune(signs, rune(name[len(name)-1])) {
					seen[name]++
					own++
				}
			}
			if of <= 4 && (own < 2000/(of-1)*6/10 || own > 2000/(of-1)*16/10) {
				t.Errorf("part %d of %d has %d of 2000 pages", n, of, own)
			}
		}
		for _, name := range names {
			if seen[name] != 1 {
				t.Fatalf("of %d parts %d have %s", of, seen[name], name)
			}
		}
	}
}
