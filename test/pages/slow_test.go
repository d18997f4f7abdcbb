package pages_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// The slow phone of Lighthouse, as it sets DevTools: "slow 4G" is a round trip of 150 ms and 1.6 Mbit/s down, each by a factor that makes up for what DevTools
// leaves out, and the processor is four times slower.
const (
	roundTrip = 150 * 3.75                  // ms
	down      = 1.6 * 1024 * 1024 / 8 * 0.9 // bytes a second
	up        = 750 * 1024 / 8 * 0.9
	slower    = 4
)

// BenchmarkSlowPhone opens home, the casebook, a case, the form and the search on a slow phone that has seen nothing, in turns with the same elements and words in
// the style and with the script of GOV.UK, from one server. Of the form it also types in the first field from the moment that it is there until the
// programs have come and checked, and in the same field of the other. Of each figure it logs the median and the least and most, of ours and theirs:
//
//	text         ms until the first text is there to read
//	largest      ms until the largest part is there
//	interactive  ms until the scripts have run and the last task of 50 ms or more is over
//	blocked      ms of such tasks beyond their first 50, after the first text
//	bytes        what came over the line
//	requests     how many files that were
//	key          ms until the page shows what the slowest key did
//
// A metric is ours with theirs as one. DILEMMA_PEER names a folder in which `npm install govuk-frontend@5.14.0` was done.
func BenchmarkSlowPhone(b *testing.B) {
	govuk := filepath.Join(os.Getenv("DILEMMA_PEER"), "node_modules", "govuk-frontend", "dist", "govuk")
	if _, err := os.Stat(govuk); err != nil {
		b.Skip("DILEMMA_PEER names no folder with govuk-frontend")
	}
	public := sitebuild.Site(b, sitebuild.Variant{Address: sitebuild.Address, Search: true, Programs: true})
	pages := []struct{ name, address string }{
		{"home", "/"}, {"casebook", "/dilemmas/"}, {"case", "/dilemmas/onderzoek-klaar-onderhandeling-niet/"}, {"form", page.Form}, {"search", "/zoeken/?q=concept"},
	}
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.Dir(public)))
	mux.Handle("/assets/", http.StripPrefix("/assets/", http.FileServer(http.Dir(filepath.Join(govuk, "assets")))))
	mux.Handle("/govuk/", http.StripPrefix("/govuk/", http.FileServer(http.Dir(govuk))))
	for _, p := range pages {
		folder, _, _ := strings.Cut(p.address, "?")
		text := inGovuk(b, must.Read(b, public, filepath.FromSlash(folder), "index.html"))
		mux.HandleFunc("/peer"+folder+"{$}", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(text))
		})
	}
	server := httptest.NewServer(compressing(mux))
	defer server.Close()

	names := []string{"text", "largest", "interactive", "blocked", "bytes", "requests", "key"}
	ours, theirs := map[string][]float64{}, map[string][]float64{}
	for b.Loop() {
		for _, p := range pages {
			for i, f := range onSlowPhone(b, server.URL, p.address) {
				ours[p.name+names[i]] = append(ours[p.name+names[i]], f)
			}
			for i, f := range onSlowPhone(b, server.URL, "/peer"+p.address) {
				theirs[p.name+names[i]] = append(theirs[p.name+names[i]], f)
			}
		}
		ours["formkey"] = append(ours["formkey"], slowestKey(b, server.URL, page.Form))
		theirs["formkey"] = append(theirs["formkey"], slowestKey(b, server.URL, "/peer"+page.Form))
	}
	var table strings.Builder // as one, or the end of it is cut off
	for _, p := range pages {
		for _, name := range names {
			us, them := ours[p.name+name], theirs[p.name+name]
			if len(us) == 0 {
				continue // only the form is written in
			}
			fmt.Fprintf(&table, "\n%-8s %-11s %-28s GOV.UK %s", p.name, name, spread(us), spread(them))
			if name == "text" || name == "interactive" || name == "key" {
				b.ReportMetric(median(us)/median(them), p.name+"-"+name+"/govuk")
			}
		}
	}
	b.ReportMetric(0, "ns/op")
	b.Log(table.String())
}

// watch keeps what a page must keep before its own scripts begin.
const watch = `(() => {
	const seen = globalThis.seen = { largest: 0, key: 0, long: [] };
	const each = (type, see) => new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true });
	each("largest-contentful-paint", (e) => seen.largest = e.startTime);
	each("longtask", (e) => seen.long.push([e.startTime, e.startTime + e.duration]));
	// Event Timing waits for a frame, and a headless browser may draw none for seconds: this asks for one.
	const shown = (e) => requestAnimationFrame(() => setTimeout(() => seen.key = Math.max(seen.key, performance.now() - e.timeStamp)));
	addEventListener("keydown", shown, { capture: true, passive: true });
})()`

