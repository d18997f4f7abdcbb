package rules

import (
	"bytes"
	"cmp"
	"io/fs"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/mask"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// Kinds of personal data that package detect does not find, because they are no value in a text.
const (
	KindMetadata = "bestandsmetadata"
	KindIdentity = "git-identiteit"
)

// Origin describes where a text comes from that is not a file in the working tree. The zero Origin stands for a file in the working tree.
type Origin struct {
	// Path is the path from the root of the book, when that is not the name that the finding gets.
	Path string
	// Where is appended to the message, in Dutch: ", in het bericht bij commit 1a2b3c4".
	Where string
	// Name says for ScanName what bears the name, in Dutch: "in de naam van de tak". Empty means a file.
	Name string
	// SureOnly leaves out what only looks like personal data, and what identifies a person only with what stands around it. For texts that their own
	// organisation writes, in whatever language, that is more noise than help.
	SureOnly bool
	// MadeUp, when it is not nil, holds the values that the standard says are made up. The others are warnings: a person must see whether they are too.
	MadeUp map[madeUp]bool
	// Published makes an error of it when a file can't be searched, because nobody would have looked at what is published.
	Published bool
	// Hint replaces the hint of the rule when it is not empty.
	Hint string
	// Values, when it is not nil, receives the unmasked value of each finding, in the same order. A finding without a value gets "".
	Values *[]string
}

// ScanName searches a name for personal data, such as the path of a file or the name of a branch. The findings get the place of the start of the
// file that label names.
func (c *Checker) ScanName(label, name string, origin Origin) []finding.Finding {
	s := searcher{c.open(casebook.Text(label, nil)), origin}
	s.searchName(name)
	return s.finish()
}

// ScanText searches a plain text for personal data, such as the message of a commit.
func (c *Checker) ScanText(label string, text []byte, origin Origin) []finding.Finding {
	s := searcher{c.open(casebook.Text(label, text)), origin}
	s.searchText(notation.Guess(string(text)), true, "")
	return s.finish()
}

// TooLarge returns the finding on a file that is too large to be searched.
func (c *Checker) TooLarge(name string, origin Origin) []finding.Finding {
	s := searcher{c.open(casebook.Text(name, nil)), origin}
	s.addTooMuch(place{}, "packed", "")
	return s.finish()
}

// Identity checks the author or committer of a commit, "Name <address>". A person is a finding; the redactie or a program is not.
func (c *Checker) Identity(label, who string, origin Origin) []finding.Finding {
	return searcher{c.open(casebook.Text(label, nil)), origin}.identity(who, place{}, finding.Warning)
}

// IdentityIn checks an identity in a text, such as that behind Co-authored-by in the message of a commit. There it is an error: nothing but the text
// must change.
func (c *Checker) IdentityIn(label string, text []byte, start, end int, origin Origin) []finding.Finding {
	return searcher{c.open(casebook.Text(label, text)), origin}.identity(string(text[start:end]), place{start, end, ""}, finding.Error)
}

// identity adds a finding when "Name <address>" is a person.
func (s searcher) identity(who string, at place, severity finding.Severity) []finding.Finding {
	if allowlist.Normal(who) == allowlist.Normal(s.redactie) {
		return nil
	}
	hits := s.complete(who, detect.Scan(who))
	if i := slices.IndexFunc(hits, given); i >= 0 {
		s.addGiven(hits[i], personalRules[KindIdentity], at, KindIdentity, who, "")
		return s.finish()
	}
	personal := slices.ContainsFunc(hits, func(h detect.Hit) bool {
		return (h.Kind == detect.Name || h.Kind == detect.Email && h.Sure) && !s.identities.Allows(string(h.Kind), h.Value)
	})
	if !personal || s.identities.Allows(KindIdentity, who) {
		return nil
	}
	s.addValue(personalRules[KindIdentity], severity, at, KindIdentity, who, "")
	return s.finish()
}

// Hits returns the personal data in a text, whether it is allowed or not.
func (c *Checker) Hits(text string) []detect.Hit { return c.complete(text, detect.Scan(text)) }

// Values returns the personal data in a text, unmasked, except the values that are allowed. The name says of what kind of file it is the content.
// Severities make no difference: whoever masks a text needs the values of a rule that is off, too.
func (c *Checker) Values(name, text string) []string {
	hits := c.Hits(reading(name, text).Text)
	granted := searcher{file: &file{Checker: c}}.allowed(hits)
	var values []string
	for i, h := range hits {
		if !granted[i] {
			values = append(values, h.Value)
		}
	}
	return values
}

// searcher adds the findings of personal data to one file.
type searcher struct {
	*file
	origin Origin
}

// searchText searches a text of the file, as it is read. When its source is the file, findings get a place there. It reports whether the whole text was
// searched; if not, a finding says so.
func (s searcher) searchText(text notation.Text, exact bool, where string) bool {
	hits, done := detect.Search(text.Text, s.budget)
	hits = s.complete(text.Text, hits)
	granted := s.allowed(hits)
	for i, h := range hits {
		if !given(h) && (granted[i] || s.origin.SureOnly && !certain(h) || s.origin.MadeUp[madeUp{h.Kind, h.Value}]) {
			continue
		}
		var at place
		if exact {
			start, end := text.Map.Span(h.Start, h.End)
			at = place{start, end, s.fieldAt(start)}
		}
		s.addHit(h, at, where)
	}
	if done == len(text.Text) {
		return true
	}
	var at place
	if exact {
		start, end := text.Map.Span(done, len(text.Text))
		at = place{start, end, ""}
	}
	s.addTooMuch(at, "text", s.where(where))
	return false
}

// complete adds the names that the user gave to the hits in a text.
func (c *Checker) complete(text string, hits []detect.Hit) []detect.Hit {
	if c.Given == nil {
		return hits
	}
	return c.Given(text, hits)
}

// given reports whether a hit is a name that the user gave.
func given(h detect.Hit) bool { return h.Rule == detect.Given }

// certain reports whether a hit is personal data wherever it stands: in any language, and in a program. A name behind an at sign is no profile there.
func certain(h detect.Hit) bool {
	return h.Sure && h.Kind.Identifies() && !(h.Kind == detect.Profile && strings.HasPrefix(h.Value, "@"))
}

// Allower returns a function that reports whether the organisation allows a value, for the values of one file.
func (c *Checker) Allower() func(detect.Hit) bool {
	asker := c.today.ask(c.allow)
	return func(h detect.Hit) bool {
		return !given(h) && (c.isMailbox(string(h.Kind), h.Value) || asker.Allows(string(h.Kind), h.Value))
	}
}

// isMailbox reports whether a value is the address of the redactie, which the settings name: it is of no person.
func (c *Checker) isMailbox(kind, value string) bool {
	_, address, _ := strings.Cut(c.redactie, "<")
	return kind == string(detect.Email) && address != "" && strings.EqualFold(strings.TrimSuffix(strings.TrimSpace(address), ">"), value)
}

// allows reports whether the organisation allows a value in this file.
func (f *file) allows(kind, value string) bool {
	if f.isMailbox(kind, value) {
		return true
	}
	if f.asker == nil {
		f.asker = f.today.ask(f.allow)
	}
	return f.asker.Allows(kind, value)
}

// allowed reports for each hit whether the organisation allows it. An allowed full name allows its words too, such as the surname by itself later
// in the text.
func (s searcher) allowed(hits []detect.Hit) []bool {
	granted := make([]bool, len(hits))
	words := map[string]bool{}
	for _, sure := range []bool{true, false} { // the sure ones first, for a file may ask no more than so many
		for i, h := range hits {
			if h.Sure != sure || given(h) {
				continue
			}
			if granted[i] = s.allows(string(h.Kind), h.Value); granted[i] && h.Kind == detect.Name {
				for _, w := range strings.Fields(h.Value) {
					words[allowlist.Normal(w)] = true
				}
			}
		}
	}
	for i, h := range hits {
		if h.Kind == detect.Name && len(words) > 0 && !granted[i] && !given(h) {
			granted[i] = !slices.ContainsFunc(strings.Fields(h.Value), func(w string) bool { return !words[allowlist.Normal(w)] })
		}
	}
	return granted
}

// searchName searches a path for values that end in its last part; the other parts are searched as paths of their own. In a path, words are joined by
// signs and mostly in small letters, so it searches the name as it is, and for the names of people also as separate words, with and without capitals.
func (s searcher) searchName(name string) {
	last := strings.LastIndexByte(name, '/') + 1
	stem := detect.Stem(name)
	plain := apart.Replace(stem)
	capitals := capitalize(plain)
	where := cmp.Or(s.origin.Name, message.Text("personal/in-name"))
	isGiven := false
	for _, h := range s.complete(name, nil) {
		if h.End > last {
			s.addHit(h, place{}, where)
			isGiven = true
		}
	}
	if isGiven {
		return
	}
	var hits, names []detect.Hit
	for _, h := range detect.Scan(stem) {
		switch whole := h.Start == last && h.End == len(stem); {
		case !h.Kind.Identifies() || h.End <= last:
		case h.Kind == detect.Name:
			if h.Sure {
				names = append(names, h)
			}
		case h.Start >= last && h.Sure || whole: // what is all of a name is meant as it stands: 12-GBC-3.pdf
			hits = append(hits, h)
		}
	}
	small := detect.Scan(plain)
	var capitalised []detect.Hit
	// With capitals any row of words looks like a name, so it must look like one without them too.
	rows := slices.DeleteFunc(slices.Clone(small), func(h detect.Hit) bool { return h.Kind != detect.Name || !strings.Contains(h.Value, " ") })
	if len(rows) > 0 {
		capitalised = detect.Scan(capitals)
	}
	inPath := slices.DeleteFunc(detect.Path(name), func(h detect.Hit) bool { return h.End <= last })
	for _, found := range [][]detect.Hit{
		sureNames(inPath, last, func(detect.Hit) bool { return true }),
		sureNames(capitalised, last, func(h detect.Hit) bool {
			words := strings.Fields(h.Value)
			return words[0] != words[len(words)-1] && slices.ContainsFunc(rows, func(o detect.Hit) bool { return o.Start < h.End && h.Start < o.End })
		}),
		sureNames(small, last, func(detect.Hit) bool { return true }), // a single word with a title before it
		inPath,
	} {
		if len(names) == 0 {
			names = found
		}
	}
	for _, h := range small { // what is sure when its parts are words: bsn_123456782
		if h.Sure && h.Kind.Identifies() && h.Kind != detect.Name && h.Start >= last && !slices.ContainsFunc(hits, func(o detect.Hit) bool { return o.Start < h.End && h.Start < o.End }) {
			hits = append(hits, h)
		}
	}
	for i, h := range names {
		if strings.HasPrefix(h.Rule, "naam/pad-") && len(capitals) == len(plain) && h.End <= len(capitals) {
			names[i].Value = capitals[h.Start:h.End] // as its reader would write it
		}
	}
	hits = append(hits, names...)
	granted := s.allowed(hits)
	for i, h := range hits {
		if !granted[i] && !(s.origin.SureOnly && !certain(h)) {
			s.addHit(h, place{}, where)
		}
	}
}

// apart sets the words of a path apart.
var apart = strings.NewReplacer("-", " ", "_", " ", "/", " ")

// sureNames returns the sure names that end behind an offset and that keep tells to keep.
func sureNames(hits []detect.Hit, after int, keep func(detect.Hit) bool) []detect.Hit {
	return slices.DeleteFunc(slices.Clone(hits), func(h detect.Hit) bool { return h.Kind != detect.Name || !h.Sure || h.End <= after || !keep(h) })
}

// capitalize writes words with a capital, as in a name, except words after the first that begin with d, v, t or e: de, van, ter, el. Byte offsets
// stay the same for most scripts.
func capitalize(text string) string {
	begin, words := true, 0
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			begin = true
			return r
		}
		if !begin {
			return r
		}
		begin = false
		words++
		switch r {
		case 'd', 'v', 't', 'e':
			if words > 1 {
				return r
			}
		}
		return unicode.ToUpper(r)
	}, text)
}

