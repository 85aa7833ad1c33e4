"""Invalid command lines, and global options before and after the command."""

import shlex
from importlib import import_module
from pathlib import Path

import pytest

from reconciler.cli.arguments import COMMANDS, EXIT_CODES, understand
from tests.cli.fakes import FakeProgram, command

NONSENSE = {
    "-v": "a command is missing",
    "plna": "unknown command 'plna'",
    "-x": "unknown option '-x'",
    "--colour=always plan": "unknown option '--colour'",
    "--color red plan": "--color: 'red' is not auto or always or never",
    "--config": "--config: expected one argument",
    "-v -q plan": "-v and -q cannot be combined",
    "plan -v -q": "-v and -q cannot be combined",
    "-v plan -q": "-v and -q cannot be combined",
    "plan --ful": "unknown option '--ful'",
    "plan thing": "unexpected argument 'thing'",
    "drift --notify=https://example.com/a https://example.com/s3cret": "unexpected argument: a URL",
    "plan --detailed-exitcode=1": "--detailed-exitcode: ignored explicit argument '1'",
    "plan --accept": "--accept: expected one argument",
    "plan --accept max_removals": "--accept: 'max_removals' is not RULE@DIGEST",
    "plan --accept max_removals@1A2B3C4D": "--accept: 'max_removals@1A2B3C4D' is not RULE@DIGEST",
    "plan --accept max_removals@1a2b3c4d5": "--accept: 'max_removals@1a2b3c4d5' is not RULE@DIGEST",
    "plan --format yaml": "unknown format 'yaml'",
    "apply --yes --format html=plan.html": "--format html is for plan, show, drift, effective and checklist",
    "validate --format html=plan.html": "--format html is for plan, show, drift, effective and checklist",
    "plan --format json=": "--format json= names no file",
    "plan --format json --format text": "only one --format can go to stdout",
    "plan --format json=a --out a": "a is named twice",
    "plan --out nowhere/plan.json": "cannot write nowhere/plan.json: No such file or directory",
    "plan --out .": "cannot write .: it is a folder",
    "apply --report nowhere/report.json --yes": "cannot write nowhere/report.json: No such file or directory",
    "apply --yes --report reconciler.yaml ./reconciler.yaml": "reconciler.yaml is named twice",
    "apply": "apply has to ask, and there is no terminal",
    "apply a b": "unexpected argument 'b'",
    "apply --yes nothing.json": "cannot read nothing.json: No such file or directory",
    "apply --yes reconciler.yaml": "reconciler.yaml is not a plan",
    "show": "the following arguments are required: PLANFILE",
    "show reconciler.yaml": "reconciler.yaml is not a plan",
    "show .": "cannot read .: Is a directory",
    "import": "the following arguments are required: ADDRESS, --id",
    "import finance --id exp-1": "ADDRESS: 'finance' is not KIND.NAME",
    "import experience.finance": "the following arguments are required: --id",
    "schema prodact": "unknown kind 'prodact'",
    "validate nowhere.yaml": "nowhere.yaml: no such file or folder",
    "twin": "the following arguments are required: run|start|stop|serve",
    "twin begin": "run|start|stop|serve: 'begin' is not run or start or stop or serve",
    "twin serve --port 65536": "--port: '65536' is not a number from 0 to 65535",
    "twin serve --port -1": "--port: '-1' is not a number from 0 to 65535",
    "twin serve --port ²": "--port: '²' is not a number from 0 to 65535",
    "twin serve --seed nowhere.json": "--seed nowhere.json: no such file",
}


@pytest.mark.parametrize(("line", "message"), NONSENSE.items(), ids=repr)
def test_an_invalid_command_line_is_one_error(line: str, message: str) -> None:
    """The exit code is 64, stdout is empty, and AWS is not asked. There is no traceback."""
    program = FakeProgram()
    said = command(line, program)
    first, *hint = said.err.splitlines()
    assert (said.code, said.out) == (64, "")
    assert first.startswith(f"error: {message}")
    assert [text[:8] for text in hint] in ([], ["  hint: "])
    assert "plan" not in str(program.asked)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("plna", "plan"),
        ("plan --ful", "--full"),
        ("plan --fromat json", "--format"),
        ("schema prodact", "product"),
    ],
)
def test_a_misspelt_word_gets_a_suggestion(line: str, meant: str) -> None:
    """The hint names the command, option or value that is most similar."""
    assert command(line).err.endswith(f"\n  hint: did you mean '{meant}'?\n")


@pytest.mark.parametrize("line", ["--config sub/mine.yaml validate", "validate --config sub/mine.yaml"])
def test_global_options_stand_before_or_after_the_command(line: str, here: Path) -> None:
    """A global option means the same before and after the command."""
    (here / "sub").mkdir()
    (here / "sub" / "mine.yaml").touch()
    program = FakeProgram()
    assert command(line, program).code == 0
    assert program.asked == [("load", "sub/mine.yaml")]


@pytest.mark.parametrize(("line", "colored"), [("--color always drift", True), ("drift --color never", False)])
def test_the_color_option_overrides_the_stream(line: str, *, colored: bool) -> None:
    """The option decides about colours, whether stdout is a terminal or not."""
    assert ("\x1b[" in command(line, tty=not colored).out) is colored


def test_quiet_leaves_answers_and_errors_only() -> None:
    """With --quiet, progress is not printed and the answer is."""
    assert command("plan").err == "waiting for nothing\n"
    assert command("plan -q").err == ""
    assert command("plan -q").out == command("plan").out != ""


def test_the_program_without_a_command_shows_its_help() -> None:
    """The exit code is 64, so a pipeline whose command is empty by mistake fails."""
    alone, asked = command(""), command("--help")
    assert (alone.code, asked.code) == (64, 0)
    assert alone.out == asked.out
    assert "\ncommands:\n" in alone.out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_has_examples_and_exit_codes(name: str) -> None:
    """There are two examples, which are valid command lines of the command, and only existing exit codes."""
    module = import_module(f"reconciler.cli.commands.{COMMANDS[name].module}")
    assert len(module.EXAMPLES) == 2
    for line, _ in module.EXAMPLES:
        words = shlex.split(line.removeprefix('eval "$(').removesuffix(')"').partition(" > ")[0].partition(" | ")[0])
        assert words[0] == "reconciler"
        assert understand(words[1:])[0] is module
    assert set(module.EXITS) <= EXIT_CODES.keys()
    said = command(f"{name} --help")
    assert all(f"\n  {line}\n" in said.out for line, _ in module.EXAMPLES)
    words_of_help = " ".join(said.out.split())
    assert all(f" {code} {meant or EXIT_CODES[code]}" in words_of_help for code, meant in module.EXITS.items())
