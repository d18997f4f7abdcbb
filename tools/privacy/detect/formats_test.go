package detect

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestEveryRuleIsTried reads the files of the kinds with a format: each rule that they name has its example and counter-example, and its name begins with
// the kind that it finds.
func TestEveryRuleIsTried(t *testing.T) {
	tried, err := os.ReadFile("testdata/rules.txt")
	if err != nil {
		t.Fatal(err)
	}
	rule := regexp.MustCompile(`"([a-z-]+)/[a-z0-9-]+"`)
	kinds := map[string]bool{}
	for _, k := range Kinds {
		kinds[string(k)] = true
	}
	rules := 0
	for _, file := range strings.Fields("account address birth bsn case coordinates device ip kvk labelled mail online phone plate postcode special") {
		source, err := os.ReadFile(file + ".go")
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(source), `s.add("",`) {
			t.Errorf("%s.go adds a hit without the name of a rule", file)
		}
		for _, m := range rule.FindAllStringSubmatch(string(source), -1) {
			name := strings.Trim(m[0], `"`)
			if !kinds[m[1]] {
				continue
			}
			rules++
			if !strings.Contains(string(tried), "\n"+name+"\t+\t") || !strings.Contains(string(tried), "\n"+name+"\t-\t") {
				t.Errorf("%s.go: %s is not tried in testdata/rules.txt", file, name)
			}
		}
	}
	if rules < 70 {
		t.Errorf("only %d rules were read", rules)
	}
}

// TestFormats looks for the kinds that testdata/formats.txt says each of its texts has, and for no other kind with a format.
func TestFormats(t *testing.T) {
	data, err := os.ReadFile("testdata/formats.txt")
	if err != nil {
		t.Fatal(err)
	}
	texts := 0
	for line := range strings.Lines(string(data)) {
		kinds, text, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if !ok {
			t.Fatalf("%q: want kinds and a text, separated by a tab", line)
		}
		texts++
		var found []string
		for _, h := range Scan(text) {
			if h.Kind != Name && h.Kind != Place && h.Kind != Organisation && h.Kind != FunctionPlace {
				found = append(found, string(h.Kind))
			}
		}
		if have := strings.Join(found, " "); have != strings.TrimPrefix(kinds, "-") {
			t.Errorf("%q: found %q, want %q", text, have, kinds)
		}
	}
	if texts < 200 {
		t.Errorf("only %d texts were searched", texts)
	}
}