// addUnreadable adds a finding on a file that could not be searched.
func (s searcher) addUnreadable(reason string) {
	severity := finding.Warning
	if s.origin.Published {
		severity = finding.Error
	}
	s.addFinding(personalUnreadable, severity, place{}, s.hint(personalUnreadable), []string{"reason", reason + s.origin.Where})
}

// hint returns the hint of the origin, or else that of the rule.
func (s searcher) hint(r Rule) string {
	if s.origin.Hint != "" {
		return s.origin.Hint
	}
	return message.Text(r.ID + ".tip")
}

// addHit adds a finding on a hit. It is an error when the hit is certain and of a kind that identifies a person, otherwise a warning.
func (s searcher) addHit(h detect.Hit, at place, where string) {
	if given(h) {
		s.addGiven(h, personalRules[string(h.Kind)], at, string(h.Kind), h.Value, where)
		return
	}
	severity := finding.Warning
	if h.Sure && h.Kind.Identifies() && s.origin.MadeUp == nil {
		severity = finding.Error
	}
	before := len(s.findings)
	s.addValue(personalRules[string(h.Kind)], severity, at, string(h.Kind), h.Value, where)
	s.explain(before, h)
}

// explain notes in the findings from before on why they are about this hit.
func (s searcher) explain(before int, h detect.Hit) {
	if h.Rule == "" || !message.Has("why/"+h.Rule) {
		return
	}
	for i := before; i < len(s.findings); i++ {
		s.findings[i].Detector, s.findings[i].Why = h.Rule, message.Why(h.Rule)
	}
}

