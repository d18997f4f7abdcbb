//go:build !race

package bound

const race = false
