#!/usr/bin/env bash
# Plan a pull request, or only check it (validate.sh) if there are no credentials: a pull request from a fork gets none.
#
# RECONCILER_CREDENTIALS  false: there are no credentials, so the documents are checked and not planned (default: true)
# Variables of job.sh     settings file, folder of the answers, options of the plan
#
# Writes plan.json, plan.md and plan.html to RECONCILER_OUT, and problems as annotations. Outputs of the step: `exit-code` and `digest`.
# Ends with 0 if there is a plan, also one with changes, and else with reconciler's exit code:
# 3 invalid, 4 refused, 7 AWS was not read. What was written is whole in each case; the next steps should run then, too.
set -euo pipefail
# shellcheck source=ci/job.sh
. "$(dirname "${BASH_SOURCE[0]}")/job.sh"

rm -f "$out"/{plan.json,plan.md,plan.html,validate.md}
if [ "${RECONCILER_CREDENTIALS:-true}" != true ]; then
    tell warning "There are no credentials for this run (it may be of a fork), so the documents are checked and not planned."
    exec bash "$here/validate.sh"
fi

read_options
annotated_answer plan --format "json=$out/plan.json" --format "html=$out/plan.html" --detailed-exitcode "${options[@]}"
[ "$code" -ne 2 ] || code=0
exit "$code"
