package lexicon_test

import (
	"fmt"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

func TestLookup(t *testing.T) {
	for word, want := range map[string]lexicon.Flags{
		"openbaarheid": lexicon.Word, "Fatima": lexicon.Given, "Khattabi": lexicon.Surname, "Bakker": lexicon.Word | lexicon.Surname, "Zwolle": lexicon.Place,
		"Microsoft": lexicon.Known, "wethouder": lexicon.Function, "Wonen": lexicon.Portfolio, "mevrouw": lexicon.Title, "van": lexicon.Particle, "Kalverstraat": lexicon.Street, "dat": lexicon.Closed,
	} {
		if got := lexicon.Lookup(lexicon.Hash(word)); got&want != want {
			t.Errorf("%s: %b, want %b", word, got, want)
		}
	}
	for _, word := range []string{"Özdemir", "özdemir", "OZDEMIR"} {
		if lexicon.Lookup(lexicon.Hash(word))&lexicon.Surname == 0 {
			t.Errorf("%s is no surname", word)
		}
	}
	row := lexicon.Join(lexicon.Join(lexicon.Hash("Raad"), lexicon.Hash("van")), lexicon.Hash("State"))
	if lexicon.Lookup(row)&lexicon.Known == 0 {
		t.Error("the Raad van State is not known")
	}
}

func TestIsWord(t *testing.T) {
	for word, want := range map[string]bool{"Samenwerkingsovereenkomst": true, "Geheimhoudingsverplichting": true, "Xqzrt": false, "Oulad": false} {
		if got := lexicon.IsWord(word); got != want {
			t.Errorf("%s: %v", word, got)
		}
	}
}

// TestStrangers asks for a million words that do not exist: hardly any may be taken for one that does.
func TestStrangers(t *testing.T) {
	found := 0
	for i := range 1_000_000 {
		if lexicon.Lookup(lexicon.Hash(fmt.Sprintf("q%dx", i))) != 0 {
			found++
		}
	}
	if found > 40 {
		t.Errorf("%d of a million unknown words are known", found)
	}
}

func TestBuild(t *testing.T) {
	keys := map[uint64]lexicon.Flags{}
	for i := range 5000 {
		keys[lexicon.Hash(fmt.Sprint("w", i))] = lexicon.Flags(1 + i%4000)
	}
	first, merged := lexicon.Build(keys)
	second, _ := lexicon.Build(keys)
	if string(first) != string(second) || merged > 2 {
		t.Errorf("the same keys give another table, or %d were merged", merged)
	}
}
