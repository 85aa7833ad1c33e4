"""A principal that changes its experience leaves in one finished set and arrives in a later one."""

from reconciler.model import Status
from tests.trial import ADS, DELEGATE, FINANCE, MEMBER, ORGANIZATION, Trial, change, errors, experience, verbs, world


def wish(**principals: list[str]) -> str:
    """Return experiences whose titles are their names, with these principals."""
    items = ", ".join(
        f"{name}: {{title: {name.title()}, principals: [{', '.join(ids)}]}}" for name, ids in principals.items()
    )
    return f"{{kind: experience, items: {{{items}}}}}"


def held(trial: Trial) -> dict[str, set[str]]:
    """Return the principals of every experience by title."""
    return {item.name: set(item.principals) for item in trial.twin.experiences().values()}


def test_a_principal_leaves_in_one_set_and_arrives_in_the_next(trial: Trial) -> None:
    """AWS refuses both halves in one set, so the second set starts when the first has succeeded."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE, ADS]), experience("New")))
    trial.wish(wish(old=[ADS], new=[FINANCE]))
    planning = trial.plan()
    assert verbs(planning) == [[("DisassociateAudience", "old")], [("AssociateAudience", "new")]]
    assert planning.plan.operations[1].after == ("op-1",)
    trial.converge(again=True)
    assert held(trial) == {"Old": {ADS}, "New": {FINANCE}}


def test_naming_a_principal_elsewhere_moves_it_though_its_holder_is_silent(trial: Trial) -> None:
    """A holder that states no principals, or is additive, loses a principal that another experience names."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE, ADS]), experience("New")))
    trial.wish(
        f"{{kind: experience, items: {{old: {{title: Old, mode: additive, principals: [{ADS}]}}, "
        f"new: {{title: New, principals: [{FINANCE}]}}}}}}"
    )
    trial.converge(again=True)
    assert held(trial) == {"Old": {ADS}, "New": {FINANCE}}


def test_two_experiences_swap_their_principals_in_two_sets(trial: Trial) -> None:
    """All principals leave in the first set and arrive in the second."""
    trial.twin.reset(world(experience("A", principals=[FINANCE]), experience("B", principals=[ADS])))
    trial.wish(wish(a=[ADS], b=[FINANCE]))
    assert verbs(trial.plan()) == [
        [("DisassociateAudience", "a"), ("DisassociateAudience", "b")],
        [("AssociateAudience", "a"), ("AssociateAudience", "b")],
    ]
    trial.converge(again=True)
    assert held(trial) == {"A": {ADS}, "B": {FINANCE}}


def test_principals_go_round_three_experiences_in_two_sets(trial: Trial) -> None:
    """A cycle of moves is no cycle of operations."""
    names = ("A", FINANCE), ("B", ADS), ("C", DELEGATE)
    trial.twin.reset(world(*(experience(name, principals=[one]) for name, one in names)))
    trial.wish(wish(a=[DELEGATE], b=[FINANCE], c=[ADS]))
    trial.converge(again=True)
    assert held(trial) == {"A": {DELEGATE}, "B": {FINANCE}, "C": {ADS}}
    assert trial.written() == {"StartChangeSet": 2}


def test_an_account_moves_when_the_unit_above_it_has_arrived(trial: Trial) -> None:
    """One of them always governs the account; this costs two sets."""
    names = ("A", FINANCE), ("B", ADS), ("C", MEMBER)
    trial.twin.reset(world(*(experience(name, principals=[one]) for name, one in names)))
    trial.wish(wish(a=[MEMBER], b=[FINANCE], c=[ADS]))
    assert verbs(trial.plan()) == [
        [("DisassociateAudience", "a"), ("DisassociateAudience", "b")],
        [("AssociateAudience", "b"), ("AssociateAudience", "c")],
        [("DisassociateAudience", "c")],
        [("AssociateAudience", "a")],
    ]
    trial.converge(again=True)
    assert held(trial) == {"A": {MEMBER}, "B": {FINANCE}, "C": {ADS}}


def test_when_the_first_half_fails_the_second_is_skipped_with_the_reason(trial: Trial) -> None:
    """The principal stays where it is, and the reason names the experience that it should have left."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    trial.wish(wish(old=[], new=[FINANCE]))
    trial.twin.faults.fail_change("DisassociateAudience", "CLIENT_ERROR", "No.")
    run = trial.apply()
    assert errors(run.outcomes[0]) == [("CLIENT_ERROR", "No.", "experience.old")]
    assert (run.outcomes[1].status, run.outcomes[1].because) == (
        Status.SKIPPED,
        "experience.new: waits for experience.old: CLIENT_ERROR: No.",
    )
    assert (held(trial), run.remaining) == (
        {"Old": {FINANCE}, "New": set()},
        ("experience.new", "experience.old"),
    )


def test_an_experience_is_archived_while_another_takes_its_principals(trial: Trial) -> None:
    """The experience is disabled when its principals have arrived, since they may be put back; this costs a set."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE, ADS]), experience("New")))
    trial.wish(
        f"{{kind: experience, items: {{old: {{title: Old, status: archived, principals: []}}, "
        f"new: {{title: New, principals: [{FINANCE}, {ADS}]}}}}}}"
    )
    assert verbs(trial.plan()) == [
        [("DisassociateAudience", "old")],
        [("AssociateAudience", "new"), ("UpdateExperience", "old")],
        [("RestrictExperience", "old")],
    ]
    trial.converge(again=True)
    assert held(trial) == {"Old": set(), "New": {FINANCE, ADS}}
    assert trial.named("Old").archived


