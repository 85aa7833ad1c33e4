"""Documents that say what AWS has of an endpoint service and its grants, in the fields that differ. Pure.

Example: the documents `acme` and `globex` grant a service to one account each, and its list is exclusive. AWS lists
acme and its role `reader`, but not globex. The role is added to the document `acme`, since that names its account
already, and the list of `globex` becomes `[]`. A principal of an account that no document names gets a document of its
own, unless only one document feeds the service. A grant of `*` is never written. The list of a document that feeds
several services is never edited: the edit would change the grants of all of them.
"""

from collections.abc import Iterator, Mapping, Sequence

from reconciler.adoption import FieldEdit, Restatement
from reconciler.model import Feed, FieldChange, SetChange, ValueChange
from reconciler.names import References
from reconciler.principal_forms import (
    ALLOWED,
    EVERYONE,
    account_of,
    normal_form,
    normal_forms,
    without_path,
    wrong_partition,
)
from reconciler.references import Vocabulary, relisted
from reconciler.regions import partition_of
from reconciler.spelling import quoted

from .notifications import PATH, edits, has_topic_twice
from .script import said_in, spoken_in
from .spec import NO_NAME, Paired, State
from .write import write_grants

_GRANTS = "allowed_principals"
_PATH = ("principals",)
_LITERAL_LISTS = frozenset({"load_balancers", "ip_address_types", "supported_regions"})
_UNTOLD = frozenset({"accept", "connections", "seller", "region"})
"""Fields that no document can say otherwise: endpoints that wait, connections, and a location, which never changes."""
_OF_AWS = frozenset({"private_dns_zone", "private_dns_state"})
_PROVEN = "a document says where the record of its name belongs, not whether it is there: apply publishes it"
_NO_PAYER = "AWS does not say who pays"
_TWICE = "AWS has several notifications for one topic, and a document can state one: delete one of them in AWS"
_OPEN = "'*' admits everyone and is never adopted: remove it in AWS, or name it in a document by hand"
_SHARED = "{} feeds several services: write a document for each, or edit it by hand"
_NAMELESS = "no document can name the grant of {}"


def restate(pair: Paired, fields: Sequence[FieldChange], references: References) -> Restatement:
    """Return what makes the documents of *pair* say what AWS has in *fields*, which are as a plan would change them.

    A service that AWS does not have becomes `state: absent`.
    """
    if pair.live is None:
        return Restatement((FieldEdit(pair.desired.address, ("state",), State.ABSENT.value),))
    return Restatement.of(_restated(pair, field, references) for field in fields if field.path not in _UNTOLD)


def _restated(pair: Paired, field: FieldChange, references: References) -> Restatement:
    if field.path in _OF_AWS:
        return Restatement(left_out={field.path: _PROVEN})
    if isinstance(field, ValueChange):
        return _value(pair, field)
    if field.path in _LITERAL_LISTS:
        return Restatement((_literals(pair, field),))
    if field.path == PATH:
        return _notifications(pair, field)
    return _GrantEdits(pair, field, references).restated()


def _value(pair: Paired, field: ValueChange) -> Restatement:
    """Return the edit of a single value; a key of tags may have dots."""
    key, dot, rest = field.path.partition(".")
    value = field.before
    if field.path == "private_dns_name":
        value = value or NO_NAME
    if field.path == "zones":
        value = None  # no document can say that zones are missing, only that it does not follow them
    if value is None and key == "payer":
        return Restatement(left_out={key: _NO_PAYER})
    told = value if value is None or isinstance(value, bool) else str(value)
    return Restatement((FieldEdit(pair.desired.address, (key, rest) if dot else (key,), told),))


def _literals(pair: Paired, field: SetChange) -> FieldEdit:
    """Return the edit of a list of literals; those that stay keep their order."""
    stated = pair.desired.document.body.get(field.path, ())
    listed = [*(one for one in stated if one not in field.added), *sorted(field.removed)]
    return FieldEdit(pair.desired.address, (field.path,), listed)


def _notifications(pair: Paired, field: SetChange) -> Restatement:
    """Return the edit of each topic that differs: its events in AWS, or none when AWS does not tell it."""
    if has_topic_twice(pair.observed):
        return Restatement(left_out={PATH: _TWICE})
    return Restatement(
        tuple(
            FieldEdit(pair.desired.address, (PATH, topic), list(before) or None)
            for topic, before, _ in edits(field, pair.observed)
        )
    )


class _GrantEdits:
    """The difference of the list of principals: which documents lose principals, and which document gets the others."""

    def __init__(self, pair: Paired, field: SetChange, references: References) -> None:
        self._pair, self._references = pair, references
        self._partition = partition_of(pair.desired.spec.region or "")
        self._missing = normal_forms(field.added, self._partition)
        self._extra = sorted(normal_forms(field.removed, self._partition))
        self._vocabulary = Vocabulary.of("principal", ALLOWED, references)

    def restated(self) -> Restatement:
        """Return the edits of the documents that feed the list, and a document of the grants that none of them takes.

        A principal that no document can name is left out, and so is `*`.
        """
        nameable = [one for one in self._extra if not self._refused(one)]
        homes = {one: self._home(one) for one in nameable}
        left = [*(why for one in self._extra if (why := self._refused(one))), *self._shared()]
        homeless = [one for one, home in homes.items() if home is None]
        return Restatement(
            tuple(self._edits(homes)), self._document(homeless), {_GRANTS: "; ".join(left)} if left else {}
        )

    def _refused(self, principal: str) -> str:
        """Say why a grant cannot be written; empty if it can be."""
        if principal == EVERYONE:
            return _OPEN
        known = ALLOWED.fullmatch(principal) and not wrong_partition(principal, self._partition)
        return "" if known else _NAMELESS.format(quoted(principal))

    def _home(self, principal: str) -> Feed | None:
        """Return the document that gets *principal*: one that names its account, or the only one; None without."""
        feeds, account = self._pair.desired.fed, account_of(principal)
        same = (feed for feed in feeds if account and account in map(account_of, feed.members) and _alone(feed))
        return next(same, feeds[0] if len(feeds) == 1 and _alone(feeds[0]) else None)

    def _shared(self) -> Iterator[str]:
        """Return for each document of several services that names a principal which AWS does not list why it stays."""
        for feed in self._pair.desired.fed:
            if not _alone(feed) and any(map(self._goes, feed.members)):
                yield _SHARED.format(feed.source)

    def _edits(self, homes: Mapping[str, Feed | None]) -> Iterator[FieldEdit]:
        spoken = spoken_in(self._partition, self._references)
        for feed in filter(_alone, self._pair.desired.fed):
            stated = feed.document.body[_PATH[0]]
            added = [said_in(spoken, one) for one, home in homes.items() if home is feed]
            listed = relisted(stated, self._vocabulary, self._goes, added)
            if listed != list(stated):
                yield FieldEdit(feed.source, _PATH, listed)

    def _goes(self, principal: str) -> bool:
        return normal_form(without_path(principal), self._partition) in self._missing

    def _document(self, homeless: Sequence[str]) -> str:
        """Return the document that names the grants of accounts that no document names; empty if there are none."""
        if not homeless:
            return ""
        address = self._pair.desired.address
        written = write_grants({address: homeless}, {address: self._pair.desired}, self._references)
        return written.documents[address]


def _alone(feed: Feed) -> bool:
    """Tell whether the document of *feed* feeds no other service."""
    return len(feed.document.body.get("services", ())) <= 1
