#!/usr/bin/env bash
# Install reconciler for the job.
#
# RECONCILER  what pip installs: git+https://ADDRESS@TAG or @COMMIT. The bare name on the public index is another project's.
#             If it is the full path of a checkout, everything is locked by version and hash, also what builds it.
set -euo pipefail

# -P: a pip.py in the repository is not pip. Whoever can merge a file may not be one who may apply.
pip=(python3 -P -m pip install --quiet --disable-pip-version-check)
# Only a full path is a folder: the repository can have one that is called git+https:, with requirements of its own.
if [[ ${RECONCILER:?set this variable to git+https://ADDRESS@TAG} = /* ]]; then
    locked=$RECONCILER/requirements
    "${pip[@]}" --require-hashes --no-deps "--requirement=$locked/build.txt" "--requirement=$locked/runtime.txt"
    "${pip[@]}" --no-deps --no-build-isolation "$RECONCILER"
else
    "${pip[@]}" "$RECONCILER"
fi
