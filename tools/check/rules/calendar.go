package rules

import (
	"strconv"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
)

// calendar is the day on which a check is made. A rule can ask it no more than whether a day is there, so that who keeps the outcome knows until when it holds.
type calendar struct {
	day  time.Time
	told func(Question, string) // is told each answer; nil tells nobody
}

// arrived reports whether a day is there: it is the day of the check, or before it.
func (c calendar) arrived(day time.Time) bool {
	there := !day.After(c.day)
	if c.told != nil {
		c.told(Question{Kind: HasArrived, Of: day.Format(time.DateOnly)}, strconv.FormatBool(there))
	}
	return there
}

// ask begins to ask a list for one file. Which entries count on the day of the check, Standard.Sum tells.
func (c calendar) ask(list *allowlist.List) *allowlist.Asker { return list.Ask(c.day) }
