package engine

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// WebKit is that of GTK, driven by WebDriver on a screen that nobody sees. A driver has one window at a time.
var WebKit = &Engine{Name: "webkit", Install: "install WebKitGTK with its driver, and Xvfb (Debian: webkit2gtk-driver xvfb)", turn: &sync.Mutex{},
	Open: func(ctx context.Context, _ Listener) (Window, error) {
		driver, err := webkit()
		if err != nil {
			return nil, err
		}
		return driver.open(ctx)
	}}

// webDriver is a server that speaks WebDriver.
type webDriver struct{ address, downloads string }

var webkit = sync.OnceValues(func() (*webDriver, error) {
	program, err := find("WebKitWebDriver")
	if err != nil {
		return nil, err
	}
	display, err := screen()
	if err != nil {
		return nil, err
	}
	dir, environment, err := home()
	if err != nil {
		return nil, err
	}
	downloads := filepath.Join(dir, "downloads")
	if err := errors.Join(os.Mkdir(downloads, 0o755), os.WriteFile(filepath.Join(dir, "user-dirs.dirs"), []byte("XDG_DOWNLOAD_DIR=\"$HOME/downloads\"\n"), 0o644)); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().(*net.TCPAddr)
	if err := listener.Close(); err != nil {
		return nil, err
	}
	cmd := exec.Command(program, fmt.Sprintf("--port=%d", address.Port))
	cmd.Env = append(environment, "DISPLAY="+display, "GDK_BACKEND=x11")
	if err := start(cmd); err != nil {
		return nil, err
	}
	d := &webDriver{"http://" + address.String(), downloads}
	ctx, cancel := context.WithTimeout(context.Background(), startup)
	defer cancel()
	for {
		if err := d.call(ctx, http.MethodGet, "/status", nil, nil); err == nil || ctx.Err() != nil {
			return d, err
		}
		time.Sleep(20 * time.Millisecond)
	}
})

// screen starts a screen that nobody sees, and returns its name.
func screen() (string, error) {
	program, err := find("Xvfb")
	if err != nil {
		return "", err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer read.Close()
	cmd := exec.Command(program, "-displayfd", "3", "-screen", "0", "2200x1600x24", "-nolisten", "tcp", "-noreset")
	cmd.ExtraFiles = []*os.File{write}
	err = errors.Join(start(cmd), write.Close())
	if err != nil {
		return "", err
	}
	number, err := bufio.NewReader(read).ReadString('\n') // it writes its number once it is there
	return ":" + strings.TrimSpace(number), err
}

func (d *webDriver) call(ctx context.Context, method, path string, given, result any) error {
	var body io.Reader
	if method == http.MethodPost {
		text, err := json.Marshal(given)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, d.address+path, body)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		var wrong struct{ Error, Message string }
		_ = json.Unmarshal(answer.Value, &wrong) // else it stays empty
		return fmt.Errorf("%s: %s: %s", path, wrong.Error, wrong.Message)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, result)
}

// webkitWindow is a tab of a session, which is a process of MiniBrowser.
type webkitWindow struct {
	*webDriver
	session, handle string
	first           *webkitWindow // of the session
	current         string        // the tab at which the driver looks, kept in the first
}

func (d *webDriver) open(ctx context.Context) (Window, error) {
	var made struct{ SessionID string }
	if err := d.call(ctx, http.MethodPost, "/session", action{"capabilities": action{"alwaysMatch": action{"unhandledPromptBehavior": "accept",
		"timeouts": action{"script": (startup / 3).Milliseconds(), "pageLoad": startup.Milliseconds()}}}}, &made); err != nil {
		return nil, err
	}
	w := &webkitWindow{webDriver: d, session: "/session/" + made.SessionID}
	w.first = w
	if err := d.call(ctx, http.MethodGet, w.session+"/window", nil, &w.handle); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	w.current = w.handle
	return w, nil
}

// do has the driver do something in this tab.
func (w *webkitWindow) do(ctx context.Context, path string, given action, result any) error {
	if err := w.look(ctx); err != nil {
		return err
	}
	return w.call(ctx, http.MethodPost, w.session+path, given, result)
}

// look turns the driver to this tab.
func (w *webkitWindow) look(ctx context.Context) error {
	if w.first.current == w.handle {
		return nil
	}
	w.first.current = w.handle
	return w.call(ctx, http.MethodPost, w.session+"/window", action{"handle": w.handle}, nil)
}

