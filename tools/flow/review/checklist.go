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

// Item is one thing that an editor must judge, because a program can't.
type Item struct {
	Slug string `json:"slug"`
	// Item is the name of it: complete, anonymous, consent, second-reader, fair, law, language or withdrawal.
	Item     string `json:"item"`
	Question string `json:"question"`
	// Fact is what the program knows about it, in Dutch.
	Fact string `json:"fact"`
}

// lawKeys are the keys of the fields on the law.
var lawKeys = []string{lifecycle.Grounds, lifecycle.Categories}

// checklist lists what an editor must look at in each dilemma, as far as the proposal changes it.
func checklist(r *Review) []Item {
	var all []Item
	for _, d := range r.Dilemmas {
		found := findingsIn(r.Findings, d)
		for _, item := range r.says[d].items {
			switch item.Item {
			case "anonymous":
				item.Fact = countFact("anonymous", found, func(f finding.Finding) bool { return f.Kind != "" })
			case "language":
				item.Fact = countFact("language", found, func(f finding.Finding) bool { return strings.HasPrefix(f.Rule, "language/") })
			}
			all = append(all, item)
		}
	}
	return all
}

// items lists what an editor must look at in a dilemma. The facts that count findings are left open: those are not known yet.
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
	// A dilemma that is new on the site is looked at as a whole.
	whole := d.Has(diff.New, diff.Published, diff.Restored)
	inCanvas := whole || slices.ContainsFunc(d.Changes, func(f diff.Field) bool { return f.Step != "" })
	text := inCanvas || len(d.Attachments) > 0 || slices.ContainsFunc(d.Changes, func(f diff.Field) bool {
		return f.Kind == diff.Story || f.Kind == canvas.Text || f.Path == lifecycle.Provenance
	})
	law := slices.ContainsFunc(d.Changes, func(f diff.Field) bool { return slices.Contains(lawKeys, f.Path) })
	if inCanvas {
		add("complete", countOpen(d))
	}
	if text {
		add("anonymous", "")
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
	if sides := r.countSides(d); inCanvas && sides != "" && !d.Withheld {
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
		add("language", "")
	}
	return items
}

// countFact returns the fact with the number of findings that match. Sort is the part of the message ID that names them.
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

// countOpen returns the fact with the number of open questions.
func countOpen(d *diff.Dilemma) string {
	open := 0
	for _, s := range d.Steps {
		open += len(s.Missing)
	}
	return count("review/fact/open", open)
}

// provenance returns the word of the vocabulary for the herkomst of a dilemma, or nil.
func (r *Review) provenance(d *diff.Dilemma) *canvas.Word {
	field, v := r.def.Root.Child(lifecycle.Provenance), lookup(d, lifecycle.Provenance)
	if field == nil || field.Vocabulary == nil || v == nil {
		return nil
	}
	return field.Vocabulary.Find(v.Text)
}

// consent returns the fact that says who gave consent.
func (r *Review) consent(d *diff.Dilemma) string {
	group := r.def.Root.Child(lifecycle.Consent)
	if group == nil {
		return ""
	}
	var all []string
	for _, who := range group.Fields {
		answer := message.Text("review/empty")
		if v := lookup(d, lifecycle.Consent, who.Key); !v.Blank() {
			answer = flagText(v.Text)
		}
		all = append(all, who.Label+": "+answer)
	}
	return strings.Join(all, "; ") + "."
}

// flagText returns the Dutch word for true or false.
func flagText(text string) string {
	switch text {
	case "true":
		return message.Text("review/yes")
	case "false":
		return message.Text("review/no")
	}
	return text
}

// countSides returns the fact with the number of advantages and disadvantages of each choice: of each entry in tables that have lists.
func (r *Review) countSides(d *diff.Dilemma) string {
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

// laws lists the labels of the words on the law that the dilemma has.
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
