package submit

import (
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal/wording"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// TestWritten tells a description of dilemma, in whatever form a server keeps it, from one that a person wrote in.
func TestWritten(t *testing.T) {
	plain := wording.Description(wording.Proposal{Files: []string{"content/dilemmas/park.md"}, Text: []byte("---\nherkomst: fictief\n---\n"), Licence: "CC-BY-4.0"})
	advised := plain + "\n\n" + message.Text("merge/for", "how", HowToMerge(forge.GitLab, "park", "main", 0))
	replaced := "Komt in de plaats van #12."
	for text, want := range map[string]struct {
		replaces string
		ok       bool
	}{
		plain:                            {"", true},
		advised:                          {"", true},
		wording.OneLine(advised):         {"", true},
		plain + "\n\n" + replaced:        {replaced, true},
		advised + "\r\n\r\n" + replaced:  {replaced, true},
		advised + "\n\nGezien, akkoord.": {"", false},
		"Let op. " + plain:               {"", false},
		plain + "\n\n" + replaced + " En van #13.":   {"", false},
		strings.Replace(advised, "park", "plein", 1): {"", true}, // the files differ, and that is all
		"":       {"", false},
		replaced: {replaced, false},
	} {
		if replaces, ok := written(text, "park", "main"); ok != want.ok || replaces != want.replaces && ok {
			t.Errorf("%v, %q of %q", ok, replaces, text)
		}
	}
}