// Open waits until the page is another: of an address that is open already, the driver says too early that it is there.
func (w *webkitWindow) Open(ctx context.Context, address string) error {
	if !strings.Contains(address, "#") { // to a place in the same page leads no other page
		if _, err := w.Evaluate(ctx, `window.left = true`); err != nil {
			return err
		}
	}
	if err := w.do(ctx, "/url", action{"url": address}, nil); err != nil {
		return err
	}
	for {
		if there, err := w.Evaluate(ctx, `!window.left && document.readyState == "complete"`); err == nil && string(there) == "true" || ctx.Err() != nil {
			return context.Cause(ctx)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (w *webkitWindow) Evaluate(ctx context.Context, expression string) (json.RawMessage, error) {
	var got struct{ Value, Error *string }
	err := w.do(ctx, "/execute/async", action{"args": []string{}, "script": `const done = arguments[0];
		(async () => (` + expression + `))().then((value) => done({value: JSON.stringify(value) ?? "null"}), (error) => done({error: String(error)}))`}, &got)
	switch {
	case err != nil:
		return nil, err
	case got.Error != nil:
		return nil, errors.New(*got.Error)
	case got.Value == nil:
		return nil, errors.New("no answer")
	}
	return json.RawMessage(*got.Value), nil
}

// element returns the path of the element that a selector finds.
func (w *webkitWindow) element(ctx context.Context, selector string) (string, error) {
	var found map[string]string
	if err := w.do(ctx, "/element", action{"using": "css selector", "value": selector}, &found); err != nil {
		return "", err
	}
	for _, id := range found {
		return "/element/" + id, nil
	}
	return "", fmt.Errorf("no %s", selector)
}

func (w *webkitWindow) Click(ctx context.Context, selector string) error {
	if err := reached(ctx, w, selector); err != nil {
		return err
	}
	path, err := w.element(ctx, selector)
	if err != nil {
		return err
	}
	return w.do(ctx, path+"/click", action{}, nil)
}

func (w *webkitWindow) Press(ctx context.Context, keys string) error {
	return w.do(ctx, "/actions", action{"actions": keyActions(keys)}, nil)
}

func (w *webkitWindow) Size(ctx context.Context, width, height int64) error {
	answer, err := w.Evaluate(ctx, `[outerWidth - innerWidth, outerHeight - innerHeight]`)
	if err != nil {
		return err
	}
	var frame [2]int64
	if err := json.Unmarshal(answer, &frame); err != nil {
		return err
	}
	return w.do(ctx, "/window/rect", action{"width": width + frame[0], "height": height + frame[1]}, nil)
}

func (w *webkitWindow) Choose(ctx context.Context, selector string, files ...string) error {
	path, err := w.element(ctx, selector)
	if err != nil {
		return err
	}
	return w.do(ctx, path+"/value", action{"text": strings.Join(files, "\n")}, nil)
}

func (w *webkitWindow) Downloads(context.Context) (string, error) { return w.downloads, nil }

func (w *webkitWindow) Tab(ctx context.Context) (Window, error) {
	var made struct{ Handle string }
	if err := w.do(ctx, "/window/new", action{"type": "tab"}, &made); err != nil {
		return nil, err
	}
	return &webkitWindow{webDriver: w.webDriver, session: w.session, handle: made.Handle, first: w.first}, nil
}

func (w *webkitWindow) Print(ctx context.Context) ([]byte, error) {
	var printed string
	if err := w.do(ctx, "/print", action{}, &printed); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(printed)
}

func (w *webkitWindow) Picture(ctx context.Context) ([]byte, error) {
	if err := w.look(ctx); err != nil {
		return nil, err
	}
	var picture string
	if err := w.call(ctx, http.MethodGet, w.session+"/screenshot", nil, &picture); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(picture)
}

// Before can't be done: see Lacks.
func (w *webkitWindow) Before(context.Context, string) error { return errors.ErrUnsupported }

func (w *webkitWindow) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), startup)
	defer cancel()
	if w != w.first {
		if err := w.look(ctx); err != nil {
			return err
		}
		w.first.current = ""
		return w.call(ctx, http.MethodDelete, w.session+"/window", nil, nil)
	}
	return w.call(ctx, http.MethodDelete, w.session, nil, nil)
}
