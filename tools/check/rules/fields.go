package rules

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// place is where in the file a field stands, or where it would stand: at the key around it.
type place struct {
	start, end int
	path       string
}

func (p place) child(key string) place {
	key = shorten(key)
	if p.path != "" {
		key = p.path + "." + key
	}
	return place{p.start, p.end, key}
}

func (p place) on(v *casebook.Value) place { return place{v.Start, v.End, p.path} }

// checkFrontMatter holds the front matter against the definition.
func (f *file) checkFrontMatter() {
	if f.Front == nil {
		return
	}
	opening := place{f.FrontStart, f.FrontStart + len("---"), ""}
	f.checkKeysOfHugo()
	f.checkGroup(f.def.Root, f.Front, opening, f.stage())
	f.checkDates()
	f.checkPublication()
	if !f.withdrawn() {
		f.checkLanguage()
	}
}

// checkKeysOfHugo looks for keys that Hugo reads and this program does not: those by which it would make the page otherwise, and those of the
// definition in capitals.
func (f *file) checkKeysOfHugo() {
	for _, p := range f.Front.Pairs {
		key := shorten(p.Key.Text)
		at, lower := place{p.Key.Start, p.Key.End, key}, strings.ToLower(key)
		switch {
		case lifecycle.IsReserved(key):
			f.addHint(frontMatterAmbiguous, at, message.Text("ambiguous/reserved.tip"), "reason", message.Text("ambiguous/reserved", "key", key))
		case lower != key && f.def.Root.Child(lower) != nil:
			f.addHint(frontMatterAmbiguous, at, message.Text("ambiguous/capitals.tip", "lower", lower), "reason", message.Text("ambiguous/capitals", "key", key, "lower", lower))
		}
	}
}

// stage says how far a dilemma is, and so what it is held to.
func (f *file) stage() canvas.Requirement {
	if f.concept() {
		return canvas.Concept
	}
	return canvas.Published
}

// concept reports whether a dilemma is one by its own word. One that is not goes on the site by itself on the day that it is dated, so it is held to
// the same.
func (f *file) concept() bool { return lifecycle.IsDraft(f.Front) }

func (f *file) withdrawn() bool { return lifecycle.IsWithdrawn(f.Front) }

// needed reports whether a field must be filled in at this stage. The canvas of a withdrawn case may be gone.
func (f *file) needed(field *canvas.Field, at place, stage canvas.Requirement) bool {
	if f.withdrawn() && (strings.HasPrefix(at.path, lifecycle.Canvas+".") || field.Required == canvas.Published) {
		return false
	}
	return field.Required == canvas.Concept || field.Required == stage
}

// checkGroup checks a mapping against the fields of a group. A group that is absent is looked at all the same, when it
// holds fields that must be there.
func (f *file) checkGroup(group *canvas.Field, v *casebook.Value, at place, stage canvas.Requirement) {
	f.checkKeys(group.Fields, v, at, func(child *canvas.Field, p *casebook.Pair, at place) {
		if child.Kind != canvas.Group {
			f.checkField(child, p, at, stage)
			return
		}
		switch {
		case p == nil || p.Value.Kind == casebook.Null:
			if p != nil {
				at = at.on(p.Key)
			}
			if group == f.def.Root && child.Key != lifecycle.Canvas {
				return // toestemming, ingetrokken: what they ask for depends on other fields
			}
			f.checkGroup(child, nil, at, stage)
		case p.Value.Kind != casebook.Mapping:
			f.wrongType(child, p.Value, at.on(p.Value))
		default:
			f.checkGroup(child, p.Value, at.on(p.Key), stage)
		}
	})
}

