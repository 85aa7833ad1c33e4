"""`kind.name`: the one key of everything."""

from typing import NamedTuple


class Address(NamedTuple):
    """The name of one object of the wish, unique in a repository; prints as `kind.name`."""

    kind: str
    name: str

    def __str__(self) -> str:
        """Return the form that users write and read: `experience.finance`."""
        return f"{self.kind}.{self.name}"
