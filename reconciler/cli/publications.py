"""What the program publishes about itself, without AWS: schemas, explanations, and the files of a new repository."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reconciler.explanations import Explanation
    from reconciler.starter import NewRepository


class Publications:
    """The publications of the program; modules are imported only when a command needs them."""

    def schemas(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the published JSON Schemas by name: of kinds, documents, settings and each JSON that is printed."""
        from reconciler import fleet, settings
        from reconciler.documents import published_schemas
        from reconciler.kinds import all_kinds
        from reconciler.printed import printed_schemas

        written = published_schemas({name: kind.schema for name, kind in all_kinds().items()}, settings.schema())
        return {**written, "fleet": fleet.schema(), **printed_schemas()}

    def explanations(self) -> "Mapping[str, Explanation]":
        """Return the explanation of every problem code and every rule, by its code."""
        from reconciler.explanations import read_explanations
        from reconciler.kinds import all_kinds

        return read_explanations(kind.problems for kind in all_kinds().values())

    def starter_files(self, about: "NewRepository") -> Mapping[str, str]:
        """Return the text of each file of a new repository, by its path."""
        from reconciler.aws.calls import role_actions
        from reconciler.kinds import all_verbs
        from reconciler.render import to_json
        from reconciler.starter import starter_files

        schemas = self.schemas()
        texts = {name: to_json(schemas[name]) for name in ("document", "settings")}
        return starter_files(about, role_actions(all_verbs()), texts)
