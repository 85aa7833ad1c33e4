"""Endpoints that a user accepts or rejects by hand."""

from dataclasses import dataclass

from reconciler.printed import ByHandJson


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """The endpoints that a command accepts or rejects, by id; a plan of them changes nothing else."""

    accept: frozenset[str] = frozenset()
    reject: frozenset[str] = frozenset()

    @property
    def endpoints(self) -> frozenset[str]:
        """Return all endpoints."""
        return self.accept | self.reject

    def as_json(self) -> ByHandJson:
        """Return the JSON of the plan (contract 4)."""
        return {"accept": sorted(self.accept), "reject": sorted(self.reject)}
