PORT ?= 8000
HOST ?= 127.0.0.1
PYTEST_ARGS ?=
NOX_ARGS ?=

READY = .venv/ready
PYTHON = .venv/bin/python
MANAGE = $(PYTHON) example_project/manage.py
PYTEST = $(PYTHON) -m pytest -q -n auto --dist worksteal

# Let Python keep compiled modules. Each of the many processes of the tests would compile them anew.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL = help
.PHONY: help demo test test-browser matrix package record lint format docs screenshots bench requirements clean

help:  ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST)

$(READY): scripts/bootstrap requirements/dev.txt requirements/tools.txt pyproject.toml
	@scripts/bootstrap
	@touch $@

demo: $(READY)  ## Run the example project: HOST, PORT, HTMX_VERSION=2 or 4; LIVE=redis or postgres if one runs here
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) seed
	@$(MANAGE) costs
	@$(PYTHON) scripts/demo.py $(HOST):$(PORT)

test: $(READY)  ## Run the tests that need no other program; a subset, without coverage, with PYTEST_ARGS=tests/example
ifdef PYTEST_ARGS
	@$(PYTEST) $(PYTEST_ARGS)
else
	@$(PYTHON) scripts/run_tests.py
endif

test-browser: $(READY)  ## Run those in Chromium, recorded plays included, and those with servers; a subset with PYTEST_ARGS
	@$(PYTHON) scripts/fetch_htmx.py
	@$(PYTEST) -m browser $(PYTEST_ARGS)
	@$(PYTEST) -m processes $(PYTEST_ARGS)

matrix: $(READY)  ## Run the tests with each Python, Django and django-htmx; some of it with NOX_ARGS="-p 3.12"
	@nice -n 19 .venv/bin/nox $(NOX_ARGS)

package: $(READY)  ## Build the package, install it as a user does, and follow the README with it; needs PyPI
	@$(PYTHON) scripts/check_package.py

record: $(READY)  ## Play what has changed in Chromium, write it down and show the difference; all of it with ALL=1
	@$(PYTHON) scripts/fetch_htmx.py
	@$(PYTHON) -m tests.differential.record $(if $(ALL),--all)

lint: $(READY)  ## Check format, style, imports and types
	@.venv/bin/ruff format --check
	@.venv/bin/ruff check
	@.venv/bin/lint-imports --no-logo --no-cache
	@.venv/bin/mypy
	@.venv/bin/basedpyright --pythonpath $(PYTHON)

format: $(READY)  ## Format the code and repair what can be repaired
	@.venv/bin/ruff check --fix --exit-zero --quiet
	@.venv/bin/ruff format

docs: $(READY)  ## Build the documentation into docs/_build, where a warning is an error
	@$(PYTHON) -m sphinx --quiet --fail-on-warning --builder html --doctree-dir docs/_build/doctrees docs docs/_build/html
	@$(PYTHON) -m tests.docs

screenshots: $(READY)  ## Take the pictures of the docs from the running example; some of them with NAMES
	@$(PYTHON) -m scripts.screenshots $(NAMES)

bench: $(READY)  ## Compare with views written by hand
	@$(PYTHON) -m benchmarks

requirements: $(READY)  ## Pin anew what pyproject.toml asks for; UV=uv
	@$(UV) pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes \
		--no-emit-index-url --no-header --group dev --extra testing pyproject.toml -o requirements/dev.txt
	@$(UV) pip compile --quiet --upgrade --universal --python-version 3.8 --generate-hashes \
		--no-emit-index-url --no-header requirements/tools.in -o requirements/tools.txt
requirements: UV ?= $(firstword $(wildcard .tools/bin/uv) uv)

clean:  ## Remove what make has made
	rm -rf .venv .tools .nox .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache docs/_build example_project/*.sqlite3*
