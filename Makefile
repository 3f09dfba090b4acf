# Two commands do everything on a bare machine with python3 >= 3.11: `make run` and `make test`.
PORT ?= 8000
DEMO ?= 1
DATA ?= var
PY = .venv/bin/python
export PORT DEMO DATA

.PHONY: run test check bench code install browser compose docs format imports types lock clean

run: install            ## the whole house on http://localhost:$(PORT); Ctrl-C stops it
	@exec $(PY) -m config.supervisor

test: install browser compose  ## everything, journeys in a real browser included
	@$(PY) -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

check: install          ## lint, types, floors, deployment settings, migrations, fresh generated docs
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(MAKE) --no-print-directory imports types
	@SOTTO_OFFLINE=1 SOTTO_ORIGIN=https://sotto.example $(PY) manage.py check --deploy --fail-level WARNING
	@$(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@$(PY) manage.py access_table --check
	@$(PY) manage.py data_map --check
	@$(PY) manage.py states_table --check
	@$(PY) manage.py rules_table --check
	@$(PY) manage.py asvs_table --check

imports: install        ## the floors
	@.venv/bin/lint-imports

types: install
	@SOTTO_OFFLINE=1 $(PY) -m mypy

bench: install          ## the benchmarks, a table, and bench/results/latest.json; the longest run when named
	@$(PY) -m bench

code: install           ## make code USER=rosa: the current one-time code of a demo person
	@SOTTO_DATA=$(DATA) $(PY) manage.py code "$(USER)"

docs: install           ## write the generated pages again
	@$(PY) manage.py access_table
	@$(PY) manage.py data_map
	@$(PY) manage.py states_table
	@$(PY) manage.py rules_table
	@$(PY) manage.py asvs_table

format: install
	@$(PY) -m ruff check --fix-only .
	@$(PY) -m ruff format .

install:
	@python3 config/bootstrap.py

browser:
	@python3 config/machine.py browser

compose:
	@python3 config/machine.py compose

lock: install           ## resolve again after a change of pyproject.toml or package.json
	@python3 config/lock.py

clean:                  ## what was built, not what was kept: var/ stays
	rm -rf .venv .tools node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache test-output
