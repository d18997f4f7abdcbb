package print_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/formpage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/pdf"
)

// TestPaper prints the PDFs as `dilemma build` does: tagged, in Dutch, with a title, on the paper that belongs to them, and with no link to this machine.
func TestPaper(t *testing.T) {
	t.Parallel()
	program, err := pdf.Find()
	if err != nil {
		skip.Absent(t, "no browser: %v", err)
	}
	without := sitebuild.Published(t)
	public := sitebuild.BuildWith(t, sitebuild.Copy(t), []string{"HUGO_PARAMS_PAPER=true"}, "--baseURL", "https://site.test/pad/")
	if booklet := must.Read(t, public, pdf.Booklet, "index.html"); strings.Count(booklet, "<h2 id=") < 10 || strings.Count(booklet, "<h1") != 1 {
		t.Error("the booklet does not hold every page of the handreiking")
	}
	page.Validate(t, filepath.Join(public, filepath.FromSlash(pdf.Booklet), "index.html"))
	must.Do(t, pdf.Make(t.Context(), program, public))
	if _, err := os.Stat(filepath.Join(public, filepath.FromSlash(pdf.Booklet))); err == nil {
		t.Error("the page of the booklet is still there")
	}
	for i, want := range []struct {
		sheets, most  int
		width, height string
		page          string
	}{
		{1, 1, "1191", "841", "canvas/index.html"},
		{5, 5, "594", "841", "canvas/a4/index.html"},
		{17, 17, "594", "841", "canvas/printset/index.html"},
		{15, 90, "594", "841", "handreiking/index.html"},
	} {
		file := pdf.Documents[i].File
		pdf := []byte(must.Read(t, public, file))
		box := pdfBox.FindSubmatch(pdf)
		if n := len(pdfPage.FindAll(pdf, -1)); n < want.sheets || n > want.most || !strings.HasPrefix(string(box[1]), want.width) || !strings.HasPrefix(string(box[2]), want.height) {
			t.Errorf("%s has %d sheets of %s by %s", file, n, box[1], box[2])
		}
		for _, part := range []string{"/StructTreeRoot", "/Marked true", "/Lang (nl)", "/Title ("} {
			if !bytes.Contains(pdf, []byte(part)) {
				t.Errorf("%s has no %s", file, part)
			}
		}
		if bytes.Contains(pdf, []byte("127.0.0.1")) || bytes.Contains(pdf, []byte("file://")) {
			t.Errorf("%s leads to the machine that made it", file)
		}
		if !strings.Contains(must.Read(t, public, want.page), `href="/pad/`+file+`"`) {
			t.Errorf("%s does not lead to %s", want.page, file)
		}
		if strings.Contains(must.Read(t, without, want.page), filepath.Base(file)) {
			t.Errorf("without a browser, %s leads to a PDF that is not there", want.page)
		}
	}
	t.Logf("%d bytes of handreiking", len(must.Read(t, public, pdf.Documents[3].File)))
	checkSet(t, must.Read(t, public, pdf.Documents[2].File), must.Read(t, public, "canvas", "index.html"))

	// A browser that fails halfway leaves no PDF that it printed, and takes away nothing else.
	half := filepath.Join(t.TempDir(), "browser")
	must.Do(t, os.WriteFile(half, []byte("#!/bin/sh\ncase \"$*\" in */canvas/a4/*) exit 1 ;; esac\nexec "+program+" \"$@\"\n"), 0o755))
	booklet := filepath.Join(public, filepath.FromSlash(pdf.Booklet))
	must.Do(t, os.MkdirAll(booklet, 0o755))
	must.Write(t, filepath.Join(booklet, "index.html"), "<title>x</title>")
	must.Write(t, filepath.Join(booklet, "eigen.txt"), "van iemand")
	must.Write(t, filepath.Join(public, "canvas", "eigen.pdf"), "van iemand")
	if err := pdf.Make(t.Context(), half, public); err == nil {
		t.Error("a browser that fails prints")
	}
	for name, there := range map[string]bool{pdf.Documents[0].File: false, pdf.Documents[1].File: true, pdf.Documents[2].File: false, pdf.Documents[3].File: false, "canvas/eigen.pdf": true, pdf.Booklet + "eigen.txt": true, pdf.Booklet + "index.html": false} {
		if _, err := os.Stat(filepath.Join(public, filepath.FromSlash(name))); (err == nil) != there {
			t.Errorf("%s: there is %v, want %v", name, err == nil, there)
		}
	}
}

