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
// the style of peers, each from a server of its own. Of the form it also types in the first field from the moment that it is there until the
// programs have come and checked, and in the same field of the others. Of each figure it logs the median and the least and most, of ours and theirs:
//
//	text         ms until the first text is there to read
//	largest      ms until the largest part is there
//	interactive  ms until the scripts have run and the last task of 50 ms or more is over
//	blocked      ms of such tasks beyond their first 50, after the first text
//	bytes        what came over the line
//	requests     how many files that were
//	key          ms until the page shows what the slowest key did
//
// A metric is ours with theirs as one. DILEMMA_PEER names a folder in which this was done:
//
//	npm install govuk-frontend@5.14.0 @utrecht/component-library-css@9.0.4 @utrecht/design-tokens@5.0.1
//
// DILEMMA_BEFORE may name the folder of an earlier build of the site (below dilemma/test/site in the cache of the user), which then is a peer too.
func BenchmarkSlowPhone(b *testing.B) {
	modules := filepath.Join(os.Getenv("DILEMMA_PEER"), "node_modules")
	if _, err := os.Stat(filepath.Join(modules, "govuk-frontend")); err != nil {
		b.Skip("DILEMMA_PEER names no folder with govuk-frontend")
	}
	public := sitebuild.Site(b, sitebuild.Variant{Address: sitebuild.Address, Search: true, Programs: true})
	pages := []struct{ name, address string }{
		{"home", "/"}, {"casebook", "/dilemmas/"}, {"case", "/dilemmas/onderzoek-klaar-onderhandeling-niet/"}, {"form", page.Form}, {"search", "/zoeken/?q=concept"},
	}
	names, sites := []string{"ours"}, map[string]http.Handler{"ours": http.FileServer(http.Dir(public))}
	if before := os.Getenv("DILEMMA_BEFORE"); before != "" {
		names, sites["before"] = append(names, "before"), http.FileServer(http.Dir(before))
	}
	for _, p := range peers {
		mux := http.NewServeMux()
		for address, folder := range p.folders {
			mux.Handle(address, http.StripPrefix(address, http.FileServer(http.Dir(filepath.Join(modules, filepath.FromSlash(folder))))))
		}
		for _, at := range pages {
			folder, _, _ := strings.Cut(at.address, "?")
			text := p.dress(b, must.Read(b, public, filepath.FromSlash(folder), "index.html"))
			mux.HandleFunc(folder+"{$}", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				_, _ = w.Write([]byte(text))
			})
		}
		names, sites[p.name] = append(names, p.name), mux
	}
	addresses := map[string]string{}
	for name, site := range sites {
		server := httptest.NewServer(compressing(site))
		defer server.Close()
		addresses[name] = server.URL
	}

	figureNames := []string{"text", "largest", "interactive", "blocked", "bytes", "requests", "key"}
	all := map[string][]float64{} // by page, figure and site
	for b.Loop() {
		for _, p := range pages {
			for _, name := range names {
				for i, f := range onSlowPhone(b, addresses[name], p.address) {
					all[p.name+figureNames[i]+name] = append(all[p.name+figureNames[i]+name], f)
				}
			}
		}
		for _, name := range names {
			all["formkey"+name] = append(all["formkey"+name], slowestKey(b, addresses[name], page.Form))
		}
	}
	var table strings.Builder // as one, or the end of it is cut off
	for _, p := range pages {
		for _, figure := range figureNames {
			ours := all[p.name+figure+"ours"]
			if len(ours) == 0 {
				continue // only the form is written in
			}
			fmt.Fprintf(&table, "\n%-8s %-11s", p.name, figure)
			for _, name := range names {
				theirs := all[p.name+figure+name]
				fmt.Fprintf(&table, " %7s %-23s", name, spread(theirs))
				if name != "ours" && slices.Contains([]string{"text", "interactive", "key"}, figure) {
					b.ReportMetric(median(ours)/median(theirs), p.name+"-"+figure+"/"+name)
				}
			}
		}
	}
	b.ReportMetric(0, "ns/op")
	// What a benchmark logs, the command cuts off.
	fmt.Println(table.String())
}

