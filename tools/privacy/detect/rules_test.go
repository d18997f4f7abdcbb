package detect

import (
	"slices"
	"strings"
	"testing"
)

// decided returns the names of the rules that decided in a text: those of the hits, and those that say of a candidate that it is no name.
func decided(text string) (rules []string) {
	s := &scanner{names: names{}}
	s.teach = func(_ chain, _ facts, rule int) {
		if r := &nameRules[rule]; r.verdict == no {
			rules = append(rules, r.name)
		}
	}
	for _, h := range s.scanChunk(text, 0, true).hits {
		rules = append(rules, h.Rule)
	}
	return rules
}

// TestRules runs the example and the counter-example of each rule in testdata/rules.txt: a text in which the rule decides, and one that looks like it,
// in which it does not. Every rule has both. That each has a sentence that says why, is tested in package message.
func TestRules(t *testing.T) {
	has := map[string]int{}
	for line := range strings.Lines(readFile(t, "testdata/rules.txt")) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.SplitN(line, "\t", 3)
		if len(fields) != 3 || fields[1] != "+" && fields[1] != "-" {
			t.Fatalf("%q: want a rule, + or -, and a text, separated by tabs", line)
		}
		rule, text := fields[0], strings.ReplaceAll(fields[2], `⏎`, "\n")
		if rules := decided(text); slices.Contains(rules, rule) != (fields[1] == "+") {
			t.Errorf("%s %s %q: decided by %q", rule, fields[1], text, rules)
		}
		if fields[1] == "+" {
			has[rule] |= 1
		} else {
			has[rule] |= 2
		}
	}
	for _, rule := range nameRules {
		has[rule.name] |= 0
	}
	for _, rule := range lowerRules {
		has[rule.name] |= 0
	}
	for rule, n := range has {
		if n != 3 {
			t.Errorf("%s has no example or no counter-example", rule)
		}
	}
}
