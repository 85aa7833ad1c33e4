#!/usr/bin/env bash
# Apply exactly the plan that was reviewed: the one of the pull request that was merged, or the one with a given digest.
#
# RECONCILER_DIGEST                    digest of a plan that was reviewed elsewhere, sha256:…; made with the options of job.sh
# Variables of github.py or gitlab.py  token, repository, commit and branch, if there is no RECONCILER_DIGEST
# Variables of job.sh                  settings file, folder of the answers, options
#
# Of the plan that the pull request wrote, only its digest and its options are used. reconciler plans again with these options
# and goes on only if the plan has this digest. Acceptances are those of `accepted:` in the settings file alone, and connections
# are cut only if RECONCILER_REJECT_CONNECTIONS is true here, too: whoever can push a branch can write such a plan.
# Writes report.json and apply.md to RECONCILER_OUT. If nothing may be applied, a plan of now is shown with its digest. Ends
# with 0 if AWS is as the documents say, and else with reconciler's exit code, or with 1 if no reviewed plan was found.
set -euo pipefail
# shellcheck source=ci/job.sh
. "$(dirname "${BASH_SOURCE[0]}")/job.sh"

rm -rf "$out"/{plan.json,plan.md,apply.md,report.json,reviewed} # the report of a fleet is a folder
read_options

# Show a plan of now instead of applying, and end: with 0 only if there is nothing to apply.
show_instead() {
    local ended=$1
    answer plan --format "json=$out/plan.json" --detailed-exitcode "${options[@]}"
    if [ "$code" -eq 0 ]; then
        tell notice "AWS is as the documents say: there is nothing to apply."
        exit 0
    fi
    put exit-code "$ended" # of the job, and not of the plan that is shown
    if [ "$code" -eq 4 ] && [ -n "$digest" ]; then
        tell error "Nothing was applied, and the plan of now is refused. Accept it by lines in accepted: of the settings file, in a pull request."
    elif [ -n "$digest" ]; then
        tell error "Nothing was applied. Review the plan of now $(answer_place), and $(by_hand) $digest"
    else
        tell error "Nothing was applied, and no plan can be made now."
    fi
    exit "$ended"
}

if [ -n "${RECONCILER_DIGEST:-}" ]; then
    [[ $RECONCILER_DIGEST =~ ^sha256:[0-9a-f]{64}$ ]] || fail "The digest must be sha256: and 64 hexadecimal digits. Nothing was applied."
    reviewed=("--expect=$RECONCILER_DIGEST" "${options[@]}")
elif said=$(forge reviewed "$out/reviewed" 2>&1); then
    echo "$said"
    mapfile -d '' -t reviewed <"$out/reviewed"
else
    tell warning "$said"
    show_instead 1
fi

for word in "${reviewed[@]}"; do
    if [ "$word" = --reject-connections ] && [ "${RECONCILER_REJECT_CONNECTIONS:-}" != true ]; then
        tell warning "The reviewed plan cuts live connections, and the variable RECONCILER_REJECT_CONNECTIONS of this job is not true."
        show_instead 1
    fi
done

printf 'reconciler apply --yes'
printf ' %q' "${reviewed[@]}"
echo
answer apply --yes --report "$out/report.json" "${reviewed[@]}"
case $code in
    4) tell error "The plan is refused. Accept it by lines in accepted: of the settings file, in a pull request." ;;
    5)
        tell warning "The reviewed plan is stale: AWS or the documents have changed since it was made."
        show_instead 5
        ;;
esac
exit "$code"
