package print_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/engine"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var (
	wordBottom = regexp.MustCompile(`yMax="([\d.]+)"`)

	objectStream = regexp.MustCompile(`<<[^>]*/Type\s*/ObjStm[^>]*>>\s*stream\r?\n`)

	pdfPage = regexp.MustCompile(`/Type\s*/Page\b[^s]`)
	pdfBox  = regexp.MustCompile(`/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]`)
)

// print prints a page as the style sheet asks, on A4 where it leaves the paper to the reader and no option says otherwise. It returns how many sheets
// it takes and the size of the first in points.
func print(t *testing.T, b *browser.Browser, address string, options ...chromedp.PDFOption) (sheets int, width, height float64) {
	t.Helper()
	b.Open(t, address)
	_, sheets, width, height = paper(t, b, options...)
	return sheets, width, height
}

// paper prints the page that is open.
func paper(t *testing.T, b *browser.Browser, options ...chromedp.PDFOption) (pdf []byte, sheets int, width, height float64) {
	t.Helper()
	if len(options) == 0 {
		pdf = b.Print(t)
	} else {
		var err error
		pdf, err = chromedp.Run(b, chromedp.PrintToPDF(append([]chromedp.PDFOption{chromedp.PDFPreferCSSPageSize(), chromedp.PDFPaper(chromedp.PaperA4)}, options...)...))
		must.Do(t, err)
	}
	all := inflated(t, pdf)
	box := pdfBox.FindSubmatch(all)
	if box == nil {
		t.Fatal("no paper size in the PDF")
	}
	width, _ = strconv.ParseFloat(string(box[1]), 64)
	height, _ = strconv.ParseFloat(string(box[2]), 64)
	return pdf, len(pdfPage.FindAll(all, -1)), width, height
}

// inflated returns a PDF with, behind it, the objects that it holds compressed: Firefox writes all of them so.
func inflated(t *testing.T, pdf []byte) []byte {
	t.Helper()
	all := slices.Clone(pdf)
	for _, at := range objectStream.FindAllIndex(pdf, -1) {
		reader, err := zlib.NewReader(bytes.NewReader(pdf[at[1]:]))
		must.Do(t, err)
		objects, err := io.ReadAll(reader)
		must.Do(t, err)
		all = append(all, objects...)
	}
	return all
}

// TestPrint prints the blank canvas: on one A3 sheet, or what fits on a sheet of A4 where the engine prints on no other, and as five A4 sheets. A case is printed
// on the paper that the reader chooses: on A3 that lies on its side, it takes fewer sheets than on A4.
func TestPrint(t *testing.T) {
	t.Parallel()
	browser.Each(t, prints, engine.Printing)
}

func prints(t *testing.T, in browser.In) {
	b := in.New(t, sitebuild.Published(t))
	near := func(got, want float64) bool { return got > want-2 && got < want+2 }
	const a4, a4Long, a3Long = 595, 842, 1191 // points
	wide, high := float64(a3Long), float64(a4Long)
	if in.Engine == engine.Firefox {
		wide, high = a4Long, a4 // WebDriver tells it the paper
	}
	for _, language := range []string{"", "/en"} {
		if n, w, h := print(t, b, language+"/canvas/"); n != 1 || !near(w, wide) || !near(h, high) {
			t.Errorf("%s/canvas/ prints on %d sheets of %g by %g", language, n, w, h)
		}
		if n, w, h := print(t, b, language+"/canvas/a4/"); n != 5 || !near(w, a4) || !near(h, a4Long) {
			t.Errorf("%s/canvas/a4/ prints on %d sheets of %g by %g", language, n, w, h)
		}
	}
	const address = "/dilemmas/onderzoek-klaar-onderhandeling-niet/"
	sheets, w, h := print(t, b, address)
	if sheets < 2 || sheets > 4 || !near(w, a4) || !near(h, a4Long) {
		t.Errorf("a case prints on %d sheets of %g by %g", sheets, w, h)
	}
	if in.Engine == engine.Chromium { // of the others, the paper that a reader chooses is not for a test to choose
		if n, w, h := print(t, b, address, chromedp.PDFPaper(chromedp.PaperA3), chromedp.PDFLandscape()); n < 2 || n >= sheets || !near(w, a3Long) || !near(h, a4Long) {
			t.Errorf("a case prints on %d sheets of %g by %g", n, w, h)
		}
	}
	if n, w, h := print(t, b, address+"oefenen/"); n < 3 || n > 6 || !near(w, a4Long) || !near(h, a4) {
		t.Errorf("the page to practise with prints on %d sheets, of which the first is %g by %g", n, w, h)
	}
}

