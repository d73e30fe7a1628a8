// Package limit is the bare limits of a machine that the program's figures are held
// against: a static page without any program around it, rows written to SQLite and
// to PostgreSQL without any meaning. They use the same drivers and settings as the
// program, and nothing else of it.
package limit

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"strconv"
)

// ServePage serves one page of so many bytes on every path until the context ends:
// limit S.
func ServePage(ctx context.Context, listener net.Listener, size int) error {
	page, length := bytes.Repeat([]byte("."), size), strconv.Itoa(size)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Length", length)
		_, _ = w.Write(page) // a client that has gone is no matter
	})}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); ctx.Err() == nil {
		return err
	}
	return nil
}