// addValue adds a finding on one value, which is masked unless ShowValues is set.
func (s searcher) addValue(r Rule, severity finding.Severity, at place, kind, value, where string) {
	before := len(s.findings)
	s.addFinding(r, severity, at, s.hint(r), s.shown(value, where))
	s.keep(before, kind, value)
}

// addGiven adds a finding on a name that the user gave: whoever knows that it is about this person is not overruled by what the standard says.
func (s searcher) addGiven(h detect.Hit, r Rule, at place, kind, value, where string) {
	severity, before := finding.Warning, len(s.findings)
	if h.Sure {
		severity = finding.Error
	}
	s.put(r, severity, at, s.hint(r), s.shown(value, where))
	s.keep(before, kind, value)
	s.explain(before, h)
}

// shown returns the pairs for a message about a value.
func (s searcher) shown(value, where string) []string {
	if !s.ShowValues || s.withheld {
		value = mask.Value(value)
	}
	pairs := []string{"value", value, "where", s.where(where)}
	clip(pairs)
	return pairs
}

// keep notes the kind and value of the findings from before on.
func (s searcher) keep(before int, kind, value string) {
	for i := before; i < len(s.findings); i++ {
		s.findings[i].Kind = kind
		if s.origin.Values != nil {
			*s.origin.Values = append(*s.origin.Values, value)
		}
	}
}

