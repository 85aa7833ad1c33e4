"""Moves whose second half fails: nobody is let go in vain, and who was let go is put back before anything else."""

from typing import Any

from reconciler.model import Status
from reconciler.pipeline import Run
from tests.turns import (
    ADS,
    DELEGATE,
    FINANCE,
    MANAGEMENT,
    MEMBER,
    ORGANIZATION,
    WORLD,
    Turns,
    change,
    errors,
    experience,
    hurry,
    world,
)

NO = "CLIENT_ERROR", "No."
ENDED = {"succeeded", "failed"}


def wish(**experiences: str) -> str:
    """State experiences that are called like their names: each by what stands in its braces."""
    items = ", ".join(f"{name}: {{title: {name.title()}, {body}}}" for name, body in experiences.items())
    return f"{{kind: experience, items: {{{items}}}}}"


def held(turns: Turns) -> dict[str, set[str]]:
    """Return the principals of every experience by name."""
    return {item.name: set(item.principals) for item in turns.twin.experiences().values()}


def statuses(run: Run) -> dict[str, Status]:
    """Return how each operation ended."""
    return {outcome.operation: outcome.status for outcome in run.outcomes}


def sent(turns: Turns) -> list[str]:
    """Name the change sets of ours in the order in which they were started, by their operation."""
    return [item.name.split()[2] for item in turns.twin.catalog.marketplace.change_sets.values()]


def moving(turns: Turns) -> None:
    """Wish two principals to leave one experience, each for another."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE, ADS]), experience("New"), experience("Other")))
    turns.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]", other=f"principals: [{ADS}]"))


def test_a_principal_that_cannot_arrive_is_put_back_where_it_was(turns: Turns) -> None:
    """A set of its own, named after the operation that failed; the operation is rolled back and says by what."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    turns.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]"))
    turns.twin.faults.fail_change("AssociateAudience", *NO)
    run = turns.apply()
    assert held(turns) == {"Old": {FINANCE}, "New": set()}
    assert statuses(run) == {"op-1": "succeeded", "op-2": "rolled_back", "op-2.putback": "succeeded"}
    assert run.outcomes[1].because == "experience.new: CLIENT_ERROR: No.; put back by op-2.putback"
    details = {"Principals": [FINANCE]}
    entity = {"Type": "Experience@1.0", "Identifier": "exp-old@2"}
    assert run.outcomes[2].parameters == {
        "Catalog": "AWSMarketplace",
        "ChangeSet": [
            {"ChangeType": "AssociateAudience", "ChangeName": "A", "Entity": entity, "DetailsDocument": details}
        ],
    }
    assert (run.exposed, run.remaining) == ((), ("experience.new", "experience.old"))
    assert sent(turns) == ["op-1", "op-2", "op-2.putback"]


def test_what_is_put_back_goes_before_the_retry(turns: Turns) -> None:
    """Who passes through nothing comes first; what did not fail is sent when that has ended."""
    moving(turns)
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    run = turns.apply()
    assert held(turns) == {"Old": {FINANCE}, "New": set(), "Other": {ADS}}
    assert sent(turns) == ["op-1", "op-2", "op-2.putback", "op-2.retry"]
    told = [(event["event"], event["operation"]) for event in turns.events if event["event"] in {"started", *ENDED}]
    assert told[3:] == [
        ("started", "op-2.putback"),
        ("succeeded", "op-2.putback"),
        ("started", "op-2"),
        ("failed", "op-2"),
    ]
    assert [one["operation"] for one in run.as_json()["outcomes"]] == ["op-1", "op-2", "op-2.putback", "op-2.retry"]


def test_what_is_put_back_later_stands_behind_what_was_put_back_before(turns: Turns) -> None:
    """Each taker fails in its turn: the report tells of the put-backs as they were made."""
    moving(turns)
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")

    def fail_next(event: Any) -> None:  # noqa: ANN401 - any event
        if (event["event"], event["operation"]) == ("succeeded", "op-2.putback"):
            turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-other")

    turns.listener = fail_next
    run = turns.apply()
    assert held(turns) == {"Old": {FINANCE, ADS}, "New": set(), "Other": set()}
    assert [one["operation"] for one in run.as_json()["outcomes"]] == [
        "op-1",
        "op-2",
        "op-2.putback",
        "op-2.putback-2",
        "op-2.retry",
    ]
    assert str(run.outcomes[1].because).endswith("; put back by op-2.putback, op-2.putback-2")


