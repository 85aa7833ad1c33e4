"""Operations with dependencies and without content."""

from collections.abc import Sequence
from random import Random

from reconciler.model import Operation
from tests.verbs import asking


def operation(number: int, *after: int, action: str = "StartChangeSet") -> Operation:
    """Return `op-NUMBER`, which waits for the others."""
    return Operation(
        id=f"op-{number}",
        after=tuple(f"op-{one}" for one in after),
        account="111111111111",
        region="us-east-1",
        service="marketplace-catalog",
        action=action,
        parameters={},
        requests=(asking(action),),
    )


def one_after_another(number: int) -> list[Operation]:
    """Return operations of which each waits for the one before."""
    return [operation(n, *([n - 1] if n > 1 else [])) for n in range(1, number + 1)]


def shuffled(operations: Sequence[Operation], random: Random) -> list[Operation]:
    """Return *operations* in another order that what they wait for allows."""
    left, ordered = list(operations), list[Operation]()
    while left:
        done = {one.id for one in ordered}
        ready = [one for one in left if done.issuperset(one.after)]
        ordered.append(random.choice(ready))
        left.remove(ordered[-1])
    return ordered
