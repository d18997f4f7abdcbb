package word_test

import (
	"errors"
	"hash/crc32"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// repeat repeats a token n times. A "§" in it becomes a number, another each time.
func repeat(token string, n int) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(strings.ReplaceAll(token, "§", strconv.Itoa(i)))
	}
	return out.String()
}

// nested opens a token n times and closes it again.
func nested(open, inside, close string, n int) string {
	return strings.Repeat(open, n) + inside + strings.Repeat(close, n)
}

// noise are bytes that no packer makes smaller, so that a document is so large that it may ask for much work.
func noise(size int) string {
	state, bytes := uint32(1), make([]byte, size)
	for i := range bytes {
		state = state*1664525 + 1013904223
		bytes[i] = byte(state >> 24)
	}
	return string(bytes)
}

// hostile returns documents of at most a megabyte that ask for as much work as they can, by name.
func hostile(t testing.TB) map[string]func() []byte {
	all := map[string]func() []byte{}
	question := p("", "Wat is het dilemma?")
	add := func(name string, body func() string, more ...string) {
		all[name] = func() []byte {
			files := parts(question + body())
			files["word/media/foto.png"] = noise(400_000)
			for i := 0; i < len(more); i += 2 {
				files[more[i]] = more[i+1]
			}
			return pack(t, files)
		}
	}
	// Each token, repeated beside each other and inside each other.
	for _, token := range []struct{ open, close string }{
		{"<w:p>", "</w:p>"}, {"<w:r>", "</w:r>"}, {"<w:t>a ", "</w:t>"}, {"<w:p><w:r><w:t>a b §", "</w:t></w:r></w:p>"}, {"<w:p><w:r><w:t>Wat is het dilemma?", "</w:t></w:r></w:p>"},
		{"<w:tbl>", "</w:tbl>"}, {"<w:tbl><w:tr>", "</w:tr></w:tbl>"}, {"<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"}, {"<w:tr>", "</w:tr>"}, {"<w:tc>", "</w:tc>"},
		{"<w:tbl><w:tr><w:tc>" + p("", "Speler"), "</w:tc></w:tr></w:tbl>"}, {"<w:tc><w:tcPr><w:gridSpan w:val='1000'/></w:tcPr>", "</w:tc>"},
		{"<w:sdt>", "</w:sdt>"}, {"<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"}, {"<w:sdt><w:sdtPr><w:tag w:val='canvas.verkennen.spelers'/></w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"},
		{"<w:hyperlink r:id='a'>", "</w:hyperlink>"}, {"<w:fldSimple w:instr='PAGE'>", "</w:fldSimple>"}, {"<w:fldSimple w:instr='§'>", "</w:fldSimple>"},
		{`<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, ""}, {`<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, `<w:r><w:fldChar w:fldCharType="end"/></w:r>`},
		{`<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>a</w:instrText><w:fldChar w:fldCharType="separate"/></w:r>`, "<w:r><w:t>b</w:t></w:r>"},
		{"<w:r><w:instrText>aaaaaaaaaaaaaaaaaaaa", "</w:instrText></w:r>"}, {"<w:r><w:rPr><w:vanish/></w:rPr><w:t>a", "</w:t></w:r>"}, {"<w:r><w:br/>", "</w:r>"},
		{"<w:drawing>", "</w:drawing>"}, {"<w:drawing><w:txbxContent>", "</w:txbxContent></w:drawing>"}, {"<w:r><w:drawing><w:txbxContent><w:p>", "</w:p></w:txbxContent></w:drawing></w:r>"},
		{"<mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent>"}, {"<mc:AlternateContent><mc:Fallback>", "</mc:Fallback></mc:AlternateContent>"},
		{"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>aaaaaaaaaaaaaaaaaaaaa", "</w:t></w:r></w:p>"}, {"<w:ins><w:del>", "</w:del></w:ins>"},
		{"<w:pPr>", "</w:pPr>"}, {p("Kop1", "Kop §"), ""}, {p("Kop2", "Kop §") + p("", "a"), ""}, {p("Lijst", "a §"), ""}, {"<!-- -->", ""}, {"&amp;", ""}, {"a", ""},
		{p("", "Wat is het dilemma?\nHet park: of niet?\n1. Kennismaken"), ""}, {"<w:footnoteReference/>", ""}, {"<w:p><w:r><w:t>: ? : ? §", "</w:t></w:r></w:p>"},
		{"<m:oMath><m:f><m:num>", "</m:num><m:den><m:r><m:t>1</m:t></m:r></m:den></m:f></m:oMath>"}, {"<m:oMath>", "</m:oMath>"}, {"<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup>", "</m:sup></m:sSup>"},
		{"<w:r><w:sym w:font='Wingdings' w:char='F0FE'/>", "</w:r>"}, {"<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>a", "</w:t></w:r>"}, {"<w:r><w:rPr><w:strike/></w:rPr><w:t>a", "</w:t></w:r>"},
		{"<w:p><w:pPr><w:numPr><w:ilvl w:val='8'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>a", "</w:t></w:r></w:p>"}, {"<mc:AlternateContent><mc:Choice/><mc:Fallback>", "</mc:Fallback></mc:AlternateContent>"},
		{"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc><w:tc>", "</w:tc></w:tr></w:tbl>"}, {"<w:tbl><w:tr><w:tc/><w:tc>" + p("", "a"), "</w:tc></w:tr></w:tbl>"}, {"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc><w:tc>", "</w:tc></w:tr>"},
		{"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"}, {"<w:ruby><w:rt><w:r><w:t>a</w:t></w:r></w:rt><w:rubyBase>", "</w:rubyBase></w:ruby>"},
	} {
		// Just below the number of tokens that is refused.
		add("flat "+token.open, func() string {
			return repeat(token.open+token.close, 400_000/(strings.Count(token.open+token.close, "<")+1+9*strings.Count(token.open, "§")))
		})
		if !strings.HasPrefix(token.open, "<w:p>") && !strings.HasPrefix(token.open, "<w:t") {
			add("in a paragraph "+token.open, func() string { return "<w:p>" + repeat(token.open+token.close, 60_000) + "</w:p>" })
		}
		if token.close != "" {
			add("nested "+token.open, func() string {
				return nested(token.open, p("", "a")+repeat(p("", "b"), 20_000), token.close, 180/max(1, strings.Count(token.open, "<")))
			})
		}
	}
	words := repeat("woord ", 170_000)
	add("one long paragraph", func() string { return p("", repeat("woord ", 2_500_000)) })
	add("one paragraph", func() string { return p("", words) })
	add("long heading", func() string { return p("Kop1", words[:400_000]) + repeat(p("", "a"), 50_000) })
	add("long row", func() string {
		return "<w:tbl>" + row("Speler", "a", "b") + row(words[:400_000], p("", "a")+repeat(p("", "b"), 20_000)) + "</w:tbl>"
	})
	add("long cells", func() string {
		return "<w:tbl>" + repeat("<w:tr><w:tc>"+p("", words[:900])+"</w:tc><w:tc/></w:tr>", 1000) + "</w:tbl>"
	})
	add("rows of labels", func() string {
		return "<w:tbl>" + repeat(row("Belangen en waarden", "a")+row("Voordelen", "b"), 10_000) + "</w:tbl>"
	})
	add("short rows", func() string {
		return "<w:tbl>" + repeat("<w:tr><w:tc><w:p/></w:tc><w:tc/></w:tr>", 60_000) + "</w:tbl>"
	})
	add("terms", func() string { return "<w:tbl>" + row("Thema's", repeat("a,", 400_000)) + "</w:tbl>" })
	add("terms on lines", func() string { return "<w:tbl>" + row("Thema's", repeat("a\n", 100_000)) + "</w:tbl>" })
	add("terms with provisions", func() string {
		return "<w:tbl>" + row("Uitzonderingsgronden van de Woo", repeat("5.1.2e,", 120_000)) + "</w:tbl>"
	})
	add("terms with letters", func() string {
		return "<w:tbl>" + row("Uitzonderingsgronden van de Woo", "5.1.2"+repeat("a,", 400_000)) + "</w:tbl>"
	})
	add("terms with words before provisions", func() string {
		return "<w:tbl>" + row("Uitzonderingsgronden van de Woo", repeat("a 5.1 ", 120_000)) + "</w:tbl>"
	})
	add("terms with boxes", func() string { return "<w:tbl>" + row("Thema's", repeat("☒a", 200_000)) + "</w:tbl>" })
	add("equations", func() string {
		return `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ ` + strings.Repeat(`\f(`, 3000) + `</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	})
	add("a list of a form", func() string {
		return repeat(`<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="900"/>`+repeat(`<w:listEntry w:val="a"/>`, 900)+`</w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`, 400)
	})
	add("merged players", func() string {
		return "<w:tbl>" + row("Speler", "a", "b") + repeat(`<w:tr><w:tc>`+p("", "Belangen en waarden")+`</w:tc><w:tc><w:tcPr><w:gridSpan w:val="9"/></w:tcPr>`+p("", "a")+`</w:tc></w:tr>`, 900) + "</w:tbl>"
	})
	add("wide table in an answer", func() string { return "<w:tbl>" + repeat("<w:tr>"+repeat("<w:tc/>", 90)+"</w:tr>", 900) + "</w:tbl>" })
	add("numbering", func() string {
		return repeat(`<w:p><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>`, 20_000)
	}, "word/numbering.xml",
		"<w:numbering"+ns+"><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='upperRoman'/><w:lvlText w:val='"+repeat("%1", 5000)+"'/></w:lvl></w:abstractNum>"+repeat("<w:num w:numId='§'><w:abstractNumId w:val='0'/></w:num>", 40_000)+"</w:numbering>")
	add("terms with en", func() string { return "<w:tbl>" + row("Thema's", repeat("a en ", 200_000)) + "</w:tbl>" })
	add("lines", func() string { return p("", "Wat is het dilemma?\n"+repeat("a\n", 100_000)) })
	add("accents", func() string { return p("", repeat("e\u0301\u0323", 200_000)) })
	add("combining", func() string { return p("", "e"+repeat("\u0301", 500_000)) })
	add("colons", func() string { return p("", repeat("a: ", 300_000)) })
	add("attributes", func() string { return "<w:p " + repeat("a§='b' ", 100_000) + "/>" })
	add("elements with attributes", func() string { return repeat("<w:p "+repeat("a§='b' ", 900)+"/>", 1000) })
	styles := func(one string, n int) string { return "<w:styles" + ns + ">" + repeat(one, n) + "</w:styles>" }
	add("styles in a chain", func() string { return repeat(p("s0", "a"), 20_000) }, "word/styles.xml", styles(`<w:style w:styleId="s§"><w:basedOn w:val="s§1"/></w:style>`, 40_000))
	add("styles on a large one", func() string { return repeat(p("s0", "a"), 20_000) }, "word/styles.xml",
		"<w:styles"+ns+`><w:style w:styleId="a">`+repeat("<w:b/>", 100_000)+"</w:style>"+repeat(`<w:style w:styleId="s§"><w:basedOn w:val="a"/></w:style>`, 30_000)+"</w:styles>")
	all["headers"] = func() []byte {
		many := parts(question)
		for i := range 2500 {
			many["word/header"+strconv.Itoa(i)+".xml"] = "<w:hdr" + ns + ">" + p("", "a") + "</w:hdr>"
		}
		return pack(t, many)
	}
	all["large headers"] = func() []byte {
		many := parts(question)
		for i := range 40 {
			many["word/header"+strconv.Itoa(i)+".xml"] = "<w:hdr" + ns + ">" + repeat("<a/>", 400_000) + "</w:hdr>"
		}
		return pack(t, many)
	}
	all["relationships"] = func() []byte {
		many := parts(question)
		for i := range 4000 {
			many["word/_rels/"+strconv.Itoa(i)+".rels"] = "<Relationships/>"
		}
		return pack(t, many)
	}
	for _, token := range []struct{ open, close string }{
		{"<p>", "</p>"}, {"<p>a <s c='1000'/>", "</p>"}, {"<list>", "</list>"}, {"<table><table-row><table-cell>", "</table-cell></table-row></table>"}, {"<span>", "</span>"},
		{"<p><frame><text-box>", "</text-box></frame></p>"}, {"<note><note-body>", "</note-body></note>"}, {"<p><hidden-text string-value='a'>", "</hidden-text></p>"}, {"<h outline-level='1'>a §", "</h>"},
		{"<p style-name='s'>", "</p>"}, {"<a href='#'>", "</a>"}, {"<annotation>", "</annotation>"}, {"<section>", "</section>"}, {"<section display='none'>", "</section>"},
		{"<p><span style-name='s'>a", "</span></p>"}, {"<table><table-row><table-cell number-columns-repeated='1000' number-rows-spanned='1000'/><covered-table-cell number-columns-repeated='1000'/><table-cell>", "</table-cell></table-row></table>"},
		{"<list style-name='s'><list-item start-value='3'>", "</list-item></list>"}, {"<p><frame><object><math><mfrac>", "</mfrac></math></object></frame></p>"}, {"<p><hidden-paragraph/>", "</p>"},
	} {
		document := func(body string) []byte {
			return pack(t, map[string]string{
				"META-INF/manifest.xml": "<manifest/>", "Pictures/a.png": noise(400_000),
				"styles.xml":  "<document-styles>" + repeat("<style "+repeat("a§='' ", 500)+" name='s§' parent-style-name='s'/>", 100) + "<style name='s' parent-style-name='s0'/></document-styles>",
				"content.xml": "<document-content><body><text><p>Wat is het dilemma?</p>" + body + "</text></body></document-content>",
			})
		}
		all["odt flat "+token.open] = func() []byte { return document(repeat(token.open+token.close, 60_000)) }
		all["odt nested "+token.open] = func() []byte {
			return document(nested(token.open, "<p>a</p>"+repeat("<p>b</p>", 20_000), token.close, 180/strings.Count(token.open, "<")))
		}
	}
	return all
}

// TestHostile reads documents that ask for much work: each is refused, or becomes a dilemma, in bounded time and memory. Part of them, and
// all with DILEMMA_CASES=all, as each week.
func TestHostile(t *testing.T) {
	every := bound.Every(4, 40)
	for name, make := range hostile(t) {
		if int(crc32.ChecksumIEEE([]byte(name)))%every != 0 {
			continue
		}
		t.Run(strings.ReplaceAll(name, "/", "|"), func(t *testing.T) {
			t.Parallel()
			bound.CheckMade(t, func() []byte {
				data := make()
				if len(data) > 1<<20 {
					t.Errorf("the document has %d bytes, which is more than a megabyte", len(data))
				}
				return data
			}, func(data []byte) {
				reading, err := word.Read(load(t), data)
				if refusal := (*word.Refusal)(nil); err != nil {
					if !errors.As(err, &refusal) {
						t.Error(err)
					}
					return
				}
				file := reading.File(load(t), "Titel", time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC))
				for _, problem := range casebook.Parse(casebook.Path("titel"), file).Problems {
					if problem.Kind != casebook.TooLarge && problem.Kind != casebook.TooMuch { // which the check of the new file says
						t.Errorf("%v", problem)
					}
				}
			})
		})
	}
}
