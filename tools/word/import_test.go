package word_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// pack makes a zip file.
func pack(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const ns = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`

// parts are those of a document as a Dutch Word writes it: the ids of styles are Dutch.
func parts(body string) map[string]string {
	return map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":         `<Relationships/>`,
		"word/document.xml":   `<?xml version="1.0"?><w:document` + ns + `><w:body>` + body + `</w:body></w:document>`,
		"word/styles.xml": `<w:styles` + ns + `>` +
			`<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>` +
			`<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>` +
			`<w:style w:type="paragraph" w:styleId="Kopvak"><w:basedOn w:val="Kop2"/></w:style>` +
			`<w:style w:type="paragraph" w:styleId="Inhopg1"><w:name w:val="toc 1"/></w:style>` +
			`<w:style w:type="paragraph" w:styleId="Lijst"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style></w:styles>`,
		"docProps/core.xml": `<c><creator>Maker van het bestand</creator></c>`,
	}
}

func esc(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

func run(text string) string { return `<w:r><w:t xml:space="preserve">` + esc(text) + `</w:t></w:r>` }

// p is a paragraph of a style; a newline in the text is a line break.
func p(style, text string) string {
	properties := ""
	if style != "" {
		properties = `<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`
	}
	return `<w:p>` + properties + strings.ReplaceAll(run(text), "\n", `</w:t><w:br/><w:t xml:space="preserve">`) + `</w:p>`
}

// goog is a paragraph as Google Docs writes it.
func goog(style, text string) string {
	properties := `<w:pPr><w:rPr/></w:pPr>`
	if style != "" {
		properties = `<w:pPr><w:pStyle w:val="` + style + `"/><w:rPr/></w:pPr>`
	}
	return `<w:p w:rsidR="00000000" w:rsidDel="00000000" w:rsidP="00000000" w:rsidRDefault="00000000" w:rsidRPr="00000000" w14:paraId="00000001" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">` + properties +
		`<w:r w:rsidDel="00000000" w:rsidR="00000000" w:rsidRPr="00000000"><w:rPr><w:rtl w:val="0"/></w:rPr><w:t xml:space="preserve">` + esc(text) + `</w:t></w:r><w:r w:rsidDel="00000000"><w:rPr><w:rtl w:val="0"/></w:rPr></w:r></w:p>`
}

// row is a row of a table: each cell is XML, or a text.
func row(cells ...string) string {
	var b strings.Builder
	for _, c := range cells {
		if !strings.HasPrefix(c, "<") {
			c = p("", c)
		}
		b.WriteString(`<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>` + c + `</w:tc>`)
	}
	return `<w:tr>` + b.String() + `</w:tr>`
}

func tbl(rows ...string) string {
	return `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>` + strings.Repeat(`<w:gridCol w:w="2000"/>`, strings.Count(strings.Join(rows[:min(1, len(rows))], ""), "<w:tc>")) + `</w:tblGrid>` + strings.Join(rows, "") + `</w:tbl>`
}

// worksheet is a document laid out like the worksheet of October 2022, with the letter before it, filled in.
var worksheet = p("", "Beste deelnemer,") + p("", "1. Kennismaken: wat is het dilemma en waarom is dit gesprek nodig?") +
	p("Titel", "Canvas dilemmagesprek openbaarheid") +
	p("", "1. Kennismaken") +
	p("", "Wat is het dilemma? Waarom is het gesprek nú nodig?\nHet park of het plein.") +
	p("", "Waarom is het gesprek nu nodig?") + p("", "De raad beslist maandag.") +
	p("", "2. Verkennen") + p("", "Waar verlangen ze naar?") + p("", "Wie doen ertoe?") +
	tbl(row("", "Speler A\nOmwonende", "Speler B: Wethouder", "Speler C"),
		row("Standpunten\nen emoties", "Boos.", "Kalm.", ""),
		row("Belangen\nen waarden", "Rust.", "", ""),
		row("Rechten\nen voorkeuren", "", "Wil meedoen.", "")) +
	p("", "Wat is de gedeelde vraag?") + p("", "Mogen we wachten?") +
	p("", "3. Afwegen") +
	tbl(row("", "Keuze 1: Wachten", "Keuze 2\nDelen"), row("Voordelen", "- Rust\n- Tijd", "Open"), row("Nadelen", "Duur", "")) +
	p("", "Wat is de conclusie?") + p("", "Delen weegt zwaarder.") +
	p("", "4. Kiezen") + p("", "Wat is de keuze?") + p("", "We delen.") +
	p("", "Wat heeft wie nodig?") + p("", "De wethouder een belletje.") +
	p("", "Hoe nu verder?") + p("", "Maandag bellen.") +
	p("", "5. Afronding") + p("", "Zijn we tevreden?") + p("", "Ja.") + p("", "Samenvatting") + p("", "We deelden het.")

