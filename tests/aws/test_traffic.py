"""Every request is counted where botocore sends it, and the log says each call, and with -vv each retry and wait."""

import json
from collections.abc import Callable
from datetime import datetime
from threading import Thread

import pytest

from reconciler.aws.calls import CallList
from reconciler.aws.log import Log
from reconciler.aws.session import clients, watched_session
from reconciler.aws.traffic import Traffic
from reconciler.aws.waits import LoggedClock
from reconciler.errors import Throttled, Unreadable
from reconciler.interruption import Interruption
from reconciler.model import Spent
from reconciler.ports import Clients
from reconciler.settings import Marketplace, Settings
from tests.aws.answers import good
from tests.aws.conftest import Connect, StandingClock
from tests.aws.loopback import NO_ANSWER, Asked, Reply, failure
from tests.verbs import VERB, tag

NOON = "2026-11-22T10:00:00Z"
WHERE = "in 111111111111 us-east-1"
SECRETS = ("AKIAEXAMPLE", "verysecretkey", "arn:exp-a", "Signature", "as AWS says it")


class Lines:
    """What was logged: *calls* with -v, *waits* with -vv."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.waits: list[str] = []

    @property
    def log(self) -> Log:
        """Return the log that writes here."""
        return Log(self.calls.append, self.waits.append)


@pytest.fixture
def lines() -> Lines:
    """Return an empty log."""
    return Lines()


@pytest.fixture
def made(credentials: pytest.MonkeyPatch, clock: StandingClock) -> Callable[..., Clients]:
    """Return a function that makes the program's clients of the account 111111111111, which try each call twice."""
    credentials.setenv("AWS_MAX_ATTEMPTS", "2")
    credentials.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0.0)

    def make(log: Log, *, writes: bool = False, interruption: Interruption | None = None) -> Clients:
        return clients(
            Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111")),
            CallList.of(VERB.values(), writing=writes),
            clock=clock,
            environ={},
            interruption=interruption,
            log=log,
        )

    return make


def first(reply: Reply, **then: Reply) -> Callable[[Asked], Reply | dict[str, object] | str]:
    """Return a script that answers the first request with *reply* and the others as a healthy AWS does."""
    replies, healthy = [reply], good(**then)
    return lambda asked: replies.pop() if replies else healthy(asked)


def test_each_request_is_counted_by_operation(pointed: Connect, made: Callable[..., Clients], lines: Lines) -> None:
    """Reads of several services are counted together; nothing was sent before the first one."""
    server, made_clients = pointed(good()).server, made(lines.log)
    assert made_clients.spent() == Spent()
    made_clients.catalog.list_tags("arn:exp-a")
    made_clients.catalog.list_tags("arn:exp-a")
    made_clients.identity.account()
    assert made_clients.spent() == Spent({"GetCallerIdentity": 1, "ListTagsForResource": 2})
    assert len(server.asked) == 3


def test_a_throttled_request_counts_and_its_retry_counts(
    pointed: Connect, made: Callable[..., Clients], lines: Lines
) -> None:
    """AWS's quotas count both, too. The call is one line, the retry is one line of -vv."""
    pointed(first(failure(400, "ThrottlingException")))
    made_clients = made(lines.log)
    made_clients.catalog.list_tags("arn:exp-a")
    assert made_clients.spent() == Spent({"ListTagsForResource": 2}, throttled=1)
    what = f"{NOON} marketplace-catalog:ListTagsForResource {WHERE}"
    assert lines.calls == [f"{what}: 200 in 0.00 s after 1 retry, request req-1"]
    assert lines.waits == [f"{what}: retry 1, 0.00 s after ThrottlingException, request req-1"]


def test_a_denied_call_is_logged_with_its_code_and_id(
    pointed: Connect, made: Callable[..., Clients], lines: Lines
) -> None:
    """The message of AWS is left out: it is in the error, and may name anything."""
    pointed(good(ListTagsForResource=failure(403, "AccessDeniedException")))
    with pytest.raises(Unreadable, match=r"\(request req-1\)$"):
        made(lines.log).catalog.list_tags("arn:exp-a")
    assert lines.calls == [
        f"{NOON} marketplace-catalog:ListTagsForResource {WHERE}: AccessDeniedException in 0.00 s, request req-1"
    ]


@pytest.mark.parametrize(
    ("reply", "outcome", "count"),
    [
        (NO_ANSWER, "ConnectionClosedError in 0.00 s after 1 retry", 2),
        (Reply(200, b"{"), "ResponseParserError in 0.00 s", 1),
    ],
    ids=["none", "broken"],
)
def test_a_call_without_a_usable_answer_is_logged(
    pointed: Connect, made: Callable[..., Clients], lines: Lines, reply: Reply, outcome: str, count: int
) -> None:
    """Such a call has no request id."""
    pointed(good(ListTagsForResource=reply))
    made_clients = made(lines.log)
    with pytest.raises(Unreadable):
        made_clients.catalog.list_tags("arn:exp-a")
    assert made_clients.spent() == Spent({"ListTagsForResource": count})
    assert lines.calls == [f"{NOON} marketplace-catalog:ListTagsForResource {WHERE}: {outcome}"]


