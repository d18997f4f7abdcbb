package word

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// placer finds the place on the canvas of what stands in a document. It goes by the content controls; where a program dropped them, by the questions
// in the headings and in the tables; and where there are no headings, by paragraphs that are a question.
type placer struct {
	def    *canvas.Definition
	fields map[string]*canvas.Field // by path
	asked  []target                 // in the order of the canvas
	about  []target                 // outside the canvas
	steps  map[string]string        // titles of steps, folded, and the place to tell

	printed  map[string]bool // what the blank canvas says, folded
	headings bool            // the document has its questions in headings

	here    string // the path of the field that the text belongs to; empty for none
	place1  string // the last step or heading, for what has no field
	inStory bool
	placed  bool // something was recognised

	answers  map[string][]*paragraph
	tables   map[string][]*casebook.Value
	story    []*paragraph
	left     []leftover
	warnings []string
}

// leftover is a paragraph without a place on the canvas.
type leftover struct {
	place string
	*paragraph
}

func newPlacer(def *canvas.Definition) *placer {
	p := &placer{
		def: def, fields: map[string]*canvas.Field{}, steps: map[string]string{}, printed: map[string]bool{},
		answers: map[string][]*paragraph{}, tables: map[string][]*casebook.Value{},
	}
	before, after := (&layouter{def: def}).aroundCanvas()
	p.about = append(before, after...)
	for _, s := range def.Steps {
		for _, f := range s.Fields {
			p.asked = append(p.asked, target{canvasKey(def) + "." + s.Key + "." + f.Key, f})
		}
		p.steps[fold(s.Title)], p.steps[fold(s.WorksheetTitle)] = s.WorksheetTitle, s.WorksheetTitle
	}
	for _, t := range append(slices.Clone(p.asked), p.about...) {
		p.fields[t.path] = t.field
	}
	blank := cell(layout(def, nil, ""))
	for _, par := range blank.paragraphs() {
		p.printed[fold(par.text)] = true
	}
	p.printed[fold(message.Text("word/foot", "title", def.Title, "edition", edition(def)))] = true
	return p
}

// numbered is the number before a title, and what a list puts behind it.
var numbered = regexp.MustCompile(`^\s*(stap\s*)?\d+\s*[.):–-]?\s*`)

// named reports whether a text names a step, and which.
func (p *placer) named(s string) (string, bool) {
	place, ok := p.steps[fold(numbered.ReplaceAllString(strings.ToLower(s), ""))]
	return place, ok
}

// asks finds the question that a line begins with, and what stands behind it.
func (p *placer) asks(line string, among []target) (path, rest string, ok bool) {
	bare := numbered.ReplaceAllString(line, "")
	for _, t := range among {
		for _, name := range []string{t.field.Question, t.field.SecondQuestion, t.field.Label} {
			want := fold(name)
			if want == "" {
				continue
			}
			for _, l := range []string{line, bare} {
				if fold(l) == want {
					return t.path, "", true
				}
				for i, r := range l {
					if r != '?' && r != ':' {
						continue
					}
					if head := l[:i]; fold(head) == want && (r == ':' || strings.HasSuffix(name, "?")) {
						return t.path, strings.TrimLeft(strings.TrimSpace(l[i+1:]), ": "), true
					}
					break
				}
			}
		}
	}
	return "", "", false
}

// readHeadings looks whether the questions stand in headings.
func (p *placer) readHeadings(blocks []block) {
	for _, par := range cell(blocks).paragraphs() {
		if par.style == heading {
			if _, _, ok := p.asks(par.text, p.asked); ok {
				p.headings = true
			}
		}
	}
}

func (p *placer) place(blocks []block) {
	for _, b := range blocks {
		f := p.fields[b.tag]
		switch {
		case f != nil && f.Kind == canvas.Table && b.table != nil:
			p.here, p.inStory, p.placed = b.tag, false, true
			if !p.entries(b.tag, b.table) {
				p.flat(b.table)
			}
		case f != nil:
			p.here, p.inStory, p.placed = b.tag, false, true
			for _, par := range (cell{b}).paragraphs() {
				if path, rest, ok := p.asks(par.text, p.asked); ok && path == b.tag {
					par = &paragraph{text: rest}
				}
				if par.text != "" && !p.printed[fold(par.text)] {
					p.answer(par)
				}
			}
		case b.table != nil:
			p.grid(b.table)
		case b.paragraph != nil:
			p.paragraph(b.paragraph)
		}
	}
}

