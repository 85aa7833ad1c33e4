#!/usr/bin/env bash
# Check the documents, offline and without credentials.
#
# Variables of job.sh  settings file, folder of the answers
#
# Writes validate.md to RECONCILER_OUT, and problems as annotations. Outputs of the step: `exit-code`, and `digest`, which is
# empty. Ends with reconciler's exit code: 3 if the documents are invalid.
set -euo pipefail
# shellcheck source=ci/job.sh
. "$(dirname "${BASH_SOURCE[0]}")/job.sh"

annotated_answer validate
exit "$code"
