#!/bin/sh
# Install the Chromium in which the HTML report is tested, if it is missing and apt-get can; fail if it is missing then.
set -eu

present() {
    for program in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$program" >/dev/null && return
    done
    return 1
}

present || ! command -v apt-get >/dev/null || sh "$(dirname "$0")/apt.sh" chromium || true

present || {
    echo "Chromium is missing: install the package chromium, or run make test-core, which leaves out the tests in a browser" >&2
    exit 1
}
