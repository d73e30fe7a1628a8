package letterweb

import (
	"net/http"
	"slices"

	"dorgora/internal/access"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/letter"
	"dorgora/internal/office"
)

// Scan sends a scan of an entry: GET /{office}/desk/letters/{entry}/scans/{scan}.
func (p Pages) Scan(w http.ResponseWriter, r *http.Request) {
	l, err := p.entry(r)
	if err == nil {
		err = p.send(w, r, l.Scans)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
	}
}

// ProofScan sends what proves a dispatch:
// GET /{office}/desk/outgoing/{outgoing}/scans/{scan}.
func (p Pages) ProofScan(w http.ResponseWriter, r *http.Request) {
	o, err := p.outgoing(r)
	var all []letter.Scan
	for _, proof := range o.Proofs {
		all = append(all, proof.Scans...)
	}
	if err == nil {
		err = p.send(w, r, all)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
	}
}

func (p Pages) send(w http.ResponseWriter, r *http.Request, scans []letter.Scan) error {
	i := slices.IndexFunc(scans, func(s letter.Scan) bool { return s.ID == r.PathValue("scan") })
	if i < 0 {
		return fault.New(fault.NotFound, "letter.missing")
	}
	s := scans[i]
	return p.Uploads.Send(w, r, document.Evidence{ID: s.ID, Name: s.Name, Type: s.Type, Hash: s.Hash, Size: s.Size})
}

// outgoing loads the letter that the address names; what somebody may not read is
// not there.
func (p Pages) outgoing(r *http.Request) (letter.Outgoing, error) {
	o, err := p.Desk.Store.Outgoing(r.Context(), office.From(r.Context()).ID, r.PathValue("outgoing"))
	if err == nil && !o.Readable(access.From(r.Context())) {
		return letter.Outgoing{}, fault.New(fault.NotFound, "letter.missing")
	}
	return o, err
}