// paragraph reads a paragraph outside the content controls.
func (p *placer) paragraph(par *paragraph) {
	if par.text == "" {
		return
	}
	if par.style == heading || !p.headings {
		if p.head(par) {
			return
		}
	}
	switch {
	case p.inStory && par.style == heading:
		p.story = append(p.story, par)
	case p.printed[fold(par.text)]:
	case par.style == title && len(p.answers["title"]) == 0:
		p.answers["title"] = []*paragraph{par}
	case p.inStory:
		p.story = append(p.story, par)
	case par.style == heading:
		p.here, p.place1 = "", par.text
		p.leave("", par)
	case p.here != "":
		p.answer(par)
	default:
		p.leave(p.place1, par)
	}
}

// head looks for a step or a question in a paragraph, and makes it the place of what follows.
func (p *placer) head(par *paragraph) bool {
	top := par.style != heading || par.level == 1
	if step, ok := p.named(par.text); ok && (top || !p.inStory) {
		p.here, p.place1, p.inStory, p.placed = "", step, false, true
		return true
	}
	switch name := fold(par.text); {
	case !top:
	case name == fold(message.Text("word/story")):
		p.here, p.place1, p.inStory, p.placed = "", "", true, true
		return true
	case name == fold(message.Text("word/words")), name == fold(message.Text("word/about")), name == fold(message.Text("word/after")):
		p.here, p.place1, p.inStory = "", par.text, false
		return true
	}
	if p.inStory {
		return false
	}
	// A question and its answer may be lines of one paragraph.
	var rest []string
	found := false
	among := p.asked
	if par.style != heading {
		among = append(slices.Clone(p.asked), p.about...)
	}
	flush := func() {
		if text := strings.TrimSpace(strings.Join(rest, "\n")); text != "" && found {
			p.answer(&paragraph{text: text})
		}
		rest = nil
	}
	all := strings.Split(par.text, "\n")
	for i, line := range all {
		path, behind, ok := p.asks(line, among)
		if i == 0 && !ok && len(all) > 1 { // a question over more lines
			if path, behind, ok = p.asks(strings.Join(all, " "), among); ok {
				p.here, p.placed, rest, found = path, true, []string{behind}, true
				break
			}
		}
		if i == 0 && !ok {
			return false
		}
		if ok {
			flush()
			p.here, p.placed, found = path, true, true
			line = behind
		}
		rest = append(rest, line)
	}
	flush()
	return found
}

// answer adds a paragraph to the answer at hand. A table has no room for text beside it.
func (p *placer) answer(par *paragraph) {
	f := p.fields[p.here]
	if f.Kind == canvas.Table {
		if !p.printed[fold(par.text)] {
			p.leave(f.Name(), par)
		}
		return
	}
	p.answers[p.here] = append(p.answers[p.here], par)
}

func (p *placer) leave(place string, par *paragraph) {
	if par.text != "" {
		p.left = append(p.left, leftover{place, par})
	}
}

// grid reads a table without a content control: a table of the canvas, answers beside their questions, or paragraphs in a frame.
func (p *placer) grid(t *table) {
	if path := p.recognise(t); path != "" {
		first, last := p.span(path, t)
		if first > 0 {
			p.grid(&table{rows: t.rows[:first]})
		}
		p.here, p.placed = path, true
		if !p.entries(path, &table{rows: t.rows[first:last]}) {
			p.flat(&table{rows: t.rows[first:last]})
		}
		if last < len(t.rows) {
			p.grid(&table{rows: t.rows[last:]})
		}
		return
	}
	p.flat(t)
}

// flat reads the cells of a table in their order.
func (p *placer) flat(t *table) {
	for _, row := range t.rows {
		if len(row) > 1 && !p.inStory {
			if path, ok := p.label(row[0], p.about); ok {
				p.placed = true
				p.aside(p.fields[path], row[0])
				for _, c := range row[1:] {
					p.answers[path] = append(p.answers[path], c.paragraphs()...)
				}
				continue
			}
		}
		for _, c := range row {
			p.place(c)
		}
	}
	p.here = after(p.here, p.fields)
}

// after is the place of what follows a table: no longer that of a field beside it.
func after(here string, fields map[string]*canvas.Field) string {
	if strings.Contains(here, ".") && fields[here] != nil {
		return here
	}
	return ""
}

// label finds the field that the first cell of a row names, on its first line or in all of it.
func (p *placer) label(c cell, among []target) (string, bool) {
	first, _, _ := strings.Cut(c.text(), "\n")
	for _, t := range among {
		if name := fold(t.field.Label); name != "" && (name == fold(first) || name == fold(c.text())) {
			return t.path, true
		}
	}
	return "", false
}

