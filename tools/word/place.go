package word

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// placer finds for each text in a document the field of the canvas that it belongs to: by the content controls; without those, as some programs drop
// them, by the questions in headings and tables; and without headings, by paragraphs that are a question.
type placer struct {
	def       *canvas.Definition
	fields    map[string]*canvas.Field // by path
	questions []target                 // in the order of the canvas
	about     []target                 // outside the canvas
	steps     map[string]string        // folded title of a step → its title for messages

	asked, askedAnywhere wordings          // of the questions, and of these with the fields outside the canvas
	folded               map[string]string // the keys of texts, which are compared with many labels

	printed  map[string]bool // the paragraphs of the blank canvas, folded
	headings bool            // the document has its questions in headings

	field      string // the path of the field that the text belongs to; empty for none
	section    string // the last step or heading, for messages on text without a field
	inStory    bool
	recognised bool // whether the document has any question or table of the canvas

	answers   map[string][]*paragraph
	tables    map[string][]*casebook.Value
	story     []*paragraph
	leftovers []leftover
	lastPlace string // the last place with leftovers, and its name
	lastName  string
	warnings  []string
	told      [losses]tally
	unseen    []leftover // what is hidden in the document
}

// tally counts something by the places where it is.
type tally struct {
	places []string
	n      map[string]int
}

// leftover is a paragraph without a place on the canvas.
type leftover struct {
	place string // its name for the reader
	*paragraph
}

func newPlacer(def *canvas.Definition) *placer {
	p := &placer{
		def: def, fields: map[string]*canvas.Field{}, steps: map[string]string{}, printed: map[string]bool{},
		answers: map[string][]*paragraph{}, tables: map[string][]*casebook.Value{}, folded: map[string]string{},
	}
	before, after := (&layouter{def: def}).aroundCanvas()
	p.about = append(before, after...)
	for _, s := range def.Steps {
		for _, f := range s.Fields {
			p.questions = append(p.questions, target{canvasKey(def) + "." + s.Key + "." + f.Key, f})
		}
		p.steps[fold(s.Title)], p.steps[fold(s.WorksheetTitle)] = s.WorksheetTitle, s.WorksheetTitle
	}
	for _, t := range append(slices.Clone(p.questions), p.about...) {
		p.fields[t.path] = t.field
	}
	p.asked, p.askedAnywhere = p.wordings(p.questions), p.wordings(append(slices.Clone(p.questions), p.about...))
	blank := cell(layout(def, nil, ""))
	for par := range blank.paragraphs() {
		p.printed[fold(par.text)] = true
	}
	maps.Copy(p.printed, knownPrompts())
	delete(p.printed, "") // a text of signs alone, such as ☒, has no key
	p.printed[fold(message.Text("word/foot", "title", def.Title, "edition", edition(def)))] = true
	return p
}

// numbered matches the number before a title, with the punctuation after it.
var numbered = lazy.Regexp(`^\s*(stap\s*)?\d+\s*[.):–-]?\s*`)

// named reports whether a text names a step, and which.
func (p *placer) named(s string) (string, bool) {
	place, ok := p.steps[fold(numbered().ReplaceAllString(strings.ToLower(head(s)), ""))]
	return place, ok
}

// fold is the function fold, which does not fold the same text again.
func (p *placer) fold(text string) string {
	key, ok := p.folded[text]
	if !ok && len(text) <= maxLabel {
		key = fold(text)
		p.folded[text] = key
	} else if !ok {
		key = fold(text)
	}
	return key
}

// wording is one way to ask a question.
type wording struct {
	path  string
	order int
	asks  bool // it ends with a question mark
}

// wordings are those of all fields of a list, in its order, by their keys.
type wordings map[string][]wording

func (p *placer) wordings(among []target) wordings {
	all := wordings{}
	order := 0
	for _, t := range among {
		for _, name := range []string{t.field.Question, t.field.SecondQuestion, t.field.Label} {
			order++
			if key := p.fold(name); key != "" {
				all[key] = append(all[key], wording{t.path, order, strings.HasSuffix(name, "?")})
			}
		}
	}
	return all
}

