"""Answers in EC2's XML.

moto's own serializer tries a dozen names for each member of each item, which takes 0.6 seconds for a page of 1,000
permissions. The twin's answers already have the API's names, so the output shape is enough.
"""

from typing import Any, Final
from xml.sax.saxutils import escape

from reconciler.twin.request_ids import request_id

NAMESPACE: Final = "http://ec2.amazonaws.com/doc/2016-11-15/"


def written(operation: str, shape: Any, answer: object) -> str:  # noqa: ANN401 - botocore's shapes
    """Write an answer by the output shape of its operation."""
    content = _content(shape, answer) if shape else ""
    request = f"<requestId>{request_id()}</requestId>"
    return f'<{operation}Response xmlns="{NAMESPACE}">{request}{content}</{operation}Response>'


def _content(shape: Any, value: Any) -> str:  # noqa: ANN401 - botocore's shapes, values of any type
    if shape.type_name == "structure":
        return "".join(_element(shape.members[name], name, item) for name, item in value.items())
    if shape.type_name == "list":
        return "".join(f"<item>{_content(shape.member, item)}</item>" for item in value)
    if shape.type_name == "boolean":
        return "true" if value else "false"
    return escape(str(value))


def _element(shape: Any, name: str, value: Any) -> str:  # noqa: ANN401 - botocore's shapes, values of any type
    tag = shape.serialization.get("name", name)
    return f"<{tag}>{_content(shape, value)}</{tag}>"
