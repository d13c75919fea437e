// Command gen compiles Adobe's CMap resources into the file that package cmap
// embeds. It is run by go generate where they lie on the machine; the compiled
// file is kept under version control, so that building needs neither them nor
// the network.
//
// The source is the folder cMap/ of Debian's package poppler-data (0.4.12),
// which holds Adobe's cmap-resources and mapping-resources-pdf unchanged:
// Copyright 1990-2023 Adobe, BSD-3-Clause, as each file says at its top. The
// neighbouring folder cidToUnicode/ is by others under GPL-2 and is not used;
// Adobe's own Adobe-*-UCS2 say the same.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"shihyo/extract/pdf/cmap"
)

// collections are the folders to read: the character collections that PDF knows
// (ISO 32000-1 table 119) and Adobe-KR, the successor of Adobe-Korea1.
var collections = []string{"Adobe-Japan1", "Adobe-GB1", "Adobe-CNS1", "Adobe-Korea1", "Adobe-KR"}

func main() {
	src := flag.String("src", "/usr/share/poppler/cMap", "folder with a folder for each collection")
	out := flag.String("out", "cmaps.bin", "file to write")
	flag.Parse()
	if err := run(*src, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(src, out string) error {
	files := map[string][]byte{}
	for _, c := range collections {
		list, err := os.ReadDir(filepath.Join(src, c))
		if err != nil {
			return err
		}
		for _, f := range list {
			data, err := os.ReadFile(filepath.Join(src, c, f.Name()))
			if err != nil {
				return err
			}
			files[f.Name()] = data
		}
	}

	parsed := map[string]*cmap.CMap{}
	var parse func(name string) *cmap.CMap
	parse = func(name string) *cmap.CMap {
		if m := parsed[name]; m != nil {
			return m
		}
		if m := cmap.Predefined(name); strings.HasPrefix(name, "Identity") {
			return m
		}
		data := files[name]
		if data == nil {
			return nil
		}
		m := cmap.Parse(data, parse)
		parsed[name] = m
		return m
	}

	var cmaps []*cmap.CMap
	unicodes := map[string]*cmap.Unicode{}
	for name, data := range files {
		switch {
		case strings.HasPrefix(name, "Adobe-") && strings.HasSuffix(name, "-UCS2"):
			u := cmap.ParseUnicode(data, nil)
			u.Clean(withoutSelectors)
			unicodes[name] = u
		case strings.HasPrefix(name, "Adobe-"), strings.HasPrefix(name, "UCS2-"),
			strings.HasSuffix(name, "-UCS2"), strings.HasSuffix(name, "-UCS2C"):
			// Identities of a collection, tables for printers' hosts, and the
			// way back from or to Unicode for one encoding: PDF has no use for
			// them.
		default:
			m := parse(name)
			if m.Name != name || m.Empty() {
				return fmt.Errorf("%s could not be read", name)
			}
			cmaps = append(cmaps, m)
		}
	}
	data := cmap.Encode(cmaps, unicodes)
	fmt.Printf("%d CMaps, %d collections, %d bytes\n", len(cmaps), len(unicodes), len(data))
	return os.WriteFile(out, data, 0o644)
}

// withoutSelectors takes variation selectors out of a text: they tell apart
// shapes of a character, not characters.
func withoutSelectors(t []rune) []rune {
	kept := slices.DeleteFunc(slices.Clone(t), func(r rune) bool {
		return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF
	})
	if len(kept) == 0 {
		return t
	}
	return kept
}
