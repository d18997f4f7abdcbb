package word_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// kind is what a paragraph of a document says otherwise than in plain text, and what must come of it.
type kind struct {
	name, body string
	want       string // the answer
	apart      string // what is kept below the canvas; "" for nothing
	told       string // a part of the only warning besides that on what is kept; "" for none
}

// rpr is a run with properties.
func rpr(properties, text string) string {
	return `<w:r><w:rPr>` + properties + `</w:rPr><w:t xml:space="preserve">` + esc(text) + `</w:t></w:r>`
}

func para(inside ...string) string { return `<w:p>` + strings.Join(inside, "") + `</w:p>` }

// listed is a paragraph in a list.
func listed(list, level, text string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + list + `"/></w:numPr></w:pPr>` + run(text) + `</w:p>`
}

func sym(font, code string) string {
	return `<w:r><w:sym w:font="` + font + `" w:char="` + code + `"/></w:r>`
}

// dropdown is a list of a form as Word wrote it before content controls.
func dropdown(state string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="D"/>` + state + `</w:ffData></w:fldChar></w:r>`
}

func ended(instruction string) string {
	return `<w:r><w:instrText xml:space="preserve"> ` + instruction + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

func control(properties, inside string) string {
	return `<w:sdt><w:sdtPr>` + properties + `</w:sdtPr><w:sdtContent>` + inside + `</w:sdtContent></w:sdt>`
}

func math(inside string) string {
	return `<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">` + inside + `</m:oMath>`
}

func mr(text string) string { return `<m:r><w:rPr><w:i/></w:rPr><m:t>` + text + `</m:t></m:r>` }

func fraction(above, below string) string {
	return `<m:f><m:fPr><m:ctrlPr/></m:fPr><m:num>` + above + `</m:num><m:den>` + below + `</m:den></m:f>`
}

const lists = `<w:numbering` + ns + `>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2.%3"/><w:isLgl/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="(%1)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0A8;"/><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/><w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Genummerd"/><w:lvlText w:val="%1e"/></w:lvl></w:abstractNum>
<w:num w:numId="11"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="12"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="13"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="14"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="15"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="16"><w:abstractNumId w:val="4"/></w:num></w:numbering>`

const moreStyles = `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standaard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Vervallen"><w:name w:val="Vervallen"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="VervallenKind"><w:name w:val="Kind"/><w:basedOn w:val="Vervallen"/></w:style>
<w:style w:type="paragraph" w:styleId="Toch"><w:name w:val="Toch"/><w:basedOn w:val="Vervallen"/><w:rPr><w:strike w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Weg"><w:name w:val="Weg"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Geheim"><w:name w:val="Geheim"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="GeheimKind"><w:name w:val="Geheim kind"/><w:basedOn w:val="Geheim"/></w:style>
<w:style w:type="paragraph" w:styleId="Instructie"><w:name w:val="Instructie"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Genummerd"><w:name w:val="Genummerd"/><w:pPr><w:numPr><w:numId w:val="16"/></w:numPr></w:pPr></w:style>
<w:style w:type="table" w:styleId="Oud"><w:name w:val="Oud"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Blauw"><w:name w:val="Blauw"/><w:tblPr/><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="003366"/></w:tcPr></w:tblStylePr></w:style>`

const glossary = `<w:glossaryDocument` + ns + `><w:docParts><w:docPart><w:docPartPr><w:name w:val="ABC"/></w:docPartPr><w:docPartBody><w:p><w:r><w:t>[De rol van de speler]</w:t></w:r></w:p></w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>`

