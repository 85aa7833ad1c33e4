"""The YAML parser: libyaml's, or PyYAML's own, which makes the same events, but slower."""

try:
    from yaml._yaml import CParser as Parser
except ImportError:  # PyYAML was built without libyaml
    from yaml import Loader as Parser  # type: ignore[assignment]

__all__ = ["Parser"]
