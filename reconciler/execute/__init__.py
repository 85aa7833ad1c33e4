"""The interpreter that carries out the operations of a plan on AWS. It never prints."""

from .conduct import Conduct, bug
from .done_by_others import DoneByOthers
from .freshness import OURS, Baseline, Freshness
from .inflight import require_ended, wait_for_ours
from .ledger import Ledger
from .run import Execution
from .shutdown import INTERRUPTED
from .stamp import Stamp

__all__ = [
    "INTERRUPTED",
    "OURS",
    "Baseline",
    "Conduct",
    "DoneByOthers",
    "Execution",
    "Freshness",
    "Ledger",
    "Stamp",
    "bug",
    "require_ended",
    "wait_for_ours",
]
