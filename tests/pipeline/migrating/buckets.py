"""Buckets of AWS's sample as plain data, and their comparison with live experiences."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from reconciler.kinds.experience.spec import ExperienceSpec
from reconciler.model import Observed
from reconciler.pipeline.migrating.comparing import SampleComparison, compared
from reconciler.pipeline.migrating.owners import owners
from reconciler.pipeline.migrating.sample import Sample, SampleFile, read_sample
from reconciler.ports import ChangeSetSummary

JUNE = datetime(2024, 6, 1, tzinfo=UTC)


def file(name: str, content: object, day: int | None = None) -> SampleFile:
    """Return a file: a text as it is, anything else as JSON; *day* of June 2024 is when it was uploaded."""
    data = content if isinstance(content, str) else json.dumps(content)
    return SampleFile(name, data.encode(), None if day is None else JUNE + timedelta(days=day - 1))


def sample(files: Mapping[str, object]) -> Sample:
    """Read files by name, in a copy of a bucket."""
    return read_sample(file(name, content) for name, content in files.items())


def live(id_: str, **fields: Any) -> Observed[ExperienceSpec]:  # noqa: ANN401 - the fields of the spec
    """Return a live experience; lists are frozensets."""
    lists: dict[str, Any] = {key: frozenset(one) if isinstance(one, list) else one for key, one in fields.items()}
    return Observed(remote_id=id_, spec=ExperienceSpec(**{"status": "enabled", **lists}), revision="1")


def comparison(
    found: Sample, *experiences: Observed[ExperienceSpec], ended: tuple[ChangeSetSummary, ...] = ()
) -> SampleComparison:
    """Compare a sample with *experiences*, after the change sets *ended*."""
    by_id, sets = {one.remote_id: one for one in experiences}, {one.id: one for one in ended}
    return compared(found, owners(found, by_id, sets), by_id, sets)


def told(found: SampleComparison) -> dict[str, list[str]]:
    """Return the finding of each file, and the reasons for it."""
    return {one.file: [str(one.finding), *(reason.text for reason in one.reasons)] for one in found.files}


def findings(found: SampleComparison) -> dict[str, str]:
    """Return the finding of each file."""
    return {one.file: str(one.finding) for one in found.files}
