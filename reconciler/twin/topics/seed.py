"""The SNS topics that a twin starts with: the section `topics` of a seed (README.md, "Seeds")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededTopic:
    """A topic; its ARN has the account and the region. *policy* is a JSON text, None for the one that SNS gives it."""

    arn: str
    policy: str | None = None


def parse(sent: Iterable[Mapping[str, Any]]) -> tuple[SeededTopic, ...]:
    """Read the section, whose shape has been checked."""
    return tuple(SeededTopic(**item) for item in sent)
