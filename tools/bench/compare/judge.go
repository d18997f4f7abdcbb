package main

import "slices"

// A judge compares what two sides cost.
type judge struct {
	pairs int     // how many are measured at least
	limit float64 // the ratio above which the second is a regression
}

// most is how many times as many pairs are measured as a judge begins with, as long as they do not agree.
const most = 4

// A verdict is what a judge says of a figure.
type verdict struct {
	ratio     float64 // the second side with the first as one, the median of the pairs
	low, high float64 // between which half of the pairs lie
	pairs     int
	slower    bool // the ratio is above the limit
}

// measure measures pairs: cost returns what side 0 or 1 costs the n-th time, in any unit. First comes one pair that does not count: it warms the caches
// of the system. The sides take turns in beginning, so that neither always comes after the other. While the limit lies within half of the pairs, chance
// may decide: then more are measured.
func (j judge) measure(cost func(n, side int) (float64, error)) (verdict, error) {
	var ratios []float64
	for n := 0; ; n++ {
		var costs [2]float64
		for i := range costs {
			side := (i + n) % 2
			c, err := cost(n, side)
			if err != nil {
				return verdict{}, err
			}
			costs[side] = c
		}
		if n == 0 {
			continue
		}
		ratios = append(ratios, costs[1]/costs[0])
		if n < j.pairs {
			continue
		}
		v := j.judge(ratios)
		if n == most*j.pairs || j.limit < v.low || j.limit > v.high {
			return v, nil
		}
	}
}

// judge judges the ratios of pairs, of which there is one at least.
func (j judge) judge(ratios []float64) verdict {
	sorted := slices.Sorted(slices.Values(ratios))
	v := verdict{ratio: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75), pairs: len(sorted)}
	v.slower = v.ratio > j.limit
	return v
}

// quantile returns the value below which a part of the sorted values lies, between two of them in proportion.
func quantile(sorted []float64, part float64) float64 {
	at := part * float64(len(sorted)-1)
	i := int(at)
	if i+1 == len(sorted) {
		return sorted[i]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
