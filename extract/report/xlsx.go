package report

import (
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"shihyo/extract"
	"shihyo/extract/finding"
)

// XLSX writes the tidy table as an Excel workbook: numbers as numbers, the
// header frozen and with a filter. Texts are stored as texts, so nothing a
// document says can become a formula.
func XLSX(w io.Writer, r *extract.Result, lang finding.Lang) error {
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "kpi"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF4"}}})
	if err != nil {
		return err
	}
	s, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, fd := range fields {
		if err := s.SetColWidth(i+1, i+1, width(fd)); err != nil {
			return err
		}
	}
	header := make([]any, len(fields))
	for i, fd := range fields {
		header[i] = excelize.Cell{StyleID: bold, Value: fd.name}
	}
	if err := s.SetRow("A1", header); err != nil {
		return err
	}
	n := 1
	err = tidy(r, lang, func(row []string) error {
		n++
		cells := make([]any, len(row))
		for i, t := range row {
			cells[i] = t
			if t == "" {
				cells[i] = nil
			} else if fields[i].number {
				if v, err := strconv.ParseFloat(t, 64); err == nil {
					cells[i] = v
				}
			}
		}
		return s.SetRow("A"+strconv.Itoa(n), cells)
	})
	if err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(fields), n)
	if err != nil {
		return err
	}
	if err := f.AutoFilter(sheet, "A1:"+last, nil); err != nil { // what comes after Flush is lost
		return err
	}
	if err := s.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

// width is a column's width in characters of the default font.
func width(f field) float64 {
	switch f.name {
	case "section", "field", "item", "indicator", "findings":
		return 32
	case "raw", "note", "period", "as_of":
		return 16
	}
	return 11
}
