# Two commands matter: `make run` and `make test`. Each installs what is missing, builds, and needs nothing before it.

SHELL := /bin/bash
CATALOGUES := $(wildcard Sources/PetitionSite/Resources/*.po)
VENV := .venv
# With the Swift libraries inside: their pages that nobody needs take no memory, and servers need no Swift.
RELEASE := swift build -c release --static-swift-stdlib

.PHONY: help setup setup-build setup-tools build run test test-swift test-browser test-mail test-cluster test-news bench bench-quick bench-programs lint format phrases docs clean

help:
	@sed -n 's/^## //p' Makefile

## make run      start the site with a sample petition
run: setup-build
	$(RELEASE) --product undersigned
	$(RELEASE) --product undersigned-render
	@exec Scripts/run

## make test     every test: units, databases, journeys in a browser
test: setup
	$(MAKE) test-swift
	$(MAKE) test-browser
	$(MAKE) test-mail

## make test-cluster  several nodes, proxies, failing databases, a hundred thousand mails; minutes
test-cluster: setup-cluster $(VENV)/installed
	swift build
	$(VENV)/bin/python -m pytest -q -rs Tests/Cluster
	$(MAKE) test-news

# A hundred thousand mails, by programs as people run them: those for debugging take three times as long.
test-news: bench-programs $(VENV)/installed
	SIGNATURES_FOR_NEWS=526400 UNDERSIGNED_BINARY=$(CURDIR)/.build/release/undersigned \
	  $(VENV)/bin/python -m pytest -q -rs Tests/Mail/test_news.py

## make bench    measure beside nginx and bare database loops: BENCH="--json FILE --rounds 5"
bench: bench-programs
	Bench/bench.py $(BENCH)

## make bench-quick  the same with a small data set, in under three minutes
bench-quick: bench-programs
	Bench/bench.py --quick $(BENCH)

## make build    compile everything, for debugging
build: setup-build
	swift build

## make lint     format, catalogues, Python syntax; quick, changes nothing
lint: setup-tools
	swift format lint --strict --recursive Package.swift Sources Tests
	@for catalogue in $(CATALOGUES); do \
	  echo "msgfmt --check $$catalogue"; msgfmt --check --output-file=/dev/null "$$catalogue" || exit 1; \
	done
	@for file in Scripts/setup Scripts/run Scripts/docs Scripts/with-postgresql Scripts/with-failures-last .ci/run; do bash -n "$$file" || exit 1; done
	python3 -c 'import ast, pathlib; [ast.parse(f.read_text(), str(f)) for d in ("Tests/Browser", "Tests/Cluster", "Tests/Mail", "Scripts", "Bench") for f in pathlib.Path(d).glob("*.py")]'
	python3 -c 'import ast; ast.parse(open("Scripts/with-mail-server").read())'

## make phrases  bring the phrases of the source into the catalogues
phrases:
	Scripts/extract-phrases.py --merge

## make format   lay out the Swift sources
format:
	swift format --in-place --recursive Package.swift Sources Tests

## make docs     write the libraries' documentation to .build/docs
docs: setup-build
	Scripts/docs

## make setup    install what is missing (Debian packages, Python packages in .venv)
setup: setup-tools $(VENV)/installed

## make clean    remove what was built; ./data stays
clean:
	rm -rf .build $(VENV)

setup-build:
	@Scripts/setup build

bench-programs:
	@Scripts/setup bench
	$(RELEASE) --product undersigned
	$(RELEASE) --product undersigned-bench

setup-tools:
	@Scripts/setup test

setup-cluster:
	@Scripts/setup cluster

# All tests at once would be over a thousand threads on two processors, and time limits of databases would pass.
test-swift: export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH := 16
test-swift: $(VENV)/installed
	swift build --build-tests
	Scripts/with-failures-last Scripts/with-mail-server Scripts/with-postgresql swift test --skip-build
	ENGINE_OF_SITE_TESTS=postgresql Scripts/with-failures-last Scripts/with-postgresql \
	  swift test --skip-build --filter PetitionSiteTests

test-browser: $(VENV)/installed
	swift build
	Scripts/with-postgresql $(VENV)/bin/python -m pytest -q Tests/Browser

test-mail: $(VENV)/installed
	swift build
	Scripts/with-postgresql $(VENV)/bin/python -m pytest -q -rs Tests/Mail

# Made anew when the list of packages changes.
$(VENV)/installed: Tests/Browser/requirements.txt | setup-tools
	@echo "setup: installing $$(grep -c == $<) Python packages in $(VENV)"
	rm -rf $(VENV)
	python3 -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	touch $@