var kinds = []kind{
	{"struck", para(run("Wij geven het "), rpr(`<w:strike/>`, "niet "), run("openbaar.")), "Wij geven het openbaar.", "", "doorgehaalde tekst is weggelaten (1 bij ‘Wat is het dilemma?’)"},
	{"struck twice", para(run("Wij geven het "), rpr(`<w:dstrike/>`, "niet"), run(" openbaar.")), "Wij geven het openbaar.", "", "doorgehaalde"},
	{"struck at the start", para(rpr(`<w:strike w:val="true"/>`, "Niet "), run("alles.")), "alles.", "", "doorgehaalde"},
	{"struck off", para(run("Alles "), rpr(`<w:strike w:val="false"/>`, "blijft"), run(".")), "Alles blijft.", "", ""},
	{"struck by a style", para(run("Het park"), rpr(`<w:rStyle w:val="Weg"/>`, " van Jan")), "Het park", "", "doorgehaalde"},
	{"struck by a paragraph style", p("VervallenKind", "Oude tekst.") + p("", "Nieuwe tekst."), "Nieuwe tekst.", "", "doorgehaalde"},
	{"struck style turned off", p("Toch", "Dit telt."), "Dit telt.", "", ""},
	{"struck toggled", `<w:p><w:pPr><w:pStyle w:val="Vervallen"/></w:pPr>` + rpr(`<w:rStyle w:val="Weg"/>`, "Dit telt.") + `</w:p>`, "Dit telt.", "", ""},
	{"struck before", para(rpr(`<w:rPrChange w:id="1"><w:rPr><w:strike/></w:rPr></w:rPrChange>`, "Dit telt.")), "Dit telt.", "", ""},
	{"struck by a table style", `<w:tbl><w:tblPr><w:tblStyle w:val="Oud"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc>` + p("", "Oud.") + `</w:tc></w:tr></w:tbl>` + p("", "Nieuw."), "Nieuw.", "", "doorgehaalde"},
	{"all struck", para(rpr(`<w:strike/>`, "Alles weg.")), "", "", "doorgehaalde"},

	{"hidden", para(run("Zichtbaar"), rpr(`<w:vanish/>`, " en verborgen"), run(".")), "Zichtbaar.", "en verborgen", ""},
	{"hidden by a style", para(run("Zichtbaar"), rpr(`<w:rStyle w:val="GeheimKind"/>`, " en verborgen"), run(".")), "Zichtbaar.", "en verborgen", ""},
	{"hidden paragraph", p("Instructie", "Vul hier iets in.") + p("", "Het park."), "Het park.", "Vul hier iets in.", ""},
	{"hidden, special", para(run("A"), rpr(`<w:specVanish/>`, "B")), "A", "B", ""},
	{"hidden mark", `<w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>` + run("Zichtbaar.") + `</w:p>`, "Zichtbaar.", "", ""},
	{"white", para(run("Zwart "), rpr(`<w:color w:val="FFFFFF"/>`, "wit")), "Zwart wit", "", "die je op papier niet ziet"},
	{"white on blue", para(run("Zwart "), rpr(`<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:color="auto" w:fill="003366"/>`, "wit")), "Zwart wit", "", ""},
	{"white in a coloured table", `<w:tbl><w:tblPr><w:tblStyle w:val="Blauw"/><w:tblLook w:firstRow="1"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc>` + para(rpr(`<w:color w:val="FFFFFF"/>`, "Kop")) + `</w:tc></w:tr></w:tbl>`, "Kop", "", ""},
	{"tiny", para(run("Groot "), rpr(`<w:sz w:val="2"/>`, "klein")), "Groot klein", "", "die je op papier niet ziet"},

	{"drop-down", para(run("Besluit: "), dropdown(`<w:ddList><w:result w:val="1"/><w:default w:val="2"/><w:listEntry w:val="Openbaar"/><w:listEntry w:val="Niet openbaar"/><w:listEntry w:val="Later"/></w:ddList>`), ended("FORMDROPDOWN"), run(".")), "Besluit: Niet openbaar.", "", ""},
	{"drop-down, default", para(dropdown(`<w:ddList><w:default w:val="2"/><w:listEntry w:val="Openbaar"/><w:listEntry w:val="Niet openbaar"/><w:listEntry w:val="Later"/></w:ddList>`), ended("FORMDROPDOWN")), "Later", "", ""},
	{"drop-down, first", para(dropdown(`<w:ddList><w:listEntry w:val="Openbaar"/><w:listEntry w:val="Niet openbaar"/></w:ddList>`), ended("FORMDROPDOWN")), "Openbaar", "", ""},
	{"drop-down with a result", para(dropdown(`<w:ddList><w:result w:val="0"/><w:listEntry w:val="Openbaar"/></w:ddList>`), `<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`, run("Openbaar"), `<w:r><w:fldChar w:fldCharType="end"/></w:r>`), "Openbaar", "", ""},
	{"box, ticked", para(dropdown(`<w:checkBox><w:sizeAuto/><w:default w:val="0"/><w:checked/></w:checkBox>`), ended("FORMCHECKBOX"), run(" Ja")), "☒ Ja", "", ""},
	{"box, not ticked", para(dropdown(`<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>`), ended("FORMCHECKBOX"), run(" Ja")), "☐ Ja", "", ""},
	{"box, by default", para(dropdown(`<w:checkBox><w:default w:val="1"/></w:checkBox>`), ended("FORMCHECKBOX"), run(" Ja")), "☒ Ja", "", ""},
	{"control, box", para(control(`<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:checked w14:val="1"/></w14:checkbox>`, sym("Wingdings", "F0FE")), run(" Ja "), control(`<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:checked w14:val="0"/></w14:checkbox>`, run("☐")), run(" Nee")), "☒ Ja ☐ Nee", "", ""},
	{"control, list", para(control(`<w:dropDownList><w:listItem w:displayText="Later openbaar" w:value="2"/></w:dropDownList>`, run("Later openbaar"))), "Later openbaar", "", ""},
	{"control, list by value", para(control(`<w:comboBox w:lastValue="2"><w:listItem w:displayText="Later openbaar" w:value="2"/></w:comboBox>`, "")), "Later openbaar", "", ""},
	{"control, text", para(control(`<w:showingPlcHdr/><w:text/>`, run("Door een ander programma getypt."))), "Door een ander programma getypt.", "", ""},
	{"control, prompt", para(run("De rol: "), control(`<w:showingPlcHdr/><w:text/>`, run("Klik of tik om tekst in te voeren."))), "De rol:", "", ""},
	{"control, own prompt", para(run("De rol: "), control(`<w:placeholder><w:docPart w:val="ABC"/></w:placeholder><w:showingPlcHdr/><w:text/>`, run("[De rol van")+run(" de speler]"))), "De rol:", "", ""},
	{"control, own prompt replaced", para(control(`<w:placeholder><w:docPart w:val="ABC"/></w:placeholder><w:showingPlcHdr/><w:text/>`, run("De wethouder"))), "De wethouder", "", ""},
	{"control, list without a choice", para(run("Besluit: "), control(`<w:dropDownList><w:listItem w:displayText="Kies hier je besluit" w:value=""/><w:listItem w:displayText="Openbaar" w:value="1"/></w:dropDownList>`, run("Kies hier je besluit"))), "Besluit:", "", ""},
	{"control, prompt without a mark", para(run("Kies een item.")), "", "", ""},

	{"signs", para(run("5 "), sym("Symbol", "F0B3"), run(" 3, "), sym("Wingdings", "F0FE"), run(" ja "), sym("Wingdings", "F0A8"), run(" nee, "), sym("Arial", "20AC"), run(" 100 "), sym("Wingdings", "F0E0"), run(" verder "), sym("Wingdings 2", "F052"), sym("Wingdings 3", "F022"), sym("Webdings", "F061")), "5 ≥ 3, ☑ ja ☐ nee, € 100 → verder ☑→✔", "", ""},
	{"text in a symbol font", para(rpr(`<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>`, "\uf0fc"), run(" ja "), rpr(`<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>`, "J"), rpr(`<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>`, "a£b")), "✓ ja ☺α≤β", "", ""},
	{"unknown sign", para(run("Teken "), sym("Huisstijl Iconen", "F041"), run(".")), "Teken \ufffd.", "", "tekens uit een lettertype met symbolen"},
	{"emoji", para(`<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" w16se:font="Segoe UI Emoji" w16se:char="1F60A"/></mc:Choice><mc:Fallback><w:t>😊</w:t></mc:Fallback></mc:AlternateContent></w:r>`), "😊", "", ""},
	{"only the fallback", para(`<w:r><mc:AlternateContent><mc:Choice Requires="x"><x:nieuw xmlns:x="x"/></mc:Choice><mc:Fallback><w:t>oud</w:t></mc:Fallback></mc:AlternateContent></w:r>`), "oud", "", ""},
	{"field SYMBOL", para(run("5 "), `<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, ended(`SYMBOL 179 \f "Symbol" \s 11`), run(" 3")), "5 ≥ 3", "", ""},

	{"squared", para(run("10"), rpr(`<w:vertAlign w:val="superscript"/>`, "2"), run(" m"), rpr(`<w:vertAlign w:val="superscript"/>`, "3"), run(" CO"), rpr(`<w:vertAlign w:val="subscript"/>`, "2")), "10² m³ CO₂", "", ""},
	{"to the power", para(run("10"), rpr(`<w:vertAlign w:val="superscript"/>`, "2"), rpr(`<w:vertAlign w:val="superscript"/>`, ",5"), run(" keer")), "10^(2,5) keer", "", "achter een ^ of een _"},
	{"first", para(run("de 1"), rpr(`<w:vertAlign w:val="superscript"/>`, "e"), run(" keer")), "de 1e keer", "", ""},

	{"fraction", para(run("Kans "), math(fraction(mr("1"), mr("20"))), run(" procent")), "Kans 1/20 procent", "", "formules staan nu op één regel"},
	{"mixed number", para(run("Na "), math(mr("2")+fraction(mr("1"), mr("2"))), run(" jaar")), "Na 2 1/2 jaar", "", "formules"},
	{"formula", para(math(fraction(mr("a+b"), mr("c")) + mr("=") + `<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e><m:sSup><m:e>` + mr("x") + `</m:e><m:sup>` + mr("2") + `</m:sup></m:sSup>` + mr("+1") + `</m:e></m:rad>`)), "(a+b)/c=√(x²+1)", "", "formules"},
	{"sum", para(math(`<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>` + mr("i=1") + `</m:sub><m:sup>` + mr("n") + `</m:sup><m:e>` + mr("x") + `</m:e></m:nary>`)), "∑_(i=1)ⁿ x", "", "formules"},
	{"formula on the line", para(math(mr("a+b"))), "a+b", "", ""},
	{"field EQ", para(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, ended(`EQ \f(1;20)`), run(" procent")), "1/20 procent", "", "formules"},
	{"ruby", para(`<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>uitleg</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>woord</w:t></w:r></w:rubyBase></w:ruby></w:r>`), "woord (uitleg)", "", ""},

	{"numbers", listed("11", "0", "eerst") + listed("11", "1", "deel") + listed("11", "1", "ander deel") + listed("11", "0", "dan") + listed("11", "1", "weer") + listed("12", "0", "opnieuw"), "1. eerst\n  a) deel\n  b) ander deel\n2. dan\n  a) weer\n1. opnieuw", "", ""},
	{"levels", listed("11", "0", "een") + listed("11", "1", "twee") + listed("11", "2", "drie"), "1. een\n  a) twee\n    1.1.1 drie", "", ""},
	{"roman", listed("13", "0", "drie") + p("", "Tussendoor.") + listed("13", "0", "vier"), "(III) drie\n\nTussendoor.\n\n(IV) vier", "", ""},
	{"by a style", p("Genummerd", "eerst") + p("Genummerd", "dan"), "1e eerst\n2e dan", "", ""},
	{"boxes", listed("14", "0", "melk") + listed("15", "0", "brood"), "- ☐ melk\n- brood", "", ""},

	{"table", p("", "Kies.") + tbl(row("Jaar", "Bedrag"), row("2023", p("", "100")+p("", "of meer")), row("", "")) + p("", "Na."), "Kies.\n\nJaar; Bedrag\n2023; 100 / of meer\n\nNa.", "", "een tabel is overgenomen als tekst; kijk of ze nog te lezen is (1 bij"},
	{"table with words of labels", tbl(row("Keuze", "Kosten"), row("Samenvatting", "100")), "Keuze; Kosten\nSamenvatting; 100", "", "een tabel is overgenomen"},
	{"large first letter", `<w:p><w:pPr><w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/></w:pPr>` + run("H") + `</w:p>` + p("", "et park."), "Het park.", "", ""},
	{"frame of one row", tbl(row(p("", "Links een.")+p("", "Links twee."), "Rechts.")), "Links een.\n\nLinks twee.\n\nRechts.", "", ""},
	{"frame of one cell", tbl(row(p("", "Een.") + p("", "Twee."))), "Een.\n\nTwee.", "", ""},
	{"text in a shape", para(run("A"), `<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:100pt;height:50pt"><v:textbox><w:txbxContent>`+p("", "In de vorm.")+`</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`), "A", "In de vorm.", ""},
	{"chunk", p("", "Het park.") + `<w:altChunk r:id="x"/>`, "Het park.", "", "ingesloten bestanden zijn niet overgenomen"},
	{"split", para(`<w:proofErr w:type="spellStart"/>`, `<w:r w:rsidR="00A1"><w:t>He</w:t></w:r>`, `<w:smartTag w:element="x"><w:r><w:t>t p</w:t></w:r></w:smartTag>`, `<w:bookmarkStart w:id="0" w:name="_GoBack"/>`, `<w:r><w:rPr><w:lang w:val="nl-NL"/></w:rPr><w:lastRenderedPageBreak/><w:t xml:space="preserve">ark</w:t></w:r>`, `<w:r><w:t></w:t></w:r>`, `<w:customXml w:element="y">`+run(".")+`</w:customXml>`), "Het park.", "", ""},
}

// TestKinds reads one kind after the other, by Word's own namespace and by the strict one of ISO 29500, and in UTF-16.
func TestKinds(t *testing.T) {
	def := load(t)
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			all := parts(p("Kop2", "Wat is het dilemma?") + k.body)
			all["word/numbering.xml"], all["word/glossary/document.xml"] = lists, glossary
			all["word/styles.xml"] = strings.Replace(all["word/styles.xml"], "<w:style ", moreStyles+"<w:style ", 1)
			k.hold(t, read(t, def, pack(t, all)))
			for name, text := range all {
				all[name] = strings.NewReplacer("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main",
					"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships").Replace(text)
			}
			k.hold(t, read(t, def, pack(t, all)))
		})
	}
}

