"""One case: a folder with documents, the live state, and the expected plan in a short form.

`desired.yaml` begins with the promise in a comment. `observed.json` is a `FakeWorld`. `command.json`, where there is
one, has options of the command line and settings. `expected.json` has the plan; a key that is absent is empty.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reconciler.documents import read
from reconciler.errors import InvalidInput
from reconciler.kinds import all_kinds
from reconciler.model import Change, FieldChange, Operation, Plan, Problem, SetChange
from reconciler.pipeline.loading import Repository, understand
from reconciler.pipeline.planning import Planning, PlanOptions, plan
from reconciler.settings import ChangeSets, Marketplace, Settings
from reconciler.validation import validate
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld

FOLDER = Path(__file__).parent / "cases"
FEW = 5
"""Lists of more members than this are shown by their number, first and last member."""


@dataclass(frozen=True)
class Case:
    """A folder under cases/."""

    folder: Path

    @classmethod
    def all(cls) -> "list[Case]":
        """Return every case, by name."""
        return [cls(folder) for folder in sorted(FOLDER.iterdir()) if folder.is_dir()]

    @property
    def world(self) -> FakeWorld:
        """Return the live state."""
        return FakeWorld.read(self._json("observed.json"))

    @property
    def expected(self) -> Any:  # noqa: ANN401 - JSON
        """Return the expected plan."""
        return self._json("expected.json")

    def repository(self) -> Repository:
        """Read and parse the documents."""
        kinds = all_kinds()
        loaded = read((self.folder / "desired.yaml").read_bytes(), "desired.yaml")
        documents, invalid = validate(loaded.documents, {name: kind.schema for name, kind in kinds.items()})
        return understand(self._settings(), kinds, documents, (*loaded.problems, *invalid))

    def plan(self, world: FakeWorld) -> Planning:
        """Plan from *world*. Raises InvalidInput when the documents are wrong for any live state."""
        command = self.command
        options = PlanOptions(
            select=tuple(command.get("select", ())),
            exclude=tuple(command.get("exclude", ())),
            no_removals=command.get("no_removals", False),
        )
        return plan(self.repository(), clients(world), options, clock=FakeClock(), commit=None)

    def outcome(self) -> Any:  # noqa: ANN401 - JSON
        """Return the plan in its short form, or the problems of the documents alone."""
        try:
            return in_short(self.plan(self.world).plan)
        except InvalidInput as invalid:
            return {"problems": [_problem(problem) for problem in invalid.problems]}

    def _settings(self) -> Settings:
        isolated = self.command.get("isolated", False)
        return Settings(
            file="reconciler.yaml",
            organization="o-abcdef1234",
            marketplace=Marketplace("111111111111"),
            change_sets=ChangeSets.ISOLATED if isolated else ChangeSets.MINIMAL,
        )

    @property
    def command(self) -> Any:  # noqa: ANN401 - JSON
        """Return the options of the command line and the settings."""
        return self._json("command.json") if (self.folder / "command.json").exists() else {}

    def _json(self, name: str) -> Any:  # noqa: ANN401 - JSON
        return json.loads((self.folder / name).read_text("utf-8"))


def in_short(made: Plan) -> Any:  # noqa: ANN401 - JSON
    """Return a plan in the shortest form that distinguishes it from others; empty keys are left out."""
    said = {
        "changes": {str(change.address): _change(change) for change in made.changes},
        "operations": {_call(operation): _content(operation) for operation in made.operations},
        "problems": [_problem(problem) for problem in made.problems],
        "unmanaged": [f"{item.remote_id} {item.title}" for item in made.unmanaged],
        "residue": {str(address): list(ids) for address, ids in made.irremovable.items()},
    }
    return {key: value for key, value in said.items() if value}


def _problem(problem: Problem) -> str:
    return " ".join(word for word in (problem.severity.value, problem.code, problem.source) if word)


def _change(change: Change) -> Any:  # noqa: ANN401 - JSON
    return {"action": change.action.value, **{field.path: _field(field) for field in change.fields}}


def _field(field: FieldChange) -> str:
    if isinstance(field, SetChange):
        signed = [f"{sign}{_few(sorted(ids))}" for sign, ids in (("+", field.added), ("-", field.removed)) if ids]
        return " ".join([*signed, f"={field.unchanged}"])
    return f"{field.before} -> {field.after}"


def _few(ids: list[str]) -> str:
    return ",".join(ids) if len(ids) <= FEW else f"({len(ids)}: {ids[0]}…{ids[-1]})"


def _call(operation: Operation) -> str:
    after = f" after {' '.join(operation.after)}" if operation.after else ""
    return f"{operation.id} {operation.action}{after}"


def _content(operation: Operation) -> list[str]:
    if operation.action != "StartChangeSet":
        tags = " ".join(f"{tag['Key']}={tag['Value']}" for tag in operation.parameters["Tags"])
        return [f"{operation.parameters['ResourceArn'].rpartition('/')[2]} {tags}"]
    return [_sent(change) for change in operation.parameters["ChangeSet"]]


def _sent(change: Any) -> str:  # noqa: ANN401 - JSON
    tags = [f"tag {tag['Key']}={tag['Value']}" for tag in change.get("EntityTags", ())]
    said = [f"{key}={_detail(value)}" for key, value in change["DetailsDocument"].items()]
    return " ".join([change["ChangeName"], change["ChangeType"], _entity(change["Entity"]), *said, *tags])


def _entity(entity: Any) -> str:  # noqa: ANN401 - JSON
    identifier = entity.get("Identifier", "new")
    if isinstance(identifier, dict):
        return f"({identifier['address']} after {identifier['known_after']})"
    return str(identifier).removesuffix(".Entity.Identifier")


def _detail(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return " ".join(_few(block["Ids"]) for block in value)
    if isinstance(value, list):
        return _few(value)
    return " ".join(f"{key}:{word}" for key, word in value.items()) if isinstance(value, dict) else f"'{value}'"
