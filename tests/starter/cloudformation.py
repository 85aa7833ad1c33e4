"""CloudFormation templates as plain data: `!Ref X` is {"Ref": "X"}, and `!If […]` is {"If": […]}."""

from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms of functions."""


def _function(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.SequenceNode):
        return {suffix: loader.construct_sequence(node, deep=True)}
    return {suffix: loader.construct_scalar(node)} if isinstance(node, yaml.ScalarNode) else {}


_Loader.add_multi_constructor("!", _function)


def template(text: str) -> dict[str, Any]:
    """Return the template in *text*."""
    found: dict[str, Any] = _Loader(text).get_single_data()
    return found


def statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the statements of the only policy of *role* that needs no condition."""
    (policy,) = (one for one in role["Properties"]["Policies"] if "If" not in one)
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def trust(role: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the statements that say who may take *role*."""
    found: list[dict[str, Any]] = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    return found
