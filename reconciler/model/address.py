"""Addresses, `kind.name`: the key of every object."""

from typing import NamedTuple


class Address(NamedTuple):
    """The address of one object of the desired state, unique in a repository; printed as `kind.name`."""

    kind: str
    name: str

    def __str__(self) -> str:
        """Return the form that users write and read, as `experience.finance`."""
        return f"{self.kind}.{self.name}"
