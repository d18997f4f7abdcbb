package engine

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Firefox is driven by WebDriver BiDi, which it speaks itself. What a page does in a window without the focus is another matter there, so one is open at a time.
var Firefox = &Engine{Name: "firefox", Install: "install Firefox (Debian: firefox-esr)", turn: &sync.Mutex{},
	Open: func(ctx context.Context, listener Listener) (Window, error) {
		process, err := firefox()
		if err != nil {
			return nil, err
		}
		return process.open(ctx, listener)
	}}

// firefoxSettings keep Firefox from what it does for people beside showing pages.
const firefoxSettings = `user_pref("browser.download.useDownloadDir", true);
user_pref("browser.download.folderList", 2);
user_pref("browser.download.dir", %s);
user_pref("browser.download.always_ask_before_handling_new_types", false);
user_pref("browser.helperApps.deleteTempFileOnExit", true);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("dom.disable_open_during_load", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("toolkit.telemetry.server", "");
`

var firefox = sync.OnceValues(func() (*bidi, error) {
	program, err := find("firefox-esr", "firefox")
	if err != nil {
		return nil, err
	}
	dir, environment, err := home()
	if err != nil {
		return nil, err
	}
	downloads := filepath.Join(dir, "downloads")
	profile := filepath.Join(dir, "profile")
	for _, folder := range []string{downloads, profile} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			return nil, err
		}
	}
	if err := os.WriteFile(filepath.Join(profile, "user.js"), fmt.Appendf(nil, firefoxSettings, literal(downloads)), 0o644); err != nil {
		return nil, err
	}
	cmd := exec.Command(program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0")
	cmd.Env = environment
	if err := start(cmd); err != nil {
		return nil, err
	}
	address, err := bidiAddress(filepath.Join(profile, "WebDriverBiDiServer.json"))
	if err != nil {
		return nil, err
	}
	b, err := dialBidi(address)
	if err != nil {
		return nil, err
	}
	b.downloads = downloads
	return b, nil
})

// bidiAddress returns where Firefox listens, once it has written it down.
func bidiAddress(file string) (string, error) {
	var where struct {
		Host string `json:"ws_host"`
		Port int    `json:"ws_port"`
	}
	for deadline := time.Now().Add(startup); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if text, err := os.ReadFile(file); err == nil && json.Unmarshal(text, &where) == nil && where.Port != 0 {
			return fmt.Sprintf("ws://%s:%d/session", where.Host, where.Port), nil
		}
	}
	return "", errors.New("firefox does not start")
}

// bidi is a connection to a browser that speaks WebDriver BiDi.
type bidi struct {
	downloads string
	front     string // the browsing context that was put in front last
	conn      *websocket.Conn
	write     sync.Mutex
	lock      sync.Mutex
	last      int
	asked     map[int]chan bidiAnswer
	listeners map[string]Listener // by the browsing context
	gone      chan struct{}       // closed when the connection is
}

type bidiAnswer struct {
	ID             int
	Type           string
	Error, Message string
	Result         json.RawMessage
	Method         string
	Params         json.RawMessage
}

func dialBidi(address string) (*bidi, error) {
	conn, _, err := websocket.DefaultDialer.Dial(address, nil)
	if err != nil {
		return nil, err
	}
	b := &bidi{conn: conn, asked: map[int]chan bidiAnswer{}, listeners: map[string]Listener{}, gone: make(chan struct{})}
	go b.read()
	ctx, cancel := context.WithTimeout(context.Background(), startup)
	defer cancel()
	if err := b.call(ctx, "session.new", action{"capabilities": action{"alwaysMatch": action{"unhandledPromptBehavior": action{"default": "ignore", "beforeUnload": "accept"}}}}, nil); err != nil {
		return nil, err
	}
	events := []string{"log.entryAdded", "network.beforeRequestSent", "network.responseCompleted"}
	if err := b.call(ctx, "session.subscribe", action{"events": events}, nil); err != nil {
		return nil, err
	}
	// What a policy forbids is no entry of the log by itself.
	return b, b.call(ctx, "script.addPreloadScript", action{"functionDeclaration": `() => addEventListener("securitypolicyviolation",
		(event) => console.error("refused by the policy: " + event.blockedURI + " for " + event.violatedDirective))`}, nil)
}

