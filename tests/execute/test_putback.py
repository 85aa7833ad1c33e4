"""Moves whose second half fails: no principal leaves in vain, and one that has left is put back first."""

from typing import Any

from reconciler.model import Status
from reconciler.pipeline import Run
from tests.trial import (
    ADS,
    DELEGATE,
    FINANCE,
    MANAGEMENT,
    MEMBER,
    ORGANIZATION,
    WORLD,
    Trial,
    change,
    errors,
    experience,
    hurry,
    world,
)

NO = "CLIENT_ERROR", "No."
ENDED = {"succeeded", "failed"}


def wish(**experiences: str) -> str:
    """Return experiences whose titles are their names; each keyword has the fields of one."""
    items = ", ".join(f"{name}: {{title: {name.title()}, {body}}}" for name, body in experiences.items())
    return f"{{kind: experience, items: {{{items}}}}}"


def held(trial: Trial) -> dict[str, set[str]]:
    """Return the principals of every experience by title."""
    return {item.name: set(item.principals) for item in trial.twin.experiences().values()}


def statuses(run: Run) -> dict[str, Status]:
    """Return how each operation ended."""
    return {outcome.operation: outcome.status for outcome in run.outcomes}


def sent(trial: Trial) -> list[str]:
    """Return the operations of this run's change sets, in the order of their starts."""
    return [item.name.split()[2] for item in trial.twin.catalog.marketplace.change_sets.values()]


def moving(trial: Trial) -> None:
    """Make two principals leave one experience, each for another."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE, ADS]), experience("New"), experience("Other")))
    trial.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]", other=f"principals: [{ADS}]"))


def test_a_principal_that_cannot_arrive_is_put_back_where_it_was(trial: Trial) -> None:
    """The put-back is a set of its own with the name of the failed operation.

    The operation is rolled back and names it.
    """
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    trial.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]"))
    trial.twin.faults.fail_change("AssociateAudience", *NO)
    run = trial.apply()
    assert held(trial) == {"Old": {FINANCE}, "New": set()}
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
    assert sent(trial) == ["op-1", "op-2", "op-2.putback"]


def test_a_put_back_goes_before_the_retry(trial: Trial) -> None:
    """Principals without an experience come first.

    The changes that did not fail are sent when the put-back has ended.
    """
    moving(trial)
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    run = trial.apply()
    assert held(trial) == {"Old": {FINANCE}, "New": set(), "Other": {ADS}}
    assert sent(trial) == ["op-1", "op-2", "op-2.putback", "op-2.retry"]
    told = [(event["event"], event["operation"]) for event in trial.events if event["event"] in {"started", *ENDED}]
    assert told[3:] == [
        ("started", "op-2.putback"),
        ("succeeded", "op-2.putback"),
        ("started", "op-2"),
        ("failed", "op-2"),
    ]
    assert [one["operation"] for one in run.as_json()["outcomes"]] == ["op-1", "op-2", "op-2.putback", "op-2.retry"]


def test_put_backs_are_reported_in_the_order_in_which_they_were_made(trial: Trial) -> None:
    """Two targets fail one after the other."""
    moving(trial)
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")

    def fail_next(event: Any) -> None:  # noqa: ANN401 - any event
        if (event["event"], event["operation"]) == ("succeeded", "op-2.putback"):
            trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-other")

    trial.listener = fail_next
    run = trial.apply()
    assert held(trial) == {"Old": {FINANCE, ADS}, "New": set(), "Other": set()}
    assert [one["operation"] for one in run.as_json()["outcomes"]] == [
        "op-1",
        "op-2",
        "op-2.putback",
        "op-2.putback-2",
        "op-2.retry",
    ]
    assert str(run.outcomes[1].because).endswith("; put back by op-2.putback, op-2.putback-2")


def test_a_failed_put_back_is_told_apart_from_an_earlier_one(trial: Trial) -> None:
    """Both put-backs go to one experience: nothing of the later one is done, all of the earlier one is."""
    moving(trial)
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")

    def fail_next(event: Any) -> None:  # noqa: ANN401 - any event
        if (event["event"], event["operation"]) == ("succeeded", "op-2.putback"):
            for taker in ("exp-other", "exp-old"):
                trial.twin.faults.fail_change("AssociateAudience", *NO, experience=taker)

    trial.listener = fail_next
    run = trial.apply()
    assert held(trial) == {"Old": {FINANCE}, "New": set(), "Other": set()}
    assert [(one.operation, one.status, one.in_part) for one in run.outcomes if ".putback" in one.operation] == [
        ("op-2.putback", "succeeded", False),
        ("op-2.putback-2", "failed", False),
    ]
    assert [(one.principal, one.putback) for one in run.exposed] == [(ADS, "op-2.putback-2")]


def test_the_run_after_a_put_back_makes_the_move(trial: Trial) -> None:
    """The next run makes the whole move again."""
    moving(trial)
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    trial.apply()
    trial.converge()
    assert held(trial) == {"Old": set(), "New": {FINANCE}, "Other": {ADS}}


def test_a_put_back_that_fails_tells_the_exposed_accounts(trial: Trial) -> None:
    """Each account is reported with the experience that governs it after the run."""
    trial.twin.reset(
        world(experience("Top", principals=[ORGANIZATION]), experience("Old", principals=[FINANCE]), experience("New"))
    )
    trial.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]"))
    trial.twin.faults.fail_change("AssociateAudience", *NO, times=2)
    run = trial.apply()
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


def test_no_principal_leaves_for_a_target_that_has_failed(trial: Trial) -> None:
    """The retry leaves out the first half, with the reason; all else of the set is done."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE, ADS]), experience("New"), experience("Other")))
    trial.wish(
        wish(
            old="principals: [], description: Less",
            new=f"principals: [{FINANCE}], products: {{allow: [prod-a]}}",
            other=f"principals: [{ADS}]",
        )
    )
    trial.twin.faults.fail_change("AllowProductProcurement", *NO, experience="exp-new")
    run = trial.apply()
    assert held(trial) == {"Old": {FINANCE}, "New": set(), "Other": {ADS}}
    assert trial.twin.experiences()["exp-old"].description == "Less"
    assert ("op-2.putback" in statuses(run), run.exposed) == (False, ())
    trial.converge()
    assert held(trial) == {"Old": set(), "New": {FINANCE}, "Other": {ADS}}


