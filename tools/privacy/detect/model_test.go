package detect

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestModelRemovesNothing holds the model to changing how sure a hit is, and to adding some: what a rule finds stays found, and what is fixed stays as it is.
func TestModelRemovesNothing(t *testing.T) {
	changed, tried := 0, 0
	try := func(text string) {
		s := &scanner{names: names{}}
		s.teach = func(c chain, f facts, index int) {
			rule, is := &nameRules[index], s.weigh(c, f, index)
			tried++
			if is != rule.verdict {
				changed++
			}
			if rule.verdict != no && is == no || rule.fixed && is != rule.verdict {
				t.Errorf("%q: %s is %d, and %d after the model", s.text[s.tokens[c.start].start:s.tokens[c.end-1].end], rule.name, rule.verdict, is)
			}
		}
		s.scanChunk(text, 0, true)
	}
	for _, file := range slices.Sorted(maps.Keys(parts)) {
		for _, p := range corpus(t, file) {
			try(p.text)
		}
	}
	for _, g := range headed(t, "testdata/clean.txt") {
		for _, text := range g.names {
			try(text)
		}
	}
	if changed*50 < tried {
		t.Errorf("the model changed %d of %d: it was not trained", changed, tried)
	}
}

// TestModelIsSmall holds the weights to what a page can download.
func TestModelIsSmall(t *testing.T) {
	info, err := os.Stat("internal/model/weights.bin")
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > 300_000 {
		t.Errorf("%d bytes of weights, want at most 300,000", info.Size())
	}
}

// TestFactsFit holds the facts to the bits that there are for them, and each rule to facts that can be together.
func TestFactsFit(t *testing.T) {
	if factCount > 128 {
		t.Fatalf("%d facts, but 128 bits", factCount)
	}
	for i, r := range nameRules {
		if conditions[i].all.meets(conditions[i].none) {
			t.Errorf("%s asks for a fact that it excludes", r.name)
		}
		if (r.verdict == no) != strings.HasPrefix(r.name, "geen/") {
			t.Errorf("%s has the verdict %d", r.name, r.verdict)
		}
	}
	if last := nameRules[len(nameRules)-1]; len(last.all)+len(last.any)+len(last.none) > 0 {
		t.Errorf("the last rule, %s, does not apply to everything", last.name)
	}
}
