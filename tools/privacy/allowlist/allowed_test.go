package allowlist_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
)

const heading = "Wat mag staan.\nMeer daarover."

var until = time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC)

func add(t *testing.T, src []byte, kind, value string) []byte {
	t.Helper()
	text, err := allowlist.Add(src, heading, value, allowlist.Entry{Kind: kind, Reason: "minister in haar functie", Until: until})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func load(t *testing.T, src []byte) *allowlist.List {
	t.Helper()
	l, problems := allowlist.Load(fstest.MapFS{allowlist.Path: {Data: src}})
	if len(problems) > 0 {
		t.Fatalf("%v in\n%s", problems, src)
	}
	return l
}

// TestAllows asks for what was added, and for what looks like it.
func TestAllows(t *testing.T) {
	src := add(t, nil, "naam", "Renée de Vries-Bakker")
	src = add(t, src, "telefoon", "070 123 4567")
	l := load(t, src)
	for _, c := range []struct {
		kind, value string
		day         time.Time
		want        bool
	}{
		{"naam", "Renée de Vries-Bakker", until, true},
		{"naam", "RENÉE DE VRIES BAKKER", until, true},
		{"naam", "  renée  de\nVries - Bakker.", until, true},
		{"naam", "Rene\u0301e de Vries-Bakker", until, true}, // decomposed, as macOS writes it
		{"naam", "Renée\u00a0de Vries\u2011Bakker", until, true},
		{"telefoon", "070-1234567", until, true},
		{"telefoon", "(070) 12.34.567", until, true},

		{"naam", "Renée de Vries", until, false},
		{"naam", "Renee de Vries-Bakker", until, false},
		{"naam", "Renée de Vries-Bakkers", until, false},
		{"naam", "", until, false},
		{"e-mail", "Renée de Vries-Bakker", until, false},
		{"Naam", "Renée de Vries-Bakker", until, false},
		{"naam", "070 123 4567", until, false},
		{"telefoon", "070 123 4568", until, false},
		// The kind is no part of the value.
		{"", "naam\x00Renée de Vries-Bakker", until, false},

		{"naam", "Renée de Vries-Bakker", until.AddDate(-1, 0, 0), true},
		{"naam", "Renée de Vries-Bakker", until.Add(24*time.Hour - time.Second), true},
		{"naam", "Renée de Vries-Bakker", until.AddDate(0, 0, 1), false},
		{"naam", "Renée de Vries-Bakker", until.AddDate(10, 0, 0), false},
	} {
		if got := l.Allows(c.kind, c.value, c.day); got != c.want {
			t.Errorf("%s %q on %s: %v", c.kind, c.value, c.day.Format(time.DateOnly), got)
		}
	}
	if e := l.Entries(); len(e) != 2 || e[0].Kind != "naam" || e[0].Reason != "minister in haar functie" || !e[0].Until.Equal(until) || e[1].Kind != "telefoon" {
		t.Error(e)
	} else {
		for _, e := range e {
			if line := strings.Split(string(src), "\n")[e.Line-1]; !strings.Contains(line, "soort: "+e.Kind) {
				t.Errorf("the entry of %s is at line %d: %s", e.Kind, e.Line, line)
			}
		}
	}
	// An empty list, and one that is not there.
	for _, l := range []*allowlist.List{{}, load(t, []byte("zout: 00112233445566778899aabbccddeeff\nwaarden:\n"))} {
		if l.Allows("naam", "Renée de Vries-Bakker", until) || len(l.Entries()) != 0 {
			t.Error("an empty list allows something")
		}
	}
	if l, problems := allowlist.Load(fstest.MapFS{}); len(problems) > 0 || l.Allows("naam", "x", until) {
		t.Error(problems)
	}
}

// TestAllowsAtOnce is for the race detector: a check searches many files side by side.
func TestAllowsAtOnce(t *testing.T) {
	l := load(t, add(t, nil, "naam", "Renée"))
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			if !l.Allows("naam", "renée", until) || l.Allows("naam", fmt.Sprint(i%2), until) {
				t.Error("one of the answers is wrong")
			}
		})
	}
	wait.Wait()
}

