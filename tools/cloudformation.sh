#!/bin/sh
# Checks the CloudFormation templates that init writes with cfn-lint, which is installed from PyPI into an environment of
# its own below .venv. $1 is the folder with python and reconciler.
set -eu

bin=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
linter=$bin/../cloudformation
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

"$bin/python" -m venv "$linter"
"$linter/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
    -r "$root/requirements/cloudformation.txt"

begin() {
    "$bin/reconciler" init "$made/$1" --yes --quiet --organization o-abcdef1234 --marketplace 111111111111 \
        --seller a=222222222222:us-east-1 --seller b=333333333333:eu-west-1,us-east-1 "$2" >/dev/null
}
begin github --github=acme/governance
begin gitlab --gitlab

set -- "$made"/*/cloudformation/*.yaml
[ $# -eq 4 ] || {
    echo "cloudformation: init wrote $# templates, not 4: $*" >&2
    exit 1
}
"$linter/bin/cfn-lint" "$@"
echo "cfn-lint finds nothing in the $# templates that init writes."
