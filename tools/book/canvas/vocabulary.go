package canvas

import (
	"io/fs"
	"time"
)

// mandatory is the duty of an information category that must be published since a day.
const mandatory = "verplicht"

// Vocabulary is a list of words with a fixed meaning.
type Vocabulary struct {
	Label string `yaml:"label"`
	// Path is the path on the site of the pages of the words, such as woo-gronden; empty when there are none.
	Path   string `yaml:"path"`
	Source string `yaml:"source"`
	Terms  []Word `yaml:"terms"`

	byKey map[string]*Word
}

// Word is one entry of a vocabulary.
type Word struct {
	Key         string `yaml:"key"`
	Label       string `yaml:"label"`
	Explanation string `yaml:"explanation"`
	Source      string `yaml:"source"`
	URI         string `yaml:"uri"`
	Broader     string `yaml:"broader"` // of a theme: the friction it belongs to

	// Of an exception ground of the Woo.
	Weight string `yaml:"weight"`

	// Of an information category of the Woo.
	Article        string `yaml:"article"`
	Code           string `yaml:"code"`
	Duty           string `yaml:"duty"`
	MandatorySince string `yaml:"mandatory_since"`

	// Of a layer of government: the law that holds there in place of the Woo, and the vocabularies whose words mean nothing there, by the key of
	// their field in the front matter.
	Law     string   `yaml:"law"`
	Outside []string `yaml:"outside"`

	// Of a herkomst: whether all of it is made up, so that nobody can have reviewed it.
	Invented bool `yaml:"invented"`
	// Of a herkomst: what publishing asks for. SecondReader is required, advised or empty.
	Consent      bool   `yaml:"consent"`
	SecondReader string `yaml:"second_reader"`
}

// Find returns the word with the given key, or nil.
func (v *Vocabulary) Find(key string) *Word { return v.byKey[key] }

// Keys returns the keys in the order of the file.
func (v *Vocabulary) Keys() []string {
	keys := make([]string, len(v.Terms))
	for i, w := range v.Terms {
		keys[i] = w.Key
	}
	return keys
}

func loadVocabulary(root fs.FS, name string) (*Vocabulary, Errors) {
	file := "data/" + name + ".yaml"
	v, errs := decode[Vocabulary](root, file)
	if errs != nil {
		return nil, errs
	}
	v.byKey = make(map[string]*Word, len(v.Terms))
	for i := range v.Terms {
		w := &v.Terms[i]
		if v.byKey[w.Key] != nil {
			errs = append(errs, at(root, file, []string{"terms", w.Key}, "definition/twice", "key", w.Key)...)
		}
		v.byKey[w.Key] = w
	}
	for _, w := range v.Terms {
		if w.Broader != "" && v.byKey[w.Broader] == nil {
			errs = append(errs, at(root, file, []string{"terms", w.Key, "broader"}, "definition/broader", "key", w.Broader)...)
		}
		if _, err := time.Parse(time.DateOnly, w.MandatorySince); (err == nil) != (w.Duty == mandatory) {
			errs = append(errs, at(root, file, []string{"terms", w.Key, "duty"}, "definition/duty", "key", w.Key)...)
		}
	}
	return v, errs
}

// PlainWord is a word or phrase with a plainer alternative.
type PlainWord struct {
	Word    string `yaml:"word"`
	Instead string `yaml:"instead"`
}

// loadPlain reads data/taal.yaml.
func (d *Definition) loadPlain(root fs.FS) Errors {
	list, errs := decode[struct {
		Words []PlainWord `yaml:"words"`
	}](root, "data/taal.yaml")
	if errs == nil {
		d.Plain = list.Words
	}
	return errs
}
