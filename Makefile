# Everything happens in .venv; nothing outside this folder is touched.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# Compiled modules halve the start-up time, so write them whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-engines check bench bench-batch bench-questions bench-stats docs fuzz \
  check-samples snapshots requirements clean

help:  ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

run: $(VENV)/run.stamp  ## Set up and open the wizard (off a terminal: a one-screen help)
	@$(BIN)/advisor

test: $(VENV)/dev.stamp  ## Set up and run all tests
	$(BIN)/pytest -q tests

test-engines: $(VENV)/engines.stamp  ## Compare Spark, Dask and SQL with the kernel (needs Java 17)
	$(BIN)/pytest -q tests/engines

check: $(VENV)/dev.stamp  ## Check format, style, types, layers and rules
	$(BIN)/ruff format --check advisor tests
	$(BIN)/ruff check advisor tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/advisor rules check
	$(BIN)/advisor rules test --coverage
	$(BIN)/python -m tests.rules.reading_ease

bench: $(VENV)/dev.stamp  ## Measure against the budgets
	$(BIN)/python -m compileall -q advisor
	$(BIN)/python -m tests.benchmarks.bench

bench-stats: $(VENV)/dev.stamp  ## Count false claims about posting times and hashtags (5 minutes)
	$(BIN)/python -m tests.benchmarks.stats

bench-batch: $(VENV)/bench.stamp  ## Compare with other engines and measure millions of profiles (20 minutes)
	$(BIN)/python -m compileall -q advisor tests
	MPLCONFIGDIR=$(VENV)/matplotlib $(BIN)/python -m tests.benchmarks.peers $(BENCH)
	$(BIN)/python -m tests.benchmarks.batch

bench-questions: $(VENV)/dev.stamp  ## Count the questions it takes to be done
	$(BIN)/python -m tests.benchmarks.questions

docs: $(VENV)/dev.stamp  ## Write the rule reference and the schema for editors anew
	$(BIN)/advisor rules docs -o docs/rules
	$(BIN)/advisor rules schema > rules/schema.json

fuzz: $(VENV)/dev.stamp  ## Compare the engines on 100,000 generated cases, relevance on 10,000
	$(BIN)/python -m tests.inference.fuzz
	$(BIN)/python -m tests.explanation.fuzz

check-samples: $(VENV)/dev.stamp  ## Work out the facts of real posts anew: SAMPLES=FOLDER with a posts.csv
	@test -n "$(SAMPLES)" || { echo "Name the folder of posts.csv: make check-samples SAMPLES=FOLDER"; exit 2; }
	$(BIN)/python -m tests.samples.check "$(SAMPLES)"

snapshots: $(VENV)/dev.stamp  ## Accept what the tests now show as right
	$(BIN)/pytest -q tests --snapshot-update

requirements: $(VENV)/dev.stamp  ## Pin the newest versions that fit
	for set in run dev bench engines; do \
	  $(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header requirements/$$set.in -o requirements/$$set.txt; done

clean:  ## Remove everything that was set up or built
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@echo "Setting up $(VENV) (once, about half a minute) ..."
	@$(PYTHON) -m venv $(VENV)

# The package is installed without its dependencies: those come pinned, with hashes.
$(VENV)/run.stamp: $(VENV)/bin/python requirements/run.txt pyproject.toml
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps -e .
	@$(BIN)/python -m compileall -q advisor
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# The peers: only for comparing with them.
$(VENV)/bench.stamp: $(VENV)/dev.stamp requirements/bench.txt
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

$(VENV)/engines.stamp: $(VENV)/dev.stamp requirements/engines.txt
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements/engines.txt
	@touch $@
