"""The pages of the reference: kinds and settings from their schemas, commands from their help, codes from `explain`.

They are made whenever the site is built and are not kept in git, so they are never stale.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from reconciler.cli.arguments import COMMANDS, EXIT_CODES, command_parser, global_parser
from reconciler.explanations import RULES, Explanation, read_explanations
from reconciler.kinds import all_kinds

from .sources import ROOT, files, kind_page, with_codes, with_links

WIDTH = 100
Schema = Mapping[str, Any]


def pages() -> Mapping[str, str]:
    """Return the text of each generated page by its place on the site."""
    explanations = list(read_explanations(kind.problems for kind in all_kinds().values()).values())
    where = {f"docs/{name}.md": f"{name}.md" for name in ("contract", "ci", "drift", "json")}
    return {
        "reference/settings.md": settings(),
        "reference/commands.md": commands(),
        "reference/exit-codes.md": exit_codes(),
        "reference/rules.md": rules(explanations),
        "reference/problems.md": problems(explanations),
        **{
            code_page(one): with_links(
                explained(one), f"docs/{code_page(one)}", {**where, f"docs/{code_page(one)}": code_page(one)}
            )
            for one in explanations
        },
    }


def code_page(explanation: Explanation) -> str:
    """Return the place of the page about one code."""
    return f"reference/codes/{explanation.code}.md"


def fields_of_kind(kind: str) -> str:
    """Return the section of a kind's page that lists the fields of its documents."""
    schema = _schema(kind)
    rows = "\n".join(_rows(schema["$defs"]["fields"], schema))
    return (
        f"\n## Fields\n\nThe JSON Schema is [{kind}.json](schemas/{kind}.json); `reconciler schema {kind}` prints it. "
        f"`kind` and `name` are required, or `items`: a mapping of names to fields.\n\n{_HEAD}\n{rows}\n"
    )


def settings() -> str:
    """Return the page about reconciler.yaml."""
    schema = _schema("settings")
    rows = "\n".join(_rows(schema, schema))
    return (
        "# reconciler.yaml\n\nOnly `version` is required. The [contract](../contract.md#11-reconcileryaml) has an "
        "example with every key. The JSON Schema is [settings.json](schemas/settings.json); "
        "`reconciler schema settings` prints it.\n\n"
        f"{_HEAD}\n{rows}\n"
    )


_HEAD = "| field | takes | is |\n|---|---|---|"


def _schema(name: str) -> Schema:
    read: Schema = json.loads((ROOT / "schemas" / f"{name}.json").read_text("utf-8"))
    return read


def _rows(schema: Schema, whole: Schema, path: str = "") -> Iterator[str]:
    """Yield a row for each field of *schema*, and for the fields of its fields."""
    for name, field in schema.get("properties", {}).items():
        below = f"{path}{name}"
        needed = " (required)" if name in schema.get("required", ()) else ""
        about = str(field.get("description", _resolved(field, whole).get("description", "")))
        yield f"| `{below}`{needed} | {taken(field, whole)} | {_cell(about)} |"
        yield from _rows(field, whole, f"{below}.")
        if isinstance(field.get("additionalProperties"), dict) and "properties" in field["additionalProperties"]:
            yield from _rows(field["additionalProperties"], whole, f"{below}.NAME.")


