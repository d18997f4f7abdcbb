package main

import (
	"errors"
	"math"
	"slices"
	"testing"
)

// costs is a measurement that was made before: side 0 always costs one, side 1 each time the next of the ratios. It keeps the order of the turns.
type costs struct {
	ratios []float64
	turns  []int
}

func (c *costs) cost(n, side int) (float64, error) {
	c.turns = append(c.turns, side)
	if side == 0 {
		return 1, nil
	}
	return c.ratios[n%len(c.ratios)], nil
}

func TestJudge(t *testing.T) {
	j := judge{pairs: 4, limit: 1.15}
	for _, test := range []struct {
		name   string
		ratios []float64
		want   verdict
	}{
		{"equal", []float64{1}, verdict{1, 1, 1, 4, false}},
		{"faster", []float64{0.5}, verdict{0.5, 0.5, 0.5, 4, false}},
		{"slower", []float64{1.2}, verdict{1.2, 1.2, 1.2, 4, true}},
		{"the first pair does not count", []float64{9, 1, 1, 1, 1}, verdict{1, 1, 1, 4, false}},
		{"one pair that was disturbed", []float64{1, 1, 5, 1, 1}, verdict{1, 1, 1, 5, false}},
		{"pairs that never agree, half of them slow", []float64{1.4, 1}, verdict{1.2, 1, 1.4, 16, true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := &costs{ratios: test.ratios}
			got, err := j.measure(c.cost)
			if err != nil || !near(got, test.want) {
				t.Errorf("%+v, %v", got, err)
			}
			if want := []int{0, 1, 1, 0, 0, 1}; !slices.Equal(c.turns[:6], want) {
				t.Errorf("turns: %v", c.turns)
			}
		})
	}
	if _, err := j.measure(func(n, side int) (float64, error) { return 0, errors.ErrUnsupported }); err == nil {
		t.Error("no error")
	}
}

func near(a, b verdict) bool {
	close := func(x, y float64) bool { return math.Abs(x-y) < 1e-9 }
	return close(a.ratio, b.ratio) && close(a.low, b.low) && close(a.high, b.high) && a.pairs == b.pairs && a.slower == b.slower
}