def test_a_later_put_back_that_fails_is_not_taken_for_the_earlier_one(turns: Turns) -> None:
    """Both bring home to one experience: nothing of the later one is done, though all of the earlier one is."""
    moving(turns)
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")

    def fail_next(event: Any) -> None:  # noqa: ANN401 - any event
        if (event["event"], event["operation"]) == ("succeeded", "op-2.putback"):
            for taker in ("exp-other", "exp-old"):
                turns.twin.faults.fail_change("AssociateAudience", *NO, experience=taker)

    turns.listener = fail_next
    run = turns.apply()
    assert held(turns) == {"Old": {FINANCE}, "New": set(), "Other": set()}
    assert [(one.operation, one.status, one.in_part) for one in run.outcomes if ".putback" in one.operation] == [
        ("op-2.putback", "succeeded", False),
        ("op-2.putback-2", "failed", False),
    ]
    assert [(one.principal, one.putback) for one in run.exposed] == [(ADS, "op-2.putback-2")]


def test_a_run_after_a_put_back_moves_what_remains(turns: Turns) -> None:
    """Nothing is lost: the next run does the whole move again."""
    moving(turns)
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    turns.apply()
    turns.turn()
    assert held(turns) == {"Old": set(), "New": {FINANCE}, "Other": {ADS}}


def test_a_put_back_that_fails_says_who_is_exposed(turns: Turns) -> None:
    """By account, with what governs it meanwhile as AWS was observed after the run."""
    turns.twin.reset(
        world(experience("Top", principals=[ORGANIZATION]), experience("Old", principals=[FINANCE]), experience("New"))
    )
    turns.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]"))
    turns.twin.faults.fail_change("AssociateAudience", *NO, times=2)
    run = turns.apply()
    assert statuses(run) == {"op-1": "succeeded", "op-2": "failed", "op-2.putback": "failed"}
    assert errors(run.outcomes[2]) == [("CLIENT_ERROR", "No.", "experience.old")]
    assert [one.as_json() for one in run.exposed] == [
        {
            "principal": FINANCE,
            "left": "experience.old",
            "taker": "experience.new",
            "accounts": [MEMBER],
            "governed_by": "exp-top",
            "putback": "op-2.putback",
            "held_by": None,
            "maybe": False,
        }
    ]
    assert run.names == {FINANCE: "Finance", MEMBER: "Reporting"}


def test_nobody_is_let_go_for_a_taker_that_has_failed_already(turns: Turns) -> None:
    """The first half is taken out of the set that is sent again, with the reason; everything else of it is done."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE, ADS]), experience("New"), experience("Other")))
    turns.wish(
        wish(
            old="principals: [], description: Less",
            new=f"principals: [{FINANCE}], products: {{allow: [prod-a]}}",
            other=f"principals: [{ADS}]",
        )
    )
    turns.twin.faults.fail_change("AllowProductProcurement", *NO, experience="exp-new")
    run = turns.apply()
    assert held(turns) == {"Old": {FINANCE}, "New": set(), "Other": {ADS}}
    assert turns.twin.experiences()["exp-old"].description == "Less"
    assert ("op-2.putback" in statuses(run), run.exposed) == (False, ())
    turns.turn()
    assert held(turns) == {"Old": set(), "New": {FINANCE}, "Other": {ADS}}


def test_a_first_half_that_nobody_waits_for_is_not_sent_at_all(turns: Turns) -> None:
    """The report says why it was left out."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    turns.wish(wish(old="principals: []", new=f"principals: [{FINANCE}], products: {{allow: [prod-a]}}"))
    turns.twin.faults.fail_change("AllowProductProcurement", *NO, experience="exp-new")
    run = turns.apply()
    stays = f"{FINANCE} stays: experience.new cannot take it: CLIENT_ERROR: No."
    assert held(turns) == {"Old": {FINANCE}, "New": set()}
    assert str(run.outcomes[0].because) == f"experience.new: CLIENT_ERROR: No.; experience.old: {stays}"
    assert sent(turns) == ["op-1"]


def test_an_experience_that_has_its_principal_back_is_not_archived(turns: Turns) -> None:
    """Archived it would refuse to let go: the next run could not go on."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    turns.wish(wish(old="status: archived, principals: []", new=f"principals: [{FINANCE}]"))
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    run = turns.apply()
    assert held(turns) == {"Old": {FINANCE}, "New": set()}
    assert not turns.named("Old").archived
    assert "experience.old" in run.remaining
    turns.turn()
    assert (held(turns), turns.named("Old").archived) == ({"Old": set(), "New": {FINANCE}}, True)


def test_two_that_swap_are_both_put_back(turns: Turns) -> None:
    """Each takes back what was its own, in one set."""
    turns.twin.reset(world(experience("A", principals=[FINANCE]), experience("B", principals=[ADS])))
    turns.wish(wish(a=f"principals: [{ADS}]", b=f"principals: [{FINANCE}]"))
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-a")
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-b")
    run = turns.apply()
    assert held(turns) == {"A": {FINANCE}, "B": {ADS}}
    assert statuses(run) == {"op-1": "succeeded", "op-2": "rolled_back", "op-2.putback": "succeeded"}


def test_somebody_elses_edit_does_not_keep_a_principal_from_coming_back(turns: Turns) -> None:
    """A put-back asks nothing of the experience but to take what was its own."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    turns.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]"))
    turns.twin.faults.fail_change("AssociateAudience", *NO)
    theirs = change("exp-old", "UpdateExperience", {"Description": "Theirs"})
    turns.listener = lambda event: (
        turns.twin.edit(theirs) if (event["event"], event["operation"]) == ("failed", "op-2") else None
    )
    run = turns.apply()
    assert (held(turns)["Old"], run.outcomes[2].status) == ({FINANCE}, "succeeded")