// aside keeps what somebody wrote in the cell of a question.
func (p *placer) aside(f *canvas.Field, c cell) {
	if fold(c.text()) == fold(f.Label) {
		return
	}
	for _, par := range c.paragraphs() {
		if name := fold(par.text); name != fold(f.Label) && !p.printed[name] && !strings.HasPrefix(name, fold(f.Label)+" "+fold(f.Help)) {
			p.leave(f.Label, par)
		}
	}
}

// recognise returns the path of the table of the canvas that a table is, or holds.
func (p *placer) recognise(t *table) string {
	best, most := "", 0
	for _, a := range p.asked {
		if a.field.Kind != canvas.Table {
			continue
		}
		down, across := p.score(a.field, t)
		score := 2 * max(down, across)
		if a.path == p.here {
			score++ // the question stands above it
		}
		if score > most && (score > 2 || a.path == p.here && score > 1) {
			best, most = a.path, score
		}
	}
	return best
}

// score counts the fields of an entry that are named in the first column, and in the first row.
func (p *placer) score(f *canvas.Field, t *table) (down, across int) {
	for _, c := range f.Entry() {
		for _, row := range t.rows {
			if len(row) > 1 && names2(row[0], c) {
				down++
				break
			}
		}
		for _, head := range t.rows[0] {
			if names2(head, c) {
				across++
				break
			}
		}
	}
	return down, across
}

// names2 reports whether a cell is the label of a field, with or without its help.
func names2(c cell, f *canvas.Field) bool {
	all, want := fold(c.text()), fold(f.Label)
	first, _, _ := strings.Cut(c.text(), "\n")
	return all == want || fold(first) == want || all == want+" "+fold(f.Help)
}

// span returns the rows of a table that are those of the canvas: those with its labels, and the one above them for the names.
func (p *placer) span(path string, t *table) (first, last int) {
	f := p.fields[path]
	if down, across := p.score(f, t); across > down || across == down && f.Layout == "rows" {
		return 0, len(t.rows)
	}
	first, last = -1, len(t.rows)
	for i, row := range t.rows {
		if len(row) > 1 && slices.ContainsFunc(f.Entry(), func(c *canvas.Field) bool { return names2(row[0], c) }) {
			if first < 0 {
				first = i
				if i > 0 && !names2(row[0], f.Item) && len(t.rows[i-1]) > 1 {
					first--
				}
			}
			last = i + 1
		}
	}
	// Below the last label a row without one goes on.
	for last < len(t.rows) && len(t.rows[last]) > 1 && t.rows[last][0].text() == "" {
		last++
	}
	return first, last
}

// maxGrid is how many cells a table of the canvas can have.
const maxGrid = 10_000

// entries reads a table of the canvas, also one that lies on its side. It reports whether that could be.
func (p *placer) entries(path string, t *table) bool {
	f := p.fields[path]
	wide := 0
	for _, row := range t.rows {
		wide = max(wide, len(row))
	}
	if wide*len(t.rows) > maxGrid || wide < 2 {
		return false
	}
	down, across := p.score(f, t)
	grid := transposed(transposed(t.rows)) // as wide everywhere
	if across > down || across == down && f.Layout == "rows" {
		grid = transposed(grid)
	}
	labels := p.rowFields(f, grid)
	var from []*canvas.Field
	from, last := make([]*canvas.Field, len(grid)), (*canvas.Field)(nil)
	for i := range grid {
		if labels[i] != nil {
			last = labels[i]
			p.aside(last, grid[i][0])
		} else if grid[i][0].text() != "" {
			last = nil // a row of somebody's own
		}
		from[i] = last
	}
	columns := len(grid[0])
	for c := 1; c < columns; c++ {
		answers := map[*canvas.Field][]*paragraph{}
		for i, row := range grid {
			paragraphs := row[c].paragraphs()
			switch {
			case from[i] == nil:
				for _, par := range paragraphs {
					p.leave(f.Name()+": "+strings.ReplaceAll(row[0].text(), "\n", " "), par)
				}
				continue
			case from[i] == f.Item && labels[i] == f.Item:
				paragraphs = unnumbered(f.Item, paragraphs)
			}
			answers[from[i]] = append(answers[from[i]], paragraphs...)
		}
		entry := &casebook.Value{Kind: casebook.Mapping}
		for _, field := range f.Entry() {
			v, rest := value(field, answers[field])
			for _, par := range rest {
				p.leave(f.Name(), par)
			}
			if v != nil {
				entry.Pairs = append(entry.Pairs, pair(field.Key, v))
			}
		}
		if len(entry.Pairs) > 0 {
			p.tables[path] = append(p.tables[path], entry)
		}
	}
	return true
}

