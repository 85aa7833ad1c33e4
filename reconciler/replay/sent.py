"""Parameters of an operation as changes: what is sent, and which object each change is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]

NAME_TAG = "reconciler:name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One change as it is sent: *verb* is a change type, TagResource, or an action of EC2.

    *about* is the address of its object, or AWS's id where no document names it; *locked_on* is the operation whose
    revision the change is locked on, None where that is the one observed. The *details* of a call to EC2 say its
    account and region, too.
    """

    verb: str
    about: str
    details: Document
    tags: Mapping[str, str]
    locked_on: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What objects are called in parameters: *ids* are AWS's, the others those of objects to come.

    An experience is known by its title, an endpoint service by its tag `reconciler:name`.
    """

    ids: Mapping[str, str]
    titles: Mapping[str, str]
    tags: Mapping[str, str]

    def sent(self, operation: Document) -> tuple[Sent, ...]:
        """Read the *operation* of a plan document."""
        if operation["action"] == "StartChangeSet":
            return tuple(self._changes(operation["parameters"]["ChangeSet"]))
        if operation["action"] == "TagResource":
            return (self._tagging(operation["parameters"]),)
        return (self._edit(operation),)

    def _changes(self, changes: list[Document]) -> Iterator[Sent]:
        created = {change["ChangeName"]: self._title(change) for change in changes if _creates(change)}
        for change in changes:
            identifier = change["Entity"].get("Identifier")
            experience, locked_on = self._experience(identifier, created, change)
            yield Sent(
                verb=change["ChangeType"],
                about=experience,
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
        return Sent(verb="TagResource", about=self.ids.get(id_, id_), details={}, tags=tags)

    def _edit(self, operation: Document) -> Sent:
        parameters = operation["parameters"]
        sent = [
            *parameters.get("Tags", ()),
            *(t for one in parameters.get("TagSpecifications", ()) for t in one["Tags"]),
        ]
        tags = _tags(sent)
        name = _service(parameters)
        about = self.ids.get(name, name) if name else self.tags.get(tags.get(NAME_TAG, ""), operation["id"])
        details = {**parameters, "account": operation["account"], "region": operation["region"]}
        return Sent(verb=operation["action"], about=about, details=details, tags=tags)


def _service(parameters: Document) -> str:
    """Give the service that a call names, by id or, if it is created before, by address; none where it creates one."""
    named = [parameters.get("ServiceId", ""), *parameters.get("ServiceIds", ()), *parameters.get("Resources", ())]
    found = next((one for one in named if one), "")
    return str(found["address"] if isinstance(found, Mapping) else found)


def _creates(change: Document) -> bool:
    return bool(change["ChangeType"] == "CreateExperience")


def _tags(tags: Any) -> Mapping[str, str]:  # noqa: ANN401 - JSON
    return {tag["Key"]: tag["Value"] for tag in tags}
