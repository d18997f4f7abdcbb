// Package model weighs whether a candidate is the name of a person: a linear model over hashed features, with weights that
// tools/privacy/detect/train learns from the corpus of package detect.
package model

// Size is the number of weights. Features that share one are told apart by the others.
const Size = 1 << 14

// Slot returns the index of the weight of a feature, by its hash.
func Slot(feature uint64) uint16 {
	feature ^= feature >> 31
	feature *= 0x9e3779b97f4a7c15
	return uint16(feature >> 50)
}

// Score returns the sum of the weights in some slots: above 0 when it is more likely a name than not, in units of 1/16 of a natural logarithm of the odds.
func Score(slots []uint16) int {
	sum := 0
	for _, s := range slots {
		sum += int(int8(weights[s]))
	}
	return sum
}
