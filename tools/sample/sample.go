// Package sample makes dilemmas that look like real ones in form, length and words, for tests and measurements. The same
// number always gives the same dilemma. What it makes is published, complete and without a finding; it means nothing.
package sample

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
)

// Slug returns the slug of a numbered dilemma.
func Slug(n int) string { return fmt.Sprintf("proef-%05d", n) }

// Dilemma returns the whole file of a numbered dilemma: about 7 kB of front matter and 400 words of story. Every field of
// the definition is filled in, so a new question on the canvas needs no change here.
func Dilemma(def *canvas.Definition, n int) string { return Told(def, n, nil) }

// Told returns the same with its texts made of these sentences, for measurements in which the words matter. A sentence stands on a line of its own in
// YAML, so it holds no sign that means something there.
func Told(def *canvas.Definition, n int, sentences []string) string {
	m := &maker{Rand: rand.New(rand.NewPCG(uint64(n), 2022)), n: n, edition: def.Edition, sentences: sentences}
	m.b.WriteString("---\n")
	m.fields(def.Root.Fields, 0)
	m.b.WriteString("---\n")
	m.story()
	return m.b.String()
}

type maker struct {
	*rand.Rand
	b       strings.Builder
	n       int
	edition string
	// sentences are those to choose from; nil for sentences that are put together here
	sentences []string
}

func (m *maker) line(depth int, format string, args ...any) {
	m.b.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(&m.b, format, args...)
	m.b.WriteByte('\n')
}

func (m *maker) fields(fields []*canvas.Field, depth int) {
	for _, f := range fields {
		if f.Later {
			continue
		}
		m.field(f, depth)
	}
}

func (m *maker) field(f *canvas.Field, depth int) {
	switch f.Key {
	case "title":
		m.line(depth, "title: %q", fmt.Sprintf("%s, deel %d", m.pick(titles), m.n))
		return
	case "date":
		m.line(depth, "date: %s", m.day(0))
		return
	case "herzien_voor":
		m.line(depth, "herzien_voor: %s", m.day(5))
		return
	case "draft":
		m.line(depth, "draft: false")
		return
	case "editie":
		m.line(depth, "editie: %q", m.edition)
		return
	case "herkomst":
		m.line(depth, "herkomst: fictief")
		return
	}
	switch f.Kind {
	case canvas.Group:
		m.line(depth, "%s:", f.Key)
		m.fields(f.Fields, depth+1)
	case canvas.Table:
		m.table(f, depth)
	case canvas.List:
		m.line(depth, "%s:", f.Key)
		for range 2 + m.IntN(3) {
			m.line(depth+1, "- %s", m.sentence())
		}
	case canvas.Term:
		m.line(depth, "%s: %q", f.Key, m.pick(f.Vocabulary.Keys()))
	case canvas.Terms:
		m.terms(f, depth)
	case canvas.Flag:
		m.line(depth, "%s: true", f.Key)
	case canvas.Date:
		m.line(depth, "%s: %s", f.Key, m.day(1))
	case canvas.Text:
		if f.Style == canvas.Question {
			m.line(depth, "%s: %s", f.Key, "Kunnen we "+m.pick(what)+" delen "+m.pick(when)+"?")
			return
		}
		if f.Question == "" {
			m.line(depth, "%s: %s", f.Key, m.pick(roles))
			return
		}
		m.line(depth, "%s: |", f.Key)
		for range 2 + m.IntN(3) {
			m.line(depth+1, "%s", m.sentence())
		}
	}
}

// terms picks up to three different words; an optional list stays empty one time in four.
func (m *maker) terms(f *canvas.Field, depth int) {
	keys := f.Vocabulary.Keys()
	m.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	count := 1 + m.IntN(min(3, len(keys)))
	if f.Required == canvas.Optional && m.IntN(4) == 0 {
		count = 0
	}
	quoted := make([]string, count)
	for i := range quoted {
		quoted[i] = strconv.Quote(keys[i])
	}
	m.line(depth, "%s: [%s]", f.Key, strings.Join(quoted, ", "))
}

func (m *maker) table(f *canvas.Field, depth int) {
	m.line(depth, "%s:", f.Key)
	for range max(f.Min, 1) + m.IntN(3) {
		for i, c := range f.Entry() {
			lead := "  "
			if i == 0 {
				lead = "- "
			}
			switch {
			case c.Kind == canvas.List:
				m.line(depth+1, "%s%s:", lead, c.Key)
				for range 2 + m.IntN(3) {
					m.line(depth+3, "- %s", m.sentence())
				}
			case i == 0:
				m.line(depth+1, "%s%s: %s", lead, c.Key, m.pick(roles))
			default:
				m.line(depth+1, "%s%s: %s %s", lead, c.Key, m.sentence(), m.sentence())
			}
		}
	}
}

func (m *maker) day(years int) string {
	return time.Date(2025+years, time.January, 1+m.n%300, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// story writes the Markdown below the front matter, with the forms that stories use.
func (m *maker) story() {
	for i, heading := range []string{"Wat eraan voorafging", "Het gesprek", "Wat er daarna gebeurde"} {
		m.line(0, "\n## %s\n", heading)
		for range 2 {
			var p []string
			for range 4 + m.IntN(4) {
				p = append(p, m.sentence())
			}
			m.line(0, "%s\n", strings.Join(p, " "))
		}
		if i == 1 {
			for range 3 {
				m.line(0, "- %s **Let op:** %s", m.sentence(), m.sentence())
			}
			m.line(0, "\nKijk ook in [de handreiking](/handreiking/).")
		}
	}
}

func (m *maker) pick(words []string) string { return words[m.IntN(len(words))] }

func (m *maker) sentence() string {
	if m.sentences != nil {
		return m.pick(m.sentences)
	}
	s := m.pick(who) + " " + m.pick(verbs) + " " + m.pick(what) + " " + m.pick(when)
	return s + "."
}

var (
	titles = []string{"Het rapport is klaar", "Wie ziet de cijfers het eerst", "De buren vragen om de metingen",
		"Een besluit met twee gezichten", "De notitie die niemand wilde delen", "Eerst bellen of eerst publiceren"}
	roles = []string{"Projectleider", "Woordvoerder", "Wethouder van dienst", "Woo-jurist", "Omwonende", "Onderzoeker",
		"Toezichthouder", "Beleidsmedewerker", "Ondernemer", "Raadslid", "Archivaris", "Communicatieadviseur"}
	who = []string{"De projectleider", "Het team", "De woordvoerder", "Een omwonende", "De onderzoeker", "Het bestuur",
		"De jurist", "Een collega van de andere afdeling", "De griffie", "De ondernemer", "Iedereen aan tafel"}
	verbs = []string{"vraagt om", "wil wachten met", "maakt zich zorgen over", "ziet het nut van", "kent de gevolgen van",
		"praat liever eerst over", "vertrouwt op", "begrijpt de twijfel bij", "heeft recht op", "rekent op"}
	what = []string{"het hele rapport", "de ruwe meetgegevens", "een eerlijke samenvatting", "de afspraken van vorig jaar",
		"een duidelijke uitleg", "de kosten van het plan", "de brief aan de raad", "het verslag van het overleg",
		"een besluit dat iedereen kan volgen", "de reactie van de buurt", "informatie die nog kan veranderen"}
	when = []string{"voordat het overleg begint", "ook als dat tijd kost", "zodra de cijfers kloppen", "na de zomer",
		"in gewone taal", "zonder dat iemand wordt verrast", "omdat het anders later uitkomt", "deze week nog",
		"terwijl de onderhandeling loopt", "nu de vraag er ligt"}
)
