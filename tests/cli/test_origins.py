"""`drift` says of each difference how it came about: over the twin, with a real git repository."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest

from reconciler.cli.git.commit import Commit
from reconciler.cli.origins import with_origins
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal
from reconciler.pipeline import LastEdits, Planning, attributed
from reconciler.printed import ChangeJson, PlanJson
from tests.cli.fakes import Screen
from tests.cli.git_repository import GitRepository, minute
from tests.trial import ADS, DELEGATE, FINANCE, MANAGEMENT, Trial, change, clients, experience, on_twin, world

WISH = "{kind: experience, name: a, title: A, description: Old, products: {allow: [prod-a]}}\n"
NEW = "{kind: experience, name: new, title: New}\n"
BY_HAND = change("exp-a", "UpdateExperience", {"Description": "By hand"})
ALLOWED_BY_HAND = change("exp-a", "AllowProductProcurement", {"Products": [{"Ids": ["prod-b"]}]})


def terminal() -> Terminal:
    """Return a terminal that nobody looks at."""
    return Terminal(Screen(), Screen(), Screen(), {})


@dataclass
class Asker:
    """The functions of the program that finding origins needs, on the clock of *trial*."""

    trial: Trial
    commit: Commit | None = None

    def now(self) -> datetime:
        """Return the time of the trial."""
        return self.trial.clock.now()

    def attributed(self, planning: Planning, edits: LastEdits) -> Planning:
        """Attribute with clients that refuse to write."""
        return attributed(planning, edits, clients(self.trial.account, writes=False), self.trial.clock)


@dataclass
class Case:
    """A repository in git, and its twin."""

    trial: Trial
    git: GitRepository

    def at(self, minutes: int) -> None:
        """Let the clock of the twin and of the trial stand at a minute."""
        self.trial.clock.at = minutes * 60.0

    def edit(self, minutes: int, *changes: Any, name: str = "by hand", account: str = MANAGEMENT) -> str:  # noqa: ANN401 - JSON
        """Edit AWS as somebody else; return the id of the change set."""
        self.at(minutes)
        parameters = {"Catalog": "AWSMarketplace", "ChangeSet": list(changes), "ChangeSetName": name}
        return str(self.trial.twin.catalog_of(account).call("StartChangeSet", parameters)["ChangeSetId"])

    def commit(self, minutes: int, text: str, file: str = "wish.yaml") -> str:
        """Write a file of documents and commit everything."""
        self.trial.wish(text, file)
        return self.git.commit(minutes)

    def calls(self) -> Counter[str]:
        """Return how often change sets were listed and described so far."""
        return Counter(
            {name: number for name, number in self.trial.twin.calls.operations().items() if "ChangeSet" in name}
        )

    def plan(self, minutes: int = 600) -> Planning:
        """Plan at a minute."""
        self.at(minutes)
        return self.trial.plan()

    def attributed(self, planning: Planning) -> PlanJson:
        """Return the JSON of drift that a plan is seen as."""
        arguments = Namespace(config=str(self.trial.folder / "reconciler.yaml"))
        return with_origins(planning, arguments, cast("Program", Asker(self.trial)), terminal()).plan.as_json()

    def drift(self, minutes: int = 600) -> PlanJson:
        """Return the JSON of drift at a minute."""
        return self.attributed(self.plan(minutes))

    def one(self) -> ChangeJson:
        """Return the only difference."""
        (found,) = self.drift()["changes"]
        return found


def told(change: ChangeJson) -> tuple[str | None, str | None, list[tuple[str, list[str]]]]:
    """Return the origin, why it is unknown, and the change sets with what they account for."""
    return change["origin"], change["because"], [(one["name"], one["paths"]) for one in change["change_sets"]]


def notes(drift: PlanJson) -> list[str]:
    """Return the notes about unknown origins."""
    return [one["message"] for one in drift["problems"] if one["code"] == "origin-unknown"]


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    """Yield a repository with one commit, and an experience that does not differ and was never changed."""
    monkeypatch.chdir(tmp_path)
    with on_twin(tmp_path) as trial:
        trial.twin.reset(world(experience("A", description="Old", policy={"requests": "Deny", "allow": ["prod-a"]})))
        trial.settings()
        case = Case(trial, GitRepository.begin(tmp_path))
        case.commit(1, WISH)
        yield case


@pytest.fixture
def case(bare: Case) -> Case:
    """Return a repository whose experience was last changed in minute 5, and was last modified by AWS in minute 10."""
    bare.commit(5, WISH.replace("Old", "New"))
    bare.at(10)
    bare.trial.twin.reset(world(experience("A", description="New", policy={"requests": "Deny", "allow": ["prod-a"]})))
    return bare


def test_an_edit_in_aws_after_an_apply_is_told_with_its_change_set(bare: Case) -> None:
    """The set of somebody else is younger than the document and than reconciler's own, and accounts for the field."""
    case = bare
    case.commit(5, WISH.replace("Old", "New"))
    case.at(10)
    case.trial.converge()
    assert case.drift(20)["changes"] == []
    id_ = case.edit(30, BY_HAND)
    found = case.one()
    assert (found["origin"], found["because"]) == ("changed_in_aws", None)
    assert found["change_sets"] == [{"id": id_, "name": "by hand", "at": minute(30), "paths": ["description"]}]
    assert found["last_edit"] == {
        "address": "experience.a",
        "at": minute(5),
        "commit": case.git.run("rev-parse", "HEAD"),
    }


