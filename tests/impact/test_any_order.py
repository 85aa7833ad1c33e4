"""In any order that the waits allow, each account has the course of the replay: who governs it, with which list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from reconciler.governance import Experience, Experiences, govern
from reconciler.impact import in_succession
from reconciler.model import Account, Address, Operation, Organization, OrganizationalUnit, Request
from tests.verbs import VERB

UNITS = ("ou-1", "ou-2", "ou-3", "ou-4")
ACCOUNTS = ("1", "2", "3", "4", "5", "6")
PRINCIPALS = ("o-1", *UNITS, *ACCOUNTS)
NAMES = ("a", "b", "c", "d", "e")
PRODUCTS = st.frozensets(st.sampled_from("xyz"), max_size=2)
Course = tuple[tuple[str | None, frozenset[str] | None], ...]


@dataclass(frozen=True)
class Steps:
    """An organization, its experiences before all operations, and those that each operation writes."""

    organization: Organization
    before: Experiences
    written: Sequence[Experiences]

    @property
    def states(self) -> list[Experiences]:
        """Return the experiences before all operations and after each."""
        states = [self.before]
        for one in self.written:
            states.append({**states[-1], **one})
        return states

    def courses(self, order: Sequence[int]) -> Mapping[str, Course]:
        """Return what governs each account, with its list, from step to step, if the operations end in this order."""
        found: dict[str, list[tuple[str | None, frozenset[str] | None]]] = {one: [] for one in ACCOUNTS}
        state = dict(self.before)
        for number in (None, *order):
            state.update({} if number is None else self.written[number])
            governance = govern(self.organization, state)
            for account, course in found.items():
                name = governance.governing(account)
                now = name, state[name].products if name else None
                if course[-1:] != [now]:
                    course.append(now)
        return {account: tuple(course) for account, course in found.items()}

    def operations(self) -> tuple[Operation, ...]:
        """Return the operations; those about one experience wait for each other, since AWS locks it."""
        last: dict[str, str] = {}
        made: list[Operation] = []
        for number, one in enumerate(self.written):
            id_ = f"op-{number + 1}"
            made.append(operation(id_, tuple(sorted({last[name] for name in one if name in last})), one))
            last.update(dict.fromkeys(one, id_))
        return tuple(made)


def operation(id_: str, after: tuple[str, ...], written: Experiences) -> Operation:
    """Return a change set about the experiences that it writes."""
    verb = VERB["AssociateAudience"]
    addresses = [Address("experience", name) for name in written]
    return Operation(
        id=id_,
        after=after,
        account="111111111111",
        region="us-east-1",
        service="marketplace-catalog",
        action="StartChangeSet",
        parameters={},
        requests=tuple(Request(address=one, verb=verb, details={}, remote_id=None) for one in addresses),
    )


@st.composite
def organizations(draw: st.DrawFn) -> Organization:
    """Draw a tree of units with accounts."""
    units = {
        id_: OrganizationalUnit(id_, id_, draw(st.sampled_from(["r-1", *UNITS[:number]])))
        for number, id_ in enumerate(UNITS)
    }
    parent = st.sampled_from(["r-1", *UNITS])
    accounts = {id_: Account(id_, id_, draw(parent)) for id_ in ACCOUNTS}
    return Organization(id="o-1", management_account="1", root="r-1", units=units, accounts=accounts)


@st.composite
def steps(draw: st.DrawFn) -> Steps:
    """Draw operations, each of which lets principals go or come, enables or disables, or changes a list."""
    holders = {one: draw(st.sampled_from([*NAMES, None])) for one in PRINCIPALS}
    before = {
        name: Experience(
            id=name,
            status=draw(st.sampled_from(["enabled", "enabled", "disabled"])),
            principals=frozenset(one for one, holder in holders.items() if holder == name),
            products=draw(PRODUCTS),
        )
        for name in NAMES
    }
    state: dict[str, Experience] = dict(before)
    written: list[Experiences] = []
    for _ in range(draw(st.integers(1, 7))):
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
        for name in names:
            state[name] = _written(draw, state, name)
        written.append({name: state[name] for name in names})
    return Steps(draw(organizations()), before, written)


def _written(draw: st.DrawFn, state: Experiences, name: str) -> Experience:
    one = state[name]
    change = draw(st.sampled_from(["list", "list", "status", "leave", "arrive"]))
    if change == "list":
        return replace(one, products=draw(PRODUCTS))
    if change == "status":
        return replace(one, status="disabled" if one.status == "enabled" else "enabled")
    if change == "leave":
        return replace(one, principals=frozenset(sorted(one.principals)[1:]))
    free = frozenset(PRINCIPALS).difference(*(other.principals for other in state.values()))
    return replace(one, principals=one.principals | frozenset(sorted(free)[:1]))


@given(made=steps(), data=st.data())
def test_any_order_that_the_waits_allow_gives_the_course_of_the_replay(made: Steps, data: st.DataObject) -> None:
    """Operations may end in any order that their waits allow: the course of each account is the same."""
    waiting = in_succession(made.organization, made.states, made.operations())
    order: list[int] = []
    while len(order) < len(waiting):
        ended = {waiting[one].id for one in order}
        free = [n for n, one in enumerate(waiting) if n not in order and ended.issuperset(one.after)]
        order.append(data.draw(st.sampled_from(free[::-1])))
    assert made.courses(order) == made.courses(range(len(waiting)))
