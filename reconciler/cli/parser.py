"""An argparse that returns the help instead of printing it, and raises usage errors instead of exiting."""

from argparse import SUPPRESS, Action, ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from textwrap import wrap
from typing import NoReturn, cast

from reconciler.folding import folded

EXPLAIN = "'reconciler explain CODE' says what a problem's code or a rule means, and what to do."
"""Below the help of the commands whose answers have problems."""


_COLUMN = 32
"""Where the help of arguments begins at most."""


class Answered(Exception):
    """Raised where the command line asks for help or the version: the whole answer, with an exit *code*."""

    def __init__(self, answer: "str | Parser", code: int = 0) -> None:
        """Take a text, or the parser whose help is the answer."""
        super().__init__(answer)
        self._answer = answer
        self.code = code

    def text(self, width: int) -> str:
        """Return the answer; help has lines of at most *width* columns."""
        return self._answer if isinstance(self._answer, str) else self._answer.help_in(width)


class Say(Action):
    """An option that ends parsing with a text: *const*, or the parser's help."""

    def __init__(self, option_strings: Sequence[str], dest: str, const: str = "", help: str | None = None) -> None:  # noqa: A002 - argparse's name
        """Take no value and add nothing to the arguments."""
        super().__init__(option_strings, dest, nargs=0, const=const, default=SUPPRESS, help=help)

    def __call__(self, parser: ArgumentParser, *_: object) -> NoReturn:
        """End parsing."""
        raise Answered(self.const or cast("Parser", parser))


class _Formatter(RawDescriptionHelpFormatter):
    """Help in lines that break between words only."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        """Wrap the help of one argument; an option in it keeps its hyphens together."""
        return wrap(text, width, break_long_words=False, break_on_hyphens=False)


class Parser(ArgumentParser):
    """An ArgumentParser whose usage errors are exceptions with the exit code 64."""

    def __init__(self, prog: str, description: str, epilog: str = "", usage: str | None = None) -> None:
        """Make a parser that knows `--help`."""
        super().__init__(
            prog,
            usage=usage,
            description=description,
            epilog=epilog,
            allow_abbrev=False,
            add_help=False,
        )
        self._command = ""
        self.mixes = False
        """Whether options may stand between several words: argparse then reads the options first."""
        self.add_argument("-h", "--help", action=Say, help="show this help and exit")

    def error(self, message: str) -> NoReturn:
        """Refuse a command line."""
        refuse(message.removeprefix("argument "), f"'{self.prog} --help' lists the options")

    def help_in(self, width: int) -> str:
        """Return the help in lines of at most *width* columns."""
        self.formatter_class = partial(_Formatter, max_help_position=_COLUMN, width=width)
        return "".join(f"{line}\n" for line in folded(self.format_help().splitlines(), width))

    def take_command(self, dest: str) -> None:
        """Keep the words after `--`, the command line of another program, as a list in *dest*.

        A mistake in the words before it is kept as `mistake`, with its `words`: the command may have to answer yet.
        """
        self._command = dest

    @property
    def arguments(self) -> tuple[Action, ...]:
        """Return all options and positional arguments."""
        return tuple(self._actions)

    @property
    def takes_command(self) -> bool:
        """Tell whether the words after `--` are the command line of another program."""
        return bool(self._command)

    def understand(self, argv: Sequence[str], known: Namespace) -> Namespace:
        """Parse *argv* into *known*; an unknown option is refused with a suggestion."""
        if self._command:
            own = argv.index("--") if "--" in argv else len(argv)
            setattr(known, self._command, list(argv[own + 1 :]))
            argv = argv[:own]
        try:
            return self._parse(argv, known)
        except Answered:
            raise
        except Exception as mistake:
            if not self._command:
                raise
            known.mistake, known.words = mistake, argv
            return known

    def _parse(self, argv: Sequence[str], known: Namespace) -> Namespace:
        parse = self.parse_known_intermixed_args if self.mixes else self.parse_known_args
        arguments, unknown = parse(argv, known)
        if unknown:
            self._refuse(unknown[0].partition("=")[0])
        return arguments

    def _refuse(self, word: str) -> NoReturn:
        """Refuse one unknown word; a URL may be that of a webhook, which is a secret."""
        if not word.startswith("-"):
            self.error("unexpected argument: a URL" if "://" in word else f"unexpected argument '{word}'")
        refuse_unknown("option", word, self._option_string_actions, self.prog)


def refuse(message: str, hint: str = "") -> NoReturn:
    """Raise a usage error; its class is imported only here, to keep the start fast."""
    from reconciler.errors import UsageError

    raise UsageError(message, hint)


def refuse_unknown(what: str, word: str, known: Iterable[str], prog: str) -> NoReturn:
    """Refuse an unknown command or option, with a suggestion."""
    from reconciler.suggestions import did_you_mean

    refuse(f"unknown {what} '{word}'", did_you_mean(word, known) or f"'{prog} --help' lists the {what}s")


class OneOf:
    """The type of an argument that takes one of *words*."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __call__(self, word: str) -> str:
        """Return *word*, if it is one of the words."""
        if word not in self.words:
            raise ArgumentTypeError(f"'{word}' is not {' or '.join(self.words)}")
        return word


def number_up_to(most: int) -> Callable[[str], int]:
    """Make the argument type that takes a whole number from 0 to *most*."""

    def chosen(word: str) -> int:
        if not (word.isascii() and word.isdigit() and int(word) <= most):
            raise ArgumentTypeError(f"'{word}' is not a number from 0 to {most}")
        return int(word)

    return chosen
