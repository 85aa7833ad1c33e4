"""The origin of an exception: whose code raised it, and whether botocore was obtaining credentials."""

from traceback import walk_tb
from typing import Final

_OURS: Final = "reconciler."
_THEIRS: Final = ("botocore.", "boto3.")
_NO_SUCH_METHOD: Final = "botocore.client.BaseClient.__getattr__"
"""This method raises when code asks a client for an operation that does not exist: a bug of reconciler."""
_OBTAINING: Final = ("botocore.credentials.", "botocore.tokens.")


def trail(error: BaseException) -> tuple[str, ...]:
    """Return the functions of reconciler, botocore and boto3 in the traceback of *error*, the raising one last.

    Example: `botocore.utils.FileWebIdentityTokenLoader.__call__`. An exception that was never raised has none.
    """
    frames = (frame for frame, _ in walk_tb(error.__traceback__))
    names = (f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_qualname}" for frame in frames)
    return tuple(name for name in names if name.startswith((_OURS, *_THEIRS)))


def is_ours(error: BaseException) -> bool:
    """Tell whether *error* is a bug of reconciler: its own code raised it, and it is no exception class of botocore."""
    meant = f"{type(error).__module__}.".startswith(_THEIRS)
    return not meant and "".join(trail(error)[-1:]).startswith((_OURS, _NO_SUCH_METHOD))


def is_of_credentials(error: BaseException) -> bool:
    """Tell whether *error* was raised while botocore obtained credentials."""
    return any(name.startswith(_OBTAINING) for name in trail(error))
