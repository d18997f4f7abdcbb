package collected

import (
	"errors"
	"net/netip"
	"net/url"
	"path"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Table is the key, below [params.dilemma], of the table with the names of other books and their addresses.
const Table = "collect"

// A Source is a book of others that the settings name.
type Source struct {
	// Name is whose it is, for readers.
	Name string
	// Address is the address of its site, with a slash at the end.
	Address string
}

// Sources returns the sources in the settings, in their order. Whether they are any good, Problem tells.
func Sources(cfg *settings.Settings) []Source {
	var sources []Source
	for _, s := range cfg.List {
		if len(s.Key) == 2 && s.Key[0] == Table {
			sources = append(sources, NewSource(s.Key[1], s.Text))
		}
	}
	return sources
}

// NewSource returns the source with a name and an address, to which it adds the slash at the end.
func NewSource(name, address string) Source {
	return Source{name, strings.TrimRight(address, "/") + "/"}
}

// What is wrong with a source.
const (
	BadName    = "name"    // no plain text, too long, or without a letter to make the name of a file of
	BadAddress = "address" // no address of a site
	Plain      = "plain"   // over a connection that others can change
	Same       = "same"    // of this very book
	Twice      = "twice"   // the file is that of a source before it
)

// Problems returns what is wrong with each source, "" where nothing is. own is the address of the site of this book.
func Problems(sources []Source, own string) []string {
	problems, files := make([]string, len(sources)), map[string]bool{}
	for i, s := range sources {
		problems[i] = s.problem(own)
		if problems[i] == "" && files[s.File()] {
			problems[i] = Twice
		}
		files[s.File()] = true
	}
	return problems
}

// maxName is the most characters of the name of a source: it stands at every dilemma.
const maxName = 80

func (s Source) problem(own string) string {
	if name, err := plain(s.Name, maxName); err != nil || name != s.Name || casebook.Slug(s.Name) == "" {
		return BadName
	}
	u, err := url.Parse(s.Address)
	switch {
	case err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http" || path.Clean(u.Path)+"/" != u.Path && u.Path != "/":
		return BadAddress
	case u.Scheme == "http" && !loopback(u):
		return Plain
	case own != "" && strings.EqualFold(strings.TrimRight(own, "/")+"/", s.Address):
		return Same
	}
	return ""
}

// loopback reports whether an address is on this machine, where nobody listens in.
func loopback(u *url.URL) bool {
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.Zone() == "" && ip.Unmap().IsLoopback()
}

// File returns the path of the file with what is kept of the source.
func (s Source) File() string { return Dir + "/" + casebook.Slug(s.Name) + ".json" }

// Casebook returns the address of the whole book in one file.
func (s Source) Casebook() string { return s.Address + "dilemmas/casusboek.json" }

// ErrElsewhere means that an address is not on the site of the source.
var ErrElsewhere = errors.New("an address elsewhere")

// maxAddress is the most bytes of an address.
const maxAddress = 500

// Holds reports whether an address is that of a page on the site of the source, by every way in which a browser may read it.
func (s Source) Holds(address string) bool {
	if len(address) > maxAddress || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == '\\' || r >= 0x7f }) {
		return false
	}
	site, err := url.Parse(s.Address)
	if err != nil {
		return false
	}
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Opaque != "" || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	clean := path.Clean(u.Path)
	if strings.HasSuffix(u.Path, "/") && clean != "/" {
		clean += "/"
	}
	return strings.EqualFold(u.Scheme, site.Scheme) && strings.EqualFold(u.Host, site.Host) && clean == u.Path && strings.HasPrefix(u.Path, site.Path)
}
