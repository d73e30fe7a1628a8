package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/office"
	"dorgora/internal/sqldb"
)

// allowed says who passes which policy, under the address of the Rupsha office.
var allowed = map[access.Policy][]string{
	access.Public: {stranger, applicantHere, applicantElse, officerHere, headHere, officerOther, headOther, headDistrict, headTop, steward,
		nobodysPerson, entrepreneur, disabled, revoked},
	access.Person:       {officerHere, headHere, officerOther, headOther, headDistrict, headTop, steward, nobodysPerson, entrepreneur},
	access.Staff:        {officerHere, headHere, headDistrict, headTop, steward},
	access.Heads:        {headHere, headDistrict, headTop, steward},
	access.Steward:      {steward},
	access.Entrepreneur: {entrepreneur},
}

// unknown are the roles that are strangers to the program.
var unknown = []string{stranger, applicantHere, applicantElse, disabled, revoked}

func (p parts) routes() []route { return slices.Concat(p.ownRoutes(), p.officeRoutes()) }

func TestEveryRouteHasAPolicy(t *testing.T) {
	seen := map[string]bool{}
	for _, one := range (parts{}).routes() {
		if allowed[one.Policy] == nil {
			t.Errorf("%s has the policy %q", one.Pattern, one.Policy)
		}
		if seen[one.Pattern] {
			t.Errorf("%s stands twice in the table", one.Pattern)
		}
		seen[one.Pattern] = true
		method, path, _ := strings.Cut(one.Pattern, " ")
		if method != http.MethodGet && method != http.MethodPost || !strings.HasPrefix(path, "/") {
			t.Errorf("%s is no route", one.Pattern)
		}
	}
	if len(seen) < 80 {
		t.Errorf("only %d routes", len(seen))
	}
}

func TestOwnAddressesAreReserved(t *testing.T) {
	for _, one := range (parts{}).ownRoutes() {
		_, path, _ := strings.Cut(one.Pattern, " /")
		if first, _, _ := strings.Cut(path, "/"); first != "{$}" && !office.Reserved(first) {
			t.Errorf("an office could be called %q and hide %s", first, one.Pattern)
		}
	}
}

// policies of what must never become weaker by a slip.
func TestPoliciesOfTheDesk(t *testing.T) {
	for _, one := range (parts{}).routes() {
		_, path, _ := strings.Cut(one.Pattern, " ")
		for _, part := range []string{"/desk", "/people", "/posts", "/particulars", "/announcements", "/offices", "/account"} {
			if strings.Contains(path, part) && one.Policy == access.Public {
				t.Errorf("%s is open to everybody", one.Pattern)
			}
		}
	}
}

// handlerType is what a route leads to.
var handlerType = reflect.TypeFor[func(http.ResponseWriter, *http.Request)]()

func TestEveryHandlerHasARoute(t *testing.T) {
	named := map[string]bool{} // part.Method, as the table of routes writes them
	file, err := parser.ParseFile(token.NewFileSet(), "routes.go", nil, parser.SkipObjectResolution)
	check(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		if method, ok := n.(*ast.SelectorExpr); ok {
			if part, ok := method.X.(*ast.SelectorExpr); ok {
				named[part.Sel.Name+"."+method.Sel.Name] = true
			}
		}
		return true
	})
	n := 0
	all := reflect.TypeFor[parts]()
	for i := range all.NumField() {
		part := all.Field(i)
		for j := range part.Type.NumMethod() {
			method := part.Type.Method(j)
			bound := method.Type.NumIn() == 3 && method.Type.In(1) == handlerType.In(0) && method.Type.In(2) == handlerType.In(1)
			if !bound {
				continue
			}
			n++
			if name := part.Name + "." + method.Name; !named[name] {
				t.Errorf("no route leads to %s", name)
			}
		}
	}
	if n < 80 {
		t.Errorf("only %d handlers found: the search is broken", n)
	}
}

// teapot is what the probe answers that stands in place of every handler.
const teapot = http.StatusTeapot