// TestCaseOnPaper prints every case on A4, in Dutch and, every third in a wide font, in English: at most four sheets, or five with the English summary, of
// which only the last may stay half empty. On them stand the address of the page, the site and the number of each sheet, and where links to other sites lead.
// They are light in a dark browser.
func TestCaseOnPaper(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	b := browser.New(t, public)
	b.Look(t, 1280, "dark")
	links, printed := 0, map[string][]byte{}
	for i, e := range page.Exercises(t, public) {
		address := strings.TrimSuffix(e, "oefenen/")
		for _, language := range []string{"", "/en"} {
			if language != "" && i%3 > 0 {
				continue
			}
			b.Open(t, language+address)
			if language != "" {
				b.Adopt(t, ":root { --dilemma-document-font-family: DejaVu Sans, Verdana !important; --dilemma-heading-font-family: DejaVu Serif, Georgia !important }")
			}
			pdf, sheets, _, _ := paper(t, b)
			most := 4
			if language != "" {
				most = 5 // with a summary in English, in a font that is wide
			}
			if sheets > most {
				t.Errorf("%s%s takes %d sheets", language, address, sheets)
			}
			printed[language+address] = pdf
			if language != "" || i%7 > 0 { // what stands on the sheets is the same for all
				continue
			}
			parts, err := extract.Read("case.pdf", pdf)
			must.Do(t, err)
			var text strings.Builder
			for _, part := range parts {
				text.WriteString(strings.Join(strings.Fields(part.Text), ""))
			}
			for _, want := range []string{sitebuild.Address + strings.TrimPrefix(address, "/"), fmt.Sprintf("1/%d", sheets), fmt.Sprintf("%d/%d", sheets, sheets), "site.test"} {
				if !strings.Contains(text.String(), want) {
					t.Errorf("%s: the sheets do not say %q", address, want)
				}
			}
			for _, href := range browser.Eval[[]string](t, b, `[...document.querySelectorAll(".case :is(.story, .keywords) a[href^=http]")].map(a => a.getAttribute("href"))`) {
				links++
				if !strings.Contains(text.String(), href) {
					t.Errorf("%s: the sheets do not say that a link leads to %s", address, href)
				}
			}
		}
	}
	if links < 4 {
		t.Errorf("only %d links to other sites", links)
	}
	browser.Call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if got := browser.Eval[string](t, b, `[document.documentElement, document.querySelector(".field p")].map(e => getComputedStyle(e)).map(s => s.backgroundColor + s.color).join()`); got != "rgb(255, 255, 255)rgb(0, 0, 0),rgba(0, 0, 0, 0)rgb(0, 0, 0)" {
		t.Errorf("paper has the colours %s", got)
	}
	t.Run("filled", func(t *testing.T) {
		reader, err := exec.LookPath("pdftotext")
		if err != nil {
			skip.Absent(t, "no pdftotext: install poppler-utils")
		}
		for address, pdf := range printed {
			cmd := exec.Command(reader, "-bbox", "-", "-")
			cmd.Stdin = bytes.NewReader(pdf)
			out, err := cmd.Output()
			must.Do(t, err)
			sheets := strings.Split(string(out), "<page ")[1:]
			for i, sheet := range sheets[:len(sheets)-1] {
				lowest := 0.0
				for _, m := range wordBottom.FindAllStringSubmatch(sheet, -1) {
					if bottom, _ := strconv.ParseFloat(m[1], 64); bottom < 800 { // the site and the number stand below
						lowest = max(lowest, bottom)
					}
				}
				if lowest < 0.55*842 {
					t.Errorf("%s: sheet %d of %d ends at %.0f points", address, i+1, len(sheets), lowest)
				}
			}
		}
	})
}

// TestExerciseOnPaper prints a closed step as room to write, and an open one as it was answered.
func TestExerciseOnPaper(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	b.Open(t, "/dilemmas/pentest-van-de-gemalen/oefenen/")
	browser.Call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	visible := func(selector string) bool {
		return browser.Eval[bool](t, b, "document.querySelector(`"+selector+"`).checkVisibility()")
	}
	if !visible("#stap-kiezen .exercise__room") || visible("#stap-kiezen .exercise__answer") {
		t.Error("a closed step does not print as room to write")
	}
	browser.Eval[bool](t, b, `document.querySelector("#stap-kiezen details").open = true`)
	if visible("#stap-kiezen .exercise__room") || !visible("#stap-kiezen .exercise__answer .field") || !visible("#stap-afwegen .exercise__room") {
		t.Error("an open step does not print its answers")
	}
}
