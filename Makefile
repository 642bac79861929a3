# Needs Python 3.11 or newer, make and git. Everything it makes stays in ignored folders of this one.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ADMIN_PROXY := $(BIN)/admin-proxy
LOCK := $(BIN)/uv pip compile --quiet --system-certs --generate-hashes --universal --no-emit-index-url --no-header \
	--python-version 3.11

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export REFLEX_TELEMETRY_ENABLED := false

# What talks to a server of its own runs after what does not; what drives a browser runs two at a time, and once more
# if it failed, since a browser on a busy machine can be late. What needed that is named at the end: look at it.
KILLS := $(wildcard tests/faults/test_killed*.py tests/faults/test_planted*.py)
SERVED := tests/test_server.py tests/border $(KILLS)
JOURNEYS := tests/journeys

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo serve test faults check format map lock screenshots clean system-packages

help: ## Print what there is
	@$(PYTHON) -c 'import re; print("\n".join("  make %-11s %s" % found for found in \
		re.findall(r"(?m)^([a-z-]+):.*?## (.*)$$", open("Makefile").read())))'

install: $(VENV)/app ## Install what the server needs into .venv
	@echo "Installed: $(ADMIN_PROXY)"

demo: $(VENV)/app ## Start the demonstration and print its address; Ctrl-C ends it
	@exec $(ADMIN_PROXY) demo $(ARGS)

serve: $(VENV)/app ## Start the server with the settings of the environment (`.venv/bin/admin-proxy config` lists them)
	@exec $(ADMIN_PROXY) serve $(ARGS)

test: $(VENV)/dev system-packages ## Build the pages and run every test
	@$(BIN)/python -m admin_proxy build
ifdef ARGS
	@$(BIN)/python -m pytest $(ARGS)
else
	@$(BIN)/python -m pytest -n auto $(addprefix --ignore=,$(SERVED) $(JOURNEYS))
	@$(BIN)/python -m pytest -n auto --dist loadfile $(SERVED)
	@$(BIN)/python -m pytest -n 2 --dist loadfile --reruns 1 -rR $(JOURNEYS)
endif

faults: $(VENV)/dev system-packages ## Kill the server 500 times on each engine; ARGS=FAULTS_SEED=… repeats what was drawn
	@$(BIN)/python -m admin_proxy build
	@FAULTS_KILLS=500 $(ARGS) $(BIN)/python -m pytest -n 2 --dist loadfile -rP $(KILLS)

check: $(VENV)/dev ## Check format, style, types, layers, migrations and the repository's own rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -k 'not postgresql' tests/test_repository.py tests/test_ground.py

format: $(VENV)/dev ## Put the code into shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

map: ## Draw docs/map.md and docs/policy.md anew
	@$(PYTHON) docs/draw_map.py
	@PYTHONPATH=. $(PYTHON) docs/draw_policy.py

lock: $(VENV)/uv ## Pin what pyproject.toml asks for, with hashes; ARGS=--upgrade chooses the newest versions anew
	@echo uv | $(LOCK) $(ARGS) - --output-file requirements/uv.txt
	@echo setuptools | $(LOCK) $(ARGS) - --output-file requirements/build.txt
	@$(LOCK) $(ARGS) pyproject.toml --output-file requirements/app.txt
	@$(LOCK) $(ARGS) --extra dev --constraints requirements/app.txt pyproject.toml --output-file requirements/dev.txt

screenshots: $(VENV)/dev system-packages ## Take the pictures in docs/screenshots anew
	@$(BIN)/python -m admin_proxy build
	@$(BIN)/python -m tests.journeys.screenshots

clean: ## Remove everything that was installed or built here, but not the data in .data
	@rm -rf $(VENV) .web .reflex .states .build

# Each of these files says that its step was done, and is newer than what the step was done from.

$(VENV)/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; \
	this is %s. make PYTHON=… names another." % sys.version.split()[0])'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "This Python cannot make virtual environments; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making .venv …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements/uv.txt || \
		echo "uv cannot be had here; pip does its work, more slowly."
	@touch $@

$(VENV)/app: requirements/app.txt requirements/build.txt pyproject.toml $(VENV)/uv
	@echo "Installing packages …"
	@$(call sync,requirements/app.txt)
	@$(call install_this)
	@touch $@

$(VENV)/dev: requirements/dev.txt $(VENV)/app
	@echo "Installing packages for development …"
	@$(call sync,requirements/dev.txt)
	@$(call install_this)
	@touch $@

sync = if [ -x $(BIN)/uv ]; then \
		$(BIN)/uv pip sync --quiet --system-certs --require-hashes --python $(BIN)/python \
			requirements/uv.txt requirements/build.txt $(1); \
	else \
		$(BIN)/python -m pip install --quiet --require-hashes -r requirements/build.txt -r $(1); \
	fi

# Editable, and from what is installed already: nothing is downloaded for it.
install_this = if [ -x $(BIN)/uv ]; then \
		$(BIN)/uv pip install --quiet --offline --no-deps --no-build-isolation --python $(BIN)/python --editable .; \
	else \
		$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .; \
	fi

system-packages:
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	{ command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || missing="$$missing postgresql"; \
	[ -n "$$missing" ] || exit 0; \
	if ! command -v apt-get >/dev/null; then \
		echo "The tests need$$missing; install what your system calls that." >&2; exit 1; \
	elif [ "$$(id -u)" = 0 ]; then sudo=""; \
	elif sudo -n true 2>/dev/null; then sudo="sudo"; \
	else echo "The tests need$$missing: sudo apt-get install$$missing" >&2; exit 1; fi; \
	echo "Installing$$missing …"; \
	export DEBIAN_FRONTEND=noninteractive; \
	$$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null
