package hugo

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// A Part is one of the parts of a site, each of which Hugo makes in a run of its own, on one machine or on several: N of Of, counted from 1. The zero value is the
// whole site. The first part is all but the pages of one section, and the others share those among them. Of the same files, the parts together are the whole site.
type Part struct{ N, Of int }

// ErrPart means that a text is no part.
var ErrPart = errors.New("no part")

// maxParts is the most parts of a site: the pages of the section are shared by the last sign of their names, a small letter or a figure.
const maxParts = 1 + 36

// ParsePart reads a part such as "2/4".
func ParsePart(text string) (Part, error) {
	n, of, _ := strings.Cut(text, "/")
	part, err1 := strconv.Atoi(n)
	all, err2 := strconv.Atoi(of)
	if err := errors.Join(err1, err2); err != nil || part < 1 || all < 2 || part > all || all > maxParts {
		return Part{}, fmt.Errorf("%q: %w", text, ErrPart)
	}
	return Part{part, all}, nil
}

// segment is the name that the configuration has for a part.
const segment = "part"

// Arguments writes a configuration for the part to a folder, and returns the arguments by which Hugo renders that part alone. They go behind --config with the value
// config, whose place they take. Names are those of all pages of the section, as in their addresses.
func (p Part) Arguments(dir, config, section string, names []string) ([]string, error) {
	if p == (Part{}) {
		return []string{"--config", config}, nil
	}
	pages := func(glob string) []any {
		return []any{map[string]any{"kind": []string{"page"}, "path": []string{"/" + section + "/*" + glob}}}
	}
	rules := map[string]any{"includes": []any{map[string]any{"kind": []string{"*"}}}, "excludes": pages("")}
	if p.N > 1 {
		rules = map[string]any{"includes": pages(p.signs(names))}
	}
	text, err := toml.Marshal(map[string]any{"segments": map[string]any{segment: rules}})
	if err != nil {
		return nil, err
	}
	name := filepath.Join(dir, "part.toml")
	return []string{"--config", config + "," + name, "--renderSegments", segment}, os.WriteFile(name, text, 0o644)
}

// signs returns a glob for the last signs of the names in this part. The signs that most names end on are given out first, each to the part with the fewest names.
func (p Part) signs(names []string) string {
	count := map[byte]int{}
	for _, name := range names {
		if name != "" {
			count[name[len(name)-1]]++
		}
	}
	shares, sizes := make([][]byte, p.Of-1), make([]int, p.Of-1)
	order := slices.SortedFunc(maps.Keys(count), func(a, b byte) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	for _, sign := range order {
		least := slices.Index(sizes, slices.Min(sizes))
		shares[least], sizes[least] = append(shares[least], sign), sizes[least]+count[sign]
	}
	if own := shares[p.N-2]; len(own) > 0 {
		return "[" + string(own) + "]"
	}
	return "/" // which no name ends on
}