def test_a_first_half_without_its_second_half_is_not_sent(trial: Trial) -> None:
    """The target has failed already; the report says why the principal stays."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    trial.wish(wish(old="principals: []", new=f"principals: [{FINANCE}], products: {{allow: [prod-a]}}"))
    trial.twin.faults.fail_change("AllowProductProcurement", *NO, experience="exp-new")
    run = trial.apply()
    stays = f"{FINANCE} stays: it cannot arrive at experience.new: CLIENT_ERROR: No."
    assert held(trial) == {"Old": {FINANCE}, "New": set()}
    assert str(run.outcomes[0].because) == f"experience.new: CLIENT_ERROR: No.; experience.old: {stays}"
    assert sent(trial) == ["op-1"]


def test_an_experience_that_has_its_principal_back_is_not_archived(trial: Trial) -> None:
    """An archived experience could not let the principal go, so the next run could not make the move."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    trial.wish(wish(old="status: archived, principals: []", new=f"principals: [{FINANCE}]"))
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    run = trial.apply()
    assert held(trial) == {"Old": {FINANCE}, "New": set()}
    assert not trial.named("Old").archived
    assert "experience.old" in run.remaining
    trial.converge()
    assert (held(trial), trial.named("Old").archived) == ({"Old": set(), "New": {FINANCE}}, True)


def test_experiences_that_swap_principals_get_them_back(trial: Trial) -> None:
    """One put-back set returns each principal to its source."""
    trial.twin.reset(world(experience("A", principals=[FINANCE]), experience("B", principals=[ADS])))
    trial.wish(wish(a=f"principals: [{ADS}]", b=f"principals: [{FINANCE}]"))
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-a")
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-b")
    run = trial.apply()
    assert held(trial) == {"A": {FINANCE}, "B": {ADS}}
    assert statuses(run) == {"op-1": "succeeded", "op-2": "rolled_back", "op-2.putback": "succeeded"}


