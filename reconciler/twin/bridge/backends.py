"""What moto keeps of each account and region, while other requests add more."""

from typing import TypeVar

from moto.core.base_backend import BackendDict, BaseBackend, backend_lock

B = TypeVar("B", bound=BaseBackend)


def standing(backends: "BackendDict[B]") -> "list[tuple[str, str, B]]":
    """Return account, region and backend of all that there is now.

    moto makes the backend of an account or a region with the first request that needs it, also while another request
    iterates over them.
    """
    with backend_lock:
        return [
            (account, region, backend) for account, regions in backends.items() for region, backend in regions.items()
        ]
