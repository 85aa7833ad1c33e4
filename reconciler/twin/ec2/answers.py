"""Answers in EC2's XML.

moto's own serializer tries a dozen names for each field of each item, which takes 0.6 seconds for a page of 1,000
permissions; answers that already have the API's names need one look at the service model.
"""

from typing import Any, Final
from xml.sax.saxutils import escape

from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import ActionContext, ActionResult

NAMESPACE: Final = "http://ec2.amazonaws.com/doc/2016-11-15/"


class Answered(ActionResult):
    """An answer in the names of the API; fields that it does not have are left out."""

    def execute_result(self, context: ActionContext) -> TYPE_RESPONSE:
        """Write the answer as the operation's output shape says."""
        name, shape = context.operation_model.name, context.operation_model.output_shape
        content = _content(shape, self.result) if shape else ""
        request = "<requestId>00000000-0000-0000-0000-000000000000</requestId>"
        body = f'<{name}Response xmlns="{NAMESPACE}">{request}{content}</{name}Response>'
        return 200, {"Content-Type": "text/xml;charset=UTF-8"}, body


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
