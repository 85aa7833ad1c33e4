#!/bin/sh
# Makes the virtual environment $1 with $PYTHON, or with the first Python on the PATH that is new enough.
set -eu

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

refuse() {
    echo "make: $1" >&2
    exit 1
}

for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if new_enough "$candidate"; then
        "$candidate" -c 'import ensurepip, venv' 2>/dev/null ||
            refuse "$candidate cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv"
        exec "$candidate" -m venv "$1"
    fi
done
refuse "Python 3.11 or newer is needed and ${PYTHON:-python3} is not; name another one with: make PYTHON=/path/to/python3.12"
