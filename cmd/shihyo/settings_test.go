package main

import "testing"

// Ensure a document can be read again with the settings that were kept of it.
func TestSettings(t *testing.T) {
	for text, want := range map[string]readSettings{
		"2":                            {version: "2"},
		"2 ocr":                        {version: "2", ocr: true},
		"2 pages=1-3, 7":               {version: "2", pages: "1-3, 7"},
		"2 pages=1 ocr seeds=0123456f": {version: "2", pages: "1", ocr: true, seeds: "0123456f"},
	} {
		if got := parseSettings(text); got != want {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
		if got := want.String(); got != text {
			t.Errorf("%+v: %s, want %s", want, got, text)
		}
	}
}
