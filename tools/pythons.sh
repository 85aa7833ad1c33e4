#!/bin/sh
# Run the tests on each Python from 3.11 to 3.14 that is on the PATH, in an environment of its own below .venv.
# Arguments go to pytest. Fails if there is no such Python: a run on nothing proves nothing.
set -eu

tried=
for version in 3.11 3.12 3.13 3.14; do
    if ! "python$version" -c '' 2>/dev/null; then
        echo "python$version: not installed, not tried" >&2
        continue
    fi
    make --no-print-directory dev VENV=".venv/python$version" PYTHON="python$version"
    ".venv/python$version/bin/pytest" --quiet --numprocesses auto "$@"
    tried="$tried $version"
done
[ -n "$tried" ] || {
    echo "no Python from 3.11 to 3.14 is on the PATH; nothing was tried" >&2
    exit 1
}
echo "The tests pass on Python$tried."
