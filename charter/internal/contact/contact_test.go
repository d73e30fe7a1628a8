package contact_test

import (
	"strings"
	"testing"

	"dorgora/charter/internal/contact"
)

func TestCheckPhone(t *testing.T) {
	for _, row := range []struct {
		says, phone string
		want        contact.Fault
	}{
		{"a mobile number", "01711000000", contact.Fine},
		{"a mobile number with the country code", "+8801711000000", contact.Fine},
		{"a mobile number with code and zero", "+88001711000000", contact.Fine},
		{"a mobile number with a digit too few", "0171100000", contact.TooShort},
		{"a mobile number with a digit too many", "017110000000", contact.TooLong},
		{"the land line of the Rupsha office, nine digits", "+880255039757", contact.Fine},
		{"a land line of eight digits with an old area code", "035162324", contact.Fine},
		{"a land line of the new form", "02333300000", contact.Fine},
		{"a land line without area code", "62324", contact.TooShort},
		{"a foreign number", "+4420700000", contact.Fine},
	} {
		t.Run(row.says, func(t *testing.T) {
			if got := contact.Check(row.phone); got != row.want {
				t.Errorf("%s: got %q, want %q", row.phone, got, row.want)
			}
		})
	}
}

func TestReadPhones(t *testing.T) {
	for _, row := range []struct{ says, cell, want string }{
		{"both sets of digits and hyphens", "ফোন- +৮৮০-২৫৫০৩৯৭৫৭, 0431-63728", "+880255039757 043163728"},
		{"two numbers parted by a space", "০১৭১১০০০০০০ ০১৮১১০০০০০০", "01711000000 01811000000"},
		{"spaces inside one number", "+880 1711 000000", "+8801711000000"},
		{"the area code in brackets", "(০৪৩১) ৬৩৭২৮", "043163728"},
		{"room and code of the upazila are no phones", "রুম নম্বর-০২, উপজেলা কোড-৮৫৭৩", ""},
		{"a number printed twice counts once", "০১৭১১০০০০০০, ০১৭১১-০০০০০০", "01711000000"},
	} {
		t.Run(row.says, func(t *testing.T) {
			if got := strings.Join(contact.Read(row.cell).Phones, " "); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestGovernment(t *testing.T) {
	for address, want := range map[string]bool{
		"ict@rupsha.gov.bd": true, "info@doict.gov.bd": true, "a@GOV.BD": true, "x@army.mil.bd": true,
		"doictrupsha@gmail.com": false, "a@gov.bd.example.com": false, "a@mygov.bd": false, "a@school.edu.bd": false,
	} {
		t.Run(address, func(t *testing.T) {
			if got := contact.Government(address); got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}
