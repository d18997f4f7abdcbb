// Package lifecycle is the only owner of the state of a dilemma: whether it is on the site, a concept, withdrawn, superseded or due for another look,
// how far its canvas is answered, and what of it may be shown. All of that follows from the front matter and the day; nothing is kept.
//
// Where Hugo decides what is published, the answers are those of Hugo, however the front matter is written: Hugo reads keys in any case, takes
// "true" and 1 for true, and everything that it can't take for a boolean for false. What Hugo would do besides, by keys that a dilemma does not have,
// Reserved names, so that check can refuse it.
//
// Where a file of a dilemma stands, and which slug its path gives, casebook knows. This package knows no Git, no rules and no screen.
package lifecycle

import (
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// State is how far a dilemma is on the branch that it stands on. The words are a contract with other programs: add, never rename.
type State string

const (
	Concept    State = "concept"    // not on the site
	Published  State = "published"  // on the site
	ToReview   State = "to_review"  // on the site, and its herzien_voor is past
	Superseded State = "superseded" // on the site, with a pointer to another
	Withdrawn  State = "withdrawn"  // on the site, with no more than the reason
)

// StateOf returns the state on a day. What has no front matter that can be read is a concept.
func StateOf(front *casebook.Value, day time.Time) State {
	switch {
	case !OnSite(front, day):
		return Concept
	case IsWithdrawn(front):
		return Withdrawn
	case IsSuperseded(front):
		return Superseded
	case IsToReview(front, day):
		return ToReview
	}
	return Published
}

// IsDraft reports whether a dilemma says of itself that it is a concept. One that does not say so is published.
func IsDraft(front *casebook.Value) bool { return flag(Get(front, Draft)) }

// OnSite reports whether Hugo makes a page of a dilemma on a day: it is no concept, and its date is not still to come.
func OnSite(front *casebook.Value, day time.Time) bool {
	from, ever := OnSiteFrom(front)
	return ever && !from.After(Day(day))
}

// OnSiteFrom returns the day from which Hugo makes a page of a dilemma, the zero time when that is always, and whether it ever does.
func OnSiteFrom(front *casebook.Value) (day time.Time, ever bool) {
	if front == nil || IsDraft(front) {
		return time.Time{}, false
	}
	if date, ok := moment(Get(front, Date)); ok {
		day = Day(date)
	}
	return day, true
}

// IsWithdrawn reports whether of a dilemma no more than the day and the reason may be shown.
func IsWithdrawn(front *casebook.Value) bool { return given(Get(front, Withdrawal)) }

// IsSuperseded reports whether a dilemma points to another that takes its place.
func IsSuperseded(front *casebook.Value) bool { return given(Get(front, SupersededBy)) }

// IsToReview reports whether the day on which a dilemma must be looked at again is there.
func IsToReview(front *casebook.Value, day time.Time) bool {
	review, ok := moment(Get(front, ReviewBefore))
	return ok && !Day(review).After(Day(day))
}

// Day is the day of a moment where it is, as dates in front matter are read.
func Day(moment time.Time) time.Time {
	return time.Date(moment.Year(), moment.Month(), moment.Day(), 0, 0, 0, 0, time.UTC)
}
