"""Which way an exception came: whose code raised it, and whether credentials were being obtained."""

from traceback import walk_tb
from typing import Final

_OURS: Final = "reconciler."
_THEIRS: Final = ("botocore.", "boto3.")
_NO_SUCH_METHOD: Final = "botocore.client.BaseClient.__getattr__"
"""Whoever asks a client for an operation that it lacks has misspelt it."""
_OBTAINING: Final = ("botocore.credentials.", "botocore.tokens.")


def trail(error: BaseException) -> tuple[str, ...]:
    """Return the functions of ours and of botocore's that *error* came through, the one that raised it last.

    Each is written `botocore.utils.FileWebIdentityTokenLoader.__call__`. An exception that was never raised has none.
    """
    frames = (frame for frame, _ in walk_tb(error.__traceback__))
    names = (f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_qualname}" for frame in frames)
    return tuple(name for name in names if name.startswith((_OURS, *_THEIRS)))


def is_ours(error: BaseException) -> bool:
    """Tell whether *error* is a mistake of ours: our own code raised it, and no exception of botocore's on purpose."""
    meant = f"{type(error).__module__}.".startswith(_THEIRS)
    return not meant and "".join(trail(error)[-1:]).startswith((_OURS, _NO_SUCH_METHOD))


def is_of_credentials(error: BaseException) -> bool:
    """Tell whether *error* happened while botocore obtained credentials."""
    return any(name.startswith(_OBTAINING) for name in trail(error))
