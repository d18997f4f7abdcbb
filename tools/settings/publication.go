package settings

import "github.com/pelletier/go-toml/v2"

// Publication is what only the publisher of a book can decide, and what a site must not be published without.
type Publication struct {
	BaseURL string
	Params  struct {
		Redactie     string
		Licence      struct{ Name, URL string }
		Organisation struct{ Name, URL string }
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

// Unset returns the names of what was not decided: address, mailbox, publisher and licence, in this order.
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
