"""`migration.md` of a federation: what was found, how each member differs from the source, what to switch off. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reconciler.model import Fields, stated
from reconciler.names import GROUP
from reconciler.pipeline.adopting import Adopted
from reconciler.render.markdown.inert import code, prose

from .comparing import DONE, ComparedList, ComparedMember
from .imported import ImportedOrganization
from .organizations import OrganizationRead
from .shared_products import FILE, GROUPS

_LONGEST: Final = 600
_SHOWN: Final = 20
_ABOUT: Final = """
AWS is the truth: everything here was read live from each organization. The tables, the topic and the parameters of
AWS's sample pmp-cross-org-support were not read. So it is not known here which experiences the sample keeps in
step: those that the parameter `/pmp/MemberExperienceIds` names, or all live ones of the member. An experience whose
list holds all products of the source's list names the group; any other one lists its products.

`aws ssm get-parameter --name /pmp/MemberExperienceIds` shows the parameter, in the account and the region of each
member's stack; without one, AWS answers ParameterNotFound. The sample takes its value as it stands. An id with a
blank beside it is the id of no experience, and so are the typographic quotes that its README has around an empty
value: the sample keeps nothing in step by them.

Audiences, status, requests of users and branding are the members' own: the sample never copied them, and the
documents say what AWS has.
""".strip()
_RESIDUE: Final = """
The sample denies what a member allows and the source does not. So a product that left the source's allowed list is
denied in every member, and one that left the source's denied list stays denied there. AWS does not tell such
residue from a product that somebody denied in the member.
""".strip()
_SWITCH_OFF: Final = """
This import has changed nothing in AWS. As long as the sample runs, it writes into the members each hour. AWS Lambda
updates no function on Python 3.9 after 3 March 2027, and creates none after 1 February 2027.

- [ ] Review the documents and this page, commit them, and see that `reconciler --config fleet.yaml plan` finds no
      change.
- [ ] Source: disable the hourly rule `ID-LambdaFunctionSchedule`.
- [ ] Each member: wait until no change set of the sample is running. A message stays in its queue for 51 minutes at
      most.
- [ ] Each member: delete the stack of the member component. It has the function, the queue with its subscription,
      and the parameters below `/pmp/`.
- [ ] Source: delete the stacks that only have a cross-account role (OnlyCrossAccountAccessRole `yes`), then the
      whole one: its functions, the topic, the parameters and the three tables. The tables are copies;
      `ID-SyncTimestamps` tells when each member was updated last: export it if you want to keep that.
- [ ] Keep trusted access, the service-linked role and the delegated administrators of all organizations. Without
      trusted access, AWS ends all governance.
- [ ] Before the first apply, name a role in each member's reconciler.yaml that may write: the one there need only
      read.
""".strip()


def page(
    source: OrganizationRead,
    experience: str,
    imported: Sequence[ImportedOrganization],
    found: Mapping[str, Sequence[ComparedMember]],
) -> str:
    """Return the page; *experience* is the id of the source, and *found* has the experiences of members by folder."""
    first, *members = imported
    fields = stated(source.experiences[experience].spec)
    lines = [
        "# From AWS's sample across organizations",
        "",
        _ABOUT,
        "",
        "## Source",
        "",
        f"- {code(first.folder)}: organization {code(first.id)}, read with account {code(source.account)}",
        f"- {code(experience)}, title {code(str(fields.get('title', '')))}",
        *(f"- {_count(fields, key)} (group {code(group)} in {code(FILE)})" for key, group in GROUPS.items()),
        *_left_out(first.adopted),
        "",
        "## Members",
        "",
        _RESIDUE,
        *(line for one in members for line in _member(one, found[one.folder])),
        "",
        "## What to switch off",
        "",
        _SWITCH_OFF.replace("ID-", f"{experience}-"),
    ]
    return "\n".join(lines) + "\n"


def _count(fields: Fields, key: str) -> str:
    """Return how many products a list of the source has."""
    count = len(fields.get(f"products.{key}", ()))
    return f"{count:,} product{'' if count == 1 else 's'} {DONE[key]}"


def _member(one: ImportedOrganization, compared: Sequence[ComparedMember]) -> Iterator[str]:
    """Return what was found of one member organization."""
    addresses = {id_: address for address, id_ in one.adopted.objects.items()}
    yield from ("", f"### {code(one.folder)}", "", f"Organization {code(one.id)}.")
    for experience in compared:
        address = addresses.get(experience.id)
        yield from ("", f"#### {code(str(address) if address else experience.id)}", "")
        yield f"- {code(experience.id)}, title {code(experience.title)}"
        if experience.unsynced:
            yield f"- the sample skips it, unless a parameter names it: {experience.unsynced}"
        for part in experience.lists:
            yield _list(part, doubtful=part in experience.doubtful)
    if not compared:
        yield from ("", "It has no experience that is not archived.")
    yield from _left_out(one.adopted)


def _list(part: ComparedList, *, doubtful: bool) -> str:
    """Return how one list differs from the source's."""
    key = code(f"products.{part.key}")
    if part.used:
        return f"- {key} names {code(f'{GROUP}{GROUPS[part.key]}')}{_besides(part)}"
    if doubtful:
        why = "see whether the sample keeps it in step, and has failed, or somebody has changed it"
        return f"- **warning**: {key} lacks products of the source's list, so it names its products; {why}: " + _ids(
            part.missing
        )
    if part.more or part.shared:
        return f"- {key} is the member's own: it names its {len(part.more) + part.shared:,} by their ids"
    return f"- {key} is empty"


def _besides(part: ComparedList) -> str:
    """Return what a list has besides the group."""
    if not part.more:
        return " and nothing else"
    why = "residue, or denied in the member" if part.key == "deny" else "the sample would deny it"
    return f", and {len(part.more):,} more ({why}): {_ids(part.more)}"


def _ids(ids: Sequence[str]) -> str:
    shown = ", ".join(code(one) for one in ids[:_SHOWN])
    return f"{shown} and {len(ids) - _SHOWN:,} more" if len(ids) > _SHOWN else shown


def _left_out(adopted: Adopted) -> Iterator[str]:
    for one in adopted.left_out:
        yield f"- not imported: {code(one.what)}: {prose(one.why, _LONGEST)}"
