"""A StartChangeSet request and its changes, with the checks that need no entity (catalog 1.3, 1.4)."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Final

from reconciler import limits
from reconciler.twin.body import read_json

from .codes import VALIDATION
from .details import NOT_JSON, check_details
from .shapes import Anything, ListOf, Structure, Text, check

ENTITY_TYPE: Final = "Experience@1.0"
REFERENCE: Final = re.compile(r"\$([a-zA-Z]{1,72})\.Entity\.Identifier")
IDENTIFIER: Final = re.compile(limits.IDENTIFIER_PATTERN, re.ASCII)
TAGS: Final = ListOf(
    Structure(
        required={
            "Key": Text(limits.TAG_KEY_LENGTH, limits.TAG_PATTERN, flags=0),
            "Value": Text(limits.TAG_VALUE_LENGTH, limits.TAG_PATTERN, flags=0),
        }
    ),
    (1, limits.TAGS_PER_RESOURCE),
)
CHANGE: Final = Structure(
    required={
        "ChangeType": Text((1, 255), r"[A-Z]\w*"),
        "Entity": Structure({"Type": Text()}, {"Identifier": Text()}),
    },
    optional={
        "EntityTags": TAGS,
        "Details": Text(limits.DETAILS_LENGTH),
        "DetailsDocument": Anything(),
        "ChangeName": Text((1, 72), limits.CHANGE_NAME_PATTERN),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change as it was sent; *experience* is the id of its experience once references are resolved."""

    index: int
    type: str
    identifier: str | None
    details: Mapping[str, Any]
    details_text: str
    name: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    experience: str = ""

    @property
    def creates(self) -> bool:
        """Whether the change creates its experience."""
        return self.type == "CreateExperience"

    @property
    def reference(self) -> str | None:
        """The name of the creating change to which the identifier refers, if it is a reference."""
        match = REFERENCE.fullmatch(self.identifier or "")
        return match[1] if match else None

    @property
    def revision(self) -> str | None:
        """The revision that the caller sent, if any: the optimistic lock."""
        return (self.identifier or "").partition("@")[2] or None

    @property
    def principals(self) -> tuple[str, ...]:
        """The principals that the change associates or disassociates."""
        return tuple(self.details.get("Principals", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRequest:
    """A request to start a change set; *fingerprint* tells two requests with one token apart."""

    changes: tuple[Change, ...]
    name: str | None
    token: str | None
    tags: Mapping[str, str]
    fingerprint: str


def parse_start_request(parameters: Mapping[str, Any]) -> StartRequest:
    """Read parameters whose outer shape has been checked.

    Raises:
        ValidationException: the request is malformed, whatever the entities are.
    """
    if parameters.get("Intent", "APPLY") != "APPLY":
        # VALIDATE is for adding versions to single-AMI products only (catalog 1.6).
        raise VALIDATION("Intent VALIDATE is not supported for entity type Experience@1.0")
    body = {name: value for name, value in parameters.items() if name != "ClientRequestToken"}
    return StartRequest(
        changes=parse_changes(parameters["ChangeSet"]),
        name=parameters.get("ChangeSetName"),
        token=parameters.get("ClientRequestToken"),
        tags=parse_tags(parameters.get("ChangeSetTags", ())),
        fingerprint=sha256(json.dumps(body, sort_keys=True).encode()).hexdigest(),
    )


def parse_changes(sent: Sequence[Mapping[str, Any]]) -> tuple[Change, ...]:
    """Read the ChangeSet list of StartChangeSet.

    Raises:
        ValidationException: a change is malformed, or two changes have one name, or one type and entity.
    """
    changes = tuple(_parse(index, change) for index, change in enumerate(sent))
    _refuse_repeated((change.name for change in changes if change.name), "ChangeName")
    targets = (f"{change.type} of {_target(change)}" for change in changes if not change.creates)
    _refuse_repeated(targets, "change type and entity")
    return changes


def resolve(changes: Iterable[Change], new_id: Callable[[], str]) -> tuple[Change, ...]:
    """Return the changes with the ids of their experiences; a created experience gets a new id.

    Raises:
        ValidationException: a reference names no creating change of the set.
    """
    named = [replace(change, experience=new_id() if change.creates else "") for change in changes]
    created = {change.name: change.experience for change in named if change.creates}
    return tuple(change if change.creates else _resolved(change, created) for change in named)


def parse_tags(sent: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Read a list of tags whose shape has been checked.

    Raises:
        ValidationException: a key is given twice, or is reserved for AWS.
    """
    _refuse_repeated((tag["Key"] for tag in sent), "tag key")
    for tag in sent:
        if tag["Key"].lower().startswith("aws:"):
            raise VALIDATION(f"Tag keys that start with aws: are reserved: {tag['Key']}")
    return {tag["Key"]: tag["Value"] for tag in sent}


def _parse(index: int, sent: Mapping[str, Any]) -> Change:
    check(CHANGE, f"ChangeSet[{index}]", sent)
    details_text, details = _details(index, sent)
    check_details(sent["ChangeType"], details)
    change = Change(
        index=index,
        type=sent["ChangeType"],
        identifier=sent["Entity"].get("Identifier"),
        details=details,
        details_text=details_text,
        name=sent.get("ChangeName"),
        tags=parse_tags(sent.get("EntityTags", ())),
    )
    _check_entity(change, sent["Entity"]["Type"])
    return change


def _details(index: int, sent: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    if ("Details" in sent) == ("DetailsDocument" in sent):
        raise VALIDATION(f"ChangeSet[{index}]: use either Details or DetailsDocument")
    text = sent["Details"] if "Details" in sent else json.dumps(sent["DetailsDocument"])
    try:
        details = read_json(text)
    except ValueError:
        raise VALIDATION(NOT_JSON) from None
    if not isinstance(details, dict):
        raise VALIDATION(NOT_JSON)
    return text, details


def _check_entity(change: Change, entity_type: str) -> None:
    place = f"ChangeSet[{change.index}]"
    if entity_type != ENTITY_TYPE:
        raise VALIDATION(f"{place}.Entity.Type: {entity_type} is not supported for {change.type}")
    if change.creates and change.identifier is not None:
        raise VALIDATION(f"{place}.Entity.Identifier: not allowed for {change.type}")
    if change.tags and not change.creates:
        raise VALIDATION(f"{place}.EntityTags: allowed only on a change that creates an entity")
    if not change.creates and not (change.reference or IDENTIFIER.fullmatch(change.identifier or "")):
        raise VALIDATION(f"{place}.Entity.Identifier: must be EntityId or EntityId@RevisionId")


def _target(change: Change) -> str:
    return change.reference or (change.identifier or "").partition("@")[0]


def _resolved(change: Change, created: Mapping[str | None, str]) -> Change:
    if change.reference is None:
        return replace(change, experience=_target(change))
    if change.reference not in created:
        raise VALIDATION(f"{change.identifier} refers to no change that creates an entity")
    return replace(change, experience=created[change.reference])


def _refuse_repeated(values: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise VALIDATION(f"The same {what} is used more than once in one request: {value}")
        seen.add(value)
