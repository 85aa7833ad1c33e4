"""The shells whose command lines are completed: the script of each, and the answers that the script reads.

The first line of an answer says what to complete: `words`, `files` or `other`, the command line of another program.
`files` is followed by the number of characters of the word that stand before the path (in bash see `_for_bash`). The
lines below are words; in zsh and fish each is followed by a tab and its meaning.

Example: for `reconciler completion bash -- 'reconciler plan --color=al' al`, the answer is the lines `words` and
`always`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from .completion import Completion, complete
from .line import CommandLine, bash_line, unquoted
from .slot import find_slot


def script(shell: str) -> str:
    """Return the script that makes *shell* complete the command lines of the program."""
    return (Path(__file__).parent / f"completion.{shell}").read_text("utf-8")


def answer_lines(shell: str, given: Sequence[str], here: Path) -> Iterator[str]:
    """Return what the script of *shell* reads, for the words that it has *given*.

    zsh and fish give the words after the program's name without quotes, the last of which ends at the cursor. bash
    gives the text of the command line up to the cursor, and that part of the last word that it is about to replace.
    """
    line = bash_line(given[0]) if shell == "bash" else CommandLine(tuple(given[:-1]), given[-1])
    found = (
        Completion(files=True) if line.redirected else complete(find_slot(line.words, line.word), _config(line), here)
    )
    if shell == "bash":
        yield from _for_bash(found, line.word, unquoted(given[1]) if given[1:] else "")
        return
    yield f"files {found.head}" if found.files else "other" if found.other else "words"
    yield from (f"{one.word}\t{one.meaning}" for one in found.candidates)


def _for_bash(found: Completion, word: str, replaced: str) -> Iterator[str]:
    """Return the answer for bash, which replaces only *replaced*, the end of *word* behind a `=`, `:` or `@`.

    Where bash replaces the path and nothing else, it completes files best by itself. Otherwise the number of characters
    that it keeps, the part of the word before the path, and the path follow.
    """
    kept = len(word) - len(replaced) if word.endswith(replaced) else found.head
    if found.files:
        alone = kept == found.head
        yield from ("files",) if alone else (f"files {kept}", word[: found.head], word[found.head :])
    elif found.other:
        yield "other"
    else:
        yield "words"
        yield from (one.word[kept:] for one in found.candidates)


def _config(line: CommandLine) -> str | None:
    """Return the settings file that the line names, wherever the option stands."""
    words = [*line.words, line.word]
    for at, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name == "--config":
            return value if equals else words[at + 1] if words[at + 1 :] else None
    return None
