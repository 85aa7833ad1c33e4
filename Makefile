# Everything a contributor runs. `make` alone lists it; each target sets up what it needs.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SITE := $(VENV)/docs
CODE := $(wildcard reconciler ci tests benchmarks proofs tools)

# Python compiles each module once, also where the environment (an image, a CI) forbids it: the tests start the program
# hundreds of times.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo tour dev docs fmt lint test test-core schemas readme pictures pythons bench prove house mutants trace check lock clean
.DELETE_ON_ERROR:

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r target text; do \
		printf '%-16s %s\n' "$$target" "$$text"; done

demo: dev  ## plan, apply and watch a small organization on an embedded AWS, which goes on running: a page
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tools/demo.sh

tour: dev  ## the long version of the demo, for buyer and seller
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tools/tour.sh

dev: $(READY)  ## set up .venv with the locked dependencies; does nothing when up to date

fmt: dev  ## format the code and repair what the linter can
	$(BIN)/ruff check --fix-only --quiet $(CODE)
	$(BIN)/ruff format $(CODE)

lint: dev  ## formatting, linter, types and direction of imports
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports --no-logo

test: dev  ## run the tests; installs Chromium where it can; fails below 95 % branch coverage
	@sh tools/chromium.sh
	$(BIN)/pytest --numprocesses auto --dist worksteal --cov --cov-report=term:skip-covered

test-core: dev  ## run the tests but those of the HTML report in Chromium
	$(BIN)/pytest --numprocesses auto --dist worksteal --cov --cov-report=term:skip-covered -m "not browser"

pythons:  ## run the tests on each Python from 3.11 to 3.14 that is on the PATH
	@sh tools/pythons.sh

schemas: dev  ## write schemas/ from the schemas of the kinds
	$(BIN)/python tools/schemas.py

readme: dev  ## write the generated parts of README.md and of docs/: contract, demo, tour, JSON
	$(BIN)/python tools/readme.py --demo
	$(BIN)/python tools/json_page.py
	$(BIN)/python tools/walks.py

docs: dev $(SITE)/.ready  ## build the documentation site into site/, and say how to open it
	$(BIN)/python -m tools.website $(SITE)/bin/zensical

pictures: dev  ## draw docs/pictures/*.png again: the report and a comment, in Chromium
	@sh tools/chromium.sh
	$(BIN)/python -m tools.pictures

bench: dev  ## measure speed, memory and calls at scale; PARTS="chains entries" measures only these
	$(BIN)/python -m benchmarks $(PARTS)

prove: dev  ## try what takes long: two runs at one instant, 40 times (a quarter of an hour)
	$(BIN)/python -m proofs

house: dev  ## draw the picture of docs/house.md from the imports
	$(BIN)/python tools/house.py

mutants: dev  ## change the core in 300 small ways and see whether its tests notice; goes on where it ended
	nice $(BIN)/python -m tools.mutants $(if $(ROOM),--room $(ROOM)) $(if $(AGAIN),--again)

trace: dev  ## follow a product id, a grant and a failed change set: functions and files that they pass
	$(BIN)/python -m tools.trace

check: lint  ## everything but the tests: lint, stale files, rules of the house
	$(BIN)/python tools/linters.py
	$(BIN)/python tools/schemas.py --check
	$(BIN)/python tools/readme.py --check
	$(BIN)/python tools/house.py --check
	$(BIN)/pytest -q tests/test_house.py

lock: dev  ## resolve requirements/ again from pyproject.toml (UPGRADE=1: with the newest versions)
	sh tools/lock.sh $(if $(UPGRADE),--upgrade)

clean:  ## remove everything that git does not hold; stop the twin of the demo
	[ ! -x .demo/stop ] || .demo/stop
	rm -rf $(VENV) .demo .demo-* .tour .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist htmlcov site
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "make: 2/3 installs the locked dependencies; the first time takes some minutes" >&2
	@$(BIN)/python tools/install.py requirements/dev.txt
	@echo "make: 3/3 installs reconciler into $(VENV)" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "make: $(VENV) is ready" >&2

$(SITE)/.ready: requirements/docs.txt | $(BIN)/python
	@echo "make: downloads and installs what builds the site into $(SITE)" >&2
	@sh tools/venv.sh $(SITE)
	$(SITE)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/docs.txt
	@touch $@

$(BIN)/python:
	@echo "make: 1/3 makes the virtual environment $(VENV)" >&2
	@sh tools/venv.sh $(VENV)
