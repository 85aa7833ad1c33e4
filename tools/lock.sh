#!/bin/sh
# Resolves pyproject.toml into requirements/: one pinned and hashed set that installs on every Python >= 3.11.
# Pins that still fit are kept unless --upgrade is given.
set -eu

resolver=.venv/lock
[ -x $resolver/bin/uv ] || {
    .venv/bin/python -m venv $resolver
    $resolver/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/lock.txt
}

resolve() {
    target=requirements/$1
    shift
    $resolver/bin/uv pip compile "$@" --universal --python-version 3.11 --generate-hashes --no-header --quiet \
        --no-emit-index-url --no-emit-find-links --output-file "$target"
    printf '# Exact versions and hashes for pyproject.toml; written by make lock.\n%s\n' "$(cat "$target")" >"$target"
}

resolve runtime.txt pyproject.toml "$@"
resolve dev.txt pyproject.toml --extra twin --extra fleet --group dev --constraint requirements/runtime.txt "$@"
resolve lock.txt --group pyproject.toml:lock "$@"
resolve cloudformation.txt --group pyproject.toml:cloudformation "$@"
resolve build.txt --group pyproject.toml:build --constraint requirements/dev.txt "$@"
resolve bench.txt --group pyproject.toml:bench "$@"
resolve docs.txt --group pyproject.toml:docs "$@"