func TestSweepOfRoutesAndRoles(t *testing.T) {
	w := newWorld(t)
	probed := func(table []route) []route {
		all := slices.Clone(table)
		for i := range all {
			all[i].Serve = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(teapot) }
		}
		return all
	}
	parts := w.newParts()
	probe := w.newHandler(probed(parts.ownRoutes()), probed(parts.officeRoutes()))
	nowhere := map[bool]string{
		true:  body(t, w.ask(t, headOther, http.MethodGet, "/rupsha/no-such-page", nil, nil)),
		false: body(t, w.ask(t, headOther, http.MethodGet, "/x", nil, nil)),
	}
	n := 0
	for _, one := range parts.routes() {
		method, path := w.rupsha.with(things{"session": "x", "token": "x"}).address(one.Pattern)
		for role := range w.sessions {
			n++
			answer := w.answer(t, probe, w.request(t, role, method, path, nil, nil))
			switch {
			case slices.Contains(allowed[one.Policy], role):
				if answer.StatusCode != teapot {
					t.Errorf("%s: %s gets %d and should pass", one.Pattern, role, answer.StatusCode)
				}
			case slices.Contains(unknown, role):
				if to := answer.Header.Get("Location"); answer.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/signin?to=") {
					t.Errorf("%s: %s gets %d %s and should be led to the sign-in", one.Pattern, role, answer.StatusCode, to)
				}
			default:
				if answer.StatusCode != http.StatusNotFound {
					t.Errorf("%s: %s gets %d and should get 404", one.Pattern, role, answer.StatusCode)
				}
				if method == http.MethodGet && plain(body(t, answer)) != plain(nowhere[strings.HasPrefix(path, "/rupsha")]) {
					t.Errorf("%s: what %s gets differs from a page that does not exist", one.Pattern, role)
				}
			}
		}
	}
	t.Logf("%d requests", n)
}

// visit is the name of the visit, another one each time.
var visit = regexp.MustCompile(`<span class="mono"[^<]*</span>`)

// plain is the main part of a page without what differs each time.
func plain(page string) string {
	_, main, _ := strings.Cut(page, "<main")
	main, _, _ = strings.Cut(main, "</main>")
	return visit.ReplaceAllString(main, "")
}

func TestPagesOpenForTheirHead(t *testing.T) {
	w := newWorld(t)
	invitation := must(w.Keeper.Invite(t.Context(), access.Invitation{Office: FirstOffice}))(t)
	names := w.rupsha.with(things{"token": invitation, "session": "x"})
	for _, one := range w.newParts().routes() {
		method, path := names.address(one.Pattern)
		if method != http.MethodGet {
			continue
		}
		role := headHere
		if one.Policy == access.Steward {
			role, path = steward, strings.ReplaceAll(path, w.rupsha["id"], "doict")
		}
		if one.Policy == access.Entrepreneur {
			role = entrepreneur
		}
		for _, lang := range []string{"", "/en"} {
			answer := w.ask(t, role, method, lang+path, nil, w.showPass(names["number"]))
			page := body(t, answer)
			if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusSeeOther {
				t.Errorf("%s answers %d", lang+path, answer.StatusCode)
			}
			if strings.HasPrefix(answer.Header.Get("Location"), "/signin") {
				t.Errorf("%s leads to the sign-in", lang+path)
			}
			if strings.Contains(page, "<main") && strings.Contains(page, "ZgotmplZ") {
				t.Errorf("%s holds what its template does not trust", lang+path)
			}
		}
	}
}

// showPass adds the cookie of an applicant who showed the code of the slip.
func (w *world) showPass(number string) func(*http.Request) {
	return func(r *http.Request) {
		r.AddCookie(&http.Cookie{Name: "__Host-case-pass", Value: w.Desk.Codes.Pass(number, today)})
	}
}

// parted finds the parts of an address that stand for something.
var parted = regexp.MustCompile(`\{([a-z]+)\}`)

// plainParts name nothing that belongs to one office alone.
var plainParts = []string{"office", "service", "group", "version", "format", "step", "token", "session", "wording"}

// thingsIn lists the parts of a pattern that name a thing of an office.
func thingsIn(pattern string) []string {
	var parts []string
	for _, found := range parted.FindAllStringSubmatch(pattern, -1) {
		if !slices.Contains(plainParts, found[1]) {
			parts = append(parts, found[1])
		}
	}
	return parts
}

// TestEveryPartOfAnAddressIsAThing makes sure that the sweep asks for real things:
// whoever adds a route with a new part gives both offices one of it, in fill.
func TestEveryPartOfAnAddressIsAThing(t *testing.T) {
	w := newWorld(t)
	for _, one := range w.newParts().routes() {
		for _, part := range thingsIn(one.Pattern) {
			if w.rupsha[part] == "" || w.other[part] == "" || w.rupsha[part] == w.other[part] {
				t.Errorf("%s: neither office has a {%s} of its own", one.Pattern, part)
			}
		}
	}
}

