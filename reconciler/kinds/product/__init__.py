"""Kind `product`: a name for the id of an AWS Marketplace product."""

import json
from importlib.resources import files

from reconciler.kind import Kind

from .spec import name_of, parse

KIND = Kind(
    name="product",
    schema=json.loads(files(__name__).joinpath("schema.json").read_text("utf-8")),
    problems=files(__name__).joinpath("problems.toml"),
    parse=parse,
    name_of=name_of,
)
