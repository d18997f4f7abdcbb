package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestWatch saves a file while watch runs: it checks once at the start and once after the file was saved, and stops when the context ends.
func TestWatch(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "content", "a.md")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	runs := make(chan int, 10)
	ended := make(chan error)
	go func() {
		n := 0
		ended <- watch(ctx, newKeeper(root, false), func() error {
			n++
			runs <- n
			return errFindings
		})
	}()
	<-runs
	if err := os.WriteFile(file, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	select {
	case <-runs:
	case <-ctx.Done():
		t.Fatal("no second run")
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
