package concerned_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/concerned"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

func read(t *testing.T, list string) *concerned.Names {
	t.Helper()
	names, err := concerned.Read(list)
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestForms finds every form of a name, whole and as surely as it should: in a text the expected hits stand between square brackets when they are sure, and
// between braces when they are not.
func TestForms(t *testing.T) {
	const (
		woude  = "Evelien van der Woude <e.woude@example.org>"
		ylmz   = "Yılmaz, Gülşen"
		double = "mr. drs. A.B. (Anne-Marie) Hoekstra-de Groot"
		boer   = "Roos de Boer"
		bakker = "Mark Bakker"
		jan    = "Vries, Jan Pieter de"
		place  = "Frans van Utrecht"
	)
	for _, c := range []struct{ list, text string }{
		{woude, "Gisteren belde [Evelien van der Woude] op."},
		{woude, "Aan: [Woude, Evelien van der]; [Van der Woude, Evelien]; [van der Woude Evelien]"},
		{woude, "[Evelien] en [Woude], [van der Woude] en [Van der Woude]'s dossier, [Eveliens] fiets"},
		{woude, "[E. van der Woude], [E.v.d. Woude] en [E van der Woude]"},
		{woude, "[v.d. Woude], [vd Woude], [v/d Woude] en [VAN DER WOUDE]. Ook [evelien VAN DER WOUDE]"},
		{woude, "gesprek met [evelien van der woude] en [woude]"},
		{woude, "Actie: [EvdW]. Ook [E.v.d.W]. en [E. v.d. W]."},
		{woude, "Mail [e.woude@example.org], [e.vanderwoude]@gemeente.example, [woude.e]@x.nl of [evelienvanderwoude]@x.nl"},
		{woude, "notulen_[evelien_van_der_woude]_2026.docx, notulen-[Woude].pdf, Gesprek[Evelien]Definitief.docx, [vanderwoudee]@x.nl, @[evdw]"},
		{woude, "https://example.org/in/[evelien-van-der-woude]/ en [Evelien%20van%20der%20Woude]"},
		{woude, "[Evelien&nbsp;van&#32;der Woude], [Eve\u00adlien], **[Evelien** van der _Woude]_, [Evelien\nvan der Woude]"},
		{woude, "Woudenberg, Evelienstraat en de wouden van der Molen; Jan van der Molen"},
		{ylmz, "[Gülşen Yılmaz], [Gulsen Yilmaz], [GÜLŞEN YILMAZ], [g.yilmaz]@example.org, [Gu\u0308ls\u0327en]"},
		{double, "[Hoekstra]; [De Groot]; [Hoekstra-de Groot]; [Anne-Marie]; [Anne-Marie de Groot]; [A.B. Hoekstra - de Groot]; [Anne Marie Hoekstra]"},
		{jan, "[Jan de Vries]; [Jan Pieter de Vries]; [Jan P. de Vries]; [J.P. de Vries]; [JP de Vries]; [Vries J.P. de]; [jpdevries]@x.nl; [devriesjp]@x.nl"},
		{jan, "Dat zei [De Vries]. [De Vries]' brief, de vries en vries. Het gaat om [Jan], en om [JdV]. In jan was het koud."},
		{woude, "Dat zei [E. van der W]. tegen [Evelien v.d. W]. en e van der w"},
		{"Jürgen Müller", "[Jurgen Muller], [Juergen Mueller], [MUELLER] en [j.mueller]@example.org"},
		{"Sinéad O'Brien", "[O'Brien], [OBrien], [s.obrien]@example.org en [Sinead O’Brien]"},
		{"Kees van 't Hof", "[van 't Hof]; [k.vanthof]@example.org, [KvtH] en [K. v.'t Hof]"},
		{"MOHAMED EL KHATTABI, MSc", "[El Khattabi]; [m.elkhattabi]@example.org en [Mohamed]"},
		{"Jan-Willem Terpstra", "[JanWillem], [Jan Willem] en [J.W. Terpstra]; de Terpstraat"},
		// Ordinary words: see the comment of the package.
		{boer, "[Roos de Boer] belde. {roos de boer} belde ook. Daarna kwam [Roos] langs."},
		{boer, "Een roos is rood, en de boer ploegt. De boer ploegt door."},
		{boer, "{Roos} is hier een woord of een naam. [Roos], kom je? [r.deboer]@x.nl en [roos]@x.nl. Een bestand {roos}.docx"},
		{boer, "Dat vond ook [De Boer]. Wij spraken mevrouw [de Boer] en [de Boer] zei niets"},
		{bakker, "De bakker bakt brood met een mark van een munt. Wij vroegen het [Bakker] en [Mark]. {Bakker} zijn is mooi. VRAAG HET {BAKKER} EVEN"},
		{bakker, "{Bakker}\n\n- {Mark}\n- [Bakker], de directeur\n\n[Bakker]: nee. Ook dhr. [Bakker] zei nee. [M. Bakker] en [m.bakker]"},
		{bakker, "Bakkerij en marktplein. Het is marktconform."},
		{place, "De gemeente {Utrecht} ligt in {Utrecht}, en {van Utrecht} naar Zeist. Dat zei [Van Utrecht] ook"},
		{"Bert Visser", "De firma heet X BV. En (BV) ook niet."},
		{"Jan Visser", "Actie ({JV}) en [J.V]. en JV."},
		{"Li Wu", "Dat zei [Li Wu] tegen [Wu] en {li wu}. De li is een maat."},
	} {
		text, want := unmark(c.text)
		var got []string
		for _, h := range read(t, c.list).Find(text) {
			got = append(got, mark(text, h))
			if h.Kind != detect.Name || h.Rule != detect.Given {
				t.Errorf("%q: kind %q, rule %q", text, h.Kind, h.Rule)
			}
		}
		if g, w := strings.Join(got, " | "), strings.Join(want, " | "); g != w {
			t.Errorf("%q in %q\n got %s\nwant %s", c.list, text, g, w)
		}
	}
}

func mark(text string, h detect.Hit) string {
	if h.Sure {
		return "[" + text[h.Start:h.End] + "]"
	}
	return "{" + text[h.Start:h.End] + "}"
}

// unmark returns a text without its marks, and what stands between them, with the marks.
func unmark(marked string) (text string, want []string) {
	var b strings.Builder
	start := -1
	for i, r := range marked {
		switch r {
		case '[', '{':
			start = i
		case ']', '}':
			want = append(want, marked[start:i+1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), want
}

func TestList(t *testing.T) {
	names := read(t, "\ufeff# betrokkenen\r\n\r\nEvelien van der Woude\t# melder\r\n  Hoekstra, A.B.  \r\ninfo@example.org\r\n")
	if names.Len() != 3 {
		t.Errorf("%d people", names.Len())
	}
	if hits := names.Find("Woude en Hoekstra mailden info@example.org"); len(hits) != 3 {
		t.Errorf("%+v", hits)
	}
	for list, want := range map[string]error{"": concerned.ErrEmpty, "# niemand\n\n": concerned.ErrEmpty, strings.Repeat("Evelien\n", 5_001): concerned.ErrLong} {
		if _, err := concerned.Read(list); !errors.Is(err, want) {
			t.Errorf("%.20q: %v", list, err)
		}
	}
	for _, list := range []string{"Evelien\n1234\n", "Evelien\n" + strings.Repeat("x", 500), "Evelien\n\xff\xfe"} {
		var wrong *concerned.LineError
		if _, err := concerned.Read(list); !errors.As(err, &wrong) || wrong.Line != 2 || strings.Contains(err.Error(), "1234") {
			t.Errorf("%.20q: %v", list, err)
		}
	}
}

// TestComplete keeps what a search found, makes sure what holds a name, and adds what the search did not see.
func TestComplete(t *testing.T) {
	names := read(t, "Evelien van der Woude\nMark Bakker")
	for text, want := range map[string]string{
		"Mail evelien.woude@example.org":                     "e-mail [evelien.woude@example.org]",
		"De heer Jansen sprak Evelien op 06 12345678":        "naam [Jansen] | naam [Evelien] | telefoon [06 12345678]",
		"Mevrouw Evelien Jansen-van der Woude belde":         "naam [Evelien Jansen-van der Woude]",
		"Vraag het Woude Consult B.V. in Gouda":              "naam [Woude] | plaats {Gouda}",
		"De heer Mark Bakker":                                "naam [Mark Bakker]",
		"Niemand":                                            "",
		"Gesprek met Evelien van der Woude-Hoekstra vandaag": "naam [Evelien van der Woude-Hoekstra]",
	} {
		var got []string
		last := 0
		for _, h := range names.Complete(text, detect.Scan(text)) {
			if h.Start < last {
				t.Errorf("%q: hits overlap", text)
			}
			last = h.End
			got = append(got, string(h.Kind)+" "+mark(text, h))
		}
		if g := strings.Join(got, " | "); g != want {
			t.Errorf("%q\n got %s\nwant %s", text, g, want)
		}
	}
}

// TestBorders finds a name wherever it stands in a text of more than one chunk, once.
func TestBorders(t *testing.T) {
	names := read(t, "Evelien van der Woude")
	for _, filler := range []string{"tekst ", "é", "x\n", "tekst"} {
		for shift := 0; shift < 40; shift += 3 {
			before := strings.Repeat(filler, (64<<10-40+shift)/len(filler))
			text := before + " Evelien van der Woude " + strings.Repeat(filler, 70_000/len(filler))
			hits := names.Find(text)
			if len(hits) != 1 || text[hits[0].Start:hits[0].End] != "Evelien van der Woude" {
				t.Fatalf("%q, shift %d: %+v", filler, shift, hits)
			}
		}
	}
}

// TestHostile searches texts in which every word begins a long form, with a list of people who look alike.
func TestHostile(t *testing.T) {
	var list strings.Builder
	for i := range 300 {
		fmt.Fprintf(&list, "A.A.A. Aa van de Aa%s-de A%s\n", strings.Repeat("a", i%40), strings.Repeat("b", i/40))
	}
	for _, piece := range []string{"a", "a ", "a.", "aa van de ", "A.", "a-", "@a", "van de aa-", "%20a", "\u0301", "a@"} {
		t.Run(piece, func(t *testing.T) {
			bound.Check(t, []byte(strings.Repeat(piece, 1<<20/len(piece))), func(text []byte) { read(t, list.String()).Find(string(text)) })
		})
	}
}

func BenchmarkRead(b *testing.B) {
	var list strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&list, "Evelien%c%c Anna van der Woude%c\n", 'a'+i%26, 'a'+i/26%26, 'a'+i/676)
	}
	for b.Loop() {
		if _, err := concerned.Read(list.String()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	var list strings.Builder
	for i := range 100 {
		fmt.Fprintf(&list, "Evelien%c van der Woude%c\n", 'a'+i%26, 'a'+i/26)
	}
	names, err := concerned.Read(list.String())
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("Gisteren sprak de projectleider met een bewoner over het park, en dat ging goed. Eveliena van der Woudea was erbij.\n", 9000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		names.Find(text)
	}
}

func FuzzFind(f *testing.F) {
	names, err := concerned.Read("Evelien van der Woude <e.woude@example.org>\nYılmaz, Gülşen\nRoos de Boer\nA.B. Hoekstra-de Groot")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"Evelien van der Woude", "E.v.d.W. ", "&#69;velien", "\xff\xfeEvdW.", "e.woude@example.org", "%20", "É́́velien"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, h := range names.Complete(text, names.Find(text)) {
			if h.Start < last || h.End <= h.Start || h.End > len(text) {
				t.Fatalf("%q: %+v", text, h)
			}
			last = h.End
		}
	})
}
