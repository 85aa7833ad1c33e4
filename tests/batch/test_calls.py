from dataclasses import replace
from itertools import islice

from reconciler.batch import batch, count_sets
from reconciler.change_sets import change_names
from reconciler.model import Operation, Request
from tests.batch.requests import change, creation, key, long_list


def calls(*requests: Request, isolated: bool = False) -> tuple[Operation, ...]:
    """Batch requests for the account of the tests."""
    return batch(requests, account="111111111111", isolated=isolated)


def keys(operations: tuple[Operation, ...]) -> list[list[str]]:
    """Return the keys of the requests of each operation."""
    return [[f"{r.address.name} {r.verb.name} {r.key.part}" for r in one.requests] for one in operations]


def test_no_requests_make_no_operations() -> None:
    """An empty plan has no operations."""
    assert calls() == ()


def test_a_change_set_is_written_as_botocore_takes_it() -> None:
    """The parameters are those of botocore, without name, tags and token, which are added when the set is sent."""
    (one,) = calls(change("old", "AllowProductProcurement"))
    assert one.as_json() == {
        "id": "op-1",
        "after": [],
        "account": "111111111111",
        "region": "us-east-1",
        "service": "marketplace-catalog",
        "action": "StartChangeSet",
        "parameters": {
            "Catalog": "AWSMarketplace",
            "ChangeSet": [
                {
                    "ChangeType": "AllowProductProcurement",
                    "ChangeName": "A",
                    "Entity": {"Type": "Experience@1.0", "Identifier": "exp-old@3"},
                    "DetailsDocument": {"part": 0},
                }
            ],
        },
        "addresses": ["experience.old"],
    }


def test_a_creation_is_named_by_its_change_and_tagged_in_it() -> None:
    """Later changes use `$Name.Entity.Identifier`, and EntityTags are sorted by key (catalog 1.3, catalog 1.11)."""
    made = replace(creation("new"), tags={"team": "procurement", "cost": "42"})
    (one,) = calls(creation("new", "UpdateExperience"), made, creation("new", "CreateProcurementPolicy"))
    changes = one.parameters["ChangeSet"]
    assert [(c["ChangeName"], c["ChangeType"], c["Entity"]) for c in changes] == [
        ("A", "CreateExperience", {"Type": "Experience@1.0"}),
        ("B", "CreateProcurementPolicy", {"Type": "Experience@1.0", "Identifier": "$A.Entity.Identifier"}),
        ("C", "UpdateExperience", {"Type": "Experience@1.0", "Identifier": "$A.Entity.Identifier"}),
    ]
    assert [c.get("EntityTags") for c in changes] == [
        [{"Key": "cost", "Value": "42"}, {"Key": "team", "Value": "procurement"}],
        None,
        None,
    ]


def test_the_first_call_names_the_observed_revision_later_ones_a_result() -> None:
    """The first set locks on the observed revision; each later set locks on the result of the set before."""
    first, second, third = calls(*long_list("old", 3))
    assert [one.parameters["ChangeSet"][0]["Entity"]["Identifier"] for one in (first, second, third)] == [
        "exp-old@3",
        {"known_after": "op-1", "address": "experience.old"},
        {"known_after": "op-2", "address": "experience.old"},
    ]
    assert [one.after for one in (first, second, third)] == [(), ("op-1",), ("op-2",)]


def test_a_call_after_a_creation_names_the_id_that_the_creation_returns() -> None:
    """The id of a new experience is known when its set has ended."""
    first, second = calls(
        creation("new"),
        creation("new", "AllowProductProcurement"),
        creation("new", "AllowProductProcurement", 1, after={key("new", "AllowProductProcurement")}, whole=False),
    )
    assert (second.after, second.parameters["ChangeSet"][0]["Entity"]["Identifier"]) == (
        ("op-1",),
        {"known_after": "op-1", "address": "experience.new"},
    )
    assert first.after == ()


def test_tags_are_calls_of_their_own() -> None:
    """TagResource takes the ARN and follows the last change of the experience (catalog 1.11)."""
    tag = change("old", "TagResource")
    details = {"ResourceArn": "arn:exp-old", "Tags": [{"Key": "team", "Value": "procurement"}]}
    alone = replace(change("other", "TagResource"), details={"ResourceArn": "arn:exp-other", "Tags": []})
    made = calls(replace(tag, details=details), change("old"), alone)
    assert [(one.id, one.action, one.after) for one in made] == [
        ("op-1", "StartChangeSet", ()),
        ("op-2", "TagResource", ("op-1",)),
        ("op-3", "TagResource", ()),
    ]
    assert made[1].parameters == details


