# Everything is created on first use: a virtual environment in .venv with the versions of
# constraints.txt. Needs GNU make 3.81 or later and Python 3.11 or later with venv, nothing else.

IN ?= seeds
OUT ?= build/clean-corpus
# Who proposes corrections: own, pycorrector (its matchers are installed first) or both.
ENGINE ?=
VENV ?= .venv
# Of `make bench`: millions of characters, and seconds for all of its runs.
SIZES ?= 1,10
BUDGET ?= 3600

PY := $(VENV)/bin/python
BASE := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
REVIEW := $(VENV)/.installed-review
BENCH := $(VENV)/.installed-bench
PYCORRECTOR := $(VENV)/.installed-pycorrector

.DEFAULT_GOAL := help
.PHONY: help clean-corpus review test check schemas bench bench-quality bench-genres wheel clean distclean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

clean-corpus: $(BASE) $(if $(filter pycorrector both,$(ENGINE)),$(PYCORRECTOR))  ## restore IN (seeds) into OUT (build/clean-corpus); ENGINE=both asks pycorrector, too
	@$(PY) -m restore clean "$(IN)" -o "$(OUT)" $(if $(ENGINE),--engine $(ENGINE))

review: $(REVIEW) clean-corpus  ## restore, then decide on the edits in a browser
	@$(PY) -m restore review "$(OUT)"

test: $(DEV)  ## run the tests
	@$(PY) -m pytest -n auto --dist loadfile

check: $(DEV)  ## lint, format and type check
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

schemas: $(BASE)  ## write docs/schema and docs/settings.md again after a change of records or settings
	@$(PY) tools/write_schemas.py docs/schema
	@$(PY) tools/write_settings.py docs/settings.md

bench: $(BENCH)  ## measure speed and memory on texts of DATA (else IN), write benchmarks/RESULTS.md
	@$(PY) benchmarks/bench.py "$(if $(DATA),$(DATA),$(IN))" --sizes "$(SIZES)" --budget "$(BUDGET)"

bench-quality: $(BASE)  ## measure quality on DATA, write benchmarks/QUALITY.md
	@$(PY) benchmarks/quality.py "$(DATA)" -o benchmarks/QUALITY.md

bench-genres: $(BASE)  ## count what is done to clean text of the genres in DATA, write benchmarks/GENRES.md
	@$(PY) benchmarks/genres.py "$(DATA)/genres" "$(DATA)/clean/reports_dev" \
	  "$(DATA)/clean/news_2026_dev.txt.xz" -o benchmarks/GENRES.md

wheel: $(DEV)  ## build the wheel into dist/ and try it in an environment of its own
	@$(PY) tools/check_wheel.py

clean:  ## remove what runs and tools have made (not .venv)
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -not -path "./$(VENV)/*" -prune -exec rm -rf {} +

distclean: clean  ## remove .venv as well
	rm -rf "$(VENV)"

$(BASE): pyproject.toml constraints.txt
	@sh tools/make_environment.sh "$(VENV)" "."
	@touch $@

$(PYCORRECTOR): $(BASE)
	@sh tools/make_environment.sh "$(VENV)" ".[pycorrector]"
	@touch $@

$(REVIEW): $(BASE)
	@sh tools/make_environment.sh "$(VENV)" ".[review]"
	@touch $@

# What others make, to be measured beside ours.
$(BENCH): $(BASE)
	@sh tools/make_environment.sh "$(VENV)" ".[bench]"
	@touch $@

$(DEV): $(BASE)
	@sh tools/make_environment.sh "$(VENV)" ".[dev]"
	@touch $@
