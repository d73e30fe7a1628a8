package mail

import "crypto/x509"

// OpenTrusting is Open for a server whose certificate only the test knows.
func OpenTrusting(settings map[string]string, roots *x509.CertPool) Sender {
	return relay{settings, roots}
}

// ReadTNEF reads a winmail.dat for the fuzz test.
func ReadTNEF(b []byte) error {
	_, err := readTNEF(b)
	return err
}
