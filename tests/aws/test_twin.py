import os
from collections.abc import Callable, Iterator

import pytest

from reconciler.aws.calls import CallList
from reconciler.aws.session import clients
from reconciler.errors import CallFailed, EntityLocked, Refused, Rejected, Throttled, Unreadable
from reconciler.limits import PRIVATE_MARKETPLACE_PRINCIPAL, PRIVATE_MARKETPLACE_ROLE
from reconciler.model import WHOLE, Extent
from reconciler.ports import Clients, SentChange
from reconciler.settings import Settings
from reconciler.twin.twin import Twin
from tests.aws.called import READS, WRITES
from tests.aws.conftest import StandingClock, api
from tests.twin.worlds import BARE, LIVE, OTHER, Hand, small
from tests.verbs import VERB, tag

pytestmark = pytest.mark.usefixtures("over_http")

DELEGATE = "222222222222"
MANAGEMENT = "111111111111"

As = Callable[..., Clients]


@pytest.fixture(scope="module")
def hand() -> Hand:
    """Return the twin's clock."""
    return Hand()


@pytest.fixture(scope="module")
def running(hand: Hand) -> Iterator[Twin]:
    """Yield a twin that answers over HTTP."""
    with Twin(small(), clock=hand) as twin:
        yield twin


@pytest.fixture
def twin(running: Twin) -> Twin:
    """Return the twin as its seed has it."""
    running.reset(small())
    return running


@pytest.fixture
def acting(twin: Twin, monkeypatch: pytest.MonkeyPatch, clock: StandingClock) -> As:
    """Return the program's clients, made from an environment that points an account at the twin."""

    def made(account: str = MANAGEMENT, *, writes: bool = False) -> Clients:
        for name, value in (twin.environment(account) | {"AWS_MAX_ATTEMPTS": "1"}).items():
            monkeypatch.setenv(name, value)
        return clients(
            Settings(file="reconciler.yaml"),
            calls=CallList.of(VERB.values(), writing=writes),
            clock=clock,
            environ=os.environ,
        )

    return made


def update(experience: str, **details: object) -> dict[str, object]:
    """Return one change."""
    return {
        "ChangeType": "UpdateExperience",
        "ChangeName": "A",
        "Entity": {"Type": "Experience@1.0", "Identifier": experience},
        "DetailsDocument": details,
    }


def test_the_organization_is_read_as_it_is(acting: As) -> None:
    """The organization has a closed account, trusted access, a delegated administrator and a service-linked role."""
    made = acting()
    tree = made.organizations.tree()
    assert (tree.id, tree.root, tree.management_account) == ("o-abcdef1234", "r-abcd", MANAGEMENT)
    assert {unit.id: unit.parent for unit in tree.units.values()} == {
        "ou-abcd-finance1": "r-abcd",
        "ou-abcd-payroll1": "ou-abcd-finance1",
    }
    assert {account.id: (account.parent, account.open) for account in tree.accounts.values()} == {
        MANAGEMENT: ("r-abcd", True),
        DELEGATE: ("r-abcd", True),
        "333333333333": ("ou-abcd-finance1", True),
        "444444444444": ("ou-abcd-finance1", False),
        "555555555555": ("ou-abcd-payroll1", True),
    }
    assert made.organizations.describe().all_features
    assert PRIVATE_MARKETPLACE_PRINCIPAL in made.organizations.trusted_services()
    assert made.organizations.delegated_administrators(PRIVATE_MARKETPLACE_PRINCIPAL) == {DELEGATE}
    assert made.identity.account() == MANAGEMENT
    assert made.identity.has_role(PRIVATE_MARKETPLACE_ROLE)
    assert not made.identity.has_role("reconciler")


@pytest.mark.parametrize("account", [MANAGEMENT, DELEGATE])
def test_management_and_delegate_see_the_same_experiences(acting: As, account: str) -> None:
    """The client finds the right scope by itself."""
    made = acting(account)
    catalog = made.catalog
    listed = catalog.list_entities("Experience")
    assert {entity.name for entity in listed} == {"Live", "Other", "Bare", "Archived"}
    found = api(made).describe_entities([LIVE, "exp-nobody"])
    assert list(found) == [LIVE]
    assert (found[LIVE].revision, found[LIVE].details["Status"]) == ("6", "Enabled")
    assert catalog.list_tags(found[LIVE].arn) == {"team": "procurement"}
    assert len(catalog.list_entities("Audience")) == 2


