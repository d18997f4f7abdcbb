// Package list derives the state of every dilemma from its file and from Git. No state is stored: a field that repeats what Git knows would sooner
// or later contradict it.
//
// The published branch decides. A dilemma on that branch is on the site, unless it is a concept. A dilemma that is only on another branch, or in a merge
// request of which the server makes no branch, is in review until that is merged. Any other dilemma is a concept. Where there is no published branch, the files in the working tree count as
// published.
//
// The package knows no flags or terminals, writes no files, and reads only objects and references of Git.
package list

import (
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// InReview is the state of a dilemma that is not on the site, but is on a branch that is not merged. Only Git knows this state.
const InReview lifecycle.State = "in_review"

// States lists the states in the order in which a dilemma goes through them.
var States = []lifecycle.State{lifecycle.Concept, InReview, lifecycle.Published, lifecycle.ToReview, lifecycle.Superseded, lifecycle.Withdrawn}

// Local says how the file in the working tree relates to the published one. It is empty where there is no published branch to compare with.
type Local string

const (
	Same    Local = "same"
	Changed Local = "changed" // it differs from the published one
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
	// Branches are the unmerged branches, sorted, on which the dilemma differs from the published branch. A published dilemma with branches is on
	// the site while a change of it is in review.
	Branches []string `json:"branches"`
	// Proposals are the merge requests, by number, that change it and are not merged or closed, as far as is known.
	Proposals    []Proposal `json:"proposals"`
	Herkomst     string     `json:"herkomst"`
	Bestuurslaag string     `json:"bestuurslaag"`
	Themas       []string   `json:"themas"`
	Gronden      []string   `json:"woo_gronden"`
	Categories   []string   `json:"informatiecategorieen"`
	// Date and ReviewBefore are written as in the file, yyyy-mm-dd; empty when there is none.
	Date         string `json:"date"`
	ReviewBefore string `json:"herzien_voor"`
	// Age is the number of days since Date; null when Date is not a date.
	Age          *int         `json:"age_days"`
	SupersededBy string       `json:"vervangen_door"`
	Completeness Completeness `json:"completeness"`
}

// Proposal is a merge request.
type Proposal struct {
	Number int `json:"number"`
	// Branch is its branch on the server; empty when it has none there.
	Branch string `json:"branch"`
	// Ref is where the server keeps it, and Commit its last commit.
	Ref    string `json:"ref"`
	Commit string `json:"commit"`
	// Name is what the server calls it, such as #12.
	Name string `json:"name"`
}

// Completeness says how many questions of the canvas have been answered.
type Completeness struct {
	Count
	// Percent is rounded down, so that 100 means that everything has been answered.
	Percent int    `json:"percent"`
	Steps   []Step `json:"steps"`
}

// Step is the completeness of one step of the canvas.
type Step struct {
	Key string `json:"step"`
	Count
}

// Count says how many questions must be answered for publication, and how many of these are. For a withdrawn dilemma both are 0.
type Count struct {
	Filled int `json:"filled"`
	Asked  int `json:"asked"`
}

// InReview reports whether a branch or a merge request that is not merged proposes the dilemma, or a change of it.
func (d *Dilemma) InReview() bool { return len(d.Branches) > 0 || len(d.Proposals) > 0 }

// describe fills in the fields that the front matter decides. For a withdrawn dilemma it fills in only what its page shows. It copies the texts: a text of the
// front matter is a part of that of the file, and would keep all of it in memory.
func (d *Dilemma) describe(def *canvas.Definition, front *casebook.Value, today time.Time) {
	text := func(key string) string {
		if lifecycle.IsWithdrawn(front) && !lifecycle.Shows(key) {
			return ""
		}
		return strings.Clone(lifecycle.Text(front, key))
	}
	texts := func(key string) []string {
		if lifecycle.IsWithdrawn(front) {
			return []string{}
		}
		copied := []string{} // an empty array in JSON, not null
		for _, text := range lifecycle.Texts(front, key) {
			copied = append(copied, strings.Clone(text))
		}
		return copied
	}
	d.Title, d.Date, d.ReviewBefore = text(lifecycle.Title), text(lifecycle.Date), text(lifecycle.ReviewBefore)
	d.Herkomst, d.Bestuurslaag, d.SupersededBy = text(lifecycle.Provenance), text(lifecycle.Layer), text(lifecycle.SupersededBy)
	d.Themas, d.Gronden, d.Categories = texts(lifecycle.Themes), texts(lifecycle.Grounds), texts(lifecycle.Categories)
	if day, err := time.Parse(time.DateOnly, d.Date); err == nil {
		age := int(today.Sub(day) / (24 * time.Hour))
		d.Age = &age
	}
	d.Completeness = completenessOf(def, front)
}

// completenessOf counts the questions that must be answered for publication, and those that are.
func completenessOf(def *canvas.Definition, front *casebook.Value) Completeness {
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