// TestSecret looks for the value in the file, in every form from which it could be guessed at once. Two lists do not tell that they hold the same.
func TestSecret(t *testing.T) {
	const kind, value = "naam", "Renée de Vries"
	one, two := add(t, nil, kind, value), add(t, nil, kind, value)
	small := strings.ToLower(string(one))
	for _, word := range []string{value, "renée", "vries", "renéedevries", hex.EncodeToString([]byte("vries"))} {
		if strings.Contains(small, strings.ToLower(word)) {
			t.Errorf("%q stands in\n%s", word, one)
		}
	}
	for _, text := range []string{value, strings.ToLower(value), allowlist.Normal(value), kind + value, kind + "\x00" + allowlist.Normal(value), kind + "\x00" + value} {
		if sum := sha256.Sum256([]byte(text)); strings.Contains(small, hex.EncodeToString(sum[:])) {
			t.Errorf("the sum of %q stands in\n%s", text, one)
		}
	}
	if bytes.Equal(one, two) {
		t.Error("two lists have the same salt")
	}
	// In one list the same value has one hash, and another kind another.
	hash := func(src []byte) []string {
		var all []string
		for line := range strings.Lines(string(src)) {
			if _, h, ok := strings.Cut(line, "hash: "); ok {
				all = append(all, strings.TrimSpace(h))
			}
		}
		return all
	}
	again := add(t, one, kind, "renée DE vries")
	if h := hash(add(t, again, "e-mail", value)); len(h) != 2 || h[0] == h[1] || len(h[0]) != 64 || !slices.Equal(hash(one), h[:1]) {
		t.Error(h)
	}
}

// TestAddAgain puts a value on the list anew, with a later day. The old entry makes place; what stands around it stays.
func TestAddAgain(t *testing.T) {
	src := "# Boven.\n" + string(add(t, add(t, add(t, nil, "naam", "Een"), "naam", "Twee"), "naam", "Drie")) + "# Onder.\n"
	later := until.AddDate(1, 0, 0)
	for _, value := range []string{"een", "Twee", "DRIE"} {
		text, err := allowlist.Add([]byte(src), heading, value, allowlist.Entry{Kind: "naam", Reason: "opnieuw", Until: later})
		if err != nil {
			t.Fatal(err)
		}
		l := load(t, text)
		if len(l.Entries()) != 3 || !l.Allows("naam", value, later) || l.Entries()[2].Reason != "opnieuw" {
			t.Errorf("%s: %v in\n%s", value, l.Entries(), text)
		}
		for _, other := range []string{"Een", "Twee", "Drie"} {
			if !l.Allows("naam", other, until) {
				t.Errorf("%s is no longer allowed in\n%s", other, text)
			}
		}
		if got, want := around(string(text)), around(src); got != want {
			t.Errorf("around the entries stands\n%s\nand stood\n%s", got, want)
		}
	}
}

