"""`reconciler completion`: the script that completes command lines in a shell, and the answers that it asks for."""

from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from reconciler.cli.parser import OneOf, Parser
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

_DONE = 0
"""As in `errors`, which loads more than a TAB has time for."""
_SHELLS = ("bash", "zsh", "fish")

EXAMPLES = (
    ("reconciler completion bash > ~/.local/share/bash-completion/completions/reconciler", "install it in a file"),
    ("reconciler completion fish > ~/.config/fish/completions/reconciler.fish", "the same for fish"),
)
EXITS = {0: "", 64: ""}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""

INSTALLATION = """\
installation:
  bash, in ~/.bashrc (bash 4.4 or newer):
    source <(reconciler completion bash)
  zsh, in ~/.zshrc, below 'autoload -Uz compinit && compinit':
    source <(reconciler completion zsh)
  fish, in ~/.config/fish/config.fish:
    reconciler completion fish | source

At a TAB, the script runs the reconciler of the PATH, which reads names in the documents and makes no call."""


def options(parser: Parser) -> None:
    """Add the shell. The words after `--` are the command line to complete; only the scripts give them."""
    parser.epilog = INSTALLATION
    parser.usage = "reconciler completion [-h] [OPTIONS] bash|zsh|fish"
    what = "shell to print the script for"
    parser.add_argument("shell", metavar="bash|zsh|fish", type=OneOf(*_SHELLS), help=what)
    parser.take_command("line")


def run(arguments: Namespace, _program: Program, terminal: Terminal) -> int:
    """Print the script, or what can stand at the end of a command line; nothing if that cannot be found out."""
    from reconciler.cli.completing import answer_lines, script

    if "mistake" in arguments:
        raise arguments.mistake
    if not arguments.line:
        terminal.answer_text(script(arguments.shell))
        return _DONE
    with suppress(Exception):  # at a TAB no message helps, whatever the repository or the machine is like
        terminal.answer(answer_lines(arguments.shell, arguments.line, Path.cwd()))
    return _DONE
