#!/usr/bin/env bash
# Run the script of one command, for the action.
#
# RECONCILER_COMMAND  validate, plan, apply or drift
# Variables of that script
set -euo pipefail
# shellcheck source=ci/job.sh
. "$(dirname "${BASH_SOURCE[0]}")/job.sh"

case ${RECONCILER_COMMAND:-} in
    validate | plan | apply | drift) exec bash "$here/$RECONCILER_COMMAND.sh" ;;
    *) fail "The command must be validate, plan, apply or drift." ;;
esac
