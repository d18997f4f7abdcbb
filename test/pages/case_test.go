package pages_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestCommentary reads a case with commentary: it stands behind the canvas and the story, with the role and the day of who wrote it, and says that
// it is invented.
func TestCommentary(t *testing.T) {
	t.Parallel()
	p := page.At(t, sitebuild.Published(t), "/dilemmas/ziekte-hoort-bij-het-verhaal/")
	section := p.Element("commentary")
	if section == nil {
		t.Fatal("no commentary")
	}
	for _, want := range []string{"Ethicus", "8 september 2026", "Verzonnen commentaar", "Toch mis ik iets."} {
		if !strings.Contains(page.Text(section), want) {
			t.Errorf("the commentary does not say %q", want)
		}
	}
	for _, class := range []string{"step", "story"} {
		if e := p.Element(class); e == nil || strings.Contains(page.Text(e), "Toch mis ik iets.") {
			t.Errorf("the commentary stands inside the %s", class)
		}
	}
	seen := false
	for n := range p.Root.Descendants() {
		if n == section {
			seen = true
		}
		if class, _ := page.Attr(n, "class"); seen && (class == "step" || strings.HasPrefix(class, "story")) {
			t.Errorf("%s stands behind the commentary", class)
		}
	}
}

// TestPlayers follows the players of every case to the page of their role, which lists the case with what that player has at stake. Every role that
// is linked has dilemmas, and its count is their number.
func TestPlayers(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	links := map[string]string{} // role → count beside the link on the page of all roles
	var last string
	for n := range page.At(t, public, "/spelers/").Element("words").Descendants() {
		if href, _ := page.Attr(n, "href"); href != "" {
			last = href
		}
		if class, _ := page.Attr(n, "class"); class == "words__count" {
			links[last] = page.Text(n)
		}
	}
	roles := map[string]page.Document{}
	for address, count := range links {
		roles[address] = page.At(t, public, address)
		cards := 0
		for n := range roles[address].Root.Descendants() {
			if class, _ := page.Attr(n, "class"); class == "card" {
				cards++
			}
		}
		if got, _, _ := strings.Cut(count, " "); got != fmt.Sprint(cards) || cards == 0 {
			t.Errorf("%s: %s, and %d on its page", address, count, cards)
		}
	}
	if len(roles) < 10 {
		t.Fatalf("only %d roles", len(roles))
	}
	players := 0
	for _, e := range page.Exercises(t, sitebuild.Published(t)) {
		address := strings.TrimSuffix(e, "oefenen/")
		for n := range page.At(t, public, address).Root.Descendants() {
			href, _ := page.Attr(n, "href")
			if n.Data != "a" || n.Parent.Data != "th" {
				continue
			}
			players++
			role, listed := roles[href]
			if !listed {
				t.Errorf("%s: %s is on no list", address, href)
				continue
			}
			if got := page.Plain(page.Text(role.Element("cards"))); !strings.Contains(got, page.Plain(page.Text(n))) {
				t.Errorf("%s does not name %q", href, page.Text(n))
			}
		}
	}
	if players < 50 {
		t.Errorf("only %d players lead to a role", players)
	}
}

// TestRoleWithoutDilemmas makes a casebook with one player: the roles that nobody has are linked from nowhere, and a name that tells no role is no link.
func TestRoleWithoutDilemmas(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	must.Write(t, filepath.Join(dir, "content/dilemmas/een.md"), "---\ntitle: Een\n"+published2025+
		"canvas:\n  verkennen:\n    spelers:\n      - {speler: De nieuwe persvoorlichter van de burgemeester, belangen_en_waarden: Wil het kunnen uitleggen.}\n      - {speler: Man met een hond}\n---\n")
	must.Write(t, filepath.Join(dir, "content/dilemmas/weg.md"), "---\ntitle: Weg\n"+published2025+
		"ingetrokken: {datum: 2026-01-01, reden: x}\ncanvas:\n  verkennen:\n    spelers: [{speler: Journalist}]\n---\n")
	public := sitebuild.Build(t, dir)
	if got := page.Text(page.At(t, public, "/spelers/woordvoerder/").Element("cards")); !strings.Contains(got, "Wil het kunnen uitleggen.") {
		t.Errorf("the role shows %q", got)
	}
	for _, name := range []string{"sitemap.xml", "dilemmas/index.html", "spelers/index.html", "dilemmas/een/index.html"} {
		if got := must.Read(t, public, name); !strings.Contains(got, "/spelers/woordvoerder/") || strings.Contains(got, "/spelers/journalist/") || strings.Contains(got, "/spelers/bestuurder/") {
			t.Errorf("%s has another role than the one that plays", name)
		}
	}
	if got := must.Read(t, public, "dilemmas/een/index.html"); strings.Count(got, "/spelers/") != 1 {
		t.Error("a player without a role is a link")
	}
}

// TestRelatedByPlayers looks for a pair of cases that are akin and have players in common, and for the reason that says so.
func TestRelatedByPlayers(t *testing.T) {
	t.Parallel()
	found := 0
	for _, e := range page.Exercises(t, sitebuild.Published(t)) {
		for n := range page.At(t, sitebuild.Published(t), strings.TrimSuffix(e, "oefenen/")).Root.Descendants() {
			if class, _ := page.Attr(n, "class"); class == "related__reason" {
				if !strings.HasPrefix(page.Text(n), "Ook over: ") {
					t.Errorf("%s: %q", e, page.Text(n))
				}
				if strings.Contains(page.Text(n), "Zelfde spelers: ") {
					found++
				}
			}
		}
	}
	if found < 3 {
		t.Errorf("only %d reasons name players", found)
	}
}
