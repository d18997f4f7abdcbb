// Package webserver serves a built site with real servers, as the files say that the site has for them.
package webserver

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
)

// server returns the path of a program, and a new folder that its process may write in, with a copy of the site in it.
func server(t testing.TB, name, public string) (program, dir string) {
	t.Helper()
	for _, place := range []string{name, "/usr/sbin/" + name} {
		if found, err := exec.LookPath(place); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		skip.Absent(t, "no %s: install it", name)
	}
	dir, err := os.MkdirTemp("", "dilemma-"+name+"-") // t.TempDir lies in a folder that only its owner may enter
	must.Do(t, err)
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	must.Do(t, os.CopyFS(filepath.Join(dir, "site"), os.DirFS(public)))
	return program, dir
}

// start starts a server without rights, in its folder. It is stopped when the test ends.
func start(t testing.TB, dir string, cmd *exec.Cmd) {
	t.Helper()
	var log bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &log
	cmd.Env = append(cmd.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	must.Do(t, withoutRights(dir, cmd))
	must.Do(t, cmd.Start())
	t.Cleanup(func() {
		if err := stop(cmd); err != nil {
			t.Errorf("%s: %v", cmd.Path, err)
		}
		if t.Failed() {
			t.Log(log.String())
		}
	})
}

// Nginx serves a built site with the file that is made for nginx, and returns the address.
func Nginx(t testing.TB, public string) string {
	t.Helper()
	program, dir := server(t, "nginx", public)
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	must.Do(t, err)
	socket, err := listener.(*net.TCPListener).File()
	must.Do(t, err)
	must.Do(t, listener.Close())
	defer socket.Close()

	config := "daemon off;\npid nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\n\tinclude /etc/nginx/mime.types;\n\taccess_log off;\n"
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		config += fmt.Sprintf("\t%s_temp_path %s;\n", kind, kind)
	}
	config += fmt.Sprintf("\tserver {\n\t\tlisten %s;\n\t\troot site;\n\t\tindex index.html;\n\t\tinclude %s;\n\t}\n}\n",
		listener.Addr(), filepath.Join(dir, "site", "hosting", "nginx.conf"))
	must.Write(t, filepath.Join(dir, "nginx.conf"), config)

	cmd := exec.Command(program, "-p", dir, "-c", "nginx.conf", "-e", "stderr")
	// The socket is handed over as from an older nginx, so that nobody else can take the port meanwhile.
	cmd.Env, cmd.ExtraFiles = append(os.Environ(), "NGINX=3;"), []*os.File{socket}
	start(t, dir, cmd)
	return "http://" + listener.Addr().String()
}

// Caddy does the same with Caddy.
func Caddy(t testing.TB, public string) string {
	t.Helper()
	program, dir := server(t, "caddy", public)
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	must.Do(t, err)
	address := listener.Addr().String()
	must.Do(t, listener.Close())
	must.Write(t, filepath.Join(dir, "Caddyfile"), fmt.Sprintf("{\n\tadmin off\n}\nhttp://%s {\n\troot * %s\n\timport %s\n}\n",
		address, filepath.Join(dir, "site"), filepath.Join(dir, "site", "hosting", "Caddyfile")))
	start(t, dir, exec.Command(program, "run", "--adapter", "caddyfile", "--config", "Caddyfile"))
	for deadline := time.Now().Add(3 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if conn, err := net.Dial("tcp4", address); err == nil {
			must.Do(t, conn.Close())
			return "http://" + address
		} else if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}
