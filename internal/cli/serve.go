package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"dorgora/internal/app"
	"dorgora/internal/fault"
	"dorgora/internal/upkeep"
)

// installation are the flags of every command that opens an installation.
type installation struct {
	Data      string `help:"Folder of the database, the files and the secret." default:"data" env:"DORGORA_DATA" type:"path"`
	Database  string `help:"postgres:// address; without it an embedded database in the data folder." env:"DORGORA_DATABASE" placeholder:"ADDRESS"`
	TestClock string `help:"Let the program's clock start at this moment (RFC 3339). Only a database marked for practice accepts it." placeholder:"TIME"`
}

// config checks the flags. A password on the command line can be read by every
// user of the machine, so it is refused there.
func (i installation) config(s *session) (app.Config, error) {
	config := app.Config{Data: i.Data, Database: i.Database, TestClock: i.TestClock, Listen: "127.0.0.1:0"}
	address, err := url.Parse(i.Database)
	if err != nil {
		return config, fault.InField("database", "app.setting.database.form")
	}
	if _, given := address.User.Password(); given && s.settings.origin("database", s.Args) == "--database" {
		return config, fault.InField("database", "cli.settings.password")
	}
	return config, config.Check()
}

// open opens an installation that is there already, for a command that does not
// serve: a slip in the name of the folder must not make a new office.
func (i installation) open(s *session) (*app.Program, error) {
	config, err := i.config(s)
	if err != nil {
		return nil, err
	}
	_, err = os.Stat(filepath.Join(i.Data, "dorgora.db"))
	if i.Database == "" && errors.Is(err, fs.ErrNotExist) {
		return nil, s.fail("cli.data.none", "folder", i.Data)
	}
	return app.Open(s.ctx, config, s.world("warn"))
}

// within opens the installation, runs work in it and closes it.
func (i installation) within(s *session, work func(*app.Program) error) error {
	program, err := i.open(s)
	if err != nil {
		return err
	}
	return errors.Join(work(program), program.Close())
}

func (s *session) world(level string) app.World {
	var least slog.Level
	if err := least.UnmarshalText([]byte(level)); err != nil {
		least = slog.LevelInfo
	}
	return app.World{
		Now: s.Now, Random: s.Random,
		Logger: slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: least})),
	}
}

type serveCommand struct {
	installation
	Listen      string `help:"Host and port to listen on. Anything but this machine's own address needs --behind-proxy." default:"127.0.0.1:8080" env:"DORGORA_LISTEN"`
	Address     string `help:"The address by which people come, as https://seba.example.gov.bd." env:"DORGORA_ADDRESS" placeholder:"URL"`
	BehindProxy bool   `help:"A proxy in front ends TLS." env:"DORGORA_BEHIND_PROXY"`
	Metrics     string `help:"Host and port of this machine alone where GET /metrics answers, as 127.0.0.1:9464." env:"DORGORA_METRICS" placeholder:"ADDRESS"`
	Practice    bool   `help:"Mark a new database for practice: pages say so, and --test-clock is allowed." env:"DORGORA_PRACTICE"`
	Log         string `help:"Least level of the log on standard error: debug, info, warn, error." enum:"debug,info,warn,error" default:"info" env:"DORGORA_LOG"`
}

// Help teaches the command.
func (serveCommand) Help() string {
	return `
কার্যালয়ের পাতা, আবেদন আর কাজের টেবিল চালু করে।

Opens the installation in the data folder and serves its pages until it is
stopped with Ctrl-C. An empty folder is filled with the department, the district
office Khulna and the Rupsha office with the 22 services of its charter, and a
link is printed with which the first administrator signs in.

Examples:

    dorgora serve --data data
    dorgora serve --config /etc/dorgora.conf
    dorgora serve --data /var/lib/dorgora --listen 0.0.0.0:8080 --behind-proxy --address https://seba.example.gov.bd
    DORGORA_DATABASE=postgres://dorgora@db/dorgora dorgora serve --data /var/lib/dorgora

A file of settings has lines such as:

    data = /var/lib/dorgora
    address = https://seba.example.gov.bd
    behind-proxy = true

Exit codes: 0 stopped by Ctrl-C or SIGTERM; 2 a setting is refused or the office
cannot be opened.`
}

// Run serves until the context ends.
func (c serveCommand) Run(s *session) error {
	config, err := c.config(s)
	if err != nil {
		return err
	}
	config.Listen, config.Address, config.BehindProxy, config.Practice = c.Listen, c.Address, c.BehindProxy, c.Practice
	config.Metrics = c.Metrics
	if err := config.Check(); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fault.Wrap(fault.Invalid, "cli.listen.taken", err)
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
	stopMetrics, err := serveMetrics(program)
	if err != nil {
		return errors.Join(err, program.Close(), listener.Close())
	}
	return errors.Join(serveUntilDone(s.ctx, listener, program), stopMetrics(), program.Close())
}

// serveMetrics answers for metrics beside the pages, when the settings say where.
func serveMetrics(program *app.Program) (stop func() error, err error) {
	if program.Config.Metrics == "" {
		return func() error { return nil }, nil
	}
	program.Metrics.Gauge("dorgora_backup_age_seconds", func() float64 {
		at, err := upkeep.LastBackup(program.Config.Data)
		if err != nil || at.IsZero() {
			return math.Inf(1)
		}
		return program.World.Now().Sub(at).Seconds()
	})
	listener, err := net.Listen("tcp", program.Config.Metrics)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "cli.listen.taken", err)
	}
	server := &http.Server{Handler: program.Metrics.Handler(), ReadHeaderTimeout: headerTime, WriteTimeout: headerTime}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			program.World.Logger.Warn("metrics are not served any more", "error", err)
		}
	}()
	return server.Close, nil
}

// greet prints where the program is and, while nobody can sign in, the first link.
// Both languages: whoever starts an installation has not chosen one yet.
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
	idle := make(chan struct{})
	go func() { defer close(idle); program.RunJobs(jobs) }()
	defer func() { stopJobs(); <-idle }()
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

// Help teaches the command.
func (versionCommand) Help() string {
	return `
সংস্করণ জানায়।

Example: dorgora version`
}

// Run prints the version that the build recorded.
func (versionCommand) Run(s *session) error {
	fmt.Fprintln(s.Out, "dorgora", app.Version())
	return nil
}
