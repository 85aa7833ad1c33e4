"""Kind `allowed_principals`: principals that may connect to one endpoint service; several documents may feed one."""

from importlib.resources import files

from reconciler.kind import Kind

from .spec import SCHEMA, adds_to, parse

KIND = Kind(
    name="allowed_principals",
    schema=SCHEMA,
    problems=files(__name__).joinpath("problems.toml"),
    parse=parse,
    adds_to=adds_to,
)
