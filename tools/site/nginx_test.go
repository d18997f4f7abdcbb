//go:build unix

package site_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nobody runs nginx where the tests run as root: what the site asks of a server needs no rights.
const nobody = 65534

// nginx serves a built site with the file that is made for nginx, and returns the address.
func nginx(t *testing.T, public string) string {
	t.Helper()
	program, err := exec.LookPath("nginx")
	if err != nil {
		if program, err = exec.LookPath("/usr/sbin/nginx"); err != nil {
			skip(t, "no nginx: install nginx-light")
		}
	}
	dir, err := os.MkdirTemp("", "dilemma-nginx-") // t.TempDir lies in a folder that only its owner may enter
	must(t, err)
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	must(t, os.CopyFS(filepath.Join(dir, "site"), os.DirFS(public)))
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	must(t, err)
	socket, err := listener.(*net.TCPListener).File()
	must(t, err)
	must(t, listener.Close())
	defer socket.Close()

	config := "daemon off;\npid nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\n\tinclude /etc/nginx/mime.types;\n\taccess_log off;\n"
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		config += fmt.Sprintf("\t%s_temp_path %s;\n", kind, kind)
	}
	config += fmt.Sprintf("\tserver {\n\t\tlisten %s;\n\t\troot site;\n\t\tindex index.html;\n\t\tinclude %s;\n\t}\n}\n",
		listener.Addr(), filepath.Join(dir, "site", "hosting", "nginx.conf"))
	write(t, filepath.Join(dir, "nginx.conf"), config)

	var log bytes.Buffer
	cmd := exec.Command(program, "-p", dir, "-c", "nginx.conf", "-e", "stderr")
	// The socket is handed over as from an older nginx, so that nobody else can take the port meanwhile.
	cmd.Env, cmd.ExtraFiles = append(os.Environ(), "NGINX=3;"), []*os.File{socket}
	cmd.Stderr = &log
	if os.Getuid() == 0 {
		must(t, os.Chown(dir, nobody, nobody))
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	must(t, cmd.Start())
	t.Cleanup(func() {
		must(t, cmd.Process.Signal(syscall.SIGTERM))
		if err := cmd.Wait(); err != nil {
			t.Errorf("nginx: %v", err)
		}
		if t.Failed() {
			t.Log(log.String())
		}
	})
	return "http://" + listener.Addr().String()
}

// TestNginx serves the site as its file for nginx says, and looks at the headers of pages, files and errors.
func TestNginx(t *testing.T) {
	public := publicDir(t)
	site := nginx(t, public)
	want := headers(t, public)
	sheets, err := filepath.Glob(filepath.Join(public, "css", "main.*.css"))
	if err != nil || len(sheets) != 1 {
		t.Fatal(sheets, err)
	}
	sheet := "/css/" + filepath.Base(sheets[0])
	const page, fixed = "no-cache", "max-age=31536000"
	for _, test := range []struct {
		method, address string
		status          int
		cache, says     string
		gzip            bool
	}{
		{"GET", "/", 200, page, "Dilemmagesprekken", true},
		{"GET", "/dilemmas/onderzoek-klaar-onderhandeling-niet/", 200, page, "Het onderzoek is klaar", true},
		{"GET", "/canvas/", 200, page, "Waar verlangen ze naar?", true},
		{"GET", "/dilemmas/index.json", 200, page, `"dilemmas"`, true},
		{"GET", "/sw.js", 200, page, "", true},
		{"GET", sheet, 200, fixed, "", true},
		{"GET", "/favicon.svg", 200, page, "<svg", false},
		{"GET", "/canvas", 301, page, "", false},
		{"GET", "/bestaat-niet/", 404, "", "Deze pagina is er niet", true},
		{"GET", "/css/" + strings.Repeat("0", 64) + ".css", 404, "", "Deze pagina is er niet", true},
		{"GET", "/hosting/nginx.conf", 404, "", "Deze pagina is er niet", true},
		{"GET", "/_headers", 404, "", "Deze pagina is er niet", true},
		{"GET", "/css/", 403, "", "", false},
		{"POST", "/", 405, "", "", false},
	} {
		for _, encoding := range []string{"identity", "gzip"} {
			name := test.method + " " + test.address + " " + encoding
			request, err := http.NewRequest(test.method, site+test.address, nil)
			must(t, err)
			request.Header.Set("Accept-Encoding", encoding)
			answer, err := http.DefaultTransport.RoundTrip(request)
			must(t, err)
			body, err := io.ReadAll(answer.Body)
			must(t, err)
			must(t, answer.Body.Close())
			if answer.StatusCode != test.status {
				t.Errorf("%s: status %d, want %d", name, answer.StatusCode, test.status)
			}
			for header, value := range want {
				if got := answer.Header.Values(header); len(got) != 1 || got[0] != value {
					t.Errorf("%s: %s is %q", name, header, got)
				}
			}
			if got := strings.Join(answer.Header.Values("Cache-Control"), " and "); got != test.cache {
				t.Errorf("%s: Cache-Control is %q, want %q", name, got, test.cache)
			}
			zipped := answer.Header.Get("Content-Encoding") == "gzip"
			if zipped != (test.gzip && encoding == "gzip") {
				t.Errorf("%s: Content-Encoding is %q", name, answer.Header.Get("Content-Encoding"))
			}
			if test.gzip && answer.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s: Vary is %q", name, answer.Header.Get("Vary"))
			}
			if !zipped && !strings.Contains(string(body), test.says) {
				t.Errorf("%s does not say %q:\n%s", name, test.says, body)
			}
		}
	}
}

// TestNginxInBrowser reads from nginx: what its headers forbid, the browser would complain about.
func TestNginxInBrowser(t *testing.T) {
	b := newBrowserAt(t, nginx(t, publicDir(t)))
	for _, address := range []string{"/", "/dilemmas/onderzoek-klaar-onderhandeling-niet/", "/canvas/", "/dilemmas/?themas=timing"} {
		b.open(t, address)
		if !eval[bool](t, b, `getComputedStyle(document.querySelector(".skip-link")).position == "absolute"`) {
			t.Errorf("%s has no style", address)
		}
	}
	b.wait(t, `location.search == "?themas=timing" && !document.querySelector("[data-found]").hidden`)
	b.wait(t, `navigator.serviceWorker.ready.then(r => r.active.scriptURL.endsWith("/sw.js"))`)
}
