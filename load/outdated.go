package load

// Which documents should be read again.

import "context"

// Outdated is a document that was read otherwise than it would be now.
type Outdated struct {
	SHA256 string
	Source string // the file, as it was named then
	File   string // where it is now, "" when it is gone
	Reader string // how it was read
}

// OutdatedDocuments returns the documents of a warehouse whose way of reading
// outdated finds old, by SHA-256. It takes warehouses of older schemas too: to
// read again is what brings them up to date. Faults: those of OpenReader.
func OutdatedDocuments(ctx context.Context, path string, outdated func(reader string) bool) ([]Outdated, error) {
	r, _, err := openReader(ctx, path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	rows, err := r.db.QueryContext(ctx, `SELECT d.document, d.reader_version, s.source, s.path
		FROM documents d JOIN sources s USING (document_id) ORDER BY d.document, s.source`)
	if err != nil {
		return nil, r.queryFault(err)
	}
	defer rows.Close()
	var list []Outdated
	for rows.Next() {
		var d Outdated
		var at string
		if err := rows.Scan(&d.SHA256, &d.Reader, &d.Source, &at); err != nil {
			return nil, r.queryFault(err)
		}
		if !outdated(d.Reader) {
			continue
		}
		if len(list) == 0 || list[len(list)-1].SHA256 != d.SHA256 {
			list = append(list, d)
		}
		if last := &list[len(list)-1]; last.File == "" {
			last.File = found(d.Source, at)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, r.queryFault(err)
	}
	return list, nil
}

// found returns the name under which a file is there: the one the user gave,
// where it still leads to the same place, else its path; "" when it is gone.
func found(source, path string) string {
	if at, err := Stat(source); err == nil && at.Path == path {
		return source
	}
	if exists(path) {
		return path
	}
	return ""
}
