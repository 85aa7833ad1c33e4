"""Kind `private_marketplace`: whether the organization has enabled Private Marketplace, and who administers it."""

from importlib.resources import files

from reconciler.adoption import Adoption
from reconciler.kind import Kind, Remote, Side

from . import match, observe, opening, parse, readiness, requests, restate, settle, write
from .proof import EFFECTS
from .spec import BLANK
from .verbs import VERBS

KIND = Kind(
    name="private_marketplace",
    schema=parse.SCHEMA,
    problems=files(__name__).joinpath("problems.toml"),
    parse=parse.parse,
    check=parse.check,
    remote=Remote(
        side=Side.MARKETPLACE,
        blank=BLANK,
        observe=observe.observe,
        match=match.match,
        settle=settle.settle,
        intent=settle.intent,
        requests=requests.requests,
        verbs=VERBS,
        effects=EFFECTS,
        readiness=readiness.readiness,
        opening=opening.opening,
        adoption=Adoption(
            find=write.find,
            live=write.live,
            called=write.called,
            claimants=write.claimants,
            write=write.write,
            paired=write.paired,
            restate=restate.restate,
        ),
    ),
)
