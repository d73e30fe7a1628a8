package sms

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"syscall"

	"dorgora/internal/fault"
)

type rawConn = syscall.RawConn

// answer is what a gateway said.
type answer struct {
	status int
	body   string
}

// longestAnswer bounds what is read of a gateway's answer, in bytes.
const longestAnswer = 64 << 10

// call asks a gateway. A connection that was never made is Unavailable; whatever goes
// wrong after that leaves it open whether the gateway heard.
func call(ctx context.Context, client *http.Client, r *http.Request) (answer, error) {
	response, err := client.Do(r.WithContext(ctx))
	if err != nil {
		if address := new(url.Error); errors.As(err, &address) {
			err = address.Err // the address may hold the password, the number and the text
		}
		if neverMade(err) {
			return answer{}, fault.Wrap(fault.Unavailable, "sms.unreachable", err)
		}
		return answer{}, fmt.Errorf("sms gateway: %w", err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, longestAnswer))
	if err != nil {
		return answer{}, fmt.Errorf("sms gateway: answer: %w", err)
	}
	return answer{response.StatusCode, string(body)}, nil
}

// neverMade reports whether an error came before the message was sent: nobody answered,
// or somebody who could not show to be the gateway.
func neverMade(err error) bool {
	var dialling *net.OpError
	var stranger *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	return errors.As(err, &dialling) && dialling.Op == "dial" || errors.As(err, &stranger) || errors.As(err, &plain) ||
		errors.Is(err, http.ErrSchemeMismatch)
}

// passing are the statuses (RFC 9110) of what may pass: too many requests, an account
// without money or rights, a gateway that is moved or shut.
var passing = []int{
	http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusNotFound, http.StatusRequestTimeout,
	http.StatusTooEarly, http.StatusTooManyRequests, http.StatusServiceUnavailable,
}

// refused sorts an answer that is no success by its status. Other requests that the
// gateway calls wrong will be wrong again.
func refused(a answer) error {
	cause := fmt.Errorf("status %d: %.200q", a.status, a.body)
	switch {
	case slices.Contains(passing, a.status), a.status >= 300 && a.status < 400:
		return fault.Wrap(fault.Unavailable, "sms.later", cause)
	case a.status >= 400 && a.status < 500:
		return fault.Wrap(fault.Invalid, "sms.refused", cause)
	}
	return fmt.Errorf("sms gateway: %w", cause)
}
