"""botocore's service models; EC2's is reduced to the operations that may be called."""

from functools import cache
from typing import Any

from botocore.loaders import Loader, create_loader


class Models(Loader):  # type: ignore[misc]  # botocore has no types
    """Reads models from the files of the installed botocore.

    A client has a method for each operation of its model. EC2 has about 770 operations, and every region of every
    seller has its own client. A client with only the ten that are called takes 2 ms instead of 13 and one megabyte
    less (measured).
    """

    called: frozenset[str] = frozenset()
    """The calls that may be made, as `service:Operation`."""

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:  # noqa: ANN401 - JSON
        """Return one model of a service; the model `service-2` has its operations."""
        model = super().load_service_model(service_name, type_name, api_version)
        if (service_name, type_name) != ("ec2", "service-2"):
            return model
        called = {name: found for name, found in model["operations"].items() if f"ec2:{name}" in self.called}
        return {**model, "operations": called}


@cache
def models(data_path: str | None, called: frozenset[str]) -> Models:
    """Return the loader of models, cached for the process: apply makes a second session, and reading is half its cost.

    *data_path* is botocore's setting of that name, the folders that are searched first for models. *called* are the
    calls that may be made.
    """
    found = Models(create_loader(data_path).search_paths, include_default_search_paths=False)
    found.called = called
    return found
