package part

import (
	"io"
	"net/url"
	"strings"
)

// The limits hold for one file with everything that is packed in it.
const (
	MaxUnpacked = 64 << 20 // bytes that are unpacked, and bytes of text that are kept
	MaxFiles    = 5000     // files inside the file
	MaxParts    = 100_000
)

// Reader reads a file by its kind. Depth counts the archives around it.
type Reader func(name string, data []byte, place Place, depth int) error

// Collector gathers the parts of one file and of all files inside it, and counts what that takes. Once a limit is reached
// Full is set, nothing more is kept, and the readers stop.
type Collector struct {
	Parts []Part
	Full  bool
	// Read reads a file inside the file, of whatever kind. Readers of a single kind call it, so that they need not know
	// each other.
	Read Reader

	seen     map[key]bool // metadata that was kept: one author made a hundred comments
	unpacked int64        // bytes that may still be unpacked, or be read again
	text     int          // bytes of text that may still be kept
	files    int          // files that may still be opened
}

type key struct{ place, text string }

// NewCollector returns a Collector that has used nothing of its limits. Its Read must be set before a file with other files
// in it is read.
func NewCollector() *Collector {
	return &Collector{seen: map[key]bool{}, unpacked: MaxUnpacked, text: MaxUnpacked, files: MaxFiles}
}

// Add keeps a text, unless it is blank. Metadata that is already there at the same place is not kept again.
func (c *Collector) Add(place Place, text string, meta bool) {
	if c.Full || strings.Trim(text, " \t\r\n\x00\u00a0") == "" {
		return
	}
	text = strings.ToValidUTF8(text, "\ufffd")
	if meta {
		k := key{place.String(), text}
		if c.seen[k] {
			return
		}
		c.seen[k] = true
	}
	if len(c.Parts) == MaxParts || len(text) > c.text {
		c.Full = true
		return
	}
	c.text -= len(text)
	c.Parts = append(c.Parts, Part{Text: text, Place: place, Meta: meta})
}

// AddLink keeps the target of a link, with its percent-encoding undone. A target inside the document ("#heading") is
// skipped.
func (c *Collector) AddLink(place Place, target string) {
	if strings.HasPrefix(target, "#") {
		return
	}
	if readable, err := url.PathUnescape(target); err == nil {
		target = readable
	}
	c.Add(place.At(Link), target, false)
}

// Spend takes n bytes from what may still be unpacked, and reports whether that many were left. Readers also call it for
// bytes that a small file can make them read many times.
func (c *Collector) Spend(n int) bool {
	if int64(n) > c.unpacked {
		c.Full = true
		return false
	}
	c.unpacked -= int64(n)
	return true
}

// Unpack reads a stream to its end. Next to an error it returns the bytes before it, except for ErrTooLarge.
func (c *Collector) Unpack(stream io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(stream, c.unpacked+1))
	if !c.Spend(len(data)) {
		return nil, ErrTooLarge
	}
	return data, err
}

// Open takes n files from what may still be opened, and reports whether that many were left.
func (c *Collector) Open(n int) bool {
	if n > c.files {
		c.Full = true
		return false
	}
	c.files -= n
	return true
}
