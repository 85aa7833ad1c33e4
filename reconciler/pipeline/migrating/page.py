"""`migration.md`: what became of each file of the sample, what each experience is now, and what to switch off. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reconciler.model import Address
from reconciler.render.markdown.inert import code, prose

from .comparing import ComparedExperience, SampleComparison
from .judging import JudgedFile, SampleFinding
from .sample_command import Remark

_LONGEST: Final = 600
_WORDS: Final = {
    SampleFinding.APPLIED: "AWS has what the file asks for, as far as no later file says otherwise",
    SampleFinding.CONTRADICTED: "AWS does not have it: it failed, or something changed it afterwards",
    SampleFinding.SUPERSEDED: "later files say otherwise of everything that it asks for",
    SampleFinding.NOT_PARSEABLE: "the sample's functions stop at it, too",
    SampleFinding.NEVER: "no function of the sample ran for it, or none got as far as a change set",
    SampleFinding.EVIDENCE: "status and error files, which say what happened",
}
_SWITCH_OFF: Final = """
AWS has what it had before: this import has changed nothing there. As long as the sample runs, an upload still acts.

- [ ] Remove the event notification of the bucket (stack ConfigurePMPStack), so that no upload starts a change set.
- [ ] Wait until no change set of the sample is running.
- [ ] Review the documents and this page, commit them, and see that `reconciler plan` says `No changes`.
- [ ] Keep the bucket as an archive: it has no versions, so a file that is deleted is gone. A stack that is deleted
      tries to delete its bucket, and fails as long as there are objects in it: retain the bucket when you delete
      ConfigurePMPStack.
- [ ] Delete MonitorPMPStack, then ConfigurePMPStack.
- [ ] Keep what EnablePMPStack has set up: trusted access, the service-linked role and the delegated administrator. The
      stack's function only ever enables them. Without trusted access, AWS ends all governance. Imported from the
      management account, a document of kind private_marketplace states them, if there is an administrator.
""".strip()


def page(
    source: str,
    compared: SampleComparison,
    addresses: Mapping[str, Address],
    refused: Mapping[str, str],
    *,
    by_time: bool,
) -> str:
    """Return the page about the sample in *source*.

    *addresses* are the documents of experiences by id, and *refused* says why an experience has none. *by_time* tells
    whether the times of uploads ordered the files.
    """
    lines = [
        "# From AWS's sample",
        "",
        f"Read from {code(source)}. AWS is the truth and the files are evidence: the documents say what AWS has, and",
        "this page says where the files say otherwise.",
        *_counts(compared),
        *([] if by_time else _unordered()),
        *_experiences(compared.experiences, addresses, refused),
        *_files(compared.files),
        "",
        "## What to switch off",
        "",
        _SWITCH_OFF,
    ]
    return "\n".join(lines) + "\n"


def _counts(compared: SampleComparison) -> Iterator[str]:
    yield from ("", "| finding | files | what it means |", "|---|---:|---|")
    for finding, count in compared.count().items():
        yield f"| {finding} | {count:,} | {_WORDS[finding]} |"


def _unordered() -> Sequence[str]:
    return (
        "",
        "The files were ordered by the numbers in their versions: a copy does not keep when each of them was uploaded.",
        "Import from the bucket itself for the true order.",
    )


def _experiences(
    many: Sequence[ComparedExperience], addresses: Mapping[str, Address], refused: Mapping[str, str]
) -> Iterator[str]:
    yield from ("", "## Experiences")
    for one in many:
        address = addresses.get(one.id)
        yield from ("", f"### {code(str(address) if address else one.id)}", "")
        yield f"- {code(one.id)}, title {code(one.title)}, short name {', '.join(map(code, one.shorts))}"
        if address is None:
            yield f"- not imported: {prose(refused.get(one.id, 'it has no document'), _LONGEST)}"
        yield from _reasons(one.remarks, "")
    if not many:
        yield from ("", "AWS has no experience that a status file names.")


def _files(files: Sequence[JudgedFile]) -> Iterator[str]:
    yield from ("", "## Files", "")
    for one in files:
        yield f"- {code(one.file)}: **{one.finding}**"
        yield from _reasons(one.reasons, "  ")


def _reasons(reasons: Sequence[Remark], indent: str) -> Iterator[str]:
    for reason in reasons:
        where = f"{code(reason.place)}: " if reason.place else ""
        yield f"{indent}- {where}{prose(reason.text, _LONGEST)}"
