"""A member that begins in the moment of an interruption."""

from collections.abc import Sequence
from pathlib import Path

from reconciler.cli.fleet.roll import Roll
from reconciler.cli.fleet.task import Done, MemberTask
from reconciler.cli.fleet.workers import ThreadWorkers
from reconciler.cli.installed import Installed
from reconciler.fleet import Member
from reconciler.interruption import Interruption
from reconciler.settings import Role
from tests.cli.fleet.fleets import write_member


class Late(Interruption):
    """An interruption that comes right after the question whether it has come."""

    workers: ThreadWorkers

    @property
    def asked(self) -> bool:
        """Pass it on, and say no."""
        self.workers.pass_on()
        return False


class Remembering(Installed):
    """The program, which remembers the programs of its members."""

    members: Sequence[Installed] = ()

    def beside(self, roles: Sequence[Role | None], interruption: Interruption | None = None) -> Sequence[Installed]:
        """Return them, too."""
        self.members = super().beside(roles, interruption)
        return self.members


def test_an_interruption_reaches_a_member_that_just_begins(here: Path) -> None:
    """A member that does not see it is one that it is passed on to."""
    write_member(here / "s1", 1)
    late = Late()
    program = Remembering({}, late)
    late.workers = ThreadWorkers(1, program)
    told = list[Done]()
    task = MemberTask(Member("s1", Path("s1/reconciler.yaml")), ("validate",))
    late.workers.carry_out([task], Roll(lambda one, _: told.append(one)))
    assert [one.interruption.asked for one in program.members] == [True]
    assert len(told) == 1
