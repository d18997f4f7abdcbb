// Package dilemma holds the files of the product that the command carries with it, so that it also works where there is no casebook. They are the
// very files of this repository: there is no second copy.
package dilemma

import "embed"

// Definition holds the definition of the canvas with every vocabulary that it uses, at the paths that they have in a casebook. What an organisation
// decides, such as the values that it allows, is not among them.
//
//go:embed data/canvas.yaml data/taal.yaml
//go:embed data/bestuurslagen.yaml data/edities.yaml data/herkomsten.yaml data/informatiecategorieen.yaml data/themas.yaml data/uitkomsten.yaml data/woo_gronden.yaml
var Definition embed.FS