// question finds the field whose question a line begins with, and returns its path and the rest of the line. When the line begins with several, the
// first in the order of the fields counts.
func (p *placer) question(line string, among wordings) (path, rest string, ok bool) {
	first := 0
	try := func(text, behind string, asks bool) {
		for _, w := range among[p.fold(text)] {
			if (w.asks || !asks) && (first == 0 || w.order < first) {
				first, path, rest, ok = w.order, w.path, behind, true
			}
		}
	}
	for _, l := range []string{line, numbered().ReplaceAllString(line, "")} {
		if len(l) <= maxLabel {
			try(l, "", false)
		}
		if i := strings.IndexAny(head(l), "?:"); i >= 0 {
			try(l[:i], strings.TrimLeft(strings.TrimSpace(l[i+1:]), ": "), l[i] == '?')
		}
	}
	return path, rest, ok
}

// readHeadings finds out whether headings contain the questions.
func (p *placer) readHeadings(blocks []block) {
	for par := range cell(blocks).paragraphs() {
		if par.style == heading {
			if _, _, ok := p.question(par.text, p.asked); ok {
				p.headings = true
			}
		}
	}
}

// place reads blocks from top to bottom.
func (p *placer) place(blocks []block) {
	for _, b := range blocks {
		f := p.fields[b.tag]
		switch {
		case f != nil && f.Kind == canvas.Table && b.table != nil:
			p.field, p.inStory, p.recognised = b.tag, false, true
			if !p.entries(b.tag, b.table) {
				p.readCells(b.table)
			}
		case f != nil:
			p.field, p.inStory, p.recognised = b.tag, false, true
			for _, par := range (cell{b}).answer() {
				p.tell(f.Name(), par)
				if path, rest, ok := p.question(par.text, p.asked); ok && path == b.tag {
					par = &paragraph{text: rest}
				}
				if par.text != "" && !p.printed[p.fold(par.text)] {
					p.answer(par)
				}
			}
		case b.table != nil:
			p.readTable(b.table)
		case b.paragraph != nil:
			p.paragraph(b.paragraph)
		}
	}
}

// paragraph reads a paragraph outside the content controls.
func (p *placer) paragraph(par *paragraph) {
	defer func() { p.tell(p.here(), par) }()
	if par.text == "" {
		return
	}
	if par.style == heading || !p.headings {
		if p.readQuestion(par) {
			return
		}
	}
	switch {
	case p.inStory && par.style == heading:
		p.story = append(p.story, par)
	case p.printed[p.fold(par.text)]:
	case par.style == title && len(p.answers["title"]) == 0:
		p.answers["title"] = []*paragraph{par}
	case p.inStory:
		p.story = append(p.story, par)
	case par.style == heading:
		p.field, p.section = "", par.text
		p.addLeftover("", par)
	case p.field != "":
		p.answer(par)
	default:
		p.addLeftover(p.section, par)
	}
}

// readQuestion reports whether a paragraph is a step, a question, or the heading of the story. The text that follows then belongs to it.
func (p *placer) readQuestion(par *paragraph) bool {
	top := par.style != heading || par.level == 1
	if step, ok := p.named(par.text); ok && (top || !p.inStory) {
		p.field, p.section, p.inStory, p.recognised = "", step, false, true
		return true
	}
	switch name := p.fold(par.text); {
	case !top:
	case name == p.fold(message.Text("word/story")):
		p.field, p.section, p.inStory, p.recognised = "", "", true, true
		return true
	case name == p.fold(message.Text("word/words")), name == p.fold(message.Text("word/about")), name == p.fold(message.Text("word/after")):
		p.field, p.section, p.inStory = "", par.text, false
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
		among = p.askedAnywhere
	}
	flush := func() {
		if text := strings.TrimSpace(strings.Join(rest, "\n")); text != "" && found {
			p.answer(&paragraph{text: text})
		}
		rest = nil
	}
	all := strings.Split(par.text, "\n")
	for i, line := range all {
		path, behind, ok := p.question(line, among)
		if i == 0 && !ok && len(all) > 1 { // a question over more lines
			if path, behind, ok = p.question(strings.Join(all, " "), among); ok {
				p.field, p.recognised, rest, found = path, true, []string{behind}, true
				break
			}
		}
		if i == 0 && !ok {
			return false
		}
		if ok {
			flush()
			p.field, p.recognised, found = path, true, true
			line = behind
		}
		rest = append(rest, line)
	}
	flush()
	return found
}

