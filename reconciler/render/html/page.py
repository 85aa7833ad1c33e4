"""The page: its template, its styles and its scripts in one file, with the payload that they show."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Final

from .payload import Payload, payload_text

STYLES: Final = (
    "tokens",
    "frame",
    "parts",
    "rows",
    "panel",
    "search",
    "impact",
    "organisation",
    "catalogues",
    "timeline",
    "services",
    "changes",
    "problems",
    "print",
)
"""The style sheets, in their order on the page."""

SCRIPTS: Final = (
    "dom",
    "unpack",
    "words",
    "model",
    "experiences",
    "names",
    "parts",
    "places",
    "views",
    "rows",
    "panel",
    "search_index",
    "search",
    "theme",
    "keys",
    "print",
    "impact_decisions",
    "impact_groups",
    "impact_customers",
    "view_impact",
    "organisation_tally",
    "organisation_bars",
    "organisation_lines",
    "organisation_rows",
    "organisation_tools",
    "organisation_path",
    "organisation_panel",
    "view_organisation",
    "catalogues_model",
    "catalogues_head",
    "catalogues_rows",
    "catalogues_panel",
    "view_catalogues",
    "narrow",
    "timeline_axis",
    "timeline_calls",
    "timeline_packed",
    "timeline_exposures",
    "operation_panel",
    "view_timeline",
    "principals",
    "services_model",
    "services_lines",
    "services_rows",
    "services_panel",
    "view_services",
    "changes_fields",
    "changes_origins",
    "view_changes",
    "view_problems",
    "start",
)
"""The scripts, in their order on the page; they share one scope."""

_HOME = files(__package__)


def pieces(payload: Payload) -> Iterator[str]:
    """Return the page in pieces."""
    from jinja2 import Environment  # noqa: PLC0415 - takes 50 ms, and few answers are shown as a page
    from markupsafe import Markup  # noqa: PLC0415 - as above

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_HOME.joinpath("page.html.j2").read_text("utf-8"))
    return template.generate(
        title=payload.title,
        style=Markup(joined_files("style", STYLES, "css")),  # noqa: S704 - a file of this package
        payload=Markup(payload_text(payload)),  # noqa: S704 - escaped by `payload_text`
        script=Markup(joined_files("script", SCRIPTS, "js")),  # noqa: S704 - a file of this package
    )


def joined_files(folder: str, names: Sequence[str], suffix: str) -> str:
    """Return the text of all files in their order."""
    return "".join(_HOME.joinpath(folder, f"{name}.{suffix}").read_text("utf-8") for name in names)