// TestThingsOfOtherOfficesAreNotThere asks for every thing of the other office under
// the address of one's own, each part of each address by itself: the answer is that
// for a thing that does not exist, whoever asks.
func TestThingsOfOtherOfficesAreNotThere(t *testing.T) {
	w := newWorld(t)
	before := w.witness(t)
	form := url.Values{"revision": {"1"}, "words": {"কথা"}, "sentence": {"কথা"}, "outcome": {"delivered"}, "reason": {"কারণ"}, "name": {"নাম"}}
	n := 0
	for _, one := range w.newParts().officeRoutes() {
		if strings.Contains(one.Pattern, "/track/") {
			continue // whoever knows a number is led to the office that has the case
		}
		for _, part := range thingsIn(one.Pattern) {
			for _, role := range allowed[one.Policy] {
				ask := func(exchanged things) *http.Response {
					method, path := w.rupsha.with(exchanged).address(one.Pattern)
					return w.ask(t, role, method, path, form, nil)
				}
				n++
				nothing := ask(things{part: w.Desk.Fresh(), "charter draft": w.Desk.Fresh()})
				answer := ask(things{part: w.other[part], "charter draft": w.other["charter draft"]})
				if answer.StatusCode != nothing.StatusCode || answer.StatusCode < 400 {
					t.Errorf("%s with another {%s}: %s gets %d, for what does not exist %d", one.Pattern, part, role, answer.StatusCode, nothing.StatusCode)
				}
				if strings.HasPrefix(one.Pattern, http.MethodGet) && answer.StatusCode != http.StatusNotFound {
					t.Errorf("%s with another {%s}: %s gets %d and not 404", one.Pattern, part, role, answer.StatusCode)
				}
				if strings.Contains(body(t, answer), elsewhere) {
					t.Errorf("%s with another {%s} shows %s the applicant of another office", one.Pattern, part, role)
				}
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d requests: the sweep is broken", n)
	}
	if after := w.witness(t); after != before {
		t.Errorf("something changed in the other office:\n%s, before\n%s", after, before)
	}
}

// TestACaseOfAnotherOfficeIsTrackedThere follows a number under the wrong office.
func TestACaseOfAnotherOfficeIsTrackedThere(t *testing.T) {
	w := newWorld(t)
	number := w.other["number"]
	before := must(w.Cases.Case(t.Context(), "other", number))(t)
	answer := w.ask(t, stranger, http.MethodGet, "/rupsha/track/"+number, nil, nil)
	if to := answer.Header.Get("Location"); to != "/dighalia/track/"+number {
		t.Errorf("%d %s", answer.StatusCode, to)
	}
	for _, path := range []string{"/answer", "/papers", "/withdrawal", "/entry"} {
		answer := w.ask(t, stranger, http.MethodPost, "/rupsha/track/"+number+path, url.Values{"answer": {"কথা"}}, w.showPass(number))
		if strings.Contains(body(t, answer), elsewhere) {
			t.Errorf("%s shows the applicant", path)
		}
	}
	if c := must(w.Cases.Case(t.Context(), "other", number))(t); c.Revision != before.Revision {
		t.Errorf("the case was acted upon under the address of another office: revision %d", c.Revision)
	}
}

// witness is how much the other office has of everything: the rows of each table
// that has an office, and the revisions of what can change in place.
func (w *world) witness(t *testing.T) string {
	t.Helper()
	var tables, lines []string
	read := func(query string, into *[]string) {
		check(t, w.DB.Rows(t.Context(), query, nil, func(row sqldb.Scanner) error {
			var text string
			err := row.Scan(&text)
			*into = append(*into, text)
			return err
		}))
	}
	read(`SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'office' WHERE m.type = 'table' ORDER BY m.name`, &tables)
	if len(tables) < 15 {
		t.Fatalf("only %d tables", len(tables))
	}
	for _, table := range tables {
		read(`SELECT '`+table+` ' || COUNT(*) FROM `+table+` WHERE office = 'other'`, &lines)
	}
	read(`SELECT 'cases ' || SUM(revision) FROM cases WHERE office = 'other'`, &lines)
	read(`SELECT 'office ' || revision FROM offices WHERE office = 'other'`, &lines)
	return strings.Join(lines, "\n")
}

// TestACodeOpensOneCase shows the code of one case and asks for another.
func TestACodeOpensOneCase(t *testing.T) {
	w := newWorld(t)
	second := must(w.Desk.Submit(t.Context(), casework.Submission{
		Office: FirstOffice, Service: w.rupsha["service"], Key: w.Desk.Fresh(), Channel: charter.Web, Application: rahima,
	}))(t)
	for _, one := range []struct {
		name, role, office, number string
		opens                      bool
	}{
		{"one's own", applicantHere, "rupsha", w.rupsha["number"], true},
		{"another of the same office", applicantHere, "rupsha", second, false},
		{"one of another office", applicantHere, "dighalia", w.other["number"], false},
		{"of this office with the code of another", applicantElse, "rupsha", w.rupsha["number"], false},
		{"without any code", stranger, "rupsha", w.rupsha["number"], false},
		{"as an officer of another office", officerOther, "rupsha", w.rupsha["number"], false},
	} {
		t.Run(one.name, func(t *testing.T) {
			answer := w.ask(t, one.role, http.MethodGet, "/"+one.office+"/track/"+one.number, nil, nil)
			if shows := strings.Contains(body(t, answer), rahima.Need); answer.StatusCode != http.StatusOK || shows != one.opens {
				t.Errorf("answers %d, shows what was asked for: %v", answer.StatusCode, shows)
			}
		})
	}
}