// answer adds a paragraph to the answer of the current field. Beside a table it becomes a leftover.
func (p *placer) answer(par *paragraph) {
	f := p.fields[p.field]
	if f.Kind == canvas.Table {
		if !p.printed[p.fold(par.text)] {
			p.addLeftover(f.Name(), par)
		}
		return
	}
	p.answers[p.field] = append(p.answers[p.field], par)
}

// here names the place of a text that comes now.
func (p *placer) here() string {
	switch f := p.fields[p.field]; {
	case p.inStory:
		return message.Text("word/story")
	case f != nil:
		return f.Name()
	}
	return p.section
}

// tell counts what a paragraph does not hold of the document, and keeps what is hidden in it.
func (p *placer) tell(place string, par *paragraph) {
	for l, n := range par.losses {
		if n == 0 {
			continue
		}
		t := &p.told[l]
		if t.n == nil {
			t.n = map[string]int{}
		}
		if t.n[place] == 0 {
			t.places = append(t.places, place)
		}
		t.n[place] += n
	}
	for _, text := range par.hidden {
		at := message.Text("word/place-hidden")
		if place != "" {
			at = message.Text("word/place-hidden-at", "place", shortened(place))
		}
		p.unseen = append(p.unseen, leftover{at, &paragraph{text: text}})
	}
}

// toldLosses returns a sentence for each kind of what was lost, with the places.
func (p *placer) toldLosses() []string {
	var all []string
	for l, t := range p.told {
		var places []string
		for _, place := range t.places {
			at := message.Text("word/told-loose", "n", strconv.Itoa(t.n[place]))
			if place != "" {
				at = message.Text("word/told-at", "n", strconv.Itoa(t.n[place]), "place", shortened(place))
			}
			if places = append(places, at); len(places) == maxPlaces {
				places = append(places, "…")
				break
			}
		}
		if places != nil {
			all = append(all, message.Text(lossIDs[l], "places", strings.Join(places, ", ")))
		}
	}
	return all
}

// placeApart keeps the texts that stand outside the main text, without those that the blank canvas has there.
func (p *placer) placeApart(all []passage) {
	for _, a := range all {
		for _, par := range a.paragraphs {
			p.tell(a.place, par)
			if !p.printed[p.fold(par.text)] {
				p.addLeftover(a.place, par)
			}
		}
	}
	p.leftovers = append(p.leftovers, p.unseen...)
}

// addLeftover keeps a paragraph that belongs to no field, with the name of the place where it stood.
func (p *placer) addLeftover(place string, par *paragraph) {
	if par.text == "" {
		return
	}
	if p.lastPlace != place || p.lastName == "" {
		p.lastPlace, p.lastName = place, placeName(place)
	}
	p.leftovers = append(p.leftovers, leftover{p.lastName, par})
}

// maxPlace is how many characters of the name of a place are repeated.
const maxPlace = 120

// placeName names a place for the reader; a long one is cut off.
func placeName(place string) string {
	if place == "" {
		return message.Text("word/place-loose")
	}
	return message.Text("word/place-at", "place", shortened(place))
}

func shortened(place string) string {
	n := 0
	for i := range place {
		if n++; n > maxPlace {
			return place[:i] + "…"
		}
	}
	return strings.ReplaceAll(place, "\n", " ")
}

// readTable reads a table without a content control: a table of the canvas, answers beside their questions, or a frame around paragraphs.
func (p *placer) readTable(t *table) {
	if path := p.canvasTable(t); path != "" {
		first, last := p.canvasRows(path, t)
		if first > 0 {
			p.readTable(&table{rows: t.rows[:first]})
		}
		p.field, p.recognised = path, true
		if !p.entries(path, &table{rows: t.rows[first:last]}) {
			p.readCells(&table{rows: t.rows[first:last]})
		}
		if last < len(t.rows) {
			p.readTable(&table{rows: t.rows[last:]})
		}
		return
	}
	p.readCells(t)
}

