package allowlist_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
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

// allows asks as a check of one file does.
func allows(l *allowlist.List, kind, value string, day time.Time) bool {
	return l.Ask(day).Allows(kind, value)
}

// TestAllows asks for what was added, and for what looks like it.
func TestAllows(t *testing.T) {
	src := add(t, nil, "naam", "Renée de Vries-Bakker")
	src = add(t, src, "e-mail", "renee.de-vries@voorbeeld.example")
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
		{"e-mail", "Renee.de-Vries@Voorbeeld.example", until, true},

		{"naam", "Renée de Vries", until, false},
		{"naam", "Renee de Vries-Bakker", until, false},
		{"naam", "Renée de Vries-Bakkers", until, false},
		{"naam", "", until, false},
		{"e-mail", "Renée de Vries-Bakker", until, false},
		{"Naam", "Renée de Vries-Bakker", until, false},
		{"naam", "renee.de-vries@voorbeeld.example", until, false},
		// The kind is no part of the value.
		{"", "naam\x00Renée de Vries-Bakker", until, false},

		{"naam", "Renée de Vries-Bakker", until.AddDate(-1, 0, 0), true},
		{"naam", "Renée de Vries-Bakker", until.Add(24*time.Hour - time.Second), true},
		{"naam", "Renée de Vries-Bakker", until.AddDate(0, 0, 1), false},
		{"naam", "Renée de Vries-Bakker", until.AddDate(10, 0, 0), false},
	} {
		if got := allows(l, c.kind, c.value, c.day); got != c.want {
			t.Errorf("%s %q on %s: %v", c.kind, c.value, c.day.Format(time.DateOnly), got)
		}
	}
	if e := l.Entries(); len(e) != 2 || e[0].Reason != "minister in haar functie" || !e[0].Until.Equal(until) {
		t.Error(e)
	} else {
		for _, e := range e {
			if line := strings.Split(string(src), "\n")[e.Line-1]; !strings.HasPrefix(line, "  - zout: ") {
				t.Errorf("an entry is at line %d: %s", e.Line, line)
			}
		}
	}
	// An empty list, and one that is not there.
	begun, _, _ := strings.Cut(string(src), "  - ")
	for _, l := range []*allowlist.List{{}, load(t, []byte(begun))} {
		if allows(l, "naam", "Renée de Vries-Bakker", until) || len(l.Entries()) != 0 {
			t.Error("an empty list allows something")
		}
	}
	if l, problems := allowlist.Load(fstest.MapFS{}); len(problems) > 0 || allows(l, "naam", "Renée de Vries", until) {
		t.Error(problems)
	}
}

// TestGuessable tells what may be hidden from what anybody can find by trying.
func TestGuessable(t *testing.T) {
	for kind, values := range map[string][]string{
		"naam": {"Hoekstra", "de Vries", "van der Berg", "Van Den Berg", "J. Bakker", "J.P. de Wit", "J. P. M. van 't Hof", "Mohamed", "x y", "", "  ", "123 456", "Mevr. 1",
			"el Ouali", "o. 'n Bakker", "Anne-Marie", "Smit-Jansen", "--- ---"},
		"bestandsmetadata": {"Bakker", "52.0907, 5.1214", "2026-11-29T12:00:00Z", "06-12345678"},
		"geboortedatum":    {"3 mei 1988"}, "postcode": {"2595 AA"}, "telefoon": {"070 123 4567"}, "bsn": {"111222333"}, "iban": {"NL91ABNA0417164300"},
		"kenteken": {"AB-12-CD"}, "ip": {"203.0.113.7"}, "kvk": {"12345678"}, "coordinaten": {"52.0907, 5.1214"}, "adres": {"Spui 70"}, "zaaknummer": {"2026/123"},
		"betaalpas": {"4111 1111 1111 1111"}, "persoonsnummer": {"NWF8K27P1", "4021877"}, "inloggegeven": {"Welkom2026!", "fdejong88"}, "apparaat": {"00:1B:44:11:3A:B7"}, "bijzonder": {"kanker"},
		"plaats": {"Giethoorn"}, "organisatie": {"Stichting De Vrije Vlinder"}, "functie-plaats": {"burgemeester van Giethoorn"}, "onbekend": {"Jan de Vries"}, "": {"Jan de Vries"},
	} {
		for _, value := range values {
			if !allowlist.Guessable(kind, value) {
				t.Errorf("%s %q may be hidden", kind, value)
			}
			if text, err := allowlist.Add(nil, heading, value, allowlist.Entry{Kind: kind, Reason: "x", Until: until}); !errors.Is(err, allowlist.ErrGuessable) {
				t.Errorf("%s %q: %v\n%s", kind, value, err, text)
			}
		}
	}
	for kind, value := range map[string]string{
		"naam": "Jo de Wit", "e-mail": "jo@voorbeeld.example", "url-profiel": "linkedin.com/in/jo-de-wit", "bestandsmetadata": "Jo de Wit", "git-identiteit": "Jo <jo@voorbeeld.example>",
	} {
		if allowlist.Guessable(kind, value) {
			t.Errorf("%s %q can't be hidden", kind, value)
		}
	}
	for _, name := range []string{"İbrahim Yılmaz", "阿明 李华", "Yusuf el Ouali", "Anne-Marie Smit-Jansen", "Piet Heyn", "Seán O'Brien", "JO DE WIT"} {
		if allowlist.Guessable("naam", name) {
			t.Errorf("%q can't be hidden", name)
		}
	}
}

