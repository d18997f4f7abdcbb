package rules_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
)

func fix(text string) (string, []rules.Correction) {
	fixed, done := checkerOf(book(concept, nil)).Fix(dilemmaFile, []byte(text))
	return string(fixed), done
}

func TestFix(t *testing.T) {
	const wrong = "\ufeff---\r\n" +
		"# over de stand\r\n" +
		"draft: true   \r\n" +
		"titel: \"Een begin\" # blijft\r\n" +
		"Themas: [Timing, 'Intern beraad']\r\n" +
		"woo_gronden: [5.1.2.e, 5.2, \"5.1.2 b\"]\r\n" +
		"canvas:\r\n" +
		"  verkennen:\r\n" +
		"    # de vraag\r\n" +
		"    gedeelde_vraag: Mag het?\r\n" +
		"    spelers: []\r\n" +
		"  kennismaken: # stap 1\r\n" +
		"    waarom_nu: Nu. \r\n" +
		"    dilemma: |\r\n" +
		"      Een. \r\n" +
		"\r\n" +
		"      Twee.\r\n" +
		"bestuurslaag: gemeente\r\n" +
		"---\r\n" +
		"\r\n" +
		"Regel met einde  \r\nen zonder. \r\n"
	const right = "---\n" +
		"title: \"Een begin\" # blijft\n" +
		"# over de stand\n" +
		"draft: true\n" +
		"themas: [timing, 'intern-beraad']\n" +
		"bestuurslaag: gemeente\n" +
		"woo_gronden: [5.1.2e, \"5.2\", \"5.1.2b\"]\n" +
		"canvas:\n" +
		"  kennismaken: # stap 1\n" +
		"    dilemma: |\n" +
		"      Een.\n" +
		"\n" +
		"      Twee.\n" +
		"    waarom_nu: Nu.\n" +
		"  verkennen:\n" +
		"    spelers: []\n" +
		"    # de vraag\n" +
		"    gedeelde_vraag: Mag het?\n" +
		"---\n" +
		"\n" +
		"Regel met einde  \nen zonder.\n"
	got, done := fix(wrong)
	if got != right {
		t.Errorf("got\n%s\nwant\n%s", got, right)
	}
	if len(done) < 9 {
		t.Errorf("%d mends: %v", len(done), done)
	}
	if again, more := fix(got); again != got || len(more) > 0 {
		t.Errorf("fixed twice is not fixed once: %v\n%s", more, again)
	}
}

// TestFixLeavesAlone fixes files that must not change.
func TestFixLeavesAlone(t *testing.T) {
	for _, text := range []string{
		complete, concept, "", "geen gegevens  \n", "---\ntitle: [\n---\n", "---\nthemas: [onzin, tim]\n---\n", "\x00\x01",
		"---\n{title: x, draft: true, canvas: {}}\n---\n",
	} {
		if got, done := fix(text); got != text || len(done) > 0 {
			t.Errorf("%q becomes %q: %v", text, got, done)
		}
	}
}

// FuzzFix fixes any file. Fixing it again must change nothing, and a file without errors must have none afterwards.
func FuzzFix(f *testing.F) {
	for _, seed := range []string{
		complete, concept, "\ufeff" + strings.ReplaceAll(concept, "\n", "\r\n"),
		"---\n# a\ndraft: true\n\n# b\nTitle: x \ncanvas:\n  afronden:\n    tevreden: |\n\n  kennismaken:\n    dilema: >-\n      y\n---\n",
		"---\nwoo_gronden:\n  - 5.2\n  - 5.1.2.E\n  - \"5.4\"\nherkomst: Fictief\n---\n",
	} {
		f.Add(seed)
	}
	checker := checkerOf(book(concept, nil))
	f.Fuzz(func(t *testing.T, text string) {
		var fixed []byte
		var done []rules.Correction
		bound.Watch(func() { fixed, done = checker.Fix(dilemmaFile, []byte(text)) })
		got := string(fixed)
		if len(done) == 0 && got != text {
			t.Fatalf("%q became %q in silence", text, got)
		}
		if again, more := checker.Fix(dilemmaFile, fixed); string(again) != got || len(more) > 0 {
			t.Fatalf("%q became %q and then %q: %v", text, got, again, more)
		}
		if errorsIn(checker, text) == 0 && errorsIn(checker, got) > 0 {
			t.Fatalf("%q had no error, and %q has: %v", text, got, checker.Text(dilemmaFile, fixed))
		}
	})
}

func errorsIn(checker *rules.Checker, text string) int {
	return finding.Count(checker.Text(dilemmaFile, []byte(text)), finding.Error)
}

// FuzzCheck checks any file: every finding must lie inside it, at whole code points, and have a message.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		complete, concept, concept + "# a\n\n### b\n[c](/d/ \"e\") ![](f.png) <b>g</b>\n\n<!-- h -->\n[^1]\n\n[^1]: x\n{{< y >}}\n",
		"---\ntitle: é\ndraft: nee\nthemas: [a, 'b\u2028c']\naliases: [x, /themas/]\nvervangen_door: proef\n---\n[a][b]\n\n[b]: http://[\n",
		"---\ncanvas:\n  verkennen:\n    gedeelde_vraag: \"hoe, ABC\\u00e9 \\\n     (X) teneinde\"\n    spelers: [{}, a, {speler: ''}]\n---\n",
	} {
		f.Add(seed)
	}
	checker := checkerOf(book(concept, nil))
	f.Fuzz(func(t *testing.T, text string) {
		var all []finding.Finding
		bound.Watch(func() { all = checker.Text(dilemmaFile, []byte(text)) })
		for _, found := range all {
			if found.Start < 0 || found.End < found.Start || found.End > len(text) || found.Line < 1 || found.Column < 1 {
				t.Fatalf("%q: %+v lies outside the file", text, found)
			}
			if utf8.ValidString(text) && !(utf8.ValidString(text[:found.Start]) && utf8.ValidString(text[:found.End])) {
				t.Fatalf("%q: %+v cuts a code point", text, found)
			}
			if found.Message == "" || found.Rule == "" || found.Help == "" {
				t.Fatalf("%q: %+v says nothing", text, found)
			}
		}
	})
}
