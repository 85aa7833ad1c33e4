#!/usr/bin/env bash
# Compare AWS with the documents.
#
# RECONCILER_NOTIFY    true: tell the recipients that `notify` of the settings file names; of a fleet, that of each member's settings
# RECONCILER_TOLD      file that remembers what they were told, so that nothing is told twice; keep it between runs
# Variables of job.sh  settings file, folder of the answers
#
# The whole history of the repository has to be there (fetch-depth: 0), or reconciler cannot say where a difference comes from.
# Writes drift.json, drift.md and drift.code to RECONCILER_OUT. Outputs of the step: `exit-code` and `digest`. Ends with
# reconciler's exit code: 2 if there is drift, 3 invalid, 7 AWS was not read, 1 if a recipient could not be told.
set -euo pipefail
# shellcheck source=ci/job.sh
. "$(dirname "${BASH_SOURCE[0]}")/job.sh"

rm -f "$out"/drift.{json,md,code}
telling=()
if [ "${RECONCILER_NOTIFY:-}" = true ]; then
    telling=(--notify)
    [ -z "${RECONCILER_TOLD:-}" ] || telling+=(--told "$RECONCILER_TOLD")
fi
answer drift --format "json=$out/drift.json" "${telling[@]}"

# Drift of which a recipient could not be told ends with 1. It is drift for the issue all the same.
found=$code
# So is drift of members of a fleet, unless one of them failed.
differs='
import json, sys
answer = json.load(open(sys.argv[1], encoding="utf-8"))
states = {one["state"] for one in answer.get("members", [])}
sys.exit(not (answer.get("changes") or ("changed" in states and states <= {"changed", "clean"})))'
if [ "$code" -eq 1 ] && [ -n "$digest" ] && python3 -P -c "$differs" "$out/drift.json"; then
    found=2
fi
echo "$found" >"$out/drift.code"
exit "$code"