def test_a_call_that_is_not_sent_is_not_counted(pointed: Connect, made: Callable[..., Clients], lines: Lines) -> None:
    """Neither a call that the gate refuses, nor one that an interruption stops."""
    server = pointed(good()).server
    reading = made(lines.log)
    with pytest.raises(Exception, match="refused before it was sent"):
        tag(reading, "arn:exp-a", team="x")
    stopped = Interruption()
    with stopped.deferred(lambda: True, lambda: None):
        stopped.ask()
        writing = made(lines.log, writes=True, interruption=stopped)
        with pytest.raises(Throttled):
            tag(writing, "arn:exp-a", team="x")
    assert (reading.spent(), writing.spent(), server.asked) == (Spent(), Spent(), [])
    assert lines.calls == []


def test_no_line_holds_a_secret_or_a_parameter(pointed: Connect, made: Callable[..., Clients], lines: Lines) -> None:
    """Lines have names, codes, ids and times alone."""
    pointed(first(failure(400, "ThrottlingException"), ListTagsForResource=failure(403, "AccessDeniedException")))
    with pytest.raises(Unreadable):
        made(lines.log).catalog.list_tags("arn:exp-a")
    written = "\n".join([*lines.calls, *lines.waits])
    assert [secret for secret in SECRETS if secret in written] == []
    assert len(lines.calls + lines.waits) == 2


def test_codes_and_ids_of_the_network_cannot_move_a_terminals_cursor(
    pointed: Connect, made: Callable[..., Clients], lines: Lines
) -> None:
    """A proxy may answer in AWS's place with any error code and any id."""
    hostile = json.dumps({"__type": "\x1b[2J\u202eCode\n", "message": "no"}).encode()
    pointed(good(ListTagsForResource=Reply(400, hostile, {"x-amzn-RequestId": "id\x1b]0;"})))
    with pytest.raises(Unreadable):
        made(lines.log).catalog.list_tags("arn:exp-a")
    (line,) = lines.calls
    assert line.isprintable()
    assert line.endswith(":  [2J Code  in 0.00 s, request id ]0;")


def test_a_log_that_fails_breaks_no_call(pointed: Connect, made: Callable[..., Clients]) -> None:
    """The calls go on and are counted, whatever the writer of lines raises."""

    def fails(_line: str) -> None:
        raise RuntimeError("the disk is full")

    pointed(first(failure(400, "ThrottlingException")))
    made_clients = made(Log(fails, fails))
    assert made_clients.catalog.list_tags("arn:exp-a") == {"team": "procurement"}
    assert made_clients.spent() == Spent({"ListTagsForResource": 2}, throttled=1)


def test_a_line_that_nobody_reads_is_not_made(pointed: Connect) -> None:
    """Without -v a call is counted, and its time is not even written; a thousand calls take a twentieth less."""
    pointed(good())

    asked: list[str] = []

    class Watch(StandingClock):
        """A clock that notes that it is asked for the time of day."""

        def now(self) -> datetime:
            """Note it."""
            asked.append("now")
            return super().now()

    traffic = Traffic(Watch(), Log())
    session = watched_session(calls=CallList.of(VERB.values()), clock=StandingClock(), traffic=traffic)
    session.create_client("sts", region_name="us-east-1").get_caller_identity()
    assert (traffic.spent().calls, traffic.log.silent, asked) == ({"GetCallerIdentity": 1}, True, [])


def test_requests_of_many_threads_are_all_counted(clock: StandingClock) -> None:
    """Reads run in parallel."""
    traffic = Traffic(clock, Log())

    def send() -> None:
        for _ in range(2000):
            traffic.sent("ListEntities")
            traffic.throttled()

    threads = [Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert traffic.spent() == Spent({"ListEntities": 16_000}, throttled=16_000)


def test_a_wait_for_a_request_rate_is_logged(
    pointed: Connect, made: Callable[..., Clients], clock: StandingClock, lines: Lines
) -> None:
    """The sixth ListTagsForResource within a second waits (catalog 2)."""
    pointed(good())
    catalog = made(lines.log).catalog
    for _ in range(6):
        catalog.list_tags("arn:exp-a")
    assert lines.waits == [f"{NOON} marketplace-catalog:ListTagsForResource waits 1.05 s for its request rate"]
    assert clock.slept == [1.05]


def test_a_logged_clock_waits_as_the_other_clock_does(clock: StandingClock, lines: Lines) -> None:
    """It asks the other clock for the time and adds a line to each wait."""
    logged = LoggedClock(clock, lines.log)
    logged.sleep(2.5)
    assert (logged.monotonic(), logged.now(), clock.slept) == (2.5, clock.now(), [2.5])
    assert (lines.calls, lines.waits) == ([], [f"{NOON} waits 2.50 s"])