// checkSet reads what a facilitator prints: each part is there in its order on paper of its own, at the size that the link to it tells.
func checkSet(t *testing.T, set, canvas string) {
	t.Helper()
	if len(set) > 1_000_000 || !strings.Contains(canvas, "(minder dan 1 MB)") {
		t.Errorf("the set has %d bytes", len(set))
	}
	var sizes []string
	for _, box := range pdfBox.FindAllStringSubmatch(set, -1) {
		sizes = append(sizes, box[1][:strings.Index(box[1]+".", ".")]+"x"+box[2][:strings.Index(box[2]+".", ".")])
	}
	const upright, lying, large = "594x841", "841x594", "1191x841"
	want := []struct {
		size  string
		words []string
	}{
		{upright, []string{"Alles voor de gespreksleider", "Dit zit erin"}},
		{upright, []string{"Uitnodiging", "Onderwerp:", "Met vriendelijke groet"}},
		{upright, []string{"Voorbereiding van de dilemma-eigenaar", "Wat schuurt er?", "Wanneer is het gesprek voor jou geslaagd"}},
		{upright, []string{"De dag ervoor", "Een kwartier ervoor", "Toch niet door laten gaan?"}},
		{upright, []string{"Draaiboek voor de gespreksleider", "Daarna"}},
		{upright, []string{"Vragen om hardop te stellen", "Stap 1: kennismaken", "Stap 5: afronden"}},
		{upright, []string{"De enige jurist", "Jijzelf"}},
		{upright, []string{"Woorden voor waarden en gevoelens", "Openheid:", "hoopvol"}},
		{lying, []string{"Kennismaken", "Waarom is het gesprek nú nodig?", "15 minuten"}},
		{lying, []string{"Verkennen", "Wat is de gedeelde vraag?", "40 minuten"}},
		{lying, []string{"Afwegen", "Wat is de conclusie?", "35 minuten"}},
		{lying, []string{"Kiezen", "Hoe nu verder?", "20 minuten"}},
		{lying, []string{"Afronden", "Samenvatting", "10 minuten"}},
		{upright, []string{"Spelerkaarten", "Speler A", "Speler C"}},
		{upright, []string{"Formulier direct na het gesprek", "Er was genoeg tijd.", "Zit je iets dwars?"}},
		{upright, []string{"Belkaart", "De eigenaar wordt gebeld op, en door:", "Evaluatie na drie maanden op:"}},
		{large, []string{"Canvas dilemmagesprek openbaarheid", "Wie doen ertoe?", "Keuze 2", "Afronding"}},
	}
	if len(sizes) != len(want) {
		t.Fatalf("the set has %d sheets: %q", len(sizes), sizes)
	}
	text := words(t, []byte(set))
	for i, sheet := range want {
		if sizes[i] != sheet.size {
			t.Errorf("sheet %d of the set is %s, not %s", i+1, sizes[i], sheet.size)
		}
		for _, word := range sheet.words {
			if !strings.Contains(strings.Join(strings.Fields(text[i]), " "), word) {
				t.Errorf("sheet %d of the set does not say %q", i+1, word)
			}
		}
	}
}

// words returns the text of each sheet of a PDF.
func words(t *testing.T, pdf []byte) []string {
	t.Helper()
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		skip.Absent(t, "no pdftotext: install poppler-utils")
	}
	cmd := exec.Command(reader, "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	must.Do(t, err)
	return strings.Split(strings.TrimRight(string(out), "\f\n"), "\f")
}

