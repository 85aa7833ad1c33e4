"""Acceptances that accept nothing: of another plan, or of a rule that refuses nothing."""

from collections.abc import Collection, Iterable, Iterator

from reconciler.model import Acceptance, Idle, Plan, Problem, warning


def idle_acceptances(plan: Plan, given: Iterable[Acceptance], accepted: Collection[str]) -> Iterator[Problem]:
    """Warn of each acceptance of another plan, and of each in reconciler.yaml that this plan does not need.

    *accepted* are the rules that refused *plan* and were accepted. Options of a command line that the plan does not
    need are no finding: they end with the command, while a line in git stays until it is removed.
    """
    for one in given:
        if one.digest != plan.short_digest:
            message = f"{_written(one)} is for another plan; this plan is {plan.short_digest}"
            yield warning(Idle.STALE, message, one.source, _remove(one))
        elif one.until and one.rule not in accepted:
            message = f"{_written(one)} is not needed: the rule does not refuse this plan"
            yield warning(Idle.UNNEEDED, message, one.source, _remove(one))


def _written(one: Acceptance) -> str:
    return f"accepted: {one}" if one.until else f"--accept {one}"


def _remove(one: Acceptance) -> str:
    return "remove the line from 'accepted'" if one.until else ""
