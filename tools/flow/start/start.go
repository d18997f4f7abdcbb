// Package start makes a book of an organisation's own: the small tree of files that stands on the product. It knows the files and what may stand in them; it
// asks nobody anything, and knows no Git.
package start

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/mail"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/pelletier/go-toml/v2"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/theme"
	"github.com/openbaarheid-schuurt/dilemma/tools/fill"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/start/pipelines"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// A Licence says what others may do with texts and data.
type Licence struct{ Key, Name, URL string }

// Licences are those that fit texts and data of a public body, the first when nothing was chosen.
var Licences = []Licence{
	{"cc0", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"},
	{"cc-by", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/deed.nl"},
}

// Kinds are the kinds of server that a book can be handed in at.
var Kinds = []string{"gitlab", "forgejo", "gitea", "github", "mail"}

// Options are what only the organisation can say of its book. What may be left out says so.
type Options struct {
	Organisation string
	Mailbox      string // of the redactie: a functional address
	Address      string // of the site; left out it follows from Repository or Mailbox
	Kind         string // one of Kinds; may be left out
	Repository   string // its address on the web; may be left out
	Colour       string // of links and accents, as #rrggbb; left out the book has the colours of the product
	Header       string // the colour of the bar above each page, as #rrggbb; may be left out
	English      bool
	Licence      string // the Key of one of Licences; may be left out
	Version      string // of the command, for the pipelines
	Title        string // of the site
	Heading      string // of the list of allowed values
	Example      Example
}

// Example is the concept with which a book begins.
type Example struct{ Title, Dilemma, WhyNow string }

// An Invalid is an option with a value that can't be. Field is its name in Options, in lower case; both when organisation and mailbox are not there.
type Invalid struct {
	Field, Value string
	// Fault is set when a colour can't be read: the first pair that differs too little. Near is the nearest colour that can.
	Fault *theme.Fault
	Near  *theme.Colour
}

func (e *Invalid) Error() string { return fmt.Sprintf("%s: %q", e.Field, e.Value) }

// A File is one of a new book, by its path from the root.
type File struct {
	Path string
	Text []byte
}

//go:embed tree
var tree embed.FS

// values are what the templates of the tree are filled with.
type values struct {
	Options
	Machine                              []string // files that nobody writes in
	Day, Home, Pipeline                  string
	Theme                                bool
	Licence                              Licence
	Accent, AccentDark, Header, OnHeader theme.Colour
}

// Home is where the command is to be had.
const Home = "https://github.com/openbaarheid-schuurt/dilemma"

var colour = lazy.Regexp(`^#[0-9a-fA-F]{6}$`)

// Files returns the files of a new book, sorted by path. The product has its definition of the canvas, its archetype and its themes; editor the settings of an
// editor. The error is an *Invalid, or that the product is broken.
func Files(o Options, product, editor fs.FS, def *canvas.Definition, now time.Time) ([]File, error) {
	v, err := check(o)
	if err != nil {
		return nil, err
	}
	v.Day = now.Format(time.DateOnly)
	pipeline, text, err := pipelines.For(o.Kind, o.Version)
	if err != nil {
		return nil, err
	}
	v.Pipeline = pipeline
	v.Machine = []string{".editorconfig", ".gitattributes", ".gitignore", ".vscode/**", "dilemma.lock"}
	if pipeline != "" {
		v.Machine = append(v.Machine, pipeline)
	}
	var files []File
	add := func(path string, text []byte) { files = append(files, File{path, text}) }
	if pipeline != "" {
		add(pipeline, text)
	}
	for path, name := range map[string]string{"hugo.toml": "hugo.toml", "README.md": "README.md", ".gitattributes": "gitattributes", ".gitignore": "gitignore", ".editorconfig": "editorconfig"} {
		text, err := v.filled(name)
		if err != nil {
			return nil, err
		}
		add(path, text)
	}
	add(allowlist.Path, allowlist.New(o.Heading))
	if v.Theme {
		text, err := makeTheme(v, product)
		if err != nil {
			return nil, err
		}
		add(theme.Dir+"/eigen.css", text)
	}
	err = fs.WalkDir(editor, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(editor, name)
		add(name, text)
		return err
	})
	if err != nil {
		return nil, err
	}
	add(canvas.SnippetsFile, []byte(def.Snippets()))
	concept, err := concept(o.Example, product, now)
	if err != nil {
		return nil, err
	}
	add(casebook.Path(casebook.Slug(o.Example.Title)), concept)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// Check returns an *Invalid when options can't be, without making the files of a book. The product has its themes.
func Check(o Options, product fs.FS) error {
	v, err := check(o)
	if err == nil && v.Theme {
		_, err = makeTheme(v, product)
	}
	return err
}

// check returns the values of options that can be.
func check(o Options) (*values, error) {
	o.Organisation, o.Mailbox, o.Repository, o.Address = strings.TrimSpace(o.Organisation), strings.TrimSpace(o.Mailbox), strings.TrimSuffix(strings.TrimSpace(o.Repository), "/"), strings.TrimSpace(o.Address)
	if o.Organisation == "" && o.Mailbox == "" {
		return nil, &Invalid{Field: "both"}
	}
	if o.Organisation == "" || len(o.Organisation) > 200 || strings.ContainsFunc(o.Organisation, unicode.IsControl) {
		return nil, &Invalid{Field: "organisation", Value: o.Organisation}
	}
	domain, ok := mailDomain(o.Mailbox)
	if !ok {
		return nil, &Invalid{Field: "mailbox", Value: o.Mailbox}
	}
	if o.Kind != "" && !slices.Contains(Kinds, o.Kind) {
		return nil, &Invalid{Field: "kind", Value: o.Kind}
	}
	if o.Repository != "" && !isWeb(o.Repository) {
		return nil, &Invalid{Field: "repository", Value: o.Repository}
	}
	if o.Address == "" {
		o.Address = Guess(o.Repository, domain)
	}
	if !isWeb(o.Address) {
		return nil, &Invalid{Field: "address", Value: o.Address}
	}
	if !strings.HasSuffix(o.Address, "/") {
		o.Address += "/"
	}
	v := &values{Options: o, Home: Home, Licence: Licences[0]}
	if o.Licence != "" {
		i := slices.IndexFunc(Licences, func(l Licence) bool { return l.Key == o.Licence })
		if i < 0 {
			return nil, &Invalid{Field: "licence", Value: o.Licence}
		}
		v.Licence = Licences[i]
	}
	for field, value := range map[string]string{"colour": o.Colour, "header": o.Header} {
		if value != "" && !colour().MatchString(value) {
			return nil, &Invalid{Field: field, Value: value}
		}
	}
	v.Theme = o.Colour != "" || o.Header != ""
	return v, nil
}

// mailDomain returns the domain of an address of mail, and whether it is one.
func mailDomain(address string) (string, bool) {
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address {
		return "", false
	}
	_, domain, _ := strings.Cut(address, "@")
	return domain, strings.Contains(domain, ".")
}

// isWeb reports whether an address is one of the web, without anything secret in it.
func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

// Guess returns the address at which the pages of a repository are served by some servers, or else one below the domain of the mailbox. It is a guess.
func Guess(repository, domain string) string {
	if u, err := url.Parse(repository); err == nil {
		owner, rest, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
		pages := map[string]string{"github.com": "github.io", "gitlab.com": "gitlab.io", "codeberg.org": "codeberg.page"}[u.Host]
		if pages != "" && owner != "" && rest != "" {
			return "https://" + strings.ToLower(owner) + "." + pages + "/" + rest + "/"
		}
	}
	return "https://dilemmas." + domain + "/"
}

// filled returns a file of the tree, filled in.
func (v *values) filled(name string) ([]byte, error) {
	text, err := tree.ReadFile("tree/" + name)
	if err != nil {
		return nil, err
	}
	var machine []string
	for _, file := range v.Machine {
		quoted, err := quote(file)
		if err != nil {
			return nil, err
		}
		machine = append(machine, quoted)
	}
	return fill.Template(name, string(text), "", "", fill.Functions{"toml": quote}, map[string]any{
		"Address": v.Address, "Title": v.Title, "English": v.English, "Mailbox": v.Mailbox, "Organisation": v.Organisation, "Kind": v.Kind, "Repository": v.Repository,
		"Licence": map[string]any{"Name": v.Licence.Name, "URL": v.Licence.URL}, "Machine": strings.Join(machine, ", "), "Day": v.Day, "Home": v.Home, "Pipeline": v.Pipeline,
		"Theme": v.Theme, "Accent": v.Accent, "AccentDark": v.AccentDark, "Header": strings.ToLower(v.Options.Header), "OnHeader": v.OnHeader,
	})
}

// quote returns a text as a basic string of TOML.
func quote(text string) (string, error) {
	line, err := toml.Marshal(map[string]string{"v": text})
	value := strings.TrimSpace(strings.TrimPrefix(string(line), "v = "))
	if strings.HasPrefix(value, "'") { // the literal form, of a text without apostrophes
		value = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	}
	return value, err
}

// makeTheme returns the theme of a book, with for a dark screen a lighter accent that can be read there. The error is an *Invalid when a colour can't be read.
func makeTheme(v *values, product fs.FS) ([]byte, error) {
	base, err := fs.ReadFile(product, theme.Base)
	if err != nil {
		return nil, err
	}
	white, black := theme.Colour{R: 255, G: 255, B: 255}, theme.Colour{}
	var ok bool
	if v.Accent, ok = theme.ParseColour(v.Options.Colour); !ok {
		v.Accent, _ = theme.Lookup(base, "--dilemma-document-accent-color", theme.Light)
	}
	// The lightest of what it is read on in the dark.
	surface, _ := theme.Lookup(base, "--dilemma-surface-background-color", theme.Dark)
	const comfortable = 7
	v.AccentDark, _ = theme.Towards(v.Accent, white, surface, comfortable)
	if v.Options.Header != "" {
		v.Header, _ = theme.ParseColour(v.Options.Header)
		v.OnHeader = white
		if theme.Contrast(black, v.Header) > theme.Contrast(white, v.Header) {
			v.OnHeader = black
		}
	}
	text, err := v.filled("eigen.css")
	if err != nil {
		return nil, err
	}
	if faults := theme.Measure(base, text).Faults; len(faults) > 0 {
		fault := faults[0]
		invalid := &Invalid{Field: "colour", Value: v.Options.Colour, Fault: &fault}
		if near, ok := theme.Towards(fault.On, black, fault.Below, fault.Least); ok && fault.Scheme == theme.Light {
			invalid.Near = &near
		}
		return nil, invalid
	}
	return text, nil
}

// concept returns the dilemma that a book begins with: what the archetype asks first, answered.
func concept(e Example, product fs.FS, now time.Time) ([]byte, error) {
	archetype, err := fs.ReadFile(product, canvas.ArchetypeFile)
	if err != nil {
		return nil, err
	}
	text, err := casebook.Fill(string(archetype), e.Title, casebook.Slug(e.Title), now)
	if err != nil {
		return nil, err
	}
	for key, answer := range map[string]string{"dilemma": e.Dilemma, "waarom_nu": e.WhyNow} {
		start := bytes.Index(text, []byte("\n    "+key+": |"))
		if start < 0 {
			return nil, fmt.Errorf("%s: no question %s", canvas.ArchetypeFile, key)
		}
		end := start + 1 + bytes.IndexByte(text[start+1:], '\n') + 1
		text = slices.Concat(text[:end], []byte("      "+answer+"\n"), bytes.TrimPrefix(text[end:], []byte("\n")))
	}
	return text, nil
}

// ErrNotEmpty means that there are files in the folder of a new book.
var ErrNotEmpty = errors.New("folder is not empty")

// Write writes a new book to a folder, which must be empty or not be there; that of Git itself may be. A folder that is not there comes whole or not at all.
// The error is ErrNotEmpty, or one of the file system.
func Write(dir string, files []File) error {
	if err := Empty(dir); err != nil {
		return err
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return whole.Folder(dir, func(made string) error { return create(made, files) })
	}
	return create(dir, files)
}

// Empty returns ErrNotEmpty when a folder can't become a book because of what is in it, or an error of the file system.
func Empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() != ".git" }) {
		return ErrNotEmpty
	}
	return err
}

func create(dir string, files []File) error {
	for _, f := range files {
		if err := casebook.DirFS(dir).Create(f.Path, f.Text); err != nil {
			return err
		}
	}
	return nil
}