// TestStrangers asks about more values than one file looks up. The answer depends on the file alone: not on the order of other files, nor on what
// was asked before.
func TestStrangers(t *testing.T) {
	l := load(t, add(t, add(t, nil, "naam", "Renée de Vries"), "naam", "Willem Bakker"))
	stranger := func(i int) string { return "Aafke " + strings.Repeat("ab", i+1) }
	for range 2 {
		a := l.Ask(until)
		if !a.Allows("naam", "renée de vries") {
			t.Error("what is allowed is not")
		}
		for i := range 8 {
			for range 3 { // the same again is no other
				if a.Allows("naam", stranger(i)) {
					t.Error(stranger(i), "is allowed")
				}
			}
		}
		if !a.Allows("naam", "Renée de Vries") {
			t.Error("what was allowed no longer is")
		}
		if a.Allows("naam", "Willem Bakker") {
			t.Error("looked up after 8 strangers")
		}
	}
	if !l.Ask(until).Allows("naam", "Willem Bakker") {
		t.Error("another file suffers from the strangers in this one")
	}
}

// TestManyNames asks about as many names as a file of a megabyte can hold.
func TestManyNames(t *testing.T) {
	list := add(t, nil, "naam", "Renée de Vries")
	bound.Check(t, list, func(list []byte) {
		l, _ := allowlist.Parse(list)
		a := l.Ask(until)
		for i := range 60_000 {
			if a.Allows("naam", "Aafke "+strings.Repeat("a", i%50)+strings.Repeat("b", i/50)) {
				t.Error("allowed")
			}
		}
	})
}

// TestLargeList reads the largest lists there are: of broken entries, of whole ones that have expired or not, and of nothing but brackets.
func TestLargeList(t *testing.T) {
	head := add(t, nil, "naam", "Renée de Vries")
	entry := head[bytes.Index(head, []byte("  - ")):]
	for name, more := range map[string]string{
		"broken": "  - x\n", "old": "  - soort: naam\n", "whole": string(entry), "expired": strings.Replace(string(entry), "2027", "2020", 1), "bracket": "[", "deep": "- ", "map": "{a: ",
	} {
		t.Run(name, func(t *testing.T) {
			list := append(bytes.Clone(head), strings.Repeat(more, (256<<10-len(head))/len(more))...)
			bound.Check(t, list, func(list []byte) {
				l, problems := allowlist.Parse(list)
				if len(problems) > 100 {
					t.Error(len(problems), "problems")
				}
				if name != "bracket" && name != "deep" && name != "map" && !allows(l, "naam", "Renée de Vries", until) {
					t.Error("the value above is not allowed")
				}
			})
		})
	}
}