def test_an_account_outside_any_organization_is_refused(acting: As) -> None:
    """The twin returns AWSOrganizationsNotInUseException, as Organizations does."""
    with pytest.raises(Refused, match="AWSOrganizationsNotInUseException"):
        acting("999999999999").organizations.describe()


def test_a_change_set_is_started_once_followed_and_found_again(acting: As, twin: Twin, hand: Hand) -> None:
    """The same token starts no second set; the end names the entity without its revision."""
    twin.reset(small(durations={"preparing": 1, "applying": 1}))
    catalog = acting(writes=True).catalog
    started = [
        catalog.start_change_set([update(f"{OTHER}@1", Name="Renamed")], name="n", tags={"t": "1"}, token="t-1").id
        for _ in range(2)
    ]
    assert started[0] == started[1]
    assert catalog.describe_change_set(started[0]).status == "PREPARING"
    assert [summary.id for summary in catalog.list_change_sets(status=("PREPARING",))] == started[:1]
    with pytest.raises(EntityLocked) as caught:
        catalog.start_change_set([update(OTHER, Name="Again")], name="n", tags={}, token="t-2")
    assert started[0] in caught.value.message
    hand.move(3)
    ended = catalog.describe_change_set(started[0])
    assert (ended.status, ended.entities) == ("SUCCEEDED", {"A": OTHER})
    assert ended.changes == (SentChange("A", "UpdateExperience", OTHER, content='{"Name":"Renamed"}'),)
    assert [summary.entities for summary in catalog.list_change_sets(entity_id=OTHER)] == [(OTHER,)]


def test_a_change_set_is_cancelled_while_it_prepares(acting: As, twin: Twin, hand: Hand) -> None:
    """Later it is refused as a lock is; each answer has AWS's time."""
    twin.reset(small(durations={"preparing": 1, "applying": 1}))
    catalog = acting(writes=True).catalog
    assert catalog.time() is None
    first = catalog.start_change_set([update(OTHER, Name="Renamed")], name="n", tags={}, token="t-1").id
    catalog.cancel_change_set(first)
    cancelled = catalog.describe_change_set(first)
    assert (cancelled.status, cancelled.started_at, cancelled.ended_at) == ("CANCELLED", catalog.time(), catalog.time())
    second = catalog.start_change_set([update(OTHER, Name="Renamed")], name="n", tags={}, token="t-2").id
    hand.move(1)
    with pytest.raises(EntityLocked):
        catalog.cancel_change_set(second)
    hand.move(61)
    assert [one.id for one in catalog.list_change_sets(ended_after=cancelled.started_at)] == [second]


def test_a_stale_revision_is_rejected_in_awss_words(acting: As) -> None:
    """The twin returns HTTP 422, and nothing is started."""
    catalog = acting(writes=True).catalog
    with pytest.raises(Rejected) as caught:
        catalog.start_change_set([update(f"{LIVE}@5", Name="Live")], name="n", tags={}, token="t-1")
    assert caught.value.code == "ValidationException"
    assert catalog.list_change_sets() == ()


def test_a_set_that_fails_tells_which_change_and_why(acting: As) -> None:
    """The errors of DescribeChangeSet have the change that they are about."""
    catalog = acting(writes=True).catalog
    change = {
        "ChangeType": "AllowProductProcurement",
        "ChangeName": "Fill",
        "Entity": {"Type": "Experience@1.0", "Identifier": BARE},
        "DetailsDocument": {"Products": [{"Ids": ["prod-a"]}]},
    }
    ended = catalog.describe_change_set(catalog.start_change_set([change], name="n", tags={}, token="t-1").id)
    assert (ended.status, ended.failure_code) == ("FAILED", "CLIENT_ERROR")
    assert [(error.change_name, error.code) for error in ended.errors] == [("Fill", "ENTITY_NOT_FOUND")]


def test_tags_are_added_to_those_that_are_there(acting: As) -> None:
    """Only the named keys are written."""
    clients = acting(writes=True)
    arn = api(clients).describe_entities([LIVE])[LIVE].arn
    tag(clients, arn, **{"reconciler:logo": "abc"})
    assert clients.catalog.list_tags(arn) == {"team": "procurement", "reconciler:logo": "abc"}


