r"""What the scripts of a page read: the plan and what is said about it, as JSON inside an element of the page.

Example: the title `</script>` is `\u003c/script\u003e` in the page, so that it ends no element.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from reconciler.printed import PlanJson
from reconciler.render.surroundings import digest8
from reconciler.render.words import clean

from .marks import MARKS
from .packing import packed

_ENDING = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
"""Characters that could end the element or a line of a script, as JSON escapes them."""
_LONG = frozenset({"message", "hint", "because"})
"""Keys of texts that have several lines."""
_TOLD: Final = frozenset({"sources"})
"""Keys that the page tells in its own words: the places of 100,000 grants stand in the remarks on them already."""


class Payload(NamedTuple):
    """The *plan*, the *command* that shows it, the path of its settings file, and what is *said* about it."""

    plan: PlanJson
    command: str
    config: str
    said: Mapping[str, Any]

    @property
    def title(self) -> str:
        """Return the title of the page."""
        return f"{self.said['badge']['text']}: {self.command} {digest8(self.plan['digest'])}".strip()


def payload_text(payload: Payload) -> str:
    """Return *payload* as JSON that is inert inside an element `script`.

    Characters that are not shown or change the direction of text are visible escapes, as in text.
    """
    made = {
        "plan": packed(_shown(payload.plan)).as_json(),
        "command": payload.command,
        "config": clean(payload.config),
        "said": _shown(payload.said, _marked),
    }
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    return text.translate(_ENDING)


def _shown(value: Any, text: Callable[[str], str] = clean, key: str = "") -> Any:  # noqa: ANN401 - JSON
    """Return a value of JSON whose texts, also its keys, have only characters that can be seen."""
    if isinstance(value, str):
        return "\n".join(map(text, value.splitlines())) if key in _LONG else text(value)
    if isinstance(value, Mapping):
        return {clean(name): _shown(part, text, name) for name, part in value.items() if name not in _TOLD}
    return [_shown(part, text) for part in value] if isinstance(value, list | tuple) else value


def _marked(text: str) -> str:
    """Clean *text* but for the marks around names: what is between them is clean."""
    return "".join(one if one in MARKS else clean(one) for one in text)
