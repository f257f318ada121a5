PORT ?= 8000
HOST ?= 127.0.0.1
PYTEST_ARGS ?=

READY = .venv/ready
PYTHON = .venv/bin/python
MANAGE = $(PYTHON) example_project/manage.py

.DEFAULT_GOAL = help
.PHONY: help demo test lint format bench requirements clean

help:  ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST)

$(READY): scripts/bootstrap requirements/dev.txt requirements/tools.txt pyproject.toml
	@scripts/bootstrap
	@touch $@

demo: $(READY)  ## Run the example project: HOST, PORT, HTMX_VERSION=2 or 4
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) seed
	@$(MANAGE) costs
	@$(PYTHON) scripts/demo.py $(HOST):$(PORT)

test: $(READY)  ## Run every test; a subset with PYTEST_ARGS="tests/example --no-cov"
	@$(PYTHON) -m pytest -q -n auto --dist loadfile --cov $(PYTEST_ARGS)

lint: $(READY)  ## Check format, style and types
	@.venv/bin/ruff format --check
	@.venv/bin/ruff check
	@.venv/bin/mypy

format: $(READY)  ## Format the code and repair what can be repaired
	@.venv/bin/ruff check --fix --exit-zero --quiet
	@.venv/bin/ruff format

bench: $(READY)  ## Compare with views written by hand
	@$(PYTHON) -m benchmarks

requirements: $(READY)  ## Pin anew what pyproject.toml asks for; UV=uv
	@$(UV) pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes \
		--no-emit-index-url --no-header --group dev --extra testing pyproject.toml -o requirements/dev.txt
	@$(UV) pip compile --quiet --upgrade --universal --python-version 3.8 --generate-hashes \
		--no-emit-index-url --no-header requirements/tools.in -o requirements/tools.txt
requirements: UV ?= $(firstword $(wildcard .tools/bin/uv) uv)

clean:  ## Remove what make has made
	rm -rf .venv .tools .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache example_project/*.sqlite3*
