//go:build unix

package hosting_test

import (
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/webserver"
)

// question is what a server is asked, and what it must answer.
type question struct {
	method, address string
	status          int
	cache, says     string
	gzip            bool
}

const lost = "Deze pagina is er niet"

// TestServers serves the site as the file for each server says, and looks at the headers of pages, files and errors.
func TestServers(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	sheets, err := filepath.Glob(filepath.Join(public, "css", "main.*.css"))
	if err != nil || len(sheets) != 1 {
		t.Fatal(sheets, err)
	}
	questions := func(fixed, failed string, moved int) []question {
		const page = "no-cache"
		return []question{
			{"GET", "/", 200, page, "Dilemmagesprekken", true},
			{"GET", "/dilemmas/onderzoek-klaar-onderhandeling-niet/", 200, page, "Het onderzoek is klaar", true},
			{"GET", "/canvas/", 200, page, "Waar verlangen ze naar?", true},
			{"GET", "/dilemmas/index.json", 200, page, `"dilemmas"`, true},
			{"GET", "/sw.js", 200, page, "", true},
			{"GET", "/css/" + filepath.Base(sheets[0]), 200, fixed, "", true},
			{"GET", "/favicon.svg", 200, page, "<svg", false},
			{"GET", "/canvas", moved, page, "", false},
			{"GET", "/bestaat-niet/", 404, failed, lost, true},
			{"GET", "/en/guide/choosing/", 200, page, "What is the choice?", true},
			{"GET", "/en/bestaat-niet/", 404, failed, "This page is not here", true},
			{"GET", "/hosting/nginx.conf", 404, failed, lost, true},
			{"GET", "/hosting/Caddyfile", 404, failed, lost, true},
			{"GET", "/_headers", 404, failed, lost, true},
		}
	}
	t.Run("nginx", func(t *testing.T) {
		ask(t, webserver.Nginx(t, public), page.Headers(t, public), append(questions("max-age=31536000", "", 301),
			question{"GET", "/css/", 403, "", "", false},
			question{"POST", "/", 405, "", "", false}))
	})
	t.Run("caddy", func(t *testing.T) {
		ask(t, webserver.Caddy(t, public), page.Headers(t, public), append(questions("public, max-age=31536000, immutable", "no-cache", 308),
			question{"GET", "/css/", 404, "no-cache", lost, true}))
	})
}

// TestOtherSitesReadData asks each server for data and for pages as the page of another site would: data says that it may be read, a page says nothing. What
// is linked data has its own kind.
func TestOtherSitesReadData(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	hosts := must.Read(t, public, "_headers")
	for name, server := range map[string]func(testing.TB, string) string{"nginx": webserver.Nginx, "caddy": webserver.Caddy} {
		site := server(t, public)
		for _, want := range []struct {
			address, origin, kind string
			host                  string // what the file for Netlify calls it
		}{
			{"/dilemmas/casusboek.json", "*", "application/json", "/dilemmas/casusboek.json"},
			{"/dilemmas/index.json", "*", "application/json", "/dilemmas/index.json"},
			{"/dilemmas/index.csv", "*", "", "/dilemmas/index.csv"},
			{"/dilemmas/index.atom", "*", "", "/dilemmas/index.atom"},
			{"/dilemmas/onderzoek-klaar-onderhandeling-niet/index.json", "*", "application/json", "/dilemmas/:slug/index.json"},
			{"/data/themas.jsonld", "*", "application/ld+json", "/data/*"},
			{"/catalog.jsonld", "*", "application/ld+json", "/catalog.jsonld"},
			{"/schema/casusboek.schema.json", "*", "application/json", "/schema/*"},
			{"/openapi.json", "*", "application/json", "/openapi.json"},
			{"/dilemmas/", "", "text/html", ""},
			{"/", "", "text/html", ""},
		} {
			request, err := http.NewRequest(http.MethodGet, site+want.address, nil)
			must.Do(t, err)
			request.Header.Set("Origin", "https://another.example")
			answer, err := http.DefaultTransport.RoundTrip(request)
			must.Do(t, err)
			must.Do(t, answer.Body.Close())
			if got := strings.Join(answer.Header.Values("Access-Control-Allow-Origin"), " and "); got != want.origin || answer.StatusCode != http.StatusOK {
				t.Errorf("%s: %s: %d, origin %q", name, want.address, answer.StatusCode, got)
			}
			if got := answer.Header.Get("Content-Type"); !strings.HasPrefix(got, want.kind) {
				t.Errorf("%s: %s is %q", name, want.address, got)
			}
			if want.host != "" && !strings.Contains(hosts, "\n"+want.host+"\n  Access-Control-Allow-Origin: *\n") {
				t.Errorf("_headers says nothing of %s", want.host)
			}
		}
	}
}

// ask puts each question twice, for an answer as it is and for one that is compressed. Every answer must have each header once.
func ask(t *testing.T, site string, headers map[string]string, questions []question) {
	t.Helper()
	for _, q := range questions {
		for _, encoding := range []string{"identity", "gzip"} {
			name := q.method + " " + q.address + " " + encoding
			request, err := http.NewRequest(q.method, site+q.address, nil)
			must.Do(t, err)
			request.Header.Set("Accept-Encoding", encoding)
			answer, err := http.DefaultTransport.RoundTrip(request)
			must.Do(t, err)
			body, err := io.ReadAll(answer.Body)
			must.Do(t, err)
			must.Do(t, answer.Body.Close())
			if answer.StatusCode != q.status {
				t.Errorf("%s: status %d, want %d", name, answer.StatusCode, q.status)
			}
			for header, value := range headers {
				if got := answer.Header.Values(header); len(got) != 1 || got[0] != value {
					t.Errorf("%s: %s is %q", name, header, got)
				}
			}
			if got := strings.Join(answer.Header.Values("Cache-Control"), " and "); got != q.cache {
				t.Errorf("%s: Cache-Control is %q, want %q", name, got, q.cache)
			}
			zipped := answer.Header.Get("Content-Encoding") == "gzip"
			if zipped != (q.gzip && encoding == "gzip") {
				t.Errorf("%s: Content-Encoding is %q", name, answer.Header.Get("Content-Encoding"))
			}
			if zipped && answer.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s: Vary is %q", name, answer.Header.Get("Vary"))
			}
			if !zipped && !strings.Contains(string(body), q.says) {
				t.Errorf("%s does not say %q:\n%s", name, q.says, body)
			}
		}
	}
}

// TestNginxInBrowser reads from nginx: what its headers forbid, the browser would complain about.
func TestNginxInBrowser(t *testing.T) {
	t.Parallel()
	b := browser.WithWorker(t, webserver.Nginx(t, sitebuild.Published(t)))
	for _, address := range []string{"/", "/dilemmas/onderzoek-klaar-onderhandeling-niet/", "/canvas/", "/dilemmas/?themas=timing"} {
		b.Open(t, address)
		if !browser.Eval[bool](t, b, `getComputedStyle(document.querySelector(".skip-link")).position == "absolute"`) {
			t.Errorf("%s has no style", address)
		}
	}
	b.Wait(t, `location.search == "?themas=timing" && !document.querySelector("[data-found]").hidden`)
	b.Wait(t, `navigator.serviceWorker.ready.then(r => r.active.scriptURL.endsWith("/sw.js"))`)
}
