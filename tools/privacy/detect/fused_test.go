package detect

import "testing"

// TestFusedName takes a user name for one of a person where its particle says so, and no word that happens to hold one.
func TestFusedName(t *testing.T) {
	for word, want := range map[string]bool{
		"mvdlinden": true, "jvanvliet": true, "dejong": false, "dekoning": true, "vanderlinden": true,
		"afdeling": false, "indeling": false, "adelaar": false, "jdekoning": false, "handeling": false, "mvdqxqxqx": false, "vanlinden1": false,
	} {
		s := &scanner{text: word}
		if got := s.isFusedName(&token{end: len(word)}); got != want {
			t.Errorf("%s: %t", word, got)
		}
	}
}