// where writes for a message where in a file a text stands.
func (s searcher) where(place string) string {
	if place != "" && !s.ShowValues {
		// It may hold the name of a file in an archive.
		if s.Given == nil {
			place = mask.Text(place)
		} else {
			place = mask.Hits(place, s.complete(place, detect.Scan(place)))
		}
	}
	if place != "" {
		place = " (" + place + ")"
	}
	return place + s.origin.Where
}

// finish is that of the file, and keeps the values beside the findings.
func (s searcher) finish() []finding.Finding {
	found := s.file.finish()
	if s.origin.Values != nil {
		for len(*s.origin.Values) < len(found) {
			*s.origin.Values = append(*s.origin.Values, "")
		}
	}
	return found
}

// addTooMuch is that of the file, with where the text comes from.
func (s searcher) addTooMuch(at place, what, where string) {
	s.file.addTooMuch(at, what, cmp.Or(where, s.origin.Where))
}

// fieldAt returns the path of the value of the front matter in which an offset lies, or "".
func (f *file) fieldAt(offset int) string {
	if f.Front == nil || offset >= f.BodyStart {
		return ""
	}
	return f.fieldIn(f.Front, "", offset)
}

func (f *file) fieldIn(v *casebook.Value, at string, offset int) string {
	// Pairs and items stand in the order of the file.
	if i := sort.Search(len(v.Pairs), func(i int) bool { return v.Pairs[i].Value.Start > offset }) - 1; i >= 0 && offset < v.Pairs[i].Value.End {
		return f.fieldIn(v.Pairs[i].Value, joinKeys(at, shorten(v.Pairs[i].Key.Text)), offset)
	}
	if i := sort.Search(len(v.Items), func(i int) bool { return v.Items[i].Start > offset }) - 1; i >= 0 && offset < v.Items[i].End {
		return f.fieldIn(v.Items[i], joinKeys(at, strconv.Itoa(i)), offset)
	}
	return at
}

