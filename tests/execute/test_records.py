"""Execution takes what it needs to know of a verb from the record of the verb."""

import ast
from collections.abc import Iterator
from pathlib import Path

import reconciler
from reconciler.kinds import all_kinds
from tests.verbs import VERB

PACKAGE = Path(reconciler.__file__).parent
SOURCES = [*(PACKAGE / "execute").glob("*.py"), *(PACKAGE / "pipeline" / "applying").glob("*.py")]
TYPES = {verb.entity_type for verb in VERB.values() if verb.entity_type}


def texts(path: Path) -> Iterator[str]:
    """Yield the string literals of the code, without docstrings."""
    tree = ast.parse(path.read_bytes())
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    yield from (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    )


def test_execution_names_no_verb_no_entity_type_and_no_kind() -> None:
    """All facts of a verb are in its record, so a new kind needs no edit of execute."""
    names = {*VERB, *TYPES, *(one.partition("@")[0] for one in TYPES), *all_kinds()}
    assert {path.name: named for path in SOURCES if (named := names.intersection(texts(path)))} == {}
