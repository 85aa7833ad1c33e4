#!/usr/bin/env bash
# Write the plan of plan.sh into one comment of the pull request: the comment of the last plan is updated, if there is one.
#
# Variables of github.py or gitlab.py  token and repository
# Variables of job.sh                  folder of the answers
#
# Without a plan (a fork), and where there is no pull request, nothing is written, and the script ends with 0. It ends with 1
# if the comment cannot be written: the older comment would show a plan that is no longer true.
set -euo pipefail
# shellcheck source=ci/job.sh
. "$(dirname "${BASH_SOURCE[0]}")/job.sh"

if [ ! -f "$out/plan.md" ]; then
    if [ -f "$out/validate.md" ]; then
        echo "There is no plan, so no comment was written."
    else
        tell warning "This run made no plan, so no comment was written: an older comment shows the plan of an older commit."
    fi
    exit 0
fi
said=$(forge comment "$out/plan.md" 2>&1) || fail "The plan could not be written as a comment; it stands $(answer_place). $said"
echo "$said"
