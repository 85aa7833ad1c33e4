#!/usr/bin/env bash
# Keep one issue about what drift.sh found: opened and updated while there is drift, closed when there is none.
#
# Variables of github.py or gitlab.py  token and repository
# Variables of job.sh                  folder of the answers
#
# If AWS or the documents could not be read, no issue is opened and none is closed; an open one is updated and says so.
set -euo pipefail
# shellcheck source=ci/job.sh
. "$(dirname "${BASH_SOURCE[0]}")/job.sh"

[ -f "$out/drift.md" ] || fail "There is no answer of reconciler drift, so the issue was left as it is."
said=$(forge issue "$out/drift.md" "$(<"$out/drift.code")" 2>&1) || fail "The issue could not be written. $said"
echo "$said"
