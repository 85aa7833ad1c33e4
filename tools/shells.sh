#!/bin/sh
# Install the shells whose completion is tested, as far as they are missing and apt-get can; fail if one is missing then.
set -eu

missing() {
    for shell in bash zsh fish; do
        command -v "$shell" >/dev/null || printf '%s ' "$shell"
    done
}

shells=$(missing)
# shellcheck disable=SC2086 # one word for each shell
[ -z "$shells" ] || ! command -v apt-get >/dev/null || sh "$(dirname "$0")/apt.sh" $shells || true

shells=$(missing)
[ -z "$shells" ] || {
    echo "missing shells: $shells" >&2
    exit 1
}
