package sitemap_test

import (
	"testing"

	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sitemap"
)

func TestPagesTemplates(t *testing.T) {
	templates, err := site.Parse(sitemap.Files)
	if err != nil {
		t.Fatal(err)
	}
	err = sitetest.Check(templates, map[string]site.Shown{
		"front": sitemap.FrontPage{}, "home": sitemap.HomePage{}, "search": sitemap.SearchPage{}, "about": sitemap.AboutPage{},
	})
	if err != nil {
		t.Fatal(err)
	}
}