// checkKeys calls check for each field in the order of the definition, with its pair or nil, and notes the keys that the
// definition does not know. A field that is missing because its key is misspelled is not called missing too.
func (f *file) checkKeys(fields []*canvas.Field, v *casebook.Value, at place, check func(*canvas.Field, *casebook.Pair, place)) {
	misspelled := map[string]bool{}
	if v != nil {
		for _, p := range v.Pairs {
			known := slices.ContainsFunc(fields, func(c *canvas.Field) bool { return c.Key == p.Key.Text })
			if known || at.path == "" && lifecycle.IsReserved(p.Key.Text) {
				continue
			}
			var open []string
			for _, c := range fields {
				if v.Get(c.Key) == nil {
					open = append(open, c.Key)
				}
			}
			hint, suggestion := f.unknownKey(p.Key.Text, open, fields)
			misspelled[suggestion] = true
			f.addHint(canvasUnknownKey, at.child(p.Key.Text).on(p.Key), hint, "key", p.Key.Text)
		}
	}
	for _, c := range fields {
		p := v.Pair(c.Key)
		if p == nil && misspelled[c.Key] {
			continue
		}
		check(c, p, at.child(c.Key))
	}
}

// unknownKey says what the writer may have meant by a key.
func (f *file) unknownKey(key string, open []string, fields []*canvas.Field) (hint, suggestion string) {
	if s, ok := Suggest(key, open); ok {
		return message.Text("tip/did-you-mean", "word", s), s
	}
	if elsewhere := pathOf(f.def.Root, key, ""); elsewhere != "" {
		return message.Text("tip/belongs-elsewhere", "path", elsewhere), ""
	}
	var keys []string
	for _, c := range fields {
		keys = append(keys, c.Key)
	}
	return message.Text("tip/known-keys", "keys", strings.Join(keys, ", ")), ""
}

// pathOf returns the path of the first field with this key, or nothing.
func pathOf(group *canvas.Field, key, prefix string) string {
	for _, c := range group.Fields {
		if c.Key == key {
			return prefix + key
		}
		if found := pathOf(c, key, prefix+c.Key+"."); found != "" {
			return found
		}
	}
	return ""
}

// checkField checks one field that is no group. The pair is nil when the key is not there.
func (f *file) checkField(field *canvas.Field, p *casebook.Pair, at place, stage canvas.Requirement) {
	needed := f.needed(field, at, stage)
	if p == nil || p.Value.Kind == casebook.Null {
		if p != nil {
			at = at.on(p.Key)
		}
		if needed {
			f.addField(canvasRequired, field, at, stage)
		}
		return
	}
	v := p.Value
	switch field.Kind {
	case canvas.List, canvas.Terms, canvas.Table:
		if v.Kind != casebook.Sequence {
			f.wrongType(field, v, at.on(v))
			return
		}
		f.checkList(field, p, at, stage, needed)
	default:
		f.checkScalar(field, v, at, stage, needed, p.Key)
	}
}

// checkScalar checks a value that is not a list.
func (f *file) checkScalar(field *canvas.Field, v *casebook.Value, at place, stage canvas.Requirement, needed bool, key *casebook.Value) {
	switch field.Kind {
	case canvas.Flag:
		if v.Kind != casebook.Bool {
			f.wrongType(field, v, at.on(v))
		}
		return
	case canvas.Date:
		f.checkDate(field, v, at.on(v))
		return
	}
	if v.Kind != casebook.String {
		f.wrongType(field, v, at.on(v))
		return
	}
	if v.Blank() {
		if needed {
			f.addField(canvasEmpty, field, at.on(key), stage)
		}
		return
	}
	if field.Kind == canvas.Term {
		f.checkTerm(field, v, at.on(v))
	}
}

