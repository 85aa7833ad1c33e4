"""Operations carried out: the interpreter of a plan that talks to AWS. Never prints."""

from .conduct import Conduct
from .edits import Edits
from .freshness import OURS, Sight
from .inflight import require_ended, wait_for_ours
from .run import Execution
from .stamp import Stamp

__all__ = ["OURS", "Conduct", "Edits", "Execution", "Sight", "Stamp", "require_ended", "wait_for_ours"]