def test_an_edit_by_another_user_does_not_prevent_a_put_back(trial: Trial) -> None:
    """A put-back only requires that the experience accepts the principal."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    trial.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]"))
    trial.twin.faults.fail_change("AssociateAudience", *NO)
    theirs = change("exp-old", "UpdateExperience", {"Description": "Theirs"})
    trial.listener = lambda event: (
        trial.twin.edit(theirs) if (event["event"], event["operation"]) == ("failed", "op-2") else None
    )
    run = trial.apply()
    assert (held(trial)["Old"], run.outcomes[2].status) == ({FINANCE}, "succeeded")


def test_a_put_back_that_is_in_conflict_is_tried_again(trial: Trial) -> None:
    """ENTITY_IN_USE means "later"; the repeated put-back has a name after the first."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    trial.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]"))
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    trial.twin.faults.fail_change("AssociateAudience", "ENTITY_IN_USE", "Later.", experience="exp-old")
    run = trial.apply()
    assert held(trial)["Old"] == {FINANCE}
    assert sent(trial) == ["op-1", "op-2", "op-2.putback", "op-2.putback.retry"]
    assert [(one["operation"], one["status"]) for one in run.as_json()["outcomes"]] == [
        ("op-1", "succeeded"),
        ("op-2", "rolled_back"),
        ("op-2.putback", "succeeded"),
        ("op-2.putback.retry", "succeeded"),
    ]


def test_many_principals_of_many_experiences_are_put_back_fifty_at_a_time(trial: Trial) -> None:
    """A change has 50 principals (catalog 1.10), and a set has one change of a type for an experience (catalog 1.4)."""
    ids = [f"{number:012}" for number in range(500000000000, 500000000060)]
    accounts = [{"id": id_, "name": f"Account {id_}"} for id_ in ids]
    seed = world(experience("Old", principals=ids), experience("New"), organization=with_accounts(accounts))
    trial.twin.reset(seed)
    trial.wish(wish(old="principals: []", new=f"principals: [{', '.join(ids)}]"))
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    trial.apply()
    assert held(trial) == {"Old": set(ids), "New": set()}


def test_a_put_back_has_twenty_experiences_to_a_set(trial: Trial) -> None:
    """The second set has a number of its own and comes after the first."""
    ids = [f"{number:012}" for number in range(500000000000, 500000000021)]
    accounts = [{"id": id_, "name": f"Account {id_}"} for id_ in ids]
    homes = [experience(f"Old-{id_[-2:]}", principals=[id_], status="Disabled") for id_ in ids]
    trial.twin.reset(world(*homes, experience("New"), organization=with_accounts(accounts)))
    stated = {f"old-{id_[-2:]}": "principals: [], status: enabled" for id_ in ids}
    trial.wish(wish(**stated, new=f"principals: [{', '.join(ids)}]"))
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    run = trial.apply()
    made = [one for one in run.outcomes if ".putback" in one.operation]
    assert [(one.operation, one.status, len((one.parameters or {})["ChangeSet"])) for one in made] == [
        ("op-3.putback", "succeeded", 20),
        ("op-3.putback-2", "succeeded", 1),
    ]
    told = [f"{one['event']} {one['operation']}" for one in trial.events if "putback" in str(one.get("operation"))]
    assert [one for one in told if one.startswith(("started", "succeeded"))] == [
        "started op-3.putback",
        "succeeded op-3.putback",
        "started op-3.putback-2",
        "succeeded op-3.putback-2",
    ]
    assert held(trial) == {**{f"Old-{id_[-2:]}": {id_} for id_ in ids}, "New": set()}


def with_accounts(accounts: list[dict[str, str]]) -> dict[str, Any]:
    """Return the small organization with more accounts in it."""
    organization = WORLD["organization"]
    return {**organization, "accounts": [*organization["accounts"], *accounts]}


