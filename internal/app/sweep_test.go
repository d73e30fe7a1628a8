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

	"dorgora/internal/access"
)

// allowed says who passes which policy, under the address of the Rupsha office.
var allowed = map[access.Policy][]string{
	access.Public:  {stranger, officerHere, headHere, officerOther, headOther, headDistrict, steward, nobodysPerson, disabled, revoked},
	access.Person:  {officerHere, headHere, officerOther, headOther, headDistrict, steward, nobodysPerson},
	access.Staff:   {officerHere, headHere, headDistrict, steward},
	access.Heads:   {headHere, headDistrict, steward},
	access.Steward: {steward},
}

// unknown are the roles that are strangers to the program.
var unknown = []string{stranger, disabled, revoked}

func (p parts) routes() []route { return slices.Concat(p.ownRoutes(), p.officeRoutes()) }

func TestEveryRouteHasAPolicy(t *testing.T) {
	seen := map[string]bool{}
	for _, one := range (parts{}).routes() {
		if allowed[one.policy] == nil {
			t.Errorf("%s has the policy %q", one.pattern, one.policy)
		}
		if seen[one.pattern] {
			t.Errorf("%s stands twice in the table", one.pattern)
		}
		seen[one.pattern] = true
		method, path, _ := strings.Cut(one.pattern, " ")
		if method != http.MethodGet && method != http.MethodPost || !strings.HasPrefix(path, "/") {
			t.Errorf("%s is no route", one.pattern)
		}
	}
	if len(seen) < 80 {
		t.Errorf("only %d routes", len(seen))
	}
}

// policies of what must never become weaker by a slip.
func TestPoliciesOfTheDesk(t *testing.T) {
	for _, one := range (parts{}).routes() {
		_, path, _ := strings.Cut(one.pattern, " ")
		for _, part := range []string{"/desk", "/people", "/posts", "/particulars", "/announcements", "/offices", "/account"} {
			if strings.Contains(path, part) && one.policy == access.Public {
				t.Errorf("%s is open to everybody", one.pattern)
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
			all[i].serve = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(teapot) }
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
		method, path := w.rupsha.with(things{"session": "x", "token": "x"}).address(one.pattern)
		for role := range w.sessions {
			n++
			answer := w.answer(t, probe, w.request(t, role, method, path, nil, nil))
			switch {
			case slices.Contains(allowed[one.policy], role):
				if answer.StatusCode != teapot {
					t.Errorf("%s: %s gets %d and should pass", one.pattern, role, answer.StatusCode)
				}
			case slices.Contains(unknown, role):
				if to := answer.Header.Get("Location"); answer.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/signin?to=") {
					t.Errorf("%s: %s gets %d %s and should be led to the sign-in", one.pattern, role, answer.StatusCode, to)
				}
			default:
				if answer.StatusCode != http.StatusNotFound {
					t.Errorf("%s: %s gets %d and should get 404", one.pattern, role, answer.StatusCode)
				}
				if method == http.MethodGet && plain(body(t, answer)) != plain(nowhere[strings.HasPrefix(path, "/rupsha")]) {
					t.Errorf("%s: what %s gets differs from a page that does not exist", one.pattern, role)
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
	invitation := must(w.Keeper.InviteHead(t.Context(), "doict", ""))(t)
	names := w.rupsha.with(things{"token": invitation, "session": "x"})
	for _, one := range w.newParts().routes() {
		method, path := names.address(one.pattern)
		if method != http.MethodGet {
			continue
		}
		role := headHere
		if one.policy == access.Steward {
			role, path = steward, strings.ReplaceAll(path, w.rupsha["id"], "doict")
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

// named finds the last part of an address that names a thing of an office.
var named = regexp.MustCompile(`\{(draft|number|key|file|id|person|post|assignment|substitution|announcement)\}[^{]*$`)

// TestThingsOfOtherOfficesAreNotThere asks for every thing of the other office under
// the address of one's own: the answer is that for a thing that does not exist.
func TestThingsOfOtherOfficesAreNotThere(t *testing.T) {
	w := newWorld(t)
	before := w.witness(t)
	form := url.Values{"revision": {"1"}, "words": {"কথা"}, "sentence": {"কথা"}, "outcome": {"delivered"}, "reason": {"কারণ"}}
	n := 0
	for _, one := range w.newParts().officeRoutes() {
		found := named.FindStringSubmatch(one.pattern)
		if found == nil || strings.Contains(one.pattern, "/track/") {
			continue // whoever knows a number is led to the office that has the case
		}
		n++
		part := found[1]
		ask := func(exchanged things) *http.Response {
			method, path := w.rupsha.with(exchanged).address(one.pattern)
			return w.ask(t, headHere, method, path, form, nil)
		}
		nothing := ask(things{part: w.Desk.Fresh(), "charter draft": w.Desk.Fresh()})
		answer := ask(things{part: w.other[part], "charter draft": w.other["charter draft"]})
		if answer.StatusCode != nothing.StatusCode || answer.StatusCode < 400 {
			t.Errorf("%s answers %d, for what does not exist %d", one.pattern, answer.StatusCode, nothing.StatusCode)
		}
		if strings.Contains(body(t, answer), rahima.Name) {
			t.Errorf("%s shows the applicant of another office", one.pattern)
		}
	}
	if n < 30 {
		t.Errorf("only %d routes: the sweep is broken", n)
	}
	if after := w.witness(t); after != before {
		t.Errorf("something changed in the other office: %s, before %s", after, before)
	}
}

// TestACaseOfAnotherOfficeIsTrackedThere follows a number under the wrong office.
func TestACaseOfAnotherOfficeIsTrackedThere(t *testing.T) {
	w := newWorld(t)
	number := w.other["number"]
	answer := w.ask(t, stranger, http.MethodGet, "/rupsha/track/"+number, nil, nil)
	if to := answer.Header.Get("Location"); to != "/dighalia/track/"+number {
		t.Errorf("%d %s", answer.StatusCode, to)
	}
	for _, path := range []string{"/answer", "/papers", "/withdrawal", "/entry"} {
		answer := w.ask(t, stranger, http.MethodPost, "/rupsha/track/"+number+path, url.Values{"answer": {"কথা"}}, w.showPass(number))
		if strings.Contains(body(t, answer), rahima.Name) {
			t.Errorf("%s shows the applicant", path)
		}
	}
	if c := must(w.Cases.Case(t.Context(), "other", number))(t); c.Revision != 1 {
		t.Errorf("the case was acted upon under the address of another office: revision %d", c.Revision)
	}
}

// witness is what the other office has, in few words.
func (w *world) witness(t *testing.T) string {
	t.Helper()
	var cases, drafts, people, ended string
	row := func(query string, into *string) { check(t, w.DB.Row(t.Context(), query, nil, into)) }
	row(`SELECT CAST(SUM(revision) AS TEXT) FROM cases WHERE office = 'other'`, &cases)
	row(`SELECT CAST(COUNT(*) AS TEXT) FROM charter_drafts WHERE office = 'other'`, &drafts)
	row(`SELECT CAST(revision AS TEXT) FROM offices WHERE office = 'other'`, &people)
	row(`SELECT CAST(COUNT(*) AS TEXT) FROM invitations WHERE office = 'other'`, &ended)
	return strings.Join([]string{cases, drafts, people, ended}, " ")
}