// readCells reads the cells of a table that is none of the canvas, row by row.
func (p *placer) readCells(t *table) {
	if !t.isFrame() && !p.asks(t) {
		for _, row := range t.flat() {
			p.paragraph(row)
		}
		p.field = after(p.field, p.fields)
		return
	}
	labelled := ""
	for _, row := range t.rows {
		if path := p.rowLabel(row, labelled); path != "" {
			labelled, p.recognised = path, true
			p.readLabelled(path, row)
			continue
		}
		labelled = ""
		for _, c := range row {
			p.place(c)
		}
	}
	p.field = after(p.field, p.fields)
}

// asks reports whether a cell of a table holds a question, a step or a label: such a table is a frame, and any other one is part of an answer.
func (p *placer) asks(t *table) bool {
	for _, row := range t.rows {
		if p.rowLabel(row, "") != "" || slices.ContainsFunc(row, p.cellAsks) {
			return true
		}
	}
	return false
}

func (p *placer) cellAsks(c cell) bool {
	for par := range c.paragraphs() {
		if par.style != heading && p.headings {
			continue
		}
		_, _, asked := p.question(par.text, p.askedAnywhere)
		if _, step := p.named(par.text); asked || step {
			return true
		}
	}
	return slices.ContainsFunc(c, func(b block) bool { return p.fields[b.tag] != nil })
}

// rowLabel returns the path of the field outside the canvas that a row answers, by its label or by the label of the row above that extends over it.
func (p *placer) rowLabel(row []cell, above string) string {
	if len(row) < 2 || p.inStory {
		return ""
	}
	if path, ok := p.labelled(row[0], p.about); ok {
		return path
	}
	if _, covered := row[0].origin(); covered && row[0].text() == "" {
		return above
	}
	return ""
}

func (p *placer) readLabelled(path string, row []cell) {
	f := p.fields[path]
	p.leaveUnprinted(f, row[0])
	for i, c := range row {
		for _, par := range c.answer() {
			if p.tell(f.Label, par); i > 0 {
				p.answers[path] = append(p.answers[path], par)
			}
		}
	}
}

// after returns the field that text below a table belongs to: a question of the canvas still counts, a field in a table does not.
func after(field string, fields map[string]*canvas.Field) string {
	if strings.Contains(field, ".") && fields[field] != nil {
		return field
	}
	return ""
}

// labelled finds the field of which a cell holds the label, on its first line or in all its text.
func (p *placer) labelled(c cell, among []target) (string, bool) {
	text := c.text()
	first, _, _ := strings.Cut(text, "\n")
	for _, t := range among {
		if name := p.fold(t.field.Label); name != "" && (name == p.fold(first) || name == p.fold(text)) {
			return t.path, true
		}
	}
	return "", false
}

// leaveUnprinted keeps the text that somebody wrote in the cell of a label.
func (p *placer) leaveUnprinted(f *canvas.Field, c cell) {
	if p.fold(c.text()) == p.fold(f.Label) {
		return
	}
	for par := range c.paragraphs() {
		if name := p.fold(par.text); name != p.fold(f.Label) && !p.printed[name] && !strings.HasPrefix(name, p.fold(f.Label)+" "+p.fold(f.Help)) {
			p.addLeftover(f.Label, par)
		}
	}
}

// canvasTable returns the path of the field whose table a table is or contains, or "".
func (p *placer) canvasTable(t *table) string {
	best, most := "", 0
	for _, a := range p.questions {
		if a.field.Kind != canvas.Table {
			continue
		}
		down, across := p.countLabels(a.field, t)
		score := 2 * max(down, across)
		if a.path == p.field {
			score++ // the question stands above it
		}
		if score > most && (score > 2 || a.path == p.field && score > 1) {
			best, most = a.path, score
		}
	}
	return best
}

// countLabels counts the fields of an entry whose label is in the first column (down), and in the first row (across).
func (p *placer) countLabels(f *canvas.Field, t *table) (down, across int) {
	for _, c := range f.Entry() {
		for _, row := range t.rows {
			if len(row) > 1 && p.isLabel(row[0], c) {
				down++
				break
			}
		}
		if len(t.rows) > 0 && slices.ContainsFunc(t.rows[0], func(head cell) bool { return p.isLabel(head, c) }) {
			across++
		}
	}
	return down, across
}

