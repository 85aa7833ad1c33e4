#!/usr/bin/env bash
# Compare AWS with the documents.
#
# Variables of job.sh  settings file, folder of the answers
#
# The whole history of the repository has to be there (fetch-depth: 0), or reconciler cannot say where a difference comes from.
# Writes drift.json, drift.md and the exit code, as drift.code, to RECONCILER_OUT. Outputs of the step: `exit-code` and
# `digest`. Ends with reconciler's exit code: 2 if there is drift, 3 invalid, 7 AWS was not read.
set -euo pipefail
# shellcheck source=ci/job.sh
. "$(dirname "${BASH_SOURCE[0]}")/job.sh"

rm -f "$out"/drift.{json,md,code}
answer drift --format "json=$out/drift.json"
echo "$code" >"$out/drift.code"
exit "$code"
