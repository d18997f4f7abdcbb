package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestSaved saves a dilemma three times, and reads what serve tells: nothing of what is well, what is found, and that it is gone.
func TestSaved(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "content", "dilemmas", "park.md")
	save := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	good := "---\ntitle: Park\ndraft: true\ncanvas:\n  kennismaken:\n    dilemma: Mag het rapport nu al naar buiten?\n    waarom_nu: De raad vraagt er deze week om.\n---\n"
	save(filepath.Join(root, "hugo.toml"), "")
	save(file, good)
	keeper := newKeeper(root, false)
	told := tellSaved(keeper, keeper.Check(time.Now(), nil))
	for _, step := range []struct{ text, want string }{
		{good + "Een zin.\n", ""},
		{good + "{{< geen >}}\n", "[body/shortcode]"},
		{good + "Nog een zin.\n", "niets meer te melden over content/dilemmas/park.md"},
	} {
		save(file, step.text)
		var out bytes.Buffer
		if told(&out); !strings.Contains(out.String(), step.want) || step.want == "" && out.Len() > 0 {
			t.Errorf("after %q: %s", step.text[len(good):], out.String())
		}
	}
}
