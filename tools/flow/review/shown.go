package review

import (
	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Shown is a review in the words and the order of the other formats, for a page that shows each text as a text. What nobody would see in a text is made
// visible in it, as there. Its JSON goes to the script of the page (assets/js/proposal/show.js), which is of the same build.
type Shown struct {
	Summary   string          `json:"summary"`
	Compared  string          `json:"compared"`
	Warnings  []string        `json:"warnings"`
	Marked    bool            `json:"marked"` // whether a text has a mark of removed or added words
	Dilemmas  []ShownDilemma  `json:"dilemmas"`
	Layout    []string        `json:"layout"` // the files of which only the layout changed
	Others    []ShownFile     `json:"others"`
	Findings  []ShownFindings `json:"findings"`
	Clean     string          `json:"clean"` // in the place of findings
	History   []ShownFinding  `json:"history"`
	Past      string          `json:"past"` // in the place of the history, or before it
	Checklist []ShownTasks    `json:"checklist"`
	// Titles are the words for the parts: gone, added, layout, others, findings, history, checklist and hint.
	Titles map[string]string `json:"titles"`
}

// ShownDilemma is what changes in a dilemma.
type ShownDilemma struct {
	Title    string         `json:"title"`
	File     string         `json:"file"`
	States   []string       `json:"states"`
	Says     []string       `json:"says"` // sentences
	Sections []ShownSection `json:"sections"`
}

// ShownSection is a step of the canvas, or what stands beside it.
type ShownSection struct {
	Title string      `json:"title"`
	Lines []ShownLine `json:"lines"`
}

// ShownLine is a line of a section, indented by Depth. It has a name, a text, or both.
type ShownLine struct {
	Depth int          `json:"depth"`
	Note  string       `json:"note"`
	Name  string       `json:"name"`
	Text  diff.Passage `json:"text"`
}

// ShownFile is a file that is no dilemma, and what happened to it.
type ShownFile struct {
	File string `json:"file"`
	Op   string `json:"op"`
}

// ShownFindings are the findings in a file.
type ShownFindings struct {
	File     string         `json:"file"`
	Findings []ShownFinding `json:"findings"`
}

// ShownFinding is a finding in words.
type ShownFinding struct {
	Where    string `json:"where"`
	Severity string `json:"severity"`
	Text     string `json:"text"`
	Hint     string `json:"hint"`
}

// ShownTasks are what a person must look at in a dilemma, whose title is empty when there is only one.
type ShownTasks struct {
	Title string      `json:"title"`
	Items []ShownTask `json:"items"`
}

// ShownTask is a question, and what a program knows about it.
type ShownTask struct {
	Question string `json:"question"`
	Fact     string `json:"fact"`
}

// Shown returns the review for a page.
func (r *Review) Shown() Shown {
	o := r.outline()
	s := Shown{
		Summary: o.summary, Compared: o.compared, Warnings: visibleAll(o.warnings), Marked: marked(o), Layout: visibleAll(o.layout), Clean: o.noFindings, Past: o.historySummary,
		Dilemmas: []ShownDilemma{}, Others: []ShownFile{}, Findings: []ShownFindings{}, History: shownFindings(o.history), Checklist: []ShownTasks{},
		Titles: map[string]string{"hint": message.Text("severity/hint")},
	}
	for _, id := range []string{"gone", "added", "layout", "others", "findings", "history", "checklist"} {
		s.Titles[id] = message.Text("review/" + id)
	}
	for c := range o.chapters {
		d := ShownDilemma{visible(c.title), visible(c.file), c.states, visibleAll(append(c.consequences, c.progress...)), []ShownSection{}}
		for _, section := range c.sections {
			lines := make([]ShownLine, len(section.lines))
			for i, l := range section.lines {
				lines[i] = ShownLine{l.depth, l.note, visible(l.name), diff.Passage{}}
				for _, piece := range l.text {
					lines[i].Text = append(lines[i].Text, diff.Piece{Op: piece.Op, Text: visible(piece.Text)})
				}
			}
			d.Sections = append(d.Sections, ShownSection{visible(section.title), lines})
		}
		s.Dilemmas = append(s.Dilemmas, d)
	}
	for _, f := range o.others {
		s.Others = append(s.Others, ShownFile{visible(f.Path), message.Text("review/op/" + string(f.Op))})
	}
	for _, g := range o.findings {
		s.Findings = append(s.Findings, ShownFindings{visible(g.file), shownFindings(g.remarks)})
	}
	for _, t := range o.checklist {
		tasks := ShownTasks{Title: visible(t.title)}
		for _, i := range t.items {
			tasks.Items = append(tasks.Items, ShownTask{i.Question, visible(i.Fact)})
		}
		s.Checklist = append(s.Checklist, tasks)
	}
	return s
}

func shownFindings(remarks []remark) []ShownFinding {
	all := make([]ShownFinding, len(remarks))
	for i, m := range remarks {
		all[i] = ShownFinding{visible(m.where), m.severity, visible(m.text), visible(m.hint)}
	}
	return all
}

func visibleAll(texts []string) []string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = visible(text)
	}
	return all
}
