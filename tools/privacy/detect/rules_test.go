package detect

import (
	"os"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// TestRules runs the example and the counter-example of each rule in testdata/rules.txt: a text in which the rule decides, and one that looks like it,
// in which it does not. Every rule has both, and a sentence that says why.
func TestRules(t *testing.T) {
	data, err := os.ReadFile("testdata/rules.txt")
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]int{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.SplitN(line, "\t", 3)
		if len(fields) != 3 || fields[1] != "+" && fields[1] != "-" {
			t.Fatalf("%q: want a rule, + or -, and a text, separated by tabs", line)
		}
		rule, text := fields[0], strings.ReplaceAll(fields[2], `⏎`, "\n")
		var fired []string
		for _, h := range Scan(text) {
			fired = append(fired, h.Rule)
		}
		if found := strings.Contains("\t"+strings.Join(fired, "\t")+"\t", "\t"+rule+"\t"); found != (fields[1] == "+") {
			t.Errorf("%s %s %q: decided by %q", rule, fields[1], text, fired)
		}
		if fields[1] == "+" {
			has[rule] |= 1
		} else {
			has[rule] |= 2
		}
		func() {
			defer func() {
				if recover() != nil {
					t.Errorf("%s: tools/message/dutch_why.go has no sentence why", rule)
				}
			}()
			message.Why(rule)
		}()
	}
	for rule, n := range has {
		if n != 3 {
			t.Errorf("%s has no example or no counter-example", rule)
		}
	}
}
