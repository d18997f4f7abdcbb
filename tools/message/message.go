// Package message holds every sentence that dilemma says to a person, so that another language can stand beside Dutch.
// It knows nothing of what the sentences are about.
package message

import (
	"fmt"
	"maps"
	"strings"
)

func init() {
	for _, room := range []map[string]string{dutchSubmit, dutchReview, dutchBook, dutchWord, dutchUsage, dutchPrivacy} {
		maps.Copy(dutch, room)
	}
}

// Text returns the sentence with this id, with {name} filled in for each pair of a name and a value. It panics when
// there is no such sentence: that is a mistake in the program, and a test finds it first.
func Text(id string, pairs ...string) string {
	sentence, ok := dutch[id]
	if !ok {
		panic(fmt.Sprintf("message: no sentence %q", id))
	}
	if !strings.Contains(sentence, "{") {
		return sentence
	}
	places := make([]string, len(pairs))
	for i, s := range pairs {
		if i%2 == 0 {
			s = "{" + s + "}"
		}
		places[i] = s
	}
	return strings.TrimSpace(strings.NewReplacer(places...).Replace(sentence))
}
