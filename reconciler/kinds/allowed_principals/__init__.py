"""Kind `allowed_principals`: who may connect to one endpoint service; many documents may feed one."""

import json
from importlib.resources import files

from reconciler.kind import Kind

from .spec import parse

KIND = Kind(
    name="allowed_principals",
    schema=json.loads(files(__name__).joinpath("schema.json").read_text("utf-8")),
    parse=parse,
)
