// Command pgserver starts a private PostgreSQL that the tests of all packages
// share. With arguments it runs them as a command that finds the server, stops
// the server after it, and passes its exit code on:
//
//	go run ./internal/sqldb/sqldbtest/pgserver go test ./...
//
// Without, it prints the address and stops when its standard input ends. With
// -durable in front of everything else the server flushes commits to disk, for
// measurements.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"

	"dorgora/internal/sqldb/sqldbtest"
)

func main() {
	err := run(os.Args[1:])
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		os.Exit(exit.ExitCode())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) (err error) {
	var settings []string
	if len(args) > 0 && args[0] == "-durable" {
		settings, args = []string{"fsync=on", "full_page_writes=on", "shared_buffers=256MB"}, args[1:]
	}
	server, err := sqldbtest.Serve(settings...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	if len(args) == 0 {
		fmt.Println(server.Address)
		_, err := io.Copy(io.Discard, os.Stdin)
		return err
	}
	command := exec.Command(args[0], args[1:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.Env = append(os.Environ(), sqldbtest.Variable+"="+server.Address)
	return command.Run()
}
