#!/bin/sh
# The long version of `make demo`, for buyer and seller: plan, apply, nothing left to do, and drift found and undone.
# Everything below runs as it would against AWS: the environment alone, which `twin run` makes, points the clients to
# the twin.
set -eu

cd "$(dirname "$0")/.."
[ "${1-}" = on-the-twin ] || exec reconciler twin run -- sh tools/tour.sh on-the-twin

# A repository of its own, as a user has one. It is a day old: drift compares the times of its commits with those of AWS.
rm -rf .tour
mkdir .tour
cp -R reconciler.yaml desired_state .tour
cd .tour
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE
git init --quiet
git add .
GIT_COMMITTER_DATE="$(($(date +%s) - 86400)) +0000" git -c user.name=tour -c user.email=tour@example.com \
    -c commit.gpgSign=false -c core.hooksPath=/dev/null commit --quiet --message "The desired state"

tell() { printf '\n# %s\n' "$*"; }
run() {
    printf '\n$ %s\n' "$*"
    "$@"
}
expect() { # the exit code that the command line after it must end with
    wanted=$1
    shift
    code=0
    run "$@" || code=$?
    [ "$code" -eq "$wanted" ] || { echo "tour: exit code $code instead of $wanted" >&2; exit 1; }
}

tell "An organization of 30 accounts, with an older state of four experiences, lives in the twin of AWS."
tell "So does a seller with endpoint services in two regions. Who has subscribed, who may connect, and who is connected?"
expect 2 reconciler subscribers

tell "Initech has subscribed and may not connect yet. A new customer is one small file:"
run cat desired_state/customers/initech.yaml

tell "desired_state/ says what the Private Marketplace and the services should be. What would change?"
expect 4 reconciler plan --out plan.json --detailed-exitcode

tell "Two rules refuse the plan: an account loses every product that it can buy, and a connected customer loses access."
tell "Both are intended. The options that the plan prints accept them, for this plan only. Apply exactly this plan:"
accept=$(reconciler show plan.json | grep -o -- '--accept [a-z_]*@[0-9a-f]*')
# shellcheck disable=SC2086 # several options
expect 0 reconciler apply plan.json --yes $accept --report report.json

tell "AWS matches the repository for all managed objects, so the next plan is empty."
expect 0 reconciler plan --detailed-exitcode

tell "It names an endpoint of Acme that waits. A service with accept: allowed accepts it in each apply; by hand it is:"
expect 0 reconciler connections accept vpce-0121212121212dddd --yes --quiet

tell "The new service has its name. What is missing before AWS Marketplace can list it?"
expect 2 reconciler checklist metrics-us

tell "Another account of the seller looks at the service as a customer does. It is not allowed, and AWS hides the service:"
expect 2 reconciler verify metrics-us

tell "Now somebody allows a product in the console, and lets users of the default experience request more."
run python ../tools/console.py exp-1234finance AllowProductProcurement \
    '{"Products": [{"Ids": ["12345678-0123-4567-abcd-43176543217"]}]}'
run python ../tools/console.py exp-1234default UpdateProcurementPolicy \
    '{"Configuration": {"PolicyResourceRequests": "Allow"}}'

tell "And a colleague of the seller admits an account that no file names."
run python ../tools/admit.py arn:aws:iam::888888888888:role/reconciler eu-west-1 vpce-svc-0b1c2d3e4f5061728 \
    arn:aws:iam::191919191919:root

tell "The scheduled drift detection finds all of it and ends with exit code 2."
expect 2 reconciler drift

tell "Applying the repository again undoes all of it."
expect 0 reconciler apply --yes --quiet
tell "That was the tour. Next: README.md, \"Your own repository\"."
