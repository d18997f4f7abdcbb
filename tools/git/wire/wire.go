// Package wire keeps a server within bounds: how long it may keep somebody waiting, how much it may send, and where it may lead a request. It knows
// the origin of an address, and sends a secret nowhere else. It knows nothing of Git or of the servers that hold it.
package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

var (
	// ErrSlow means that a server said nothing, or too little, for longer than Patience allows.
	ErrSlow = errors.New("the server keeps us waiting")
	// ErrTooMuch means that a server sent more than what was asked can need.
	ErrTooMuch = errors.New("the server sends too much")
	// ErrPlain means that a request with a secret would have crossed a network unencrypted. Nothing was sent.
	ErrPlain = errors.New("a secret over an unencrypted connection")
)

// RedirectError means that a server refers to another origin, or does so where no reference is followed, or goes on referring. Nothing was sent
// there.
type RedirectError struct {
	To string // the address that it refers to, without a user name, a password and a query, and no longer than somebody reads
}

func (e *RedirectError) Error() string { return "the server refers to " + e.To }

// Patience is how long a server may take. The zero value stands for Usual.
type Patience struct {
	// Notice is the time after which somebody is told that we are waiting.
	Notice time.Duration
	// Grace is what one exchange may take, besides the time for what goes over the line.
	Grace time.Duration
	// Work is the Grace of an exchange in which the server has work to do: it runs the hooks of a push.
	Work time.Duration
	// Rate is the number of bytes that give one second more.
	Rate int64
}

// Usual tells after three seconds that we are waiting, and gives up after fifteen, or a minute when the server has work to do. A byte now and then
// is no reason to wait: that takes ten thousand a second.
var Usual = Patience{Notice: 3 * time.Second, Grace: 15 * time.Second, Work: time.Minute, Rate: 10_000}

// Or returns p, or Usual when p is the zero value.
func (p Patience) Or() Patience {
	if p == (Patience{}) {
		return Usual
	}
	return p
}

// Clock runs while a server is asked something. What goes over the line is counted by a Reader and a Writer; stop it at the end.
type Clock struct {
	mu            sync.Mutex
	begin         time.Time
	grace         time.Duration
	rate, counted int64
	notice, limit *time.Timer
}

// Start starts a clock. It calls waiting once, unless that is nil, when the exchange takes longer than Notice, and end when it takes longer than
// grace and what was counted allow.
func (p Patience) Start(grace time.Duration, waiting, end func()) *Clock {
	c := &Clock{begin: time.Now(), grace: grace, rate: p.Rate}
	c.mu.Lock()
	defer c.mu.Unlock()
	if waiting != nil {
		c.notice = time.AfterFunc(p.Notice, waiting)
	}
	c.limit = time.AfterFunc(grace, func() { c.look(end) })
	return c
}

// look calls end when the time is over, or sets the clock to look again.
func (c *Clock) look(end func()) {
	c.mu.Lock()
	left := time.Until(c.begin.Add(c.grace + time.Duration(float64(c.counted)/float64(c.rate)*float64(time.Second))))
	if left > 0 {
		c.limit.Reset(left)
	}
	c.mu.Unlock()
	if left <= 0 {
		end()
	}
}

// count counts bytes that went over the line.
func (c *Clock) count(n int) {
	c.mu.Lock()
	c.counted += int64(n)
	c.mu.Unlock()
}

// Stop stops the clock. It may be called more than once.
func (c *Clock) Stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.notice != nil {
		c.notice.Stop()
	}
	c.limit.Stop()
}

// Most returns a reader of at most n bytes of r. Reading further gives ErrTooMuch, unless r ends there.
func Most(r io.Reader, n int64) io.Reader { return &most{r, n} }

type most struct {
	r    io.Reader
	left int64
}

func (m *most) Read(p []byte) (int, error) {
	if m.left == 0 {
		var one [1]byte
		if n, err := m.r.Read(one[:]); n == 0 && err != nil {
			return 0, err
		}
		return 0, ErrTooMuch
	}
	n, err := m.r.Read(p[:min(int64(len(p)), m.left)])
	m.left -= int64(n)
	return n, err
}

// Origin returns scheme, host and port of an address, in one form for all that mean the same; a secret for one origin is for no other.
func Origin(u *url.URL) string {
	scheme, port := strings.ToLower(u.Scheme), u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[scheme]
	}
	return scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// Private reports whether a secret may be sent to an address: over TLS, or to this machine.
func Private(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	ip := net.ParseIP(host)
	return strings.EqualFold(u.Scheme, "https") || host == "localhost" || ip != nil && ip.IsLoopback()
}

// Client asks servers over HTTP. It follows a reference of a server only when that stays at the same origin and nothing was to be changed, sends
// no secret unencrypted, keeps no cookies, and takes no compressed answers.
type Client struct {
	Patience Patience
	// Waiting is told the host when a server takes long; nil tells nobody. It may be called while Do runs.
	Waiting func(host string)

	http http.Client
}

// maxRedirects is the number of references that are followed, and maxHeader the size of the header of an answer.
const (
	maxRedirects = 5
	maxHeader    = 1 << 18
)

