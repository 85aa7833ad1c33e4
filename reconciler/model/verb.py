"""Verbs: the facts about each API operation and change type, as data that all packages read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .rule import Rule


class Quota(NamedTuple):
    """How often an operation may be called: a bucket of *size* tokens that is refilled by *per_second*.

    With *size* 0 there is no bucket: at most *per_second* calls are allowed within any second.
    """

    per_second: float
    size: int = 0


class Extra(NamedTuple):
    """A value in the details that AWS may refuse; the request is then sent again without it.

    *path* leads to the value, *codes* are AWS's error codes for refusing it. *tag* is the tag that records the value;
    it is not written when the value is not sent.
    """

    path: tuple[str, str]
    codes: frozenset[str]
    tag: str


class Permissions(NamedTuple):
    """A list of principals that a call edits; *adds* and *removes* are the names of its details.

    The other fields are AWS's codes for a refusal. *naming*: the message names the principal that is refused. *one*: a
    single principal is refused, and the message may not name it. *number*: there are too many principals.
    """

    adds: str
    removes: str
    naming: frozenset[str]
    one: frozenset[str]
    number: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verb:
    """One operation of an AWS API, or one change type that a change set carries.

    The API: *service* is its name in boto3. *iam* is the action that allows it, empty when every identity may call it.
    *quota* is None when AWS publishes none. *writes* tells whether it changes anything. *carrier* is the operation that
    carries a change type; None for an operation of its own. *entity_type* is the entity type of a change type.
    *token* is the parameter for an idempotency token.

    The time: a call that *leads* comes before all calls on other objects of the marketplace: it turns on what takes
    them. One that *trails* comes after all of them: it ends that. What a call does may take *settles* seconds at most
    until it is seen, and the run waits for that.

    The object: *rank* orders the calls on one object, and its changes within a call. *last* is true for calls that come
    after all others, unless their object ends. *object_in* is the parameter that names the object (a list when
    *listed*), empty when the details name it. The verb *makes* its object, *ends* it, or *revives* it. *title_in* is
    the detail with the title of an object that it makes, stated where an object cannot be deleted and AWS accepts two
    with the same title. *asks* is the rule that has to be accepted before every call. *counted_as* is the number of the
    plan's summary that counts the call. A verb with *once* can be executed only once for an object: a fact of that
    name in the observed object says that it was.

    Principals: *takes* and *frees* are the lists in its details whose members only one object can have at a time. When
    *governed* is true, the object governs them, and a member that left but could not arrive is put back. *opens* and
    *closes* are the details with which its object begins or ceases to govern; None when the verb never does that.

    Refusals: AWS may refuse single members of the lists in *cuttable*; the request is then sent without them (`A.B` is
    list B in each structure of list A). *faultless* are AWS's codes that no member causes. *permissions* describes a
    list of principals, *extra* a value that may be refused alone. *already* are AWS's codes for "what the call is to do
    is done".

    Answers: *created_at* is the path to the id of the created object, or of what else the call has begun.
    *confirmed_by* is a boolean that must not be false. *in_part* is true when the answer may list items that failed.
    Reads return the structures in the list *rows*, or the answer itself when it is empty; *columns* maps the names of
    their fields to their paths: in `A?.B`, the answer may lack the structure A.
    A call that *settles* takes about *usual* seconds for that (0: all of them). Its effect has to be seen in so many
    *looks* in a row; after *renews* looks without it the call is made again (0: never). A call that *replaces*
    something whole, with what others have put there, is completed right before it is sent, one such call at a time.
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
    leads: bool = False
    trails: bool = False
    settles: float = 0.0
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
    already: frozenset[str] = frozenset()
    extra: Extra | None = None
    once: str = ""
    created_at: str = ""
    looks: int = 1
    usual: float = 0.0
    renews: int = 0
    replaces: bool = False
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
        """Return `service:Operation`."""
        return f"{self.service}:{self.name}"