// TestAllowsAtOnce is for the race detector: a check searches many files side by side, and an Asker may be shared.
func TestAllowsAtOnce(t *testing.T) {
	l := load(t, add(t, nil, "naam", "Renée de Vries"))
	shared := l.Ask(until)
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for _, a := range []*allowlist.Asker{shared, l.Ask(until)} {
				if !a.Allows("naam", "renée de Vries") || a.Allows("naam", "Ander "+strings.Repeat("x", 2+i%2)) {
					t.Error("one of the answers is wrong")
				}
			}
		})
	}
	wait.Wait()
}

// hashes returns the codes in a list.
func hashes(src []byte) []string {
	var all []string
	for line := range strings.Lines(string(src)) {
		if _, h, ok := strings.Cut(line, "hash: "); ok {
			all = append(all, strings.TrimSpace(h))
		}
	}
	return all
}

// TestSecret looks for the value in the file, in every form from which it could be guessed at once, and for its kind. Neither two lists nor two
// entries tell that they hold the same.
func TestSecret(t *testing.T) {
	const kind, value = "naam", "Renée de Vries"
	one, two := add(t, nil, kind, value), add(t, nil, kind, value)
	small := strings.ToLower(string(one))
	for _, word := range []string{value, "renée", "vries", "renéedevries", hex.EncodeToString([]byte("vries")), "naam"} {
		if strings.Contains(strings.ReplaceAll(small, strings.ToLower(heading), ""), strings.ToLower(word)) {
			t.Errorf("%q stands in\n%s", word, one)
		}
	}
	salts := regexp.MustCompile("zout: ([0-9a-f]{32})\n").FindAllStringSubmatch(small, -1)
	if len(salts) != 2 || salts[0][1] == salts[1][1] {
		t.Fatalf("the list and its entry have salts %v", salts)
	}
	for _, text := range []string{value, strings.ToLower(value), allowlist.Normal(value), kind + value, kind + "\x00" + allowlist.Normal(value), kind + "\x00" + value} {
		for _, salt := range []string{"", salts[0][1], salts[1][1]} {
			raw, _ := hex.DecodeString(salt)
			for _, guess := range []string{text, string(raw) + text, text + string(raw)} {
				sum := sha256.Sum256([]byte(guess))
				h := hmac.New(sha256.New, []byte(guess))
				h.Write(raw)
				if strings.Contains(small, hex.EncodeToString(sum[:])) || strings.Contains(small, hex.EncodeToString(h.Sum(nil))) {
					t.Errorf("a quick sum of %q stands in\n%s", text, one)
				}
			}
		}
	}
	if hashes(one)[0] == hashes(two)[0] {
		t.Error("two lists tell that they hold the same")
	}
	// In one list the same value stands once, with another code each time, and the same letters of another kind are another value.
	again := add(t, one, kind, "renée DE vries")
	if h := hashes(again); len(h) != 1 || h[0] == hashes(one)[0] {
		t.Error(h)
	}
	if h := hashes(add(t, again, "e-mail", value)); len(h) != 2 || h[0] == h[1] || len(h[0]) != 64 {
		t.Error(h)
	}
}

// TestAnotherProgram makes the code of an entry from what the comment of the package says, and from the file alone. The form in the file says
// what a guess costs: a lower cost must have another form.
func TestAnotherProgram(t *testing.T) {
	src := string(add(t, nil, "naam", "Renée de Vries"))
	m := regexp.MustCompile(`(?s)vorm: argon2id,m=(\d+),t=(\d+),p=(\d+)\nzout: (\w+)\n.*  - zout: (\w+)\n    hash: (\w+)\n`).FindStringSubmatch(src)
	if m == nil {
		t.Fatal(src)
	}
	number := func(s string) uint32 { n, _ := strconv.Atoi(s); return uint32(n) }
	list, _ := hex.DecodeString(m[4])
	own, _ := hex.DecodeString(m[5])
	h := hmac.New(sha256.New, argon2.IDKey([]byte("naam\x00renéedevries"), list, number(m[2]), number(m[1]), uint8(number(m[3])), 32))
	h.Write(own)
	if got := hex.EncodeToString(h.Sum(nil)); got != m[6] {
		t.Errorf("%s in\n%s", got, src)
	}
	if number(m[1])*(3*number(m[2])-1) < 93_750 { // what keeps one graphics card of a terabyte a second below 10,000 guesses a second
		t.Error("a guess is too cheap")
	}
}

