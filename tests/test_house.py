"""The code keeps the rules of CONTRIBUTING.md that no linter knows."""

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules, walk_packages
from statistics import median
from types import ModuleType

import reconciler

ROOT = Path(__file__).resolve().parent.parent
TWIN = ROOT / "reconciler" / "twin"
BODY_LINES = 40
FILE_LINES = 300
TEST_NAME = 70
EMPTY_NAMES = {"base", "common", "helper", "helpers", "manager", "util", "utils"}
VAGUE_WORDS = {"sync", "process", "handle", "manage", "current", "existing", "actual"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def sources(*folders: str) -> Sequence[Path]:
    """Return the Python files under *folders* of the repository."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def nodes(path: Path) -> Sequence[ast.AST]:
    """Return the nodes of the syntax tree of the file *path*; a file is parsed once."""
    return list(ast.walk(ast.parse(path.read_bytes())))


def functions(*folders: str) -> Iterator[tuple[str, Function]]:
    """Yield each function under *folders* with its file, line and name."""
    for path in sources(*folders):
        for node in nodes(path):
            if isinstance(node, Function):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def packages(package: ModuleType) -> Iterator[ModuleType]:
    """Yield the packages below *package*, imported."""
    for _, name, is_package in walk_packages(package.__path__, f"{package.__name__}."):
        if is_package:
            yield import_module(name)


def body_lines(function: Function) -> int:
    """Return the number of lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def words(name: str) -> set[str]:
    """Return the words of a snake_case or CamelCase name."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_no_function_is_longer_than_forty_lines() -> None:
    """A function fits on one screen; a longer one lacks a noun."""
    sizes = {
        place: body_lines(node) for place, node in functions("reconciler", "tests", "tools", "benchmarks", "proofs")
    }
    assert {place: size for place, size in sizes.items() if size > BODY_LINES} == {}


def test_half_of_the_functions_have_fewer_than_eight_lines() -> None:
    """Most functions do one thing."""
    assert median(body_lines(node) for _, node in functions("reconciler")) < 8


def test_no_file_is_longer_than_300_lines() -> None:
    """A file is one idea: 250 lines are the aim."""
    sizes = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in sources("reconciler")}
    assert {path: size for path, size in sizes.items() if size > FILE_LINES} == {}


def test_modules_and_classes_are_named_after_what_they_are() -> None:
    """No module or class has a name that fits any content."""
    modules = [path.relative_to(ROOT) for path in sources("reconciler") if words(path.stem) & EMPTY_NAMES]
    classes = [
        node.name
        for path in sources("reconciler")
        for node in nodes(path)
        if isinstance(node, ast.ClassDef) and words(node.name) & EMPTY_NAMES
    ]
    assert (modules, classes) == ([], [])


def test_every_class_has_a_name_of_its_own() -> None:
    """A class name means one thing in the package, and no alias has it. The twin repeats the words of AWS."""
    classes, aliases = dict[str, list[str]](), dict[str, list[str]]()
    for path in (path for path in sources("reconciler") if TWIN not in path.parents):
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                classes.setdefault(node.name.lstrip("_"), []).append(str(path.relative_to(ROOT)))
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                aliases.setdefault(node.targets[0].id.lstrip("_"), []).append(str(path.relative_to(ROOT)))
    named = {name: paths + aliases.get(name, []) for name, paths in classes.items()}
    assert {name: paths for name, paths in named.items() if len(paths) > 1} == {}


NO_YAML = ("aws", "batch", "cli", "execute", "fewest", "guard", "impact", "ports", "render", "replay", "twin")
"""The packages that read and make JSON and never hold a YAML document."""


def named(node: ast.AST) -> str:
    """Return the name that *node* gives to a function, a class, a parameter or a variable; empty if it gives none."""
    if isinstance(node, Function | ast.ClassDef):
        return node.name
    if isinstance(node, ast.arg):
        return node.arg
    return node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else ""


def test_json_is_never_called_a_document() -> None:
    """A document is one YAML document: nothing has that name where there is only JSON."""
    files = sources(*(f"reconciler/{package}" for package in NO_YAML))
    assert len(files) > 100
    assert [
        (str(path), name) for path in files for node in nodes(path) if "document" in words(name := named(node))
    ] == []


def test_no_module_is_hidden_by_an_attribute_of_its_name() -> None:
    """A function `plan` in the package of a module `plan` would take the module's place."""
    hidden = [
        name
        for package in [reconciler, *packages(reconciler)]
        for _, name, _ in iter_modules(package.__path__, f"{package.__name__}.")
        if not name.endswith("__main__")
        if import_module(name) is not getattr(package, name.rpartition(".")[2])
    ]
    assert hidden == []


def test_packages_are_reached_through_their_faces() -> None:
    """Other packages import what `__init__` names; packages that cli loads on demand have no such names."""
    late = {"aws", "cli", "render", "twin"}
    around = [
        f"{path.relative_to(ROOT)}: {node.module}"
        for path in sources("reconciler")
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
        if (parts := node.module.split("."))[0] == "reconciler" and len(parts) > 2
        if parts[1] not in {*late, path.relative_to(ROOT).parts[1]}
    ]
    assert around == []


def test_names_use_the_words_of_the_domain() -> None:
    """Each meaning has one word: observed and desired, read, observe, request and execute."""
    assert [place for place, node in functions("reconciler") for word in words(node.name) if word in VAGUE_WORDS] == []


def test_each_test_states_its_promise() -> None:
    """The docstring says what the test guards, without the code."""
    assert [
        place for place, node in functions("tests") if node.name.startswith("test_") and not ast.get_docstring(node)
    ] == []


def test_no_test_has_a_name_of_more_than_seventy_characters() -> None:
    """A name says the promise in a few words, and the docstring has room for the rest."""
    names = [(place, node.name) for place, node in functions("tests") if node.name.startswith("test_")]
    assert [place for place, name in names if len(name) > TEST_NAME] == []
