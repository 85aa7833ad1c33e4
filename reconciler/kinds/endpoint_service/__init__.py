"""Kind `endpoint_service`: a VPC endpoint service of a seller in one region, and who may connect to it."""

import json
from importlib.resources import files

from reconciler.kind import Kind, Remote, Side

from .aftermath import aftermath
from .match import match
from .observe import observe
from .parse import absorb, check, cite, parse
from .proof import EFFECTS
from .readiness import readiness, undone
from .requests import requests
from .settle import intent, settle, stakes
from .spec import BLANK
from .verbs import VERBS
from .write import write

KIND = Kind(
    name="endpoint_service",
    schema=json.loads(files(__name__).joinpath("schema.json").read_text("utf-8")),
    parse=parse,
    check=check,
    absorb=absorb,
    remote=Remote(
        side=Side.SELLERS,
        blank=BLANK,
        observe=observe,
        match=match,
        settle=settle,
        intent=intent,
        stakes=stakes,
        requests=requests,
        aftermath=aftermath,
        verbs=VERBS,
        effects=EFFECTS,
        readiness=readiness,
        undone=undone,
        write=write,
        cite=cite,
    ),
)
