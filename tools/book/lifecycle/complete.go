package lifecycle

import (
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// Progress says how far a step of the canvas is, as publication asks it.
type Progress struct {
	Step *canvas.Step
	// Asked is how many questions must have an answer. Of a withdrawn dilemma nothing is asked.
	Asked int
	// Open are the questions that have none yet.
	Open []*canvas.Field
}

// Answered is how many questions have their answer.
func (p Progress) Answered() int { return p.Asked - len(p.Open) }

// ProgressOf tells of every step how far it is.
func ProgressOf(def *canvas.Definition, front *casebook.Value) []Progress {
	all := make([]Progress, len(def.Steps))
	steps := Get(front, Canvas)
	withdrawn := IsWithdrawn(front)
	for i, step := range def.Steps {
		all[i].Step = step
		for _, field := range step.Fields {
			if field.Required == canvas.Optional || withdrawn {
				continue
			}
			all[i].Asked++
			if !Answered(field, steps.Get(step.Key).Get(field.Key)) {
				all[i].Open = append(all[i].Open, field)
			}
		}
	}
	return all
}

// Answered reports whether a field has its answer as a published dilemma needs it: in the form that the definition asks; of a list enough entries,
// and of each entry of a table all that must be there.
func Answered(field *canvas.Field, v *casebook.Value) bool {
	if v.Blank() {
		return false
	}
	switch field.Kind {
	case canvas.Flag:
		return v.Kind == casebook.Bool
	case canvas.Date:
		if v.Kind != casebook.String && v.Kind != casebook.Date {
			return false
		}
		_, err := time.Parse(time.DateOnly, v.Text)
		return err == nil
	case canvas.List, canvas.Terms:
		return Entries(v) >= max(field.Min, 1)
	case canvas.Table:
		if Entries(v) < max(field.Min, 1) {
			return false
		}
		for _, entry := range v.Items {
			for _, cell := range field.Entry() {
				if !entry.Blank() && cell.Required != canvas.Optional && !Answered(cell, entry.Get(cell.Key)) {
					return false
				}
			}
		}
		return true
	}
	return v.Kind == casebook.String
}

// Entries counts the entries of a list that hold something. What is no list has none.
func Entries(v *casebook.Value) int {
	if v == nil || v.Kind != casebook.Sequence {
		return 0
	}
	n := 0
	for _, item := range v.Items {
		if !item.Blank() {
			n++
		}
	}
	return n
}
