package search

import (
	"errors"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v4"
)

// Words say, for a language, which words are the same to who searches. Groups are words for the same thing; what consists of more words than one, is searched
// as such. Forms are forms of one word that no rule brings together, as steden and stad, the word itself first.
type Words struct {
	Groups [][]string `yaml:"groups"`
	Forms  [][]string `yaml:"forms"`
}

// ReadWords reads them from the data of a book, by language; a book without them has none.
func ReadWords(root fs.FS) (map[string]Words, error) {
	const name = "data/synoniemen.yaml"
	text, err := fs.ReadFile(root, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var words map[string]Words
	if err := yaml.Unmarshal(text, &words); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return words, nil
}

// irregular returns the stem of each form, which is the word itself.
func (w Words) irregular() map[string]string {
	stems := map[string]string{}
	for _, forms := range w.Forms {
		for _, form := range forms {
			stems[fold(form)] = fold(forms[0])
		}
	}
	return stems
}