// sheets prints the page that is open and returns the words of each sheet.
func sheets(t *testing.T, b *browser.Browser) []string {
	t.Helper()
	return words(t, b.Print(t))
}

// TestPrintKeepsRowsWhole prints a dilemma with far more in it than a sheet holds, as a page of the site and as the form prints it: every row, player and choice
// stands on one sheet, its header above it, and no heading stands alone at the foot.
func TestPrintKeepsRowsWhole(t *testing.T) {
	t.Parallel()
	const needs, players, choices = 60, 12, 8
	long := strings.Repeat("woorden die een rij vullen ", 12)
	var needed, played, weighed strings.Builder
	for i := range needs {
		fmt.Fprintf(&needed, "      - wie: BEGIN%d\n        wat: %sEIND%d\n", i, long, i)
	}
	for i := range players {
		fmt.Fprintf(&played, "      - speler: ROL%d\n        standpunten_en_emoties: SE%d %sSE%dZ\n        belangen_en_waarden: BW%d %sBW%dZ\n        rechten_en_voorkeuren: RV%d %sRV%dZ\n", i, i, long[:81], i, i, long[:81], i, i, long[:81], i)
	}
	for i := range choices {
		fmt.Fprintf(&weighed, "      - keuze: KEUS%d\n        voordelen: [%sPLUS%d]\n        nadelen: [%sMIN%d]\n", i, long, i, long, i)
	}
	// Longer than a sheet, so it must be cut, and nothing of it lost.
	fmt.Fprintf(&needed, "      - wie: LANGBEGIN\n        wat: %sLANGEIND\n", strings.Repeat(long, 30))
	text := fmt.Sprintf("---\ntitle: Heel veel\ndate: 2026-02-03\ndraft: false\neditie: \"2022-10\"\nherkomst: fictief\nthemas: [privacy]\nbestuurslaag: gemeente\nwoo_gronden: []\ncanvas:\n  kennismaken:\n    dilemma: Veel.\n    waarom_nu: Nu.\n  verkennen:\n    spelers:\n%s    gedeelde_vraag: Mogen we dit?\n  afwegen:\n    keuzes:\n%s    conclusie: Zo.\n  kiezen:\n    keuze: Dit.\n    wie_heeft_wat_nodig:\n%s    hoe_nu_verder: Morgen.\n  afronden:\n    tevreden: Ja.\n    samenvatting: Kort.\n---\n\nVerhaal.\n", played.String(), weighed.String(), needed.String())
	dir := sitebuild.Repository(t)
	must.Write(t, filepath.Join(dir, "content", "dilemmas", "heel-veel.md"), text)
	must.Write(t, filepath.Join(dir, "content", "dilemmas", "gewoon.md"), fixture.Dilemma(sitebuild.Definition(t), 1))
	public := sitebuild.Build(t, dir)

	check := func(t *testing.T, sheets []string) {
		t.Helper()
		if len(sheets) < 6 {
			t.Fatalf("only %d sheets", len(sheets))
		}
		all := strings.Join(sheets, "\n")
		for _, mark := range []string{"BEGIN0", "EIND59", "SE11", "PLUS7", "MIN7", "LANGBEGIN", "LANGEIND"} {
			if !strings.Contains(all, mark) {
				t.Errorf("%s is not on paper", mark)
			}
		}
		for n, sheet := range sheets {
			words := strings.Fields(sheet)
			has := map[string]bool{}
			rows := 0
			for _, w := range words {
				has[w] = true
			}
			for i := range needs {
				begin, end := has[fmt.Sprintf("BEGIN%d", i)], has[fmt.Sprintf("EIND%d", i)]
				if begin != end {
					t.Errorf("row %d is cut at sheet %d", i, n+1)
				}
				if begin {
					rows++
				}
			}
			for i := range choices {
				if has[fmt.Sprintf("KEUS%d", i)] != has[fmt.Sprintf("MIN%d", i)] {
					t.Errorf("choice %d is cut at sheet %d", i, n+1)
				}
			}
			for i := range players {
				count := 0
				for _, line := range []string{"SE", "BW", "RV"} {
					for _, mark := range []string{fmt.Sprintf("%s%d", line, i), fmt.Sprintf("%s%dZ", line, i)} {
						if has[mark] {
							count++
						}
					}
				}
				if count != 0 && count != 6 {
					t.Errorf("player %d is cut at sheet %d: %d of 6", i, n+1, count)
				}
				if (count > 0) != has[fmt.Sprintf("ROL%d", i)] {
					t.Errorf("player %d stands on sheet %d without its name", i, n+1)
				}
			}
			if rows > 0 && (!has["Wie"] || !has["Wat"]) {
				t.Errorf("sheet %d has %d rows and no header", n+1, rows)
			}
			last := strings.TrimSpace(sheet[strings.LastIndex(strings.TrimSpace(sheet), "\n")+1:])
			for _, heading := range []string{"Wat is de conclusie?", "Wat is de keuze?", "Wat heeft wie nodig?", "Hoe nu verder?", "Zijn we tevreden?", "Samenvatting", "Voordelen", "Nadelen"} {
				if last == heading {
					t.Errorf("sheet %d ends with the heading %q", n+1, heading)
				}
			}
		}
	}
	t.Run("page", func(t *testing.T) {
		b := browser.New(t, public)
		b.Open(t, "/dilemmas/heel-veel/")
		check(t, sheets(t, b))
	})
	t.Run("form", func(t *testing.T) {
		b := formpage.Open(t, sitebuild.Published(t), page.StandAlone)
		if trouble := browser.Eval[string](t, b, `hands.open("heel-veel.md", `+browser.Literal(text)+`)`); trouble != "" {
			t.Fatal(trouble)
		}
		check(t, sheets(t, b))
	})
	t.Run("sheets", func(t *testing.T) {
		b := browser.New(t, public)
		for address, want := range map[string]int{"/canvas/voorbereiding/": 1, "/canvas/draaiboek/": 1, "/en/canvas/voorbereiding/": 1, "/en/canvas/draaiboek/": 1, "/handreiking/uitnodiging/": 2, "/handreiking/dag-ervoor/": 2, "/handreiking/woorden/": 2, "/en/guide/day-before/": 2, "/en/guide/words/": 2} {
			b.Open(t, address)
			got := sheets(t, b)
			if len(got) > want || len(strings.Fields(got[0])) < 40 {
				t.Errorf("%s prints on %d sheets, of which the first holds %d words", address, len(got), len(strings.Fields(got[0])))
			}
			if strings.HasSuffix(address, "/uitnodiging/") && (!strings.Contains(got[len(got)-1], "Onderwerp:") || !strings.Contains(got[len(got)-1], "Met vriendelijke groet")) {
				t.Error("the letter does not stand on a sheet of its own")
			}
			if address == "/handreiking/woorden/" && (strings.Contains(got[0], "Openheid:") || !strings.Contains(got[1], "Openheid:") || !strings.Contains(got[1], "enthousiast")) {
				t.Error("the words do not stand on a sheet of their own")
			}
		}
		// What is to fill in by hand begins on a sheet of its own and ends on it.
		for address, forms := range map[string][][2]string{
			"/handreiking/evaluatie/": {{"Formulier direct na het gesprek", "Wat moet de volgende keer anders?"}, {"Formulier na drie maanden", "Dit vertel ik de groep:"}},
			"/handreiking/training/":  {{"De wending", "19.30 uur"}, {"Observatieblad", "Eén ding dat ik van deze gespreksleider overneem:"}},
			"/en/guide/training/":     {{"Observation sheet", "One thing that I take over from this facilitator:"}},
		} {
			b.Open(t, address)
			got := sheets(t, b)
			for _, form := range forms {
				if !slices.ContainsFunc(got, func(sheet string) bool {
					sheet = strings.Join(strings.Fields(sheet), " ")
					return strings.HasPrefix(sheet, form[0]) && strings.Contains(sheet, form[1])
				}) {
					t.Errorf("%s: %q does not have a sheet of its own", address, form[0])
				}
			}
		}
	})
}
