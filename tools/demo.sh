#!/bin/sh
# The story of the README on one page, on the embedded AWS: one change of an experience, one new customer, one drift.
# It leaves a repository in the folder $1 (.demo), its twin running, a shell on it, and a script that stops the twin. A demo
# that does not come to its end leaves nothing.
set -eu

cd "$(dirname "$0")/.."
tools=$PWD/tools
left=${1:-.demo}
case $left in /*) folder=$left ;; *) folder=$PWD/$left ;; esac
work=$folder-$$ # the folder of an earlier demo stays until this one is done
bin=$(dirname "$(command -v reconciler)")

# No AWS but the twin is in the environment, here and in the shell that is left.
# shellcheck disable=SC2016 # the text is evaluated
forget='for name in $(env | sed -n "s/^\(AWS_[A-Za-z0-9_]*\)=.*/\1/p"); do unset "$name"; done'
eval "$forget"
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE

interrupted() { exit 130; }
clear_up() { # unless all is done: say what went wrong, end the twin, and leave nothing
    code=$?
    trap - EXIT
    if [ -d "$work" ]; then
        [ "$code" -eq 0 ] || [ ! -f "$work/.said" ] || cat "$work/.said" >&2
        [ -z "${AWS_ENDPOINT_URL-}" ] || command reconciler --quiet twin stop || :
        rm -rf "$work"
    fi
    exit "$code"
}
trap clear_up EXIT
trap interrupted HUP INT TERM

color=never
if [ -t 1 ]; then
    [ -n "${NO_COLOR-}" ] || [ "${TERM-}" = dumb ] || color=always
    { COLUMNS=$(stty size 2>/dev/null <&3 | cut -d ' ' -f 2); } 3>&1
    export COLUMNS
fi
head="^\\($(printf '\033')\\[[0-9;]*m\\)*" # a line begins, perhaps with a colour

reconciler() { command reconciler --color "$color" "$@"; }
tell() { printf '\n# %s\n' "$@"; }
show() { # print the lines of a command that the sed script $1 selects; $2 is the exit code that it must end with
    lines=$1
    wanted=$2
    shift 2
    code=0
    printf '$ %s\n' "$*"
    "$@" >.out 2>.said || code=$?
    sed -n "$lines" .out
    [ "$code" -eq "$wanted" ] || { echo "demo: exit code $code instead of $wanted" >&2; exit 1; }
}

mkdir -p "$work"
cp demo/reconciler.yaml "$work"
cp -R demo/desired_state "$work"
twin=$(command reconciler --quiet twin start --seed demo/seed.json)
eval "$twin"
cat >"$work/shell" <<END
#!/bin/sh
# A shell in the repository of the demo, with the demo's twin as its AWS.
cd "$folder" || exit 1
$forget
$twin
export PATH="$bin:\$PATH"
[ ! -t 1 ] || echo "The AWS of this shell is the twin of the demo. To leave it: exit"
exec "\${SHELL:-sh}" "\$@"
END
cat >"$work/stop" <<END
#!/bin/sh
# Stops the twin of the demo.
cd "$folder" || exit 1
AWS_ENDPOINT_URL=$AWS_ENDPOINT_URL "$bin/reconciler" --quiet twin stop || exit 1
rm -f shell stop
echo "The twin of the demo has stopped."
END
chmod +x "$work/shell" "$work/stop"

# A repository of its own, as a user has one. It is a day old: drift compares the times of its commits with those of AWS.
cd "$work"
git init --quiet
printf '%s\n' /shell /stop /plan.json /report.html /.out /.said >.git/info/exclude
git config user.name demo
git config user.email demo@example.com
git add .
GIT_COMMITTER_DATE="$(($(date +%s) - 86400)) +0000" git \
    -c commit.gpgSign=false -c core.hooksPath=/dev/null commit --quiet --message "The desired state"

echo "# The twin, an embedded AWS, has a small organization and an endpoint service."
echo "# In git, Finance may also buy Payroll Pro, and Initech is a new customer:"
show p 0 cat desired_state/finance.yaml
show p 0 cat desired_state/customers/initech.yaml

tell "What would change in AWS, and whom does it affect? (The end of the output:)"
show "/${head}Impact/,\$p" 0 reconciler plan --out plan.json --format text --format html=report.html

tell "Apply exactly this plan:"
show "/${head}Applied/,\$p" 0 reconciler apply plan.json --yes

tell "Somebody allows a product in the console. The daily drift detection finds it:"
python "$tools/console.py" exp-1234finance AllowProductProcurement '{"Products": [{"Ids": ["prod-invoices12345"]}]}' >.out
show "/${head}AWS differs/p; /accounts can buy/,/^\$/p" 2 reconciler drift
echo "# An apply would undo that. To keep it instead, write it into the YAML:"
show "/${head}Adopted/,/^  /p" 0 reconciler drift --adopt --select experience.finance
show "/${head}[-+][^-+]/p" 0 git diff

rm -f .out .said
cd "$tools/.."
[ ! -x "$folder/stop" ] || "$folder/stop" >/dev/null 2>&1 || :
rm -rf "$folder"
python -c 'import os, sys; os.rename(*sys.argv[1:])' "$work" "$folder" 2>/dev/null ||
    { echo "demo: another demo has just ended, and $left is its folder" >&2; exit 1; }
cat <<END

The plan as a page: open $left/report.html in a browser.
The twin goes on running. Open a shell on it, and try three things:  $left/shell
  the plan as a whole     reconciler show plan.json
  what an account buys    reconciler effective --account 414141414141
  a customer is cut off   rm desired_state/customers/acme.yaml; reconciler plan
To get the file of the customer back: git checkout desired_state/customers
To stop the twin: $left/stop. The long version of this demo: make tour.
Next: README.md, "Your own repository".
END
