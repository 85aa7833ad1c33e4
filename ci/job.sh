# shellcheck shell=bash
# What the scripts of a job share; they source it. Needs bash 4.4, python3 and reconciler on the PATH.
#
# RECONCILER_CONFIG              settings file (default: the nearest reconciler.yaml)
# RECONCILER_OUT                 folder of the answers (default: reconciler-out)
# RECONCILER_SELECT, _EXCLUDE    selectors of the objects to plan, with blanks between them (default: everything)
# RECONCILER_NO_REMOVALS         true: end no object, and remove no member
# RECONCILER_REJECT_CONNECTIONS  true: cut the live connections that no grant admits
# GITHUB_ACTIONS, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY  set by GitHub; without them, nothing is written for it
# GITLAB_CI                      set by GitLab; its calls are made then

here=$(dirname "${BASH_SOURCE[0]}")
out=${RECONCILER_OUT:-reconciler-out}
mkdir -p "$out"

config=()
[ -z "${RECONCILER_CONFIG:-}" ] || config=(--config "$RECONCILER_CONFIG")

on_github() { [ "${GITHUB_ACTIONS:-}" = true ]; }

# Say something as an annotation of GitHub, or as a line: tell error|warning|notice TEXT.
tell() {
    local text=$2
    if on_github; then
        text=${text//'%'/'%25'}
        text=${text//$'\r'/'%0D'}
        echo "::$1::${text//$'\n'/'%0A'}"
    else
        echo "$1: $text" >&2
    fi
    if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
        printf '\n**%s:** %s\n' "$1" "$2" >>"$GITHUB_STEP_SUMMARY"
    fi
}

fail() {
    tell error "$1"
    exit 1
}

# Set an output of the step: put NAME VALUE.
put() { [ -z "${GITHUB_OUTPUT:-}" ] || echo "$1=$2" >>"$GITHUB_OUTPUT"; }

# Run a command whose output has texts of the user in it: GitHub must not read workflow commands there.
as_text() {
    local ended=0 word
    word=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    ! on_github || echo "::stop-commands::$word"
    "$@" || ended=$?
    ! on_github || echo "::$word::"
    return "$ended"
}

# Run `reconciler COMMAND …`: text goes to the log, Markdown to COMMAND.md and to the page of the job. Sets `code`, the exit
# code, and `digest`, which is empty if there is no plan.
answer() {
    local page=$out/$1.md marker=''
    rm -f "$page"
    code=0
    digest=''
    as_text reconciler "${config[@]}" "$@" --format text --format "markdown=$page" || code=$?
    put exit-code "$code"
    if [ ! -f "$page" ]; then
        tell error "reconciler $1 ended with $code and without an answer; the log of this job says why."
        return 0
    fi
    read -r marker <"$page" || true
    if [[ $marker =~ (sha256:[0-9a-f]{64})' -->'$ ]]; then
        digest=${BASH_REMATCH[1]}
    fi
    put digest "$digest"
    [ -z "${GITHUB_STEP_SUMMARY:-}" ] || { echo && cat "$page"; } >>"$GITHUB_STEP_SUMMARY"
}

# As answer, with the problems as annotations, for commands that have the format `github`.
annotated_answer() {
    local annotations=$out/annotations.txt
    rm -f "$annotations"
    if on_github; then
        answer "$@" --format "github=$annotations"
        [ ! -f "$annotations" ] || cat "$annotations"
    else
        answer "$@"
    fi
}

# Set `options` to the options of reconciler that the variables above name, one word each.
read_options() {
    local words word
    options=()
    read -r -d '' -a words <<<"${RECONCILER_SELECT:-}" || true
    for word in "${words[@]}"; do options+=("--select=$word"); done
    read -r -d '' -a words <<<"${RECONCILER_EXCLUDE:-}" || true
    for word in "${words[@]}"; do options+=("--exclude=$word"); done
    [ "${RECONCILER_NO_REMOVALS:-}" != true ] || options+=(--no-removals)
    [ "${RECONCILER_REJECT_CONNECTIONS:-}" != true ] || options+=(--reject-connections)
}

# Say where the answers of a run can be read.
answer_place() {
    if [ "${GITLAB_CI:-}" = true ]; then echo "in the log of this pipeline"; else echo "on the page of this job"; fi
}

# Say how a user applies the plan with the digest that follows.
by_hand() {
    if [ "${GITLAB_CI:-}" = true ]; then
        echo "run a pipeline of this branch by hand with its digest, the variable RECONCILER_DIGEST:"
    else
        echo "run this workflow by hand with its digest:"
    fi
}

# Call the server of the repository: forge comment|issue|reviewed …
forge() {
    if [ "${GITLAB_CI:-}" = true ]; then
        python3 "$here/gitlab.py" "$@"
    else
        python3 "$here/github.py" "$@"
    fi
}