func TestImport(t *testing.T) {
	def := load(t)
	box := func(tag, inside string) string {
		return `<w:sdt><w:sdtPr><w:tag w:val="` + tag + `"/></w:sdtPr><w:sdtContent>` + inside + `</w:sdtContent></w:sdt>`
	}
	item := func(text string) string {
		return `<w:p><w:pPr><w:pStyle w:val="Lijst"/></w:pPr>` + run(text) + `</w:p>`
	}
	for name, body := range map[string]string{
		"worksheet": worksheet,
		// What LibreOffice leaves of the canvas, after an hour of work in Word.
		"worked": p("Titel", "Canvas dilemmagesprek openbaarheid") + p("Kop1", "Over dit dilemma") +
			tbl(row("Vraag", "Antwoord"),
				row(p("", "Titel")+p("", "Waar gaat het dilemma over? Noem geen namen van mensen of organisaties."), `<w:p><w:r><w:t>Park </w:t></w:r><w:r><w:t xml:space="preserve">of</w:t></w:r><w:r><w:t xml:space="preserve"> plein</w:t></w:r></w:p>`),
				row("Herkomst", "fictief"), row("Thema's", "Intern beraad, Timing en privacy"), row("Bestuurslaag", "De gemeente Nergenshuizen"),
				row("Uitzonderingsgronden van de Woo", p("", "5.1.2g Bescherming van het milieu")+p("", "Inspectie, controle en toezicht; 5.1.2e")),
				row("Toestemming van de deelnemers", "Ja"), row("Toestemming van de dilemma-eigenaar", "nog vragen"), row("Opnieuw bekijken voor", "1-12-2027")) +
			p("Kop1", "Kennismaken") + p("Kop2", "Wat is het dilemma?") +
			p("", "Een zin.") + p("", "") + `<w:p>` + run("Met ") + `<w:del>` + `<w:r><w:delText>geen </w:delText></w:r></w:del><w:ins>` + run("een ") + `</w:ins>` + run("wijziging.") + `</w:p>` +
			`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>` + run("Een half") + `</w:p><w:p>` + run("je alinea.") + `</w:p>` +
			item("eerste") + item("tweede") + p("", "Slot van de tekst.") +
			p("Kopvak", "Waarom is het gesprek nú nodig?") + p("", "Samenvatting") + // not a question, because questions are headings here
			p("Kop1", "2. Verkennen") + p("Kop2", "Wie doen ertoe?") +
			tbl(row("Speler", p("", "Speler A")+p("", "Omwonende"), p("", "Speler B")+p("", ""), p("", "Speler C")+p("", "Wethouder"), "Griffier"),
				row(p("", "Standpunten en emoties")+p("", "Een eigen aantekening."), "Boos.", "", "Kalm.", p("", "Twijfelt.")+p("", "En vraagt.")),
				row("Rechten en voorkeuren", "", "", "Wil meedoen.", "")+`<w:tr><w:trPr><w:del/></w:trPr><w:tc>`+p("", "weg")+`</w:tc></w:tr>`,
				row("Vervoer", "", "", "Fiets", "")) +
			p("Kop2", "Wat is de gedeelde vraag?") + p("Kop2", "Een eigen kop") + p("", "Tekst onder de eigen kop.") +
			p("Kop1", "3. Afwegen") + p("Kop2", "Wat zijn de opties?") +
			tbl(row("Keuze", "Voordelen", "Nadelen"), row("Wachten", item("Rust")+item("Tijd"), "Duur"), row("Delen", "", "Ophef")) +
			p("Kop1", "4. Kiezen") + p("Kop2", "Wat heeft wie nodig?") +
			tbl(row("Wie", "Wat"), row("Wethouder", "Een belletje."), row("", ""), row("", "Een bos bloemen.")) +
			p("Kop1", "Het verhaal") + p("Kop2", "Wat is de keuze?") + p("", "Zo heet een kop in mijn verhaal.") + item("punt"),
		// With content controls the words around them do not matter.
		"controls": p("Kop1", "Eerst dit") + box("canvas.kennismaken.dilemma", p("Kop2", "Hoe ik het noem")+p("", "Het park."+"\n"+"Of niet.")) +
			box("canvas.afwegen.keuzes", tbl(row("a", "Wachten", "Delen"), row("b", "Rust", "Open"), row("c", "Duur", "Ophef"))) +
			box("canvas.bestaat.niet", p("", "Een los blok.")) +
			`<w:sdt><w:sdtPr><w:tag w:val="canvas.kiezen.keuze"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + p("", "Klik of tik om tekst in te voeren.") + `</w:sdtContent></w:sdt>`,
		// One large frame, as on paper.
		"frame": tbl(row(p("", "1. Kennismaken")+p("", "Wat is het dilemma?")+p("", "Het park."), p("", "5. Afronding")+p("", "Zijn we tevreden?")+p("", "Ja.")),
			row("2. Verkennen", ""), row("Wie doen ertoe?", "Omwonende", "Wethouder"), row("Standpunten en emoties", "Boos.", "Kalm."), row("Belangen en waarden", "Rust.", "Geld."), row("Rechten en voorkeuren", "Inspraak.", ""),
			row(p("", "Wat is de gedeelde vraag?")+p("", "Mogen we wachten?"))),
		// What Google Docs leaves of the canvas: controls of its own around runs, empty runs, lists with other bullets and tables without a head.
		"google": goog("Title", "Canvas dilemmagesprek openbaarheid") + goog("Heading1", "1. Kennismaken") + goog("Heading2", "Wat is het dilemma?") + goog("", "") +
			`<w:p><w:pPr><w:rPr/></w:pPr>` + control(`<w:tag w:val="goog_rdk_0"/>`, `<w:r><w:rPr><w:rtl w:val="0"/></w:rPr><w:t xml:space="preserve">Het </w:t></w:r>`) + control(`<w:tag w:val="goog_rdk_1"/>`, run("park.")) + `<w:r><w:rPr><w:rtl w:val="0"/></w:rPr></w:r></w:p>` +
			listed("21", "0", "eerste") + listed("21", "1", "dieper") + listed("22", "0", "gedaan") +
			goog("Heading1", "2. Verkennen") + goog("Heading2", "Wie doen ertoe?") +
			control(`<w:tag w:val="goog_rdk_2"/>`, `<w:tbl><w:tblPr><w:tblStyle w:val="Table1"/><w:tblW w:w="9000.0" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/></w:tblGrid>`+row(goog("", "Speler"), goog("", "Speler A")+goog("", "Omwonende"), goog("", "Speler B")+goog("", "Wethouder"))+
				row(goog("", "Standpunten en emoties"), goog("", "Boos."), control(`<w:tag w:val="goog_rdk_3"/>`, goog("", "Kalm.")))+`</w:tbl>`) + goog("", ""),
		"beside": p("", "Wat is het dilemma?") + p("", "Het park.") +
			`<w:p>` + run("Zie ") + `<w:hyperlink r:id="x">` + run("de site") + `</w:hyperlink>` + `<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="0"/></w:r><w:r><w:drawing/></w:r><w:r><w:object/></w:r>` +
			`<mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>` + p("", "In een tekstvak.") + `</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` + p("", "In een tekstvak.") + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>` +
			`<w:r><w:rPr><w:vanish/></w:rPr><w:t>Onzichtbaar.</w:t></w:r>` +
			`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>` +
			p("Inhopg1", "Kennismaken 1"),
	} {
		t.Run(name, func(t *testing.T) {
			all := parts(body)
			all["word/footnotes.xml"] = `<w:footnotes` + ns + `><w:footnote w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:id="1">` + p("", "Een noot.") + `</w:footnote></w:footnotes>`
			all["word/header1.xml"] = `<w:hdr` + ns + `>` + p("", "Vertrouwelijk") + `</w:hdr>`
			if name == "google" {
				all["word/styles.xml"] = `<w:styles` + ns + `><w:docDefaults/><w:style w:type="paragraph" w:styleId="Normal" w:default="1"><w:name w:val="normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>` +
					`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style></w:styles>`
				all["word/numbering.xml"] = `<w:numbering` + ns + `><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="○"/></w:lvl></w:abstractNum>` +
					`<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="☑"/></w:lvl></w:abstractNum><w:num w:numId="21"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="22"><w:abstractNumId w:val="2"/></w:num></w:numbering>`
			}
			if name != "beside" {
				delete(all, "word/footnotes.xml")
				delete(all, "word/header1.xml")
			}
			r := read(t, def, pack(t, all))
			got := string(casebook.Format(r.Front, r.Story))
			for _, w := range r.Warnings {
				got += "waarschuwing: " + w + "\n"
			}
			golden(t, name, got)
			if strings.Contains(got, "Maker van") {
				t.Error("the author came along")
			}
		})
	}
}

