// Command train learns the weights with which package detect weighs a candidate for a name, from the passages of its own corpus.
//
//	go generate ./tools/privacy/detect
//
// A corpus of this size has few names, so each passage is also read with other names in their place: names of our lists, and names that are made up letter
// by letter after those, which are in no list. Words that are no name and in no list change as well. So the weights tell what stands around a name and how
// it is formed, rather than which names the corpus happens to have. The parts that are set aside are not read.
//
// The same corpus gives the same weights.
package main

import (
	"flag"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/model"
)

// How long to learn, and how fast. Chosen on the parts of the corpus itself.
const (
	variants = 6   // of each passage, beside the passage itself
	packed   = 3   // of those of packedFiles
	epochs   = 12  // times that all lessons are read
	rate     = 0.2 // of the first steps; later ones are smaller
	decay    = 2e-6
	scale    = 16 // of the weights in the file
)

// packedFiles are packed with words that are no names, four for each name, so that more of them would teach that a name is rare.
var packedFiles = map[string]bool{"m.txt": true, "n.txt": true}

func main() {
	log.SetFlags(0)
	corpus := flag.String("corpus", "testdata/corpus", "the folder with the passages")
	lists := flag.String("lists", "generate/lists", "the folder with the lists of names")
	out := flag.String("out", "internal/model/weights.bin", "the file to write")
	flag.Parse()
	if err := train(*corpus, *lists, *out); err != nil {
		log.Fatal(err)
	}
}

// lesson is a candidate of a passage, and whether it is a name.
type lesson struct {
	slots []uint16
	name  bool
}

func train(corpus, lists, out string) error {
	files, err := filepath.Glob(filepath.Join(corpus, "*.txt"))
	if err != nil {
		return err
	}
	changer, err := newChanger(lists)
	if err != nil {
		return err
	}
	var lessons []lesson
	for _, name := range files {
		if strings.HasPrefix(filepath.Base(name), "apart") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		others := variants
		if packedFiles[filepath.Base(name)] {
			others = packed
		}
		for _, passage := range passages(string(data)) {
			lessons = append(lessons, lessonsOf(passage)...)
			for range others {
				lessons = append(lessons, lessonsOf(changer.change(passage))...)
			}
		}
	}
	weights := learn(lessons)
	table := make([]byte, model.Size)
	for i, w := range weights {
		table[i] = byte(int8(math.Round(max(-127, min(127, w*scale)))))
	}
	fmt.Printf("%s: %d lessons\n", out, len(lessons))
	return os.WriteFile(out, table, 0o644)
}

// piece is a part of a passage: a value with its kind, or the text between two values.
type piece struct{ kind, text string }

var label = regexp.MustCompile(`(?s)⟦([a-z-]+)\|(.*?)⟧`)

// passages returns the passages of a file of the corpus.
func passages(data string) [][]piece {
	var all [][]piece
	for _, block := range strings.Split("\n"+data, "\n== ")[1:] {
		_, body, _ := strings.Cut(block, "\n")
		var pieces []piece
		at := 0
		for _, m := range label.FindAllStringSubmatchIndex(body, -1) {
			pieces = append(pieces, piece{"", body[at:m[0]]}, piece{body[m[2]:m[3]], body[m[4]:m[5]]})
			at = m[1]
		}
		all = append(all, append(pieces, piece{"", body[at:]}))
	}
	return all
}

// lessonsOf returns the candidates of a passage. One of which most is in a name is a name. One in a value of another kind teaches nothing.
func lessonsOf(passage []piece) []lesson {
	var text strings.Builder
	type span struct {
		start, end int
		kind       string
	}
	var spans []span
	for _, p := range passage {
		start := text.Len()
		text.WriteString(p.text)
		if p.kind != "" {
			spans = append(spans, span{start, text.Len(), p.kind})
		}
	}
	var all []lesson
	for _, l := range detect.Lessons(text.String()) {
		name, other := 0, false
		for _, s := range spans {
			if common := min(l.End, s.end) - max(l.Start, s.start); common > 0 {
				if s.kind == string(detect.Name) {
					name += common
				} else if detect.Kind(s.kind).Identifies() {
					other = true
				}
			}
		}
		if !other || name > 0 {
			all = append(all, lesson{l.Slots, 2*name > l.End-l.Start})
		}
	}
	return all
}

