"""The checklist of endpoint services as one page of HTML that needs no network and no script."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from reconciler.printed import ChecklistJson
from reconciler.render.checklist import PARTS, SIGNS, checklist_verdict, service_verdict
from reconciler.render.words import clean

STYLES: Final = ("tokens", "checklist")
"""The style sheets: the colors of the report, and those of this page."""
_HOME = files(__package__)


def checklist_html(answer: ChecklistJson) -> Iterator[str]:
    """Return the page of an answer of `checklist` in pieces."""
    from jinja2 import Environment  # noqa: PLC0415 - takes 50 ms, and few answers are shown as a page
    from markupsafe import Markup  # noqa: PLC0415 - as above

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["clean"] = clean
    template = environment.from_string(_HOME.joinpath("checklist.html.j2").read_text("utf-8"))
    style = "".join(_HOME.joinpath("style", f"{name}.css").read_text("utf-8") for name in STYLES)
    return template.generate(
        style=Markup(style),  # noqa: S704 - files of this package
        verdict=checklist_verdict(answer),
        problems=answer["problems"],
        services=[(one, service_verdict(one)) for one in answer["services"]],
        parts=PARTS,
        signs=SIGNS,
    )
