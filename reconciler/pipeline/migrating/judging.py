"""The replay of the commands of one experience, compared with what AWS has: a verdict for each file. Pure.

AWS is the truth, the files are evidence. Example: the first command allows p1 and p2, the second one denies p2. If AWS
allows both, the first one is applied, since a later one says otherwise of p2, and AWS contradicts the second one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reconciler.model import Fields

from .failures import Failures
from .sample_command import Claim, Remark, SampleCommand

_WORDS = {"in": "associated", "out": "not associated", "allow": "allowed", "deny": "denied"}
_TITLES = {"status": "the status", "user_requests": "a request of users"}


class SampleFinding(StrEnum):
    """What became of a file of the sample.

    A file is superseded if later files say otherwise of everything that it asks for: AWS cannot show whether it ran.
    Status and error files are evidence.
    """

    APPLIED = "applied"
    CONTRADICTED = "contradicted by AWS"
    SUPERSEDED = "superseded"
    NOT_PARSEABLE = "not parseable"
    NEVER = "never triggered"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """A file with its finding, and the reasons for it."""

    file: str
    finding: SampleFinding
    reasons: tuple[Remark, ...] = ()


def judged(commands: Sequence[SampleCommand], failed: Failures, live: Fields) -> Iterator[JudgedFile]:
    """Compare *commands*, in their order, with the *live* experience; those that *failed* changed nothing."""
    before: dict[Claim, str] = {}
    left = [one for one in commands if one.file not in failed]
    final = {claim: value for one in left for claim, value in one.claims().items()}
    for command in commands:
        if command.file in failed:
            reasons = (*failed[command.file], *_all_the_same(command, final, live))
            yield JudgedFile(command.file, SampleFinding.CONTRADICTED, (*reasons, *command.remarks))
        else:
            yield _judged(command, before, final, live)
            before.update(command.claims())


def _judged(
    command: SampleCommand, before: Mapping[Claim, str], final: Mapping[Claim, str], live: Fields
) -> JudgedFile:
    claims = command.claims()
    last = {claim: value for claim, value in claims.items() if final[claim] == value}
    wrong = {claim: value for claim, value in last.items() if not holds(live, claim, value)}
    if wrong:
        reasons = [Remark(f"{_subject(one)} should be {_word(wrong[one])}; {_in_aws(one, live)}") for one in wrong]
        return JudgedFile(command.file, SampleFinding.CONTRADICTED, (*reasons, *command.remarks))
    if claims and not last:
        said = Remark("later files say otherwise of everything that it asks for, so AWS cannot show whether it ran")
        return JudgedFile(command.file, SampleFinding.SUPERSEDED, (said, *command.remarks))
    idle = [one for one, value in claims.items() if before.get(one) == value]
    nothing = [Remark(f"it changed nothing: {_listed(idle, claims)}")] if idle and len(idle) == len(claims) else []
    return JudgedFile(command.file, SampleFinding.APPLIED, (*nothing, *command.remarks))


def _listed(claims: Sequence[Claim], values: Mapping[Claim, str]) -> str:
    """Return `p1 was allowed already`, for each of *claims*."""
    return ", ".join(f"{_subject(one)} was {_word(values[one])} already" for one in claims)


def _all_the_same(command: SampleCommand, final: Mapping[Claim, str], live: Fields) -> Iterator[Remark]:
    """Say what AWS has as a failed *command* wanted it, although no other command that is left did that."""
    for claim, value in command.claims().items():
        if value != "out" and final.get(claim) != value and holds(live, claim, value):
            how = "by hand, by a request, or by a file that is gone: decide in the pull request"
            yield Remark(f"nevertheless, {_subject(claim)} is {_word(value)} in AWS, {how}")


def holds(live: Fields, claim: Claim, value: str) -> bool:
    """Tell whether AWS has what a command claims."""
    field, member = claim
    if field == "products":
        return member in (live.get(f"products.{value}") or ())
    if field == "principals":
        return (member in (live.get("principals") or ())) == (value == "in")
    return bool(live.get(field) == value)


def in_no_file(commands: Sequence[SampleCommand], live: Fields) -> Iterator[Remark]:
    """Say which members of the live lists no command that is left asks for."""
    asked = {pair for one in commands for pair in one.claims().items()}
    for path, field, value in (
        ("principals", "principals", "in"),
        ("products.allow", "products", "allow"),
        ("products.deny", "products", "deny"),
    ):
        extra = [one for one in sorted(live.get(path) or ()) if ((field, one), value) not in asked]
        if extra:
            said = f"{', '.join(extra)}: {_WORDS[value]} in AWS, and in no file that is left"
            yield Remark(f"{said} (done by hand, by a request, or by a file that was overwritten)")


def _subject(claim: Claim) -> str:
    return claim[1] or _TITLES[claim[0]]


def _word(value: str) -> str:
    return _WORDS.get(value, value)


def _in_aws(claim: Claim, live: Fields) -> str:
    """Return what AWS has instead."""
    field, member = claim
    if field == "products":
        known = [word for word in ("allow", "deny") if member in (live.get(f"products.{word}") or ())]
        return f"it is {_WORDS[known[0]]} in AWS" if known else "it is neither allowed nor denied in AWS"
    if field == "principals":
        return f"it is {_WORDS['in' if member in (live.get('principals') or ()) else 'out']} in AWS"
    return f"it is {_word(live.get(field) or 'not stated')} in AWS"