// checkList checks the entries of a list or table, and how many there are.
func (f *file) checkList(field *canvas.Field, p *casebook.Pair, at place, stage canvas.Requirement, needed bool) {
	seen := map[string]bool{}
	for i, item := range p.Value.Items {
		at := at.child(strconv.Itoa(i)).on(item)
		blank := item.Blank()
		if blank && stage == canvas.Published && !f.withdrawn() {
			if item.Start == item.End { // nothing to point at but the list
				at = at.on(p.Key)
			}
			f.add(canvasEmpty, at.start, at.end, at.path,
				"field", message.Text("entry", "field", field.Label, "number", strconv.Itoa(i+1)),
				"help", message.Text("tip/remove-entry"), "when", "")
			continue
		}
		if field.Kind == canvas.Table {
			if item.Kind == casebook.Mapping {
				f.checkEntry(field, item, at, stage)
			} else if item.Kind != casebook.Null {
				f.wrongType(&canvas.Field{Key: field.Key, Kind: canvas.Group, Label: field.Label, Fields: field.Entry()}, item, at)
			}
			continue
		}
		if item.Kind != casebook.String {
			if item.Kind != casebook.Null {
				f.wrongType(&canvas.Field{Key: field.Key, Kind: canvas.Text, Label: field.Label}, item, at)
			}
			continue
		}
		if field.Kind == canvas.Terms && !blank {
			f.checkTerm(field, item, at)
			if seen[item.Text] {
				f.add(canvasRepeated, at.start, at.end, at.path, "word", item.Text)
			}
			seen[item.Text] = true
		}
	}
	switch filled := lifecycle.Entries(p.Value); {
	case !needed || stage != canvas.Published || filled >= max(field.Min, 1):
	case filled == 0:
		f.addField(canvasRequired, field, at.on(p.Key), stage)
	default:
		f.add(canvasTooFew, p.Key.Start, p.Key.End, at.path, "field", field.Label, "min", strconv.Itoa(field.Min),
			"got", strconv.Itoa(filled), "help", field.Help)
	}
}

// checkEntry checks one entry of a table, such as one player.
func (f *file) checkEntry(table *canvas.Field, v *casebook.Value, at place, stage canvas.Requirement) {
	here := at
	if len(v.Pairs) > 0 {
		here = at.on(v.Pairs[0].Key) // point at the first key of the entry, not at the whole of it
	}
	f.checkKeys(table.Entry(), v, here, func(field *canvas.Field, p *casebook.Pair, at place) {
		f.checkField(field, p, at, stage)
	})
}

// checkTerm looks a word up in its vocabulary.
func (f *file) checkTerm(field *canvas.Field, v *casebook.Value, at place) {
	words := field.Vocabulary
	if words.Find(v.Text) != nil {
		return
	}
	hint := message.Text("tip/known-words", "words", strings.Join(words.Keys(), ", "))
	if s, ok := SuggestWord(v.Text, words); ok {
		hint = message.Text("tip/did-you-mean", "word", s)
	}
	f.addHint(canvasTerm, at, hint, "word", v.Text, "vocabulary", words.Label)
}

// A year outside these bounds is a slip of the pen: the method is of 2022, and nobody plans a review this far ahead.
const (
	firstYear  = 2000
	yearsAhead = 50
)

var datePattern = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

func (f *file) checkDate(field *canvas.Field, v *casebook.Value, at place) {
	if (v.Kind != casebook.String && v.Kind != casebook.Date) || !datePattern.MatchString(v.Text) {
		f.wrongType(field, v, at)
		return
	}
	switch day, err := time.Parse(time.DateOnly, v.Text); {
	case err != nil:
		f.add(dateInvalid, at.start, at.end, at.path, "date", v.Text)
	case day.Year() < firstYear || day.Year() > f.today.Year()+yearsAhead:
		f.add(dateImplausible, at.start, at.end, at.path, "year", strconv.Itoa(day.Year()))
	}
}

// addField notes that a field has no value yet, and repeats what belongs there.
func (f *file) addField(r Rule, field *canvas.Field, at place, stage canvas.Requirement) {
	when := ""
	if stage == canvas.Published && field.Required == canvas.Published {
		when = message.Text("when/published")
	}
	f.add(r, at.start, at.end, at.path, "field", field.Name(), "help", field.Help, "when", when)
}

// wrongType says which form a value should have, and how to write it.
func (f *file) wrongType(field *canvas.Field, v *casebook.Value, at place) {
	hint := message.Text("tip/write-"+string(field.Kind), "key", field.Key, "example", example(field))
	if v.Kind != casebook.Sequence && v.Kind != casebook.Mapping && (field.Kind == canvas.Text || field.Kind == canvas.Term) {
		hint = message.Text("tip/quote", "text", strconv.Quote(shorten(v.Text)))
	}
	if v.Kind == casebook.String && field.Kind == canvas.Terms {
		hint = message.Text("tip/bracket", "key", field.Key, "text", shorten(v.Text))
	}
	f.addHint(canvasType, at, hint, "field", field.Label,
		"want", message.Text("kind/"+string(field.Kind)), "got", message.Text(valueKind(v)))
}

