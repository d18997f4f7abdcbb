package word

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// A box to tick, as Word and people write it.
var anyBox = lazy.Regexp(`[☐□▢⬜☑☒■✓✔✗✘🗹]|\[[ xX]?\]`)

func isTicked(sign string) bool {
	return !strings.ContainsAny(sign, "☐□▢⬜") && sign != "[ ]" && sign != "[]"
}

// chosenOf returns the answers that are ticked, where an answer has boxes to tick, and every other answer as it is.
func chosenOf(all []*paragraph) []*paragraph {
	var out []*paragraph
	for _, p := range all {
		if !anyBox().MatchString(p.text) {
			out = append(out, p)
			continue
		}
		for line := range strings.SplitSeq(p.text, "\n") {
			for _, option := range tickedOf(line) {
				out = append(out, &paragraph{text: option})
			}
		}
	}
	return out
}

// tickedOf returns the ticked options of a line. The box stands before its option, unless the line begins with an option and ends with a box.
func tickedOf(line string) []string {
	line = strings.TrimSpace(line)
	at := anyBox().FindAllStringIndex(line, maxWords)
	switch {
	case line == "":
		return nil
	case at == nil, len(at) == maxWords:
		return []string{line}
	}
	behind := at[0][0] > 0 && at[len(at)-1][1] == len(line)
	var out []string
	for i, box := range at {
		from, to := box[1], len(line)
		switch {
		case behind && i == 0:
			from, to = 0, box[0]
		case behind:
			from, to = at[i-1][1], box[0]
		case i+1 < len(at):
			to = at[i+1][0]
		}
		if isTicked(line[box[0]:box[1]]) {
			out = append(out, strings.Trim(line[from:to], " ,;/"))
		}
	}
	return out
}

// flag reads yes or no: a word, or a ticked box with or without that word.
func flag(all []*paragraph) (*casebook.Value, []*paragraph) {
	said := chosenOf(all)
	if len(said) == 0 {
		return nil, nil
	}
	joined := fold(strings.Join(lines(said), "\n"))
	if joined == "" && len(said) == 1 {
		joined = fold(message.Text("word/true"))
	}
	for _, word := range []string{"true", "false"} {
		if joined == fold(message.Text("word/"+word)) {
			return &casebook.Value{Kind: casebook.Bool, Text: word}, nil
		}
	}
	return nil, all
}

var (
	longDate = lazy.Regexp(`(?i)^(?:\p{L}+\s+)?(\d{1,2})\s+(\p{L}{3})\p{L}*\.?\s+(\d{4})$`)
	months   = []string{"jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"}
)

// date reads a day as it is written in Dutch.
func date(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	for _, form := range []string{time.DateOnly, "2-1-2006", "2/1/2006", "2.1.2006"} {
		if day, err := time.Parse(form, text); err == nil {
			return day, true
		}
	}
	at := longDate().FindStringSubmatch(text)
	if at == nil {
		return time.Time{}, false
	}
	month := slices.Index(months, strings.Replace(strings.ToLower(at[2]), "mrt", "maa", 1)) + 1
	day, err := time.Parse("2-1-2006", at[1]+"-"+strconv.Itoa(month)+"-"+at[3])
	return day, err == nil
}

// terms looks up the words of an answer in the vocabulary of the field. It returns the words that it did not find as paragraphs.
func terms(f *canvas.Field, all []*paragraph) (*casebook.Value, []*paragraph) {
	var keys []string
	var rest []*paragraph
	known := wordsOf(f.Vocabulary)
	for _, p := range all {
		for line := range strings.SplitSeq(p.text, "\n") {
			if isPrompt(line) {
				continue
			}
			found, unknown := known.split(line)
			for _, key := range found {
				if !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
			}
			for _, u := range unknown {
				rest = append(rest, &paragraph{text: u})
			}
		}
	}
	if f.Kind == canvas.Term && len(keys) > 1 {
		for _, key := range keys[1:] {
			rest = append(rest, &paragraph{text: key})
		}
	}
	if len(keys) == 0 {
		return nil, rest
	}
	if f.Kind == canvas.Term {
		return text(keys[0]), rest
	}
	v := &casebook.Value{Kind: casebook.Sequence}
	for _, key := range keys {
		v.Items = append(v.Items, text(key))
	}
	return v, rest
}

// words are those of a vocabulary.
type words struct {
	keys  map[string]string   // by what may be written for them, folded
	cited map[citation]string // by the provision that they are
	most  int                 // of how many parts of a line the longest consists
}

func wordsOf(v *canvas.Vocabulary) words {
	all := words{keys: map[string]string{}, cited: map[citation]string{}}
	for _, w := range v.Terms {
		for _, name := range []string{w.Key, w.Label, nameOf(&w)} {
			all.most = max(all.most, len(partsOf(name)))
			if key := fold(name); all.keys[key] == "" {
				all.keys[key] = w.Key
			}
		}
		if found, size := citations(w.Article); len(found) == 1 && size > 0 {
			all.cited[found[0]] = w.Key
		}
	}
	return all
}

// listMark is the number of an item in a list that somebody typed.
var listMark = lazy.Regexp(`^\s*\d{1,2}[.)]\s+`)