// joinKeys returns the path of a key below another path.
func joinKeys(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

// checkPersonal searches a dilemma for personal data: its name and its text.
func (f *file) checkPersonal() {
	s := searcher{f, Origin{}}
	s.searchName(f.Path)
	s.searchText(readFile(f.File), true, "")
}

// checkPage checks what a page of the handbook says to Hugo, and searches it for personal data.
func (f *file) checkPage() {
	if f.Front != nil {
		for _, p := range f.Front.Pairs {
			if lifecycle.ReachesOthers(p.Key.Text) {
				f.add(pageKey, p.Key.Start, p.Key.End, p.Key.Text, "key", p.Key.Text)
			}
		}
	}
	origin, searched := f.originOf(f.Path, Origin{SureOnly: true})
	if !searched {
		return
	}
	s := searcher{f, origin}
	s.searchName(f.Path)
	s.searchText(readFile(f.File), true, "")
}

// madeUp is a value that is made up.
type madeUp struct {
	kind  detect.Kind
	value string
}

// originOf returns how to search a file of which the site is made, and whether to do so. A file in which personal data is made up is not searched, unless
// the standard is that of another book: then it is searched for what that book does not have in it, because whoever proposes a change can add what is real.
func (c *Checker) originOf(name string, origin Origin) (_ Origin, searched bool) {
	if !c.IsInvented(name) {
		return origin, true
	}
	if !c.foreign {
		return origin, false
	}
	now, _ := fs.ReadFile(c.book.Root(), name)
	before, _ := fs.ReadFile(c.standard.book.Root(), name)
	if bytes.Equal(now, before) {
		return origin, false
	}
	origin.MadeUp, origin.Hint = map[madeUp]bool{}, message.Text("personal/made-up.tip")
	for _, text := range Read(name, before) {
		for _, h := range detect.Scan(text.Text) {
			origin.MadeUp[madeUp{h.Kind, h.Value}] = true
		}
	}
	return origin, true
}

// AllowProblem describes in Dutch a problem in the list of allowed values.
func AllowProblem(p *allowlist.Problem) string {
	if p.Err != nil {
		return p.Err.Error()
	}
	return message.Text("allowlist/" + string(p.Kind))
}
