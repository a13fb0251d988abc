# The commands of this project; `make help` lists them.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PAGES := tests/pages
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test test-postgres test-elasticsearch test-pages elasticsearch bench-search bench lint format messages guide-pictures requirements clean

help: ## Say what each command does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/site ## Fill a site with sample content and serve it on 127.0.0.1 (PORT=8000)
	@$(BIN)/python manage.py demo --port $(PORT)

test: $(VENV)/tools ## Run every test, on SQLite, PostgreSQL, Elasticsearch; what is absent is skipped aloud
	$(BIN)/python -m pytest -n auto --dist loadgroup --no-loadscope-reorder -m "not pages"
	@$(MAKE) --no-print-directory test-postgres
	@# Both wait for their servers as long as they work.
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target test-elasticsearch test-pages

test-postgres: $(VENV)/tools ## Run the tests, without the browser, on a PostgreSQL server of their own
	.ci/postgres $(BIN)/python -m pytest -n auto --dist loadgroup --no-loadscope-reorder -m "not browser and not once and not pages"

test-elasticsearch: $(VENV)/tools ## Run the tests that need Elasticsearch on a server of their own, some beside PostgreSQL
	.ci/elasticsearch sh -ec '\
		$(BIN)/python -m pytest -n auto --dist loadgroup --no-loadscope-reorder -m "elasticsearch and not browser and not alone"; \
		.ci/postgres $(BIN)/python -m pytest -m pair'

test-pages: $(VENV)/tools $(PAGES)/node_modules ## Check the public pages: HTML, accessibility, Lighthouse, keyboard
	$(BIN)/python -m pytest -m pages tests/pages

# Chromium and Java are Debian's; without npm what it brings is skipped aloud.
$(PAGES)/node_modules: $(PAGES)/package-lock.json
	@if command -v npm >/dev/null; then \
		npm ci --prefix $(PAGES) --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; \
	else echo "npm is not on this machine: HTML, axe and Lighthouse cannot check the pages" >&2; fi

elasticsearch: ## Run an Elasticsearch server of one's own until Ctrl-C (RUN=command beside it)
	.ci/elasticsearch $(or $(RUN),sh -c 'echo "SEARCH_URL=$$SEARCH_URL"; exec sleep infinity')

DOCUMENTS ?= 10000
BENCH_DIR := $(or $(VAR_DIR),var)
bench-search: $(VENV)/site ## Measure the search on DOCUMENTS=10000 bulk documents (CORPUS=folder, ARGS=--blind, ENGINE=both)
	@mkdir -p $(BENCH_DIR)
	DEBUG=false DATABASE_URL=sqlite:///$(abspath $(BENCH_DIR))/bench_$(DOCUMENTS).sqlite3 \
		$(if $(filter both,$(ENGINE)),$(if $(SEARCH_URL),,.ci/elasticsearch)) $(BIN)/python manage.py bench_search \
		--documents $(DOCUMENTS) $(if $(CORPUS),--corpus $(CORPUS)) $(if $(filter both,$(ENGINE)),--both) $(ARGS)

bench: $(VENV)/site ## Measure pages, feeds, publication, admin, ledger on DOCUMENTS=10000 bulk documents (PART=pages)
	@mkdir -p $(BENCH_DIR)
	DEBUG=false DATABASE_URL=sqlite:///$(abspath $(BENCH_DIR))/bench_$(DOCUMENTS).sqlite3 \
		$(BIN)/python manage.py bench --documents $(DOCUMENTS) $(addprefix --part ,$(PART))

lint: $(VENV)/tools ## Check style, templates, migrations and deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djhtml --check --tabwidth 4 templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))") \
		ALLOWED_HOSTS=policy.example BASE_URL=https://policy.example \
		DJANGO_SETTINGS_MODULE=cms.settings.production \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(VENV)/tools ## Put code and templates into the project's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djhtml --tabwidth 4 templates

messages: $(VENV)/tools ## Compile the Chinese words of the admin (locale/**/*.po)
	$(BIN)/pybabel compile --directory locale --domain "django djangojs"

guide-pictures: $(VENV)/tools ## Draw the pictures of both guides anew (docs/images/guide)
	$(BIN)/python docs/guide_pictures.py
	$(BIN)/python docs/reviewer_pictures.py

requirements: $(VENV)/tools ## Compile requirements/*.txt from pyproject.toml
	$(BIN)/uv pip compile $(COMPILE) --output-file requirements/site.txt pyproject.toml
	$(BIN)/uv pip compile $(COMPILE) --extra dev --output-file requirements/tools.txt pyproject.toml
COMPILE := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make requirements" --upgrade

clean: ## Remove the environment and everything the demo wrote
	rm -rf $(VENV) var

$(VENV)/site: requirements/site.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/site.txt
	@touch $@

$(VENV)/tools: requirements/tools.txt $(VENV)/site
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/tools.txt
	@touch $@