// rowFields says which field each row of a grid is. Labels that somebody changed or wiped follow from the order.
func (p *placer) rowFields(f *canvas.Field, grid [][]cell) []*canvas.Field {
	labels := make([]*canvas.Field, len(grid))
	missing := f.Entry()
	for i, row := range grid {
		for j, field := range missing {
			if names2(row[0], field) {
				labels[i], missing = field, slices.Delete(slices.Clone(missing), j, j+1)
				break
			}
		}
	}
	var without []int
	for i, row := range grid {
		if labels[i] == nil && (i == 0 || row[0].text() == "" || len(grid) == len(f.Rows)+1) {
			without = append(without, i)
		}
	}
	if len(grid) == len(f.Rows)+1 && len(without) == len(missing) {
		for j, i := range without {
			labels[i] = missing[j]
		}
	} else if len(missing) > 0 && missing[0] == f.Item && labels[0] == nil {
		labels[0] = f.Item
	}
	return labels
}

// unnumbered leaves out the name that the canvas gives an entry, such as Speler A.
func unnumbered(f *canvas.Field, all []*paragraph) []*paragraph {
	if f.Numbering == "" {
		return all
	}
	printed := regexp.MustCompile(`(?i)^\s*` + regexp.QuoteMeta(f.Label) + `\s*(\d{1,2}|[a-z])(\s*[:.)–-]\s*|\s*\n\s*|\s*$)`)
	var out []*paragraph
	for i, p := range all {
		if at := printed.FindStringIndex(p.text); at != nil && i == 0 {
			p = &paragraph{text: strings.TrimLeftFunc(p.text[at[1]:], unicode.IsSpace), style: p.style, level: p.level}
		}
		out = append(out, p)
	}
	return out
}

// front puts the answers in the order of the definition.
func (p *placer) front() *casebook.Value { return p.values("", p.def.Root.Fields) }

func (p *placer) values(prefix string, fields []*canvas.Field) *casebook.Value {
	out := &casebook.Value{Kind: casebook.Mapping}
	for _, f := range fields {
		path := prefix + f.Key
		var v *casebook.Value
		switch {
		case f.Kind == canvas.Group:
			if v = p.values(path+".", f.Fields); len(v.Pairs) == 0 {
				v = nil
			}
		case p.tables[path] != nil:
			v = &casebook.Value{Kind: casebook.Sequence, Items: p.tables[path]}
		case p.fields[path] != nil:
			var rest []*paragraph
			v, rest = value(f, p.answers[path])
			for _, par := range rest {
				p.leave(f.Label, par)
			}
			if rest != nil && f.Vocabulary != nil {
				p.warnings = append(p.warnings, message.Text("word/no-term", "words", strings.Join(lines(rest), ", "), "label", f.Label))
			}
		}
		if v != nil {
			out.Pairs = append(out.Pairs, pair(f.Key, v))
		}
	}
	return out
}

// leftPlaces lists where what is left stood, each place once.
func (p *placer) leftPlaces() []string {
	var all []string
	for _, l := range p.left {
		if place := p.placeOf(l); !slices.Contains(all, place) {
			all = append(all, place)
		}
	}
	return all
}

func (p *placer) placeOf(l leftover) string {
	if l.place == "" {
		return message.Text("word/place-loose")
	}
	return message.Text("word/place-at", "place", l.place)
}

// body returns the story as Markdown, with what is left under a heading of its own.
func (p *placer) body() string {
	body := markdown(p.story, 2)
	if len(p.left) == 0 {
		return body
	}
	out := []string{body, "## " + message.Text("word/left")}
	for i := 0; i < len(p.left); {
		place := p.placeOf(p.left[i])
		var all []*paragraph
		for ; i < len(p.left) && p.placeOf(p.left[i]) == place; i++ {
			all = append(all, p.left[i].paragraph)
		}
		out = append(out, "### "+strings.ReplaceAll(place, "\n", " "), markdown(all, 4))
	}
	return strings.TrimSpace(strings.Join(out, "\n\n"))
}

// markdown writes paragraphs, with no heading above a level.
func markdown(all []*paragraph, highest int) string {
	var out []string
	for i := 0; i < len(all); {
		if all[i].style == heading {
			out = append(out, strings.Repeat("#", min(max(all[i].level, highest), levels))+" "+strings.ReplaceAll(all[i].text, "\n", " "))
			i++
			continue
		}
		j := i
		for j < len(all) && all[j].style != heading {
			j++
		}
		out = append(out, running(all[i:j]))
		i = j
	}
	return strings.Join(out, "\n\n")
}
