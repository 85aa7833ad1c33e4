"""What can stand at the cursor, for every kind of argument."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.cli.arguments import COMMANDS, command_parser
from reconciler.cli.completing import answer_lines
from reconciler.cli.completing.values import VALUES, kinds, kinds_in_aws, value_of
from reconciler.cli.installed import Installed
from reconciler.interruption import Interruption
from reconciler.kind import remotes
from reconciler.kinds import all_kinds

DOCUMENTS = """\
kind: experience
name: finance
---
kind: experience
items:
  field: {title: Field}
  default: {title: Default}
---
kind: endpoint_service
name: api-us
---
kind: product
items:
  datadog: {id: prod-1}
---
kind: principal
name: acme
---
kind: allowed_principals
items:
  acme: {service: api-us, principals: [acme]}
  globex: {service: api-us, principals: ["555555555555"]}
"""
GLOBALS = ["--config", "--color", "--verbose", "--quiet"]


@pytest.fixture(autouse=True)
def documents(here: Path) -> None:
    """Write documents of six kinds."""
    (here / "desired_state").mkdir()
    (here / "desired_state" / "all.yaml").write_text(DOCUMENTS)


def answered(line: str) -> list[str]:
    """Return the answer for *line*, in which blanks separate words, without the meanings of words."""
    return [one.partition("\t")[0] for one in answer_lines("zsh", line.split(" "), Path.cwd())]


WORDS = {
    "": list(COMMANDS),
    "pl": ["plan"],
    "-v --color never pl": ["plan"],
    "--config reconciler.yaml sh": ["show", "sheet"],
    "--config=reconciler.yaml sh": ["show", "sheet"],
    "--color ": ["auto", "always", "never"],
    "--color=a": ["--color=auto", "--color=always"],
    "--colour=a": [],
    "--col": ["--color"],
    "plan --color al": ["always"],
    "connections re": ["reject"],
    "connections accept ": [],
    "connections accept vpce-1 --y": ["--yes"],
    "plan --on ": ["threads:", "processes:", "dask://"],
    "plan --on=t": ["--on=threads:"],
    "plan --on threads:": ["threads:"],
    "plan --on threads:8": [],
    "plan --sel": ["--select"],
    "plan --detailed-exitcode --de": [],
    "plan --select experience --sel": ["--select"],
    "plan --full=": [],
    "plan --out plan.json --f": ["--format", "--full"],
    "drift ": [
        "--help",
        "--format",
        "--full",
        "--at",
        "--select",
        "--exclude",
        "--revert",
        "--adopt",
        "--accept",
        "--notify",
        "--told",
        "--metrics",
        "--on",
        *GLOBALS,
    ],
    "drift --notify ": [],
    "drift --notify arn:x ": [],
    "drift --notify arn:x --to": ["--told"],
    "drift --notify arn:x --told told.json --me": ["--metrics"],
    "plan --select ": ["endpoint_service", "endpoint_service.", "experience", "experience."],
    "plan --select ex": ["experience", "experience."],
    "plan --select experience.": ["experience.default", "experience.field", "experience.finance"],
    "plan --select experience.fin": ["experience.finance"],
    "plan --select=experience.fin": ["--select=experience.finance"],
    "apply --exclude *.fi": ["*.field", "*.finance"],
    "apply --exclude exp*.fin": ["exp*.finance"],
    "plan --select product.": [],
    "import ": ["endpoint_service.", "experience.", "private_marketplace."],
    "import experience.": [],
    "import experience.new --i": ["--id"],
    "import experience.new --id ": [],
    "effective --product ": ["datadog"],
    "effective --account ": ["acme"],
    "sheet ": ["acme", "globex"],
    "plan --format ": [
        *("text", "text=", "json", "json=", "markdown", "markdown=", "html", "html="),
        *("github", "github=", "sarif", "sarif="),
    ],
    "apply --format m": ["markdown", "markdown="],
    "drift --format=j": ["--format=json", "--format=json="],
    "drift --format yaml": [],
    "plan --accept max_r": ["max_removals@"],
    "plan --accept prot": [],
    "plan --accept max_removals@1a": [],
    "apply --expect ": [],
    "explain near-": ["near-miss"],
    "explain near-miss ": ["--help", *GLOBALS],
    "schema e": ["endpoint_service", "experience", "effective"],
    "completion ": ["bash", "zsh", "fish"],
    "twin ": ["run", "start", "stop", "serve"],
    "twin serve --port ": [],
    "twin run -- reconciler pl": ["plan"],
    "twin run -- .venv/bin/reconciler --color n": ["never"],
    "nonsense ": [],
    "nonsense --": [],
}


@pytest.mark.parametrize(("line", "words"), WORDS.items(), ids=repr)
def test_words_fit_the_place_of_the_cursor(line: str, words: list[str]) -> None:
    """The answer has whole words that begin with the word at the cursor; it is empty if only the user knows more."""
    assert answered(line) == ["words", *words]


FILES = {
    "validate ": 0,
    "validate a.yaml b": 0,
    "validate -- -": 0,
    "show ": 0,
    "apply pl": 0,
    "plan --out ": 0,
    "plan --out=a": len("--out="),
    "--config ": 0,
    "show --config=re": len("--config="),
    "plan --format json=": len("json="),
    "plan --format=json=a/b": len("--format=json="),
    "apply --report ": 0,
    "twin run --seed ": 0,
}


@pytest.mark.parametrize(("line", "head"), FILES.items(), ids=repr)
def test_paths_are_left_to_the_shell(line: str, head: int) -> None:
    """The answer says how many characters of the word stand before the path."""
    assert answered(line) == [f"files {head}"]


def test_the_command_line_of_another_program_is_left_to_the_shell() -> None:
    """The words behind `twin run --` belong to another program, unless that is reconciler."""
    assert answered("twin run -- ") == answered("twin run --port 1 -- ls reconciler pl") == ["other"]


def test_each_word_has_its_meaning() -> None:
    """The meaning is the summary of a command or a code, or the help of an option."""
    lines = [*answer_lines("fish", ["pl"], Path.cwd()), *answer_lines("fish", ["plan", "--fu"], Path.cwd())]
    assert lines == [
        "words",
        "plan\tshow what apply would change, without writing to AWS",
        "words",
        "--full\tshow long lists in full",
    ]


def test_bash_gets_the_part_of_each_word_that_it_replaces() -> None:
    """Bash ends the word before a `=`, `:` or `@` and replaces the rest, with or without quotes."""
    here = Path.cwd()
    assert list(answer_lines("bash", ["reconciler plan --color=al", "al"], here)) == ["words", "always"]
    assert list(answer_lines("bash", ["reconciler plan --color=", ""], here)) == ["words", "auto", "always", "never"]
    assert list(answer_lines("bash", ["reconciler plan --color=al", "--color=al"], here)) == ["words", "--color=always"]
    assert list(answer_lines("bash", ["reconciler twin run -- l", "l"], here)) == ["other"]


def test_bash_completes_a_path_itself_where_it_replaces_nothing_else() -> None:
    """Otherwise it gets the number of characters that it keeps, what stands before the path, and the path."""
    here = Path.cwd()
    assert list(answer_lines("bash", ["reconciler show my\\ f", "my\\ f"], here)) == ["files"]
    assert list(answer_lines("bash", ["reconciler plan --format json=fi", "fi"], here)) == ["files"]
    assert list(answer_lines("bash", ["reconciler plan > fi", "fi"], here)) == ["files"]
    quoted = ['reconciler plan --format "json=my f', "json=my f"]
    assert list(answer_lines("bash", quoted, here)) == ["files 0", "json=", "my f"]
    assert list(answer_lines("bash", ["reconciler show a:b", "b"], here)) == ["files 2", "", "a:b"]


def test_every_argument_of_every_command_says_what_its_values_are() -> None:
    """A new argument cannot be forgotten: its value has a known name, or is one of a few words."""
    arguments = {
        (name, argument.dest): value_of(argument)
        for name in COMMANDS
        for argument in command_parser(name)[1].arguments
        if argument.nargs != 0
    }
    assert len(arguments) > 40
    assert {argument: value for argument, value in arguments.items() if value not in VALUES} == {}


def test_kinds_are_found_without_loading_them() -> None:
    """They are those that the program finds; those that live in AWS are the kinds that can be selected and imported."""
    assert kinds() == list(all_kinds())
    assert kinds_in_aws() == sorted(remotes(all_kinds()))


def test_all_codes_schemas_and_documents_can_be_completed() -> None:
    """The answer has as many as the commands themselves know."""
    program = Installed({}, Interruption())
    assert sorted(answered("explain ")[1:]) == sorted(program.explanations())
    assert sorted(answered("schema ")[1:]) == sorted(program.schemas())


WORD = st.one_of(
    st.sampled_from(
        ["plan", "twin", "run", "--", "-", "--select", "--select=", "--format", "json=", "--config", "*.", "="]
    ),
    st.text(max_size=6),
)


@given(shell=st.sampled_from(["bash", "zsh", "fish"]), words=st.lists(WORD, min_size=1, max_size=6))
def test_any_command_line_has_an_answer_that_needs_no_quotes(shell: str, words: list[str]) -> None:
    """Nothing is raised, and each word consists of characters that mean themselves in every shell."""
    first, *lines = answer_lines(shell, [" ".join(words), words[-1]] if shell == "bash" else words, Path.cwd())
    assert re.fullmatch(r"words|files( \d+)?|other", first)
    if first == "words":
        assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9*_.@=-]*(\t.*)?", line)] == []