def test_a_document_that_was_changed_since_is_unfinished(case: Case) -> None:
    """Nothing has happened in AWS since the commit. The times prove it, so no change set is read."""
    sha = case.commit(40, WISH.replace("Old", "Newer"))
    before = case.calls()
    found = case.one()
    assert (found["origin"], found["because"], found["change_sets"]) == ("unfinished", None, [])
    assert found["last_edit"] == {"address": "experience.a", "at": minute(40), "commit": sha}
    assert case.calls() - before == {"ListChangeSets": 1}  # the plan asks whether a set runs


def test_an_edit_in_aws_before_the_last_commit_is_unfinished(case: Case) -> None:
    """Whoever edited AWS, what the document says since was never applied."""
    case.edit(30, BY_HAND)
    case.commit(40, WISH.replace("Old", "Newer"))
    assert told(case.one()) == ("unfinished", None, [])


def test_an_edit_of_another_field_leaves_the_origin_unknown(case: Case) -> None:
    """An origin is claimed for all fields or not at all; the set that accounts for some of them is listed."""
    case.commit(40, WISH.replace("Old", "Newer"))
    case.edit(50, ALLOWED_BY_HAND)
    why = "no change set that was read accounts for description"
    assert told(case.one()) == ("unknown", why, [("by hand", ["products.allow", "products.deny"])])


def test_each_of_two_sets_is_told_with_what_it_changed(case: Case) -> None:
    """The newest comes first. A set whose effect a later one has replaced accounts for nothing."""
    case.edit(30, change("exp-a", "UpdateExperience", {"Description": "Once"}), name="first")
    case.edit(32, ALLOWED_BY_HAND, name="second")
    case.edit(34, BY_HAND, name="third")
    assert told(case.one()) == (
        "changed_in_aws",
        None,
        [("third", ["description"]), ("second", ["products.allow", "products.deny"])],
    )


def test_every_member_of_a_list_has_to_be_accounted_for(bare: Case) -> None:
    """One product is only in AWS because of a set that is older than the document."""
    bare.edit(3, ALLOWED_BY_HAND, name="early")
    bare.commit(5, WISH.replace("Old", "New"))
    bare.edit(30, change("exp-a", "AllowProductProcurement", {"Products": [{"Ids": ["prod-c"]}]}), BY_HAND)
    found = bare.one()
    assert (found["origin"], [one["name"] for one in found["change_sets"]]) == ("unknown", ["by hand"])
    assert found["because"] == "no change set that was read accounts for products.allow"


def test_a_move_in_aws_is_told_at_both_experiences(bare: Case) -> None:
    """The set that took the principal out and the one that put it in account for one experience each."""
    policy = {"requests": "Deny", "allow": ["prod-a"]}
    bare.trial.twin.reset(world(experience("A", description="Old", policy=policy, principals=[ADS]), experience("B")))
    bare.commit(2, f"{{kind: experience, name: b, title: B, principals: [{FINANCE}]}}\n", "b.yaml")
    bare.commit(3, WISH.replace("products", f"principals: ['{ADS}'], products"))
    bare.at(5)
    bare.trial.converge()
    bare.edit(30, change("exp-a", "DisassociateAudience", {"Principals": [ADS]}), name="out")
    bare.edit(31, change("exp-b", "AssociateAudience", {"Principals": [ADS]}), name="in")
    assert [told(one) for one in bare.drift()["changes"]] == [
        ("changed_in_aws", None, [("out", ["principals"])]),
        ("changed_in_aws", None, [("in", ["principals"])]),
    ]