// NewClient returns a client that connects as t does.
func NewClient(t *http.Transport) *Client {
	t = t.Clone()
	t.DisableCompression = true // a small answer stays small
	t.MaxResponseHeaderBytes = maxHeader
	return &Client{http: http.Client{Transport: t, CheckRedirect: stay}}
}

// stay permits a redirect that stays at the origin of the first request.
func stay(req *http.Request, via []*http.Request) error {
	req.URL.User = nil // it would go before the secret of the request
	first := via[0]
	if first.Method != http.MethodGet || len(via) > maxRedirects || Origin(req.URL) != Origin(first.URL) {
		return NewRedirectError(req.URL)
	}
	return nil
}

// maxShown is how much of an address is shown.
const maxShown = 300

// NewRedirectError returns the error for a reference to an address.
func NewRedirectError(to *url.URL) *RedirectError {
	shown := url.URL{Scheme: to.Scheme, Host: to.Host, Path: to.Path}
	text := shown.String()
	return &RedirectError{To: text[:min(len(text), maxShown)]}
}

// secrets are the headers that hold one.
var secrets = []string{"Authorization", "PRIVATE-TOKEN"}

// Do sends a request, and returns the answer, of whose body at most limit bytes can be read. grace is one of Patience: it counts until the body is
// closed. The error, also that of reading, is ErrPlain, ErrSlow, ErrTooMuch, context.Canceled, a *RedirectError, or one
// of the connection.
func (c *Client) Do(req *http.Request, grace time.Duration, limit int64) (*http.Response, error) {
	for _, name := range secrets {
		if req.Header.Get(name) != "" && !Private(req.URL) {
			return nil, ErrPlain
		}
	}
	ctx, cancel := context.WithCancelCause(req.Context())
	var waiting func()
	if tell, host := c.Waiting, req.URL.Host; tell != nil {
		waiting = func() { tell(host) }
	}
	clock := c.Patience.Or().Start(grace, waiting, func() { cancel(ErrSlow) })
	body := &body{clock: clock, ctx: ctx, cancel: cancel}
	req = req.WithContext(ctx)
	if req.Body != nil && req.Body != http.NoBody {
		req.Body = struct {
			io.Reader
			io.Closer
		}{clock.Reader(req.Body), req.Body}
	}
	res, err := c.http.Do(req)
	if err != nil {
		err = body.why(err)
		body.Close()
		return nil, err
	}
	body.closer, body.r = res.Body, Most(clock.Reader(res.Body), limit)
	res.Body = body
	return res, nil
}

// Reader returns a reader of r that counts what is read.
func (c *Clock) Reader(r io.Reader) io.Reader { return &counter{r, c} }

type counter struct {
	r     io.Reader
	clock *Clock
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.clock.count(n)
	return n, err
}

// Writer returns a writer to w that counts what is written.
func (c *Clock) Writer(w io.WriteCloser) io.WriteCloser { return &writer{w, c} }

type writer struct {
	io.WriteCloser
	clock *Clock
}

func (w *writer) Write(p []byte) (int, error) {
	n, err := w.WriteCloser.Write(p)
	w.clock.count(n)
	return n, err
}

// body is the body of an answer, while the clock runs.
type body struct {
	r      io.Reader
	closer io.Closer
	clock  *Clock
	ctx    context.Context
	cancel context.CancelCauseFunc
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err != nil && err != io.EOF {
		err = b.why(err)
	}
	return n, err
}

// why returns the reason that the exchange was ended for, when it was ended here; else the error.
func (b *body) why(err error) error {
	if cause := context.Cause(b.ctx); cause != nil {
		return fmt.Errorf("%w: %w", cause, err)
	}
	return err
}

func (b *body) Close() error {
	b.clock.Stop()
	var err error
	if b.closer != nil {
		err = b.closer.Close()
	}
	b.cancel(nil)
	return err
}

// Conn is a connection on which a clock runs.
type Conn struct {
	net.Conn
	Clock *Clock // counts nothing by itself: the bytes of SSH are many more than those that are sent
	stop  func() bool
	mu    sync.Mutex
	ended error
}

// Watch returns a connection that ends when its server takes longer than grace, besides the time for what goes over the line, or when the context
// does. Close it.
func (p Patience) Watch(ctx context.Context, conn net.Conn, grace time.Duration, waiting func()) *Conn {
	c := &Conn{Conn: conn}
	end := func(err error) {
		c.mu.Lock()
		if c.ended == nil {
			c.ended = err
		}
		c.mu.Unlock()
		conn.Close()
	}
	c.Clock = p.Or().Start(grace, waiting, func() { end(ErrSlow) })
	c.stop = context.AfterFunc(ctx, func() { end(context.Cause(ctx)) })
	return c
}

// Close closes the connection.
func (c *Conn) Close() error {
	c.Clock.Stop()
	c.stop()
	return c.Conn.Close()
}

// Why returns the reason that the connection was ended for, ErrSlow or that of the context; else the error, which may be nil.
func (c *Conn) Why(err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil && c.ended != nil {
		return c.ended
	}
	return err
}
