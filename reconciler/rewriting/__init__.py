"""YAML files of documents rewritten with their comments: in canonical form, or with single values changed.

    shapes = shapes_of({"experience": schema})
    file = YamlFile.of(data, "desired_state/finance.yaml", shapes)
    file = file.with_value(Address("experience", "finance"), ["products", "allow"], ["datadog", "splunk"])
    write(file.data)

`with_value` sets a text, a boolean, a list or a mapping; a list is stated whole, and its members that stay keep their
lines and comments. `without` removes a field, `with_edits` does many of both, `with_documents` adds documents,
`canonical` formats. A file is never changed: each of these returns a new one, whose text was read again and says
exactly what was asked for. What cannot be rewritten raises NotRewritable.

The nodes are built from the events of the parser that also reads the desired state, so that both see the same text
(docs/decisions/rewriting.md says why not with ruamel.yaml).
"""

from typing import TYPE_CHECKING

from reconciler.faces import face

if TYPE_CHECKING:
    from .canonical import WIDTH
    from .editing import Value
    from .file import Bodies, Edit, YamlFile
    from .outline import NotRewritable
    from .quoting import scalar
    from .shapes import Shapes, shapes_of

__all__ = ["WIDTH", "Bodies", "Edit", "NotRewritable", "Shapes", "Value", "YamlFile", "scalar", "shapes_of"]

__getattr__ = face(
    __name__,
    {
        ".canonical": "WIDTH",
        ".editing": "Value",
        ".file": "Bodies Edit YamlFile",
        ".outline": "NotRewritable",
        ".quoting": "scalar",
        ".shapes": "Shapes shapes_of",
    },
)