// golden compares a text with the file that holds what was expected; UPDATE=1 writes it anew.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".md")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

// TestEmptyTable reads a table without rows, which the format allows.
func TestEmptyTable(t *testing.T) {
	def := load(t)
	for _, before := range []string{"", p("", "Wie doen ertoe?"), p("Kop2", "Wat zijn de opties?")} {
		read(t, def, pack(t, parts(p("", "Wat is het dilemma?")+p("", "Het park.")+before+tbl()+p("", "Slot."))))
	}
}

func TestRefusals(t *testing.T) {
	def := load(t)
	with := func(name, text string) []byte {
		all := parts(worksheet)
		all[name] = text
		return pack(t, all)
	}
	links := func(kind, target string) string {
		return `<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `" TargetMode="External"/></Relationships>`
	}
	field := func(instruction string) []byte {
		return pack(t, parts(worksheet+`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>`+instruction[:3]+`</w:instrText></w:r><w:r><w:instrText>`+instruction[3:]+`</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`))
	}
	twice := func() []byte {
		var out bytes.Buffer
		archive := zip.NewWriter(&out)
		for _, body := range []string{worksheet, p("", "iets anders")} {
			for name, text := range parts(body) {
				w, _ := archive.Create(name)
				_, _ = w.Write([]byte(text))
			}
		}
		_ = archive.Close()
		return out.Bytes()
	}
	odt := func(content string) []byte {
		return pack(t, map[string]string{"content.xml": content, "META-INF/manifest.xml": `<manifest/>`})
	}
	for name, c := range map[string]struct {
		data []byte
		want word.Reason
	}{
		"empty":           {nil, word.Empty},
		"old Word":        {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), word.Locked},
		"pdf":             {[]byte("%PDF-1.7"), word.PDF},
		"rtf":             {[]byte(`{\rtf1`), word.RichText},
		"text":            {[]byte("Wat is het dilemma?"), word.OtherFile},
		"zip":             {pack(t, map[string]string{"a.txt": "a"}), word.OtherFile},
		"spreadsheet":     {pack(t, map[string]string{"[Content_Types].xml": `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`}), word.OtherFile},
		"cut off":         {pack(t, parts(worksheet))[:900], word.Damaged},
		"no document":     {pack(t, map[string]string{"[Content_Types].xml": parts("")["[Content_Types].xml"]}), word.Damaged},
		"bad XML":         {pack(t, parts("<w:p>")), word.Damaged},
		"two parts":       {twice(), word.Damaged},
		"docm":            {with("[Content_Types].xml", `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`), word.Macros},
		"vba":             {with("word/vbaProject.bin", "x"), word.Macros},
		"activeX":         {with("word/activeX/activeX1.xml", "<x/>"), word.Macros},
		"text elsewhere":  {with("word/_rels/document.xml.rels", links("subDocument", "file:///C:/x.docx")), word.External},
		"chunk elsewhere": {with("word/_rels/document.xml.rels", links("aFChunk", "https://example.org/x.html")), word.External},
		"INCLUDETEXT":     {field(`INCLUDETEXT "c:\\x.docx"`), word.External},
		"DDE":             {field(`DDEAUTO cmd`), word.External},
		"fldSimple":       {pack(t, parts(worksheet+`<w:p><w:fldSimple w:instr=" includetext x"/></w:p>`)), word.External},
		"doctype":         {with("word/document.xml", `<!DOCTYPE x [<!ENTITY a "b">]><w:document`+ns+`><w:body/></w:document>`), word.Entities},
		"bomb":            {with("word/document.xml", `<w:document`+ns+`><w:body>`+strings.Repeat(" ", 65<<20)+`</w:body></w:document>`), word.TooLarge},
		"many parts":      {pack(t, many(6000)), word.TooLarge},
		"many nodes":      {pack(t, parts(strings.Repeat("<a/>", 600_000))), word.TooLarge},
		"deep":            {pack(t, parts(strings.Repeat("<a>", 300)+strings.Repeat("</a>", 300))), word.TooLarge},
		"no canvas":       {pack(t, parts(p("", "Notulen van de vergadering"))), word.Unfamiliar},
		"odt macro":       {pack(t, map[string]string{"content.xml": `<x/>`, "Basic/Standard/Module1.xml": "<x/>"}), word.Macros},
		"odt locked":      {pack(t, map[string]string{"content.xml": `?`, "META-INF/manifest.xml": `<manifest><encryption-data/></manifest>`}), word.Locked},
		"odt link":        {odt(`<document-content><body><text><section><section-source href="../x.odt"/></section></text></body></document-content>`), word.External},
		"ods":             {odt(`<document-content><body><spreadsheet/></body></document-content>`), word.OtherFile},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := word.Read(def, c.data)
			var refusal *word.Refusal
			if !errors.As(err, &refusal) || refusal.Why != c.want {
				t.Errorf("%v and %v, not %s", r, err, c.want)
			}
		})
	}
	// What is no text may stand anywhere: nothing is fetched.
	for part, kinds := range map[string][]string{
		"word/_rels/document.xml.rels": {"hyperlink", "image", "oleObject", "video", "mailMergeSource"}, "word/_rels/settings.xml.rels": {"attachedTemplate", "mailMergeHeaderSource"},
	} {
		for _, kind := range kinds {
			if _, err := word.Read(def, with(part, links(kind, `file:///\\\\server\\sjablonen\\Brief.dotx`))); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
		}
	}
	// A refusal never shows a path.
	for _, data := range [][]byte{with("word/_rels/document.xml.rels", links("subDocument", "file:///C:/Users/jan/x.docx")), field(`INCLUDETEXT "c:\\Users\\jan\\x.docx"`)} {
		if _, err := word.Read(def, data); err == nil || strings.Contains(err.Error(), "jan") {
			t.Error(err)
		}
	}
}

func many(n int) map[string]string {
	all := parts(worksheet)
	for i := range n {
		all["x"+strings.Repeat("y", i%7)+string(rune('a'+i%26))+strings.Repeat("z", i/26)] = ""
	}
	return all
}
