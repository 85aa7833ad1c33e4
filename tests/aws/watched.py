"""Botocore's parser of EC2, which records what it parses."""

from collections.abc import Mapping
from typing import Any

from botocore.parsers import ResponseParserFactory


class Watched:
    """Botocore's parser of EC2's answers, with the sizes of the bodies that it got."""

    def __init__(self) -> None:
        self._parser = ResponseParserFactory().create_parser("ec2")
        self.sizes: list[int] = []

    def parse(self, response: Mapping[str, Any], shape: object) -> Any:  # noqa: ANN401 - as botocore's
        """Record the size and parse."""
        self.sizes.append(len(response["body"]))
        return self._parser.parse(response, shape)
