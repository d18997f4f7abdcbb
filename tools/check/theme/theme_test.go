package theme_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/theme"
)

// TestContrast compares with the ratios that WCAG itself and its techniques give.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#fff", "#000", 21}, {"#777777", "white", 4.48}, {"#767676", "#ffffff", 4.54}, {"#949494", "#fff", 3.03}, {"rgb(0, 0, 255)", "#FFFFFF", 8.59}} {
		a, okA := theme.ParseColour(c.a)
		b, okB := theme.ParseColour(c.b)
		if got := theme.Contrast(a, b); !okA || !okB || math.Abs(got-c.want) > 0.005 {
			t.Errorf("%s on %s: %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
	for _, bad := range []string{"", "#12", "#12345", "rood", "rgb(300,0,0)", "oklch(0.5 0.1 20)", "#11223344"} {
		if c, ok := theme.ParseColour(bad); ok {
			t.Errorf("%q is %s", bad, c)
		}
	}
}

// TestThemesOfTheProduct measures what the product brings.
func TestThemesOfTheProduct(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "assets", "themes")
	base, err := os.ReadFile(filepath.Join(dir, "dilemma.css"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"dilemma.css", "kade.css"} {
		own, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if r := theme.Measure(base, own); len(r.Faults)+len(r.Unknown)+len(r.Unread) > 0 {
			t.Errorf("%s: %+v", name, r)
		}
	}
	has := map[string]bool{}
	for _, token := range theme.Tokens(base) {
		has[token.Name] = true
	}
	for _, p := range theme.Pairs {
		if !has[p.On] || !has[p.Below] {
			t.Errorf("no theme has %s on %s", p.On, p.Below)
		}
	}
}

func TestMeasure(t *testing.T) {
	base := []byte(`:root {
  --dilemma-document-background-color: light-dark(#fff, #000);
  --dilemma-document-accent-color: light-dark(#00f, #ff0);
  --dilemma-link-color: var(--dilemma-document-accent-color);
}`)
	for _, c := range []struct{ own, want string }{
		{`:root { --dilemma-link-color: #00f }`, "faults: [--dilemma-link-color dark 2.44], unknown: [], unread: []"},
		{`:root { --dilemma-link-color: light-dark(#00f, #ff0); }`, "faults: [], unknown: [], unread: []"},
		{`/* --dilemma-link-color: #fff; */`, "faults: [], unknown: [], unread: []"},
		// The fault is that of the token that leads to it.
		{`:root{--dilemma-document-accent-color:light-dark(#ccc,#ccc)}`, "faults: [--dilemma-document-accent-color light 1.61 --dilemma-document-accent-color light 1.61], unknown: [], unread: []"},
		{`:root { --dilemma-document-background-color: #fff; }`, "faults: [--dilemma-document-background-color dark 1.07 --dilemma-document-background-color dark 1.07], unknown: [], unread: []"},
		{`:root { --dilemma-lnk-color: red; --dilemma-link-color: oklch(0.4 0.1 20) }`, "faults: [], unknown: [--dilemma-lnk-color], unread: [--dilemma-link-color]"},
		{`:root { --dilemma-link-color: var(--dilemma-link-color) }`, "faults: [], unknown: [], unread: [--dilemma-link-color]"},
		{`:root { --dilemma-link-color: light-dark(#00f, #ff0) } @media print { :root { --dilemma-link-color: black } }`, "faults: [--dilemma-link-color dark 1.00], unknown: [], unread: [--dilemma-link-color]"},
	} {
		r := theme.Measure(base, []byte(c.own))
		got := "faults: ["
		for i, f := range r.Faults {
			got += map[bool]string{true: " "}[i > 0] + fmt.Sprintf("%s %s %.2f", f.Token.Name, f.Scheme, f.Ratio)
		}
		got += "], unknown: ["
		for _, token := range r.Unknown {
			got += token.Name
		}
		got += "], unread: ["
		for _, token := range r.Unread {
			got += token.Name
		}
		if got += "]"; got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.own, got, c.want)
		}
	}
}

// TestTowards darkens and lightens a colour until it is read well, and no further.
func TestTowards(t *testing.T) {
	white, black := theme.Colour{R: 255, G: 255, B: 255}, theme.Colour{}
	orange, _ := theme.ParseColour("#e17000")
	for _, below := range []theme.Colour{white, black} {
		other := black
		if below == black {
			other = white
		}
		got, ok := theme.Towards(orange, other, below, 4.5)
		if r := theme.Contrast(got, below); !ok || r < 4.5 || r > 4.7 && got != orange {
			t.Errorf("%s on %s has %.2f", got, below, r)
		}
	}
	if _, ok := theme.Towards(orange, theme.Colour{R: 120, G: 120, B: 120}, theme.Colour{R: 119, G: 119, B: 119}, 4.5); ok {
		t.Error("grey on grey can be read")
	}
}
