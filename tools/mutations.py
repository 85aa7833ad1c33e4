"""Small changes of a module that a test should detect: each replaces one node of its syntax tree.

Only bodies of functions are changed, and no strings, since the text of a message is not logic.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from functools import partial
from typing import Any, NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef
OPERATORS: Mapping[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Mutation(NamedTuple):
    """One change: its line, and the code before and after."""

    line: int
    function: str
    before: str
    after: str


def _with(node: Any, **changed: Any) -> Any:  # noqa: ANN401 - any node of a syntax tree
    fresh = copy(node)
    for name, value in changed.items():
        setattr(fresh, name, value)
    return fresh


def _swapped(node: ast.AST) -> Iterator[ast.AST]:
    yield OPERATORS[type(node)]()


def _negated(node: Any) -> Iterator[ast.AST]:  # noqa: ANN401 - an if statement or expression
    yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))


def _shortened(node: ast.BinOp) -> Iterator[ast.AST]:
    yield node.left
    yield node.right


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)


def _called(node: ast.Call) -> Iterator[ast.AST]:
    for number in range(len(node.keywords)):
        yield _with(node, keywords=node.keywords[:number] + node.keywords[number + 1 :])
    if isinstance(node.func, ast.Name) and node.func.id in NAMES:
        yield _with(node, func=ast.Name(NAMES[node.func.id], ast.Load()))


def _gathered(node: Any) -> Iterator[ast.AST]:  # noqa: ANN401 - a tuple, list or set
    if isinstance(getattr(node, "ctx", None), ast.Store):
        return
    for number, one in enumerate(node.elts):
        if isinstance(one, ast.Starred):
            yield _with(node, elts=node.elts[:number] + node.elts[number + 1 :])


def _unasked(node: ast.comprehension) -> Iterator[ast.AST]:
    for number in range(len(node.ifs)):
        yield _with(node, ifs=node.ifs[:number] + node.ifs[number + 1 :])


def _nothing(node: ast.Return) -> Iterator[ast.AST]:
    if node.value and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ast.Return(ast.Constant(None))


def _left_out(node: ast.AST) -> Iterator[ast.AST]:
    told = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    bound = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Tuple)
    if not told and not bound:
        yield ast.Pass()


ALTERNATIVES: Mapping[type[ast.AST], Callable[[Any], Iterator[ast.AST]]] = {
    **dict.fromkeys(OPERATORS, _swapped),
    **dict.fromkeys((ast.If, ast.IfExp), _negated),
    **dict.fromkeys((ast.Tuple, ast.List, ast.Set), _gathered),
    **dict.fromkeys((ast.Expr, ast.Assign, ast.AugAssign, ast.Delete), _left_out),
    ast.BinOp: _shortened,
    ast.UnaryOp: lambda node: iter([node.operand] if isinstance(node.op, ast.Not) else []),
    ast.Constant: _constant,
    ast.Call: _called,
    ast.comprehension: _unasked,
    ast.Return: _nothing,
    ast.For: lambda node: iter([_with(node, iter=ast.Tuple([], ast.Load()))]),
}


def mutations(source: str) -> tuple[Mutation, ...]:
    """Return every change of the module *source*, in the order of the text."""
    return tuple(told for told, _ in _changed(ast.parse(source)))


def mutated(source: str, number: int, filename: str) -> Any:  # noqa: ANN401 - a code object
    """Return the compiled module *source* with its change *number*."""
    tree = ast.parse(source)
    for index, (_, apply) in enumerate(_changed(tree)):
        if index == number:
            apply()
            break
    return compile(ast.fix_missing_locations(tree), filename, "exec")


def _changed(tree: ast.AST) -> Iterator[tuple[Mutation, Callable[[], None]]]:
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    inner = {id(one) for function in functions for one in ast.walk(function) if one is not function}
    for function in functions:
        if id(function) not in inner:
            for number, statement in enumerate(function.body):
                yield from _below(function, statement, partial(function.body.__setitem__, number))


def _below(
    function: Function, node: ast.AST, put: Callable[[Any], None], line: int = 0, of: ast.AST | None = None
) -> Iterator[tuple[Mutation, Callable[[], None]]]:
    line = getattr(node, "lineno", line)
    for new in ALTERNATIVES.get(type(node), lambda _: iter(()))(node):
        shown = (of, _within(of, node, new)) if of is not None and type(node) in OPERATORS else (node, new)
        yield Mutation(line, function.name, *map(_shown, shown)), partial(put, new)
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        if isinstance(value, ast.AST):
            yield from _below(function, value, partial(setattr, node, name), line, node)
        for number, one in enumerate(value) if isinstance(value, list) else ():
            if isinstance(one, ast.AST):
                yield from _below(function, one, partial(value.__setitem__, number), line, node)


def _within(parent: ast.AST, old: ast.AST, new: ast.AST) -> ast.AST:
    """Return an operator with the code around it."""
    changed = {
        name: new
        if value is old
        else [new if one is old else one for one in value]
        if isinstance(value, list)
        else value
        for name, value in ast.iter_fields(parent)
    }
    shown: ast.AST = _with(parent, **changed)
    return shown


def _shown(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(copy(node))).split())
    return text if len(text) <= 120 else f"{text[:117]}..."
