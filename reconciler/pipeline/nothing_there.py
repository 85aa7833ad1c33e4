"""The catalogue of an organization that has not enabled Private Marketplace: AWS is not asked, and nothing is there."""

from collections.abc import Collection, Mapping
from typing import Any

from reconciler.ports import ChangeSet, ChangeSetSummary, EntitySummary, ExperienceEntities, StartedChangeSet
from reconciler.reading_progress import ReadingProgress


class NothingThere:
    """The port `Catalog` of a catalogue without entities and change sets. Asking for one of them is a bug."""

    def list_entities(self, _entity_type: str) -> tuple[EntitySummary, ...]:
        """Return no entities."""
        return ()

    def experiences(
        self,
        _only: Collection[str] | None = None,
        _without: Collection[str] = (),
        progress: ReadingProgress | None = None,  # noqa: ARG002 - the port's name
    ) -> ExperienceEntities:
        """Return no experiences."""
        return ExperienceEntities({}, {})

    def list_tags(self, arn: str) -> Mapping[str, str]:
        """Raise LookupError: there is no entity."""
        raise LookupError(arn)

    def list_change_sets(self, **_narrowed: Any) -> tuple[ChangeSetSummary, ...]:  # noqa: ANN401 - as the port takes them
        """Return no change sets."""
        return ()

    def describe_change_set(self, change_set_id: str) -> ChangeSet:
        """Raise LookupError: there is no change set."""
        raise LookupError(change_set_id)

    def start_change_set(self, *_changes: Any, **_stamped: Any) -> StartedChangeSet:  # noqa: ANN401 - as above
        """Raise LookupError: a plan starts nothing."""
        raise LookupError

    def cancel_change_set(self, change_set_id: str) -> None:
        """Raise LookupError: there is no change set."""
        raise LookupError(change_set_id)

    def time(self) -> str | None:
        """Return None: AWS was not asked."""
        return None
