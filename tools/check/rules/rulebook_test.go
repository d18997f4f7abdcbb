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

// TestExamples runs the examples of every rule: the wrong one breaks it, the right one does not and breaks no other.
func TestExamples(t *testing.T) {
	for _, rule := range rules.Rules {
		t.Run(rule.ID, func(t *testing.T) {
			e := rule.Explanation()
			if e.What == "" || e.Why == "" || e.Wrong == "" || e.Right == "" {
				t.Fatal("the rule is not explained")
			}
			if e.Frame == rules.Story {
				return
			}
			broken := false
			for _, f := range run(t, book(framed(t, e.Frame, e.Wrong), nil), dilemmaFile) {
				broken = broken || f.Rule == rule.ID
			}
			if !broken {
				t.Errorf("the wrong example does not break the rule:\n%s", framed(t, e.Frame, e.Wrong))
			}
			if found := run(t, book(framed(t, e.Frame, e.Right), nil), dilemmaFile); len(found) != 0 {
				t.Errorf("the right example gives %v", found)
			}
		})
	}
}

// framed puts an example in the file around it.
func framed(t *testing.T, frame rules.Frame, example string) string {
	t.Helper()
	switch frame {
	case rules.Concept:
		return overlay(concept, example)
	case rules.Published:
		return overlay(complete, example)
	case rules.Body:
		return concept + "\n" + example
	case rules.File:
		text, err := strconv.Unquote(`"` + strings.NewReplacer("\n", `\n`, `"`, `\"`).Replace(example) + `"`)
		if err != nil {
			t.Fatal(fmt.Errorf("%q: %w", example, err))
		}
		return text
	}
	t.Fatalf("frame %q", frame)
	return ""
}

var topKey = regexp.MustCompile(`(?m)^[a-z_]+:`)

// overlay takes the keys of the example out of the front matter and puts the example in their place.
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
