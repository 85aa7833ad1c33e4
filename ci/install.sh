#!/usr/bin/env bash
# Install reconciler for the job.
#
# RECONCILER  what pip installs: git+https://ADDRESS@TAG or @COMMIT, or the folder of a checkout, whose locked dependencies
#             are then installed first. The bare name on the public index is another project's.
set -euo pipefail

pip=(python3 -m pip install --quiet --disable-pip-version-check)
if [ -d "${RECONCILER:?set this variable to git+https://ADDRESS@TAG}" ]; then
    "${pip[@]}" --require-hashes --requirement "$RECONCILER/requirements/runtime.txt"
    "${pip[@]}" --no-deps "$RECONCILER"
else
    "${pip[@]}" "$RECONCILER"
fi
