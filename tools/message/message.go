// Package message is the catalogue of all sentences that dilemma shows to users, so that another language can be added to Dutch.
// It knows nothing of what the sentences are about.
package message

import (
	"fmt"
	"strconv"
	"strings"
)

// find returns the sentence with this id. It asks the rooms one after the other: to make one catalogue of them would take longer than all that a command asks.
func find(id string) (sentence string, ok bool) {
	sentence, ok = dutch[id]
	for i := 0; !ok && i < len(rooms); i++ {
		sentence, ok = rooms[i][id]
	}
	return sentence, ok
}

// Text returns the sentence with this id. pairs are names and values in turn: each {name} in the sentence becomes the value. It
// panics when there is no such sentence, which is a mistake in the program that a test finds.
func Text(id string, pairs ...string) string {
	sentence, ok := find(id)
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

// Count returns the sentence with this id about n things: id/one when there is one thing, id/none when there is none and the catalogue has a sentence for
// that, and else id/other, in which {n} becomes the number.
func Count(id string, n int, pairs ...string) string {
	switch {
	case n == 1:
		return Text(id+"/one", pairs...)
	case n == 0 && Has(id+"/none"):
		return Text(id+"/none", pairs...)
	}
	return Text(id+"/other", append([]string{"n", strconv.Itoa(n)}, pairs...)...)
}

// Number returns the words for a number of things: count/ with the word for one of them, such as a finding.Severity, when there is one, and else the same with an s behind
// it, in which {n} becomes the number.
func Number(what string, n int) string {
	if n == 1 {
		return Text("count/" + what)
	}
	return Text("count/"+what+"s", "n", strconv.Itoa(n))
}

// Has reports whether there is a sentence with this id.
func Has(id string) bool {
	_, ok := find(id)
	return ok
}

// Why says in a line why the rule of package detect with this name takes a value for personal data. It panics like Text.
func Why(rule string) string { return Text("why/" + rule) }