def test_a_set_of_reconciler_is_nobodys_edit(case: Case) -> None:
    """Somebody applied another version of the document and did not commit it."""
    case.trial.wish(WISH.replace("Old", "Branch"))
    case.at(30)
    case.trial.converge()
    case.git.run("checkout", "--", ".")
    found = case.one()
    (id_,) = {one.id for one in clients(writes=False).catalog.list_change_sets(ended_after=minute(20))}
    why = f"reconciler itself wrote description last, by change set {id_} at {minute(30)}"
    assert told(found) == ("unknown", why, [])


def test_a_set_that_this_account_does_not_see_leaves_it_unknown(case: Case) -> None:
    """AWS lists the sets of a delegated administrator to itself only; the time of the experience gives them away."""
    case.edit(30, BY_HAND)
    case.edit(
        40,
        change("exp-a", "UpdateProcurementPolicy", {"Configuration": {"PolicyResourceRequests": "Allow"}}),
        account=DELEGATE,
    )
    why = f"AWS modified it at {minute(40)}, by a change set that it does not list to this account"
    assert told(case.one()) == ("unknown", why, [("by hand", ["description"])])


def test_a_delegated_administrator_sees_the_sets_of_both_accounts(case: Case) -> None:
    """AWS lists its own sets, and those that are shared with it."""
    case.trial.account = DELEGATE
    case.trial.settings()
    case.edit(30, BY_HAND, name="theirs")
    case.edit(40, ALLOWED_BY_HAND, name="own", account=DELEGATE)
    assert told(case.one()) == (
        "changed_in_aws",
        None,
        [("own", ["products.allow", "products.deny"]), ("theirs", ["description"])],
    )


def test_a_tag_that_differs_leaves_the_origin_unknown(case: Case) -> None:
    """Tags are changed without a change set, and AWS does not tell when."""
    case.commit(40, WISH.replace("title: A", "title: A, tags: {team: a}"))
    assert told(case.one()) == ("unknown", "AWS lists no changes of tags.team", [])


def test_the_new_id_of_a_product_is_a_change_of_what_names_it(case: Case) -> None:
    """Its title is not: it does not end up in the experience."""
    case.commit(21, WISH.replace("Old", "New").replace("prod-a", "a"))
    case.commit(22, "{kind: product, name: a, id: prod-a}\n", "products.yaml")
    case.commit(40, "{kind: product, name: a, id: prod-z}\n", "products.yaml")
    sha = case.commit(41, "{kind: product, name: a, id: prod-new, vendor: A}\n", "products.yaml")
    case.commit(42, "{kind: product, name: a, id: prod-new, vendor: B, title: A}\n", "products.yaml")
    found = case.one()
    assert told(found) == ("unfinished", None, [])
    assert found["last_edit"] == {"address": "product.a", "at": minute(41), "commit": sha}


@pytest.mark.parametrize("after", ["{kind: product, name: b, id: prod-b}\n", ""])
def test_a_product_that_leaves_its_group_is_a_change_of_the_list(case: Case, after: str) -> None:
    """The document of the experience names the group only. The document that has left may not exist any more."""
    grouped = "{kind: product, name: %s, id: prod-%s, groups: [tools]}\n"
    case.commit(11, grouped % ("a", "a"), "a.yaml")
    case.commit(12, grouped % ("b", "b"), "b.yaml")
    case.commit(13, WISH.replace("Old", "New").replace("prod-a", "group:tools"))
    case.at(15)
    case.trial.converge()
    case.commit(40, after, "b.yaml")
    found = case.one()
    assert told(found) == ("unfinished", None, [])
    assert found["last_edit"]
    assert (found["last_edit"]["address"], found["last_edit"]["at"]) == ("product.b", minute(40))


