package load

// What people decided, in files beside the warehouse, so that it can be read,
// reviewed, kept under version control, and applied again when the warehouse is
// built anew:
//
//	kpi.duckdb.corrections.yaml   corrected cells and accepted findings
//	kpi.duckdb.series.yaml        which indicators of two revisions are the same
//
// Both are read at every load and are the only authority: what stands in the
// warehouse of them is derived.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/govalues/decimal"

	"shihyo/extract/finding"
)

// Correction says how one cell is to be read. It applies to every document of
// its plan in which the cell stands in the same place (item number, field,
// indicator, period, component) and was read as the same text, so it outlives
// re-reading and carries over to the next revision.
type Correction struct {
	Plan      string `yaml:"plan,omitempty"`      // plan; may be left out where Document says enough
	Document  string `yaml:"document,omitempty"`  // SHA-256, or its beginning: only this document
	Series    string `yaml:"series,omitempty"`    // series_id, in place of field, item_no and indicator
	Field     string `yaml:"field,omitempty"`     // the place: as in the view kpi; empty fields match all
	ItemNo    string `yaml:"item_no,omitempty"`   //
	Indicator string `yaml:"indicator,omitempty"` //
	Period    string `yaml:"period"`              //
	Component string `yaml:"component,omitempty"` //
	Read      string `yaml:"read"`                // text as read (raw)
	Text      string `yaml:"text,omitempty"`      // the right text, read by the same grammar; or
	Value     string `yaml:"value,omitempty"`     // the right number, exact
	Unit      string `yaml:"unit,omitempty"`      // the right unit, with Value
	Who       string `yaml:"who,omitempty"`
	When      string `yaml:"when,omitempty"`
	Why       string `yaml:"why,omitempty"`
}

// Acceptance says that a finding was looked at and is in order.
type Acceptance struct {
	Finding string `yaml:"finding"` // finding_id
	Who     string `yaml:"who,omitempty"`
	When    string `yaml:"when,omitempty"`
	Why     string `yaml:"why,omitempty"`
}

// correctionsFile is the file of corrections.
type correctionsFile struct {
	Corrections []Correction `yaml:"corrections,omitempty"`
	Accepted    []Acceptance `yaml:"accepted,omitempty"`
}

// Place names an indicator in one revision.
type Place struct {
	Revision  string `yaml:"revision,omitempty"`
	Field     string `yaml:"field,omitempty"`
	ItemNo    string `yaml:"item_no,omitempty"`
	Indicator string `yaml:"indicator"`
}

// SeriesDecision says that two indicators of a plan are the same one, or not.
type SeriesDecision struct {
	Plan string `yaml:"plan"`
	Same bool   `yaml:"same"` // false: they are different
	A    Place  `yaml:"a"`
	B    Place  `yaml:"b"`
	Who  string `yaml:"who,omitempty"`
	When string `yaml:"when,omitempty"`
	Why  string `yaml:"why,omitempty"`
}

// seriesFile is the file of series decisions.
type seriesFile struct {
	Series []SeriesDecision `yaml:"series,omitempty"`
}

// CodeDecisions is a mistake in one of the files.
var CodeDecisions = finding.Register("decisions_file", finding.Error,
	"訂正・判断のファイルに誤りがあります: %s",
	"there is a mistake in the file: %s")

// decisions are the contents of both files.
type decisions struct {
	corrections []Correction
	accepted    []Acceptance
	series      []SeriesDecision
	hash        string // of both files, to tell whether they changed
}

// CorrectionsPath returns where the corrections of a warehouse are kept.
func CorrectionsPath(warehouse string) string { return warehouse + ".corrections.yaml" }

// SeriesPath returns where the series decisions of a warehouse are kept.
func SeriesPath(warehouse string) string { return warehouse + ".series.yaml" }

// readDecisions reads both files; missing ones are empty. Mistakes are Faults
// of CodeDecisions that name file and line.
func readDecisions(warehouse string) (*decisions, error) {
	var d decisions
	sum := sha256.New()
	var c correctionsFile
	path := CorrectionsPath(warehouse)
	if err := readYAML(path, &c, sum.Write); err != nil {
		return nil, err
	}
	for i := range c.Corrections {
		if err := c.Corrections[i].check(); err != nil {
			return nil, finding.Fail(path, err, CodeDecisions, (&c.Corrections[i]).name(i)+err.Error())
		}
	}
	for i, a := range c.Accepted {
		if a.Finding == "" {
			return nil, finding.Fail(path, nil, CodeDecisions, "accepted["+itoa(i)+"]: finding is missing")
		}
	}
	var s seriesFile
	path = SeriesPath(warehouse)
	if err := readYAML(path, &s, sum.Write); err != nil {
		return nil, err
	}
	for i := range s.Series {
		e := &s.Series[i]
		if e.Plan == "" || e.A.Indicator == "" || e.B.Indicator == "" {
			return nil, finding.Fail(path, nil, CodeDecisions, "series["+itoa(i)+"]: plan, a.indicator and b.indicator are needed")
		}
	}
	d.corrections, d.accepted, d.series = c.Corrections, c.Accepted, s.Series
	d.hash = hex.EncodeToString(sum.Sum(nil))
	return &d, nil
}

// readYAML reads a file strictly: unknown keys are mistakes.
func readYAML(path string, into any, also func([]byte) (int, error)) error {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return finding.Fail(path, err, CodeDecisions, err.Error())
	}
	_, _ = also(data) // a hash, which cannot fail
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(into); err != nil {
		return finding.Fail(path, err, CodeDecisions, strings.TrimSpace(yaml.FormatError(err, false, true)))
	}
	return nil
}

// check returns what is wrong with a correction.
func (c *Correction) check() error {
	switch {
	case c.Plan == "" && c.Document == "":
		return errors.New("plan or document is needed")
	case c.Series == "" && c.Indicator == "":
		return errors.New("indicator or series is needed")
	case c.Text == "" && c.Value == "":
		return errors.New("text or value is needed")
	case c.Text != "" && c.Value != "":
		return errors.New("text and value exclude each other")
	}
	if c.Value != "" {
		if _, err := decimal.Parse(c.Value); err != nil {
			return errors.New("value " + c.Value + " is not a number")
		}
	}
	return nil
}

// name says which entry of the file a correction is.
func (c *Correction) name(i int) string {
	return "corrections[" + itoa(i) + "] (" + c.Indicator + c.Series + " " + c.Period + "): "
}

// writeYAML replaces a decision file, through a file beside it.
func writeYAML(path string, content any) error {
	data, err := yaml.MarshalWithOptions(content, yaml.IndentSequence(true))
	if err != nil {
		return err
	}
	head := "# shihyo が書き、読み込みのたびに適用します。手で直してもかまいません。\n" +
		"# Written by shihyo and applied at every load. You may edit it.\n"
	temp := path + ".new"
	if err := os.WriteFile(temp, append([]byte(head), data...), 0o644); err != nil {
		return finding.Fail(path, err, CodeUnwritable, err)
	}
	if err := syncFile(temp); err != nil {
		return finding.Fail(path, err, CodeUnwritable, err)
	}
	if err := os.Rename(temp, path); err != nil {
		return finding.Fail(path, err, CodeUnwritable, err)
	}
	return nil
}
