"""Parameters of an operation as changes of experiences: what is sent, and which experience each change is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One change as it is sent: *verb* is a change type, or TagResource.

    *experience* is the address that it is about, or AWS's id where no document names it; *locked_on* is the operation
    whose revision the change is locked on, None where that is the one observed.
    """

    verb: str
    experience: str
    details: Document
    tags: Mapping[str, str]
    locked_on: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What experiences are called in parameters: *ids* are AWS's, *titles* those of experiences to come."""

    ids: Mapping[str, str]
    titles: Mapping[str, str]

    def sent(self, operation: Document) -> tuple[Sent, ...]:
        """Read the *operation* of a plan document; one that is no business of the catalogue sends nothing."""
        if operation["action"] == "StartChangeSet":
            return tuple(self._changes(operation["parameters"]["ChangeSet"]))
        if operation["action"] == "TagResource":
            return (self._tagging(operation["parameters"]),)
        return ()

    def _changes(self, changes: list[Document]) -> Iterator[Sent]:
        created = {change["ChangeName"]: self._title(change) for change in changes if _creates(change)}
        for change in changes:
            identifier = change["Entity"].get("Identifier")
            experience, locked_on = self._experience(identifier, created, change)
            yield Sent(
                verb=change["ChangeType"],
                experience=experience,
                details=change["DetailsDocument"],
                tags=_tags(change.get("EntityTags", ())),
                locked_on=locked_on,
            )

    def _title(self, change: Document) -> str:
        title = change["DetailsDocument"]["Name"]
        return self.titles.get(title, title)

    def _experience(
        self,
        identifier: str | Document | None,
        created: Mapping[str, str],
        change: Document,
    ) -> tuple[str, str | None]:
        if identifier is None:
            return self._title(change), None
        if isinstance(identifier, Mapping):
            return str(identifier["address"]), str(identifier["known_after"])
        if identifier.startswith("$"):
            return created.get(identifier[1:].partition(".")[0], identifier), None
        id_ = identifier.partition("@")[0]
        return self.ids.get(id_, id_), None

    def _tagging(self, parameters: Document) -> Sent:
        id_ = parameters["ResourceArn"].rpartition("/")[2]
        tags = _tags(parameters["Tags"])
        return Sent(verb="TagResource", experience=self.ids.get(id_, id_), details={}, tags=tags)


def _creates(change: Document) -> bool:
    return bool(change["ChangeType"] == "CreateExperience")


def _tags(tags: Any) -> Mapping[str, str]:  # noqa: ANN401 - JSON
    return {tag["Key"]: tag["Value"] for tag in tags}
