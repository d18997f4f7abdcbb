// Package repository_test looks at files of the repository that no other program of the tests reads.
package repository_test

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// publicCode is publiccode.yml as far as this project uses the standard, version 0: https://yml.publiccode.tools/schema.core.html. A key that is not
// here is an error. The step "descriptions" of .ci/run gives the file to the parser of the standard where that can be had.
type publicCode struct {
	Version           string   `yaml:"publiccodeYmlVersion"`
	Name              string   `yaml:"name"`
	URL               string   `yaml:"url"`
	LandingURL        string   `yaml:"landingURL"`
	SoftwareVersion   string   `yaml:"softwareVersion"`
	ReleaseDate       string   `yaml:"releaseDate"`
	SoftwareType      string   `yaml:"softwareType"`
	Platforms         []string `yaml:"platforms"`
	Categories        []string `yaml:"categories"`
	DevelopmentStatus string   `yaml:"developmentStatus"`
	IntendedAudience  struct {
		Scope     []string `yaml:"scope"`
		Countries []string `yaml:"countries"`
	} `yaml:"intendedAudience"`
	Description map[string]struct {
		ShortDescription string   `yaml:"shortDescription"`
		LongDescription  string   `yaml:"longDescription"`
		Features         []string `yaml:"features"`
	} `yaml:"description"`
	Legal struct {
		License string `yaml:"license"`
	} `yaml:"legal"`
	Localisation struct {
		Ready     *bool    `yaml:"localisationReady"`
		Languages []string `yaml:"availableLanguages"`
	} `yaml:"localisation"`
	Maintenance struct {
		Type     string `yaml:"type"`
		Contacts []struct {
			Name  string `yaml:"name"`
			Email string `yaml:"email"`
		} `yaml:"contacts"`
	} `yaml:"maintenance"`
	DependsOn struct {
		Open []struct {
			Name       string `yaml:"name"`
			VersionMin string `yaml:"versionMin"`
		} `yaml:"open"`
	} `yaml:"dependsOn"`
}

// categories are those of the standard that fit software like this.
var categories = []string{"collaboration", "content-management", "document-management", "educational-content", "knowledge-management", "compliance-management", "website-builder", "workflow-management"}

// TestPublicCode holds publiccode.yml to the standard, and to what the repository says elsewhere.
func TestPublicCode(t *testing.T) {
	root := filepath.Join("..", "..")
	src, err := os.ReadFile(filepath.Join(root, "publiccode.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var p publicCode
	loader, err := yaml.NewLoader(bytes.NewReader(src), yaml.WithKnownFields())
	if err == nil {
		err = loader.Load(&p)
	}
	if err != nil {
		t.Fatal(err)
	}
	one := func(key, value string, of ...string) {
		t.Helper()
		if !slices.Contains(of, value) {
			t.Errorf("%s is %q, and must be one of %q", key, value, of)
		}
	}
	one("publiccodeYmlVersion", p.Version, "0", "0.4", "0.5", "0.7")
	one("softwareType", p.SoftwareType, "standalone/web", "standalone/desktop", "standalone/backend", "standalone/other")
	one("developmentStatus", p.DevelopmentStatus, "concept", "development", "beta", "stable", "obsolete")
	one("maintenance.type", p.Maintenance.Type, "internal", "community", "none")
	one("legal.license", p.Legal.License, "EUPL-1.2")
	for _, c := range p.Categories {
		one("categories", c, categories...)
	}
	for _, s := range p.IntendedAudience.Scope {
		one("intendedAudience.scope", s, "government")
	}
	for _, c := range p.IntendedAudience.Countries {
		if !regexp.MustCompile(`^[A-Z]{2}$`).MatchString(c) {
			t.Errorf("country %q is no code of ISO 3166-1 in capitals", c)
		}
	}
	for _, address := range []string{p.URL, p.LandingURL} {
		if u, err := url.Parse(address); err != nil || u.Scheme != "https" || u.Host == "" {
			t.Errorf("%q is no address", address)
		}
	}
	if p.Name == "" || len(p.Platforms) == 0 || p.Localisation.Ready == nil || len(p.Maintenance.Contacts) == 0 || p.Maintenance.Contacts[0].Name == "" {
		t.Error("the name, a platform, localisationReady or a contact is missing")
	}
	if (p.SoftwareVersion == "") != (p.ReleaseDate == "") || p.ReleaseDate != "" && !regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`).MatchString(p.ReleaseDate) {
		t.Errorf("version %q of %q", p.SoftwareVersion, p.ReleaseDate)
	}
	for _, language := range p.Localisation.Languages {
		d, ok := p.Description[language]
		if n := utf8.RuneCountInString(d.LongDescription); !ok || d.ShortDescription == "" || utf8.RuneCountInString(d.ShortDescription) > 150 || n < 150 || n > 10000 || len(d.Features) == 0 {
			t.Errorf("the description in %s is not whole, or of another length than the standard has", language)
		}
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range p.DependsOn.Open {
		if d.Name == "Go" && !strings.Contains(string(mod), "\ngo "+d.VersionMin+".") {
			t.Errorf("Go %s is not what go.mod asks", d.VersionMin)
		}
	}
}
