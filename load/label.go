package load

// Which plan and which edition of it a document is of. What the user says
// (--plan, --revision, --effective) wins; the rest is taken from the title, the
// marks and the date on the document, with a finding that says so.

import (
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/normalize"
)

// Label names plan, revision and the date (ISO 8601) a revision took effect.
// Empty fields are to be inferred.
type Label struct {
	Plan, Revision, Effective string
}

// unknownRevision is the label of a document that tells no edition.
const unknownRevision = "版不明"

// The findings of inference.
var (
	CodePlanInferred = finding.Register("plan_inferred", finding.Info,
		"計画名を「%s」と推定しました。違う場合は --plan で指定してください",
		"the plan was taken to be %q; name it with --plan if that is wrong")
	CodeRevisionInferred = finding.Register("revision_inferred", finding.Info,
		"版を「%s」と推定しました。違う場合は --revision で指定してください",
		"the revision was taken to be %q; name it with --revision if that is wrong")
	CodeEffectiveInferred = finding.Register("effective_inferred", finding.Info,
		"適用日を %s と推定しました。違う場合は --effective で指定してください",
		"the effective date was taken to be %s; give it with --effective if that is wrong")
	CodeEffectiveUnknown = finding.Register("effective_unknown", finding.Info,
		"適用日が分かりません。改定を比べる場合は --effective で指定してください",
		"no effective date was found; give it with --effective to compare revisions")
)

// Check returns an error in wrong use of the fields: Effective must be an ISO
// date.
func (l Label) Check() error {
	if l.Effective == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, l.Effective); err != nil {
		return finding.Fail("", err, CodeBadDate, l.Effective)
	}
	return nil
}

// CodeBadDate is wrong use of --effective.
var CodeBadDate = finding.Register("bad_date", finding.Error,
	"日付「%s」が読めません。2024-04-01 のように書いてください",
	"%q is no date; write it like 2024-04-01")

var (
	// editionInTitle finds the edition in a title: 令和５年３月改定版, 第２版,
	// 改定, 令和６年度版, （案）. The first group is the edition.
	editionInTitle = regexp.MustCompile(`[（(\[【〔「]?\s*((?:(?:令和|平成|昭和|[RHSＲＨＳ])\s*[0-9０-９元]+\s*年?\s*度?\s*(?:[0-9０-９]+\s*月)?\s*(?:[0-9０-９]+\s*日)?|[0-9０-９]{4}\s*年\s*度?\s*(?:[0-9０-９]+\s*月)?\s*(?:[0-9０-９]+\s*日)?)\s*(?:一部)?(?:改定|改訂|変更|更新|策定|修正|時点|版)版?|第\s*[0-9０-９一二三四五六七八九十]+\s*(?:版|次改定|次改訂|回改定|回改訂)|(?:一部)?(?:改定|改訂)版|中間見直し版?)\s*[）)\]】〕」]?`)
	marksInTitle   = regexp.MustCompile(`[【〔［\[]\s*(?:別添|別紙|資料|参考)[^】〕］\]]*[】〕］\]]`)
)

// infer completes a label from what a document says, with findings for what was
// inferred. It reports whether anything was.
func infer(r *extract.Result, source string, given Label) (Label, []finding.Finding, bool) {
	l := given
	var fs []finding.Finding
	title := strings.Join(strings.Fields(marksInTitle.ReplaceAllString(clean(r.Title), " ")), " ")
	edition := ""
	if m := editionInTitle.FindStringSubmatchIndex(title); m != nil {
		edition = strings.Join(strings.Fields(title[m[2]:m[3]]), "")
		title = strings.TrimSpace(title[:m[0]] + " " + title[m[1]:])
	}
	if l.Plan == "" {
		l.Plan = title
		if l.Plan == "" {
			name := filepath.Base(filepath.FromSlash(source))
			l.Plan = strings.TrimSuffix(name, filepath.Ext(name))
		}
		fs = append(fs, finding.New(CodePlanInferred, l.Plan))
	}
	date := strings.Join(strings.Fields(clean(r.Date)), "")
	if l.Revision == "" {
		switch {
		case edition != "":
			l.Revision = edition
		case date != "":
			l.Revision = date
		default:
			l.Revision = unknownRevision
		}
		fs = append(fs, finding.New(CodeRevisionInferred, l.Revision))
	}
	if l.Effective == "" {
		for _, text := range []string{given.Revision, date, edition} {
			if text == "" {
				continue
			}
			if y, ok := normalize.FindYear(text); ok && y.From != 0 {
				l.Effective = y.From.String()
				break
			}
		}
		if l.Effective != "" {
			fs = append(fs, finding.New(CodeEffectiveInferred, l.Effective))
		} else {
			fs = append(fs, finding.New(CodeEffectiveUnknown))
		}
	}
	return l, fs, len(fs) > 0
}
