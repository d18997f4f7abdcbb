// Package bridge lets a program under Wine run the Git of the machine, for there is no Git for Windows here. A stand-in git.exe sends its arguments, folder
// and input to a server, which runs git with the paths of Unix, and sends back what that prints. So Git itself is that of the machine: what Git for Windows
// does otherwise, it does not show.
package bridge

import (
	"encoding/gob"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// AddressFile is the file beside git.exe with the address of the server: a session has an environment of its own.
const AddressFile = "git.address"

// request is what git.exe was asked: a first message; those after it have Input alone, and the last one Last.
type request struct {
	Args, Env []string
	Dir       string
	Input     []byte
	Last      bool
}

// answer is a part of what git prints, or its exit status.
type answer struct {
	Output, Errors []byte
	Done           bool
	Status         int
}

// Ask runs git by way of the server, and returns its exit status.
func Ask(args []string) (int, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	address, err := os.ReadFile(filepath.Join(filepath.Dir(self), AddressFile))
	if err != nil {
		return 0, err
	}
	conn, err := net.Dial("tcp", string(address))
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	dir, err := os.Getwd()
	if err != nil {
		return 0, err
	}
	out, in := gob.NewEncoder(conn), gob.NewDecoder(conn)
	if err := out.Encode(request{Args: args, Env: os.Environ(), Dir: dir}); err != nil {
		return 0, err
	}
	go func() {
		_ = pour(os.Stdin, func(p []byte) error { return out.Encode(request{Input: p}) })
		_ = out.Encode(request{Last: true})
	}()
	for {
		var a answer
		if err := in.Decode(&a); err != nil {
			return 0, err
		}
		_, _ = os.Stdout.Write(a.Output)
		_, _ = os.Stderr.Write(a.Errors)
		if a.Done {
			return a.Status, nil
		}
	}
}

// pour hands on what a reader gives, piece by piece.
func pour(r io.Reader, take func([]byte) error) error {
	buffer := make([]byte, 32<<10)
	for {
		n, err := r.Read(buffer)
		if n > 0 {
			if err := take(buffer[:n]); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
	}
}

// Server runs git for a Wine whose drive C: is a folder on this machine; Z: is its root. Path is put before the PATH of git, and Env in its environment, for
// the hooks.
type Server struct {
	DriveC, Path string
	Env          []string
}

// Serve answers until the listener is closed.
func (s Server) Serve(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			_ = s.answer(conn)
		}()
	}
}

// sender is a stream of a program that becomes answers.
type sender func([]byte) error

func (s sender) Write(p []byte) (int, error) { return len(p), s(p) }

func (s Server) answer(conn net.Conn) error {
	in, out := gob.NewDecoder(conn), gob.NewEncoder(conn)
	var asked request
	if err := in.Decode(&asked); err != nil {
		return err
	}
	var one sync.Mutex
	send := func(a answer) error {
		one.Lock()
		defer one.Unlock()
		return out.Encode(a)
	}
	dir := s.unix(asked.Dir)
	args := s.arguments(dir, asked.Args)
	letRun(dir)
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, append(s.environment(asked.Env), s.Env...)
	cmd.Stdout = sender(func(p []byte) error { return send(answer{Output: p}) })
	if slices.Contains(args, "rev-parse") {
		cmd.Stdout = sender(func(p []byte) error {
			return send(answer{Output: []byte(strings.ReplaceAll(string(p), s.DriveC+"/", "C:/"))})
		})
	}
	cmd.Stderr = sender(func(p []byte) error { return send(answer{Errors: p}) })
	stdin, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return send(answer{Errors: []byte(err.Error() + "\n"), Done: true, Status: 127})
	}
	go func() {
		defer stdin.Close()
		for {
			var more request
			if err := in.Decode(&more); err != nil || more.Last {
				return
			}
			_, _ = stdin.Write(more.Input) // who reads no more, has what it needs
		}
	}()
	err = cmd.Wait()
	if slices.Contains(args, "clone") {
		s.cameFrom(filepath.Join(dir, args[len(args)-1]))
	}
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return send(answer{Done: true, Status: exit.ExitCode()})
	case err != nil:
		return send(answer{Errors: []byte(err.Error() + "\n"), Done: true, Status: 127})
	}
	return send(answer{Done: true})
}

// arguments returns the arguments for git in a folder. What it keeps stays as Windows writes it, and is read as what it is here.
func (s Server) arguments(dir string, given []string) []string {
	list := exec.Command("git", "config", "--get-regexp", `^remote\..*\.url$`)
	list.Dir = dir
	urls, _ := list.Output() // none outside a repository
	var args []string
	for line := range strings.Lines(string(urls)) {
		if _, url, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " "); ok && s.unix(url) != url {
			args = append(args, "-c", "url."+s.unix(url)+".insteadOf="+url)
		}
	}
	for _, arg := range given {
		if given[0] != "remote" {
			arg = s.unix(arg)
		}
		args = append(args, arg)
	}
	return args
}

// cameFrom writes down in a clone where it comes from, as Git on Windows does.
func (s Server) cameFrom(clone string) {
	ask := exec.Command("git", "-C", clone, "config", "remote.origin.url")
	out, err := ask.Output()
	if rest, ok := strings.CutPrefix(strings.TrimSpace(string(out)), s.DriveC+"/"); err == nil && ok {
		_ = exec.Command("git", "-C", clone, "config", "remote.origin.url", "C:/"+rest).Run()
	}
}

// letRun gives the hooks of the repository around a folder the permission to run, which Windows doesn't know.
func letRun(dir string) {
	ask := exec.Command("git", "rev-parse", "--git-path", "hooks")
	ask.Dir = dir
	out, err := ask.Output()
	if err != nil {
		return
	}
	place := strings.TrimSpace(string(out))
	if !filepath.IsAbs(place) {
		place = filepath.Join(dir, place)
	}
	hooks, _ := os.ReadDir(place)
	for _, h := range hooks {
		_ = os.Chmod(filepath.Join(place, h.Name()), 0o755)
	}
}

// drive matches the begin of a path of Windows, also behind a setting or in a URL.
var drive = regexp.MustCompile(`(^|=|file:///|file://)/?([A-Za-z]):[\\/]`)

// unix turns a path of Windows in an argument into one of this machine.
func (s Server) unix(arg string) string {
	at := drive.FindStringSubmatchIndex(arg)
	if at == nil {
		return arg
	}
	root := "/"
	if strings.EqualFold(arg[at[4]:at[5]], "c") {
		root = s.DriveC + "/"
	}
	return arg[:at[3]] + root + strings.ReplaceAll(arg[at[1]:], `\`, "/")
}

// environment returns what git gets of the environment of Windows: what is about Git, and where the home folder is.
func (s Server) environment(vars []string) []string {
	env := []string{"LANG=C.UTF-8", "PATH=" + s.Path + ":" + os.Getenv("PATH"), "HOME=" + s.DriveC + "/users"}
	for _, v := range vars {
		name, value, _ := strings.Cut(v, "=")
		if strings.HasPrefix(name, "GIT_") {
			if value == "NUL" {
				value = os.DevNull
			}
			env = append(env, name+"="+s.unix(value))
		}
	}
	return env
}