def test_a_document_that_moved_or_was_reordered_was_not_changed(case: Case) -> None:
    """The edit in AWS is younger than what the document says, and older than the commit that touched its file."""
    case.edit(30, BY_HAND)
    written = "kind: experience\nname: a\nproducts: {allow: [prod-a]}\ndescription: New  # kept\ntitle: 'A'\n"
    case.trial.wish("", "wish.yaml")
    case.commit(40, f"{{kind: product, name: z, id: prod-z}}\n---\n{written}", "moved/to here.yaml")
    found = case.one()
    assert (found["origin"], found["last_edit"] and found["last_edit"]["at"]) == ("changed_in_aws", minute(5))


def test_a_merge_counts_when_it_was_merged(case: Case) -> None:
    """The commit on the branch is older than the edit in AWS, and the merge is younger."""
    case.git.run("checkout", "--quiet", "-b", "branch")
    case.commit(20, WISH.replace("Old", "Newer"))
    case.git.run("checkout", "--quiet", "main")
    case.commit(21, "{kind: product, name: z, id: prod-z}\n", "z.yaml")
    case.edit(30, BY_HAND)
    case.git.run("merge", "--quiet", "--no-ff", "--message", "Merge", "branch", at=40)
    found = case.one()
    assert told(found) == ("unfinished", None, [])
    assert found["last_edit"] == {
        "address": "experience.a",
        "at": minute(40),
        "commit": case.git.run("rev-parse", "HEAD"),
    }


def test_uncommitted_edits_were_made_now(case: Case) -> None:
    """A file that git does not know yet is one of them."""
    case.edit(30, BY_HAND)
    case.trial.wish(WISH.replace("Old", "Newer"))
    found = case.one()
    assert (found["origin"], found["last_edit"]) == (
        "unfinished",
        {"address": "experience.a", "at": minute(600), "commit": None},
    )
    case.git.run("rm", "--quiet", "--cached", "desired_state/wish.yaml")
    assert case.one()["last_edit"] == found["last_edit"]


