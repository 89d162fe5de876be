# make report: set up, clean data/raw, run the notebooks, write reports/
# make fast:   set up, lint, types (a test), and the tests of single rooms (under 3 minutes on two cores)
# make test:   the same, then all other tests and every notebook (under 6 minutes)
# make mutants: which small changes of the code no test would notice: a seeded sample, a score by room (takes an hour;
#               one room: .venv/bin/python scripts/mutants.py --each 20 audit)
# make bench:  what costs how much, and whether it stays within its limit
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# nbval compiles 39 grammars as it is loaded, in every process: only notebooks need it
PYTEST := $(BIN)/python -m pytest -q -n 2 --dist worksteal -p no:nbval
export MPLBACKEND := Agg
export OMP_NUM_THREADS := 1
# compiled modules are kept: hundreds of tests start processes of their own
export PYTHONDONTWRITEBYTECODE :=

.PHONY: report fast test setup notebooks lint bench mutants lock clean

report: setup
	$(BIN)/surveykit report

fast: setup
	$(BIN)/ruff check surveykit tests scripts benchmarks
	$(PYTEST) -m "not bench and not slow" tests surveykit

test: fast
	$(PYTEST) -m "slow and not bench" tests
	$(BIN)/python -m pytest -q -n 2 --dist loadscope --nbval --nbval-current-env -W default notebooks  # the cells of one notebook together

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (once; needs the network) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv $(VENV)
	@{ command -v uv >/dev/null 2>&1 && \
	   uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes --no-deps -r requirements.lock; } || \
	 $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps \
	   --only-binary :all: -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

notebooks: setup
	$(BIN)/surveykit run notebooks/*.ipynb

lint: setup
	$(BIN)/ruff check surveykit tests scripts benchmarks
	$(BIN)/python scripts/check_types.py

bench: setup
	$(BIN)/python benchmarks/import_time.py
	$(BIN)/python benchmarks/report_time.py
	$(BIN)/python benchmarks/first_report_time.py
	$(BIN)/python benchmarks/screening_time.py
	$(BIN)/python benchmarks/crosstab_time.py 20000 1000000
	$(BIN)/python benchmarks/item_analysis_time.py
	$(BIN)/python benchmarks/design_book.py
	$(BIN)/python benchmarks/large_memory.py
	$(BIN)/python benchmarks/read_csv.py
	$(BIN)/python -m pytest -q -m bench tests

mutants: setup
	$(BIN)/python scripts/mutants.py

# what requirements.lock is made from: needs uv; the file holds hashes and no address
lock:
	uv pip compile pyproject.toml --all-extras --no-extra spark --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate -q -o requirements.lock

clean:
	rm -rf $(VENV) reports/zh reports/en reports/provenance.json
