package diff_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/hostile"
)

// TestBounded compares two versions of a megabyte of which every paragraph, line or word is another.
func TestBounded(t *testing.T) {
	for name, token := range map[string]string{"paragraphs": "een %d twee\n\n", "words": "w%d ", "lines": "- w%d\n", "signs": "_*", "cells": "| %d | a |\n"} {
		t.Run(name, func(t *testing.T) {
			bound.Check(t, hostile.Repeat(token, 1<<20-4096), func(body []byte) {
				def, err := canvas.Load(os.DirFS(filepath.Join("..", "..", "..")))
				if err != nil {
					t.Fatal(err)
				}
				before, after := park+string(body), park+strings.ReplaceAll(string(body), "1", "7")
				changed := []diff.File{{Path: file, Op: diff.Change}}
				diff.Of(def, files(map[string]string{file: before}), files(map[string]string{file: after}), changed, time.Now())
			})
		})
	}
}
