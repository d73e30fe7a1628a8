package catalogueweb

import (
	"net/http"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/site"
)

// GroupPage lists the services of one group.
type GroupPage struct {
	site.Page
	For    string // for whom they are
	Lines  []ServiceLine
	Others []site.Link
}

// ServiceLine is a service in a list.
type ServiceLine struct {
	Serial, Name, Lead, Path, Promise, Fee string
	Undated                                bool
}

// Group shows the services of one group.
func (p Pages) Group(w http.ResponseWriter, r *http.Request) {
	d, err := p.enter(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	group, known := catalogue.GroupNamed(r.PathValue("group"))
	if !known || len(d.offer.Group(group)) == 0 {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "catalogue.group.missing"))
		return
	}
	p.show(w, r, d, func() (string, site.Shown, error) {
		return "charter-group", groupPage(p.Site.Page(r, "catalogue.group."+catalogue.GroupName(group)), d, group), nil
	})
}

func groupPage(shell site.Page, d desk, group charter.Group) GroupPage {
	page := GroupPage{Page: shell, For: shell.T("catalogue.for." + catalogue.GroupName(group))}
	page.Updated = d.offer.Version.Published
	page.Crumbs = []site.Link{{Text: page.T("nav.home"), Href: page.Href("")}, {Text: page.Title}}
	for _, one := range d.offer.Group(group) {
		page.Lines = append(page.Lines, lineOf(page.Page, one))
	}
	for _, other := range catalogue.Groups() {
		if other != group && len(d.offer.Group(other)) > 0 {
			page.Others = append(page.Others, site.Link{Text: catalogue.GroupText(page, other),
				Href: page.Href("groups/" + catalogue.GroupName(other)), Tag: page.Num(len(d.offer.Group(other)))})
		}
	}
	return page
}

func lineOf(page site.Page, s catalogue.Service) ServiceLine {
	return ServiceLine{
		Serial: serialOf(page, s), Name: s.Title(page), Lead: s.Lead(page), Path: "services/" + s.Slug,
		Promise: catalogue.PromiseText(page, s.Promise), Fee: catalogue.FeeText(page, s.Fee),
		Undated: !s.Promise.Measurable(),
	}
}