// watch keeps what a page must keep before its own scripts begin.
const watch = `(() => {
	const seen = globalThis.seen = { first: 0, largest: 0, key: 0, long: [] };
	const each = (type, see) => new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true });
	// The first of them is the first text: a first paint may have none but a drawing, while the text waits for its face.
	each("largest-contentful-paint", (e) => { seen.first ||= e.startTime; seen.largest = e.startTime; });
	each("longtask", (e) => seen.long.push([e.startTime, e.startTime + e.duration]));
	// Event Timing waits for a frame, and a headless browser may draw none for seconds: this asks for one.
	const shown = (e) => requestAnimationFrame(() => setTimeout(() => seen.key = Math.max(seen.key, performance.now() - e.timeStamp)));
	addEventListener("keydown", shown, { capture: true, passive: true });
})()`

// figures waits until nothing has come and no task was long for two seconds, and then gives the figures in the order of their names.
const figures = `(async () => {
	const come = () => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
	for (let n = -1, quiet = performance.now(); performance.now() - quiet < 2000 || document.readyState !== "complete"; await new Promise((r) => setTimeout(r, 100))) {
		const now = come().length + seen.long.length;
		if (n !== now) [n, quiet] = [now, performance.now()];
	}
	const text = seen.first;
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

// govukClasses are those of GOV.UK by the element that is most like theirs.
var govukClasses = map[atom.Atom]string{
	atom.Html: "govuk-template", atom.Body: "govuk-template__body js-enabled govuk-frontend-supported", atom.Main: "govuk-main-wrapper", atom.Footer: "govuk-footer",
	atom.H1: "govuk-heading-xl", atom.H2: "govuk-heading-l", atom.H3: "govuk-heading-m", atom.P: "govuk-body", atom.A: "govuk-link", atom.Ul: "govuk-list govuk-list--bullet",
	atom.Ol: "govuk-list govuk-list--number", atom.Details: "govuk-details", atom.Summary: "govuk-details__summary", atom.Fieldset: "govuk-fieldset",
	atom.Legend: "govuk-fieldset__legend", atom.Label: "govuk-label", atom.Input: "govuk-input", atom.Textarea: "govuk-textarea", atom.Select: "govuk-select",
	atom.Button: "govuk-button", atom.Dl: "govuk-summary-list", atom.Dt: "govuk-summary-list__key", atom.Dd: "govuk-summary-list__value",
	atom.Table: "govuk-table", atom.Th: "govuk-table__header", atom.Td: "govuk-table__cell",
}

// A peer is another style in which our pages are dressed.
type peer struct {
	name    string
	folders map[string]string    // address → folder of node_modules
	head    string               // its styles and scripts, as it says to include them
	classes map[atom.Atom]string // by the element that is most like theirs
}

// The peers are the design system of GOV.UK, with its faces and script, and that of Utrecht, which stands for NL Design System: the styles of elements and the values of its
// theme. The packages of the latter bring no faces, and such pages need no script. USWDS is left out: its styles alone are 61 kB compressed, four times those of the others.
var peers = []peer{
	{"govuk", map[string]string{"/assets/": "govuk-frontend/dist/govuk/assets", "/govuk/": "govuk-frontend/dist/govuk"},
		`<link rel="icon" href="/assets/images/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="/govuk/govuk-frontend.min.css">
<script type="module">import { initAll } from "/govuk/govuk-frontend.min.js"; initAll()</script>`, govukClasses},
	{"utrecht", map[string]string{"/tokens/": "@utrecht/design-tokens/dist", "/library/": "@utrecht/component-library-css/dist"},
		`<link rel="icon" href="data:,"><link rel="stylesheet" href="/tokens/theme.css"><link rel="stylesheet" href="/library/html.css">`,
		map[atom.Atom]string{atom.Html: "utrecht-theme utrecht-html"}},
}

// dress returns a page with the elements and words of another, as the peer would serve it: with a form that is there without a script.
func (p peer) dress(b testing.TB, text string) string {
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
		if class := p.classes[n.DataAtom]; class != "" {
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
	return strings.Replace(out.String(), "<head>", `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">`+p.head, 1)
}
