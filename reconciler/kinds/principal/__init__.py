"""Kind `principal`: a name for an organization, an OU, an account or an IAM ARN."""

import json
from importlib.resources import files

from reconciler.kind import Kind

from .spec import name_of, parse

KIND = Kind(
    name="principal",
    schema=json.loads(files(__name__).joinpath("schema.json").read_text("utf-8")),
    problems=files(__name__).joinpath("problems.toml"),
    parse=parse,
    name_of=name_of,
)
