package detect

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// TestUses tries each rule that passes over words on the words that it passes over: in the texts of the tests, and in these with letters changed at random.
func TestUses(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	more, err2 := filepath.Glob("testdata/corpus/*.txt")
	if err != nil || err2 != nil || len(files) == 0 || len(more) == 0 {
		t.Fatal(files, more, err, err2)
	}
	r := rand.New(rand.NewPCG(1, 2))
	s, passed := &scanner{names: names{}}, 0
	for _, name := range append(files, more...) {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{string(src), strings.ToUpper(string(src)), changed(r, string(src))} {
			for _, chunk := range split(text) {
				s.read(text[chunk.start:chunk.end])
				passed += compareUses(t, s)
			}
		}
	}
	if passed < 100_000 {
		t.Errorf("only %d words were passed over", passed)
	}
}

// changed returns a text in which each tenth letter is another one.
func changed(r *rand.Rand, text string) string {
	others := []rune("aeinrtksdmJVÉéïİK'-n0")
	return strings.Map(func(c rune) rune {
		if c > ' ' && r.IntN(10) == 0 {
			return others[r.IntN(len(others))]
		}
		return c
	}, text)
}

// compareUses holds what is known of each word against what is known without a cache, and returns how many words no rule has a use for.
func compareUses(t *testing.T, s *scanner) (passed int) {
	t.Helper()
	for i := range s.tokens {
		k := &s.tokens[i]
		if k.key == 0 {
			continue
		}
		word := s.word(i)
		if k.flags != lexicon.Lookup(k.key) || k.sets != memberships[k.key] {
			t.Errorf("%q: other flags or sets", word)
		}
		if k.uses == 0 {
			passed++
		}
		for use, found := range map[uses]bool{
			labelUse:   s.labelAt(i, word).form != nil || secretWords[word] != noSecret || plateNames[word],
			specialUse: !s.isMark(i+1, '-') && s.specialAt(i).how != noTrait,
			streetUse:  hasStreetEnding(word),
			birthUse:   word == "van" || birthWords[word],
			caseUse:    caseWords[word] || numberNouns().MatchString(word),
		} {
			if found && k.uses&use == 0 {
				t.Errorf("%q: use %b is not known", word, use)
			}
		}
	}
	return passed
}
