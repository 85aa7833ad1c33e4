"""The first line of a comment, by which a workflow finds the comment that it updates (contract 5)."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import quote

from .inert import code

_USUAL: Final = "reconciler.yaml"


class Marker(NamedTuple):
    """The command that wrote a comment, and the path of its settings file."""

    command: str
    config: str

    def above(self, lines: Sequence[str], digest: str | None) -> list[str]:
        """Return *lines*, a title and what is below it, with the marker above and a line with the settings file below.

        The marker shows only in the source of a comment, and a repository with several settings files has one comment
        for each. The file at the top of the repository needs no line.
        """
        title, *rest = lines
        named = [] if self.config == _USUAL else ["", f"Settings: {code(self.config)}"]
        return [self.line(digest), title, *named, *rest]

    def line(self, digest: str | None) -> str:
        """Return `<!-- reconciler plan reconciler.yaml sha256:… -->`; without a digest it ends with `sha256:none`.

        Characters of the path that could end the HTML comment or the line are percent-encoded.
        """
        path = quote(self.config, safe="/._ +,=@~()", errors="replace").replace("--", "%2D%2D")
        return f"<!-- reconciler {self.command} {path} {digest or 'sha256:none'} -->"
