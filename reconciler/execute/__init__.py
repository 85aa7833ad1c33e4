"""The interpreter that carries out the operations of a plan on AWS. It never prints."""

from typing import TYPE_CHECKING

from reconciler.faces import face

if TYPE_CHECKING:
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

__getattr__ = face(
    __name__,
    {
        ".conduct": "Conduct bug",
        ".done_by_others": "DoneByOthers",
        ".freshness": "OURS Baseline Freshness",
        ".inflight": "require_ended wait_for_ours",
        ".ledger": "Ledger",
        ".run": "Execution",
        ".shutdown": "INTERRUPTED",
        ".stamp": "Stamp",
    },
)
