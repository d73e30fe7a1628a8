# Two commands: `make run` opens the office, `make test` proves it.
GO ?= go
DATA ?= data/rupsha
LISTEN ?= 127.0.0.1:8080

.PHONY: run build test short

# Opens the Rupsha office with the services of its real charter, in an embedded
# database below $(DATA), and prints the address and the first sign-in link.
run: build
	bin/dorgora serve --data $(DATA) --listen $(LISTEN)

# One static binary with pages, fonts and migrations inside.
build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags="-s -w" -o bin/dorgora ./cmd/dorgora

# Everything: both engines, browser, structure, short crash tests.
test:
	scripts/test

# What needs neither browser nor power cuts; for work between two commits.
short:
	$(GO) vet ./... && $(GO) test $$($(GO) list ./... | grep -v crashtest)
