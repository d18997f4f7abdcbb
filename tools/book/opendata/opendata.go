// Package opendata gives a book as data: all dilemmas with their texts in one file (JSON), and as tables (CSV, XLSX). assets/schema/casusboek.schema.json
// and casus.schema.json are the specification. The site publishes the same JSON and CSV, made by templates; a test holds the two together. It knows no
// site and no screen.
package opendata

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// The versions of the schemas.
const (
	bookVersion    = "1.2"
	dilemmaVersion = "1.0"
)

// A Licence says what others may do.
type Licence struct {
	Name string `json:"name" toml:"name"`
	URL  string `json:"url" toml:"url"`
}

// A Publisher is the organisation that publishes a book. URI is its address in TOOI.
type Publisher struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
	URI  string `json:"uri,omitempty"`
}

// A Book is a whole book as data.
type Book struct {
	Schema    string                     `json:"$schema"`
	Version   string                     `json:"versie"`
	Full      bool                       `json:"volledig"`
	Name      string                     `json:"naam"`
	URL       string                     `json:"url"`
	Publisher *Publisher                 `json:"uitgever,omitempty"`
	Contact   string                     `json:"contact,omitempty"`
	Language  string                     `json:"taal"`
	Modified  string                     `json:"bijgewerkt,omitempty"`
	Licence   Licence                    `json:"licentie"`
	Words     map[string]map[string]Word `json:"woorden,omitempty"`
	Dilemmas  []Dilemma                  `json:"dilemmas"`
}

// A Word is a word of a vocabulary. Concept is its address in the SKOS of the site, URI that of the same or nearly the same thing elsewhere.
type Word struct {
	Concept string `json:"begrip"`
	Label   string `json:"label"`
	English string `json:"label_en,omitempty"`
	Broader string `json:"boven,omitempty"`
	URI     string `json:"uri,omitempty"`
}

// A Dilemma is one dilemma. Of a withdrawn one there is no more than its page still shows.
type Dilemma struct {
	Slug         string         `json:"slug"`
	URL          string         `json:"url"`
	Title        string         `json:"title"`
	Date         string         `json:"date,omitempty"`
	Reviewed     string         `json:"herzien_op,omitempty"`
	Edition      string         `json:"editie,omitempty"`
	Provenance   string         `json:"herkomst,omitempty"`
	Layer        string         `json:"bestuurslaag,omitempty"`
	Themes       []string       `json:"themas,omitzero"`
	Grounds      []string       `json:"woo_gronden,omitzero"`
	Categories   []string       `json:"informatiecategorieen,omitzero"`
	Outcome      string         `json:"uitkomst,omitempty"`
	Lead         string         `json:"inleiding,omitempty"`
	Question     string         `json:"vraag,omitempty"`
	Minutes      int            `json:"leestijd,omitempty"`
	Status       string         `json:"status"`
	SupersededBy string         `json:"vervangen_door,omitempty"`
	Withdrawn    string         `json:"ingetrokken_op,omitempty"`
	Licence      string         `json:"licentie"`
	Invented     bool           `json:"verzonnen,omitempty"`
	English      string         `json:"title_en,omitempty"`
	Data         map[string]any `json:"gegevens,omitempty"`
	Story        *string        `json:"verhaal,omitempty"`
}

// A Single is one dilemma in a file of its own.
type Single struct {
	Schema  string         `json:"$schema"`
	Version string         `json:"versie"`
	Slug    string         `json:"slug"`
	URL     string         `json:"url"`
	Licence Licence        `json:"licentie"`
	Data    map[string]any `json:"gegevens"`
	Story   string         `json:"verhaal"`
}

// settings are what hugo.toml says of the book as a whole.
type settings struct {
	BaseURL  string `toml:"baseURL"`
	Title    string `toml:"title"`
	Language string `toml:"defaultContentLanguage"`
	Params   struct {
		Redactie     string   `toml:"redactie"`
		Licence      Licence  `toml:"licence"`
		Facets       []string `toml:"facets"`
		Organisation struct {
			Name string `toml:"name"`
			URL  string `toml:"url"`
			TOOI string `toml:"tooi"`
		} `toml:"organisation"`
		DiWoo struct {
			Publisher string `toml:"publisher"`
		} `toml:"diwoo"`
	} `toml:"params"`
}

// settingsFiles are the files of the settings: what a later one says goes before.
var settingsFiles = []string{"product/hugo.toml", "hugo.toml"}