def test_a_put_back_that_is_in_conflict_is_tried_again(turns: Turns) -> None:
    """ENTITY_IN_USE means later; the put-back that is sent again is named after the first."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    turns.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]"))
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    turns.twin.faults.fail_change("AssociateAudience", "ENTITY_IN_USE", "Later.", experience="exp-old")
    run = turns.apply()
    assert held(turns)["Old"] == {FINANCE}
    assert sent(turns) == ["op-1", "op-2", "op-2.putback", "op-2.putback.retry"]
    assert [(one["operation"], one["status"]) for one in run.as_json()["outcomes"]] == [
        ("op-1", "succeeded"),
        ("op-2", "rolled_back"),
        ("op-2.putback", "succeeded"),
        ("op-2.putback.retry", "succeeded"),
    ]


def test_many_principals_of_many_experiences_are_put_back_fifty_at_a_time(turns: Turns) -> None:
    """Catalog 1.10: 50 principals a change; 1.4: one change of a type for each experience in a set."""
    ids = [f"{number:012}" for number in range(500000000000, 500000000060)]
    accounts = [{"id": id_, "name": f"Account {id_}"} for id_ in ids]
    seed = world(experience("Old", principals=ids), experience("New"), organization=with_accounts(accounts))
    turns.twin.reset(seed)
    turns.wish(wish(old="principals: []", new=f"principals: [{', '.join(ids)}]"))
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    turns.apply()
    assert held(turns) == {"Old": set(ids), "New": set()}


def test_many_experiences_take_back_twenty_to_a_set(turns: Turns) -> None:
    """The second set of a put-back has a number of its own and comes after the first."""
    ids = [f"{number:012}" for number in range(500000000000, 500000000021)]
    accounts = [{"id": id_, "name": f"Account {id_}"} for id_ in ids]
    homes = [experience(f"Old-{id_[-2:]}", principals=[id_], status="Disabled") for id_ in ids]
    turns.twin.reset(world(*homes, experience("New"), organization=with_accounts(accounts)))
    stated = {f"old-{id_[-2:]}": "principals: [], status: enabled" for id_ in ids}
    turns.wish(wish(**stated, new=f"principals: [{', '.join(ids)}]"))
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    run = turns.apply()
    made = [one for one in run.outcomes if ".putback" in one.operation]
    assert [(one.operation, one.status, len((one.parameters or {})["ChangeSet"])) for one in made] == [
        ("op-3.putback", "succeeded", 20),
        ("op-3.putback-2", "succeeded", 1),
    ]
    told = [f"{one['event']} {one['operation']}" for one in turns.events if "putback" in str(one.get("operation"))]
    assert [one for one in told if one.startswith(("started", "succeeded"))] == [
        "started op-3.putback",
        "succeeded op-3.putback",
        "started op-3.putback-2",
        "succeeded op-3.putback-2",
    ]
    assert held(turns) == {**{f"Old-{id_[-2:]}": {id_} for id_ in ids}, "New": set()}


def with_accounts(accounts: list[dict[str, str]]) -> dict[str, Any]:
    """Return the small organisation with more accounts in it."""
    organization = WORLD["organization"]
    return {**organization, "accounts": [*organization["accounts"], *accounts]}


def test_a_run_interrupted_twice_says_who_it_left_between(turns: Turns) -> None:
    """Nothing is put back when the user insists; the report tells whom the next run has to bring home."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    turns.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]"))

    def interrupt(event: Any) -> None:  # noqa: ANN401 - any event
        if (event["event"], event["operation"]) == ("succeeded", "op-1"):
            turns.interrupt()
            turns.interrupt()

    turns.listener = interrupt
    run = turns.apply()
    assert [(one.principal, one.accounts, one.governed_by, one.putback) for one in run.exposed] == [
        (FINANCE, (MEMBER,), None, None)
    ]