def _resolved(schema: Schema, whole: Schema) -> Schema:
    """Return what *schema* refers to, if it refers to a definition of the *whole*."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return {**whole["$defs"][name], **schema} if name else schema


def taken(field: Schema, whole: Schema) -> str:
    """Return the values that a field takes, in words."""
    field = _resolved(field, whole)
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    kind = str(field.get("type", "text"))
    return {"string": "text", "array": "list", "object": "mapping", "integer": "whole number"}.get(kind, kind)


def _cell(text: str) -> str:
    """Return *text* as it stands in a table: brackets, stars and bars mean themselves."""
    return "".join(f"\\{mark}" if mark in "|*[]<>" else mark for mark in text)


def commands() -> str:
    """Return the page about the commands: the help of each one."""
    parts = [f"## {name}\n\n{_block(command_parser(name)[1].help_in(WIDTH))}" for name in COMMANDS]
    return "\n\n".join(["# Commands", _block(global_parser().help_in(WIDTH)), *parts]) + "\n"


def _block(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"


def exit_codes() -> str:
    """Return the page about the exit codes: the meaning of each, and which commands end with it."""
    ends = {name: command_parser(name)[0].EXITS for name in COMMANDS}
    rows = [
        f"| {code} | {meaning} | {', '.join(f'`{name}`' for name, codes in ends.items() if code in codes)} |"
        for code, meaning in EXIT_CODES.items()
    ]
    return "\n".join(
        [
            "# Exit codes",
            "",
            "Which code a command takes if several fit stands in the [contract](../contract.md#3-exit-codes).",
            "",
            "| code | means | commands |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def rules(explanations: Sequence[Explanation]) -> str:
    """Return the page about the guards' rules."""
    rows = [_row(one, one.summary) for one in explanations if one.group == RULES]
    about = (
        "A plan that a rule refuses is shown whole, and `apply` carries out nothing of it until every refused rule is "
        "accepted: by the option `--accept RULE@DIGEST`, which the plan prints, or by a line of `accepted` in "
        "[reconciler.yaml](settings.md). How limits are counted stands in the "
        "[contract](../contract.md#11-reconcileryaml)."
    )
    return "\n".join(["# Rules", "", about, "", "| rule | refuses |", "|---|---|", *rows, ""])


def problems(explanations: Sequence[Explanation]) -> str:
    """Return the page that leads to the page of each code of a problem."""
    about = (
        "Each problem that a command reports has a code in brackets. `reconciler explain CODE` prints the same pages."
    )
    lines = ["# Problems", "", about, ""]
    for group, members in groupby(explanations, key=lambda one: one.group):
        if group != RULES:
            lines += [f"## {group}", "", "| code | severity | means |", "|---|---|---|"]
            lines += [_row(one, one.appears_as, one.summary) for one in members]
            lines.append("")
    return "\n".join(lines)


def _row(explanation: Explanation, *cells: str) -> str:
    return f"| [`{explanation.code}`](codes/{explanation.code}.md) | {' | '.join(cells)} |"


def explained(explanation: Explanation) -> str:
    """Return the page about one code, with a link to the page that it names."""
    index = "rules" if explanation.group == RULES else "problems"
    lines = [
        f"# {explanation.code}",
        "",
        f"{explanation.appears_as} · [{explanation.group}](../{index}.md)"
        if explanation.appears_as
        else explanation.group,
        "",
        _sentence(explanation.summary),
        "",
        "## What it means",
        "",
        explanation.means,
        "",
        "## What to do",
        "",
        explanation.do,
        "",
    ]
    if explanation.example:
        lines += ["## Example", "", "```yaml", explanation.example.rstrip(), "```", ""]
    return "\n".join([*lines, *_more(explanation.see)])


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _more(see: str) -> Iterator[str]:
    """Yield the line that leads to the page of the documentation, if there is one."""
    page, _, section = see.partition(" ")
    if page:
        where = f" {section}" if section else ""
        yield f"More: [{page.removeprefix('docs/').removesuffix('.md')}{where}](../../{page.removeprefix('docs/')})\n"


def source() -> Mapping[str, str | bytes]:
    """Return the content of each file of the site by its place: pages that are kept in git, and generated ones."""
    kinds = {kind_page(kind): fields_of_kind(kind) for kind in all_kinds()}
    generated = pages()
    codes = {PurePosixPath(place).stem: place for place in generated if place.startswith("reference/codes/")}
    return {
        place: with_codes(f"{content}{kinds.get(place, '')}", place, codes) if isinstance(content, str) else content
        for place, content in {**dict(files()), **generated}.items()
    }
