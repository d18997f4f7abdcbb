package word_test

import (
	"errors"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// FuzzRead reads documents with any body: each is refused with a reason, or becomes a file that can be read.
func FuzzRead(f *testing.F) {
	def := load(f)
	f.Add(worksheet)
	f.Add(`<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>` + p("Kop1", "Kennismaken") + p("", "Wat is het dilemma?") + p("", "---\n# a: [b"))
	f.Add(p("Kop2", "Wat is het dilemma?") + `<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins><w:del><w:r><w:delText>b</w:delText></w:r></w:del></w:p>`)
	written := word.Write(def, casebook.Parse(casebook.Path("x"), []byte(fixture.Dilemma(def, 1))).Front, "Verhaal.")
	if _, err := word.Read(def, written); err != nil {
		f.Fatal(err)
	}
	day := time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, body string) {
		data := pack(t, parts(body))
		var reading *word.Reading
		var err error
		bound.Watch(func() { reading, err = word.Read(def, data) })
		if refusal := (*word.Refusal)(nil); err != nil {
			if !errors.As(err, &refusal) {
				t.Fatal(err)
			}
			return
		}
		file := reading.File(def, "Titel", day)
		for _, problem := range casebook.Parse(casebook.Path("titel"), file).Problems {
			t.Errorf("%v\n%q", problem, file)
		}
	})
}
