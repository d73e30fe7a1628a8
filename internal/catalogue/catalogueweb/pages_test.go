package catalogueweb_test

import (
	"testing"

	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
)

func TestPagesTemplates(t *testing.T) {
	templates, err := site.Parse(catalogueweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	err = sitetest.Check(templates, map[string]site.Shown{
		"service": catalogueweb.ServicePage{}, "service-date": catalogueweb.DatePage{}, "service-versions": catalogueweb.HistoryPage{},
		"charter-group": catalogueweb.GroupPage{}, "charter": catalogueweb.CharterPage{}, "charter-desk": catalogueweb.DeskPage{},
		"charter-draft": catalogueweb.DraftPage{}, "charter-review": catalogueweb.ReviewPage{},
	})
	if err != nil {
		t.Fatal(err)
	}
}