// example is the first key of an entry or group, to show in a tip.
func example(field *canvas.Field) string {
	switch {
	case field.Item != nil:
		return field.Item.Key
	case len(field.Fields) > 0:
		return field.Fields[0].Key
	}
	return ""
}

func valueKind(v *casebook.Value) string {
	return [...]string{"value/null", "value/string", "value/bool", "value/number", "value/date", "value/sequence",
		"value/mapping"}[v.Kind]
}

// checkDates holds the dates against each other and against today.
func (f *file) checkDates() {
	date, written := f.date(lifecycle.Date)
	if written && !f.concept() && date.After(f.today) {
		f.addAt(dateFuture, lifecycle.Date)
	}
	if reviewed, ok := f.date(lifecycle.ReviewedOn); ok {
		switch {
		case written && reviewed.Before(date):
			f.addAt(dateOrder, lifecycle.ReviewedOn, "first", lifecycle.Date, "second", lifecycle.ReviewedOn)
		case reviewed.After(f.today):
			f.addAt(dateFuture, lifecycle.ReviewedOn)
		}
	}
	if review, ok := f.date(lifecycle.ReviewBefore); ok {
		switch {
		case written && !review.After(date):
			f.addAt(dateOrder, lifecycle.ReviewBefore, "first", lifecycle.Date, "second", lifecycle.ReviewBefore)
		case !f.concept() && !f.withdrawn() && lifecycle.IsToReview(f.Front, f.today):
			f.addAt(dateReview, lifecycle.ReviewBefore)
		}
	}
	const withdrawnOn = lifecycle.Withdrawal + "." + lifecycle.WithdrawnOn
	if withdrawn, ok := f.date(withdrawnOn); ok && written && withdrawn.Before(date) {
		f.addAt(dateOrder, withdrawnOn, "first", lifecycle.Date, "second", withdrawnOn)
	}
}

// date returns the date at a path of the front matter, and whether there is a valid one.
func (f *file) date(path string) (time.Time, bool) {
	v := f.lookup(path)
	if v == nil || v.Kind != casebook.String && v.Kind != casebook.Date {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly, v.Text)
	return t, err == nil
}

// lookup returns the value at a path of keys, or nil.
func (f *file) lookup(path string) *casebook.Value {
	v := f.Front
	for key := range strings.SplitSeq(path, ".") {
		v = v.Get(key)
	}
	return v
}

// addAt notes a finding on the value at a path.
func (f *file) addAt(r Rule, path string, pairs ...string) {
	v := f.lookup(path)
	f.add(r, v.Start, v.End, path, append(pairs, "value", v.Text)...)
}

// checkPublication asks what the herkomst of a published case asks for.
func (f *file) checkPublication() {
	field, v := f.def.Root.Child(lifecycle.Provenance), f.Front.Get(lifecycle.Provenance)
	if field == nil || v == nil || f.concept() || f.withdrawn() {
		return
	}
	word := field.Vocabulary.Find(v.Text)
	if word == nil {
		return
	}
	if word.Consent {
		f.checkConsent(v)
	}
	if reader := f.Front.Get(lifecycle.SecondReader); word.SecondReader != "" && reader.Blank() {
		severity := finding.Error
		if word.SecondReader == "advised" {
			severity = finding.Warning
		}
		f.note(publishSecondReader, severity, place{v.Start, v.End, lifecycle.SecondReader}, message.Text("publish/second-reader.tip"),
			[]string{"herkomst", v.Text})
	}
}

// checkConsent asks for the consent of everybody that the definition names.
func (f *file) checkConsent(herkomst *casebook.Value) {
	const group = lifecycle.Consent
	field, consent := f.def.Root.Child(group), f.Front.Get(group)
	if field == nil {
		return
	}
	for _, who := range field.Fields {
		at, given := herkomst, consent.Get(who.Key)
		if given != nil {
			at = given
		} else if p := f.Front.Pair(group); p != nil {
			at = p.Key
		}
		if given == nil || given.Kind == casebook.Null || given.Kind == casebook.Bool && given.Text != "true" {
			f.add(publishConsent, at.Start, at.End, group+"."+who.Key, "who", who.Label, "key", who.Key, "herkomst", herkomst.Text)
		}
	}
}
