# Needs only make and Python 3.11 or newer; everything else goes into .venv.
# Another interpreter: make test PYTHON=python3.13

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
export LC_ALL := C.UTF-8

# A file of tests stays in one process, since its tests share what it read; each process takes up to
# 2 GB, so there are no more than four.
PARALLEL := --numprocesses logical --maxprocesses 4 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help run test coverage shapes lint format bench samples schema readme screenshot accuracy build clean

help: ## show what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "notice needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

run: $(READY) ## parse the samples and show their tasks as a table
	@$(BIN)/notice parse --rules vi --rules en samples/*.txt samples/en/*.txt -f table

test: $(READY) ## run the tests, a process a core (one alone: .venv/bin/pytest tests/test_dates.py)
	$(BIN)/python -m pytest $(PARALLEL)

coverage: $(READY) ## the same, and what they reach of the code
	$(BIN)/python -m pytest $(PARALLEL) --cov --cov-report=term

shapes: $(READY) ## print notices to PDF and read them back; leaves both in build/printed
	@mkdir -p build
	CI=true $(BIN)/python -m pytest tests/test_printed.py --basetemp=build/printed

lint: $(READY) ## ruff, mypy, and the rules' own examples
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/notice check vi en

format: $(READY) ## let ruff lay out the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## measure the promises, each beside its bar
	$(BIN)/python bench/run.py

samples: $(READY) ## write the samples' expected outputs anew (then: git diff)
	@cd samples && for text in *.txt; do \
	  ../$(BIN)/notice parse "$$text" -o "$${text%.txt}.json" || exit; \
	done && ../$(BIN)/notice parse *.txt -f csv -o tasks.csv
	@cd samples/en && for text in *.txt; do \
	  ../../$(BIN)/notice parse --rules en "$$text" -o "$${text%.txt}.json" || exit; \
	done && ../../$(BIN)/notice parse --rules en *.txt -f csv -o tasks.csv

schema: $(READY) ## write docs/schema.json and rules/rules.schema.json anew
	$(BIN)/notice schema > docs/schema.json.part && mv docs/schema.json.part docs/schema.json
	$(BIN)/notice rules schema > rules/rules.schema.json.part
	mv rules/rules.schema.json.part rules/rules.schema.json

readme: $(READY) ## write the outputs shown in the READMEs anew
	$(BIN)/python docs/fill_readme.py README.md README.vi.md docs/explain.md

screenshot: $(READY) ## take the picture of the page anew (needs Chromium)
	$(BIN)/python docs/screenshot.py

accuracy: $(READY) ## measure against gold, write the tables of docs/accuracy.md anew
	$(BIN)/python docs/measure.py

build: $(READY) ## build the wheel and the source archive into dist/
	$(BIN)/python -m pip install --quiet --disable-pip-version-check build
	$(BIN)/python -m build

clean: ## remove what the other targets made
	rm -rf $(VENV) .bench build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
