# tongban (通办). `make run` runs it, `make test` tests it; everything else is for developers.
# Nothing here holds a path: a checkout may lie under spaces, Chinese, or a long name.

.PHONY: help run test check bench mutants screenshots clean prepare-run prepare-test
.DEFAULT_GOAL := help
ARGS ?=
# Two processes share the tests out by files, each with a server and a browser of its own, in the order in
# which they stand: the browser's come last. `make test TOGETHER=` runs them one after another.
TOGETHER ?= -n 2 --dist loadfile --no-loadscope-reorder

help:
	@echo "make run      install, build and run the program with its demo campus; Ctrl-C ends it"
	@echo "make test     all tests, the browser's included; ARGS='tests/db -k server' narrows them"
	@echo "make check    lint, types, contracts between the rooms, and the fast tests"
	@echo "make bench    the benchmarks, one JSON object a line; ARGS='floor_db' narrows them"
	@echo "make mutants  plant small faults in a copy and see that tests catch each"
	@echo "make screenshots  take the README's pictures from the running program"
	@echo "make clean    remove what was installed and built; the data in .data stays"

prepare-run prepare-test:
	@python="$$(sh scripts/find-python.sh)" && "$$python" -m scripts.prepare $(@:prepare-%=%)

run: prepare-run
	@exec .venv/bin/python -m cli run $(ARGS)

test: prepare-test
	@.venv/bin/python -m scripts.browser && .venv/bin/python -m pytest $(TOGETHER) $(ARGS)

check: prepare-test
	@.venv/bin/python -m scripts.check

bench: prepare-test
	@.venv/bin/python -m bench $(ARGS)

mutants: prepare-test
	@.venv/bin/python -m scripts.mutants $(ARGS)

screenshots: prepare-test
	@.venv/bin/python -m scripts.screenshots

clean:
	rm -rf .venv .make build dist *.egg-info portal/static/dist portal/frontend/node_modules
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
