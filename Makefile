# Two commands do all the set-up on a machine that has only Python (3.11 or newer) and make:
#   make demo     build and question the sample articles
#   make test     run the whole test suite

VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
DEMO := out/demo

.DEFAULT_GOAL := help
.PHONY: help demo test check lint format golden eval bench model judges model-eval clean

help: ## list what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

$(BIN)/python:
	@sh tools/make_venv.sh $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	@echo "installing conflict-kg into $(VENV) (a minute or two the first time) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.run
	@echo "installing the development tools ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e . --group dev
	@touch $@

demo: $(VENV)/.run ## build the sample articles into a graph and ask it three questions
	@sh tools/demo.sh $(BIN)/kg $(DEMO)

test: $(VENV)/.dev ## run the whole test suite, two files at a time
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: lint test ## everything a change must pass: format, lint, types, layers, generated files, docs, tests

lint: $(VENV)/.dev ## the static part of check
	$(BIN)/ruff format --check kg tests tools training
	$(BIN)/ruff check kg tests tools training
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python tools/generate_terms.py --check
	$(BIN)/python tools/generate_docs.py --check

format: $(VENV)/.dev ## format the code, sort imports, regenerate what is generated
	$(BIN)/ruff check --fix-only kg tests tools
	$(BIN)/ruff format kg tests tools
	$(BIN)/python tools/generate_terms.py
	$(BIN)/python tools/generate_docs.py
	$(BIN)/python tools/run_sessions.py

golden: $(VENV)/.dev ## rewrite the golden reports of the samples; review the diff
	@KG_GOLDEN=write $(BIN)/python -m pytest -q tests/test_samples.py -k golden

eval: $(VENV)/.dev ## score the development articles of $(SHARED) against the pinned floor
	@$(BIN)/python tools/eval.py --shared $(SHARED)

bench: $(VENV)/.dev ## measure quality and speed, one table with targets (BENCH=--quick: less, in minutes)
	@$(BIN)/python tools/bench.py --shared $(SHARED) --json out/bench.json $(BENCH)

TRAIN := .venv-train
MODEL := out/training

$(TRAIN)/.done: pyproject.toml training/requirements.txt
	@sh tools/make_venv.sh $(TRAIN)
	@$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check -e . -r training/requirements.txt
	@touch $@

model: $(TRAIN)/.done ## train and export the language model from the treebanks of $(SHARED) into out/model, in two to three hours
	$(TRAIN)/bin/python -m training.train --data $(SHARED)/treebanks --out $(MODEL)/first-stage.pt
	$(TRAIN)/bin/python -m training.train --data $(SHARED)/treebanks --start $(MODEL)/first-stage.pt --out $(MODEL)/second-stage.pt \
		--second --epochs 9 --rate 1.5e-4 --head-rate 1e-3 --watch-every 2 --seed 7
	$(TRAIN)/bin/python -m training.average $(MODEL)/first-stage.pt $(MODEL)/second-stage.pt --share 0.5 --out $(MODEL)/mean.pt
	$(TRAIN)/bin/python -m training.export --data $(SHARED)/treebanks $(MODEL)/mean.pt out/model

judges: $(TRAIN)/.done ## train the judge of "the same event" from training/written, in about three minutes
	$(TRAIN)/bin/python -m training.judges

model-eval: $(TRAIN)/.done ## print the figures of the model card for the shipped model
	$(TRAIN)/bin/python -m training.evaluate --data $(SHARED)/treebanks

clean: ## remove what was built (not the virtual environment)
	rm -rf out build dist graph .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
