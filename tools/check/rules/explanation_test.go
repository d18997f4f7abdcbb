package rules_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
)

// TestExamples checks the examples of every rule: the wrong one must break it, the right one must break no rule.
func TestExamples(t *testing.T) {
	for _, rule := range rules.Rules {
		t.Run(rule.ID, func(t *testing.T) {
			e := rule.Explanation()
			if e.What == "" || e.Why == "" || e.Wrong == "" || e.Right == "" {
				t.Fatal("the rule is not explained")
			}
			if e.Example == rules.DescribedExample {
				return
			}
			broken := false
			for _, f := range run(t, book(exampleFile(t, e.Example, e.Wrong), nil), dilemmaFile) {
				broken = broken || f.Rule == rule.ID
			}
			if !broken {
				t.Errorf("the wrong example does not break the rule:\n%s", exampleFile(t, e.Example, e.Wrong))
			}
			if found := run(t, book(exampleFile(t, e.Example, e.Right), nil), dilemmaFile); len(found) != 0 {
				t.Errorf("the right example gives %v", found)
			}
		})
	}
}

// exampleFile returns the file in which an example is checked.
func exampleFile(t *testing.T, kind rules.ExampleKind, example string) string {
	t.Helper()
	switch kind {
	case rules.ConceptExample:
		return overlay(concept, example)
	case rules.PublishedExample:
		return overlay(complete, example)
	case rules.BodyExample:
		return concept + "\n" + example
	case rules.FileExample:
		text, err := strconv.Unquote(`"` + strings.NewReplacer("\n", `\n`, `"`, `\"`).Replace(example) + `"`)
		if err != nil {
			t.Fatal(fmt.Errorf("%q: %w", example, err))
		}
		return text
	}
	t.Fatalf("kind %q", kind)
	return ""
}

var topKey = regexp.MustCompile(`(?m)^[a-z_]+:`)

// overlay replaces the keys of the front matter that the example has by the example.
func overlay(source, example string) string {
	_, rest, _ := strings.Cut(source, "---\n")
	front, body, _ := strings.Cut(rest, "\n---\n")
	for _, key := range topKey.FindAllString(example, -1) {
		front = regexp.MustCompile(`(?m)^`+key+`.*\n?(?:^[ ].*\n?|^\n)*`).ReplaceAllString(front+"\n", "")
		front = strings.TrimRight(front, "\n")
	}
	return "---\n" + front + "\n" + example + "---\n" + body
}

func TestRulebookIsMadeFromTheRules(t *testing.T) {
	have, err := os.ReadFile(filepath.Join("..", "..", "..", filepath.FromSlash(rules.RulebookFile)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, rules.Rulebook()) {
		t.Errorf("%s differs from the rules: run go generate ./...", rules.RulebookFile)
	}
}