// TestAddAgain puts a value on the list anew, with a later day. The old entry makes place; what stands around it stays.
func TestAddAgain(t *testing.T) {
	src := "# Boven.\n" + string(add(t, add(t, add(t, nil, "naam", "Een Een"), "naam", "Twee Twee"), "naam", "Drie Drie")) + "# Onder.\n"
	later := until.AddDate(1, 0, 0)
	for _, value := range []string{"een een", "Twee Twee", "DRIE DRIE"} {
		text, err := allowlist.Add([]byte(src), heading, value, allowlist.Entry{Kind: "naam", Reason: "opnieuw", Until: later})
		if err != nil {
			t.Fatal(err)
		}
		l := load(t, text)
		if len(l.Entries()) != 3 || !allows(l, "naam", value, later) || l.Entries()[2].Reason != "opnieuw" {
			t.Errorf("%s: %v in\n%s", value, l.Entries(), text)
		}
		for _, other := range []string{"Een Een", "Twee Twee", "Drie Drie"} {
			if !allows(l, "naam", other, until) {
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
	first := add(t, nil, "naam", "Renée de Vries")
	plain := string(first)
	salt, entries, _ := strings.Cut(plain[strings.Index(plain, "vorm:"):], "\nwaarden:\n")
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
			if l := load(t, []byte(src)); !allows(l, "naam", "Renée de Vries", until) {
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
			if len(problems) > 0 || !allows(l, "naam", "Renée de Vries", until) || !allows(l, "e-mail", "renee@example.org", until) {
				t.Errorf("%v in\n%s", problems, text)
			}
		})
	}
	t.Run("empty list in brackets", func(t *testing.T) {
		text, err := allowlist.Add([]byte(salt+"\nwaarden: []\n"), heading, "renee@example.org", allowlist.Entry{Kind: "e-mail", Reason: "adres", Until: until})
		if err != nil {
			return
		}
		if l, problems := allowlist.Parse(text); len(problems) > 0 || !allows(l, "e-mail", "renee@example.org", until) {
			t.Errorf("%v in\n%s", problems, text)
		}
	})
	for _, src := range []string{"", "\n", "  \n\n"} {
		if l := load(t, add(t, []byte(src), "naam", "Renée de Vries")); !allows(l, "naam", "renée de vries", until) {
			t.Errorf("%q: the value is not allowed", src)
		}
	}
	for _, src := range []string{"waarden:\n", "zout: kort\n", "a: [\n", salt + "\nwaarden:\n  - soort: naam\n", salt + "\nwaarden:\n  - zout: 00\n"} {
		if text, err := allowlist.Add([]byte(src), heading, "Renée de Vries", allowlist.Entry{Kind: "naam", Reason: "y", Until: until}); err == nil {
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
		text, err := allowlist.Add(nil, heading, "Renée de Vries", allowlist.Entry{Kind: "naam", Reason: reason, Until: until})
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
	const salt = "vorm: argon2id,m=19456,t=2,p=1\nzout: 00112233445566778899aabbccddeeff\n"
	hash, own := strings.Repeat("0f", sha256.Size), strings.Repeat("0a", 16)
	good := "  - zout: " + own + "\n    hash: " + hash + "\n    reden: x\n    tot: 2027-12-31\n"
	with := func(old, new string) string { return salt + "waarden:\n" + good + strings.Replace(good, old, new, 1) }
	const oldSalt = "zout: 00112233445566778899aabbccddeeff\nwaarden:\n"
	old := "  - soort: naam\n    hash: " + hash + "\n    reden: x\n    tot: 2027-12-31\n"
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
		{"no salt", "vorm: argon2id,m=19456,t=2,p=1\nwaarden:\n" + good, []int{1}, allowlist.BadSalt, 0},
		{"short salt", "vorm: argon2id,m=19456,t=2,p=1\nzout: 00112233\nwaarden:\n" + good, []int{1}, allowlist.BadSalt, 0},
		{"salt of other characters", "vorm: argon2id,m=19456,t=2,p=1\nzout: zz112233445566778899aabbccddeeff\n", []int{1}, allowlist.BadSalt, 0},
		{"salt of digits only", strings.NewReplacer("aa", "00", "bb", "11", "cc", "22", "dd", "33", "ee", "44", "ff", "55").Replace(salt) + "waarden:\n" + good, nil, "", 1},
		{"salt like a number", strings.Replace(salt, "99aabb", "e99001", 1) + "waarden:\n" + good, nil, "", 1},
		{"list is a text", salt + "waarden: x\n", []int{1}, allowlist.NoYAML, 0},
		{"entry is a text", salt + "waarden:\n" + good + "  - x\n" + good, []int{8}, allowlist.BadEntry, 2},
		{"entry is empty", salt + "waarden:\n" + good + "  -\n", []int{8}, allowlist.BadSalt, 1},
		{"no salt of its own", with("zout: "+own, "x: y"), []int{8}, allowlist.BadSalt, 1},
		{"short salt of its own", with(own, own[2:]), []int{8}, allowlist.BadSalt, 1},
		{"salt is a list", with(own, "[00]"), []int{8}, allowlist.BadEntry, 1},
		{"no hash", with("hash:", "x:"), []int{8}, allowlist.BadHash, 1},
		{"short hash", with(hash, hash[2:]), []int{8}, allowlist.BadHash, 1},
		{"hash of other characters", with(hash, "zz"+hash[2:]), []int{8}, allowlist.BadHash, 1},
		{"value instead of a hash", with(hash, "Jan"), []int{8}, allowlist.BadHash, 1},
		{"no reason", with("    reden: x\n", ""), []int{8}, allowlist.NoReason, 1},
		{"blank reason", with("reden: x", "reden: '  '"), []int{8}, allowlist.NoReason, 1},
		{"no day", with("    tot: 2027-12-31\n", ""), []int{8}, allowlist.BadDate, 1},
		{"day in words", with("2027-12-31", "eind 2027"), []int{8}, allowlist.BadDate, 1},
		{"day that does not exist", with("2027-12-31", "2027-02-30"), []int{8}, allowlist.BadDate, 1},
		{"day in another order", with("2027-12-31", "31-12-2027"), []int{8}, allowlist.BadDate, 1},
		{"two broken ones", with("reden: x", "reden: ''") + strings.Replace(good, "tot:", "t:", 1), []int{8, 12}, "", 1},

		// What was written before 2026-11-29, and what looks like it.
		{"old", oldSalt + old, []int{3}, allowlist.Old, 0},
		{"old, in Windows", strings.ReplaceAll(oldSalt+old, "\n", "\r\n"), []int{3}, allowlist.Old, 0},
		{"old, of a kind with few values", oldSalt + strings.Replace(old, "naam", "geboortedatum", 1) + strings.Replace(old, "naam", "Postcode", 1), []int{3, 7}, allowlist.Few, 0},
		{"old, without kind", oldSalt + strings.Replace(old, "soort: naam", "x: y", 1), []int{3}, allowlist.Old, 0},
		{"old, without entries", oldSalt, []int{1}, allowlist.BadForm, 0},
		{"new entry below the old salt", oldSalt + good, []int{3}, allowlist.Old, 0},
		{"old entry in a new list", salt + "waarden:\n" + good + old, []int{8}, allowlist.Old, 1},
		{"old entry of a kind with few values in a new list", salt + "waarden:\n" + good + strings.Replace(old, "naam", "telefoon", 1), []int{8}, allowlist.Few, 1},
		{"new entry with a kind", with("    reden", "    soort: postcode\n    reden"), []int{8}, allowlist.Few, 1},
		{"cheaper form", strings.Replace(salt, "m=19456", "m=8", 1) + "waarden:\n" + good, []int{1}, allowlist.BadForm, 0},
		{"form that takes a terabyte", strings.Replace(salt, "m=19456", "m=1073741824", 1) + "waarden:\n" + good, []int{1}, allowlist.BadForm, 0},
		{"too large", salt + "waarden:\n" + good + strings.Repeat("# x\n", 1<<16), []int{1}, allowlist.TooLarge, 0},
		{"form of later", strings.Replace(salt, "argon2id", "balloon", 1) + "waarden:\n" + good, []int{1}, allowlist.BadForm, 0},
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
			if allows(l, "naam", "Jan de Vries", until) { // nor may it panic
				t.Error("a name that nobody allowed is")
			}
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
