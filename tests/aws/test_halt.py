import pytest
from botocore.awsrequest import AWSRequest

from reconciler.aws.halt import Halt
from reconciler.errors import Throttled
from reconciler.interruption import Interruption
from tests.aws.called import CALLS

STARTS, READS = "request-created.marketplace-catalog.StartChangeSet", "request-created.sts.GetCallerIdentity"


def sent(attempt: int) -> AWSRequest:
    """Return a request as botocore makes it for attempt number *attempt*."""
    request = AWSRequest()
    request.context["retries"] = {"attempt": attempt}
    return request


def test_nothing_is_sent_once_the_program_ends() -> None:
    """Every call of every thread fails before it is signed."""
    interruption = Interruption()
    halt = Halt(interruption, CALLS)
    halt(READS, sent(1))
    interruption.leave()
    for event in (READS, STARTS):
        with pytest.raises(KeyboardInterrupt):
            halt(event, sent(1))


@pytest.mark.parametrize(("attempt", "code"), [(1, "ThrottlingException"), (2, "Interrupted")])
def test_a_delayed_write_is_not_sent_after_an_interruption(attempt: int, code: str) -> None:
    """The error says whether AWS may have seen the write before.

    Reads go on, and so do writes that are decided afterwards.
    """
    interruption = Interruption()
    halt = Halt(interruption, CALLS)
    with interruption.deferred(lambda: True, lambda: None):
        interruption.ask()
        halt(READS, sent(1))
        with pytest.raises(Throttled) as refused:
            halt(STARTS, sent(attempt))
        assert (refused.value.code, refused.value.operation) == (code, "StartChangeSet")
        interruption.consider()
        halt(STARTS, sent(attempt))
