package rules

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/mask"
)

// Kinds of personal data that are no value in a text.
const (
	KindMetadata = "bestandsmetadata"
	KindIdentity = "git-identiteit"
)

// AllowableKinds lists the kinds of which a value may be allowed.
func AllowableKinds() []string {
	kinds := []string{KindMetadata, KindIdentity}
	for _, k := range detect.Kinds {
		if !slices.Contains(allowlist.Never, string(k)) {
			kinds = append(kinds, string(k))
		}
	}
	return kinds
}

// Whereabouts says of a text that is no file in the working tree where it stands, and what to do about it.
type Whereabouts struct {
	// Where completes a sentence: ", in het bericht bij commit 1a2b3c4".
	Where string
	// Name says what a name is the name of, in ScanName: "in de naam van de tak". Empty stands for a file.
	Name string
	// Hint takes the place of the hint of the rule, when it is not empty.
	Hint string
	// Values takes the value of each finding as it stands, in their order; nil when nobody asks.
	Values *[]string
}

// ScanName looks for personal data in a name, such as the path of a file or the name of a branch. The findings stand at the start of the file
// that is named.
func (c *Checker) ScanName(label, name string, at Whereabouts) []finding.Finding {
	f := &file{Checker: c, File: casebook.Text(label, nil)}
	s := searcher{f, at}
	s.name(name)
	return f.findings
}

// ScanText looks for personal data in a text that is read as it stands, such as the message of a commit.
func (c *Checker) ScanText(label string, text []byte, at Whereabouts) []finding.Finding {
	f := &file{Checker: c, File: casebook.Text(label, text)}
	s := searcher{f, at}
	s.text(string(text), true, "")
	return f.findings
}

// TooLarge is the finding that a file is too large to be searched.
func (c *Checker) TooLarge(name string, at Whereabouts) []finding.Finding {
	f := &file{Checker: c, File: casebook.Text(name, nil)}
	searcher{f, at}.unreadable(message.Text("personal/too-large"))
	return f.findings
}

// Identity looks at who made a commit: "Name <address>". One that is a person is a finding; that of the redactie, or of a program, is none.
func (c *Checker) Identity(label, who string, at Whereabouts) []finding.Finding {
	if allowlist.Normal(who) == allowlist.Normal(c.redactie) {
		return nil
	}
	hits := detect.Scan(who)
	personal := slices.ContainsFunc(hits, func(h detect.Hit) bool {
		return (h.Kind == detect.Name || h.Kind == detect.Email && h.Sure) && !c.Allows(h)
	})
	if !personal || c.allow.Allows(KindIdentity, who, c.today) {
		return nil
	}
	f := &file{Checker: c, File: casebook.Text(label, nil)}
	searcher{f, at}.add(personalRules[KindIdentity], finding.Warning, place{}, KindIdentity, who, "")
	return f.findings
}

// Values returns the personal data in a text as it stands there, but for what is allowed. No severity hides a value: who masks a text must find
// also what a rule that is off does not report.
func (c *Checker) Values(text string) []string {
	hits := detect.Scan(text)
	granted := searcher{file: &file{Checker: c}}.granted(hits)
	var values []string
	for i, h := range hits {
		if !granted[i] {
			values = append(values, h.Value)
		}
	}
	return values
}

// searcher notes the personal data of one file.
type searcher struct {
	*file
	at Whereabouts
}

// text notes what is found in a text of the file. Of an exact one the places are those in the file.
func (s searcher) text(text string, exact bool, where string) {
	hits := detect.Scan(text)
	granted := s.granted(hits)
	for i, h := range hits {
		if granted[i] {
			continue
		}
		var at place
		if exact {
			at = place{h.Start, h.End, s.fieldAt(h.Start)}
		}
		s.addHit(h, at, where)
	}
}

// Allows reports whether the host allows a value.
func (c *Checker) Allows(h detect.Hit) bool {
	return c.allow.Allows(string(h.Kind), h.Value, c.today)
}

// granted says of each hit whether the host allows it. With a whole name its words are allowed too: the surname alone, later in the text.
func (s searcher) granted(hits []detect.Hit) []bool {
	granted := make([]bool, len(hits))
	words := map[string]bool{}
	for i, h := range hits {
		if granted[i] = s.Allows(h); granted[i] && h.Kind == detect.Name {
			for _, w := range strings.Fields(h.Value) {
				words[allowlist.Normal(w)] = true
			}
		}
	}
	for i, h := range hits {
		if h.Kind == detect.Name && len(words) > 0 && !granted[i] {
			granted[i] = !slices.ContainsFunc(strings.Fields(h.Value), func(w string) bool { return !words[allowlist.Normal(w)] })
		}
	}
	return granted
}

