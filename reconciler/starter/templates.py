"""The files of `templates/`, filled in: `@@{name}` is replaced by a value, and blocks of lines stand under a condition.

Example: `%% if sellers`, `sellers:`, `%% else`, `# sellers:`, `%% end` is the line `sellers:` if the value of `sellers`
is not empty, and `# sellers:` if it is. Blocks do not nest.
"""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from string import Template

_IF, _ELSE, _END = "%% if ", "%% else", "%% end"


class _Marked(Template):
    """A template whose places do not look like those of the files that it is for: GitHub and IAM both use `${…}`."""

    delimiter = "@@"


def filled(name: str, values: Mapping[str, str]) -> str:
    """Return the text of the template *name* with *values*. Raises KeyError for a value that is missing."""
    text = files(__package__).joinpath("templates", name).read_text("utf-8")
    return _Marked("".join(_chosen(text, values))).substitute(values)


def scripts() -> Mapping[str, str]:
    """Return the texts of the scripts that pipelines call, by name; a checkout has them in its own folder `ci`."""
    installed = Path(__file__).with_name("ci")
    folder = installed if installed.is_dir() else Path(__file__).parents[2] / "ci"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir()) if path.suffix in {".py", ".sh"}}


def _chosen(text: str, values: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of *text* whose conditions hold, without the lines that state conditions."""
    taken = True
    for line in text.splitlines(keepends=True):
        word = line.rstrip()
        if word.startswith(_IF):
            taken = bool(values[word.removeprefix(_IF)])
        elif word == _ELSE:
            taken = not taken
        elif word == _END:
            taken = True
        elif taken:
            yield line
