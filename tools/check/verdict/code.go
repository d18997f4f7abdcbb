package verdict

import (
	"bytes"
	"encoding/binary"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
)

// writer writes numbers and texts that reader reads.
type writer struct {
	bytes.Buffer
	scratch [binary.MaxVarintLen64]byte
}

func (w *writer) int(n int) { w.int64(int64(n)) }

func (w *writer) int64(n int64) { w.Write(w.scratch[:binary.PutVarint(w.scratch[:], n)]) }

func (w *writer) text(s string) {
	w.int(len(s))
	w.WriteString(s)
}

func (w *writer) texts(list []string) {
	w.int(len(list))
	for _, s := range list {
		w.text(s)
	}
}

func (w *writer) bool(b bool) {
	if b {
		w.WriteByte(1)
	} else {
		w.WriteByte(0)
	}
}

// reader reads what writer wrote. Once something else is there it is broken, and what it reads is empty.
type reader struct {
	rest   string
	broken bool
}

func (r *reader) take(n int) string {
	if r.broken || n < 0 || n > len(r.rest) {
		r.broken, r.rest = true, ""
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *reader) int64() int64 {
	var head [binary.MaxVarintLen64]byte
	n, size := binary.Varint(head[:copy(head[:], r.rest)])
	if size <= 0 {
		r.broken, r.rest = true, ""
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

func (r *reader) int() int { return int(r.int64()) }

// count reads how many of something follow: of each there is at least a byte.
func (r *reader) count() int {
	n := r.int()
	if n < 0 || n > len(r.rest) {
		r.broken, r.rest = true, ""
		return 0
	}
	return n
}

func (r *reader) text() string { return r.take(r.int()) }

func (r *reader) texts() []string {
	n := r.count()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = r.text()
	}
	return list
}

func (r *reader) bool() bool { return r.take(1) == "\x01" }

func (r *reader) sum() (s Sum) {
	copy(s[:], r.take(len(s)))
	return s
}

// ask is a question that the check of a file asked, and the answer.
type ask struct {
	rules.Question
	answer string
}

func encodeAsks(asks []ask) string {
	if len(asks) == 0 {
		return ""
	}
	w := &writer{}
	w.int(len(asks))
	for _, a := range asks {
		w.WriteByte(byte(a.Kind))
		w.text(a.Of)
		w.text(a.Name)
		w.text(a.answer)
	}
	return w.String()
}

func decodeAsks(src string) ([]ask, bool) {
	r := &reader{rest: src}
	asks := make([]ask, r.count())
	for i := range asks {
		a := &asks[i]
		if kind := r.take(1); kind != "" {
			a.Kind = rules.QuestionKind(kind[0])
		}
		a.Of, a.Name, a.answer = r.text(), r.text(), r.text()
	}
	return asks, !r.broken && r.rest == ""
}

// encodeFindings writes findings with all that is in them; none at all are written as nothing.
func encodeFindings(found []finding.Finding) string {
	if len(found) == 0 {
		return ""
	}
	w := &writer{}
	w.int(len(found))
	for _, f := range found {
		w.texts([]string{f.Rule, string(f.Severity), f.File, f.Field, f.Kind, f.Message, f.Hint, f.Detector, f.Why, f.Help})
		for _, n := range []int{f.Line, f.Column, f.EndLine, f.EndColumn, f.Start, f.End} {
			w.int(n)
		}
	}
	return w.String()
}

// findings returns what was found. It must be what encodeFindings wrote: a hash over all of it was checked.
func (k *kept) findings() []finding.Finding {
	if k.found == "" {
		return nil
	}
	r := &reader{rest: k.found}
	found := make([]finding.Finding, r.count())
	for i := range found {
		t := r.texts()
		if len(t) != 10 {
			continue
		}
		found[i] = finding.Finding{
			Rule: t[0], Severity: finding.Severity(t[1]), File: t[2], Field: t[3], Kind: t[4], Message: t[5], Hint: t[6], Detector: t[7], Why: t[8], Help: t[9],
			Line: r.int(), Column: r.int(), EndLine: r.int(), EndColumn: r.int(), Start: r.int(), End: r.int(),
		}
	}
	return found
}