// isLabel reports whether a cell holds the label of a field, with or without its help.
func (p *placer) isLabel(c cell, f *canvas.Field) bool {
	text, want := c.text(), p.fold(f.Label)
	first, _, _ := strings.Cut(text, "\n")
	all := p.fold(text)
	return all == want || p.fold(first) == want || all == want+" "+p.fold(f.Help)
}

// canvasRows returns which rows of a table belong to the table of a field, last exclusive: those with its labels, and the row of names above them.
func (p *placer) canvasRows(path string, t *table) (first, last int) {
	f := p.fields[path]
	if down, across := p.countLabels(f, t); across > down || across == down && f.Layout == "rows" {
		return 0, len(t.rows)
	}
	first, last = -1, len(t.rows)
	for i, row := range t.rows {
		if len(row) > 1 && slices.ContainsFunc(f.Entry(), func(c *canvas.Field) bool { return p.isLabel(row[0], c) }) {
			if first < 0 {
				first = i
				if i > 0 && !p.isLabel(row[0], f.Item) && len(t.rows[i-1]) > 1 {
					first--
				}
			}
			last = i + 1
		}
	}
	// Rows without a label below the last one continue it, and so do all below one that takes a whole row.
	wide := last > 0 && last < len(t.rows) && len(t.rows[last-1]) > 1 && covers(t.rows[last-1][1], t.rows[last-1][0])
	for last < len(t.rows) && len(t.rows[last]) > 1 && (t.rows[last][0].text() == "" || wide && !p.asks(&table{rows: t.rows[last : last+1]})) {
		last++
	}
	return first, last
}

// maxGrid is the largest number of cells of a table of the canvas.
const maxGrid = 10_000

// entries reads the table of a field, also when its rows and columns are swapped. It reports whether it succeeded.
func (p *placer) entries(path string, t *table) bool {
	f := p.fields[path]
	wide := 0
	for _, row := range t.rows {
		wide = max(wide, len(row))
	}
	if wide*len(t.rows) > maxGrid || wide < 2 {
		return false
	}
	down, across := p.countLabels(f, t)
	grid := transposed(transposed(t.rows)) // makes all rows equally long
	if across > down || across == down && f.Layout == "rows" {
		grid = transposed(grid)
	}
	grid = p.beside(f, grid)
	e := p.readRows(f, grid)
	for c := 1; c < len(grid[0]); c++ {
		if entry := e.column(c); len(entry.Pairs) > 0 {
			p.tables[path] = append(p.tables[path], entry)
		}
	}
	return true
}

// beside puts labels that stand above their answers, over the whole width of the table, in a column before them.
func (p *placer) beside(f *canvas.Field, grid [][]cell) [][]cell {
	above := func(row []cell) bool {
		return slices.ContainsFunc(f.Entry(), func(c *canvas.Field) bool { return p.isLabel(row[0], c) }) && !slices.ContainsFunc(row[1:], func(c cell) bool {
			origin, ok := c.origin()
			return !ok || !origin.is(row[0])
		})
	}
	filled := func(row []cell) bool { return row[0].text() != "" && !above(row) }
	if !slices.ContainsFunc(grid, above) || !slices.ContainsFunc(grid, filled) || slices.ContainsFunc(grid, func(row []cell) bool { return !above(row) && p.anyLabel(f, row[0]) }) {
		return grid
	}
	var out [][]cell
	label := cell(nil)
	for _, row := range grid {
		if above(row) {
			label = row[0]
			continue
		}
		first := label
		if len(out) > 0 {
			if before := out[len(out)-1][0]; before.is(label) || covers(before, label) {
				first = cell{coveredBy(label)}
			}
		}
		out = append(out, append([]cell{first}, row...))
	}
	return out
}

func covers(c, by cell) bool {
	origin, ok := c.origin()
	return ok && origin.is(by)
}

func (p *placer) anyLabel(f *canvas.Field, c cell) bool {
	return slices.ContainsFunc(f.Entry(), func(e *canvas.Field) bool { return p.isLabel(c, e) })
}