// learn returns the weights of a logistic regression, averaged over its steps.
func learn(lessons []lesson) []float64 {
	random := rand.New(rand.NewPCG(1, 2))
	weights, sum := make([]float64, model.Size), make([]float64, model.Size)
	steps := float64(epochs * len(lessons))
	step := 0.0
	for range epochs {
		random.Shuffle(len(lessons), func(i, j int) { lessons[i], lessons[j] = lessons[j], lessons[i] })
		for _, l := range lessons {
			score, want := 0.0, 0.0
			for _, s := range l.slots {
				score += weights[s]
			}
			if l.name {
				want = 1
			}
			change := rate * (1 - step/steps) * (want - 1/(1+math.Exp(-score))) / math.Sqrt(float64(len(l.slots)))
			for _, s := range l.slots {
				weights[s] += change - decay*weights[s]
				sum[s] += change * (steps - step)
			}
			step++
		}
	}
	for i := range sum {
		sum[i] /= steps
	}
	return sum
}

// changer puts other names and words in a passage.
type changer struct {
	random          *rand.Rand
	given, surnames []string
	after           map[string][]rune // the letters that come after three others in a surname
	particles       map[string]bool
}

func newChanger(lists string) (*changer, error) {
	c := &changer{random: rand.New(rand.NewPCG(3, 4)), after: map[string][]rune{}, particles: map[string]bool{}}
	for pattern, visit := range map[string]func(string){
		"voornamen-[new]*.txt": func(s string) { c.given = append(c.given, s) },
		"achternamen-*.txt":    func(s string) { c.surnames = append(c.surnames, s) },
		"tussenvoegsels.txt":   func(s string) { c.particles[s] = true },
	} {
		files, err := filepath.Glob(filepath.Join(lists, pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			for line := range strings.Lines(string(data)) {
				if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") && !strings.ContainsAny(line, " -'") {
					visit(line)
				}
			}
		}
	}
	slices.Sort(c.given)
	slices.Sort(c.surnames)
	for _, s := range slices.Concat(c.surnames, c.given) {
		letters := append([]rune("^^^"), append([]rune(s), '$')...)
		for i := 3; i < len(letters); i++ {
			c.after[string(letters[i-3:i])] = append(c.after[string(letters[i-3:i])], letters[i])
		}
	}
	return c, nil
}

// made returns a name that is made up and in no list.
func (c *changer) made() string {
	for {
		letters := []rune("^^^")
		for {
			next := c.after[string(letters[len(letters)-3:])]
			r := next[c.random.IntN(len(next))]
			if r == '$' {
				break
			}
			letters = append(letters, r)
		}
		if s := string(letters[3:]); len(letters) > 6 && len(letters) < 16 && lexicon.Lookup(lexicon.Hash(s)) == 0 && !lexicon.IsWord(s) {
			return s
		}
	}
}

// name returns a name of a list, or as often one that is made up.
func (c *changer) name(list []string) string {
	if c.random.IntN(2) == 0 {
		return c.made()
	}
	return list[c.random.IntN(len(list))]
}

var word = regexp.MustCompile(`\pL[\pL\pM]+`)

// change returns a passage with other names. A name that occurs twice stays one name.
func (c *changer) change(passage []piece) []piece {
	known := map[string]string{}
	swap := func(old string, by func() string) string {
		key := strings.ToLower(old)
		if known[key] == "" {
			known[key] = by()
		}
		if old == strings.ToUpper(old) {
			return strings.ToUpper(known[key])
		}
		return known[key]
	}
	changed := slices.Clone(passage)
	for i, p := range changed {
		if p.kind == string(detect.Name) {
			last := len(word.FindAllStringIndex(p.text, -1)) - 1
			n := -1
			changed[i].text = word.ReplaceAllStringFunc(p.text, func(w string) string {
				n++
				flags := lexicon.Lookup(lexicon.Hash(w))
				switch {
				case !isCapital(w), c.particles[strings.ToLower(w)]:
					return w
				case n < last || last == 0 && flags&lexicon.Given != 0:
					return swap(w, func() string { return c.name(c.given) })
				}
				return swap(w, func() string { return c.name(c.surnames) })
			})
		}
	}
	for i, p := range changed {
		if p.kind == "" || p.kind == string(detect.Organisation) {
			changed[i].text = word.ReplaceAllStringFunc(p.text, func(w string) string {
				if !isCapital(w) || w == strings.ToUpper(w) || lexicon.Lookup(lexicon.Hash(w)) != 0 || lexicon.IsWord(w) || c.random.IntN(2) == 0 {
					return w
				}
				return swap(w, c.made)
			})
		}
	}
	return changed
}

func isCapital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}
