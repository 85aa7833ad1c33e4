"""TABs in real shells: bash, zsh and fish on a pseudo-terminal."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.cli.completing import script
from tests.cli.completing.shell import SHELLS, Shell, need

DOCUMENTS = """\
kind: experience
items:
  finance: {title: Finance}
  default: {title: Default}
---
kind: endpoint_service
name: "$(touch owned)"
"""
HOSTILE = {
    "show m": "show|my plan.json|",
    "show a": "show|a$(touch owned).json|",
    "show 'a": "show|a$(touch owned).json|",
    "show b": "show|b`touch owned`.json|",
    "show c": "show|c;touch owned|",
    "show it": 'show|it\'s "so".json|',
    "show x=y:": "show|x=y:z@1|",
    "plan --format json=m": "plan|--format|json=my plan.json|",
    'plan --format "json=m': "plan|--format|json=my plan.json|",
    "plan --format=json=b": "plan|--format=json=b`touch owned`.json|",
    "plan --format json=x=y:": "plan|--format|json=x=y:z@1|",
}
"""Lines before a TAB, and the words behind the name of the program after it, each with a bar."""


@pytest.fixture(scope="module", params=SHELLS)
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """Return a shell in a repository with two experiences and with files that have hostile names."""
    name = request.param
    need(name)
    here = tmp_path_factory.mktemp(name)
    (here / "reconciler.yaml").write_text("version: 1\n")
    (here / "desired_state").mkdir()
    (here / "desired_state" / "all.yaml").write_text(DOCUMENTS)
    for words in HOSTILE.values():
        (here / words.split("|")[-2].removeprefix("--format=").removeprefix("json=")).touch()
    running = Shell(name, here, here / ".home")
    yield running
    running.close()


TABS = {
    "reconciler pl\t": "reconciler plan ",
    "reconciler -v --col\tal\tdr\t": "reconciler -v --color always drift ",
    "reconciler plan --select exp\t.fin\t": "reconciler plan --select experience.finance ",
    "reconciler plan --select=experience.fin\t": "reconciler plan --select=experience.finance ",
    "reconciler apply --exclude '*.fin\t": "reconciler apply --exclude '*.finance' ",
    "reconciler import exp\t": "reconciler import experience.",
    "reconciler apply --accept max_re\t": "reconciler apply --accept max_removals@",
    "reconciler plan --on thr\t8": "reconciler plan --on threads:8",
    "reconciler drift --on=pro\t": "reconciler drift --on=processes:",
    "reconciler plan --on da\t": "reconciler plan --on dask://",
    "reconciler plan --on dask:\t": "reconciler plan --on dask://",
    "reconciler plan --format js\t": "reconciler plan --format json",
    "reconciler plan --format json=recon\t": "reconciler plan --format json=reconciler.yaml ",
    "reconciler plan --format json=desired_state/a\t": "reconciler plan --format json=desired_state/all.yaml ",
    "reconciler --config=recon\t": "reconciler --config=reconciler.yaml ",
    "reconciler twin run -- reconciler sch\tsett\t": "reconciler twin run -- reconciler schema settings ",
    "reconciler twin run -- cat recon\t": "reconciler twin run -- cat reconciler.yaml ",
    "reconciler plan > recon\t": "reconciler plan > reconciler.yaml ",
    "reconciler nonsense \t": "reconciler nonsense ",
}


@pytest.mark.parametrize(("keys", "line"), TABS.items(), ids=repr)
def test_a_tab_completes_the_word_at_the_cursor(shell: Shell, keys: str, line: str) -> None:
    """The word is completed as far as it is certain; a blank follows unless the user has to go on typing."""
    assert shell.type(keys) == line


@pytest.mark.parametrize(("line", "words"), HOSTILE.items(), ids=repr)
def test_the_name_of_a_file_is_quoted_so_that_it_means_itself(shell: Shell, line: str, words: str) -> None:
    """The completed line names exactly that file, and nothing in the name is executed, now or later."""
    script = shell.type(f"reconciler {line}\t").replace("reconciler ", "printf '%s|' ", 1)
    said = subprocess.run([shell.name, "-c", script], capture_output=True, text=True, check=True, cwd=shell.here)
    assert said.stdout == words
    assert not (shell.here / "owned").exists()


def test_what_is_on_the_line_is_never_executed(shell: Shell) -> None:
    """Commands in quotes, before the cursor or in a document, are text for the completion."""
    assert shell.type("reconciler --config='$(touch owned)' pl\t") == "reconciler --config='$(touch owned)' plan "
    assert shell.type('reconciler "$(touch owned)" plan --col\t') == 'reconciler "$(touch owned)" plan --col'
    assert shell.type("reconciler plan --select endpoint_service.\t") == "reconciler plan --select endpoint_service."
    assert not (shell.here / "owned").exists()


def test_a_tab_completes_the_word_at_the_cursor_not_the_last_one(shell: Shell) -> None:
    """The cursor stands behind `pl`, seven characters before the end."""
    assert shell.type("reconciler pl --full" + "\x02" * len(" --full") + "\t").split() == [
        "reconciler",
        "plan",
        "--full",
    ]


def test_all_words_that_fit_are_shown(shell: Shell) -> None:
    """Two TABs show the values of an option; zsh and fish show what words mean, too."""
    meanings = () if shell.name == "bash" else ("on stdout", "to a file")
    shell.show("reconciler plan --format \t\t", "text", "json=", "markdown", "github", "sarif", *meanings)


def test_zsh_loads_the_script_from_its_path_of_functions(tmp_path: Path) -> None:
    """The file `_reconciler` completes from the first TAB on, without a line in a start-up file."""
    need("zsh")
    (tmp_path / "_reconciler").write_text(script("zsh"))
    start = f"fpath=({tmp_path} $fpath); autoload -Uz compinit; compinit -u -D"
    running = Shell("zsh", tmp_path, tmp_path / "home", start)
    assert running.type("reconciler pl\t") == running.type("reconciler pl\t") == "reconciler plan "
    running.close()


@pytest.mark.parametrize(
    "options", ["set -u; set -o noglob", "shopt -s failglob; COMP_WORDBREAKS=${COMP_WORDBREAKS//[:=@]/}"]
)
def test_options_of_bash_do_not_matter(tmp_path: Path, options: str) -> None:
    """The completion works with strict options, and with other characters that end words."""
    (tmp_path / "my plan.json").touch()
    running = Shell("bash", tmp_path, tmp_path / "home", f"source <(reconciler completion bash); {options}")
    assert running.type("reconciler plan --color=al\t") == "reconciler plan --color=always "
    assert running.type("reconciler plan --format json=m\t") == r"reconciler plan --format json=my\ plan.json "
    assert running.type("reconciler nonsense \t") == "reconciler nonsense "
    running.close()


def test_a_missing_program_or_a_missing_part_of_the_shell_is_no_mess(tmp_path: Path) -> None:
    """Without the program, nothing is completed; zsh without its completion system says what is missing."""
    need("zsh")
    (tmp_path / "_reconciler").write_text(script("zsh"))
    said = subprocess.run(["zsh", "-f", "_reconciler"], capture_output=True, text=True, check=True)
    assert said.stderr == "reconciler completion: put 'autoload -Uz compinit && compinit' above this line\n"
    need("fish")
    (tmp_path / "script.fish").write_text(script("fish"))
    ask = 'source script.fish; complete --do-complete "reconciler plan --col"'
    said = subprocess.run(
        ["fish", "-c", ask], capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin"}
    )
    assert (said.stdout, said.stderr) == ("", "")
