# `make` alone lists what there is. A target's line of help stands behind ##.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run front messages dev test test-fast test-long library lint fmt bench lock clean

PY := .venv/bin/python
UV = "$$(sh requirements/find-uv.sh)"
SITE_LOCK := requirements/site.txt pyproject.toml
# Two workers by default: more cores help little, because the browser and the databases want theirs too.
JOBS ?= 2
PYTEST := .venv/bin/pytest -q
PARALLEL := -n $(JOBS) --dist loadfile
LOCK := pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.12

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.site front ## prepare the environment without starting anything; the command is then .venv/bin/troth

run: setup ## serve the demonstration portfolio on this machine, and print its address and a sign-in link
	@exec .venv/bin/troth serve --demo

front: .venv/.site ## build the front-end files and the translations, if they are not current
	@$(PY) -m troth_site.front

messages: .venv/.site ## collect what is to be translated, and say what each language still lacks
	@$(PY) -m troth_site.catalogues

dev: .venv/.dev front ## prepare the environment for developing, with all tools

test: dev ## run the whole test suite: library, house, site, browser, and a sample on PostgreSQL
	@$(PY) -m tests.suite --jobs $(JOBS)

test-fast: .venv/.dev ## run the library's tests and doctests, and the house rules: under a minute
	@$(PYTEST) $(PARALLEL) -m "not long" tests/library tests/house src/troth

test-long: dev ## run everything, also large simulations and the whole site on both databases
	@$(PY) -m tests.suite --jobs $(JOBS) --long

library: .venv-library/.made ## run the library's tests and doctests where Django is not installed
	@.venv-library/bin/python -c "import importlib.util as u, sys; sys.exit(u.find_spec('django') and 'Django is here')"
	@.venv-library/bin/python -m pytest -q -m "not long" tests/library src/troth

lint: .venv/.dev ## check style, types and import contracts
	@failed=0; for check in 'ruff check --output-format concise .' 'ruff format --check .' mypy 'lint-imports --no-logo'; do \
	    echo "== $$check"; .venv/bin/$$check || failed=1; done; exit $$failed

fmt: .venv/.dev ## format the code and mend what can be mended
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: dev ## measure against peers and the limit of this machine; writes benchmarks/results.md
	@$(PY) -m benchmarks

lock: ## rebuild the locked requirement files; UPGRADE=1 takes newer releases
	$(UV) $(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml --extra site --extra postgres --group build -o requirements/site.txt
	$(UV) $(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml --extra site --extra postgres --group build --group dev \
	    -c requirements/site.txt -o requirements/dev.txt
	$(UV) $(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml --group build --group library \
	    -c requirements/dev.txt -o requirements/library.txt

clean: ## remove everything that make made (not your data)
	rm -rf .venv .venv-uv .venv-library node_modules build dist src/*.egg-info src/troth_site/static/vendor
	rm -rf .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The Python we develop on, else any that will do, else one that uv fetches.
define environment
uv=$(UV) && { "$$uv" venv -q --no-project --clear --no-python-downloads --python "$$(cat .python-version)" $(1) 2>/dev/null \
	    || "$$uv" venv -q --no-project --clear --no-python-downloads --python '>=3.12' $(1) 2>/dev/null \
	    || "$$uv" venv -q --no-project --clear --python "$$(cat .python-version)" $(1) \
	    || { echo "No Python 3.12 or newer was found, and none could be fetched: install one, then run make again." >&2; exit 1; }; }
endef

# Stamps: each is newer than all it was made from, so that a second run has nothing to do.

.venv/.python: .python-version
	@[ -x $(PY) ] || { $(call environment,.venv); }
	@touch $@

# The editable install builds with the pinned setuptools of the lock file: nothing unpinned is fetched.
# A developer's environment holds all of site.txt, so it is refreshed instead of being stripped of its tools.
.venv/.site: .venv/.python $(SITE_LOCK)
	@if [ -e .venv/.dev ]; then rm .venv/.dev && $(MAKE) --no-print-directory .venv/.dev; else \
	    echo "Installing Troth into .venv" && \
	    $(UV) pip sync --quiet --compile-bytecode --python $(PY) --require-hashes requirements/site.txt && \
	    $(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation -e . && \
	    $(PY) -m compileall -q src && touch $@; fi

.venv/.dev: .venv/.python requirements/dev.txt $(SITE_LOCK)
	@echo "Installing Troth with the developers' tools into .venv"
	@$(UV) pip sync --quiet --compile-bytecode --python $(PY) --require-hashes requirements/dev.txt
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation -e .
	@touch .venv/.site $@

.venv-library/.made: requirements/library.txt pyproject.toml .python-version
	@$(call environment,.venv-library)
	@$(UV) pip sync --quiet --compile-bytecode --python .venv-library/bin/python --require-hashes requirements/library.txt
	@echo "$$PWD/src" > "$$(.venv-library/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/troth.pth"
	@touch $@
