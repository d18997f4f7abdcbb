package spread_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// TestMonths checks the plan of the dilemma of the month: each month once and in order, each with another dilemma that stands, and a question in both languages.
func TestMonths(t *testing.T) {
	type month struct {
		Key, Since, Dilemma, Question string
	}
	var dutch struct{ Months []month }
	var english struct{ Months map[string]month }
	for name, v := range map[string]any{"data/maand.yaml": &dutch, "data/en/maand.yaml": &english} {
		src, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(src, v); err != nil {
			t.Fatal(err)
		}
	}
	book := casebook.Open(os.DirFS(root))
	seen := map[string]bool{}
	before := ""
	for _, m := range dutch.Months {
		if _, err := time.Parse("2006-01", m.Key); err != nil || m.Key <= before {
			t.Errorf("month %q after %q", m.Key, before)
		}
		before = m.Key
		if m.Since != "" && !strings.HasPrefix(m.Since, m.Key) {
			t.Errorf("%s since %s", m.Key, m.Since)
		}
		f := book.Lookup(m.Dilemma)
		if seen[m.Dilemma] || f == nil || f.Front == nil || lifecycle.IsDraft(f.Front) || lifecycle.IsWithdrawn(f.Front) {
			t.Errorf("%s: %q", m.Key, m.Dilemma)
		}
		seen[m.Dilemma] = true
		for _, question := range []string{m.Question, english.Months[m.Key].Question} {
			if !strings.HasSuffix(question, "?") || len(strings.Fields(question)) > 18 {
				t.Errorf("%s: %q", m.Key, question)
			}
		}
	}
	if len(dutch.Months) < 12 || len(english.Months) != len(dutch.Months) {
		t.Errorf("%d months, %d in English", len(dutch.Months), len(english.Months))
	}
}
