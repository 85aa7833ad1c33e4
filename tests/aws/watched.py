"""botocore's parser, watched."""

from collections.abc import Mapping
from typing import Any

from botocore.parsers import ResponseParserFactory


class Watched:
    """botocore's parser of EC2's answers, and the sizes of the bodies that it was given."""

    def __init__(self) -> None:
        self._parser = ResponseParserFactory().create_parser("ec2")
        self.sizes: list[int] = []

    def parse(self, response: Mapping[str, Any], shape: object) -> Any:  # noqa: ANN401 - as botocore's
        """Parse."""
        self.sizes.append(len(response["body"]))
        return self._parser.parse(response, shape)
