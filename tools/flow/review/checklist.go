package review

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Item is one thing that an editor must look at, because no program can.
type Item struct {
	Slug string `json:"slug"`
	// Item names it: complete, anonymous, consent, second-reader, fair, law, language or withdrawal.
	Item     string `json:"item"`
	Question string `json:"question"`
	// Fact is what is known already.
	Fact string `json:"fact"`
}

// lawKeys are the fields that say what the law has to do with a dilemma.
var lawKeys = []string{lifecycle.Grounds, lifecycle.Categories}

// checklist lists what there is to look at in each dilemma: only what the proposal has to do with.
func checklist(r *Review) []Item {
	var all []Item
	for _, d := range r.Dilemmas {
		all = append(all, r.items(d)...)
	}
	return all
}

func (r *Review) items(d *diff.Dilemma) []Item {
	var items []Item
	add := func(item, fact string) {
		items = append(items, Item{d.Slug, item, message.Text("review/item/" + item), fact})
	}
	if d.After != nil && lifecycle.IsWithdrawn(d.After.Front) && len(d.Changes) > 0 {
		add("withdrawal", message.Text("review/fact/withdrawal"))
		return items
	}
	if d.After == nil || d.After.Front == nil {
		return nil
	}
	// What stands on the site for the first time is looked at as a whole.
	whole := d.Has(diff.New, diff.Published, diff.Restored)
	inCanvas := whole || slices.ContainsFunc(d.Changes, func(f diff.Field) bool { return f.Step != "" })
	text := inCanvas || len(d.Attachments) > 0 || slices.ContainsFunc(d.Changes, func(f diff.Field) bool {
		return f.Kind == diff.Story || f.Kind == canvas.Text || f.Path == lifecycle.Provenance
	})
	law := slices.ContainsFunc(d.Changes, func(f diff.Field) bool { return slices.Contains(lawKeys, f.Path) })
	found := of(r.Findings, d)
	if inCanvas {
		add("complete", complete(d))
	}
	if text {
		add("anonymous", countFact("anonymous", found, func(f finding.Finding) bool { return f.Kind != "" }))
		word := r.provenance(d)
		if word != nil && word.Consent {
			add("consent", r.consent(d))
		}
		if word != nil && word.SecondReader != "" {
			reader := message.Text("review/fact/no-reader")
			if v := lookup(d, lifecycle.SecondReader); !v.Blank() && !d.Withheld {
				reader = message.Text("review/fact/reader", "reader", v.Text)
			}
			add("second-reader", reader)
		}
	}
	if sides := r.sides(d); inCanvas && sides != "" && !d.Withheld {
		add("fair", sides)
	}
	if laws := r.laws(d); law || text && laws != "" || whole {
		if laws == "" {
			laws = message.Text("review/fact/no-law")
		} else {
			laws = message.Text("review/fact/law", "words", laws)
		}
		add("law", laws)
	}
	if text {
		add("language", countFact("language", found, func(f finding.Finding) bool { return strings.HasPrefix(f.Rule, "language/") }))
	}
	return items
}

// countFact says how often the check found something of a sort in a dilemma.
func countFact(sort string, all []finding.Finding, is func(finding.Finding) bool) string {
	n := 0
	for _, f := range all {
		if is(f) {
			n++
		}
	}
	switch n {
	case 0:
		return message.Text("review/fact/" + sort + "-none")
	case 1:
		return message.Text("review/fact/" + sort + "-one")
	}
	return message.Text("review/fact/"+sort+"-more", "n", strconv.Itoa(n))
}

// complete says how many questions are still open.
func complete(d *diff.Dilemma) string {
	open := 0
	for _, s := range d.Steps {
		open += len(s.Missing)
	}
	return count("review/fact/open", open)
}

// provenance is the word that says where a dilemma comes from, or nil.
func (r *Review) provenance(d *diff.Dilemma) *canvas.Word {
	field, v := r.def.Root.Child(lifecycle.Provenance), lookup(d, lifecycle.Provenance)
	if field == nil || field.Vocabulary == nil || v == nil {
		return nil
	}
	return field.Vocabulary.Find(v.Text)
}

// consent says who agreed.
func (r *Review) consent(d *diff.Dilemma) string {
	group := r.def.Root.Child(lifecycle.Consent)
	if group == nil {
		return ""
	}
	var all []string
	for _, who := range group.Fields {
		answer := message.Text("review/empty")
		if v := lookup(d, lifecycle.Consent, who.Key); !v.Blank() {
			answer = flag(v.Text)
		}
		all = append(all, who.Label+": "+answer)
	}
	return strings.Join(all, "; ") + "."
}

// flag says true or false to a person.
func flag(text string) string {
	switch text {
	case "true":
		return message.Text("review/yes")
	case "false":
		return message.Text("review/no")
	}
	return text
}

// sides tells of each choice how much stands on both sides: of the entries of tables that hold lists.
func (r *Review) sides(d *diff.Dilemma) string {
	var all []string
	for _, step := range r.def.Steps {
		for _, f := range step.Fields {
			if f.Kind != canvas.Table || !slices.ContainsFunc(f.Rows, func(c *canvas.Field) bool { return c.Kind == canvas.List }) {
				continue
			}
			table := lookup(d, lifecycle.Canvas, step.Key, f.Key)
			if table.Blank() {
				continue
			}
			for _, item := range table.Items {
				var counts []string
				for _, c := range f.Rows {
					if c.Kind == canvas.List {
						counts = append(counts, strings.ToLower(c.Label)+" "+strconv.Itoa(lifecycle.Entries(item.Get(c.Key))))
					}
				}
				if name := item.Get(f.Item.Key); !name.Blank() {
					all = append(all, "‘"+strings.Join(strings.Fields(name.Text), " ")+"’: "+strings.Join(counts, ", "))
				}
			}
		}
	}
	if len(all) == 0 {
		return ""
	}
	return strings.Join(all, "; ") + "."
}

// laws lists what the dilemma says about the law.
func (r *Review) laws(d *diff.Dilemma) string {
	var all []string
	for _, key := range lawKeys {
		field, v := r.def.Root.Child(key), lookup(d, key)
		if field == nil || field.Vocabulary == nil || v == nil {
			continue
		}
		for _, item := range v.Items {
			if word := field.Vocabulary.Find(item.Text); word != nil {
				all = append(all, word.Label)
			}
		}
	}
	return strings.Join(all, "; ")
}
