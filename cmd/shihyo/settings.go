package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"shihyo/extract"
)

// readSettings is what the reading of a document depends on beside its bytes.
// The warehouse keeps it with each document, written as a text like
// "2 pages=1-3 ocr seeds=5f0c…": a document is read again when it is to be read
// otherwise, and refresh reads it as it was.
type readSettings struct {
	version string // extract.ReaderVersion
	pages   string
	ocr     bool
	seeds   string // hash of the user's additions, "" for none
}

// settings returns the settings that flags ask for.
func (f readFlags) settings() readSettings {
	s := readSettings{version: strconv.Itoa(extract.ReaderVersion), pages: f.pages, ocr: f.ocr}
	if f.seeds != "" {
		sum := sha256.New()
		files, _ := filepath.Glob(filepath.Join(f.seeds, "*.csv")) // sorted; the pattern is sound
		for _, file := range files {
			data, _ := os.ReadFile(file) // one that cannot be read fails the reading later
			fmt.Fprintf(sum, "%s %d\n%s", filepath.Base(file), len(data), data)
		}
		s.seeds = hex.EncodeToString(sum.Sum(nil)[:6])
	}
	return s
}

// String is the text that the warehouse keeps.
func (s readSettings) String() string {
	text := s.version
	if s.pages != "" {
		text += " pages=" + s.pages
	}
	if s.ocr {
		text += " ocr"
	}
	if s.seeds != "" {
		text += " seeds=" + s.seeds
	}
	return text
}

// parseSettings reads what String wrote. A selection of pages may hold spaces.
func parseSettings(text string) readSettings {
	var s readSettings
	text, s.seeds, _ = strings.Cut(text, " seeds=")
	text, s.ocr = strings.CutSuffix(text, " ocr")
	s.version, s.pages, _ = strings.Cut(text, " pages=")
	return s
}
