package remote

import "testing"

// TestDrives has the ways in which a folder on Windows is written as an address.
func TestDrives(t *testing.T) {
	for raw, want := range map[string]string{
		`C:\srv\boek.git`:               `C:\srv\boek.git`,
		`C:/srv/boek.git`:               `C:\srv\boek.git`,
		`c:/srv/boek é.git`:             `c:\srv\boek é.git`,
		`file:///C:/srv/boek.git`:       `C:/srv/boek.git`,
		`file://C:/srv/boek.git`:        "",
		`\\server\deel\boek.git`:        `\\server\deel\boek.git`,
		`//server/deel/boek.git`:        `\\server\deel\boek.git`,
		`file:////server/deel/boek.git`: `//server/deel/boek.git`,
		`file://server/deel/boek.git`:   "",
		`..\srv\boek.git`:               `C:\boeken\srv\boek.git`,
		`../srv/boek.git`:               `C:\boeken\srv\boek.git`,
	} {
		ep, err := endpoint(raw, `C:\boeken\ons`)
		switch {
		case want == "":
			if err == nil {
				t.Errorf("%s is taken for %s", raw, ep.Path)
			}
		case err != nil || ep.Protocol != "file" || ep.Path != want:
			t.Errorf("%s: %+v, %v, want %s", raw, ep, err, want)
		}
	}
}
