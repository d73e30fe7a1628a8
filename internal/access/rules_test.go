package access_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/office"

	"github.com/pquerna/otp/totp"
	"pgregory.net/rapid"
)

var (
	now   = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
	cheap = access.Cost{Memory: 64, Passes: 1, Threads: 1}
)

func TestPolicyAllows(t *testing.T) {
	department, khulna, rupsha := office.Office{ID: "doict"}, office.Office{ID: "khulna"}, office.Office{ID: "rupsha"}
	inRupsha := []office.Office{rupsha, khulna, department}
	inDighalia := []office.Office{{ID: "dighalia"}, khulna, department}
	inKhulna := []office.Office{khulna, department}
	who := func(in string, role office.Role) access.Identity {
		return access.Identity{Person: "p", Seats: []access.Seat{{Office: in, Post: "x", Role: role}}}
	}
	stranger, jobless := access.Identity{}, access.Identity{Person: "p"}
	head, clerk := who("rupsha", office.Head), who("rupsha", office.Officer)
	district, steward := who("khulna", office.Head), who("doict", office.Steward)
	trader := access.Identity{Person: "p", Centres: []access.Centre{{Office: "rupsha", Code: "UDC01"}}}
	rows := []struct {
		name   string
		policy access.Policy
		who    access.Identity
		chain  []office.Office
		want   bool
	}{
		{"a stranger passes a public door", access.Public, stranger, inRupsha, true},
		{"a stranger passes no other", access.Staff, stranger, inRupsha, false},
		{"a stranger has no account page", access.Person, stranger, nil, false},
		{"a clerk works in the own office", access.Staff, clerk, inRupsha, true},
		{"a clerk does not lead it", access.Heads, clerk, inRupsha, false},
		{"the head of Rupsha leads it", access.Heads, head, inRupsha, true},
		{"the head of Rupsha sees nothing of Dighalia", access.Staff, head, inDighalia, false},
		{"the head of Rupsha sees nothing of the district", access.Staff, head, inKhulna, false},
		{"the head of Rupsha does not look after the installation", access.Steward, head, nil, false},
		{"the district sees the offices below", access.Staff, district, inRupsha, true},
		{"the district's head may lead below", access.Heads, district, inDighalia, true},
		{"a steward passes everywhere", access.Heads, steward, inRupsha, true},
		{"a steward passes in a tree of another top", access.Staff, steward, []office.Office{{ID: "fisheries"}}, true},
		{"a steward looks after the installation", access.Steward, steward, nil, true},
		{"somebody without a post has an account page", access.Person, jobless, nil, true},
		{"somebody without a post sees no office", access.Staff, jobless, inRupsha, false},
		{"staff of an address without an office is nobody", access.Staff, clerk, nil, false},
		{"an entrepreneur works for the office of the centre", access.Entrepreneur, trader, inRupsha, true},
		{"an entrepreneur has an account page", access.Person, trader, nil, true},
		{"an entrepreneur is no staff", access.Staff, trader, inRupsha, false},
		{"an entrepreneur leads nothing", access.Heads, trader, inRupsha, false},
		{"an entrepreneur works for no other office", access.Entrepreneur, trader, inDighalia, false},
		{"an entrepreneur does not work for the office above", access.Entrepreneur, trader, inKhulna, false},
		{"the head is no entrepreneur", access.Entrepreneur, head, inRupsha, false},
		{"a steward is no entrepreneur", access.Entrepreneur, steward, inRupsha, false},
		{"a stranger is no entrepreneur", access.Entrepreneur, stranger, inRupsha, false},
		{"an unknown policy lets nobody in", access.Policy("open"), steward, inRupsha, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := row.policy.Allows(row.who, row.chain); got != row.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestCostHash(t *testing.T) {
	salt := bytes.Repeat([]byte{7}, access.SaltSize)
	hash := cheap.Hash("নদীর ধারে কাশফুল", salt)
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("not in PHC form: %s", hash)
	}
	if usual := access.Standard; usual.Memory != 19*1024 || usual.Passes != 2 || usual.Threads != 1 {
		t.Errorf("new hashes cost %+v", usual)
	}
	rows := []struct {
		name, hash, password string
		want                 bool
	}{
		{"the same password", hash, "নদীর ধারে কাশফুল", true},
		{"the same letters in another encoding of য়", cheap.Hash("ময়ূর ময়ূর ময়ূর", salt), "ময\u09bcূর ময\u09bcূর ময\u09bcূর", true},
		{"another password", hash, "নদীর ধারে কাশফুল ", false},
		{"no password", hash, "", false},
		{"no hash", "", "নদীর ধারে কাশফুল", false},
		{"a hash of another kind", "$2a$10$abcdefghijklmnopqrstuv", "x", false},
		{"a damaged hash", strings.Replace(hash, "m=64", "m=x", 1), "নদীর ধারে কাশফুল", false},
		{"a hash that asks for no passes", strings.Replace(hash, "t=1", "t=0", 1), "নদীর ধারে কাশফুল", false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := access.Verify(row.hash, row.password); got != row.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestCheckPassword(t *testing.T) {
	rows := []struct{ name, password, login, fault string }{
		{"four words", "কাশফুল নৌকা ভোর চা", "+8801712345678", ""},
		{"ten letters are enough", "kashful-77", "a@b.gov.bd", ""},
		{"nine are not", "kashful-7", "a@b.gov.bd", "access.password.short"},
		{"letters count, not bytes", "কাশফুলভোর", "a@b.gov.bd", "access.password.short"},
		{"none", "", "a@b.gov.bd", "access.password.missing"},
		{"endless", strings.Repeat("অ আ", 100), "a@b.gov.bd", "access.password.long"},
		{"one's own mobile number", "01712345678", "+8801712345678", "access.password.login"},
		{"with the country code", "+8801712345678", "+8801712345678", "access.password.login"},
		{"one's own mail address", "Rafiqul.islam@x.bd", "rafiqul.islam@x.bd", "access.password.login"},
		{"the name before the @", "rafiqul.islam", "rafiqul.islam@x.bd", "access.password.login"},
		{"what everybody tries first", "Password123", "a@b.gov.bd", "access.password.common"},
		{"the digits in a row", "1234567890", "a@b.gov.bd", "access.password.common"},
		{"the digits in Bangla", "০১২৩৪৫৬৭৮৯", "a@b.gov.bd", "access.password.common"},
		{"one letter again and again", "aaaaaaaaaaaa", "a@b.gov.bd", "access.password.common"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got := access.CheckPassword(row.password, row.login)
			if row.fault == "" && got != nil || row.fault != "" && (got == nil || got.Message != row.fault) {
				t.Errorf("got %v, want %q", got, row.fault)
			}
		})
	}
}

func TestAttemptsBegin(t *testing.T) {
	fail := func(a access.Attempts, times int, at time.Time) access.Attempts {
		for range times {
			next, err := a.Begin(access.Usual, at)
			if err != nil {
				t.Fatal(err)
			}
			a = next
		}
		return a
	}
	t.Run("four failures lock nothing", func(t *testing.T) {
		if a := fail(access.Attempts{}, 4, now); !a.Locked.IsZero() {
			t.Errorf("locked until %v", a.Locked)
		}
	})
	t.Run("the fifth locks for fifteen minutes", func(t *testing.T) {
		a := fail(access.Attempts{}, 5, now)
		if _, err := a.Begin(access.Usual, now.Add(15*time.Minute-time.Second)); fault.KindOf(err) != fault.TooMany {
			t.Errorf("got %v", err)
		}
		if _, err := a.Begin(access.Usual, now.Add(15*time.Minute)); err != nil {
			t.Errorf("still locked: %v", err)
		}
	})
	t.Run("each further one doubles the time, up to a day", func(t *testing.T) {
		a := fail(access.Attempts{}, 5, now)
		for _, want := range []time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 16 * time.Hour, 24 * time.Hour, 24 * time.Hour} {
			at := a.Locked
			if a = fail(a, 1, at); a.Locked.Sub(at) != want {
				t.Fatalf("locked for %v, want %v", a.Locked.Sub(at), want)
			}
		}
	})
	t.Run("after two quiet days it begins anew", func(t *testing.T) {
		a := fail(access.Attempts{}, 4, now)
		if a = fail(a, 1, now.Add(49*time.Hour)); a.Failures != 1 {
			t.Errorf("counted %d", a.Failures)
		}
	})
	t.Run("asking for the code is no failure", func(t *testing.T) {
		a := fail(access.Attempts{}, 5, now).Refund()
		if a.Failures != 4 || !a.Locked.IsZero() {
			t.Errorf("got %+v", a)
		}
	})
}

func TestSessionOver(t *testing.T) {
	s := access.Session{Created: now, Seen: now, Expires: now.Add(access.Usual.Absolute)}
	rows := []struct {
		name string
		seen time.Duration
		at   time.Duration
		want bool
	}{
		{"just signed in", 0, 0, false},
		{"after lunch", 0, 11 * time.Hour, false},
		{"twelve hours unused", 0, 12 * time.Hour, true},
		{"used every day of a week", 167 * time.Hour, 168*time.Hour - time.Second, false},
		{"a week old, however used", 167 * time.Hour, 168 * time.Hour, true},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s.Seen = now.Add(row.seen)
			if got := s.Over(access.Usual, now.Add(row.at)); got != row.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestCheckTOTP(t *testing.T) {
	secret, err := access.NewTOTP(bytes.NewReader(bytes.Repeat([]byte{9}, 20)))
	if err != nil || !access.IsTOTP(secret) || access.IsTOTP(secret[1:]) {
		t.Fatalf("secret %q: %v", secret, err)
	}
	code := func(at time.Time) string {
		text, err := totp.GenerateCode(secret, at)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	last := now.Unix()/30 - 5
	rows := []struct {
		name, code string
		last       int64
		want       bool
	}{
		{"the code of now", code(now), last, true},
		{"in Bangla digits and two groups", bengali(code(now)[:3]) + " " + bengali(code(now)[3:]), last, true},
		{"of the step before", code(now.Add(-30 * time.Second)), last, true},
		{"of the step after", code(now.Add(30 * time.Second)), last, true},
		{"of two steps before", code(now.Add(-60 * time.Second)), last, false},
		{"used once already", code(now), now.Unix() / 30, false},
		{"older than the one used", code(now.Add(-30 * time.Second)), now.Unix() / 30, false},
		{"empty", "", last, false},
		{"letters", "abcdef", last, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if _, got := access.CheckTOTP(secret, row.code, row.last, now); got != row.want {
				t.Errorf("got %v", got)
			}
		})
	}
	want := "otpauth://totp/Dorgora:a@b.bd?secret=" + secret + "&issuer=Dorgora&digits=6&period=30"
	if got := access.TOTPAddress(secret, "Dorgora", "a@b.bd"); got != want {
		t.Errorf("address %s", got)
	}
}

func bengali(digits string) string {
	return strings.Map(func(r rune) rune { return r - '0' + '০' }, digits)
}

func TestParseLogin(t *testing.T) {
	rows := []struct{ text, want, fault string }{
		{"01712345678", "+8801712345678", ""},
		{"০১৭১২ ৩৪৫-৬৭৮", "+8801712345678", ""},
		{"+880 1712 345678", "+8801712345678", ""},
		{" Rafiq@DoICT.gov.bd ", "rafiq@doict.gov.bd", ""},
		{"", "", "access.login.missing"},
		{"0171234567", "", "access.login.wrong"},
		{"rafiq", "", "access.login.wrong"},
		{"rafiq@", "", "access.login.wrong"},
	}
	for _, row := range rows {
		t.Run("login "+row.text, func(t *testing.T) {
			got, err := access.ParseLogin(row.text)
			message := ""
			if list := fault.List(err); len(list) > 0 {
				message = list[0].Message
			}
			if got != row.want || message != row.fault {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestNewTokenProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bits := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "bits")
		token, hash, err := access.NewToken(bytes.NewReader(bits))
		if err != nil || len(token) != 43 || access.TokenHash(token) != hash || strings.Contains(hash, token) {
			t.Fatalf("token %q, hash %q, %v", token, hash, err)
		}
	})
	if _, _, err := access.NewToken(bytes.NewReader(make([]byte, 31))); err == nil {
		t.Error("a token of too few random bits")
	}
}
