package pdf

import (
	"bytes"
	"cmp"
	"math"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// matrix is a transformation: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

// then returns the transformation that does m first and then n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// textState is the part of the graphics state that decides where text is written (ISO 32000, 9.3 and 9.4).
type textState struct {
	page                   matrix // the current transformation matrix
	text, line             matrix // of the next letter, and of the start of the line
	font                   *pdfFont
	size, leading          float64
	charSpace, wordSpace   float64
	stretch                float64
	endX, endY, lastHeight float64 // where the last letter ended, and its height
}

// interpreter runs a content stream and collects the text that it shows.
type interpreter struct {
	doc   *document
	out   *part.Text
	state textState
	saved []textState // by q
	lost  bool        // there was text of which the letters are unknown
}

const (
	maxForms = 8   // forms inside forms
	maxSaved = 256 // states inside states
	maxArgs  = 64  // operands of one operator
)

// content returns the text that a content stream shows.
func (doc *document) content(operators []byte, resources pdfDict) string {
	w := &interpreter{doc: doc, out: doc.collector.NewText(), state: textState{page: identity, text: identity, line: identity, stretch: 1}}
	w.run(operators, resources, 0)
	if w.lost {
		doc.failed = cmp.Or(doc.failed, errNoLetters)
	}
	return w.out.String()
}

// run executes a content stream, in which each operator follows its operands. Depth counts the forms around it.
func (w *interpreter) run(operators []byte, resources pdfDict, depth int) {
	lex := &lexer{data: operators, c: w.doc.collector, cost: contentToken}
	fonts := map[pdfName]*pdfFont{} // of these resources
	var args []any
	images := true // inline images end properly
	for !w.doc.collector.Full {
		object := lex.object(0)
		operator, ok := object.(pdfKeyword)
		if !ok {
			if len(args) == maxArgs {
				args = args[:0]
			}
			args = append(args, object)
			continue
		}
		switch operator {
		case endOfData:
			return
		case "BI":
			images = images && skipInlineImage(lex)
		case "Do":
			w.form(args, resources, depth)
		case "Tf":
			w.setFont(args, resources, fonts)
		default:
			w.operate(operator, args)
		}
		args = args[:0]
	}
}

// skipInlineImage moves the lexer behind an inline image. When the image has no end it does not move, because there may be text
// behind it, and reports false.
func skipInlineImage(lex *lexer) bool {
	rest := lex.data[lex.at:]
	begin := bytes.Index(rest, []byte("ID"))
	if begin < 0 {
		return false
	}
	for at := begin; ; {
		end := bytes.Index(rest[at:], []byte("EI"))
		if end < 0 {
			return false
		}
		at += end + len("EI")
		if isSpace(rest[at-3]) && (at == len(rest) || isSpace(rest[at])) {
			lex.at += at
			return true
		}
	}
}

// form runs a form XObject, which pages can share.
func (w *interpreter) form(args []any, resources pdfDict, depth int) {
	name, ok := lastName(args)
	if !ok || depth == maxForms {
		return
	}
	stream, ok := w.doc.resolve(w.doc.dict(resources["XObject"])[name]).(pdfStream)
	if !ok || stream.dict.name("Subtype") != "Form" {
		return
	}
	state := w.state
	if m := numbers(w.doc.list(stream.dict["Matrix"])); len(m) == 6 {
		w.state.page = matrix{m[0], m[1], m[2], m[3], m[4], m[5]}.then(w.state.page)
	}
	inner := w.doc.dict(stream.dict["Resources"])
	if inner == nil {
		inner = resources
	}
	w.run(w.doc.decode(stream), inner, depth+1)
	w.restore(state)
}

// lastName returns the last operand when it is a name.
func lastName(args []any) (string, bool) {
	if len(args) == 0 {
		return "", false
	}
	name, ok := args[len(args)-1].(pdfName)
	return string(name), ok
}

// numbers returns the operands, or nil when one of them is no number.
func numbers(args []any) []float64 {
	var all []float64
	for _, arg := range args {
		number, ok := arg.(float64)
		if !ok {
			return nil
		}
		all = append(all, number)
	}
	return all
}

// setFont executes Tf. It keeps the fonts that the content uses in known, by their names in the resources.
func (w *interpreter) setFont(args []any, resources pdfDict, known map[pdfName]*pdfFont) {
	if len(args) != 2 {
		return
	}
	w.state.size, _ = args[1].(float64)
	name, _ := args[0].(pdfName)
	if w.state.font = known[name]; w.state.font != nil {
		return
	}
	object := w.doc.dict(resources["Font"])[string(name)]
	ref, isRef := object.(pdfRef)
	font := w.doc.fonts[ref]
	if !isRef || font == nil {
		font = w.doc.font(w.doc.dict(object))
	}
	if isRef {
		w.doc.fonts[ref] = font
	}
	known[name], w.state.font = font, font
}

// restore goes back to an earlier state, but keeps where the last letter ended.
func (w *interpreter) restore(state textState) {
	state.endX, state.endY, state.lastHeight = w.state.endX, w.state.endY, w.state.lastHeight
	w.state = state
}

// operate executes one operator for the state or for text.
func (w *interpreter) operate(operator pdfKeyword, args []any) {
	n := numbers(args)
	number := func(to *float64, scale float64) {
		if len(n) == 1 {
			*to = n[0] * scale
		}
	}
	switch operator {
	case "q":
		if len(w.saved) < maxSaved {
			w.saved = append(w.saved, w.state)
		}
	case "Q":
		if last := len(w.saved) - 1; last >= 0 {
			w.restore(w.saved[last])
			w.saved = w.saved[:last]
		}
	case "cm":
		if len(n) == 6 {
			w.state.page = matrix{n[0], n[1], n[2], n[3], n[4], n[5]}.then(w.state.page)
		}
	case "BT":
		w.state.text, w.state.line = identity, identity
	case "Tm":
		if len(n) == 6 {
			w.state.line = matrix{n[0], n[1], n[2], n[3], n[4], n[5]}
			w.state.text = w.state.line
		}
	case "Td", "TD":
		if len(n) == 2 {
			w.move(n[0], n[1])
			if operator == "TD" {
				w.state.leading = -n[1]
			}
		}
	case "T*":
		w.move(0, -w.state.leading)
	case "TL":
		number(&w.state.leading, 1)
	case "Tc":
		number(&w.state.charSpace, 1)
	case "Tw":
		number(&w.state.wordSpace, 1)
	case "Tz":
		number(&w.state.stretch, 0.01)
	case "Tj", "'", `"`:
		if operator != "Tj" {
			w.move(0, -w.state.leading)
		}
		if len(args) > 0 {
			w.show(args[len(args)-1])
		}
	case "TJ":
		if len(args) > 0 {
			w.showList(args[len(args)-1])
		}
	}
}

// move goes to the start of another line, at an offset from the start of this one.
func (w *interpreter) move(x, y float64) {
	w.state.line = matrix{1, 0, 0, 1, x, y}.then(w.state.line)
	w.state.text = w.state.line
}

// showList shows an array of texts, with numbers that move the next text, in thousandths of the font size (TJ).
func (w *interpreter) showList(object any) {
	list, _ := object.([]any)
	for _, one := range list {
		if back, ok := one.(float64); ok {
			w.advance(-back / 1000 * w.state.size * w.state.stretch)
		} else {
			w.show(one)
		}
	}
}

// advance moves the next letter to the right.
func (w *interpreter) advance(x float64) {
	w.state.text = matrix{1, 0, 0, 1, x, 0}.then(w.state.text)
}

// show writes one text (Tj).
func (w *interpreter) show(object any) {
	raw, ok := object.(pdfString)
	if !ok || w.state.font == nil || !w.doc.collector.Spend(letterSteps*len(raw)) {
		return
	}
	w.separate()
	for len(raw) > 0 {
		var code int
		code, raw = w.state.font.next(raw)
		letters, known := w.state.font.letter(code)
		w.lost = w.lost || !known && len(w.state.font.letters) == 0
		w.out.Write(letters)
		step := w.state.font.width(code)*w.state.size + w.state.charSpace
		if code == ' ' && !w.state.font.wide {
			step += w.state.wordSpace
		}
		w.advance(step * w.state.stretch)
	}
	at := w.state.text.then(w.state.page)
	w.state.endX, w.state.endY = at.e, at.f
	w.state.lastHeight = w.state.size * math.Hypot(at.c, at.d)
}

// separate writes a space or line end when the next text does not stand right behind the text before it.
func (w *interpreter) separate() {
	written := w.out.String()
	if written == "" || strings.HasSuffix(written, "\n") {
		return
	}
	const (
		gap  = 0.17 // of the height: less than a space in narrow fonts, more than kerning
		line = 0.5  // of the height: a shift that begins another line
	)
	at := w.state.text.then(w.state.page)
	length := math.Hypot(at.a, at.b)
	height := math.Max(math.Abs(w.state.lastHeight), math.Abs(w.state.size)*math.Hypot(at.c, at.d))
	if length == 0 || height == 0 {
		return
	}
	dx, dy := at.e-w.state.endX, at.f-w.state.endY
	along, across := (dx*at.a+dy*at.b)/length, (dy*at.a-dx*at.b)/length
	switch {
	case math.Abs(across) > line*height || along < -height:
		w.out.Write("\n")
	case along > gap*height && !strings.HasSuffix(written, " "):
		w.out.Write(" ")
	}
}