// around is the text of a list without its entries.
func around(src string) string {
	var b strings.Builder
	for line := range strings.Lines(src) {
		if !strings.HasPrefix(line, " ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// TestAddKeeps adds to lists as people write them. All that was there stays, byte for byte, and the result is a list that allows both.
func TestAddKeeps(t *testing.T) {
	first := add(t, nil, "naam", "Renée")
	plain := string(first)
	salt, entries, _ := strings.Cut(plain[strings.Index(plain, "zout:"):], "\nwaarden:\n")
	for name, src := range map[string]string{
		"as it was written":         plain,
		"comment at the end":        plain + "# Tot hier.\n",
		"comment between":           strings.Replace(plain, "    reden:", "    # waarom\n    reden:", 1),
		"without last line end":     strings.TrimSuffix(plain, "\n"),
		"blank lines at the end":    plain + "\n\n",
		"windows":                   strings.ReplaceAll(plain, "\n", "\r\n"),
		"byte order mark":           "\ufeff" + plain,
		"list without indent":       salt + "\nwaarden:\n" + strings.ReplaceAll(entries, "\n  ", "\n")[2:],
		"list with a wide indent":   salt + "\nwaarden:\n  " + strings.ReplaceAll(strings.TrimSuffix(entries, "\n"), "\n", "\n  ") + "\n",
		"values before the salt":    "waarden:\n" + entries + salt + "\n",
		"another key at the end":    plain + "versie: 1\n",
		"document with an end mark": plain + "...\n",
	} {
		t.Run(name, func(t *testing.T) {
			if l := load(t, []byte(src)); !l.Allows("naam", "Renée", until) {
				t.Fatalf("the test is wrong\n%s", src)
			}
			before := strings.Clone(src)
			given := append(make([]byte, 0, len(src)+1000), src...)
			text, err := allowlist.Add(given, heading, "renee@example.org", allowlist.Entry{Kind: "e-mail", Reason: "adres", Until: until})
			if string(given) != before {
				t.Error("the text that was given has changed")
			}
			if err != nil {
				return // to refuse does no harm
			}
			if !strings.HasPrefix(string(text), src) {
				t.Errorf("what was there has changed:\n%s\nwas\n%s", text, src)
			}
			l, problems := allowlist.Parse(text)
			if len(problems) > 0 || !l.Allows("naam", "Renée", until) || !l.Allows("e-mail", "renee@example.org", until) {
				t.Errorf("%v in\n%s", problems, text)
			}
		})
	}
	t.Run("empty list in brackets", func(t *testing.T) {
		text, err := allowlist.Add([]byte(salt+"\nwaarden: []\n"), heading, "renee@example.org", allowlist.Entry{Kind: "e-mail", Reason: "adres", Until: until})
		if err != nil {
			return
		}
		if l, problems := allowlist.Parse(text); len(problems) > 0 || !l.Allows("e-mail", "renee@example.org", until) {
			t.Errorf("%v in\n%s", problems, text)
		}
	})
	for _, src := range []string{"", "\n", "  \n\n"} {
		if l := load(t, add(t, []byte(src), "naam", "Renée")); !l.Allows("naam", "renée", until) {
			t.Errorf("%q: the value is not allowed", src)
		}
	}
	for _, src := range []string{"waarden:\n", "zout: kort\n", "a: [\n", salt + "\nwaarden:\n  - soort: naam\n"} {
		if text, err := allowlist.Add([]byte(src), heading, "x", allowlist.Entry{Kind: "naam", Reason: "y", Until: until}); err == nil {
			t.Errorf("%q became\n%s", src, text)
		}
	}
}

// TestReason takes any words of a person. What Add returns can be read again; what it can't write it refuses.
func TestReason(t *testing.T) {
	for _, reason := range []string{
		"minister", "'s lands bestuur", `zij zei: "ja" # toch`, "- een\n- twee", "a:\n  b: c", "{", "%", "!!x &y *z", "é ’ €", "  ruimte  ", "tot: 2099-01-01", "null", "",
		"\x01", "\x7f", "a\u0085b", "a\u2028b", "\xff", "\ufeff",
	} {
		text, err := allowlist.Add(nil, heading, "Renée", allowlist.Entry{Kind: "naam", Reason: reason, Until: until})
		if err != nil {
			continue
		}
		l, problems := allowlist.Parse(text)
		if len(problems) > 0 || len(l.Entries()) != 1 || !l.Entries()[0].Until.Equal(until) {
			t.Errorf("%q: %v in\n%s", reason, problems, text)
			continue
		}
		if got, want := l.Entries()[0].Reason, strings.Join(strings.Fields(reason), " "); got != want {
			t.Errorf("%q became %q", reason, got)
		}
	}
}

// TestProblems breaks a list in each way. The whole entries beside the broken one keep their meaning.
func TestProblems(t *testing.T) {
	const salt = "zout: 00112233445566778899aabbccddeeff\n"
	hash := strings.Repeat("0f", sha256.Size)
	good := "  - soort: naam\n    hash: " + hash + "\n    reden: x\n    tot: 2027-12-31\n"
	with := func(old, new string) string { return salt + "waarden:\n" + good + strings.Replace(good, old, new, 1) }
	for _, c := range []struct {
		name, src string
		lines     []int
		kind      allowlist.ProblemKind
		entries   int
	}{
		{"no problem", salt + "waarden:\n" + good, nil, "", 1},
		{"no list", salt, nil, "", 0},
		{"no YAML", "zout: [\n", []int{1}, allowlist.NoYAML, 0},
		{"no mapping", "- a\n", []int{1}, allowlist.NoYAML, 0},
		{"no salt", "waarden:\n" + good, []int{1}, allowlist.BadSalt, 0},
		{"short salt", "zout: 00112233\nwaarden:\n" + good, []int{1}, allowlist.BadSalt, 0},
		{"salt of other characters", "zout: zz112233445566778899aabbccddeeff\n", []int{1}, allowlist.BadSalt, 0},
		{"salt of digits only", "zout: 00112233445566778899001122334455\nwaarden:\n" + good, nil, "", 1},
		{"salt like a number", "zout: 1122334455667788e9001122334455\nwaarden:\n" + good, nil, "", 1},
		{"list is a text", salt + "waarden: x\n", []int{1}, allowlist.NoYAML, 0},
		{"entry is a text", salt + "waarden:\n" + good + "  - x\n" + good, []int{7}, allowlist.BadEntry, 2},
		{"entry is empty", salt + "waarden:\n" + good + "  -\n", []int{7}, allowlist.NoKind, 1},
		{"no kind", with("soort: naam", "x: y"), []int{7}, allowlist.NoKind, 1},
		{"empty kind", with("soort: naam", "soort: ''"), []int{7}, allowlist.NoKind, 1},
		{"kind is a list", with("soort: naam", "soort: [naam]"), []int{7}, allowlist.BadEntry, 1},
		{"no hash", with("hash:", "x:"), []int{7}, allowlist.BadHash, 1},
		{"short hash", with(hash, hash[2:]), []int{7}, allowlist.BadHash, 1},
		{"hash of other characters", with(hash, "zz"+hash[2:]), []int{7}, allowlist.BadHash, 1},
		{"value instead of a hash", with(hash, "Jan"), []int{7}, allowlist.BadHash, 1},
		{"no reason", with("    reden: x\n", ""), []int{7}, allowlist.NoReason, 1},
		{"blank reason", with("reden: x", "reden: '  '"), []int{7}, allowlist.NoReason, 1},
		{"no day", with("    tot: 2027-12-31\n", ""), []int{7}, allowlist.BadDate, 1},
		{"day in words", with("2027-12-31", "eind 2027"), []int{7}, allowlist.BadDate, 1},
		{"day that does not exist", with("2027-12-31", "2027-02-30"), []int{7}, allowlist.BadDate, 1},
		{"day in another order", with("2027-12-31", "31-12-2027"), []int{7}, allowlist.BadDate, 1},
		{"two broken ones", with("reden: x", "reden: ''") + strings.Replace(good, "tot:", "t:", 1), []int{7, 11}, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, problems := allowlist.Parse([]byte(c.src))
			var lines []int
			for _, p := range problems {
				lines = append(lines, p.Line)
				if c.kind != "" && p.Kind != c.kind {
					t.Errorf("the problem is %s, want %s", p.Kind, c.kind)
				}
			}
			if !slices.Equal(lines, c.lines) || len(l.Entries()) != c.entries {
				t.Errorf("problems %v, want them at %v; %d entries, want %d", problems, c.lines, len(l.Entries()), c.entries)
			}
			if strings.Contains(fmt.Sprint(problems), "Jan") {
				t.Error("the problem quotes what was written in the place of a hash")
			}
			l.Allows("naam", "x", until) // must not panic
		})
	}
}

func TestNormal(t *testing.T) {
	for value, want := range map[string]string{
		"": "", " .-": "", "Jan de Vries": "jandevries", "JAN\tDE\nVRIES": "jandevries", "e\u0301": "é", "É": "é", "NL13 TEST 0123": "nl13test0123", "12-AB-3": "12ab3", "Øystein Ångström": "øysteinångström",
	} {
		if got := allowlist.Normal(value); got != want {
			t.Errorf("%q became %q, want %q", value, got, want)
		}
		if got := allowlist.Normal(want); got != want {
			t.Errorf("%q is not at rest: %q", want, got)
		}
	}
}