// entryReader reads the columns of a grid as entries of a field.
type entryReader struct {
	*placer
	field   *canvas.Field
	grid    [][]cell
	labels  []*canvas.Field // the field of which a row holds the label
	from    []*canvas.Field // the field that a row answers
	printed *regexp.Regexp  // the name that the canvas prints for an entry
}

// readRows finds out which field each row answers. A row without a label goes on with the one above.
func (p *placer) readRows(f *canvas.Field, grid [][]cell) *entryReader {
	e := &entryReader{placer: p, field: f, grid: grid, labels: p.rowFields(f, grid), from: make([]*canvas.Field, len(grid))}
	if f.Item.Numbering != "" {
		e.printed = regexp.MustCompile(`(?i)^\s*` + regexp.QuoteMeta(f.Item.Label) + `\s*(\d{1,2}|[a-z])(\s*[:.)–-]\s*|\s*\n\s*|\s*$)`)
	}
	var last *canvas.Field
	for i, row := range grid {
		if e.labels[i] != nil {
			last = e.labels[i]
			p.leaveUnprinted(last, row[0])
		} else if row[0].text() != "" {
			last = nil // a row that somebody added
		}
		e.from[i] = last
		for _, par := range row[0].answer() {
			p.tell(f.Name(), par)
		}
	}
	return e
}

// column reads a column as an entry. A cell that extends over more columns or rows answers for each of them. A column without a text of its own is none:
// the grid of a document may be finer than its table.
func (e *entryReader) column(c int) *casebook.Value {
	type answered struct {
		by    cell
		field *canvas.Field
	}
	answers := map[*canvas.Field][]*paragraph{}
	own, shared := false, false
	var seen []answered
	for i, row := range e.grid {
		paragraphs := row[c].answer()
		own = own || slices.ContainsFunc(paragraphs, func(par *paragraph) bool { return par.text != "" })
		for _, par := range paragraphs {
			e.tell(e.placeOf(i), par)
		}
		field := e.from[i]
		if field == nil {
			for _, par := range paragraphs {
				e.addLeftover(e.placeOf(i), par)
			}
			continue
		}
		by, covered := row[c].origin()
		if !covered {
			by = row[c]
		}
		again := slices.ContainsFunc(seen, func(a answered) bool { return a.field == field && a.by.is(by) })
		if seen = append(seen, answered{by, field}); covered && !again && !e.isLabelled(by) {
			paragraphs, shared = append(by.answer(), paragraphs...), true
		}
		if field == e.field.Item && e.labels[i] == field {
			paragraphs = unnumbered(e.printed, paragraphs)
		}
		answers[field] = append(answers[field], paragraphs...)
	}
	entry := &casebook.Value{Kind: casebook.Mapping}
	if !own {
		return entry
	}
	if shared {
		e.tell(e.field.Name(), lost(merged))
	}
	for _, field := range e.field.Entry() {
		v, rest := value(field, answers[field])
		for _, par := range rest {
			e.addLeftover(e.field.Name(), par)
		}
		if v != nil {
			entry.Pairs = append(entry.Pairs, pair(field.Key, v))
		}
	}
	return entry
}

// isLabelled reports whether a cell stands in the column of labels.
func (e *entryReader) isLabelled(c cell) bool {
	return slices.ContainsFunc(e.grid, func(row []cell) bool { return c.is(row[0]) })
}

func (e *entryReader) placeOf(i int) string {
	switch {
	case e.labels[i] != nil || e.from[i] != nil:
		return e.field.Name() + ": " + e.from[i].Label
	case e.grid[i][0].text() != "":
		return e.field.Name() + ": " + strings.ReplaceAll(e.grid[i][0].text(), "\n", " ")
	}
	return e.field.Name()
}

