// Package list derives how far every dilemma is, from its file and from Git. No state is
// ever kept: a field that says what Git says as well would sooner or later say something else.
//
// What counts is the branch that is published. What it holds is on the site, unless it is a concept; what only stands on another branch is in
// review, until that branch is merged; all else is a concept of whoever has the file. Where there is no such branch, the file in the working tree
// is taken for the published one.
//
// It knows nothing of flags and terminals, writes no file, and reads objects and references of Git only.
package list

import (
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// InReview is the state that only Git tells: not on the site, and on a branch that is not merged.
const InReview lifecycle.State = "in_review"

// States lists the states in the order in which a dilemma comes by them.
var States = []lifecycle.State{lifecycle.Concept, InReview, lifecycle.Published, lifecycle.ToReview, lifecycle.Superseded, lifecycle.Withdrawn}

// Local says how the file in the working tree relates to the published one. It is empty where there is no published branch to compare with.
type Local string

const (
	Same    Local = "same"
	Changed Local = "changed" // it says something else, here or there
	New     Local = "new"     // not on the published branch
	Missing Local = "missing" // not in the working tree
)

// Dilemma is one dilemma with its state. The names in JSON are a contract with other programs: add, never rename.
type Dilemma struct {
	Slug  string `json:"slug"`
	Title string `json:"title"` // empty when the front matter can't be read
	// File is relative to the root of the casebook, with forward slashes.
	File  string          `json:"file"`
	State lifecycle.State `json:"state"`
	Local Local           `json:"here"`
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

// describe fills in what the front matter says; of a withdrawn dilemma no more than its page shows.
func (d *Dilemma) describe(def *canvas.Definition, front *casebook.Value, today time.Time) {
	text := func(key string) string {
		if lifecycle.IsWithdrawn(front) && !lifecycle.Shows(key) {
			return ""
		}
		return lifecycle.Text(front, key)
	}
	texts := func(key string) []string {
		if lifecycle.IsWithdrawn(front) {
			return []string{}
		}
		return append([]string{}, lifecycle.Texts(front, key)...) // an empty array in JSON, not null
	}
	d.Title, d.Date, d.ReviewBefore = text(lifecycle.Title), text(lifecycle.Date), text(lifecycle.ReviewBefore)
	d.Herkomst, d.Bestuurslaag, d.SupersededBy = text(lifecycle.Provenance), text(lifecycle.Layer), text(lifecycle.SupersededBy)
	d.Themas, d.Gronden, d.Categories = texts(lifecycle.Themes), texts(lifecycle.Grounds), texts(lifecycle.Categories)
	if day, err := time.Parse(time.DateOnly, d.Date); err == nil {
		age := int(today.Sub(day) / (24 * time.Hour))
		d.Age = &age
	}
	d.Completeness = complete(def, front)
}

// complete counts the questions of the canvas that publication asks for, and those that have their answer.
func complete(def *canvas.Definition, front *casebook.Value) Completeness {
	all := Completeness{Percent: 100}
	for _, p := range lifecycle.ProgressOf(def, front) {
		s := Step{p.Step.Key, Count{p.Answered(), p.Asked}}
		all.Steps = append(all.Steps, s)
		all.Asked += s.Asked
		all.Filled += s.Filled
	}
	if all.Asked > 0 {
		all.Percent = 100 * all.Filled / all.Asked
	}
	return all
}
