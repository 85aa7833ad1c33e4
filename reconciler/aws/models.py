"""The services' models as botocore has them; EC2's with the operations that may be called, and no others."""

from functools import cache
from typing import Any

from botocore.loaders import Loader, create_loader


class Models(Loader):  # type: ignore[misc]  # botocore has no types
    """Reads models from the files of the botocore that is installed.

    A client has a method for each operation of its model. EC2 has some 770, and every region of every seller has a
    client of its own: with the ten that are called it takes 2 ms, not 13, and a megabyte less (measured).
    """

    called: frozenset[str] = frozenset()
    """The calls that may be made, as `service:Operation`."""

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:  # noqa: ANN401 - JSON
        """Give one model of a service; `service-2` is the one of its operations."""
        model = super().load_service_model(service_name, type_name, api_version)
        if (service_name, type_name) != ("ec2", "service-2"):
            return model
        called = {name: found for name, found in model["operations"].items() if f"ec2:{name}" in self.called}
        return {**model, "operations": called}


@cache
def models(data_path: str | None, called: frozenset[str]) -> Models:
    """Return the models, read once a process: applying makes a second session, and reading is half of its cost.

    *data_path* is botocore's own setting of that name, the folders in which models are looked for first; *called* are
    the calls that may be made.
    """
    found = Models(create_loader(data_path).search_paths, include_default_search_paths=False)
    found.called = called
    return found
