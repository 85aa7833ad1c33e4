"""What drift means: what AWS allows that the repository does not, then what AWS lacks."""

from collections.abc import Callable, Iterator, Sequence

from reconciler.principal_forms import EVERYONE
from reconciler.printed import GroupJson, PlanJson
from reconciler.render.page import Page
from reconciler.render.wording import DRIFTED
from reconciler.render.words import count, first, joined

from .accounts import accounts_of, by_group, few_people, number_of, products
from .customers import grants
from .point import Fate, Point, clauses

_SHOWN = 5
_MORE = "can buy products that the repository does not allow"
_BARE = "ungoverned in AWS and can buy every product"
_LESS = "cannot buy products that the repository allows"


def differences(page: Page, plan: PlanJson) -> list[Point]:
    """Return what differs in AWS: first the accounts and principals that can do more than the repository says."""
    groups = plan["impact"]["groups"]
    bare = [one for one in groups if one["before"] is None and one["after"] is not None]
    only_here = [one for one in groups if one["after"] is None and one["before"] is not None]
    more = [one for one in groups if one["loses"] != 0 and one["before"] is not None]
    less = [one for one in groups if one["gains"] != 0 and one["after"] is not None]
    return [
        *_point(page, bare, (f"is {_BARE}", f"are {_BARE}"), _lacking, "ungoverned"),
        *_point(page, more, (_MORE, _MORE), _more, "gain"),
        *_open(page, plan),
        *_revocable(page, plan),
        *_point(page, less, (_LESS, _LESS), _less, "lose"),
        *_missing(page, plan),
        *_objects(page, plan),
        *_values(page, plan),
        *_point(page, only_here, ("is governed only in AWS", "are governed only in AWS"), _those),
    ]


def grant_differences(page: Page, plan: PlanJson) -> list[Point]:
    """Return the points that say which grants differ."""
    return [*_revocable(page, plan), *_missing(page, plan)]


def _revocable(page: Page, plan: PlanJson) -> Iterator[Point]:
    return grants(page, plan, "removed", ("grant is only in AWS", "grants are only in AWS"), ())


def _missing(page: Page, plan: PlanJson) -> Iterator[Point]:
    return grants(page, plan, "added", ("grant is missing in AWS", "grants are missing in AWS"), ())


def _open(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say which endpoint services admit everyone in AWS alone."""
    found = [
        change["address"]
        for change in plan["changes"]
        for field in change["fields"]
        if field["path"] == "allowed_principals" and "removed" in field and EVERYONE in field["removed"]
    ]
    if found:
        noun = "endpoint service is" if len(found) == 1 else "endpoint services are"
        head = f"{len(found)} {noun} open to every AWS account"
        yield Point(head, joined(first([page.coded(address) for address in found], _SHOWN)))


def _objects(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say which objects are there only in AWS or only in the repository."""
    found = [one for one in plan["changes"] if one["action"] != "update"]
    if found:
        told = [f"{page.coded(one['address'])} {DRIFTED.actions[one['action']].word}" for one in found]
        head = f"{count(len(found), 'object')} {'is' if len(found) == 1 else 'are'} missing or archived on one side"
        yield Point(head, clauses(first(told, _SHOWN)))


def _values(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say which single values differ."""
    told = [
        f"{page.coded(field['path'])} of {page.coded(change['address'])}"
        for change in plan["changes"]
        if change["action"] == "update"
        for field in change["fields"]
        if "added" not in field
    ]
    if told:
        yield Point(
            f"{count(len(told), 'value')} {'differs' if len(told) == 1 else 'differ'}", joined(first(told, _SHOWN))
        )


def _point(
    page: Page,
    groups: Sequence[GroupJson],
    head: tuple[str, str],
    said: Callable[[Page, GroupJson], str],
    fate: Fate = "",
) -> Iterator[Point]:
    if groups:
        yield Point(accounts_of(number_of(groups), *head), by_group(page, groups, said), fate=fate)


def _lacking(page: Page, group: GroupJson) -> str:
    """Name the accounts of a group that AWS leaves ungoverned, and what governs them in the repository."""
    return f"{few_people(page, group['accounts'])} ({page.told(group['after'] or '')} in the repository)"


def _those(page: Page, group: GroupJson) -> str:
    """Name the accounts of a small group, count those of a large one, and say what governs them in both places."""
    who = few_people(page, group["accounts"])
    aws, repository = ("ungoverned" if (one := group[end]) is None else page.told(one) for end in ("before", "after"))
    return f"{who} under {aws}" if aws == repository else f"{who} ({aws} in AWS, {repository} in the repository)"


def _more(page: Page, group: GroupJson) -> str:
    what = "every product" if group["lost"] is None else products(page, group["lost"])
    return f"{_those(page, group)} can buy {what}"


def _less(page: Page, group: GroupJson) -> str:
    what = "every product" if group["gains"] is None else products(page, group["gained"])
    return f"{_those(page, group)} cannot buy {what}"
