package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// place is the place of a field in the file. A field that is missing has the place of the key around it.
type place struct {
	start, end int    // byte offsets in the file, end exclusive
	path       string // in the front matter, such as canvas.verkennen.spelers.0.speler
}

// child returns the place of the field with this key when it is missing from the group at p.
func (p place) child(key string) place {
	key = shorten(key)
	if p.path != "" {
		key = p.path + "." + key
	}
	return place{p.start, p.end, key}
}

// withRange returns the place with the offsets of a value.
func (p place) withRange(v *casebook.Value) place { return place{v.Start, v.End, p.path} }

// checkFrontMatter checks the front matter against the definition.
func (f *file) checkFrontMatter() {
	f.checkComments()
	if f.Front == nil {
		return
	}
	opening := place{f.FrontStart, f.FrontStart + len("---"), ""}
	f.checkKeysOfHugo()
	f.checkGroup(f.def.Root, f.Front, opening, f.stage())
	f.checkDates()
	f.checkSources()
	f.checkPublication()
	if !f.withdrawn() {
		f.checkLaw()
		f.checkLanguage()
	}
}

// checkKeysOfHugo finds keys that Hugo reads and this program does not: those with which Hugo would give the page another date or address or hide it,
// and keys of the definition in capitals.
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

// stage returns how far a dilemma is, which decides which fields it must have.
func (f *file) stage() canvas.Requirement {
	if f.concept() {
		return canvas.Concept
	}
	return canvas.Published
}

// concept reports whether the file says that it is a concept (draft: true). Any other dilemma must meet the rules for publication, even when its
// date lies in the future: on that day it appears on the site without anybody doing anything.
func (f *file) concept() bool { return lifecycle.IsDraft(f.Front) }

func (f *file) withdrawn() bool { return lifecycle.IsWithdrawn(f.Front) }

// needed reports whether a field must be filled in at this stage. The canvas of a withdrawn case may be empty.
func (f *file) needed(field *canvas.Field, at place, stage canvas.Requirement) bool {
	if f.withdrawn() && (strings.HasPrefix(at.path, lifecycle.Canvas+".") || field.Required == canvas.Published) {
		return false
	}
	return field.Required == canvas.Concept || field.Required == stage
}

// checkGroup checks a mapping against the fields of a group. The mapping is nil when the group is absent: then the required fields in it are
// missing.
func (f *file) checkGroup(group *canvas.Field, v *casebook.Value, at place, stage canvas.Requirement) {
	f.checkKeys(group.Fields, v, at, func(child *canvas.Field, p *casebook.Pair, at place) {
		if child.Kind != canvas.Group {
			f.checkField(child, p, at, stage)
			return
		}
		switch {
		case p == nil || p.Value.Kind == casebook.Null:
			if p != nil {
				at = at.withRange(p.Key)
			}
			if group == f.def.Root && child.Key != lifecycle.Canvas {
				return // toestemming, ingetrokken: what they ask for depends on other fields
			}
			f.checkGroup(child, nil, at, stage)
		case p.Value.Kind != casebook.Mapping:
			f.wrongType(child, p.Value, at.withRange(p.Value))
		default:
			f.checkGroup(child, p.Value, at.withRange(p.Key), stage)
		}
	})
}