// read takes what comes from the browser until it is gone.
func (b *bidi) read() {
	defer close(b.gone)
	for {
		var answer bidiAnswer
		if err := b.conn.ReadJSON(&answer); err != nil {
			return
		}
		if answer.Type == "event" {
			b.tell(answer.Method, answer.Params)
			continue
		}
		b.lock.Lock()
		waiting := b.asked[answer.ID]
		delete(b.asked, answer.ID)
		b.lock.Unlock()
		if waiting != nil {
			waiting <- answer
		}
	}
}

// tell tells the listener of a window what happened in it.
func (b *bidi) tell(method string, params json.RawMessage) {
	var event struct {
		Context  string
		Level    string
		Text     string
		Source   struct{ Context string }
		Request  struct{ URL string }
		Response struct {
			URL    string
			Status int
		}
	}
	if json.Unmarshal(params, &event) != nil {
		return
	}
	b.lock.Lock()
	listener, known := b.listeners[event.Context+event.Source.Context]
	b.lock.Unlock()
	switch {
	case !known:
	case method == "network.beforeRequestSent":
		listener.Requests(event.Request.URL)
	case strings.HasSuffix(event.Response.URL, "/favicon.ico"): // it asks for that on its own account, of a page that was left before its icon was known
	case method == "network.responseCompleted" && event.Response.Status >= 400:
		listener.Complains(fmt.Sprintf("network: %d (%s)", event.Response.Status, event.Response.URL))
	case method == "log.entryAdded" && event.Level == "error":
		listener.Complains("script: " + event.Text)
	}
}