def test_a_write_whose_answer_is_lost_may_be_sent_again(acting: As, twin: Twin) -> None:
    """The write was carried out, and the same token finds it."""
    catalog = acting(writes=True).catalog
    twin.faults.lose_answer("StartChangeSet")
    with pytest.raises(Throttled):
        catalog.start_change_set([update(LIVE, Name="Live")], name="n", tags={}, token="t-1")
    again = catalog.start_change_set([update(LIVE, Name="Live")], name="n", tags={}, token="t-1")
    assert [summary.id for summary in catalog.list_change_sets()] == [again.id]


@pytest.mark.parametrize("operation", ["ListEntities", "ListRoots", "GetCallerIdentity"])
def test_denied_and_throttled_reads_are_unreadable(acting: As, twin: Twin, operation: str) -> None:
    """Code and status are those of each service."""
    asking = {
        "ListEntities": lambda made: made.catalog.list_entities("Experience"),
        "ListRoots": lambda made: made.organizations.tree(),
        "GetCallerIdentity": lambda made: made.identity.account(),
    }
    for fault in (twin.faults.throttle, twin.faults.deny):
        fault(operation)
        with pytest.raises(Unreadable, match=f":{operation}: "):
            asking[operation](acting())


def test_too_many_open_change_sets_ask_to_wait(acting: As, twin: Twin) -> None:
    """ServiceQuotaExceededException ends when a set has ended."""
    twin.reset(small(quotas={"open_change_sets": 0}))
    with pytest.raises(Throttled) as caught:
        acting(writes=True).catalog.start_change_set([update(LIVE, Name="L")], name="n", tags={}, token="t-1")
    assert caught.value.code == "ServiceQuotaExceededException"


SELLERS = ("acm:", "ec2:", "elbv2:", "marketplace-agreement:", "marketplace-entitlement:", "route53:", "sns:")
BUYERS = frozenset(call for call in READS | WRITES if not call.startswith(SELLERS))


def test_all_that_a_plan_reads_is_on_the_read_list(acting: As, twin: Twin) -> None:
    """The twin's calls equal the read list of the buyer's side, and none writes."""
    made = acting()
    made.organizations.tree()
    parts = (WHOLE, Extent(frozenset({"333333333333", "ou-abcd-finance1"})))
    assert all(made.organizations.grown(made.organizations.unread(), part).detour is None for part in parts)
    made.organizations.trusted_services()
    made.organizations.delegated_administrators(PRIVATE_MARKETPLACE_PRINCIPAL)
    made.identity.has_role(PRIVATE_MARKETPLACE_ROLE)
    listed = made.catalog.list_entities("Experience")
    api(made).describe_entities([entity.id for entity in listed])
    made.catalog.list_tags(listed[0].arn)
    made.catalog.list_change_sets()
    with pytest.raises(Unreadable):
        made.catalog.describe_change_set("cs-nobody")
    with pytest.raises(Unreadable):
        made.calls("iam", "us-east-1").read(VERB["GetServiceLinkedRoleDeletionStatus"], {"DeletionTaskId": "task/a"})
    assert {f"{call.service}:{call.operation}" for call in twin.calls} == BUYERS & READS
    assert not twin.calls.writes()


def test_planning_clients_write_nothing(acting: As, twin: Twin) -> None:
    """The client refuses every call of the write list."""
    clients = acting()
    setting_up = sorted(call for call in BUYERS & WRITES if call.startswith(("iam:", "organizations:")))
    for call in setting_up:
        service, _, name = call.partition(":")
        with pytest.raises(Refused):
            clients.calls(service, "us-east-1").edit(VERB[name], {})
    for write in (
        lambda: tag(clients, "arn", a="b"),
        lambda: clients.catalog.start_change_set([], name="n", tags={}, token="t"),
        lambda: clients.catalog.cancel_change_set("cs-1"),
    ):
        with pytest.raises(Refused) as caught:
            write()
        assert not isinstance(caught.value, CallFailed)
    assert len(BUYERS & WRITES) == 3 + len(setting_up) == 9
    assert len(twin.calls) == 0
