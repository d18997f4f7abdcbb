package lexicon_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"strings"
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
	var entries []lexicon.Entry
	for i := range 5000 {
		entries = append(entries, lexicon.Entry{Key: lexicon.Hash(fmt.Sprint("w", i)), Flags: lexicon.Flags(1 + i%4000)})
	}
	first, merged := lexicon.Build(entries)
	rand.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	second, _ := lexicon.Build(entries)
	if string(first) != string(second) || merged > 2 {
		t.Errorf("the same keys give another table, or %d were merged", merged)
	}
}

// TestPacked makes the table that a page makes of words.bin: it is that of the command, bit by bit, so that both find the same.
func TestPacked(t *testing.T) {
	packed, err := os.ReadFile("words.bin")
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile("lexicon.bin")
	if err != nil {
		t.Fatal(err)
	}
	if made, _ := lexicon.Build(lexicon.Unpack(string(packed))); !bytes.Equal(made, table) {
		t.Error("words.bin makes another table: go generate ./tools/privacy/detect")
	}
}

func TestPack(t *testing.T) {
	words := map[string]lexicon.Flags{"a": 1, "raad van state": lexicon.Known, "raad": lexicon.Phrase | lexicon.Word, "één": lexicon.Word, "eén": 0, strings.Repeat("x", 31): 1, strings.Repeat("y", 93): 2, "z": 1<<13 - 1}
	packed, err := lexicon.Pack(words)
	if err != nil {
		t.Fatal(err)
	}
	want := map[uint64]lexicon.Flags{}
	for word, flags := range words {
		parts := strings.Split(word, " ")
		key := lexicon.Hash(parts[0])
		for _, part := range parts[1:] {
			key = lexicon.Join(key, lexicon.Hash(part))
		}
		want[key] = flags
	}
	got := map[uint64]lexicon.Flags{}
	for _, e := range lexicon.Unpack(string(packed)) {
		got[e.Key] = e.Flags
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, word := range []string{"", "a\tb"} {
		if _, err := lexicon.Pack(map[string]lexicon.Flags{word: 1}); err == nil {
			t.Errorf("%q is taken for a word", word)
		}
	}
}

// BenchmarkUnpack makes the table of the words, as a page does when it begins to check.
func BenchmarkUnpack(b *testing.B) {
	packed, err := os.ReadFile("words.bin")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		lexicon.Build(lexicon.Unpack(string(packed)))
	}
}