def test_a_principal_that_is_put_back_is_governed_as_before(trial: Trial) -> None:
    """The experience that was to be archived is still enabled and holds all its principals."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    trial.wish(
        f"{{kind: experience, items: {{old: {{title: Old, status: archived, principals: []}}, "
        f"new: {{title: New, principals: [{FINANCE}]}}}}}}"
    )
    trial.twin.faults.fail_change("AssociateAudience", "CLIENT_ERROR", "No.", experience="exp-new")
    run = trial.apply()
    assert [(outcome.operation, outcome.status) for outcome in run.outcomes] == [
        ("op-1", Status.SUCCEEDED),
        ("op-2", Status.ROLLED_BACK),
        ("op-2.putback", Status.SUCCEEDED),
        ("op-3", Status.SKIPPED),
    ]
    assert held(trial) == {"Old": {FINANCE}, "New": set()}
    assert trial.named("Old").status == "Enabled"
    trial.converge(again=True)
    assert (held(trial), trial.named("Old").archived) == ({"Old": set(), "New": {FINANCE}}, True)


def test_a_new_experience_takes_a_principal_from_an_old_one(trial: Trial) -> None:
    """The new experience is enabled with the arrival or later, so it never governs before it is complete."""
    trial.twin.reset(world(experience("Old", principals=[ORGANIZATION, FINANCE])))
    trial.wish(
        f"{{kind: experience, items: {{old: {{title: Old, principals: [{ORGANIZATION}]}}, "
        f"new: {{title: New, status: enabled, principals: [{FINANCE}], products: {{allow: [prod-a]}}}}}}}}"
    )
    trial.converge(again=True)
    assert held(trial) == {"Old": {ORGANIZATION}, "New": {FINANCE}}
    assert trial.named("New").status == "Enabled"
    assert trial.written() == {"StartChangeSet": 2}


def test_a_revived_experience_takes_a_principal_from_a_live_one(trial: Trial) -> None:
    """One set revives and disassociates, the next associates and enables."""
    archived = experience("Back", status="Disabled", admin_status="Restricted")
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), archived))
    trial.wish(
        f"{{kind: experience, items: {{old: {{title: Old, principals: []}}, "
        f"back: {{title: Back, status: enabled, principals: [{FINANCE}]}}}}}}"
    )
    assert verbs(trial.plan()) == [
        [("DisassociateAudience", "old"), ("ReviveExperience", "back")],
        [("AssociateAudience", "back"), ("UpdateExperience", "back")],
    ]
    trial.converge(again=True)
    assert held(trial) == {"Old": set(), "Back": {FINANCE}}


def test_a_revived_experience_gives_a_principal_to_another(trial: Trial) -> None:
    """A principal of an archived experience moves in the plan that revives it: revive, disassociate, associate."""
    archived = experience("Back", status="Disabled", admin_status="Restricted", principals=[FINANCE, ADS])
    trial.twin.reset(world(archived, experience("New")))
    trial.wish(
        f"{{kind: experience, items: {{back: {{title: Back, status: disabled}}, "
        f"new: {{title: New, principals: [{FINANCE}]}}}}}}"
    )
    assert verbs(trial.plan()) == [
        [("ReviveExperience", "back")],
        [("DisassociateAudience", "back")],
        [("AssociateAudience", "new")],
    ]
    trial.converge(again=True)
    assert held(trial) == {"Back": {ADS}, "New": {FINANCE}}


def test_a_principal_of_an_unmanaged_experience_is_not_taken(trial: Trial) -> None:
    """The plan says which experience to adopt; all other changes are made."""
    trial.twin.reset(world(experience("Theirs", principals=[FINANCE, ADS]), experience("Mine"), experience("Other")))
    trial.wish(
        f"{{kind: experience, items: {{mine: {{title: Mine, principals: [{FINANCE}]}}, "
        "other: {title: Other, status: disabled}}}"
    )
    run = trial.apply()
    assert [(problem.code, problem.hint) for problem in run.problems] == [
        ("principal-held", "adopt it with id: exp-theirs")
    ]
    assert (run.remaining, held(trial)["Theirs"]) == (("experience.mine",), {FINANCE, ADS})
    assert trial.twin.experiences()["exp-other"].status == "Disabled"


def test_a_principal_that_another_user_associates_meanwhile_stays_there(trial: Trial) -> None:
    """Another user associates the principal between the halves of the move: AWS's refusal is reported."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New"), experience("Theirs")))
    trial.wish(wish(old=[], new=[FINANCE]))
    theirs = change("exp-theirs", "AssociateAudience", {"Principals": [FINANCE]})
    trial.listener = lambda event: (
        trial.twin.edit(theirs) if (event["event"], event["operation"]) == ("succeeded", "op-1") else None
    )
    run = trial.apply()
    assert [(code, address) for code, _, address in errors(run.outcomes[1])] == [
        ("ENTITY_ALREADY_EXISTS", "experience.new")
    ]
    assert held(trial) == {"Old": set(), "New": set(), "Theirs": {FINANCE}}
    assert [problem.code for problem in run.problems] == ["principal-held"]
