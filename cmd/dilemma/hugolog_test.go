package main

import (
	"testing"
	"time"
)

// TestPatience gives Hugo three times the processor time that measured builds took, and little more to a small book.
func TestPatience(t *testing.T) {
	for dilemmas, took := range map[int]time.Duration{0: 20 * time.Second, 1000: 45 * time.Second, 10_000: 814 * time.Second} {
		if limit := patience(dilemmas); limit < 3*took {
			t.Errorf("Hugo gets %v for %d dilemmas, which took %v", limit, dilemmas, took)
		}
	}
	if limit := patience(50); limit > 11*time.Minute {
		t.Errorf("who has a small book waits %v for a Hugo that hangs", limit)
	}
}
