// Package collected knows the dilemmas of other casebooks that a book shows as links: where the settings say to find them, what of each is kept, and the
// files in which the book keeps that. All of it is text of strangers, and stays plain text: no markup, no Markdown, and no address outside the site of the
// book that it came from. The package asks no server; tools/flow/collect does.
package collected

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// Dir is the folder of the files, one for each book.
const Dir = "data/verzameld"

// A Book is what is kept of another casebook. Its keys, and those of a Dilemma, are those of casusboek.json where it has them.
type Book struct {
	// Name is whose book it is, in the words of our own settings and never in its own.
	Name string `json:"boek"`
	// Address is that of its site, from the same settings, with a slash at the end.
	Address string `json:"adres"`
	// URL is the address of its list of dilemmas.
	URL string `json:"url"`
	// Read is the day on which it was read, such as 2026-11-29.
	Read string `json:"gelezen"`
	// Language is that of its dilemmas, as BCP 47 writes it.
	Language string    `json:"taal"`
	Dilemmas []Dilemma `json:"dilemmas"`
}

// A Dilemma is what is kept of one: enough for a link, and for the filters. The keys of vocabularies are those of the other book.
type Dilemma struct {
	URL          string   `json:"url"`
	Title        string   `json:"title"`
	TitleEnglish string   `json:"title_en,omitempty"`
	Date         string   `json:"date,omitempty"`
	Question     string   `json:"vraag,omitempty"`
	Minutes      int      `json:"leestijd,omitempty"`
	Layer        string   `json:"bestuurslaag,omitempty"`
	Themes       []string `json:"themas,omitempty"`
	Outcome      string   `json:"uitkomst,omitempty"`
	Grounds      []string `json:"woo_gronden,omitempty"`
	Categories   []string `json:"informatiecategorieen,omitempty"`
	Origin       string   `json:"herkomst,omitempty"`
}

// Words returns the keys of vocabularies that a dilemma has, by the key of the vocabulary.
func (d *Dilemma) Words() map[string][]string {
	words := map[string][]string{"themas": d.Themes, "woo_gronden": d.Grounds, "informatiecategorieen": d.Categories}
	for name, key := range map[string]string{"bestuurslaag": d.Layer, "uitkomst": d.Outcome, "herkomst": d.Origin} {
		if key != "" {
			words[name] = []string{key}
		}
	}
	return words
}

// The most that a text may be, in characters, and what a list and a number may.
const (
	maxTitle    = 200
	maxQuestion = 600
	maxKeys     = 20
	maxMinutes  = 600
)

// ErrText means that a text is too long, empty, or no plain text.
var ErrText = errors.New("no plain text")

var (
	// tag matches what a browser would take for markup.
	tag = lazy.Regexp(`<[A-Za-z/!?]`)
	// vocabularyKey matches a key of a vocabulary.
	vocabularyKey = lazy.Regexp(`^[a-z0-9][a-z0-9.-]{0,59}$`)
)

// plain returns a text on one line; of more than one white space one is left.
func plain(text string, most int) (string, error) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" || utf8.RuneCountInString(text) > most || tag().MatchString(text) || strings.ContainsFunc(text, unseen) {
		return "", ErrText
	}
	return text, nil
}

// unseen reports whether a character is not to be seen, or changes how others are: controls, directions of writing, and what is no text at all. Hyphens and
// joiners that words are written with are not meant.
func unseen(r rune) bool {
	switch r {
	case '\u00ad', '\u200c', '\u200d':
		return false
	}
	return r == utf8.RuneError || unicode.In(r, unicode.C, unicode.Zl, unicode.Zp)
}

// keys leaves of keys those that can be one.
func keys(all []string) []string {
	var kept []string
	for _, key := range all {
		if vocabularyKey().MatchString(key) && len(kept) < maxKeys {
			kept = append(kept, key)
		}
	}
	return kept
}

// Clean makes of a dilemma what may be kept: texts on one line, keys that can be ones, a day that is past on the day on which the book was read. The error is
// ErrText, or ErrElsewhere when its address is not below that of the site.
func (d *Dilemma) Clean(site Source, read string) (err error) {
	if d.Title, err = plain(d.Title, maxTitle); err != nil {
		return err
	}
	for text, most := range map[*string]int{&d.TitleEnglish: maxTitle, &d.Question: maxQuestion} {
		if *text != "" {
			if *text, err = plain(*text, most); err != nil {
				return err
			}
		}
	}
	if !site.Holds(d.URL) {
		return ErrElsewhere
	}
	if _, err := time.Parse(time.DateOnly, d.Date); err != nil || d.Date > read {
		d.Date = ""
	}
	if d.Minutes < 0 || d.Minutes > maxMinutes {
		d.Minutes = 0
	}
	for _, list := range []*[]string{&d.Themes, &d.Grounds, &d.Categories} {
		*list = keys(*list)
	}
	for _, key := range []*string{&d.Layer, &d.Outcome, &d.Origin} {
		if !vocabularyKey().MatchString(*key) {
			*key = ""
		}
	}
	return nil
}

// FirstLine is the line of a file on which the first dilemma stands, counted from 1; each has a line.
const FirstLine = 8

// Text returns the file of a book.
func (b *Book) Text() ([]byte, error) {
	var text bytes.Buffer
	line := func(value any) ([]byte, error) {
		var one bytes.Buffer
		e := json.NewEncoder(&one)
		e.SetEscapeHTML(false)
		err := e.Encode(value)
		return bytes.TrimSpace(one.Bytes()), err
	}
	text.WriteString("{\n")
	for _, field := range []struct{ key, value string }{{"boek", b.Name}, {"adres", b.Address}, {"url", b.URL}, {"gelezen", b.Read}, {"taal", b.Language}} {
		value, err := line(field.value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&text, "%q: %s,\n", field.key, value)
	}
	text.WriteString(`"dilemmas": [`)
	for i, d := range b.Dilemmas {
		value, err := line(d)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteByte('\n')
		text.Write(value)
	}
	text.WriteString("\n]}\n")
	return text.Bytes(), nil
}

// Read returns the books that were collected of sources, in that order. What is not there was not collected; what is of another address no longer counts. A
// dilemma that a book could not keep is left out: somebody may have changed the file by hand. The error is one of the file system, or that a file is no JSON.
func Read(root fs.FS, sources []Source) ([]Book, error) {
	var books []Book
	for _, source := range sources {
		text, err := fs.ReadFile(root, source.File())
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		var b Book
		if err := json.Unmarshal(text, &b); err != nil {
			return nil, fmt.Errorf("%s: %w", source.File(), err)
		}
		if b.Name != source.Name || b.Address != source.Address {
			continue
		}
		var kept []Dilemma
		for _, d := range b.Dilemmas {
			if d.Clean(source, b.Read) == nil {
				kept = append(kept, d)
			}
		}
		b.Dilemmas = kept
		books = append(books, b)
	}
	return books, nil
}