// name notes what is found in the last part of a path, with the parts before it: words are joined by hyphens, underscores and slashes there,
// and mostly written small. The other parts have been a path of their own.
func (s searcher) name(name string) {
	last := strings.LastIndexByte(name, '/') + 1
	plain := strings.NewReplacer("-", " ", "_", " ", "/", " ").Replace(strings.TrimSuffix(name, path.Ext(name)))
	small := detect.Scan(plain)
	for _, text := range []string{name, capitals(plain), plain} {
		hits := slices.Clone(small)
		if text != plain {
			hits = detect.Scan(text)
		}
		hits = slices.DeleteFunc(hits, func(h detect.Hit) bool {
			switch {
			case !h.Kind.Identifies() || h.End <= last:
				return true
			case text == name:
				return !h.Sure
			case h.Kind != detect.Name, !strings.Contains(h.Value, " ") && !(text == plain && h.Sure):
				return true // one word is only a name with a title before it
			}
			// Any row of words looks like a name when it is written large: it must look like one when it is written small as well.
			return text != plain && (!h.Sure || !slices.ContainsFunc(small, func(o detect.Hit) bool { return o.Kind == detect.Name && o.Start < h.End && h.Start < o.End }))
		})
		granted := s.granted(hits)
		found := false
		for i, h := range hits {
			if granted[i] {
				continue
			}
			s.addHit(h, place{}, cmp.Or(s.at.Name, message.Text("personal/in-name")))
			found = true
		}
		if found {
			return
		}
	}
}

// capitals writes each word of more than three letters, and the first, with a capital, as in a name. Offsets stay the same for most scripts.
func capitals(text string) string {
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
				return r // de, van, ter, el
			}
		}
		return unicode.ToUpper(r)
	}, text)
}

func (s searcher) unreadable(reason string) {
	if s.at.Values != nil {
		defer func(n int) {
			for range len(s.findings) - n {
				*s.at.Values = append(*s.at.Values, "")
			}
		}(len(s.findings))
	}
	s.note(personalUnreadable, finding.Warning, place{}, s.hint(personalUnreadable), []string{"reason", reason + s.at.Where})
}

func (s searcher) hint(r Rule) string {
	if s.at.Hint != "" {
		return s.at.Hint
	}
	return message.Text(r.ID + ".tip")
}

// addHit notes what was found. It is an error when it is sure, and enough to know who somebody is.
func (s searcher) addHit(h detect.Hit, at place, where string) {
	severity := finding.Warning
	if h.Sure && h.Kind.Identifies() {
		severity = finding.Error
	}
	s.add(personalRules[string(h.Kind)], severity, at, string(h.Kind), h.Value, where)
}

// add notes one value. It is shown as it stands only when that was asked for.
func (s searcher) add(r Rule, severity finding.Severity, at place, kind, value, where string) {
	shown := value
	if !s.ShowValues || s.withheld {
		shown = mask.Value(value)
	}
	if where != "" && !s.ShowValues {
		where = mask.Text(where) // it may hold the name of a file in an archive
	}
	if where != "" {
		where = " (" + where + ")"
	}
	where += s.at.Where
	before := len(s.findings)
	pairs := []string{"value", shown, "where", where}
	clip(pairs)
	s.note(r, severity, at, s.hint(r), pairs)
	for i := before; i < len(s.findings); i++ {
		s.findings[i].Kind = kind
		if s.at.Values != nil {
			*s.at.Values = append(*s.at.Values, value)
		}
	}
}

// fieldAt returns the path of the value of the front matter in which an offset lies, or "".
func (f *file) fieldAt(offset int) string {
	if f.Front == nil || offset >= f.BodyStart {
		return ""
	}
	return f.fieldIn(f.Front, "", offset)
}

func (f *file) fieldIn(v *casebook.Value, at string, offset int) string {
	for _, p := range v.Pairs {
		if p.Value != nil && p.Value.Start <= offset && offset < p.Value.End {
			return f.fieldIn(p.Value, below(at, p.Key.Text), offset)
		}
	}
	for i, item := range v.Items {
		if item.Start <= offset && offset < item.End {
			return f.fieldIn(item, below(at, strconv.Itoa(i)), offset)
		}
	}
	return at
}

// below is the path of a key below another.
func below(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

// checkPersonal looks for personal data in a dilemma: its text, its name, and the files beside it in its folder.
func (f *file) checkPersonal() {
	s := searcher{f, Whereabouts{}}
	s.name(f.Path)
	s.text(string(f.Source), true, "")
	if path.Base(f.Path) == casebook.BundleFile {
		f.checkBeside()
	}
}

// AllowProblem says in the words of the catalogue what is wrong with the list of what may stand.
func AllowProblem(p *allowlist.Problem) string {
	if p.Err != nil {
		return p.Err.Error()
	}
	return message.Text("allowlist/" + string(p.Kind))
}