// hold holds a reading against what a kind must become.
func (k kind) hold(t *testing.T, r *word.Reading) {
	t.Helper()
	got := ""
	if v := r.Front.Get("canvas").Get("kennismaken").Get("dilemma"); v != nil {
		got = strings.TrimSpace(v.Text)
	}
	if strings.Contains(k.told, "formules") {
		got, k.want = strings.ReplaceAll(got, " ", ""), strings.ReplaceAll(k.want, " ", "")
	}
	if got != k.want {
		t.Errorf("%q, not %q", got, k.want)
	}
	story := ""
	if lines := strings.Split(r.Story, "\n"); len(lines) > 2 {
		story = strings.TrimSpace(strings.Join(lines[3:], "\n"))
	}
	if story != k.apart {
		t.Errorf("apart: %q, not %q", story, k.apart)
	}
	var told []string
	for _, w := range r.Warnings {
		if !strings.HasPrefix(w, "niet alles had een plek") {
			told = append(told, w)
		}
	}
	if text := strings.Join(told, "\n"); len(told) > 1 || (text == "") != (k.told == "") || !strings.Contains(text, k.told) {
		t.Errorf("told %q, not %q", told, k.told)
	}
}

// document is a Word document of one kind.
func (k kind) document(t *testing.T) []byte {
	all := parts(p("Kop2", "Wat is het dilemma?") + k.body + `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>`)
	all["word/numbering.xml"], all["word/glossary/document.xml"] = lists, glossary
	all["word/styles.xml"] = strings.Replace(all["word/styles.xml"], "<w:style ", moreStyles+"<w:style ", 1)
	all["[Content_Types].xml"] = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/glossary/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.glossary+xml"/></Types>`
	const links = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	all["_rels/.rels"] = links + `<Relationship Id="d" Type="` + office + `officeDocument" Target="word/document.xml"/></Relationships>`
	all["word/_rels/document.xml.rels"] = links + `<Relationship Id="s" Type="` + office + `styles" Target="styles.xml"/><Relationship Id="n" Type="` + office + `numbering" Target="numbering.xml"/><Relationship Id="g" Type="` + office + `glossaryDocument" Target="glossary/document.xml"/></Relationships>`
	delete(all, "docProps/core.xml")
	return pack(t, all)
}

