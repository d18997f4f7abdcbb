package word_test

import (
	"errors"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

const odf = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
	` xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"` +
	` xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:math="http://www.w3.org/1998/Math/MathML" xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"`

// opendocument is a document with these paragraphs below the first question, as LibreOffice and others write it: named styles apart, automatic ones beside
// the text, and style names that are unique within a family only.
func opendocument(t *testing.T, body string) []byte {
	return pack(t, map[string]string{
		"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": `<manifest/>`,
		"styles.xml": `<office:document-styles` + odf + `><office:font-face-decls><style:font-face style:name="Wingdings1" svg:font-family="Wingdings"/></office:font-face-decls><office:styles>` +
			`<style:default-style style:family="paragraph"><style:text-properties fo:font-size="11pt"/></style:default-style>` +
			`<style:style style:name="Kop" style:family="paragraph" style:default-outline-level="2"/>` +
			`<style:style style:name="Vervallen" style:family="text"><style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>` +
			`<style:style style:name="VervallenKind" style:family="text" style:parent-style-name="Vervallen"/>` +
			`<style:style style:name="Toch" style:family="text" style:parent-style-name="Vervallen"><style:text-properties style:text-line-through-style="none"/></style:style>` +
			`<style:style style:name="Instructie" style:family="paragraph"><style:text-properties text:display="none"/></style:style>` +
			`<style:style style:name="Genummerd" style:family="paragraph" style:list-style-name="L1"/>` +
			`</office:styles></office:document-styles>`,
		"content.xml": `<office:document-content` + odf + `><office:automatic-styles>` +
			`<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-type="double" style:text-line-through-style="solid"/></style:style>` +
			`<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>` +
			`<style:style style:name="T3" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>` +
			`<style:style style:name="T4" style:family="text"><style:text-properties style:text-position="-33% 58%"/></style:style>` +
			`<style:style style:name="T5" style:family="text"><style:text-properties style:font-name="Wingdings1"/></style:style>` +
			`<style:style style:name="T6" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>` +
			`<style:style style:name="T7" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>` +
			`<style:style style:name="T8" style:family="text"><style:text-properties text:display="true"/></style:style>` +
			`<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Instructie"/>` +
			`<style:style style:name="P2" style:family="paragraph"><style:text-properties style:text-line-through-style="solid"/></style:style>` +
			`<style:style style:name="T2" style:family="paragraph"/>` + // the name of a text style in another family
			`<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/><text:list-level-style-number text:level="2" style:num-suffix=")" style:num-format="a"/>` +
			`<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3" style:num-suffix="."/></text:list-style>` +
			`<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>` +
			`<text:list-style style:name="L3"><text:list-level-style-number text:level="1" loext:num-list-format="(%1%)" style:num-format="I" text:start-value="4"/></text:list-style>` +
			`</office:automatic-styles><office:body><office:text><office:forms><form:form form:name="f">` +
			`<form:checkbox form:id="c1" form:label="Openbaar" form:current-state="checked"/><form:checkbox form:id="c2" form:label="Geheim"/>` +
			`<form:listbox form:id="c3"><form:option form:label="Nu"/><form:option form:label="Later" form:current-selected="true"/></form:listbox>` +
			`<form:text form:id="c4" form:current-value="Getypt."/></form:form></office:forms>` +
			`<text:h text:style-name="Kop" text:outline-level="2">Wat is het dilemma?</text:h>` + body + `</office:text></office:body></office:document-content>`,
		"Object 1/content.xml": `<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mfrac><mn>1</mn><mn>20</mn></mfrac></mrow><annotation encoding="StarMath 5.0">1 over 20</annotation></semantics></math>`,
		"Object 2/content.xml": `<office:document-content` + odf + `><office:body><office:chart/></office:body></office:document-content>`,
	})
}

func tp(inside string) string { return `<text:p>` + inside + `</text:p>` }

func span(style, text string) string {
	return `<text:span text:style-name="` + style + `">` + text + `</text:span>`
}

func items(list string, texts ...string) string {
	out := `<text:list text:style-name="` + list + `">`
	for _, text := range texts {
		out += `<text:list-item>` + tp(text) + `</text:list-item>`
	}
	return out + `</text:list>`
}

var odtKinds = []kind{
	{"struck", tp("Wij geven het " + span("T1", "niet ") + "openbaar."), "Wij geven het openbaar.", "", "doorgehaalde tekst is weggelaten (1 bij ‘Wat is het dilemma?’)"},
	{"struck by a style", tp("Het park" + span("VervallenKind", " van Jan")), "Het park", "", "doorgehaalde"},
	{"struck style turned off", tp(span("Toch", "Dit telt.")), "Dit telt.", "", ""},
	{"struck around", tp("Dit " + span("T1", "is "+span("T7", "niet ")+"oud en ") + "telt."), "Dit telt.", "", "doorgehaalde"},
	{"struck inside", tp(span("T7", "Dit "+span("T1", "niet ")+"telt.")), "Dit telt.", "", "doorgehaalde"},
	{"struck paragraph", `<text:p text:style-name="P2">Oud.</text:p>` + tp("Nieuw."), "Nieuw.", "", "doorgehaalde"},
	{"hidden", tp("Zichtbaar" + span("T2", " en verborgen") + "."), "Zichtbaar.", "en verborgen", ""},
	{"hidden by a paragraph style", `<text:p text:style-name="P1">Vul in: ` + span("T8", "dit ziet men") + `</text:p>`, "dit ziet men", "Vul in:", ""},
	{"same name, other family", `<text:p text:style-name="T2">Zichtbaar.</text:p>`, "Zichtbaar.", "", ""},
	{"hidden section", `<text:section text:name="a" text:display="none">` + tp("Geheim.") + `</text:section>` + tp("Zichtbaar."), "Zichtbaar.", "Geheim.", ""},
	{"section by a condition", `<text:section text:name="a" text:display="condition" text:condition="ooow:x" text:is-hidden="true">` + tp("Geheim.") + `</text:section>` + tp("Zichtbaar."), "Zichtbaar.", "Geheim.", ""},
	{"shown section", `<text:section text:name="a" text:display="condition" text:condition="ooow:x" text:is-hidden="false">` + tp("Toch.") + `</text:section>`, "Toch.", "", ""},
	{"hidden field", tp(`A<text:hidden-text text:condition="ooow:1" text:string-value="Geheim." text:is-hidden="true"/>`), "A", "Geheim.", ""},
	{"shown field", tp(`A <text:hidden-text text:condition="ooow:0" text:string-value="toch" text:is-hidden="false">toch</text:hidden-text>`), "A toch", "", ""},
	{"hidden paragraph", tp(`<text:hidden-paragraph text:condition="ooow:1" text:is-hidden="true"/>Geheim.`) + tp("Zichtbaar."), "Zichtbaar.", "Geheim.", ""},
	{"text by a condition", tp(`<text:conditional-text text:condition="ooow:1" text:string-value-if-true="ja" text:string-value-if-false="nee">ja</text:conditional-text>`), "ja", "", ""},
	{"white", tp("Zwart " + span("T6", "wit")), "Zwart wit", "", "die je op papier niet ziet"},
	{"drop-down", tp(`Besluit: <text:drop-down text:name="x"><text:label text:value="Openbaar"/><text:label text:value="Later" text:current-selected="true"/>Later</text:drop-down>.`), "Besluit: Later.", "", ""},
	{"controls", tp(`<draw:control draw:control="c1"/> <draw:control draw:control="c2"/> <draw:control draw:control="c3"/> <draw:control draw:control="c4"/>`), "☒ Openbaar ☐ Geheim Later Getypt.", "", ""},
	{"content control", tp(`<loext:content-control loext:checkbox="true" loext:checked="true">☑</loext:content-control> Ja <loext:content-control loext:showing-place-holder="true">Kies een item.</loext:content-control>`), "☒ Ja", "", ""},
	{"prompt", tp(`De rol: <text:placeholder text:placeholder-type="text">&lt;rol&gt;</text:placeholder>`), "De rol:", "", ""},
	{"raised", tp("10" + span("T3", "2") + " CO" + span("T4", "2")), "10² CO₂", "", ""},
	{"signs", tp(span("T5", "\uf0fe") + " ja " + span("T5", "à")), "☑ ja →", "", ""},
	{"numbers", items("L1", "een", "twee") + tp("Tussendoor.") + `<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item>` + tp("drie") + items("", "deel") + `</text:list-item></text:list>`, "1. een\n2. twee\n\nTussendoor.\n\n3. drie\n  a) deel", "", ""},
	{"started", items("L3", "vier", "vijf") + items("L2", "punt"), "(IV) vier\n(V) vijf\n- punt", "", ""},
	{"start of an item", `<text:list text:style-name="L1"><text:list-item text:start-value="7">` + tp("zeven") + `</text:list-item><text:list-item>` + tp("acht") + tp("en meer") + `</text:list-item></text:list>`, "7. zeven\n8. acht\n\nen meer", "", ""},
	{"all levels", `<text:list text:style-name="L1"><text:list-item>` + tp("a") + `<text:list><text:list-item>` + tp("b") + `<text:list><text:list-item>` + tp("c") + `</text:list-item></text:list></text:list-item></text:list></text:list-item></text:list>`, "1. a\n  a) b\n    1.a.1. c", "", ""},
	{"formula", tp(`Kans <draw:frame><draw:object xlink:href="./Object 1" xlink:type="simple"/><draw:image xlink:href="./ObjectReplacements/Object 1"/></draw:frame> procent`), "Kans 1/20 procent", "", "formules"},
	{"chart", tp(`A<draw:frame><draw:object xlink:href="./Object 2"/></draw:frame>`), "A", "", "ingesloten bestanden"},
	{"linked picture", tp(`A<draw:frame><draw:image xlink:href="https://example.org/x.png"/></draw:frame>`), "A", "", "afbeeldingen"},
	{"table", `<table:table><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell>` + tp("Jaar") + `</table:table-cell><table:table-cell>` + tp("Bedrag") + `</table:table-cell></table:table-row><table:table-row><table:table-cell table:number-columns-spanned="2">` + tp("onbekend") + `</table:table-cell><table:covered-table-cell/></table:table-row></table:table>`, "Jaar; Bedrag\nonbekend", "", "een tabel is overgenomen"},
	{"ruby", tp(`<text:ruby><text:ruby-base>woord</text:ruby-base><text:ruby-text>uitleg</text:ruby-text></text:ruby>`), "woord (uitleg)", "", ""},
}

func TestOpenDocument(t *testing.T) {
	def := load(t)
	for _, k := range odtKinds {
		t.Run(k.name, func(t *testing.T) { k.hold(t, read(t, def, opendocument(t, k.body))) })
	}
}

// TestOpenDocumentElsewhere refuses a text that stands in another file, and nothing else that does.
func TestOpenDocumentElsewhere(t *testing.T) {
	def := load(t)
	for body, refused := range map[string]bool{
		`<text:section text:name="a"><text:section-source xlink:href="file:///C:/Users/jan/x.odt"/>` + tp("A") + `</text:section>`: true,
		`<text:section text:name="a"><text:section-source xlink:href="../x.odt" text:section-name="b"/></text:section>`:            true,
		`<text:section text:name="a"><text:section-source text:section-name="b"/>` + tp("A") + `</text:section>`:                   false,
		`<text:section text:name="a"><office:dde-source office:dde-application="soffice"/></text:section>`:                         true,
		tp(`<text:a xlink:href="https://example.org">A</text:a>`):                                                                  false,
		tp(`<draw:frame><draw:image xlink:href="../foto.png"/></draw:frame>`):                                                      false,
		tp(`<draw:a xlink:href="file:///C:/x"><draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame></draw:a>`):        false,
		tp(`<text:script script:language="Basic" xmlns:script="x">MsgBox</text:script>`):                                           true,
	} {
		_, err := word.Read(def, opendocument(t, tp("Het park.")+body))
		if refusal := (*word.Refusal)(nil); errors.As(err, &refusal) != refused {
			t.Errorf("%s: %v", body, err)
		}
	}
}