// rowFields returns the field of each row of a grid, nil for a row of something else. Where somebody changed or removed a label, the place tells, in a
// table with as many rows as the canvas has. A cell that is the rest of another one is no label that was removed.
func (p *placer) rowFields(f *canvas.Field, grid [][]cell) []*canvas.Field {
	labels := make([]*canvas.Field, len(grid))
	all := f.Entry()
	missing := slices.Clone(all)
	for i, row := range grid {
		if j := slices.IndexFunc(missing, func(field *canvas.Field) bool { return p.isLabel(row[0], field) }); j >= 0 {
			labels[i] = missing[j]
			missing = slices.Delete(missing, j, j+1)
		}
	}
	for i, row := range grid {
		_, covered := row[0].origin()
		if labels[i] == nil && !covered && len(grid) == len(all) && slices.Contains(missing, all[i]) {
			labels[i] = all[i]
		}
	}
	if labels[0] == nil && slices.Contains(missing, f.Item) {
		labels[0] = f.Item
	}
	return labels
}

// unnumbered removes the name that the canvas prints for an entry, such as "Speler A"; nil matches none.
func unnumbered(printed *regexp.Regexp, all []*paragraph) []*paragraph {
	if printed == nil {
		return all
	}
	var out []*paragraph
	for i, p := range all {
		if at := printed.FindStringIndex(p.text); at != nil && i == 0 {
			p = p.with(strings.TrimLeftFunc(p.text[at[1]:], unicode.IsSpace))
		}
		out = append(out, p)
	}
	return out
}

// front returns the answers as front matter, in the order of the definition.
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
				p.addLeftover(f.Label, par)
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

// maxPlaces is how many places a warning names.
const maxPlaces = 30

// leftoverPlaces returns the places of the leftovers, each place once.
func (p *placer) leftoverPlaces() []string {
	var all []string
	for _, l := range p.leftovers {
		if !slices.Contains(all, l.place) {
			if len(all) == maxPlaces {
				return append(all, "…")
			}
			all = append(all, l.place)
		}
	}
	return all
}

// body returns the story as Markdown, followed by the leftovers below a heading of their own.
func (p *placer) body() string {
	body := markdown(p.story, 2)
	if len(p.leftovers) == 0 {
		return body
	}
	out := []string{body, "## " + message.Text("word/left")}
	for i := 0; i < len(p.leftovers); {
		place := p.leftovers[i].place
		var all []*paragraph
		for ; i < len(p.leftovers) && p.leftovers[i].place == place; i++ {
			all = append(all, p.leftovers[i].paragraph)
		}
		out = append(out, "### "+strings.ReplaceAll(place, "\n", " "), markdown(all, 4))
	}
	return strings.TrimSpace(strings.Join(out, "\n\n"))
}

// markdown writes paragraphs as Markdown. Headings get at least the level highest.
func markdown(all []*paragraph, highest int) string {
	var out []string
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[i].style != heading && all[j].style != heading && (all[i].style == tableRow) == (all[j].style == tableRow) && !all[j].first {
			j++
		}
		switch all[i].style {
		case heading:
			out = append(out, strings.Repeat("#", min(max(all[i].level, highest), levels))+" "+strings.ReplaceAll(all[i].numbered(), "\n", " "))
		case tableRow:
			out = append(out, markdownTable(all[i:j]))
		default:
			// Markdown would run items together with numbers that it does not know, such as "a)".
			out = append(out, joined(all[i:j], func(before, p *paragraph) bool {
				return p.style == item && before.style == item && markdownNumber().MatchString(before.number) && markdownNumber().MatchString(p.number)
			}))
		}
		i = j
	}
	return strings.Join(out, "\n\n")
}

// markdownNumber is what a list of Markdown may have before an item.
var markdownNumber = lazy.Regexp(`^(\d{1,9}[.)])?$`)

// markdownTable writes rows as a table, of which the first row is the head.
func markdownTable(rows []*paragraph) string {
	wide := 0
	for _, r := range rows {
		wide = max(wide, len(r.cells))
	}
	var out []string
	for i, r := range rows {
		cells := slices.Clone(r.cells)
		for len(cells) < wide {
			cells = append(cells, "")
		}
		out = append(out, "| "+strings.ReplaceAll(strings.Join(escaped(cells), " | "), "\n", " ")+" |")
		if i == 0 {
			out = append(out, "|"+strings.Repeat(" --- |", wide))
		}
	}
	return strings.Join(out, "\n")
}

// escaped keeps a line within a cell of a table of Markdown.
func escaped(cells []string) []string {
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(c, "|", `\|`)
	}
	return cells
}
