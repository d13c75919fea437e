package main

import (
	"github.com/spf13/cobra"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/pdf"
)

func textCommand(a *app) *cobra.Command {
	var read readFlags
	var format string
	cmd := &cobra.Command{
		Use:   "text FILE.pdf",
		Short: a.tr("PDFの文字と罫線を読み手に見えるとおりに出力", "print a PDF's text and ruling lines as a reader sees them"),
		Example: a.tr(`  shihyo text keikaku.pdf
  shihyo text keikaku.pdf --pages 1-3 --format json`, `  shihyo text plan.pdf
  shihyo text plan.pdf --pages 1-3 --format json`),
		Args: a.exactlyOneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.oneOf("format", format, "txt", "json"); err != nil {
				return err
			}
			src, err := a.openPages(args[0])
			if err != nil {
				return err
			}
			return a.text(src, read.options(), format == "json")
		},
	}
	cmd.Flags().StringVar(&format, "format", "txt", a.tr("出力の形 `txt|json`", "output as `txt|json`"))
	read.add(a, cmd)
	return cmd
}

// text prints pages one after the other; nothing of a page is kept once it is
// printed.
func (a *app) text(src extract.Source, opts extract.Options, json bool) error {
	var buf []byte
	first := true
	opts.TextOnly = !json
	var found []finding.Finding
	doc, err := extract.Pages(a.ctx, src, opts, func(p *page.Page) error {
		defer a.walked()
		defer pdf.Recycle(p) // a long document takes no more memory than a short one
		found = append(found, p.Findings...)
		if !json {
			return page.WriteText(a.out, p)
		}
		buf = append(buf[:0], ",\n"...)
		if first {
			buf = append(buf[:0], '[')
			first = false
		}
		buf = page.AppendJSON(buf, p)
		_, err := a.out.Write(buf)
		return err
	})
	if err != nil {
		return err
	}
	if json {
		if first {
			a.out.WriteByte('[')
		}
		a.out.WriteString("]\n")
	}
	a.warn(src.Name, append(doc.Findings, found...))
	return nil
}