// figures waits until nothing has come and no task was long for two seconds, and then gives the figures in the order of their names.
const figures = `(async () => {
	const come = () => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
	for (let n = -1, quiet = 0; performance.now() - quiet < 2000 || document.readyState !== "complete"; await new Promise((r) => setTimeout(r, 100))) {
		const now = come().length + seen.long.length;
		if (n !== now) [n, quiet] = [now, performance.now()];
	}
	const text = performance.getEntriesByName("first-contentful-paint")[0].startTime;
	const ready = performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd;
	const late = seen.long.filter(([, end]) => end > text);
	return [text, seen.largest, Math.max(text, ready, ...late.map(([, end]) => end)), late.reduce((sum, [start, end]) => sum + end - Math.max(start + 50, text), 0),
		come().reduce((sum, e) => sum + e.transferSize, 0), come().length];
})()`

// onSlowPhone opens a page and returns its figures, all but that of the keys.
func onSlowPhone(b *testing.B, site, address string) []float64 {
	w := slowPhone(b, site)
	defer w.Stop()
	w.Open(b, address)
	return browser.Eval[[]float64](b, w, figures)
}

// slowestKey writes in the first field of a page from the moment that it is there, and returns in ms how long the slowest key took until the page showed it. Of our form it
// goes on until the rules are there and have read what was written.
func slowestKey(b *testing.B, site, address string) float64 {
	w := slowPhone(b, site)
	defer w.Stop()
	const field = "#veld-title"
	browser.Eval[int](b, w, fmt.Sprintf(`(setTimeout(() => location.href = %q), 0)`, site+address))
	w.Wait(b, fmt.Sprintf(`document.querySelector(%q)?.checkVisibility()`, field))
	w.Type(b, field, "Mag")
	ours := browser.Eval[bool](b, w, `!!document.querySelector("[data-form]")`)
	for n := 0; n < 50 || ours && !browser.Eval[bool](b, w, `"dilemmaRules" in globalThis`); n++ {
		time.Sleep(100 * time.Millisecond)
		w.Key(b, "wat "[n%4:n%4+1])
	}
	time.Sleep(3 * time.Second) // what is checked when nobody types
	for range 10 {
		w.Key(b, "x")
		time.Sleep(100 * time.Millisecond)
	}
	return browser.Eval[float64](b, w, `new Promise((resolve) => setTimeout(() => resolve(seen.key), 1000))`)
}

// slowPhone opens a window on a phone.
func slowPhone(b *testing.B, site string) *browser.Browser {
	w := browser.At(b, site)
	w.Size(b, 390, 844)
	w.Before(b, watch)
	browser.Call(b, w, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: slower})
	browser.Call(b, w, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Latency: roundTrip, DownloadThroughput: down, UploadThroughput: up}}})
	browser.Call(b, w, network.ClearBrowserCache, cdp.Empty{})
	return w
}

func median(all []float64) float64 {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

func spread(all []float64) string {
	return fmt.Sprintf("%7.0f (%.0f to %.0f)", median(all), slices.Min(all), slices.Max(all))
}

// classOf has the classes of GOV.UK by the element that is most like theirs.
var classOf = map[atom.Atom]string{
	atom.Html: "govuk-template", atom.Body: "govuk-template__body js-enabled govuk-frontend-supported", atom.Main: "govuk-main-wrapper", atom.Footer: "govuk-footer",
	atom.H1: "govuk-heading-xl", atom.H2: "govuk-heading-l", atom.H3: "govuk-heading-m", atom.P: "govuk-body", atom.A: "govuk-link", atom.Ul: "govuk-list govuk-list--bullet",
	atom.Ol: "govuk-list govuk-list--number", atom.Details: "govuk-details", atom.Summary: "govuk-details__summary", atom.Fieldset: "govuk-fieldset",
	atom.Legend: "govuk-fieldset__legend", atom.Label: "govuk-label", atom.Input: "govuk-input", atom.Textarea: "govuk-textarea", atom.Select: "govuk-select",
	atom.Button: "govuk-button", atom.Dl: "govuk-summary-list", atom.Dt: "govuk-summary-list__key", atom.Dd: "govuk-summary-list__value",
	atom.Table: "govuk-table", atom.Th: "govuk-table__header", atom.Td: "govuk-table__cell",
}

// inGovuk returns a page with the elements and words of another, as GOV.UK would serve it: one style sheet, one module, and a form that is there without a script.
func inGovuk(b *testing.B, text string) string {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		b.Fatal(err)
	}
	var gone []*html.Node
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Link, atom.Meta, atom.Template, atom.Noscript:
			gone = append(gone, n)
		}
		form := slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "data-form" })
		n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool {
			return a.Key == "class" || strings.HasPrefix(a.Key, "data-") || form && a.Key == "hidden"
		})
		if class := classOf[n.DataAtom]; class != "" {
			n.Attr = append(n.Attr, html.Attribute{Key: "class", Val: class})
		}
	}
	for _, n := range gone {
		n.Parent.RemoveChild(n)
	}
	var out strings.Builder
	if err := html.Render(&out, root); err != nil {
		b.Fatal(err)
	}
	const head = `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<link rel="icon" href="/assets/images/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="/govuk/govuk-frontend.min.css">
<script type="module">import { initAll } from "/govuk/govuk-frontend.min.js"; initAll()</script>`
	return strings.Replace(out.String(), "<head>", head, 1)
}
