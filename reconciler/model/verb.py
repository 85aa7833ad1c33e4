"""What is known of one API operation or change type, as data that every room reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .rule import Rule


class Quota(NamedTuple):
    """How often an operation may be called: *per_second* tokens come back, to a bucket that holds *size*.

    Where *size* is 0 there is no bucket: at most *per_second* calls within any second.
    """

    per_second: float
    size: int = 0


class Extra(NamedTuple):
    """A value in the details that AWS may refuse alone: the rest is sent without it.

    *path* leads to it in the details; *codes* are AWS's for refusing it. *tag* is the tag that tells what was sent, and
    that is not written where nothing was.
    """

    path: tuple[str, str]
    codes: frozenset[str]
    tag: str


class Permissions(NamedTuple):
    """A list of principals that a call edits: the details that it *adds* and *removes*.

    Of AWS's codes for a refusal, *naming* are those that a principal is to blame for which the message names; those of
    *one* and of *number* are one principal's fault, or that there are too many of them, whether it is named or not.
    """

    adds: str
    removes: str
    naming: frozenset[str]
    one: frozenset[str]
    number: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verb:
    """One operation of an AWS API, or one change type that such an operation carries.

    *service* is its name in boto3, *iam* the action that allows it (empty where every identity may call it), *quota*
    None where AWS publishes none. *writes* tells whether it changes anything.

    *carrier* is the operation that carries a change type, several in one call; None for what is a call of its own.
    *entity_type* is the type of entity that a change type is about.

    *rank* is its place among the calls on one object, and among the changes of one object in a call; *last* is true for
    what comes after all other calls, unless its object ends. *object_in* is the parameter that names its object, a list
    if *listed*; it is empty where the details do so. It *makes* its object, *ends* it or *revives* it from its end;
    *title_in* is the detail with the title of what it makes, where that can never be deleted and AWS does not keep two
    from having one title. *takes* and *frees* are the lists in its details whose members only one object can have at a
    time; where they are *governed* by that object, one that has left is put back if it can't arrive. *opens* and
    *closes* are what its details say where its object begins to govern, or ends: None where it never does.
    *asks* is the rule that has to be accepted before it is called, whatever it is called with; *counted_as* is the
    number of a plan's summary that it adds to.

    AWS may refuse members of the lists that are *cuttable*, one by one, and the rest is sent without them; `A.B` is
    list B in each structure of list A. *faultless* are AWS's codes for what no member is to blame for. *permissions*
    are such a list of principals, *extra* is a value that may be refused alone. What can be done only *once* is done
    where an observed object has a fact of that name.

    Of an answer, *created_at* is the path to the id of what was made, *confirmed_by* a boolean that says that it was
    done, and *in_part* tells that there may be a list of what was not. *token* is the parameter of an idempotency
    token. Reads answer with the structures in the list *rows*, or with one that is the answer itself: *columns* are
    the names of their fields and the paths to these.
    """

    name: str
    service: str
    iam: str = ""
    quota: Quota | None = None
    writes: bool = True
    carrier: "Verb | None" = None
    entity_type: str = ""
    rank: int = 0
    last: bool = False
    object_in: str = ""
    listed: bool = False
    makes: bool = False
    ends: bool = False
    revives: bool = False
    title_in: str = ""
    takes: str = ""
    frees: str = ""
    asks: Rule | None = None
    counted_as: str = ""
    governed: bool = False
    opens: Mapping[str, str] | None = None
    closes: Mapping[str, str] | None = None
    cuttable: tuple[str, ...] = ()
    faultless: frozenset[str] = frozenset()
    permissions: Permissions | None = None
    extra: Extra | None = None
    once: str = ""
    created_at: str = ""
    confirmed_by: str = ""
    in_part: bool = False
    token: str = ""
    rows: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def call(self) -> "Verb":
        """Return the operation that is called: the carrier of a change type, else the verb itself."""
        return self.carrier or self

    def __str__(self) -> str:
        """Write it as `service:Operation`."""
        return f"{self.service}:{self.name}"
