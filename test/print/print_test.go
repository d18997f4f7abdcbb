package print_test

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var (
	pdfPage = regexp.MustCompile(`/Type\s*/Page\b[^s]`)
	pdfBox  = regexp.MustCompile(`/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]`)
)

// print prints a page as the style sheet asks, on A4 where it leaves the paper to the reader and no option says otherwise. It returns how many sheets
// it takes and the size of the first in points.
func print(t *testing.T, b *browser.Browser, address string, options ...chromedp.PDFOption) (sheets int, width, height float64) {
	t.Helper()
	b.Open(t, address)
	options = append([]chromedp.PDFOption{chromedp.PDFPreferCSSPageSize(), chromedp.PDFPaper(chromedp.PaperA4)}, options...)
	pdf, err := chromedp.Run(b, chromedp.PrintToPDF(options...))
	must.Do(t, err)
	box := pdfBox.FindSubmatch(pdf)
	if box == nil {
		t.Fatalf("%s: no paper size in the PDF", address)
	}
	width, _ = strconv.ParseFloat(string(box[1]), 64)
	height, _ = strconv.ParseFloat(string(box[2]), 64)
	return len(pdfPage.FindAll(pdf, -1)), width, height
}

// TestPrint prints the blank canvas: on one A3 sheet, and as five A4 sheets. A case is printed on the paper
// that the reader chooses: on A3 that lies on its side, it takes fewer sheets than on A4.
func TestPrint(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	near := func(got, want float64) bool { return got > want-2 && got < want+2 }
	const a4, a4Long, a3Long = 595, 842, 1191 // points
	for _, language := range []string{"", "/en"} {
		if n, w, h := print(t, b, language+"/canvas/"); n != 1 || !near(w, a3Long) || !near(h, a4Long) {
			t.Errorf("%s/canvas/ prints on %d sheets of %g by %g", language, n, w, h)
		}
		if n, w, h := print(t, b, language+"/canvas/a4/"); n != 5 || !near(w, a4) || !near(h, a4Long) {
			t.Errorf("%s/canvas/a4/ prints on %d sheets of %g by %g", language, n, w, h)
		}
	}
	const address = "/dilemmas/onderzoek-klaar-onderhandeling-niet/"
	sheets, w, h := print(t, b, address)
	if sheets < 2 || sheets > 8 || !near(w, a4) || !near(h, a4Long) {
		t.Errorf("a case prints on %d sheets of %g by %g", sheets, w, h)
	}
	if n, w, h := print(t, b, address, chromedp.PDFPaper(chromedp.PaperA3), chromedp.PDFLandscape()); n < 2 || n >= sheets || !near(w, a3Long) || !near(h, a4Long) {
		t.Errorf("a case prints on %d sheets of %g by %g", n, w, h)
	}
	if n, w, h := print(t, b, address+"oefenen/"); n < 3 || n > 6 || !near(w, a4Long) || !near(h, a4) {
		t.Errorf("the page to practise with prints on %d sheets, of which the first is %g by %g", n, w, h)
	}
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
