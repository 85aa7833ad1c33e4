"""The YAML that adopts a live experience: with it the next plan is empty."""

import json
from collections.abc import Iterable, Iterator, Mapping

from reconciler.errors import UsageError
from reconciler.kind import References
from reconciler.model import Address
from reconciler.ports import Clients

from .observe import read_all
from .spec import ExperienceSpec, ExperienceStatus


def write(address: Address, remote_id: str, references: References, clients: Clients) -> str:
    """Give the document for *remote_id*. Raises UsageError when AWS has no such experience."""
    known = {summary.id for summary in clients.catalog.list_entities("Experience")}
    if remote_id not in known:
        raise UsageError(f"AWS has no experience {remote_id!r}", "plan lists the unmanaged ones with their ids")
    live, _ = read_all(clients.catalog, only=[remote_id])
    return "\n".join(_lines(address, remote_id, live[remote_id].spec, references)) + "\n"


def _lines(address: Address, remote_id: str, spec: ExperienceSpec, references: References) -> Iterator[str]:
    yield f"kind: {address.kind}"
    yield f"name: {address.name}"
    yield f"id: {remote_id}"
    yield from _values({"title": spec.title, "description": spec.description})
    yield from _values({"status": spec.status, "user_requests": spec.user_requests})
    yield from _principals(spec, references)
    if spec.policy is not None:
        yield "products:"
        speech = _Speech.of(references, "product")
        yield from _members("  allow", spec.allow or (), speech)
        yield from _members("  deny", spec.deny or (), speech)
    yield from _branding(spec.branding or {})


def _values(values: Mapping[str, str | None], indent: str = "") -> Iterator[str]:
    for key, value in values.items():
        if value:
            yield f"{indent}{key}: {_scalar(value)}"


def _principals(spec: ExperienceSpec, references: References) -> Iterator[str]:
    """Write whom it governs; an archived experience governs nobody, and can let nobody go."""
    if spec.status is ExperienceStatus.ARCHIVED and spec.principals:
        yield f"# AWS keeps {', '.join(sorted(spec.principals))} with it: revive it to let them go"
    else:
        yield from _members("principals", spec.principals or (), _Speech.of(references, "principal"))


def _branding(branding: Mapping[str, str]) -> Iterator[str]:
    """Write the looks but the logo: AWS may name its own copy, and stating that would send it again."""
    stated = {key: value for key, value in branding.items() if key != "logo_url"}
    if "logo_url" in branding:
        yield "# branding.logo_url is write-only: AWS shows its own copy, so it is left out and not managed"
    if stated:
        yield "branding:"
        yield from _values(stated, "  ")


class _Speech(dict[str, tuple[str, str | None]]):
    """How the repository speaks of ids: by name, with a title beside it."""

    @classmethod
    def of(cls, references: References, kind: str) -> "_Speech":
        names = references.names.get(kind, {})
        return cls({named.id: (name, named.title) for name, named in names.items()})

    def line(self, id_: str) -> str:
        name, title = self.get(id_, (None, None))
        said = name or _scalar(id_)
        return f"{said}  # {title}" if title else said


def _members(key: str, ids: Iterable[str], speech: _Speech) -> Iterator[str]:
    members = sorted(ids)
    if not members:
        yield f"{key}: []"
        return
    yield f"{key}:"
    indent = " " * (len(key) - len(key.lstrip()))
    yield from (f"{indent}  - {speech.line(id_)}" for id_ in members)


def _scalar(value: str) -> str:
    """Write a text so that every YAML reader takes it for a text: quoted, unless it is plainly a word."""
    plain = value.replace("-", "").isalnum() and value[0].isalpha() and value.isascii()
    return value if plain and value.lower() not in _TAKEN else "".join(_quoted(value))


def _quoted(value: str) -> Iterator[str]:
    """Quote as JSON does, but for what only YAML can say: one escape a character, be it beyond the first 65536."""
    for character in json.dumps(value, ensure_ascii=False):
        yield character if character.isprintable() else f"\\U{ord(character):08x}"


_TAKEN = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
