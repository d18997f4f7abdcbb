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
	"time"
)

// nobody runs the servers where the tests run as root: what the site asks of a server needs no rights.
const nobody = 65534

// server returns the path of a program, and a new folder that its process may write in, with a copy of the site in it.
func server(t *testing.T, name, public string) (program, dir string) {
	t.Helper()
	for _, place := range []string{name, "/usr/sbin/" + name} {
		if found, err := exec.LookPath(place); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		skip(t, "no %s: install it", name)
	}
	dir, err := os.MkdirTemp("", "dilemma-"+name+"-") // t.TempDir lies in a folder that only its owner may enter
	must(t, err)
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	must(t, os.CopyFS(filepath.Join(dir, "site"), os.DirFS(public)))
	return program, dir
}

// start starts a server without rights, in its folder. It is stopped when the test ends.
func start(t *testing.T, dir string, cmd *exec.Cmd) {
	t.Helper()
	var log bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &log
	cmd.Env = append(cmd.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	if os.Getuid() == 0 {
		must(t, os.Chown(dir, nobody, nobody))
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	must(t, cmd.Start())
	t.Cleanup(func() {
		must(t, cmd.Process.Signal(syscall.SIGTERM))
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", cmd.Path, err)
		}
		if t.Failed() {
			t.Log(log.String())
		}
	})
}

// nginx serves a built site with the file that is made for nginx, and returns the address.
func nginx(t *testing.T, public string) string {
	t.Helper()
	program, dir := server(t, "nginx", public)
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

	cmd := exec.Command(program, "-p", dir, "-c", "nginx.conf", "-e", "stderr")
	// The socket is handed over as from an older nginx, so that nobody else can take the port meanwhile.
	cmd.Env, cmd.ExtraFiles = append(os.Environ(), "NGINX=3;"), []*os.File{socket}
	start(t, dir, cmd)
	return "http://" + listener.Addr().String()
}

// caddy does the same with Caddy.
func caddy(t *testing.T, public string) string {
	t.Helper()
	program, dir := server(t, "caddy", public)
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	must(t, err)
	address := listener.Addr().String()
	must(t, listener.Close())
	write(t, filepath.Join(dir, "Caddyfile"), fmt.Sprintf("{\n\tadmin off\n}\nhttp://%s {\n\troot * %s\n\timport %s\n}\n",
		address, filepath.Join(dir, "site"), filepath.Join(dir, "site", "hosting", "Caddyfile")))
	start(t, dir, exec.Command(program, "run", "--adapter", "caddyfile", "--config", "Caddyfile"))
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if conn, err := net.Dial("tcp4", address); err == nil {
			must(t, conn.Close())
			return "http://" + address
		} else if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

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
	public := publicDir(t)
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
		ask(t, nginx(t, public), headers(t, public), append(questions("max-age=31536000", "", 301),
			question{"GET", "/css/", 403, "", "", false},
			question{"POST", "/", 405, "", "", false}))
	})
	t.Run("caddy", func(t *testing.T) {
		ask(t, caddy(t, public), headers(t, public), append(questions("public, max-age=31536000, immutable", "no-cache", 308),
			question{"GET", "/css/", 404, "no-cache", lost, true}))
	})
}

// ask puts each question twice, for an answer as it is and for one that is compressed. Every answer must have each header once.
func ask(t *testing.T, site string, headers map[string]string, questions []question) {
	t.Helper()
	for _, q := range questions {
		for _, encoding := range []string{"identity", "gzip"} {
			name := q.method + " " + q.address + " " + encoding
			request, err := http.NewRequest(q.method, site+q.address, nil)
			must(t, err)
			request.Header.Set("Accept-Encoding", encoding)
			answer, err := http.DefaultTransport.RoundTrip(request)
			must(t, err)
			body, err := io.ReadAll(answer.Body)
			must(t, err)
			must(t, answer.Body.Close())
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
