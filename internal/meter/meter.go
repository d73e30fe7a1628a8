// Package meter counts what a process does, for a Prometheus that looks at it from
// the same machine: answers by route, commits, jobs. It knows no domain and holds no
// personal data: routes are patterns.
package meter

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"dorgora/internal/jobs"
)

// Meter is the counts of one process. It may be used by many at once.
type Meter struct {
	set     *metrics.Set
	commits *metrics.PrometheusHistogram
	acts    *metrics.Counter
}

// seconds are the upper bounds of the classes of durations.
var seconds = []float64{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}

// queryTime bounds what a look at the database may take when metrics are read.
const queryTime = 2 * time.Second

// New returns a meter that has counted nothing.
func New() *Meter {
	set := metrics.NewSet()
	return &Meter{
		set:     set,
		commits: set.NewPrometheusHistogramExt("dorgora_commit_seconds", seconds),
		acts:    set.NewCounter("dorgora_acts_total"),
	}
}

// Gauge adds a value that is looked up whenever metrics are read.
func (m *Meter) Gauge(name string, value func() float64) { m.set.NewGauge(name, value) }

// Committed counts a commit of the database; it is a sqldb.Config's.
func (m *Meter) Committed(acts int, took time.Duration) {
	m.acts.Add(acts)
	m.commits.Update(took.Seconds())
}

// Job counts an attempt at a job; it is a jobs.Runner's.
func (m *Meter) Job(kind string, outcome jobs.Outcome, took time.Duration) {
	m.set.GetOrCreateCounter(fmt.Sprintf(`dorgora_job_attempts_total{kind=%q,outcome=%q}`, kind, outcome)).Inc()
	m.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf(`dorgora_job_seconds{kind=%q}`, kind), seconds).Update(took.Seconds())
}

// Notice counts what became of an attempt to deliver a notice on a channel.
func (m *Meter) Notice(channel, fate string) {
	m.set.GetOrCreateCounter(fmt.Sprintf(`dorgora_notices_total{channel=%q,fate=%q}`, channel, fate)).Inc()
}

// Watch adds what is looked up when metrics are read: the writer's queue, the latch,
// and the jobs.
func (m *Meter) Watch(queue jobs.Queue) {
	m.Gauge("dorgora_writer_queue", func() float64 { return float64(queue.DB.Queue()) })
	m.Gauge("dorgora_latched", func() float64 {
		if queue.DB.Latched() != nil {
			return 1
		}
		return 0
	})
	for _, status := range []jobs.Status{jobs.Waiting, jobs.Running, jobs.Dead} {
		m.Gauge(fmt.Sprintf(`dorgora_jobs{status=%q}`, status), func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), queryTime)
			defer cancel()
			counts, err := queue.Counts(ctx)
			return known(float64(counts[status]), err)
		})
	}
	m.Gauge("dorgora_jobs_behind_seconds", func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), queryTime)
		defer cancel()
		behind, err := queue.Behind(ctx)
		return known(behind.Seconds(), err)
	})
}

// known is the value, or -1 when it could not be looked up.
func known(value float64, err error) float64 {
	if err != nil {
		return -1
	}
	return value
}

// Handler answers GET /metrics in the text format of Prometheus, to callers on this
// machine alone: not to other machines, and not to a proxy that passes somebody
// else's request on.
func (m *Meter) Handler() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		if !fromThisMachine(r) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		m.set.WritePrometheus(w)
		metrics.WriteProcessMetrics(w)
	})
	return routes
}

func fromThisMachine(r *http.Request) bool {
	for _, passedOn := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if len(r.Header.Values(passedOn)) > 0 {
			return false
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback()
}

// routeMetrics counts the requests of one route.
type routeMetrics struct {
	set      *metrics.Set
	route    string
	took     *metrics.PrometheusHistogram
	statuses sync.Map // int: *metrics.Counter
}

// Count wraps a route: how often it was answered with which status, and how long
// that took.
func (m *Meter) Count(route string, next http.Handler) http.Handler {
	of := &routeMetrics{set: m.set, route: route,
		took: m.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf(`dorgora_request_seconds{route=%q}`, route), seconds)}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, out := time.Now(), &noted{ResponseWriter: w}
		defer func() { of.note(out.status, time.Since(began)) }()
		out.serve(next, r)
	})
}

func (o *routeMetrics) note(status int, took time.Duration) {
	counter, ok := o.statuses.Load(status)
	if !ok {
		name := fmt.Sprintf(`dorgora_requests_total{route=%q,status=%q}`, o.route, strconv.Itoa(status))
		counter, _ = o.statuses.LoadOrStore(status, o.set.GetOrCreateCounter(name))
	}
	counter.(*metrics.Counter).Inc()
	o.took.Update(took.Seconds())
}

// noted remembers the status of an answer; that of a handler that panics is 500.
type noted struct {
	http.ResponseWriter
	status int
}

func (n *noted) serve(next http.Handler, r *http.Request) {
	whole := false
	defer func() {
		if n.status == 0 && !whole {
			n.status = http.StatusInternalServerError
		}
	}()
	next.ServeHTTP(n, r)
	if whole = true; n.status == 0 {
		n.status = http.StatusOK
	}
}

// WriteHeader implements http.ResponseWriter.
func (n *noted) WriteHeader(status int) {
	if n.status == 0 {
		n.status = status
	}
	n.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (n *noted) Write(b []byte) (int, error) {
	if n.status == 0 {
		n.status = http.StatusOK
	}
	return n.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (n *noted) Unwrap() http.ResponseWriter { return n.ResponseWriter }