def test_a_shallow_clone_knows_nothing_and_says_what_to_fetch(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One note is about all differences; what AWS lists is evidence."""
    case.edit(30, BY_HAND)
    folder = tmp_path / "clone"
    case.git.run("clone", "--quiet", "--depth", "1", f"file://{tmp_path}", str(folder))
    (folder / "reconciler.yaml").write_text((tmp_path / "reconciler.yaml").read_text())
    monkeypatch.chdir(folder)
    case.trial.folder = folder
    drift = case.drift()
    why = "git has only the newest commits here (a shallow clone)"
    assert [told(one) for one in drift["changes"]] == [("unknown", why, [("by hand", ["description"])])]
    assert [(one["message"], one["hint"]) for one in drift["problems"] if one["code"] == "origin-unknown"] == [
        (
            f"how 1 difference came about is unknown: {why}",
            "fetch all: fetch-depth: 0 in actions/checkout, GIT_DEPTH: 0 in GitLab CI, else git fetch --unshallow",
        )
    ]


def test_outside_of_git_the_origin_is_unknown(case: Case, tmp_path: Path) -> None:
    """A note says so, once."""
    case.edit(30, BY_HAND)
    (tmp_path / ".git").rename(tmp_path / "elsewhere")
    drift = case.drift()
    why = f"{tmp_path} is not in a git repository"
    assert [told(one) for one in drift["changes"]] == [("unknown", why, [("by hand", ["description"])])]
    assert notes(drift) == [f"how 1 difference came about is unknown: {why}"]


@pytest.mark.parametrize("operation", ["ListChangeSets", "DescribeChangeSet"])
def test_denied_reading_is_a_note_and_no_failure(case: Case, operation: str) -> None:
    """Drift itself was read completely, so only the origin is unknown."""
    case.edit(30, BY_HAND)
    planning = case.plan()
    case.trial.twin.faults.deny(operation)
    drift = case.attributed(planning)
    (found,) = drift["changes"]
    assert (found["origin"], found["change_sets"]) == ("unknown", [])
    assert (found["because"] or "").startswith(
        f"change sets can't be read: marketplace-catalog:{operation}: AccessDenied"
    )
    assert notes(drift) == [f"how 1 difference came about is unknown: {found['because']}"]


def test_a_document_of_another_repository_leaves_the_origin_unknown(case: Case, tmp_path: Path) -> None:
    """The included file has a history of its own, which is not read."""
    other = tmp_path.with_name(f"{tmp_path.name}-shared")
    other.mkdir()
    (other / "products.yaml").write_text("{kind: product, name: a, id: prod-a}\n")
    case.trial.settings(f"include: [../{other.name}/products.yaml]\n")
    case.commit(11, WISH.replace("Old", "New").replace("prod-a", "a"))
    case.edit(30, BY_HAND)
    why = f"../{other.name}/products.yaml is in no commit of this repository, or behind a symbolic link"
    assert told(case.one()) == ("unknown", why, [("by hand", ["description"])])


def test_times_within_a_minute_are_in_no_order(case: Case) -> None:
    """The clocks of the committer and of AWS may differ."""
    id_ = case.edit(30, BY_HAND)
    case.commit(30, WISH.replace("Old", "Newer"))
    why = (
        f"change set {id_} wrote description within 60 seconds of the change of the document, "
        "too close to tell which was first"
    )
    assert told(case.one()) == ("unknown", why, [("by hand", ["description"])])


def test_commits_whose_dates_are_in_no_order_prove_nothing(case: Case) -> None:
    """A commit that is dated after a later one was made by a wrong clock; so was one that is dated in the future."""
    case.commit(500, WISH.replace("Old", "Newer"))
    assert case.one()["origin"] == "unfinished"
    case.commit(40, "{kind: product, name: z, id: prod-z}\n", "z.yaml")
    why = "the dates of commits are in no order: a clock was wrong"
    assert told(case.one()) == ("unknown", why, [])
    case.git.run("reset", "--quiet", "--hard", "HEAD~1")
    assert told(case.drift(400)["changes"][0]) == ("unknown", why, [])


def test_an_object_that_aws_never_had_is_unfinished(case: Case) -> None:
    """No unmanaged experience can be it under another title: there is none, or it was not touched since the commit."""
    sha = case.commit(40, NEW, "new.yaml")
    assert told(case.one()) == ("unfinished", None, [])
    case.trial.wish("")
    assert case.one()["last_edit"] == {"address": "experience.new", "at": minute(40), "commit": sha}


def test_a_title_that_was_changed_in_aws_is_no_creation_to_finish(case: Case) -> None:
    """The experience may be the unmanaged one, which was modified since the document was changed."""
    case.edit(30, change("exp-a", "UpdateExperience", {"Name": "Renamed"}))
    why = "an object that no document names may be it under another title"
    found = case.one()
    assert (found["action"], told(found)) == ("create", ("unknown", why, []))


def test_without_a_difference_nothing_more_is_asked(case: Case, tmp_path: Path) -> None:
    """Not even git is: it could not answer here."""
    (tmp_path / ".git").rename(tmp_path / "elsewhere")
    drift = case.drift()
    assert (drift["changes"], notes(drift), drift["budget"]["reading"]["calls"].get("ListChangeSets")) == ([], [], 1)


def test_the_calls_that_find_an_origin_are_counted(case: Case) -> None:
    """They are part of what reading AWS took: one list, and the set in it."""
    case.edit(30, BY_HAND)
    calls = case.drift()["budget"]["reading"]["calls"]
    assert (calls["ListChangeSets"], calls["DescribeChangeSet"]) == (2, 1)


def test_many_experiences_take_one_list_of_change_sets(bare: Case) -> None:
    """Five experiences are edited by one set; it is described once."""
    letters = "bcdef"
    bare.trial.twin.reset(world(*(experience(letter, description="Old") for letter in letters)))
    wishes = [f"{{kind: experience, name: {one}, title: {one}, description: Old}}" for one in letters]
    bare.commit(2, "\n---\n".join(wishes))
    bare.edit(30, *(change(f"exp-{one}", "UpdateExperience", {"Description": "By hand"}) for one in letters))
    drift = bare.drift()
    expected = ("changed_in_aws", None, [("by hand", ["description"])])
    assert [told(one) for one in drift["changes"]] == [expected] * 5
    calls = drift["budget"]["reading"]["calls"]
    assert (calls["ListChangeSets"], calls["DescribeChangeSet"]) == (2, 1)


def test_a_plan_says_nothing_of_origins(case: Case) -> None:
    """Only drift asks how differences came about; the digest is the same with and without it."""
    case.edit(30, BY_HAND)
    planned, drift = case.plan().plan.as_json(), case.drift()
    (found,) = planned["changes"]
    assert (found["origin"], found["because"], found["change_sets"], found["last_edit"]) == (None, None, [], None)
    assert planned["digest"] == drift["digest"]
