// Package outage serves a built site below a path, over a network that can be cut, for tests of what works without.
package outage

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// Site is a site below /pad/. It can be replaced, and the network cut: for the browser itself and for its workers.
type Site struct {
	Host    string // the address of the host, without a slash at the end
	Address string // that of the site
	public  atomic.Pointer[string]
	cut     atomic.Bool
	refuse  atomic.Pointer[func(path string) bool]
}

// Serve serves the site in a folder.
func Serve(t testing.TB, public string) *Site {
	t.Helper()
	s := &Site{}
	s.Replace(public)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if refuse := s.refuse.Load(); s.cut.Load() || refuse != nil && (*refuse)(r.URL.Path) {
			panic(http.ErrAbortHandler) // the connection ends without an answer
		}
		w.Header().Set("Cache-Control", "no-cache") // as hosts are told: a page of yesterday must not look as if there was a network
		http.StripPrefix("/pad", http.FileServer(http.Dir(*s.public.Load()))).ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.Host, s.Address = server.URL, server.URL+"/pad"
	return s
}

// Replace puts the site in another folder in the place of the one that is served.
func (s *Site) Replace(public string) { s.public.Store(&public) }

// Cut cuts the network, or mends it.
func (s *Site) Cut(off bool) { s.cut.Store(off) }

// Refuse cuts the network for some requests: a function of the path decides, which must be safe for concurrent use.
func (s *Site) Refuse(some func(path string) bool) { s.refuse.Store(&some) }

// List knows the complaint that the list of what can be kept is not there, which a page asks for also without network.
func List(complaint string) bool {
	return strings.Contains(complaint, "/offline.json)") || strings.Contains(complaint, "/offline.json’. A ServiceWorker passed a promise")
}

// Left knows what Firefox says of a file that a page asked for when it was left for another: of what the worker was giving it, and of a script that it imports.
func Left(complaint string) bool {
	return strings.Contains(complaint, "A ServiceWorker intercepted the request and encountered an unexpected error") || strings.Contains(complaint, "error loading dynamically imported module")
}

// Icon knows the complaint that the icon of the site is not there: a browser asks for it on its own account, also without network, and shows none.
func Icon(complaint string) bool {
	return strings.Contains(complaint, "ERR_EMPTY_RESPONSE") && strings.Contains(complaint, "/favicon.svg)") || strings.Contains(complaint, "/favicon.svg’. A ServiceWorker passed a promise")
}

// KeptAddresses is a script for the names of the caches of a page, and below each the addresses that it holds.
const KeptAddresses = `caches.keys().then(names => Promise.all(names.map(async name =>
	[name, ...(await (await caches.open(name)).keys()).map(request => request.url)]))).then(all => all.flat())`

// Update is a script that makes the browser look for a newer worker. By itself it looks when a page is opened, but not once more while it looks already: then
// a site that was replaced meanwhile is seen at the next visit. The first call waits for such a look to end.
const Update = `navigator.serviceWorker.getRegistration().then(one => one.update().then(() => one.update())).then(() => 0)`
