# Every target calls tools/setup.py's .venv; `make help` lists them.
PORT ?= 8501
HOST ?= 127.0.0.1
PLATFORM ?=
PYTHON ?= python3
VENV := .venv/bin

.PHONY: help setup app test check fix docs bench trials audit bundle

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: ## make .venv with everything installed (nothing the second time)
	@$(PYTHON) tools/setup.py

app: setup ## serve the pages on PORT (8501) and HOST (127.0.0.1; others for looking only)
	@$(VENV)/hebei-gis app --port $(PORT) --host $(HOST) $(if $(filter 127.% localhost ::1,$(HOST)),,--public-read-only)

test: setup ## run every check and every test, browser included
	@$(PYTHON) tools/setup.py --browser
	@$(VENV)/python tools/run_tests.py

check: setup ## format, types, import layers, workspace
	@$(VENV)/python tools/run_tests.py --checks-only

fix: setup ## format and mend what ruff can
	@$(VENV)/ruff check --fix . ; $(VENV)/ruff format .

docs: setup ## draw docs/architecture.svg from the imports
	@$(VENV)/python tools/make_docs.py

bench: setup ## side-by-side runs against what a user would use instead
	@$(PYTHON) tools/setup.py --browser
	@for f in benchmarks/*.py; do echo "== $$f"; $(VENV)/python $$f || exit 1; done

trials: setup ## long trials: 400 kills within changes, 8 writers of 50 changes each, hostile uploads, handshakes, fuzz
	@$(VENV)/python tests/files/kill_trial.py --moments 400
	@$(VENV)/python tests/files/writers_trial.py --writers 8 --each 50
	@$(PYTHON) tools/setup.py --browser
	@$(VENV)/python tests/browser/uploads_trial.py --limits
	@$(VENV)/python tests/browser/handshakes_trial.py --limits
	@HEBEI_GIS_FUZZ_S=600 $(VENV)/python -m pytest -q tests/intake/test_fuzz.py tests/plan/test_fuzz_plan.py

audit: setup ## licences and native libraries (THIRD_PARTY.md), known weaknesses by pip-audit
	@$(VENV)/python tools/audit.py

bundle: setup ## one zip that installs where no registry can be reached (PLATFORM=win_amd64 …)
	@$(VENV)/python tools/bundle.py $(if $(PLATFORM),--platform $(PLATFORM))
