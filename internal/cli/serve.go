package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"dorgora/internal/app"
)

// installation are the flags of every command that opens an installation.
type installation struct {
	Data      string `help:"Folder of the database, the files and the secret." default:"data" env:"DORGORA_DATA" type:"path"`
	Database  string `help:"postgres:// address; without it an embedded database in the data folder." env:"DORGORA_DATABASE"`
	TestClock string `help:"Let the program's clock start at this moment (RFC 3339). Only a database marked for practice accepts it." placeholder:"TIME"`
}

func (i installation) config() app.Config {
	return app.Config{Data: i.Data, Database: i.Database, TestClock: i.TestClock, Listen: "127.0.0.1:0"}
}

// open opens the installation for a command that does not serve.
func (i installation) open(s *session) (*app.Program, error) {
	return app.Open(s.ctx, i.config(), s.world("warn"))
}

func (s *session) world(level string) app.World {
	var least slog.Level
	if err := least.UnmarshalText([]byte(level)); err != nil {
		least = slog.LevelInfo
	}
	return app.World{
		Now: s.Now, Random: s.Random,
		Logger: slog.New(slog.NewJSONHandler(s.Err, &slog.HandlerOptions{Level: least})),
	}
}

type serveCommand struct {
	installation
	Listen      string `help:"Host and port to listen on. Anything but this machine's own address needs --behind-proxy." default:"127.0.0.1:8080" env:"DORGORA_LISTEN"`
	Address     string `help:"The address by which people come, as https://seba.example.gov.bd." env:"DORGORA_ADDRESS"`
	BehindProxy bool   `help:"A proxy in front ends TLS." env:"DORGORA_BEHIND_PROXY"`
	Practice    bool   `help:"Mark a new database for practice: pages say so, and --test-clock is allowed." env:"DORGORA_PRACTICE"`
	Log         string `help:"Least level of the log on standard error: debug, info, warn, error." enum:"debug,info,warn,error" default:"info" env:"DORGORA_LOG"`
}

// Help teaches the command.
func (serveCommand) Help() string {
	return strings.TrimSpace(`
Opens the installation in the data folder and serves its pages until it is
stopped with Ctrl-C. An empty folder is filled with the department, the district
office Khulna and the Rupsha office with the 22 services of its charter, and a
link is printed with which the first administrator signs in.

Examples:
  dorgora serve --data data
  dorgora serve --data /var/lib/dorgora --listen 0.0.0.0:8080 --behind-proxy --address https://seba.example.gov.bd
  DORGORA_DATABASE=postgres://dorgora@db/dorgora dorgora serve --data /var/lib/dorgora`)
}

// Run serves until the context ends.
func (c serveCommand) Run(s *session) error {
	config := c.config()
	config.Listen, config.Address, config.BehindProxy, config.Practice = c.Listen, c.Address, c.BehindProxy, c.Practice
	if err := config.Check(); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen %s: %w", c.Listen, err)
	}
	if config.Address == "" {
		config.Listen = listener.Addr().String() // the port, when 0 was asked for
	}
	program, err := app.Open(s.ctx, config, s.world(c.Log))
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := greet(s, program); err != nil {
		return errors.Join(err, program.Close(), listener.Close())
	}
	return errors.Join(serveUntilDone(s.ctx, listener, program), program.Close())
}

// greet prints where the program is and, while nobody can sign in, the first link.
func greet(s *session, program *app.Program) error {
	fmt.Fprintf(s.Out, "Dorgora · দোরগোড়া\n  %s\n", program.Config.PublicAddress())
	link, err := program.FirstLink(s.ctx)
	if err != nil || link == "" {
		return err
	}
	fmt.Fprintf(s.Out, "First sign-in (works once, for 7 days) · প্রথম প্রবেশ (একবারই চলে, ৭ দিন):\n  %s\n", link)
	return nil
}

// The times that a slow line is given, and that running requests get at the end.
const (
	headerTime   = 20 * time.Second
	requestTime  = 5 * time.Minute // a photo over 2G
	idleTime     = 2 * time.Minute
	shutdownTime = 20 * time.Second
)

func serveUntilDone(ctx context.Context, listener net.Listener, program *app.Program) error {
	server := &http.Server{
		Handler: program.Handler(), ReadHeaderTimeout: headerTime, ReadTimeout: requestTime,
		WriteTimeout: requestTime, IdleTimeout: idleTime, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(program.World.Logger.Handler(), slog.LevelWarn),
	}
	jobs, stopJobs := context.WithCancel(ctx)
	defer stopJobs()
	go program.RunJobs(jobs)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	return server.Shutdown(last)
}

type versionCommand struct{}

// Run prints the version that the build recorded.
func (versionCommand) Run(s *session) error {
	fmt.Fprintln(s.Out, "dorgora", app.Version())
	return nil
}
