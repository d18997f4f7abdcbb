package pdf

import (
	"bytes"
	"cmp"
	"math"
	"strings"
)

// matrix moves points: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

// then returns the matrix that first does m and then n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// textState is how text is being written on a page.
type textState struct {
	page                   matrix // of the page as a whole
	text, line             matrix // of the next letter, and of the begin of the line
	font                   *pdfFont
	size, leading          float64
	charSpace, wordSpace   float64
	stretch                float64
	endX, endY, lastHeight float64 // where the last letter ended
}

// interpreter turns the operators of a page into text.
type interpreter struct {
	file  *document
	out   strings.Builder
	pen   textState
	saved []textState
	lost  bool // letters of which nothing tells what they are
}

const (
	maxForms = 8   // forms inside forms
	maxSaved = 256 // pens
)

// content returns the text that the operators write.
func (f *document) content(operators []byte, resources pdfDict) string {
	w := &interpreter{file: f, pen: textState{page: identity, text: identity, line: identity, stretch: 1}}
	w.run(operators, resources, 0)
	if w.lost {
		f.failed = cmp.Or(f.failed, errNoLetters)
	}
	return w.out.String()
}

// run follows operators; each stands behind its arguments.
func (w *interpreter) run(operators []byte, resources pdfDict, depth int) {
	// Operators come and go, so they don't count for the objects that are kept.
	left := 2*len(operators) + 16
	lex := &lexer{data: operators, values: &left}
	var args []any
	images := true // pixels may stand between the operators
	for !w.file.collector.Full {
		object := lex.object(0)
		operator, ok := object.(pdfKeyword)
		if !ok {
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
			w.setFont(args, resources)
		default:
			w.operate(operator, args)
		}
		args = args[:0]
	}
}

// skipInlineImage moves past pixels between operators. When they have no end it stays, because there may be text behind
// them after all, and reports false.
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

// form writes the text of a form, a part that pages share.
func (w *interpreter) form(args []any, resources pdfDict, depth int) {
	name, ok := lastName(args)
	if !ok || depth == maxForms {
		return
	}
	stream, ok := w.file.resolve(w.file.dict(resources["XObject"])[name]).(pdfStream)
	if !ok || stream.dict.name("Subtype") != "Form" {
		return
	}
	pen := w.pen
	if m := numbers(w.file.list(stream.dict["Matrix"])); len(m) == 6 {
		w.pen.page = matrix{m[0], m[1], m[2], m[3], m[4], m[5]}.then(w.pen.page)
	}
	inner := w.file.dict(stream.dict["Resources"])
	if inner == nil {
		inner = resources
	}
	w.run(w.file.decode(stream), inner, depth+1)
	w.restore(pen)
}

func lastName(args []any) (string, bool) {
	if len(args) == 0 {
		return "", false
	}
	name, ok := args[len(args)-1].(pdfName)
	return string(name), ok
}

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

func (w *interpreter) setFont(args []any, resources pdfDict) {
	if len(args) != 2 {
		return
	}
	w.pen.size, _ = args[1].(float64)
	name, _ := args[0].(pdfName)
	object := w.file.dict(resources["Font"])[string(name)]
	ref, isRef := object.(pdfRef)
	if known := w.file.fonts[ref]; isRef && known != nil {
		w.pen.font = known
		return
	}
	w.pen.font = w.file.font(w.file.dict(object))
	if isRef {
		w.file.fonts[ref] = w.pen.font
	}
}

// restore takes up an earlier pen. Where the last letter ended stays known.
func (w *interpreter) restore(pen textState) {
	pen.endX, pen.endY, pen.lastHeight = w.pen.endX, w.pen.endY, w.pen.lastHeight
	w.pen = pen
}

// operate follows one operator.
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
			w.saved = append(w.saved, w.pen)
		}
	case "Q":
		if last := len(w.saved) - 1; last >= 0 {
			w.restore(w.saved[last])
			w.saved = w.saved[:last]
		}
	case "cm":
		if len(n) == 6 {
			w.pen.page = matrix{n[0], n[1], n[2], n[3], n[4], n[5]}.then(w.pen.page)
		}
	case "BT":
		w.pen.text, w.pen.line = identity, identity
	case "Tm":
		if len(n) == 6 {
			w.pen.line = matrix{n[0], n[1], n[2], n[3], n[4], n[5]}
			w.pen.text = w.pen.line
		}
	case "Td", "TD":
		if len(n) == 2 {
			w.move(n[0], n[1])
			if operator == "TD" {
				w.pen.leading = -n[1]
			}
		}
	case "T*":
		w.move(0, -w.pen.leading)
	case "TL":
		number(&w.pen.leading, 1)
	case "Tc":
		number(&w.pen.charSpace, 1)
	case "Tw":
		number(&w.pen.wordSpace, 1)
	case "Tz":
		number(&w.pen.stretch, 0.01)
	case "Tj", "'", `"`:
		if operator != "Tj" {
			w.move(0, -w.pen.leading)
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

// move goes to the begin of another line.
func (w *interpreter) move(x, y float64) {
	w.pen.line = matrix{1, 0, 0, 1, x, y}.then(w.pen.line)
	w.pen.text = w.pen.line
}

// showList writes texts with moves between them.
func (w *interpreter) showList(object any) {
	list, _ := object.([]any)
	for _, one := range list {
		if back, ok := one.(float64); ok {
			w.advance(-back / 1000 * w.pen.size * w.pen.stretch)
		} else {
			w.show(one)
		}
	}
}

func (w *interpreter) advance(x float64) {
	w.pen.text = matrix{1, 0, 0, 1, x, 0}.then(w.pen.text)
}

// show writes one text.
func (w *interpreter) show(object any) {
	raw, ok := object.(pdfString)
	if !ok || w.pen.font == nil || !w.file.collector.Spend(len(raw)) {
		return
	}
	w.separate()
	for len(raw) > 0 {
		var code int
		code, raw = w.pen.font.next(raw)
		letters, known := w.pen.font.letters[code]
		w.lost = w.lost || !known && len(w.pen.font.letters) == 0
		w.out.WriteString(letters)
		step := w.pen.font.width(code)*w.pen.size + w.pen.charSpace
		if code == ' ' && !w.pen.font.wide {
			step += w.pen.wordSpace
		}
		w.advance(step * w.pen.stretch)
	}
	at := w.pen.text.then(w.pen.page)
	w.pen.endX, w.pen.endY = at.e, at.f
	w.pen.lastHeight = w.pen.size * math.Hypot(at.c, at.d)
}

// separate puts a space or a line end before a text when it does not stand right behind the text before.
func (w *interpreter) separate() {
	written := w.out.String()
	if written == "" || strings.HasSuffix(written, "\n") {
		return
	}
	const (
		gap  = 0.17 // of the height: less than a space in the narrowest font, more than any kerning
		line = 0.5
	)
	at := w.pen.text.then(w.pen.page)
	length := math.Hypot(at.a, at.b)
	height := math.Max(math.Abs(w.pen.lastHeight), math.Abs(w.pen.size)*math.Hypot(at.c, at.d))
	if length == 0 || height == 0 {
		return
	}
	dx, dy := at.e-w.pen.endX, at.f-w.pen.endY
	along, across := (dx*at.a+dy*at.b)/length, (dy*at.a-dx*at.b)/length
	switch {
	case math.Abs(across) > line*height || along < -height:
		w.out.WriteString("\n")
	case along > gap*height && !strings.HasSuffix(written, " "):
		w.out.WriteString(" ")
	}
}
