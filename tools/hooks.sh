#!/bin/sh
# Tries .pre-commit-hooks.yaml with pre-commit: clones the last commit of this repository, which pre-commit installs with
# its dependencies from PyPI, and commits to a new repository. $1 is the folder with pre-commit and reconciler.
set -eu

bin=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
export PRE_COMMIT_HOME="$made/hooks" GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE
export GIT_AUTHOR_NAME=hooks GIT_AUTHOR_EMAIL=hooks@example.com GIT_COMMITTER_NAME=hooks GIT_COMMITTER_EMAIL=hooks@example.com

fail() {
    echo "hooks: $1" >&2
    cat "$made/said" >&2
    exit 1
}

# Commits everything and expects the commit to pass, or to be refused with the words $1.
commit() {
    git add --all
    if git commit --quiet --message test >"$made/said" 2>&1; then
        [ $# -eq 0 ] || fail "the commit passed; expected: $1"
    else
        [ $# -eq 1 ] || fail "the commit was refused"
        grep -qF -- "$1" "$made/said" || fail "the commit was refused without the words: $1"
    fi
}

git clone --quiet --bare "$root" "$made/reconciler.git"
git -C "$made/reconciler.git" tag --force v0 HEAD

git init --quiet "$made/user"
cd "$made/user"
"$bin/reconciler" init --yes --quiet --marketplace 111111111111 --organization o-abcdef1234 \
    --seller a=222222222222:us-east-1 >/dev/null
cat >.pre-commit-config.yaml <<CONFIG
repos:
  - repo: file://$made/reconciler.git
    rev: v0
    hooks: [{id: reconciler-validate}, {id: reconciler-fmt}]
CONFIG
"$bin/pre-commit" install >/dev/null

commit
printf 'kind: product\nitems:\n  datadog: {id: prod-abcd1234efgh5}\n' >desired_state/products.yaml
printf 'kind:   experience\nname: finance\ntitle: Finance\nproducts: {allow: [datadog]}\n' >desired_state/finance.yaml
commit 'desired_state/finance.yaml: not in canonical form'
"$bin/reconciler" fmt >/dev/null
commit
rm desired_state/products.yaml
commit "no product is called 'datadog'"
echo "The hooks of .pre-commit-hooks.yaml accept and refuse what they should."
