"""One change as the lines of a diff, which the page colours: names before ids, sorted by name."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reconciler.printed import ChangeJson, FieldChangeJson, SetChangeJson, ValueChangeJson
from reconciler.render.moves import Moves, Remarks
from reconciler.render.naming import by_name
from reconciler.render.page import Page
from reconciler.render.wording import DRIFTED, Wording

from .inert import visible
from .limits import Limits

_DENY = "products.deny"
_WAS_ALLOWED = "was allowed"


class Diff(NamedTuple):
    """What the lines of every change need: names, words, the moves of the whole plan, and how much is shown.

    In a plan `-` is gone, `+` is new and `!` is newly denied. In drift `-` is only in the repository, `+` only in AWS.
    """

    page: Page
    wording: Wording
    moves: Moves
    limits: Limits

    def lines(self, change: ChangeJson) -> list[str]:
        """Return the lines of all fields."""
        new = change["action"] == "create"
        return [line for field in change["fields"] for line in self._field(change, field, new=new)]

    def counts(self, change: ChangeJson) -> list[str]:
        """Return what changes, field by field: `products.allow −3 +2`, `status enabled → archived`."""
        new = change["action"] == "create"
        return [told for field in change["fields"] if (told := self._count(field, new=new))]

    def _count(self, field: FieldChangeJson, *, new: bool) -> str:
        if "added" in field:
            sides = {self.wording.removed.sign: len(field["removed"]), self.wording.added.sign: len(field["added"])}
            told = [f"{'−' if sign == '-' else sign}{sides[sign]:,}" for sign in "-+" if sides[sign]]
            return " ".join([field["path"], *told])
        if new:
            return ""
        values = self.wording.between.format(*self.wording.values(field)) if field["path"] == "status" else ""
        return f"{field['path']} {values}".rstrip()

    def _field(self, change: ChangeJson, field: FieldChangeJson, *, new: bool) -> Iterator[str]:
        if "added" in field:
            return self._members(field, self.moves.remarks(change, field))
        return self._value(field, new=new)

    def _value(self, field: ValueChangeJson, *, new: bool) -> Iterator[str]:
        """Return a value on both sides; of a *new* object without a value before only that of the repository."""
        alone = new and field["before"] is None
        for mark, value in zip(self.wording.marks(), self.wording.values(field), strict=True):
            if not alone or mark is self.wording.added:
                yield f"{mark.sign} {self._path(field)}: {visible(value, self.limits.value)}"

    def _members(self, field: SetChangeJson, remarks: Remarks) -> Iterator[str]:
        """Return the members that change; a product that was allowed and is denied stands where it was allowed."""
        denied = field["path"] == _DENY
        above = {one for one in field["added"] if denied and remarks.get(one) == _WAS_ALLOWED}
        same = f" ({field['unchanged']:,} {self.wording.unchanged})" if field["unchanged"] else ""
        moved = f", with the {len(above):,} from products.allow" if above else ""
        yield f"  {self._path(field)}{same}{moved}"
        added = [one for one in field["added"] if one not in above]
        sides = {self.wording.removed: field["removed"], self.wording.added: added}
        for mark in sorted(sides, key=lambda mark: mark.sign != "-"):
            newly_denied = denied and mark is self.wording.added and self.wording is not DRIFTED
            yield from self._side("!" if newly_denied else mark.sign, sides[mark], remarks)

    def _path(self, field: FieldChangeJson) -> str:
        """Return the path of a field, which ends with the key of a tag."""
        return visible(field["path"], self.limits.value)

    def _side(self, sign: str, ids: Sequence[str], remarks: Remarks) -> Iterator[str]:
        """Return a line for each member that is shown, then how many more there are."""
        ordered, most = by_name(self.page, ids), self.limits.members
        for member in ordered[:most]:
            shown = [visible(self.page.name(member), self.limits.value), visible(member, self.limits.value)]
            yield f"{sign} {'  '.join(filter(None, [*shown, remarks.get(member)]))}"
        left = len(ordered) - most
        if left > 0:
            yield f"{sign} … and {left:,} more" if most else f"{sign} {left:,} in all"