// checkKeys calls check for each field in the order of the definition, with its pair or nil, and adds a finding on each key that the definition
// does not have. It skips a field that is missing because its key is misspelled: that is one mistake, not two.
func (f *file) checkKeys(fields []*canvas.Field, v *casebook.Value, at place, check func(*canvas.Field, *casebook.Pair, place)) {
	misspelled := map[string]bool{}
	if v != nil {
		var open []string
		for _, c := range fields {
			if v.Get(c.Key) == nil {
				open = append(open, c.Key)
			}
		}
		for _, p := range v.Pairs {
			known := slices.ContainsFunc(fields, func(c *canvas.Field) bool { return c.Key == p.Key.Text })
			if known || at.path == "" && lifecycle.IsReserved(p.Key.Text) {
				continue
			}
			hint, suggestion := f.unknownKey(p.Key.Text, open, fields)
			misspelled[suggestion] = true
			f.addHint(canvasUnknownKey, at.child(p.Key.Text).withRange(p.Key), hint, "key", shown(p.Key.Text))
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

// shown returns a key in which the signs that nobody sees are written as their code.
func shown(key string) string {
	var b strings.Builder
	for _, r := range key {
		if isUnseen(r) || r > unicode.MaxASCII && unicode.IsSpace(r) {
			fmt.Fprintf(&b, "‹U+%04X›", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// plainKey returns a key without the signs that nobody sees, and the first of those; 0 when there is none.
func plainKey(key string) (string, rune) {
	var first rune
	plain := strings.Map(func(r rune) rune {
		switch {
		case isUnseen(r):
			first = cmp.Or(first, r)
			return -1
		case r > unicode.MaxASCII && unicode.IsSpace(r):
			first = cmp.Or(first, r)
			return ' '
		}
		return r
	}, key)
	return strings.TrimSpace(plain), first
}

// unknownKey returns a hint for a key that the definition does not have, and the key that the writer probably meant; "" when there is none.
func (f *file) unknownKey(key string, open []string, fields []*canvas.Field) (hint, suggestion string) {
	if plain, sign := plainKey(key); sign != 0 {
		return message.Text("tip/unseen-in-key", "sign", nameSign(sign), "word", plain), plain
	}
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

// pathOf returns the path of the first field with this key, or "" when there is none.
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

// checkField checks one field that is not a group. The pair is nil when the key is missing.
func (f *file) checkField(field *canvas.Field, p *casebook.Pair, at place, stage canvas.Requirement) {
	needed := f.needed(field, at, stage)
	if p == nil || p.Value.Kind == casebook.Null {
		if p != nil {
			at = at.withRange(p.Key)
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
			f.wrongType(field, v, at.withRange(v))
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
			f.wrongType(field, v, at.withRange(v))
		}
		return
	case canvas.Date:
		f.checkDate(field, v, at.withRange(v))
		return
	}
	if v.Kind != casebook.String {
		f.wrongType(field, v, at.withRange(v))
		return
	}
	if v.Blank() {
		if needed {
			f.addField(canvasEmpty, field, at.withRange(key), stage)
		}
		return
	}
	if field.Kind == canvas.Term {
		f.checkTerm(field, v, at.withRange(v))
	}
}

// checkList checks the entries of a list or table, and how many there are.
func (f *file) checkList(field *canvas.Field, p *casebook.Pair, at place, stage canvas.Requirement, needed bool) {
	seen := map[string]bool{}
	for i, item := range p.Value.Items {
		at := at.child(strconv.Itoa(i)).withRange(item)
		blank := item.Blank()
		if blank && stage == canvas.Published && !f.withdrawn() {
			if item.Start == item.End { // the item takes up no bytes, so point at the key of the list
				at = at.withRange(p.Key)
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
		f.addField(canvasRequired, field, at.withRange(p.Key), stage)
	default:
		f.add(canvasTooFew, p.Key.Start, p.Key.End, at.path, "field", field.Label, "min", strconv.Itoa(field.Min),
			"got", strconv.Itoa(filled), "help", field.Help)
	}
}

// checkEntry checks one entry of a table, such as one player.
func (f *file) checkEntry(table *canvas.Field, v *casebook.Value, at place, stage canvas.Requirement) {
	here := at
	if len(v.Pairs) > 0 {
		here = at.withRange(v.Pairs[0].Key) // point at the first key of the entry, not at the whole entry
	}
	f.checkKeys(table.Entry(), v, here, func(field *canvas.Field, p *casebook.Pair, at place) {
		f.checkField(field, p, at, stage)
	})
}

// checkTerm checks that a word is in the vocabulary of its field.
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

// A year outside these bounds is a typing error: the method dates from 2022, and nobody plans a review this far ahead.
const (
	firstYear  = 2000
	yearsAhead = 50
)

func (f *file) checkDate(field *canvas.Field, v *casebook.Value, at place) {
	if !isDay(v) {
		f.otherDate(field, v, at)
		return
	}
	switch day, err := time.Parse(time.DateOnly, v.Text); {
	case err != nil:
		f.add(dateInvalid, at.start, at.end, at.path, "date", v.Text)
	case day.Year() < firstYear || !f.today.arrived(time.Date(day.Year()-yearsAhead, 1, 1, 0, 0, 0, 0, time.UTC)):
		f.add(dateImplausible, at.start, at.end, at.path, "year", strconv.Itoa(day.Year()))
	}
}

// addField adds a finding on a field without a value. It repeats the help text of the field.
func (f *file) addField(r Rule, field *canvas.Field, at place, stage canvas.Requirement) {
	when := ""
	if stage == canvas.Published && field.Required == canvas.Published {
		when = message.Text("when/published")
	}
	f.add(r, at.start, at.end, at.path, "field", field.Name(), "help", field.Help, "when", when)
}

// wrongType adds a finding on a value of the wrong type, with how to write it.
func (f *file) wrongType(field *canvas.Field, v *casebook.Value, at place) {
	hint := message.Text("tip/write-"+string(field.Kind), "key", field.Key, "example", example(field))
	if v.Kind != casebook.Sequence && v.Kind != casebook.Mapping && (field.Kind == canvas.Text || field.Kind == canvas.Term) {
		hint = message.Text("tip/quote", "text", strconv.Quote(shorten(v.Text)))
	}
	if sign := f.bulletIn(v); sign != 0 && (field.Kind == canvas.List || field.Kind == canvas.Table || field.Kind == canvas.Terms) {
		hint = message.Text("slip/bullet", "sign", nameSign(sign)) + " " + message.Text("slip/bullet.tip")
	} else if v.Kind == casebook.String && field.Kind == canvas.Terms {
		hint = message.Text("tip/bracket", "key", field.Key, "text", shorten(v.Text))
	}
	f.addHint(canvasType, at, hint, "field", field.Label,
		"want", message.Text("kind/"+string(field.Kind)), "got", message.Text(valueKind(v)))
}

// bulletIn returns the sign in a value that was meant for that of an item of a list, or for the space behind it; 0 when there is none.
func (f *file) bulletIn(v *casebook.Value) rune {
	if v.Kind != casebook.String {
		return 0
	}
	for _, p := range f.slips() {
		if (p.Detail == casebook.Bullet || p.Detail == casebook.OddSpace) && v.Start <= p.Start && p.Start < v.End {
			return p.Sign
		}
	}
	return 0
}

// example returns the first key of an entry or group, to show in a hint.
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

// checkDates compares the dates with each other and with today.
func (f *file) checkDates() {
	date, written := f.date(lifecycle.Date)
	if written && !f.concept() && !f.today.arrived(date) {
		f.addAtPath(dateFuture, lifecycle.Date)
	}
	if reviewed, ok := f.date(lifecycle.ReviewedOn); ok {
		switch {
		case written && reviewed.Before(date):
			f.addAtPath(dateOrder, lifecycle.ReviewedOn, "first", lifecycle.Date, "second", lifecycle.ReviewedOn)
		case !f.today.arrived(reviewed):
			f.addAtPath(dateFuture, lifecycle.ReviewedOn)
		}
	}
	if review, ok := f.date(lifecycle.ReviewBefore); ok {
		switch {
		case written && !review.After(date):
			f.addAtPath(dateOrder, lifecycle.ReviewBefore, "first", lifecycle.Date, "second", lifecycle.ReviewBefore)
		case !f.concept() && !f.withdrawn() && !review.IsZero() && f.today.arrived(review):
			f.addAtPath(dateReview, lifecycle.ReviewBefore)
		}
	}
	if all := f.Front.Get(lifecycle.Commentary); all != nil && written {
		for i, one := range all.Items {
			said := one.Get(lifecycle.CommentedOn)
			if day, ok := dateOf(said); ok && day.Before(date) {
				f.add(dateOrder, said.Start, said.End, lifecycle.Commentary+"."+strconv.Itoa(i)+"."+lifecycle.CommentedOn,
					"first", lifecycle.Date, "second", lifecycle.CommentedOn, "value", said.Text)
			}
		}
	}
	const withdrawnOn = lifecycle.Withdrawal + "." + lifecycle.WithdrawnOn
	if withdrawn, ok := f.date(withdrawnOn); ok && written && withdrawn.Before(date) {
		f.addAtPath(dateOrder, withdrawnOn, "first", lifecycle.Date, "second", withdrawnOn)
	}
}

// date returns the date at a path of the front matter, and whether there is a valid one.
func (f *file) date(path string) (time.Time, bool) {
	return dateOf(f.lookup(path))
}

// dateOf returns the date that a value holds, and whether it is a valid one.
func dateOf(v *casebook.Value) (time.Time, bool) {
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

// addAtPath adds a finding on the value at a path, which must exist.
func (f *file) addAtPath(r Rule, path string, pairs ...string) {
	v := f.lookup(path)
	f.add(r, v.Start, v.End, path, append(pairs, "value", v.Text)...)
}

// checkPublication checks what the herkomst of a published case requires: the consent of those involved, or a second reader.
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
	if word.Invented {
		f.checkInvented(v)
	}
	if reader := f.Front.Get(lifecycle.SecondReader); word.SecondReader != "" && reader.Blank() {
		severity := finding.Error
		if word.SecondReader == "advised" {
			severity = finding.Warning
			if lifecycle.Entries(lifecycle.Get(f.Front, lifecycle.Sources)) > 0 {
				return // composed of what was public already
			}
		}
		f.addFinding(publishSecondReader, severity, place{v.Start, v.End, lifecycle.SecondReader}, message.Text("publish/second-reader.tip"),
			[]string{"herkomst", v.Text})
	}
}

// checkInvented checks that an invented dilemma claims nothing that did not happen: no reader, no day of review, no expert who passes for a real one, and
// no day before the book began.
func (f *file) checkInvented(herkomst *casebook.Value) {
	for _, key := range []string{lifecycle.SecondReader, lifecycle.ReviewedOn} {
		if v := lifecycle.Get(f.Front, key); !v.Blank() {
			f.add(publishInventedReview, v.Start, v.End, key, "key", key, "herkomst", herkomst.Text)
		}
	}
	if all := f.Front.Get(lifecycle.Commentary); all != nil {
		for i, one := range all.Items {
			if said := one.Get(lifecycle.InventedExpert); one.Kind == casebook.Mapping && (said == nil || said.Kind != casebook.Bool) {
				f.add(publishInventedCommentary, one.Start, one.End, lifecycle.Commentary+"."+strconv.Itoa(i)+"."+lifecycle.InventedExpert, "key", lifecycle.InventedExpert)
			}
		}
	}
	if date, ok := f.date(lifecycle.Date); ok && date.Before(f.bookBegan) {
		f.addAtPath(publishBeforeBook, lifecycle.Date, "began", f.bookBegan.Format(time.DateOnly), "herkomst", herkomst.Text)
	}
}

// checkLaw checks that the words of a dilemma belong to the law that holds in its layer of government, and that no duty is older than the law makes it.
func (f *file) checkLaw() {
	date, written := f.date(lifecycle.Date)
	var layer *canvas.Word
	if field, v := f.def.Root.Child(lifecycle.Layer), f.Front.Get(lifecycle.Layer); field != nil && v != nil && v.Kind == casebook.String {
		layer = field.Vocabulary.Find(v.Text)
	}
	for _, key := range []string{lifecycle.Grounds, lifecycle.Categories} {
		field, list := f.def.Root.Child(key), f.Front.Get(key)
		if field == nil || list == nil {
			continue
		}
		outside := layer != nil && slices.Contains(layer.Outside, key)
		for i, v := range list.Items {
			word := field.Vocabulary.Find(v.Text)
			if v.Blank() || word == nil {
				continue
			}
			path := key + "." + strconv.Itoa(i)
			if outside {
				f.add(lawOutside, v.Start, v.End, path, "word", word.Label, "layer", layer.Label, "law", layer.Law, "key", key)
			} else if since, err := time.Parse(time.DateOnly, word.MandatorySince); err == nil && written && date.Before(since) {
				f.add(lawNotYet, v.Start, v.End, path, "word", word.Label, "since", word.MandatorySince, "date", date.Format(time.DateOnly))
			}
		}
	}
}

// checkConsent checks that everybody whom the definition names has given consent.
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
