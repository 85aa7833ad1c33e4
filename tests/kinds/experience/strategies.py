"""Any experience that AWS may have, and any document about it."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from tests.fakes.world import LiveExperience

PRODUCTS = [f"prod-{letter}" for letter in "abcdefg"]
BRANDING = {
    "title": st.sampled_from(["One", "Two"]),
    "information": st.sampled_from(["Ask", "Look"]),
    "theme_color": st.sampled_from(["#0e7f74", "#0E7F74", "#ff0000"]),
    "logo_url": st.sampled_from(["https://example.com/a.png", "https://example.com/b.png"]),
}
TAGS = st.dictionaries(st.sampled_from(["team", "stage", "__x"]), st.sampled_from(["1", "2"]), max_size=3)
WORDS = st.sampled_from(["allow", "deny"])


def split(draw: st.DrawFn, members: list[str], parts: int) -> list[list[str]]:
    """Draw *parts* lists of *members*; each member is in one list at most."""
    dealt: list[list[str]] = [[] for _ in range(parts)]
    for member in members:
        part = draw(st.integers(0, parts))
        if part < parts:
            dealt[part].append(member)
    return dealt


@st.composite
def live_experiences(draw: st.DrawFn, id_: str, title: str, principals: list[str]) -> LiveExperience:
    """Draw an experience that holds *principals*."""
    allow, deny = split(draw, PRODUCTS, 2)
    has_policy = draw(st.integers(0, 4)) > 0
    has_audience = bool(principals) or draw(st.booleans())
    return LiveExperience(
        id=id_,
        title=title,
        description=draw(st.none() | st.just("By hand")),
        status=draw(st.sampled_from(["enabled", "enabled", "disabled", "archived"])),
        revision=draw(st.integers(1, 9)),
        allow=tuple(allow) if has_policy else None,
        deny=tuple(deny) if has_policy else (),
        requests=draw(WORDS) if has_policy else None,
        principals=tuple(principals) if has_audience else None,
        branding=draw(st.none() | st.fixed_dictionaries({}, optional=BRANDING)),
        tags=draw(TAGS),
    )


@st.composite
def told_twice(draw: st.DrawFn, experiences: list[LiveExperience]) -> list[LiveExperience]:
    """Draw variants: archived *experiences* list principals that others hold, and any may allow what it denies."""
    if draw(st.integers(0, 2)) == 0:
        return experiences
    held = sorted({principal for one in experiences for principal in one.principals or ()})
    return [draw(_told_twice(one, held)) for one in experiences]


@st.composite
def _told_twice(draw: st.DrawFn, one: LiveExperience, held: list[str]) -> LiveExperience:
    own = one.principals or ()
    others = [principal for principal in held if principal not in own] if one.status == "archived" else []
    more = tuple(draw(st.sets(st.sampled_from(others), max_size=3))) if others else ()
    denied = tuple(draw(st.sets(st.sampled_from(one.allow), max_size=2))) if one.allow else ()
    principals = tuple(sorted({*own, *more})) if more else one.principals
    return replace(one, principals=principals, deny=(*one.deny, *sorted(denied)))


@st.composite
def bodies(draw: st.DrawFn, title: str, principals: list[str]) -> dict[str, Any]:
    """Draw a document's fields; all but the title may be left out."""
    allow, deny = split(draw, PRODUCTS, 2)
    status = draw(st.sampled_from(["enabled", "enabled", "disabled", "archived"]))
    stated = {
        "description": draw(st.sampled_from(["By hand", "By git"])),
        "status": status,
        "user_requests": draw(WORDS),
        "principals": [] if status == "archived" else principals,
        "products": {key: ids for key, ids in {"allow": allow, "deny": deny}.items() if draw(st.integers(0, 4)) > 0},
        "branding": draw(st.fixed_dictionaries({}, optional=BRANDING)),
        "tags": draw(TAGS),
        "mode": draw(st.sampled_from(["exclusive", "exclusive", "additive", "observe"])),
    }
    left_out = draw(st.sets(st.sampled_from(sorted(stated))))
    return {"title": title, **{key: value for key, value in stated.items() if key not in left_out}}
