// Package list derives how far every dilemma is, from its file and from Git, and makes the edits that bring it further. No state is
// ever kept: a field that says what Git says as well would sooner or later say something else.
//
// What counts is the branch that is published. What it holds is on the site, unless it is a concept; what only stands on another branch is in
// review, until that branch is merged; all else is a concept of whoever has the file. Where there is no such branch, the file in the working tree
// is taken for the published one.
//
// It knows nothing of flags and terminals, writes no file, and reads objects and references of Git only.
package list

import (
	"slices"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
)

// State is how far a dilemma is. The words are a contract with other programs: add, never rename.
type State string

const (
	Concept    State = "concept"    // not on the site, and on no other branch
	InReview   State = "in_review"  // not on the site, and on a branch that is not merged
	Published  State = "published"  // on the site
	ToReview   State = "to_review"  // on the site, and its herzien_voor is past
	Superseded State = "superseded" // on the site, with a pointer to another
	Withdrawn  State = "withdrawn"  // on the site, with no more than the reason
)

// States lists the states in the order in which a dilemma comes by them.
var States = []State{Concept, InReview, Published, ToReview, Superseded, Withdrawn}

// Here says how the file in the working tree relates to the published one. It is empty where there is no published branch to compare with.
type Here string

const (
	Same    Here = "same"
	Changed Here = "changed" // it says something else, here or there
	New     Here = "new"     // not on the published branch
	Missing Here = "missing" // not in the working tree
)

// Dilemma is one dilemma with its state. The names in JSON are a contract with other programs: add, never rename.
type Dilemma struct {
	Slug  string `json:"slug"`
	Title string `json:"title"` // empty when the front matter can't be read
	// File is relative to the root of the casebook, with forward slashes.
	File  string `json:"file"`
	State State  `json:"state"`
	Here  Here   `json:"here"`
	// Branches are those that are not merged and hold the dilemma otherwise than the published branch, sorted. A dilemma that is published and
	// has branches is on the site, and a change of it is in review.
	Branches     []string `json:"branches"`
	Herkomst     string   `json:"herkomst"`
	Bestuurslaag string   `json:"bestuurslaag"`
	Themas       []string `json:"themas"`
	Gronden      []string `json:"woo_gronden"`
	Categories   []string `json:"informatiecategorieen"`
	// Date and ReviewBefore are as they are written, yyyy-mm-dd; empty when there is none.
	Date         string `json:"date"`
	ReviewBefore string `json:"herzien_voor"`
	// Age is how many days ago Date was; null when it is no date.
	Age          *int         `json:"age_days"`
	SupersededBy string       `json:"vervangen_door"`
	Completeness Completeness `json:"completeness"`
}

// Completeness tells how many questions of the canvas have their answer.
type Completeness struct {
	Count
	// Percent is rounded down, so that 100 is all of it.
	Percent int    `json:"percent"`
	Steps   []Step `json:"steps"`
}

// Step is the completeness of one step of the canvas.
type Step struct {
	Key string `json:"step"`
	Count
}

// Count says how many questions must be answered for publication, and how many are. Of a withdrawn dilemma nothing is asked.
type Count struct {
	Filled int `json:"filled"`
	Asked  int `json:"asked"`
}

// InReview reports whether a branch that is not merged proposes the dilemma, or a change of it.
func (d *Dilemma) InReview() bool { return len(d.Branches) > 0 }

// dayOf is the day of a moment, as dates in front matter are read.
func dayOf(now time.Time) time.Time {
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
}

// stateOf tells what the front matter on the published branch says.
func stateOf(front *casebook.Value, today time.Time) State {
	review, err := time.Parse(time.DateOnly, text(front, "herzien_voor"))
	switch {
	case front == nil || !rules.OnSite(front):
		return Concept
	case rules.Withdrawn(front):
		return Withdrawn
	case !front.Get(supersededKey).Blank():
		return Superseded
	case err == nil && !review.After(today):
		return ToReview
	}
	return Published
}

// describe fills in what the front matter says.
func (d *Dilemma) describe(def *canvas.Definition, front *casebook.Value, today time.Time) {
	d.Title, d.Date, d.ReviewBefore = text(front, "title"), text(front, "date"), text(front, "herzien_voor")
	d.Herkomst, d.Bestuurslaag, d.SupersededBy = text(front, "herkomst"), text(front, "bestuurslaag"), text(front, supersededKey)
	d.Themas, d.Gronden, d.Categories = texts(front, "themas"), texts(front, "woo_gronden"), texts(front, "informatiecategorieen")
	if day, err := time.Parse(time.DateOnly, d.Date); err == nil {
		age := int(today.Sub(day) / (24 * time.Hour))
		d.Age = &age
	}
	d.Completeness = complete(def, front)
}

func text(front *casebook.Value, key string) string {
	if v := front.Get(key); v != nil {
		return v.Text
	}
	return ""
}

func texts(front *casebook.Value, key string) []string {
	all := []string{} // an empty array in JSON, not null
	if v := front.Get(key); v != nil {
		for _, item := range v.Items {
			if !item.Blank() {
				all = append(all, item.Text)
			}
		}
	}
	return all
}

// complete counts the questions of the canvas that publication asks for, and those that have their answer.
func complete(def *canvas.Definition, front *casebook.Value) Completeness {
	all := Completeness{Percent: 100}
	for _, step := range def.Steps {
		s := Step{Key: step.Key}
		for _, field := range step.Fields {
			if field.Required == canvas.Optional || front != nil && rules.Withdrawn(front) {
				continue
			}
			s.Asked++
			if filled(field, front.Get("canvas").Get(step.Key).Get(field.Key)) {
				s.Filled++
			}
		}
		all.Steps = append(all.Steps, s)
		all.Asked += s.Asked
		all.Filled += s.Filled
	}
	if all.Asked > 0 {
		all.Percent = 100 * all.Filled / all.Asked
	}
	return all
}

// filled reports whether a field has its answer: of a list enough entries, and of each entry of a table all that must be there.
func filled(field *canvas.Field, v *casebook.Value) bool {
	if v.Blank() {
		return false
	}
	if field.Kind != canvas.List && field.Kind != canvas.Terms && field.Kind != canvas.Table {
		return true
	}
	entries := slices.DeleteFunc(slices.Clone(v.Items), (*casebook.Value).Blank)
	if len(entries) < max(field.Min, 1) {
		return false
	}
	if field.Kind == canvas.Table {
		for _, entry := range entries {
			for _, cell := range field.Entry() {
				if cell.Required != canvas.Optional && !filled(cell, entry.Get(cell.Key)) {
					return false
				}
			}
		}
	}
	return true
}
