#!/bin/sh
# Prints the command of a Python that is new enough, the newest first, or says in one sentence that there is none.
# A name that is found may still fail when it runs (pyenv's shims do), so each is tried.
for candidate in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3.11 python3.14 python3 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
done
echo "tongban needs Python 3.11 or newer, and none was found; install it, or name it: make run PYTHON=/path/to/python3" >&2
exit 3
