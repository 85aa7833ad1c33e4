"""Small desired states of experiences, and their plans with small change sets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from hypothesis import strategies as st

from reconciler.batch import is_change
from reconciler.batch.order import units_of
from reconciler.batch.pack import pack
from reconciler.diff import diff
from reconciler.fewest import fewest
from reconciler.governance import Experience, Experiences
from reconciler.kind import Planned
from reconciler.kinds.experience.requests import requests
from reconciler.kinds.experience.settle import intent, settle
from reconciler.kinds.experience.spec import BLANK, ExperienceSpec, ExperienceStatus
from reconciler.limits import Sizes
from reconciler.model import Address, Change, Desired, Document, Marks, Observed, Pair, Request
from reconciler.model.document import mark
from reconciler.model.terms import Terms
from tests.fakes.world import ORGANIZATION

PRINCIPALS = ("ou-abcd-finance0", "333333333333", "444444444444", "555555555555", "o-abcdef1234")
"""A unit with two accounts below it, those accounts, another one, and all of them."""


@dataclass(frozen=True)
class State:
    """An experience at one end of a plan; *allow* is the set of products that it allows."""

    status: str
    principals: frozenset[str] = frozenset()
    allow: frozenset[str] = frozenset()


Ends = Mapping[str, tuple[State | None, State]]
"""Experiences by name, before and after; None before a creation."""


@dataclass(frozen=True)
class Wish:
    """Experiences before and after, and how many changes and members a change set and a change take."""

    ends: Ends
    sizes: Sizes
    isolated: bool = False

    @cached_property
    def requests(self) -> Sequence[Request]:
        """Return the requests of the desired state."""
        planned = [one for name, (before, after) in self.ends.items() for one in _planned(name, before, after)]
        terms = Terms(organization=ORGANIZATION, isolated=self.isolated)
        return [one for one in requests(planned, terms, self.sizes) if is_change(one)]

    @cached_property
    def sets(self) -> Sequence[Sequence[Request]]:
        """Return the change sets of the plan."""
        packed = pack(units_of(self.requests), isolated=self.isolated, room=self.sizes.changes)
        return [[request for unit in units for request in unit.requests] for units in packed]

    @cached_property
    def bound(self) -> int:
        """Return the lower bound of the number of change sets."""
        worlds = self._world(0), self._world(1)
        return fewest(self.requests, ORGANIZATION, worlds, isolated=self.isolated, sizes=self.sizes)

    def _world(self, end: int) -> Experiences:
        states = {f"experience.{name}": states[end] for name, states in self.ends.items()}
        return {
            id_: Experience(id=id_, status=one.status, principals=one.principals) for id_, one in states.items() if one
        }


def _planned(name: str, before: State | None, after: State) -> Iterator[Planned]:
    address = Address("experience", name)
    document = Document(address, {}, f"{name}.yaml", Marks(mark(1, 1)))
    facts = {"has_branding": False, "arn": name}
    live = Observed(spec=_spec(name, before), remote_id=name, revision="1", facts=facts) if before else None
    pair = Pair(Desired(address=address, spec=_spec(name, after), document=document), live)
    settled = settle(pair.desired, pair.observed)
    if fields := diff(live.spec if live else BLANK, settled):
        action, _ = intent(pair, settled)
        change = Change(
            address=address, action=action, fields=fields, remote_id=name if live else None, reason="", source=""
        )
        yield Planned(change=change, pair=pair)


def _spec(name: str, state: State) -> ExperienceSpec:
    return ExperienceSpec(
        title=name,
        status=ExperienceStatus(state.status),
        policy="restricted",
        user_requests="deny",
        allow=state.allow,
        deny=frozenset(),
        principals=state.principals,
    )


LIVES = st.sampled_from(
    [
        ("enabled", "enabled"),
        ("enabled", "enabled"),
        ("enabled", "enabled"),
        ("disabled", "enabled"),
        ("disabled", "disabled"),
        ("enabled", "disabled"),
        ("enabled", "archived"),
        ("archived", "enabled"),
        ("", "enabled"),
        ("", "disabled"),
    ]
)
"""The status of an experience before and after; empty before a creation."""


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    """Draw up to four experiences, some principals that leave, arrive or move, and products that join lists."""
    lives = draw(st.lists(LIVES, min_size=1, max_size=4))
    nowhere = len(lives)
    held: list[set[str]] = [set() for _ in range(nowhere + 1)]
    named: list[set[str]] = [set() for _ in range(nowhere + 1)]
    places = st.integers(0, nowhere)
    for principal in draw(st.permutations(PRINCIPALS))[: draw(st.integers(0, 4))]:
        before, after = draw(places), draw(places)
        held[before if before < nowhere and lives[before][0] not in {"", "archived"} else nowhere].add(principal)
        named[after if after < nowhere and lives[after][1] != "archived" else nowhere].add(principal)
    products = count()
    ends: dict[str, tuple[State | None, State]] = {}
    for name, (was, will), holding, naming in zip("abcd", lives, held, named, strict=False):
        joining = 0 if will == "archived" else draw(st.sampled_from([0, 0, 1, 2, 3]))
        allow = frozenset(f"prod-{next(products):02}" for _ in range(joining))
        ends[name] = State(was, frozenset(holding)) if was else None, State(will, frozenset(naming), allow)
    creates = any(not was for was, _ in lives)
    changes = draw(st.integers(6, 7) if creates else st.integers(2, 4))
    sizes = Sizes(changes=changes, members=draw(st.integers(1, 3)))
    return Wish(ends, sizes, isolated=draw(st.integers(0, 3)) == 0)