// split finds the words in a line, between commas and the like. As words may contain those too, it tries the longest first. A provision of a law stands for
// the word that it is, which may come twice.
func (w words) split(line string) (keys, unknown []string) {
	line = strings.TrimSpace(strings.TrimLeft(line, bullets+" "))
	line = line[len(listMark().FindString(line)):]
	s := &splitter{words: w, line: line, parts: partsOf(line)}
	for range maxWords {
		if len(s.parts) == 0 {
			break
		}
		if !s.provision(true) && !s.word() && !s.provision(false) && !s.before() {
			s.miss(s.parts[0].text)
			s.parts = s.parts[1:]
		}
	}
	if len(s.parts) > 0 {
		s.miss(s.line[s.parts[0].from:])
	}
	return s.keys, s.unknown
}

// maxWords is how many words are looked up in one line; no vocabulary has as many.
const maxWords = 500

// splitter reads a line from its first part on.
type splitter struct {
	words
	line          string
	parts         []part
	keys, unknown []string
}

func (s *splitter) miss(text string) {
	if !noise()[fold(text)] {
		s.unknown = append(s.unknown, text)
	}
}

// word reads a word of the vocabulary.
func (s *splitter) word() bool {
	key, n := s.longest(s.parts)
	if n > 0 {
		s.keys, s.parts = append(s.keys, key), s.parts[n:]
	}
	return n > 0
}

// provision reads the name of a provision, which the vocabulary must know or need not.
func (s *splitter) provision(known bool) bool {
	from := s.parts[0].from
	found, size := s.cite(s.line[from:])
	if size == 0 || known && found == nil {
		return false
	}
	end := from + size
	if s.keys = append(s.keys, found...); found == nil {
		s.miss(strings.TrimSpace(s.line[from:end]))
	}
	for len(s.parts) > 0 && s.parts[0].to <= end {
		s.parts = s.parts[1:]
	}
	if len(s.parts) > 0 && s.parts[0].from < end {
		s.cut(end)
	}
	return true
}

// before reads the words before the name of a provision in the same part.
func (s *splitter) before() bool {
	first := s.parts[0]
	at := citeAny().FindStringIndex(s.line[first.from:first.to])
	if len(s.cited) == 0 || at == nil {
		return false
	}
	text := strings.TrimSpace(s.line[first.from : first.from+at[0]])
	if text == "" {
		return false
	}
	if key := s.key(text); key != "" {
		s.keys = append(s.keys, key)
	} else {
		s.miss(text)
	}
	s.cut(first.from + at[0])
	return true
}

// cut leaves of the first part what stands from a place in the line on.
func (s *splitter) cut(from int) {
	s.parts[0].from, s.parts[0].text = from, strings.TrimSpace(s.line[from:s.parts[0].to])
}

// noise are words that say nothing of their own beside a word of a vocabulary.
var noise = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{"": true}
	for word := range strings.SplitSeq(message.Text("word/noise"), ", ") {
		all[word] = true
	}
	return all
})

// longest finds the word that consists of the most parts from the first on.
func (w words) longest(parts []part) (key string, n int) {
	for n = min(len(parts), w.most); n > 0; n-- {
		var written []string
		for i, p := range parts[:n] {
			if i > 0 {
				written = append(written, p.join)
			}
			written = append(written, p.text)
		}
		if key = w.key(strings.Join(written, " ")); key != "" {
			return key, n
		}
	}
	return "", 0
}

// key returns the word that a text is, with or without an article before it; "" when it is none.
func (w words) key(text string) string {
	name := fold(text)
	for _, article := range []string{"", "de ", "het ", "een "} {
		if rest, ok := strings.CutPrefix(name, article); ok && w.keys[rest] != "" {
			return w.keys[rest]
		}
	}
	return ""
}

// cite returns the keys of the provisions that a text begins with, and the bytes that name them; no key when one of them is not known, and 0 when it
// begins with none.
func (w words) cite(text string) (keys []string, size int) {
	if len(w.cited) == 0 {
		return nil, 0
	}
	all, size := citations(text)
	for _, c := range all {
		key := w.cited[c]
		if key == "" {
			key = w.cited[citation{article: c.article}] // a whole article is one word: its parts are too
		}
		if key == "" {
			return nil, size
		}
		keys = append(keys, key)
	}
	return keys, size
}

// part is a part of a line that may be a word of a vocabulary.
type part struct {
	join     string // the word between it and the part before, such as "en"
	text     string
	from, to int // where it stands in the line
}

// between is what may stand between two words of a vocabulary.
var between = lazy.Regexp(`(?i)\s+(en/of|en|of|alsmede|plus|en ook)\s+|[,;/+&|()]+`)

// partsOf divides a line at what may stand between two words of a vocabulary.
func partsOf(line string) []part {
	var all []part
	from, join := 0, ""
	add := func(to int) {
		if text := strings.TrimSpace(line[from:to]); text != "" {
			all = append(all, part{join, text, from, to})
		}
	}
	for _, at := range between().FindAllStringSubmatchIndex(line, -1) {
		add(at[0])
		from, join = at[1], ""
		if at[2] >= 0 {
			join = line[at[2]:at[3]]
		}
	}
	add(len(line))
	return all
}