def test_a_put_back_waits_for_nothing_but_time(turns: Turns) -> None:
    """Sets that take their time: put back and sent again all the same, and other sets on the experience wait for it."""
    ids = ", ".join(f"prod-{number}" for number in range(120))
    old = f"principals: [], products: {{allow: [{ids}]}}"
    turns.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New"), durations={"applying": 20}))
    turns.wish(wish(old=old, new=f"principals: [{FINANCE}]"))
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    hurry(turns)
    run = turns.apply()
    assert held(turns) == {"Old": {FINANCE}, "New": set()}
    assert len(turns.twin.experiences()["exp-old"].allow) == 120
    assert [one.operation for one in run.outcomes if one.status == "failed"] == []


def test_a_principal_that_can_not_leave_keeps_no_other_from_moving(turns: Turns) -> None:
    """Two of them go to one taker in one change: it takes the one that was let go, and says who stays and why."""
    turns.twin.reset(world(experience("A", principals=[FINANCE]), experience("B", principals=[ADS]), experience("T")))
    turns.wish(wish(a="principals: []", b="principals: []", t=f"principals: [{FINANCE}, {ADS}]"))
    turns.twin.faults.fail_change("DisassociateAudience", *NO, experience="exp-a")
    run = turns.apply()
    assert held(turns) == {"A": {FINANCE}, "B": set(), "T": {ADS}}
    assert sent(turns) == ["op-1", "op-1.retry", "op-2"]
    stays = f"experience.t: {FINANCE} stays: experience.a does not let it go: CLIENT_ERROR: No."
    assert [(one.status, one.because) for one in run.outcomes] == [
        ("failed", "experience.a: CLIENT_ERROR: No."),
        ("succeeded", stays),
    ]
    assert (run.exposed, run.remaining) == ((), ("experience.a", "experience.t"))
    turns.turn()
    assert held(turns) == {"A": set(), "B": set(), "T": {FINANCE, ADS}}


def test_a_principal_that_relies_on_one_that_can_not_move_does_not_leave(turns: Turns) -> None:
    """An account gives up its own experience once its unit is covered: the unit stays where it covers nobody."""
    old = experience("Old", principals=[MEMBER])
    off = experience("Off", principals=[FINANCE], status="Disabled")
    turns.twin.reset(world(old, off, experience("B", principals=[ADS]), experience("T")))
    turns.wish(
        wish(old="principals: []", off="principals: []", b="principals: []", t=f"principals: [{FINANCE}, {ADS}]")
    )
    turns.twin.faults.fail_change("DisassociateAudience", *NO, experience="exp-off")
    run = turns.apply()
    assert held(turns) == {"Old": {MEMBER}, "Off": {FINANCE}, "B": set(), "T": {ADS}}
    assert run.exposed == ()
    turns.turn()


def test_a_principal_that_is_put_back_where_it_governs_nobody_is_told(turns: Turns) -> None:
    """Somebody disabled its experience meanwhile: it is back, and its accounts are not."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    turns.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]"))
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    theirs = change("exp-old", "UpdateExperience", {"Status": "Disabled"})
    turns.listener = lambda event: (
        turns.twin.edit(theirs) if (event["event"], event["operation"]) == ("succeeded", "op-1") else None
    )
    run = turns.apply()
    assert statuses(run) == {"op-1": "succeeded", "op-2": "rolled_back", "op-2.putback": "succeeded"}
    assert [(one.accounts, one.governed_by, one.held_by) for one in run.exposed] == [
        ((MEMBER,), None, "experience.old")
    ]


def test_an_organization_is_not_put_back_without_an_account_of_its_set(turns: Turns) -> None:
    """An account comes with the set that its organisation leaves with: when it can't come, the organisation stays."""
    others = [MANAGEMENT, ADS, MEMBER]
    old = experience("Old", principals=[ORGANIZATION, *others])
    turns.twin.reset(world(old, experience("New"), experience("Other")))
    ids = ", ".join([*others, DELEGATE])
    turns.wish(
        wish(
            old=f"status: disabled, principals: [{ids}]", new=f"principals: [{ORGANIZATION}]", other="status: disabled"
        )
    )
    planning = turns.plan()
    refused = [one for one in planning.plan.problems if one.severity == "refused"]
    assert [(one.code, one.path) for one in refused] == [("max_removals", "principals")]
    turns.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-old")
    seen: list[set[str]] = []
    turns.listener = lambda _event: seen.append(held(turns)["Old"] | held(turns)["New"])
    run = turns.apply(planning)
    assert all(ORGANIZATION in principals for principals in seen)
    assert turns.twin.experiences()["exp-other"].status == "Disabled"
    why = f"what was to govern {DELEGATE} meanwhile is missing"
    assert str(run.outcomes[0].because) == f"experience.old: CLIENT_ERROR: No.; experience.old: {why}"
    turns.turn(again=True)
