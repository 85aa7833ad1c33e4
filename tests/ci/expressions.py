"""Expressions of GitHub's workflows, as far as ours use them: contexts, ==, !=, &&, ||, ! and functions.

As on GitHub, `a && b` and `a || b` are one of their operands, texts compare without case, and an unknown name is empty.
"""

import re
from collections.abc import Callable, Mapping

Value = str | bool
Functions = Mapping[str, Callable[..., Value]]
_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[A-Za-z_][\w.-]*|==|!=|&&|\|\||[!(),])")


def text(value: Value) -> str:
    """Return *value* as an expression inside a text has it."""
    return str(value).lower() if isinstance(value, bool) else value


class Expression:
    """One expression with the names and functions that it may use."""

    def __init__(self, source: str, names: Mapping[str, Value], functions: Functions) -> None:
        self._tokens = _TOKEN.findall(source)
        assert "".join(self._tokens) == "".join(re.split(r"\s+(?=(?:[^']*'[^']*')*[^']*$)", source)), source
        self._names, self._functions = names, functions

    def value(self) -> Value:
        """Return what the expression is."""
        found = self._either()
        assert self._tokens == []
        return found

    def _taken(self, token: str) -> bool:
        """Take the next token if it is *token*."""
        if self._tokens[:1] == [token]:
            self._tokens.pop(0)
            return True
        return False

    def _either(self) -> Value:
        found = self._both()
        while self._taken("||"):
            other = self._both()
            found = found or other
        return found

    def _both(self) -> Value:
        found = self._compared()
        while self._taken("&&"):
            other = self._compared()
            found = found and other
        return found

    def _compared(self) -> Value:
        found = self._one()
        if self._taken("=="):
            return text(found).lower() == text(self._one()).lower()
        if self._taken("!="):
            return text(found).lower() != text(self._one()).lower()
        return found

    def _one(self) -> Value:
        if self._taken("!"):
            return not self._one()
        if self._taken("("):
            found = self._either()
            assert self._taken(")")
            return found
        token = self._tokens.pop(0)
        if token.startswith("'"):
            return str(token[1:-1].replace("''", "'"))
        return self._call(token) if self._taken("(") else self._names.get(token, "")

    def _call(self, name: str) -> Value:
        arguments = list[Value]()
        while not self._taken(")"):
            arguments.append(self._either())
            self._taken(",")
        return self._functions[name](*arguments)


def filled(source: str, names: Mapping[str, Value], functions: Functions) -> str:
    """Return *source* with its `${{ }}` replaced."""
    return re.sub(r"\$\{\{(.+?)\}\}", lambda one: text(Expression(one[1].strip(), names, functions).value()), source)


def holds(source: str, names: Mapping[str, Value], functions: Functions) -> bool:
    """Tell whether a condition holds; without a function of status, it also asks for success."""
    bare = source.strip().removeprefix("${{").removesuffix("}}").strip()
    if not re.search(r"\b(success|always|cancelled|failure)\(", bare):
        bare = f"success() && ({bare})"
    return bool(Expression(bare, names, functions).value())