// ofOffice are the kinds that LibreOffice itself does not know, so that what it saves says something else: why.
var ofOffice = map[string]string{
	"struck toggled":                 "it shows a text as struck out that Word does not",
	"struck by a table style":        "it drops what a table style says of letters",
	"hidden, special":                "it does not know specVanish",
	"drop-down, default":             "it takes the first word",
	"control, list by value":         "it drops a control without a text",
	"control, list without a choice": "it drops the values of a list",
	"control, own prompt":            "it makes the prompt an ordinary text",
	"field EQ":                       "it drops the field",
	"levels":                         "it does not know isLgl",
	"chunk":                          "it drops the chunk",
}

// TestKindsOffice reads the same kinds as LibreOffice saves them. Formulas have other spaces in them there.
func TestKindsOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	def := load(t)
	docs := map[string][]byte{}
	for i, k := range kinds {
		if ofOffice[k.name] == "" {
			docs[fmt.Sprint(i)] = k.document(t)
		}
	}
	for _, form := range []string{"odt", "docx"} {
		saved := office(t, form, docs)
		for i, k := range kinds {
			data := saved[fmt.Sprint(i)]
			if data == nil {
				continue
			}
			t.Run(form+" "+k.name, func(t *testing.T) {
				if strings.Contains(k.body, "<m:oMath") && !officeHas("sm") {
					skip(t, "LibreOffice has no formulas: install libreoffice-math-nogui")
				}
				k.hold(t, read(t, def, data))
			})
		}
	}
}
