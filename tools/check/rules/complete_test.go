package rules_test

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// TestCompleteAsLifecycleSays breaks the canvas of a published dilemma in many ways. A question that is open according to lifecycle must break a rule,
// and one that is answered must not be reported as missing.
func TestCompleteAsLifecycleSays(t *testing.T) {
	def, err := canvas.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	c := checkerOf(os.DirFS("../../.."))
	whole := strings.Split(fixture.Dilemma(def, 1), "\n")
	first := 0
	for i, line := range whole {
		if line == "canvas:" {
			first = i + 1
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	values := []string{"", " ''", " ' '", " 42", " true", " []", " ['']", " tekst", " [tekst]", " [tekst, '']", " {a: b}", " ~", " [{}]"}
	asked, open := 0, 0
	for range 600 {
		lines := append([]string{}, whole...)
		for range 1 + r.IntN(3) {
			i := first + r.IntN(len(lines)-first)
			if key, _, ok := strings.Cut(lines[i], ":"); ok && strings.HasPrefix(key, "  ") {
				lines[i] = key + ":" + values[r.IntN(len(values))]
			} else {
				lines = append(lines[:i], lines[i+1:]...)
			}
		}
		text := strings.Join(lines, "\n")
		f := casebook.Parse(casebook.Path("x"), []byte(text))
		if f.Front == nil {
			continue
		}
		missing, wrong := map[string]bool{}, map[string]bool{}
		for _, one := range c.Text(f.Path, f.Source) {
			part := strings.SplitN(one.Field, ".", 4)
			field := strings.Join(part[:min(3, len(part))], ".")
			switch one.Rule {
			case "canvas/required", "canvas/too-few":
				missing[field], wrong[field] = true, true
			case "canvas/empty", "canvas/type":
				for _, step := range def.Steps { // a step of the wrong type has no answers
					for _, q := range step.Fields {
						if name := "canvas." + step.Key + "." + q.Key; name == field || strings.HasPrefix(name, one.Field+".") {
							wrong[name] = true
						}
					}
				}
			}
		}
		for _, p := range lifecycle.ProgressOf(def, f.Front) {
			isOpen := map[*canvas.Field]bool{}
			for _, q := range p.Open {
				isOpen[q] = true
				open++
			}
			for _, q := range p.Step.Fields {
				name := "canvas." + p.Step.Key + "." + q.Key
				if q.Required == canvas.Optional {
					continue
				}
				asked++
				if isOpen[q] && !wrong[name] || !isOpen[q] && missing[name] {
					t.Fatalf("%s is open: %v; check says missing %v, wrong %v in\n%s", name, isOpen[q], missing[name], wrong[name], text)
				}
			}
		}
	}
	if open < 100 || open > asked/2 {
		t.Fatalf("%d of %d questions are open", open, asked)
	}
}