def test_twenty_changes_share_a_set_and_the_twenty_first_does_not() -> None:
    """A change set holds 1 to 20 changes (catalog 1.4)."""
    assert [len(one.requests) for one in calls(*(change(f"e{n:02}") for n in range(20)))] == [20]
    made = calls(*(change(f"e{n:02}") for n in range(21)))
    assert ([len(one.requests) for one in made], made[1].after) == ([20, 1], ())


def test_a_set_has_one_change_of_a_type_for_an_entity() -> None:
    """Parts of one list are in consecutive sets; another list of the entity shares them (catalog 1.4)."""
    made = calls(*long_list("a", 2), *long_list("a", 2, "DenyProductProcurement"), *long_list("b", 1))
    assert keys(made) == [
        ["a AllowProductProcurement 0", "a DenyProductProcurement 0", "b AllowProductProcurement 0"],
        ["a AllowProductProcurement 1", "a DenyProductProcurement 1"],
    ]


def test_a_request_that_waits_for_the_end_of_another_is_in_a_later_set() -> None:
    """A principal arrives in a set that waits for the set in which it leaves (catalog 5.2)."""
    made = calls(
        change("b", "AssociateAudience", after={key("a", "DisassociateAudience")}),
        change("a", "DisassociateAudience"),
    )
    assert (keys(made), made[1].after) == (
        [["a DisassociateAudience 0"], ["b AssociateAudience 0"]],
        ("op-1",),
    )


def test_a_request_shares_the_set_of_its_dependency_where_that_is_enough() -> None:
    """Filling and enabling share one set; a long list is completed in the set that enables (catalog 1.3)."""
    last = {key("a", "AllowProductProcurement", part) for part in range(2)}
    made = calls(change("a", not_before=last), *long_list("a", 2))
    assert keys(made) == [
        ["a AllowProductProcurement 0"],
        ["a AllowProductProcurement 1", "a UpdateExperience 0"],
    ]


def test_a_creation_that_does_not_fit_goes_whole_into_the_next_set() -> None:
    """Smaller requests that come later fill the room that is left."""
    made = calls(
        *(change(f"e{number:02}") for number in range(18)),
        creation("new"),
        creation("new", "CreateProcurementPolicy"),
        creation("new", "UpdateExperience"),
        change("old"),
    )
    assert [[str(address) for address in one.addresses][-2:] for one in made] == [
        ["experience.e17", "experience.old"],
        ["experience.new"],
    ]


def test_isolated_sets_are_about_one_experience() -> None:
    """Isolated sets contain one experience each and do not wait for each other (contract 1.1)."""
    made = calls(change("a"), change("b"), change("a", "AllowProductProcurement"), isolated=True)
    assert keys(made) == [["a AllowProductProcurement 0", "a UpdateExperience 0"], ["b UpdateExperience 0"]]
    assert [one.after for one in made] == [(), ()]


def test_sets_that_share_an_entity_wait_for_each_other() -> None:
    """A running set locks its entities, so sets that share an entity run one after the other (catalog 1.4)."""
    made = calls(*long_list("a", 2), *(change(f"e{number:02}") for number in range(20)))
    assert [one.after for one in made] == [(), ("op-1",)]
    assert set(made[1].addresses) & set(made[0].addresses) == {change("a").address}


def test_sets_of_whole_objects_do_not_wait_for_each_other() -> None:
    """Three changes of each of seven objects need two sets, and none of the objects has to be in both."""
    verbs = ["AllowProductProcurement", "DenyProductProcurement", "UpdateExperience"]
    made = calls(*(change(f"e{number}", verb) for number in range(7) for verb in verbs))
    assert [(len(one.requests), one.after) for one in made] == [(18, ()), (3, ())]


def test_change_names_are_letters() -> None:
    """Names are A to Z, then two letters (catalog 1.3)."""
    names = list(islice(change_names(), 30))
    assert (names[:3], names[25:30]) == (["A", "B", "C"], ["Z", "AA", "AB", "AC", "AD"])


def test_an_operation_waits_only_for_its_direct_predecessors() -> None:
    """Predecessors of predecessors are left out."""
    parts = {key("old", "AllowProductProcurement", part) for part in range(3)}
    made = calls(*long_list("old", 3), change("old", "RestrictExperience", after=parts))
    assert [one.after for one in made] == [(), ("op-1",), ("op-2",), ("op-3",)]


def test_the_count_of_sets_leaves_out_single_calls() -> None:
    """Three changes at two to a set are two sets; a tag is in none. An isolated set is about one experience."""
    requests = [change("a"), change("b"), change("c"), *(change(name, "TagResource") for name in "abc")]
    assert count_sets(requests, room=2) == 2
    assert count_sets(requests, isolated=True) == 3
