"""The verification of one service: look at it, try it if the user wants that, and answer with lines.

Example, without a test endpoint: `visible` is green, `listed` is red (only `*` admits the observer), and `endpoint` is
grey (it was not asked for). Something is red, so the exit code is 2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reconciler.errors import ExitCode
from reconciler.model import FORMAT_VERSION
from reconciler.pipeline.planning import Planning
from reconciler.ports import Clients, Consumer, ConsumerEndpoint, ConsumerSubnet, OfferedService
from reconciler.printed import VerificationJson
from reconciler.spelling import moment

from .commands import NextCommands, by_hand
from .connecting import Connecting, nameless
from .leases import TAG, leftovers, remove, told
from .line import Notes, grey, waiting
from .means import Means
from .seeing import see
from .subject import Subject, subject_of
from .subnets import chosen, names_line, zones_line
from .trying import WAIT, EndpointTrial

_INSIDE: Final = ("resolves", "connects", "certificate")
_OF_ENDPOINT: Final = ("subnets", "endpoint", "names", *_INSIDE, "removed")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointOptions:
    """The test endpoint that the user wants: none without *subnets*.

    With *connect* the user says that this machine is inside the VPC, so that *port* of the endpoint can be tried.
    *config* is the value of `--config`, which commands to run next repeat.
    """

    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()
    connect: bool = False
    port: int = 443
    config: str | None = None


def verify(
    planning: Planning, clients: Clients, given: str, options: EndpointOptions, means: Means
) -> VerificationJson:
    """Look at the service that *given* names from its seller's observer, and try it as *options* say.

    Raises what `subject_of` and `chosen` raise, and what *means* raise where the user does not agree.
    """
    subject = subject_of(planning, given)
    began = means.clock.now()
    verification = _Verification(subject, clients.sellers[subject.seller].observer(subject.here), options, means)
    verification.carry_out()
    return {
        "format_version": FORMAT_VERSION,
        "service": str(subject.address),
        "service_name": subject.name,
        "observer": subject.observer.account,
        "region": subject.here,
        "at": moment(began),
        "lines": verification.notes.as_json(),
        "problems": [one.as_json() for one in verification.notes.problems],
    }


def verify_code(answer: VerificationJson) -> ExitCode:
    """Return the exit code: what could not be read comes before what is red."""
    if answer["problems"]:
        return ExitCode.UNREADABLE
    return ExitCode.CHANGES if any(line["status"] == "red" for line in answer["lines"]) else ExitCode.DONE


class _Verification:
    """One verification, and its notes."""

    def __init__(self, subject: Subject, consumer: Consumer, options: EndpointOptions, means: Means) -> None:
        self._subject = subject
        self._consumer = consumer
        self._options = options
        self._means = means
        self._commands = NextCommands(subject.address.name, options.config)
        self.notes = Notes()

    def carry_out(self) -> None:
        """Look, then try."""
        offered = see(self.notes, self._consumer, self._subject)
        subnets = self._subnets(offered)
        self._clear(subnets)
        if subnets:
            trial = EndpointTrial(
                self.notes,
                self._consumer,
                self._subject,
                self._means,
                subnets,
                self._options.security_groups,
                self._commands,
            )
            trial.run(lambda endpoint: self._look(endpoint, subnets))
        self._tell_rest(subnets)

    def _subnets(self, offered: OfferedService | None) -> tuple[ConsumerSubnet, ...]:
        """Return the subnets in which an endpoint can be created; none if it is not wanted, or in vain."""
        ids = self._options.subnets
        if not ids or offered is None:
            return ()
        subnets = chosen(self.notes, self._consumer, self._subject, ids)
        if not subnets:
            return ()
        self.notes.add(zones_line(self._subject, subnets, offered))
        return () if self.notes.status("subnets") == "red" else subnets

    def _clear(self, subnets: Sequence[ConsumerSubnet]) -> None:
        """Say which endpoints of earlier runs are left; once the user agrees, remove those whose time is over."""
        found = self.notes.read(["leftovers"], lambda: self._consumer.endpoints(TAG))
        now = self._means.clock.now()
        left = leftovers(found or (), now)
        if subnets or (self._options.subnets and left.over):
            self._means.agree([*_costs(self._subject, subnets), *(f"It removes {one.id} first." for one in left.over)])
        if found is None:
            return
        if self._options.subnets:
            remove(self.notes, self._consumer, left, self._means.interruption.consider)
        else:
            self.notes.add(told(left, self._commands.verify()))

    def _look(self, endpoint: ConsumerEndpoint, subnets: Sequence[ConsumerSubnet]) -> None:
        """Look at an endpoint that is available."""
        self.notes.add(names_line(endpoint, subnets))
        if self._options.connect:
            Connecting(self.notes, self._subject, self._means, self._options.port).look(endpoint)

    def _tell_rest(self, subnets: Sequence[ConsumerSubnet]) -> None:
        """Say of each line that is left why it is not known."""
        vpc = subnets[0].vpc if subnets else "a VPC with an endpoint"
        inside = f"can only be tried from inside {vpc}"
        if not self._options.subnets:
            self.notes.rest(["subnets", "endpoint", "names", "removed"], "not asked: --endpoint SUBNET,… creates one")
        elif not subnets:
            blocked = "subnets" if self.notes.status("visible") == "green" else "visible"
            self.notes.rest(["removed"], "there was none to remove")
            lines = [line for line in _OF_ENDPOINT if line not in self.notes]
            self.notes.add(*(waiting(line, blocked) for line in lines))
        elif self.notes.status("endpoint") != "green":
            late = ("names", *_INSIDE) if self._options.connect else ("names",)
            self.notes.add(*(waiting(line, "endpoint") for line in late))
        if self._subject.private_dns_name is None and "certificate" not in self.notes:
            self.notes.add(nameless())
        self.notes.add(*(grey(line, inside, *self._from_inside()) for line in _INSIDE if line not in self.notes))

    def _from_inside(self) -> Iterator[str]:
        """Return the commands that look from inside the VPC; only a private name can be looked at by hand."""
        yield self._commands.verify(self._options.subnets, "--connect")
        if self._subject.private_dns_name:
            yield by_hand(self._subject.private_dns_name, self._options.port)


def _costs(subject: Subject, subnets: Sequence[ConsumerSubnet]) -> Iterator[str]:
    """Say what a test endpoint means, before it is created."""
    if not subnets:
        return
    zones = f"{len(subnets)} zone{'s' if len(subnets) > 1 else ''}"
    yield (
        f"A test endpoint is created in {subnets[0].vpc} of account {subject.observer.account} ({subject.here}), in "
        f"{zones}, and removed at the end, after {WAIT / 60:.0f} minutes of waiting at most."
    )
    yield "AWS bills an interface endpoint by the hour for each zone, and the data that it carries."
    yield "Its private DNS name is not enabled, so nothing else in the VPC changes."