// A Reader makes data of the dilemmas of a book.
type Reader struct {
	book     *casebook.Book
	def      *canvas.Definition
	settings settings
	now      time.Time
}

// NewReader prepares to read a book as it is at a moment. Its root has the files of the product too.
func NewReader(book *casebook.Book, def *canvas.Definition, now time.Time) (*Reader, error) {
	r := &Reader{book: book, def: def, now: now}
	for _, name := range settingsFiles {
		text, err := fs.ReadFile(book.Root(), name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = toml.Unmarshal(text, &r.settings)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if !strings.HasSuffix(r.settings.BaseURL, "/") {
		r.settings.BaseURL += "/"
	}
	return r, nil
}

// address returns the address of a file or page of the site.
func (r *Reader) address(path string) string { return r.settings.BaseURL + path }

// A Selection is some of the dilemmas of a book, in an order. It holds no dilemma: each is read anew, so that a book of any size can be written.
type Selection struct {
	reader   *Reader
	slugs    []string
	modified string // the last day on which one of them changed
}

// Select returns the dilemmas with these slugs, in their order, or, without any, all that are on the site, the newest first.
func (r *Reader) Select(slugs ...string) *Selection {
	all := len(slugs) == 0
	if all {
		slugs = r.book.Slugs()
	}
	type one struct{ slug, date, title, modified string }
	found := make([]one, len(slugs))
	casebook.Parallel(len(slugs), func(i int) {
		file := r.read(slugs[i])
		if file == nil || all && !lifecycle.OnSite(file.Front, r.now) {
			return
		}
		// Copied, for a text of the front matter keeps that of the whole file in memory.
		d := r.listed(slugs[i], file.Front)
		found[i] = one{slugs[i], strings.Clone(d.Date), strings.Clone(d.Title), strings.Clone(max(d.Date, d.Reviewed, d.Withdrawn))}
	})
	found = slices.DeleteFunc(found, func(o one) bool { return o.slug == "" })
	if all {
		slices.SortStableFunc(found, func(x, y one) int { return cmp.Or(cmp.Compare(y.date, x.date), cmp.Compare(x.title, y.title)) })
	}
	s := &Selection{reader: r}
	for _, o := range found {
		s.slugs, s.modified = append(s.slugs, o.slug), max(s.modified, o.modified)
	}
	return s
}

// read returns the file of a dilemma, or nil when there is none, or none with front matter that can be read. It is not kept: of a large book that is gigabytes.
func (r *Reader) read(slug string) *casebook.File {
	name, found := r.book.PathOf(slug)
	if !found {
		return nil
	}
	if file := r.book.Read(name); file.Front != nil {
		return file
	}
	return nil
}

// Len returns how many there are.
func (s *Selection) Len() int { return len(s.slugs) }

// Dilemmas returns the dilemmas. It reads some of them ahead, on all processors.
func (s *Selection) Dilemmas() iter.Seq[Dilemma] {
	return func(yield func(Dilemma) bool) {
		for slugs := range slices.Chunk(s.slugs, 64) {
			made := make([]*Dilemma, len(slugs))
			casebook.Parallel(len(slugs), func(i int) {
				if file := s.reader.read(slugs[i]); file != nil { // it may be gone since
					d := s.reader.dilemma(slugs[i], file)
					made[i] = &d
				}
			})
			for _, d := range made {
				if d != nil && !yield(*d) {
					return
				}
			}
		}
	}
}

// Book returns the dilemmas as a book in memory: some 70 kB for each.
func (s *Selection) Book() (*Book, error) {
	b, err := s.about()
	if err != nil {
		return nil, err
	}
	for d := range s.Dilemmas() {
		b.Dilemmas = append(b.Dilemmas, d)
	}
	return b, nil
}

// JSON writes the dilemmas as a book: what the function JSON makes of Book.
func (s *Selection) JSON(w io.Writer) error {
	b, err := s.about()
	if err != nil {
		return err
	}
	text, err := JSON(b)
	if err != nil {
		return err
	}
	if len(s.slugs) == 0 {
		_, err := w.Write(text)
		return err
	}
	const end = "]\n}\n" // the list is the last of a book
	if _, err := w.Write(bytes.TrimSuffix(text, []byte(end))); err != nil {
		return err
	}
	const indent = "    "
	between := "\n" + indent
	for d := range s.Dilemmas() {
		one, err := encode(d, indent)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, between+strings.TrimSuffix(string(one), "\n")); err != nil {
			return err
		}
		between = ",\n" + indent
	}
	_, err = io.WriteString(w, "\n  "+end)
	return err
}

// about returns what a book says of itself, without its dilemmas.
func (s *Selection) about() (*Book, error) {
	r := s.reader
	b := &Book{
		Schema: r.address("schema/casusboek.schema.json"), Version: bookVersion, Full: true, Name: r.settings.Title, URL: r.address("dilemmas/"),
		Contact: r.settings.Params.Redactie, Language: r.settings.Language, Modified: s.modified, Licence: r.settings.Params.Licence, Dilemmas: []Dilemma{},
	}
	if o := r.settings.Params.Organisation; o.Name != "" {
		b.Publisher = &Publisher{o.Name, o.URL, cmp.Or(o.TOOI, r.settings.Params.DiWoo.Publisher)}
	}
	var err error
	b.Words, err = r.words()
	return b, err
}

// Single returns one dilemma as a file of its own.
func (r *Reader) Single(slug string, file *casebook.File) *Single {
	d := r.dilemma(slug, file)
	return &Single{r.address("schema/casus.schema.json"), dilemmaVersion, slug, d.URL, r.settings.Params.Licence, d.Data, *d.Story}
}

// day is how a day is written.
var day = lazy.Regexp(`^\d{4}-\d{2}-\d{2}`)

// listed returns what makes the place of a dilemma in a list, and of a withdrawn one all that is published.
func (r *Reader) listed(slug string, front *casebook.Value) Dilemma {
	d := Dilemma{
		Slug: slug, URL: r.address("dilemmas/" + url.PathEscape(slug) + "/"), Title: lifecycle.Text(front, lifecycle.Title),
		Date: day().FindString(lifecycle.Text(front, lifecycle.Date)), Licence: r.settings.Params.Licence.Name,
	}
	if lifecycle.IsWithdrawn(front) {
		d.Status = "ingetrokken"
		if at := lifecycle.Get(front, lifecycle.Withdrawal).Get(lifecycle.WithdrawnOn); at != nil {
			d.Withdrawn = day().FindString(at.Text)
		}
		return d
	}
	d.Reviewed = day().FindString(lifecycle.Text(front, lifecycle.ReviewedOn))
	return d
}

func (r *Reader) dilemma(slug string, file *casebook.File) Dilemma {
	front := file.Front
	d := r.listed(slug, front)
	if d.Status != "" {
		return d
	}
	d.Status = "gepubliceerd"
	if lifecycle.IsDraft(front) {
		d.Status = "concept"
	} else if by := lifecycle.Text(front, lifecycle.SupersededBy); by != "" {
		d.Status, d.SupersededBy = "vervangen", by
	}
	d.Edition = lifecycle.Text(front, "editie")
	d.Provenance, d.Layer, d.Outcome = lifecycle.Text(front, lifecycle.Provenance), lifecycle.Text(front, lifecycle.Layer), lifecycle.Text(front, lifecycle.Outcome)
	d.Themes, d.Grounds, d.Categories = list(front, lifecycle.Themes), list(front, lifecycle.Grounds), list(front, lifecycle.Categories)
	d.English = strings.TrimSpace(scalar(lifecycle.Get(front, lifecycle.English).Get("title")))
	if word := r.word(lifecycle.Provenance, d.Provenance); word != nil {
		d.Invented = word.Invented
	}
	d.Lead, d.Question = shorten(oneLine(r.answer(front, canvas.Lead)), 30), r.question(front)
	d.Data = r.data(front)
	story := string(file.Body())
	d.Story = &story
	// As the site reckons: so many characters of the story and of the canvas a minute.
	size := len(story)
	if values := d.Data[lifecycle.Canvas]; values != nil {
		size += len(fmt.Sprint(values))
	}
	d.Minutes = max(1, int(math.Round(float64(size)/1250)))
	return d
}

func list(front *casebook.Value, key string) []string {
	if texts := lifecycle.Texts(front, key); texts != nil {
		return texts
	}
	return []string{}
}

// word returns the word of a field of the front matter, or nil.
func (r *Reader) word(field, key string) *canvas.Word {
	if f := r.def.Root.Child(field); f != nil && f.Vocabulary != nil {
		return f.Vocabulary.Find(key)
	}
	return nil
}

// answer returns the answer in the text of the canvas that has a role.
func (r *Reader) answer(front *casebook.Value, role canvas.Role) string {
	if step, field := r.withRole(role); field != nil {
		return scalar(lifecycle.Get(front, lifecycle.Canvas).Get(step.Key).Get(field.Key))
	}
	return ""
}

func (r *Reader) withRole(role canvas.Role) (*canvas.Step, *canvas.Field) {
	for _, step := range r.def.Steps {
		for _, field := range step.Fields {
			if field.Role == role {
				return step, field
			}
		}
	}
	return nil, nil
}

// question returns the question that the players share, or the ways between which they choose.
func (r *Reader) question(front *casebook.Value) string {
	if shared := oneLine(r.answer(front, canvas.Shared)); shared != "" {
		return shared
	}
	step, field := r.withRole(canvas.Options)
	if field == nil {
		return ""
	}
	table := lifecycle.Get(front, lifecycle.Canvas).Get(step.Key).Get(field.Key)
	if table == nil {
		return ""
	}
	var names []string
	for _, entry := range table.Items {
		if name := oneLine(scalar(entry.Get(field.Item.Key))); name != "" {
			names = append(names, strings.TrimRight(name, "."))
		}
	}
	if len(names) < 2 {
		return ""
	}
	return strings.Join(names, message.Text("data/or")) + "?"
}

// scalar returns the text of a value, or "" for what is none.
func scalar(v *casebook.Value) string {
	if v == nil {
		return ""
	}
	return v.Text
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// shorten returns the beginning of a text.
func shorten(text string, words int) string {
	all := strings.Split(text, " ")
	if len(all) <= words {
		return text
	}
	return strings.TrimRight(strings.Join(all[:words], " "), ",;:.") + " …"
}

// data returns the front matter: what the definition knows of it.
func (r *Reader) data(front *casebook.Value) map[string]any {
	data := map[string]any{lifecycle.Title: lifecycle.Text(front, lifecycle.Title), lifecycle.Draft: lifecycle.IsDraft(front)}
	for _, field := range r.def.FrontMatter {
		pair := lifecycle.Pair(front, field.Key)
		if pair == nil || data[field.Key] != nil {
			continue
		}
		value := plain(pair.Value)
		if field.Kind == canvas.Date {
			if text, _ := value.(string); day().MatchString(text) {
				data[field.Key] = day().FindString(text)
			}
			continue
		}
		data[field.Key] = value
	}
	return data
}

// plain returns a value as JSON has it.
func plain(v *casebook.Value) any {
	switch v.Kind {
	case casebook.Null:
		return nil
	case casebook.Bool:
		return v.Text == "true"
	case casebook.Sequence:
		items := []any{}
		for _, item := range v.Items {
			items = append(items, plain(item))
		}
		return items
	case casebook.Mapping:
		m := map[string]any{}
		for _, p := range v.Pairs {
			m[p.Key.Text] = plain(p.Value)
		}
		return m
	}
	return v.Text
}

// words returns the words of the vocabularies by which dilemmas are found.
func (r *Reader) words() (map[string]map[string]Word, error) {
	all := map[string]map[string]Word{}
	for _, key := range r.settings.Params.Facets {
		field := r.def.Root.Child(key)
		if field == nil || field.Vocabulary == nil {
			continue
		}
		var english struct {
			Terms map[string]struct{ Label string }
		}
		name := "data/en/" + field.VocabularyName + ".yaml"
		text, err := fs.ReadFile(r.book.Root(), name)
		if err == nil {
			err = yaml.Unmarshal(text, &english)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		words := map[string]Word{}
		for _, w := range field.Vocabulary.Terms {
			words[w.Key] = Word{r.address("data/" + key + ".jsonld#" + w.Key), w.Label, english.Terms[w.Key].Label, w.Broader, w.URI}
		}
		all[key] = words
	}
	return all, nil
}

// Parse reads a whole book.
func Parse(text []byte) (*Book, error) {
	var b Book
	if err := json.Unmarshal(text, &b); err != nil {
		return nil, err
	}
	return &b, nil
}

// JSON returns a value as JSON, with the keys in their order and an end of line.
func JSON(value any) ([]byte, error) { return encode(value, "") }

// encode is JSON with this before each line but the first.
func encode(value any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent(prefix, "  ")
	err := encoder.Encode(value)
	return b.Bytes(), err
}
