package word

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// field is a field code of Word, such as a page number: an instruction, then its result.
type field struct {
	instruction strings.Builder
	form        *node // of a field to fill in: what it is and what was chosen
	before      int   // the length of the text before its result
	result      bool  // what follows is the result
	quiet       bool  // what follows is left out: the instruction, or the result of a silent field
}

// maxInstruction is the length in bytes of the longest instruction that is read.
const maxInstruction = 10_000

// silent are the fields whose result is not part of the text.
var silent = []string{"PAGE", "NUMPAGES", "SECTIONPAGES"}

// fetching are the fields whose text comes from another file (ECMA-376, part 1, 17.16.5): it may have changed since.
var fetching = []string{"INCLUDETEXT", "INCLUDE", "IMPORT", "DDE", "DDEAUTO", "LINK", "DATABASE"}

// open begins a field, of which the instruction follows.
func (d *docx) open() *field {
	f := &field{quiet: true}
	d.fields = append(d.fields, f)
	d.quiet++
	return f
}

// result ends the instruction of a field, and reads it.
func (d *docx) result(f *field, into *flow) {
	if f.result {
		return
	}
	f.result, f.before = true, into.text.Len()
	verb := f.verb()
	if !slices.Contains(silent, verb) && formText(f.form, verb) == "" {
		f.quiet = false
		d.quiet--
	}
	switch {
	case slices.Contains(fetching, verb):
		d.refusal = &Refusal{Why: External, Detail: verb}
	case verb == "HYPERLINK":
		into.losses[links]++
	case verb == "INCLUDEPICTURE":
		into.losses[pictures]++
	}
}

func (f *field) verb() string {
	verb, _, _ := strings.Cut(strings.TrimSpace(f.instruction.String()), " ")
	return strings.ToUpper(verb)
}

// close ends the last field. Some keep no result: what they show follows from their instruction or from what was chosen.
func (d *docx) close(into *flow) {
	last := len(d.fields) - 1
	f := d.fields[last]
	d.result(f, into)
	if f.quiet {
		d.quiet--
	}
	d.fields = d.fields[:last]
	verb := f.verb()
	if text := formText(f.form, verb); text != "" {
		d.write(text, into)
		return
	}
	if into.text.Len() > f.before || d.quiet > 0 {
		return
	}
	switch verb {
	case "SYMBOL":
		if text, ok := symbolField(f.instruction.String()); ok {
			d.write(text, into)
		} else {
			into.losses[signsLost]++
		}
	case "EQ":
		text, ok := equation(f.instruction.String())
		if into.losses[formulas]++; !ok {
			into.losses[formulas]--
			into.losses[illegible]++
		}
		d.write(text, into)
	}
}

func (d *docx) fieldMark(n *node, into *flow) {
	kind := n.attr("fldCharType")
	switch last := len(d.fields) - 1; {
	case kind == "begin":
		d.open().form = n.find("ffData")
	case last < 0:
	case kind == "separate":
		d.result(d.fields[last], into)
	case kind == "end":
		d.close(into)
	}
}

func (d *docx) simpleField(n *node, into *flow) {
	around := len(d.fields)
	f := d.open()
	f.instruction.WriteString(n.attr("instr"))
	d.result(f, into)
	d.inline(n, into)
	for len(d.fields) > around {
		d.close(into)
	}
}

// The signs of a box to tick.
const ticked, unticked = "☒", "☐"

func box(is bool) string {
	if is {
		return ticked
	}
	return unticked
}

// formText returns what a field of a form shows that keeps no text of its own: the word of a drop-down list, or a box to tick (ECMA-376, part 1, 17.16.17).
func formText(form *node, verb string) string {
	switch verb {
	case "FORMDROPDOWN":
		list := form.find("ddList")
		chosen := list.find("result")
		if chosen == nil {
			chosen = list.find("default")
		}
		at, _ := strconv.Atoi(chosen.attr("val"))
		for _, k := range list.children() {
			if k.name == "listEntry" {
				if at--; at < 0 {
					return k.attr("val")
				}
			}
		}
	case "FORMCHECKBOX":
		if c := form.find("checkBox"); c != nil {
			state := c.find("checked")
			if state == nil {
				state = c.find("default")
			}
			return box(state.on())
		}
	}
	return ""
}

var symbolForm = lazy.Regexp(`(?i)^\s*SYMBOL\s+(0x[0-9a-f]+|\d+)`)
var fontForm = lazy.Regexp(`(?i)\\f\s*(?:"([^"]*)"|(\S+))`)

// symbolField returns the character of a field SYMBOL, which names its code and its font.
func symbolField(instruction string) (string, bool) {
	at := symbolForm().FindStringSubmatch(instruction)
	if at == nil {
		return "", false
	}
	code, err := strconv.ParseInt(strings.ToLower(at[1]), 0, 32)
	if err != nil {
		return "", false
	}
	font := ""
	if f := fontForm().FindStringSubmatch(instruction); f != nil {
		font = f[1] + f[2]
	}
	shown, ok := sign(font, rune(code))
	return string(shown), ok
}

// equation writes the formula of a field EQ on one line: fractions, roots and what is raised. ok is false when it holds something else.
func equation(instruction string) (text string, ok bool) {
	e := &eqReader{rest: strings.TrimSpace(strings.TrimSpace(instruction)[len("EQ"):]), ok: true}
	return strings.TrimSpace(e.until("")), e.ok
}

type eqReader struct {
	rest  string
	depth int
	ok    bool
}

// until reads up to one of the characters of stop, outside brackets.
func (e *eqReader) until(stop string) string {
	var b strings.Builder
	for e.rest != "" {
		c := e.rest[0]
		switch {
		case strings.IndexByte(stop, c) >= 0:
			return b.String()
		case c == '\\' && len(e.rest) > 1:
			b.WriteString(e.command())
		default:
			b.WriteByte(c)
			e.rest = e.rest[1:]
		}
	}
	return b.String()
}

var eqCommand = lazy.Regexp(`^\\([a-zA-Z])((?:\s*\\[a-zA-Z]{2}\d*)*)\s*\(`)

// maxEquations is how deep formulas may be inside each other.
const maxEquations = 20

func (e *eqReader) command() string {
	form := eqCommand().FindStringSubmatch(e.rest)
	if form == nil || e.depth == maxEquations {
		e.ok = e.ok && form == nil && strings.IndexByte(`,;()\`, e.rest[1]) >= 0
		out := e.rest[1:2]
		e.rest = e.rest[2:]
		return out
	}
	e.rest = e.rest[len(form[0]):]
	e.depth++
	var args []string
	for {
		args = append(args, e.until(",;)"))
		if e.rest == "" {
			break
		}
		end := e.rest[0] == ')'
		if e.rest = e.rest[1:]; end {
			break
		}
	}
	e.depth--
	switch name := strings.ToLower(form[1]); {
	case name == "f" && len(args) == 2:
		return over(args[0], args[1])
	case name == "r" && len(args) == 1:
		return root("", args[0])
	case name == "r" && len(args) == 2:
		return root(args[0], args[1])
	case name == "s" && strings.Contains(strings.ToLower(form[2]), "do"):
		return at("", strings.Join(args, "; "), sub)
	case name == "s":
		return at("", strings.Join(args, "; "), super)
	case name == "b":
		return "(" + strings.Join(args, "; ") + ")"
	}
	e.ok = false
	return strings.Join(args, "; ")
}
