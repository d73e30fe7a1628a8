package sms

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
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

// neverMade reports whether an error came before anything was sent.
func neverMade(err error) bool {
	var dialling *net.OpError
	return errors.As(err, &dialling) && dialling.Op == "dial"
}

// refused sorts an answer that is no success by its HTTP status (RFC 9110): too many
// requests, gateway errors that name themselves and missing rights may pass; other
// requests that the gateway calls wrong will be wrong again.
func refused(a answer) error {
	cause := fmt.Errorf("status %d: %.200q", a.status, a.body)
	switch {
	case a.status == http.StatusTooManyRequests, a.status == http.StatusServiceUnavailable,
		a.status == http.StatusUnauthorized, a.status == http.StatusForbidden, a.status == http.StatusNotFound,
		a.status >= 300 && a.status < 400:
		return fault.Wrap(fault.Unavailable, "sms.later", cause)
	case a.status >= 400 && a.status < 500:
		return fault.Wrap(fault.Invalid, "sms.refused", cause)
	}
	return fmt.Errorf("sms gateway: %w", cause)
}