// call asks for something and waits for the answer.
func (b *bidi) call(ctx context.Context, method string, params action, result any) error {
	answered := make(chan bidiAnswer, 1)
	b.lock.Lock()
	b.last++
	id := b.last
	b.asked[id] = answered
	b.lock.Unlock()
	b.write.Lock()
	err := b.conn.WriteJSON(action{"id": id, "method": method, "params": params})
	b.write.Unlock()
	if err != nil {
		return err
	}
	select {
	case answer := <-answered:
		if answer.Type == "error" {
			return fmt.Errorf("%s: %s: %s", method, answer.Error, answer.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(answer.Result, result)
	case <-b.gone:
		return fmt.Errorf("%s: firefox is gone", method)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, context.Cause(ctx))
	}
}

// firefoxWindow is a tab in a container of its own.
type firefoxWindow struct {
	*bidi
	context, container string
	listener           Listener
	own                bool // it made the container
}

func (b *bidi) open(ctx context.Context, listener Listener) (Window, error) {
	var container struct{ UserContext string }
	if err := b.call(ctx, "browser.createUserContext", action{}, &container); err != nil {
		return nil, err
	}
	w, err := b.tab(ctx, container.UserContext, listener)
	if err != nil {
		return nil, err
	}
	w.own = true
	return w, nil
}

func (b *bidi) tab(ctx context.Context, container string, listener Listener) (*firefoxWindow, error) {
	var made struct{ Context string }
	if err := b.call(ctx, "browsingContext.create", action{"type": "tab", "userContext": container}, &made); err != nil {
		return nil, err
	}
	b.lock.Lock()
	b.listeners[made.Context] = listener
	b.lock.Unlock()
	return &firefoxWindow{bidi: b, context: made.Context, container: container, listener: listener}, nil
}

// look puts this tab in front.
func (w *firefoxWindow) look(ctx context.Context) error {
	if w.front == w.context {
		return nil
	}
	w.front = w.context
	return w.call(ctx, "browsingContext.activate", action{"context": w.context}, nil)
}

func (w *firefoxWindow) Open(ctx context.Context, address string) error {
	if err := w.look(ctx); err != nil {
		return err
	}
	return w.call(ctx, "browsingContext.navigate", action{"context": w.context, "url": address, "wait": "complete"}, nil)
}

func (w *firefoxWindow) Evaluate(ctx context.Context, expression string) (json.RawMessage, error) {
	var got struct {
		Type             string
		Result           struct{ Value string }
		ExceptionDetails struct{ Text string }
	}
	err := w.call(ctx, "script.callFunction", action{"target": action{"context": w.context}, "awaitPromise": true, "userActivation": true,
		"functionDeclaration": `async () => JSON.stringify(await (` + expression + `)) ?? "null"`}, &got)
	if err == nil && got.Type != "success" {
		err = errors.New(got.ExceptionDetails.Text)
	}
	return json.RawMessage(got.Result.Value), err
}

// node returns the element that a selector finds, once it can be reached.
func (w *firefoxWindow) node(ctx context.Context, selector string, visible bool) (any, error) {
	if visible {
		if err := reached(ctx, w, selector); err != nil {
			return nil, err
		}
	}
	var found struct{ Nodes []struct{ SharedID string } }
	err := w.call(ctx, "browsingContext.locateNodes", action{"context": w.context, "locator": action{"type": "css", "value": selector}, "maxNodeCount": 1}, &found)
	if err != nil {
		return nil, err
	}
	if len(found.Nodes) == 0 {
		return nil, fmt.Errorf("no %s", selector)
	}
	return action{"sharedId": found.Nodes[0].SharedID}, nil
}

func (w *firefoxWindow) Click(ctx context.Context, selector string) error {
	if err := w.look(ctx); err != nil {
		return err
	}
	node, err := w.node(ctx, selector, true)
	if err != nil {
		return err
	}
	return w.perform(ctx, []action{{"type": "pointer", "id": "mouse", "actions": []action{
		{"type": "pointerMove", "x": 0, "y": 0, "origin": action{"type": "element", "element": node}},
		{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}}}})
}

func (w *firefoxWindow) Press(ctx context.Context, keys string) error {
	return w.perform(ctx, keyActions(keys))
}

func (w *firefoxWindow) perform(ctx context.Context, actions []action) error {
	if err := w.look(ctx); err != nil {
		return err
	}
	return w.call(ctx, "input.performActions", action{"context": w.context, "actions": actions}, nil)
}

func (w *firefoxWindow) Size(ctx context.Context, width, height int64) error {
	return w.call(ctx, "browsingContext.setViewport", action{"context": w.context, "viewport": action{"width": width, "height": height}, "devicePixelRatio": nil}, nil)
}

func (w *firefoxWindow) Choose(ctx context.Context, selector string, files ...string) error {
	node, err := w.node(ctx, selector, false)
	if err != nil {
		return err
	}
	return w.call(ctx, "input.setFiles", action{"context": w.context, "element": node, "files": files}, nil)
}

func (w *firefoxWindow) Downloads(context.Context) (string, error) { return w.downloads, nil }

func (w *firefoxWindow) Tab(ctx context.Context) (Window, error) {
	return w.tab(ctx, w.container, w.listener)
}

func (w *firefoxWindow) Print(ctx context.Context) ([]byte, error) {
	var printed struct{ Data []byte }
	const centimetre = 1.0
	err := w.call(ctx, "browsingContext.print", action{"context": w.context, "background": true, "shrinkToFit": false,
		"page": action{"width": 21 * centimetre, "height": 29.7 * centimetre}}, &printed)
	return printed.Data, err
}

func (w *firefoxWindow) Picture(ctx context.Context) ([]byte, error) {
	var picture struct{ Data string }
	if err := w.call(ctx, "browsingContext.captureScreenshot", action{"context": w.context}, &picture); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(picture.Data)
}

func (w *firefoxWindow) Before(ctx context.Context, script string) error {
	return w.call(ctx, "script.addPreloadScript", action{"functionDeclaration": `() => { ` + script + ` }`, "contexts": []string{w.context}}, nil)
}

func (w *firefoxWindow) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), startup)
	defer cancel()
	if !w.own {
		return w.call(ctx, "browsingContext.close", action{"context": w.context}, nil)
	}
	return w.call(ctx, "browser.removeUserContext", action{"userContext": w.container}, nil)
}

// reached waits until an element is in sight and at rest.
func reached(ctx context.Context, w Window, selector string) error {
	for {
		answer, err := w.Evaluate(ctx, reach(selector))
		if err == nil && string(answer) == "true" {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s is not in sight: %w", selector, errors.Join(context.Cause(ctx), err))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// literal returns a text as JavaScript has it.
func literal(text string) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // of a text, always
	return strings.TrimSpace(out.String())
}
