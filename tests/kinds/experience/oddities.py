"""Experiences whose ids, texts and words may be some that AWS would refuse, or that no document can state."""

from collections.abc import Sequence

from hypothesis import strategies as st

from tests.fakes.world import LiveExperience

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
ODD = (
    "prod-a",
    "prod-b",
    "prodview-a",
    "prodview-c",
    "datadog",
    "product-datadog",
    "a b",
    "A/B",
    "a-b",
    '"',
    "1",
    "…",
    "",
)
LONG = ("group:x", "12345678-0123-4567-abcd-43176543210", "x" * 50, "x" * 51)
PRODUCTS = st.sampled_from([*ODD, *LONG]) | TEXTS
PRINCIPALS = st.sampled_from(["o-abcdef1234", "ou-abcd-finance0", "333333333333", "r-abcd", "*", ""]) | TEXTS
LOOKS = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXTS,
        "information": TEXTS | st.just("i" * 1001),
        "theme_color": st.sampled_from(["#0E7F74", "#fff", "red"]),
        "logo_url": st.just("s3://logos/1.png"),
    },
)


@st.composite
def anything(draw: st.DrawFn, ids: Sequence[str] = ("exp-1", "exp-1_a-B")) -> LiveExperience:
    """Draw an experience with one of *ids* whose values have only the documented types."""
    allow, deny = draw(st.sets(PRODUCTS, max_size=5)), draw(st.sets(PRODUCTS, max_size=5))
    return LiveExperience(
        id=draw(st.sampled_from(ids)),
        title=draw(TEXTS | st.sampled_from(["Finance", "Finance & Co", "", "x" * 300])),
        description=draw(st.none() | TEXTS | st.just("d" * 1001)),
        status=draw(st.sampled_from(["enabled", "disabled", "archived"])),
        allow=draw(st.none() | st.just(tuple(sorted(allow)))),
        deny=tuple(sorted(deny)),
        requests=draw(st.sampled_from(["allow", "deny", "ask", None])),
        principals=draw(st.none() | st.sets(PRINCIPALS, max_size=4).map(lambda ids: tuple(sorted(ids)))),
        branding=draw(st.none() | LOOKS),
    )
