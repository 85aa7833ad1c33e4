"""Kind `experience`: a curated catalogue of AWS Private Marketplace, and who it governs."""

from reconciler.kind import Kind, Remote, Side

from .matching import match
from .parse import SCHEMA, check, cite, parse
from .proof import EFFECTS
from .reading import observe, reread, surroundings
from .requests import requests
from .settle import intent, settle, stakes
from .spec import BLANK
from .verbs import VERBS
from .write import write

KIND = Kind(
    name="experience",
    schema=SCHEMA,
    parse=parse,
    check=check,
    remote=Remote(
        side=Side.MARKETPLACE,
        blank=BLANK,
        observe=observe,
        match=match,
        settle=settle,
        intent=intent,
        stakes=stakes,
        requests=requests,
        verbs=VERBS,
        effects=EFFECTS,
        surroundings=surroundings,
        reread=reread,
        write=write,
        cite=cite,
    ),
)
