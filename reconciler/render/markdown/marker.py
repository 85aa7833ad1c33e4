"""The first line of a comment, by which a workflow finds the comment that it updates (contract 5)."""

from typing import NamedTuple
from urllib.parse import quote


class Marker(NamedTuple):
    """The command that wrote a comment, and the path of its settings file."""

    command: str
    config: str

    def line(self, digest: str | None) -> str:
        """Return `<!-- reconciler plan reconciler.yaml sha256:… -->`; without a digest it ends with `sha256:none`.

        Characters of the path that could end the HTML comment or the line are percent-encoded.
        """
        path = quote(self.config, safe="/._ +,=@~()", errors="replace").replace("--", "%2D%2D")
        return f"<!-- reconciler {self.command} {path} {digest or 'sha256:none'} -->"