def test_a_run_interrupted_twice_tells_the_principals_in_between(trial: Trial) -> None:
    """The second interruption prevents the put-back; the report says which principals the next run has to move."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    trial.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]"))

    def interrupt(event: Any) -> None:  # noqa: ANN401 - any event
        if (event["event"], event["operation"]) == ("succeeded", "op-1"):
            trial.interrupt()
            trial.interrupt()

    trial.listener = interrupt
    run = trial.apply()
    assert [(one.principal, one.accounts, one.governed_by, one.putback) for one in run.exposed] == [
        (FINANCE, (MEMBER,), None, None)
    ]


def test_a_put_back_of_slow_sets_waits_only_for_their_end(trial: Trial) -> None:
    """The principals are put back and the rest is sent again; other sets of the experience wait for it."""
    ids = ", ".join(f"prod-{number}" for number in range(120))
    old = f"principals: [], products: {{allow: [{ids}]}}"
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New"), durations={"applying": 20}))
    trial.wish(wish(old=old, new=f"principals: [{FINANCE}]"))
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    hurry(trial)
    run = trial.apply()
    assert held(trial) == {"Old": {FINANCE}, "New": set()}
    assert len(trial.twin.experiences()["exp-old"].allow) == 120
    assert [one.operation for one in run.outcomes if one.status == "failed"] == []


def test_a_principal_that_cannot_leave_holds_up_no_other(trial: Trial) -> None:
    """Of two principals in one change, the one that left arrives; the report says why the other stays."""
    trial.twin.reset(world(experience("A", principals=[FINANCE]), experience("B", principals=[ADS]), experience("T")))
    trial.wish(wish(a="principals: []", b="principals: []", t=f"principals: [{FINANCE}, {ADS}]"))
    trial.twin.faults.fail_change("DisassociateAudience", *NO, experience="exp-a")
    run = trial.apply()
    assert held(trial) == {"A": {FINANCE}, "B": set(), "T": {ADS}}
    assert sent(trial) == ["op-1", "op-1.retry", "op-2"]
    stays = f"experience.t: {FINANCE} stays: it cannot leave experience.a: CLIENT_ERROR: No."
    assert [(one.status, one.because) for one in run.outcomes] == [
        ("failed", "experience.a: CLIENT_ERROR: No."),
        ("succeeded", stays),
    ]
    assert (run.exposed, run.remaining) == ((), ("experience.a", "experience.t"))
    trial.converge()
    assert held(trial) == {"A": set(), "B": set(), "T": {FINANCE, ADS}}


def test_a_principal_whose_cover_cannot_move_does_not_leave(trial: Trial) -> None:
    """An account leaves its experience once its unit covers it. Here the unit stays in a disabled experience."""
    old = experience("Old", principals=[MEMBER])
    off = experience("Off", principals=[FINANCE], status="Disabled")
    trial.twin.reset(world(old, off, experience("B", principals=[ADS]), experience("T")))
    trial.wish(
        wish(old="principals: []", off="principals: []", b="principals: []", t=f"principals: [{FINANCE}, {ADS}]")
    )
    trial.twin.faults.fail_change("DisassociateAudience", *NO, experience="exp-off")
    run = trial.apply()
    assert held(trial) == {"Old": {MEMBER}, "Off": {FINANCE}, "B": set(), "T": {ADS}}
    assert run.exposed == ()
    trial.converge()


def test_a_principal_put_back_into_a_disabled_experience_is_reported(trial: Trial) -> None:
    """Another user disabled the source meanwhile: the principal is back, and its accounts are exposed."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    trial.wish(wish(old="principals: []", new=f"principals: [{FINANCE}]"))
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-new")
    theirs = change("exp-old", "UpdateExperience", {"Status": "Disabled"})
    trial.listener = lambda event: (
        trial.twin.edit(theirs) if (event["event"], event["operation"]) == ("succeeded", "op-1") else None
    )
    run = trial.apply()
    assert statuses(run) == {"op-1": "succeeded", "op-2": "rolled_back", "op-2.putback": "succeeded"}
    assert [(one.accounts, one.governed_by, one.held_by) for one in run.exposed] == [
        ((MEMBER,), None, "experience.old")
    ]


def test_an_organization_is_not_put_back_without_an_account_of_its_set(trial: Trial) -> None:
    """The account should arrive in the set in which its organization leaves. It cannot, so the organization stays."""
    others = [MANAGEMENT, ADS, MEMBER]
    old = experience("Old", principals=[ORGANIZATION, *others])
    trial.twin.reset(world(old, experience("New"), experience("Other")))
    ids = ", ".join([*others, DELEGATE])
    trial.wish(
        wish(
            old=f"status: disabled, principals: [{ids}]", new=f"principals: [{ORGANIZATION}]", other="status: disabled"
        )
    )
    planning = trial.plan()
    refused = [one for one in planning.plan.problems if one.severity == "refused"]
    assert [(one.code, one.path) for one in refused] == [("max_removals", "principals")]
    trial.twin.faults.fail_change("AssociateAudience", *NO, experience="exp-old")
    seen: list[set[str]] = []
    trial.listener = lambda _event: seen.append(held(trial)["Old"] | held(trial)["New"])
    run = trial.apply(planning)
    assert all(ORGANIZATION in principals for principals in seen)
    assert trial.twin.experiences()["exp-other"].status == "Disabled"
    why = f"the experience that should govern {DELEGATE} meanwhile is missing"
    assert str(run.outcomes[0].because) == f"experience.old: CLIENT_ERROR: No.; experience.old: {why}"
    trial.converge(again=True)
