//go:build !js

package settings

import (
	"maps"

	"github.com/pelletier/go-toml/v2"
)

// Publication is what only the publisher of a book can decide.
type Publication struct {
	BaseURL string
	Params  struct {
		Redactie     string
		Theme        string
		Licence      struct{ Name, URL string }
		Organisation struct {
			Name, URL string
			Logo      string `toml:"logo"`
			LogoDark  string `toml:"logo_dark"`
		}
	}
}

// ReadPublication reads it from the content of settings, of which the later go before the earlier. The error is that one of them is not TOML.
func ReadPublication(sources ...[]byte) (*Publication, error) {
	var p Publication
	for _, src := range sources {
		if err := toml.Unmarshal(src, &p); err != nil {
			return nil, err
		}
	}
	return &p, nil
}

// Assets returns the files below assets/ that the settings name, by the name of the setting.
func (p *Publication) Assets() map[string]string {
	named := map[string]string{"organisation.logo": p.Params.Organisation.Logo, "organisation.logo_dark": p.Params.Organisation.LogoDark, "theme": ""}
	if p.Params.Theme != "" {
		named["theme"] = "themes/" + p.Params.Theme + ".css"
	}
	maps.DeleteFunc(named, func(_, name string) bool { return name == "" })
	return named
}

// Unset returns the names of what a site must not be published without and was not decided: address, mailbox, publisher and licence, in this order.
func (p *Publication) Unset() []string {
	var unset []string
	for _, one := range []struct{ name, value string }{
		{"address", p.BaseURL}, {"mailbox", p.Params.Redactie}, {"publisher", p.Params.Organisation.Name}, {"licence", p.Params.Licence.Name},
	} {
		if one.value == "" {
			unset = append(unset, one.name)
		}
	}
	return unset
}
