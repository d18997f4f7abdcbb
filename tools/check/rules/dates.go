package rules

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

const clock = `(?:[Tt ] ?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)? ?([Zz]|[+-]\d{1,2}(?::?\d{2})?)?)?`

// The forms in which programs and people write a date: with the year first, with the day first, and with the name of the month.
var (
	yearFirst  = lazy.Regexp(`^(\d{4})([-/. ]?)(\d{1,2})([-/. ]?)(\d{1,2})` + clock + `$`)
	dayFirst   = lazy.Regexp(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4})` + clock + `$`)
	monthNamed = lazy.Regexp(`^(?:\p{L}+,? )?(\d{1,2})(?:e|th|st|nd|rd)?[. ]+(\p{L}+)\.?,? (\d{4})$`)
)

// months are the begins of the names of the months, in Dutch and in English.
var months = [...][]string{{"jan"}, {"feb"}, {"maa", "mrt", "mar"}, {"apr"}, {"mei", "may"}, {"jun"}, {"jul"}, {"aug"}, {"sep"}, {"okt", "oct"}, {"nov"}, {"dec"}}

// written is a date in another form than that of a casebook.
type written struct {
	days  []string // which days it may be, as a casebook writes them; none when it is a day that does not exist
	timed bool     // whether the time of the day stands there too
}

// readDate reads a date in another form, and reports whether a text is one. More than one day means that only a person can tell: the time zone makes another day of it
// in the Netherlands, or with slashes day and month may have changed places, as in America.
func readDate(text string) (written, bool) {
	text = strings.Join(strings.Fields(text), " ")
	if m := yearFirst().FindStringSubmatch(text); m != nil && m[2] == m[4] && (m[2] != "" || len(m[3])+len(m[5]) == 4) {
		return inZone(m[1], m[3], m[5], m[6:]), true
	}
	if m := dayFirst().FindStringSubmatch(text); m != nil && m[2] == m[4] {
		w := inZone(m[5], m[3], m[1], m[6:])
		if swapped := inZone(m[5], m[1], m[3], m[6:]); m[2] == "/" {
			w.days = append(w.days, swapped.days...)
			w.days = slices.Compact(w.days)
		}
		return w, true
	}
	if m := monthNamed().FindStringSubmatch(strings.ToLower(text)); m != nil {
		for i, names := range months {
			if slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(m[2], name) }) {
				return inZone(m[3], strconv.Itoa(i+1), m[1], make([]string, 4)), true
			}
		}
	}
	return written{}, false
}

// inZone returns the day on the clock that wrote a date, and the days that it is in the Netherlands in winter and summer when those are others. Midnight in
// Greenwich is how programs write a day without a time.
func inZone(year, month, day string, clock []string) written {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	w := written{timed: clock[0] != ""}
	at := time.Date(number(year), time.Month(number(month)), number(day), number(clock[0]), number(clock[1]), number(clock[2]), 0, time.UTC)
	if at.Day() != number(day) || int(at.Month()) != number(month) {
		return w // not on the calendar
	}
	w.days = []string{at.Format(time.DateOnly)}
	offset, zoned := offsetOf(clock[3])
	midnight := at.Hour() == 0 && at.Minute() == 0 && at.Second() == 0 && offset == 0
	if !zoned || midnight || offset == time.Hour || offset == 2*time.Hour {
		return w
	}
	for _, summer := range []time.Duration{time.Hour, 2 * time.Hour} {
		w.days = append(w.days, at.Add(summer-offset).Format(time.DateOnly))
	}
	slices.Sort(w.days)
	w.days = slices.Compact(w.days)
	return w
}

// offsetOf reads a time zone: Z, +01:00, +0100 or +1. It reports whether there is one.
func offsetOf(zone string) (time.Duration, bool) {
	if zone == "" || zone == "Z" || zone == "z" {
		return 0, zone != ""
	}
	hours, minutes, _ := strings.Cut(zone[1:], ":")
	if len(hours) == 4 {
		hours, minutes = hours[:2], hours[2:]
	}
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	offset := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	if zone[0] == '-' {
		offset = -offset
	}
	return offset, true
}

// isDay reports whether a value is a date as a casebook writes it, of a day that may not exist.
func isDay(v *casebook.Value) bool {
	return (v.Kind == casebook.String || v.Kind == casebook.Date) && isDate(v.Text)
}

// isDate reports whether a text has the form 2026-03-12.
func isDate(text string) bool {
	for i := range len(text) {
		if c := text[i]; i == 4 || i == 7 {
			if c != '-' {
				return false
			}
		} else if c < '0' || c > '9' {
			return false
		}
	}
	return len(text) == len(time.DateOnly)
}

// otherDate adds a finding on a value that is no date as a casebook writes it.
func (f *file) otherDate(field *canvas.Field, v *casebook.Value, at place) {
	w, ok := written{}, false
	if v.Kind == casebook.String || v.Kind == casebook.Date || v.Kind == casebook.Number {
		w, ok = readDate(v.Text)
	}
	switch {
	case !ok:
		f.wrongType(field, v, at)
		return
	case len(w.days) == 0:
		f.add(dateInvalid, at.start, at.end, at.path, "date", v.Text)
		return
	}
	got, hint := "value/date-other", message.Text("tip/write-day", "key", field.Key, "day", w.days[0])
	if w.timed {
		got = "value/date-timed"
	}
	if len(w.days) > 1 {
		hint = message.Text("tip/choose-day", "key", field.Key, "days", strings.Join(w.days, message.Text("tip/or")))
	}
	f.addHint(canvasType, at, hint, "field", field.Label, "want", message.Text("kind/day"), "got", message.Text(got))
}

// oneDay returns the day that a date in another form is, or "" when that is not certain.
func oneDay(v *casebook.Value) string {
	if isDay(v) || v.Kind != casebook.String && v.Kind != casebook.Date && v.Kind != casebook.Number {
		return ""
	}
	if w, ok := readDate(v.Text); ok && len(w.days) == 1 {
		return w.days[0]
	}
	return ""
}
