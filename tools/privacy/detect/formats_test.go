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
