"""The address behind each change of a change set, which AWS knows by ids, titles and references."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from reconciler.printed import ChangeJson, PlanJson, RunReportJson


class Owners(NamedTuple):
    """The addresses of existing objects by their id in AWS, and of objects that are created by their title."""

    ids: Mapping[str, str]
    titles: Mapping[str | None, str]

    @classmethod
    def of(cls, plan: PlanJson, report: RunReportJson | None = None) -> "Owners":
        """Collect the objects that *plan* changes and those that a run has created, as its *report* says."""
        changes, outcomes = plan["changes"], report["outcomes"] if report else ()
        ids = {change["remote_id"]: change["address"] for change in changes if change["remote_id"]}
        made = {id_: address for one in outcomes for address, id_ in one.get("created_ids", {}).items()}
        titles = {_title(change): change["address"] for change in changes if change["action"] == "create"}
        return cls(ids | made, titles)

    def each(self, change_set: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
        """Return the changes of one change set, each with its address; None where plan and report do not say.

        A reference such as `$A.Entity.Identifier` stands for the entity that the earlier change A creates.
        """
        references: dict[str, str | None] = {}
        for change in change_set:
            address = self._address(change, references)
            references[f"${change.get('ChangeName')}.Entity.Identifier"] = address
            yield address, change

    def _address(self, change: Mapping[str, Any], references: Mapping[str, str | None]) -> str | None:
        identifier = change["Entity"].get("Identifier")
        if identifier is None:
            return self.titles.get(change.get("DetailsDocument", {}).get("Name"))
        if isinstance(identifier, Mapping):
            return str(identifier["address"])
        return references.get(identifier) or self.ids.get(identifier) or self.ids.get(identifier.partition("@")[0])


def _title(change: ChangeJson) -> str | None:
    """Return the title that a change sets, if any."""
    return next((field["after"] for field in change["fields"] if field["path"] == "title" and "after" in field), None)
