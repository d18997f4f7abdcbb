package dilemma

import "embed"

// Files are the files of the product that a review in a page reads, at the paths that they have in a book: what else makes the looks of a site is not among them.
//
//go:embed assets/themes all:layouts/_shortcodes all:static product/hugo.toml
//go:embed data/begrippen.yaml data/bestuurslagen.yaml data/canvas.yaml data/edities.yaml data/forges.yaml data/gespreksleider.yaml
//go:embed data/herkomsten.yaml data/informatiecategorieen.yaml data/licenties.yaml data/regels.yaml data/spelers.yaml data/synoniemen.yaml data/taal.yaml
//go:embed data/themas.yaml data/uitkomsten.yaml data/wegwijzer.yaml data/wet.yaml data/woo_gronden.yaml
//go:embed data/en/begrippen.yaml data/en/bestuurslagen.yaml data/en/canvas.yaml data/en/edities.yaml data/en/gespreksleider.yaml
//go:embed data/en/herkomsten.yaml data/en/informatiecategorieen.yaml data/en/spelers.yaml data/en/themas.yaml data/en/uitkomsten.yaml
//go:embed data/en/wegwijzer.yaml data/en/wet.yaml data/en/woo_gronden.yaml
//go:embed content/*.md content/dilemmas/_index.md content/dilemmas/_index.en.md all:content/canvas all:content/handreiking
//go:embed all:content/informatiecategorieen all:content/maand all:content/meedoen all:content/over all:content/overzicht all:content/spelers
//go:embed all:content/wegwijzer all:content/woo_gronden all:content/zoeken
var Files embed.FS
