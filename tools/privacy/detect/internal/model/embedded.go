//go:build !js

package model

import _ "embed"

// weights has one byte for each weight, a signed number.
//
//go:embed weights.bin
var weights string
